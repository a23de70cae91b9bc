haven_proto(outreach
  FILES haven/outreach/v1/outreach.proto haven/outreach/v1/outreach_events.proto
  DEPENDS haven::proto_options haven::proto_type)
