haven_proto(ops GRPC FILES haven/ops/v1/ops_service.proto DEPENDS haven::proto_options)
