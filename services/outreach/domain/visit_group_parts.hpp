// The parts of VisitGroup::decide, one file each: plan, stores, visits. Internal to the domain.
#pragma once

#include "services/outreach/domain/visit_group.hpp"

namespace haven::outreach::visit_group {

using Events = std::vector<VisitGroup::Event>;
using State = VisitGroup::State;

// Errors: GROUP_MISSING, GROUP_SETTLED.
Result<void> check_open(const State& state);
// Error: ENTRY_USED.
Result<void> check_new(const State& state, const std::string& key, const std::string& number);
// One of the places of the itinerary; empty: none is needed. Error: ENTERPRISE_NOT_VISITED.
Result<void> check_stop(const State& state, const std::string& enterprise);
// Errors: those of check_goods, GOODS_SHORT.
Result<void> check_in_bag(const State& state, const std::vector<Goods>& goods);
// Whether the delivery stands already, under its receipt. Error: DELIVERY_DIFFERS, with the fields.
Result<bool> stands_already(const State& state, const Visit& visit);
bool is_waiting(RecipientState state);  // listed or approved
// Cash is asked for, or in somebody's hands.
bool is_open(const VisitGroup::Purse& purse);

Result<Events> decide(const State& state, const AssignGroup& command, const Context& by);
Result<Events> decide(const State& state, const ChangeItinerary& command, const Context& by);
Result<Events> decide(const State& state, const ListRecipients& command, const Context& by);
Result<Events> decide(const State& state, const StrikeRecipient& command, const Context& by);
Result<Events> decide(const State& state, const ApproveRecipients& command, const Context& by);

Result<Events> decide(const State& state, const DrawCash& command, const Context& by);
Result<Events> decide(const State& state, const TakeCash& command, const Context& by);
Result<Events> decide(const State& state, const NoteCashNotGranted& command, const Context& by);
Result<Events> decide(const State& state, const GiveCashBack& command, const Context& by);
Result<Events> decide(const State& state, const TakeGoods& command, const Context& by);
Result<Events> decide(const State& state, const GiveGoodsBack& command, const Context& by);
Result<Events> decide(const State& state, const ReportLoss& command, const Context& by);

Result<Events> decide(const State& state, const RecordVisits& command, const Context& by);
Result<Events> decide(const State& state, const RecallDelivery& command, const Context& by);
Result<Events> decide(const State& state, const SettleGroup& command, const Context& by);

}  // namespace haven::outreach::visit_group
