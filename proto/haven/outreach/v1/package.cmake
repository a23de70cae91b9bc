haven_proto(outreach GRPC
  FILES haven/outreach/v1/outreach.proto haven/outreach/v1/outreach_events.proto
        haven/outreach/v1/outreach_service.proto haven/outreach/v1/publicity.proto
        haven/outreach/v1/hotline.proto
  DEPENDS haven::proto_options haven::proto_type)
