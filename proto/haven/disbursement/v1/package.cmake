haven_proto(disbursement GRPC
  FILES haven/disbursement/v1/payment.proto haven/disbursement/v1/disbursement_events.proto
        haven/disbursement/v1/disbursement_service.proto
  DEPENDS haven::proto_options haven::proto_type haven::proto_registry)
