haven_proto(employment
  FILES haven/employment/v1/employment.proto haven/employment/v1/employment_events.proto
  DEPENDS haven::proto_options haven::proto_type haven::proto_registry)
