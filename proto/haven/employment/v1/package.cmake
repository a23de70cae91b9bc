haven_proto(employment GRPC
  FILES haven/employment/v1/assistance.proto haven/employment/v1/course.proto
        haven/employment/v1/employment.proto haven/employment/v1/employment_events.proto
        haven/employment/v1/employment_service.proto
  DEPENDS haven::proto_options haven::proto_type haven::proto_registry haven::proto_outreach)
