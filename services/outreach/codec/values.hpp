// The values that several event messages share, both ways. Internal to the codec and the reactions;
// pulls in protobuf, so only .cpp files include it.
#pragma once

#include <string>
#include <vector>

#include "haven/outreach/v1/outreach_events.pb.h"
#include "libs/codec/values.hpp"
#include "services/outreach/domain/campaign.hpp"
#include "services/outreach/domain/hotline_ticket.hpp"
#include "services/outreach/domain/publicity_activity.hpp"
#include "services/outreach/domain/training_class.hpp"
#include "services/outreach/domain/visit_group.hpp"

namespace haven::outreach {

namespace pb = haven::outreach::v1;

using codec::date_of;
using codec::date_text;
using codec::encoded;
using codec::federation_of;
using codec::id_of;
using codec::id_text;
using codec::parsed;
using codec::read_sealed;
using codec::to_proto;
using codec::write_sealed;

using PbGoods = google::protobuf::RepeatedPtrField<pb::Goods>;
void write_goods(const std::vector<Goods>& goods, PbGoods& m);
std::vector<Goods> read_goods(const PbGoods& m);
void write_value(const Caps& e, pb::Caps& m);
Caps read_value(const pb::Caps& m);
void write_value(const CampaignRef& e, pb::CampaignRef& m);
CampaignRef read_value(const pb::CampaignRef& m);
void write_value(const BudgetLine& e, pb::BudgetLine& m);
BudgetLine read_value(const pb::BudgetLine& m);
void write_value(const CampaignTerms& e, pb::CampaignTerms& m);
CampaignTerms read_value(const pb::CampaignTerms& m);
void write_value(const Stop& e, pb::Stop& m);
Stop read_value(const pb::Stop& m);
void write_value(const Recipient& e, pb::Recipient& m);
Recipient read_value(const pb::Recipient& m);
void write_value(const ActivityTerms& e, pb::ActivityTerms& m);
ActivityTerms read_value(const pb::ActivityTerms& m);
void write_value(const Counts& e, pb::Counts& m);
Counts read_value(const pb::Counts& m);
void write_value(const ClassTerms& e, pb::ClassTerms& m);
ClassTerms read_value(const pb::ClassTerms& m);
void write_value(const TimeLimits& e, pb::TimeLimits& m);
TimeLimits read_value(const pb::TimeLimits& m);
void write_value(const TicketSheet& e, pb::TicketSheet& m);
TicketSheet read_value(const pb::TicketSheet& m);

}  // namespace haven::outreach
