haven_proto(registry GRPC
  FILES haven/registry/v1/household.proto haven/registry/v1/directory.proto
        haven/registry/v1/registry_events.proto haven/registry/v1/file_requests.proto
        haven/registry/v1/query_requests.proto haven/registry/v1/directory_requests.proto
        haven/registry/v1/registry_service.proto haven/registry/v1/referral.proto
  DEPENDS haven::proto_options haven::proto_type)
