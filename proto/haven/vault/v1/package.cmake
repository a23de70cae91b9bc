haven_proto(vault GRPC FILES haven/vault/v1/vault_service.proto DEPENDS haven::proto_options)
