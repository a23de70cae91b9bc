#include "services/outreach/aggregates.hpp"

#include "services/outreach/codec/codec.hpp"
#include "services/outreach/projection/projection.hpp"

namespace haven::outreach {

using writer::make_aggregate;

Aggregates::Aggregates()
    : campaign(make_aggregate<Campaign, CampaignCodec>("campaign", project_campaign)),
      group(make_aggregate<VisitGroup, VisitGroupCodec>("visit_group", project_group)),
      stock(make_aggregate<GoodsStock, GoodsStockCodec>("stock", project_stock)),
      activity(
          make_aggregate<PublicityActivity, PublicityActivityCodec>("activity", project_activity)),
      training_class(
          make_aggregate<TrainingClass, TrainingClassCodec>("training_class", project_class)),
      ticket_rules(
          make_aggregate<TicketRules, TicketRulesCodec>("ticket_rules", project_ticket_rules)),
      ticket(make_aggregate<HotlineTicket, HotlineTicketCodec>("ticket", project_ticket)),
      family(make_aggregate<FamilyFile, FamilyFileCodec>("family", project_family)),
      all{campaign.get(),       group.get(),        stock.get(),  activity.get(),
          training_class.get(), ticket_rules.get(), ticket.get(), family.get()} {}

}  // namespace haven::outreach
