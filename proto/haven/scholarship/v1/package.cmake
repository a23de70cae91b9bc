haven_proto(scholarship GRPC
  FILES haven/scholarship/v1/scholarship.proto haven/scholarship/v1/scholarship_events.proto
        haven/scholarship/v1/scholarship_service.proto
  DEPENDS haven::proto_options haven::proto_type haven::proto_registry)
