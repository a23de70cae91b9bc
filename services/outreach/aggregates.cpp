#include "services/outreach/aggregates.hpp"

#include "services/outreach/codec/codec.hpp"
#include "services/outreach/projection/projection.hpp"

namespace haven::outreach {

using writer::make_aggregate;

Aggregates::Aggregates()
    : campaign(make_aggregate<Campaign, CampaignCodec>("campaign", project_campaign)),
      group(make_aggregate<VisitGroup, VisitGroupCodec>("visit_group", project_group)),
      stock(make_aggregate<GoodsStock, GoodsStockCodec>("stock", project_stock)),
      all{campaign.get(), group.get(), stock.get()} {}

}  // namespace haven::outreach
