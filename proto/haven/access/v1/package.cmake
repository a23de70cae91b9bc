haven_proto(access FILES haven/access/v1/token.proto DEPENDS haven::proto_options)
