#include "haven/disbursement/v1/disbursement_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "services/outreach/codec/values.hpp"
#include "services/outreach/domain/visit_group.hpp"
#include "services/outreach/reactions/reactions.hpp"

namespace haven::outreach {
namespace {

namespace dis = haven::disbursement::v1;
using consumer::ReactionCommand;
using log::Record;
using Commands = std::vector<ReactionCommand>;

// A group and its advance lie in the same federation: that of the fund line.
template <class Message>
Commands to_group(const Aggregates& aggregates, const Record& record, const Message& message,
                  const VisitGroup::Command& command) {
    if (message.group_id().empty()) return {};  // cash for another occasion
    return {{.aggregate = aggregates.group.get(),
             .federation = record.federation,
             .stream = id_of<GroupId>(message.group_id()).uuid,
             .command = command}};
}

Commands react(const Aggregates& aggregates, const Record& record) {
    if (record.type == "CashAdvanceHandedOver") {
        const auto e = parsed<dis::CashAdvanceHandedOver>(record.payload);
        return to_group(
            aggregates, record, e,
            TakeCash{id_of<FundLineId>(e.fund_line_id()), id_of<StaffId>(e.approver())});
    }
    if (record.type == "CashAdvanceUnfunded") {
        const auto e = parsed<dis::CashAdvanceUnfunded>(record.payload);
        return to_group(aggregates, record, e,
                        NoteCashNotGranted{id_of<FundLineId>(e.fund_line_id()), e.reason(), false});
    }
    if (record.type == "CashAdvanceGivenUp") {
        const auto e = parsed<dis::CashAdvanceGivenUp>(record.payload);
        return to_group(aggregates, record, e,
                        NoteCashNotGranted{id_of<FundLineId>(e.fund_line_id()), e.reason(), true});
    }
    return {};
}

}  // namespace

consumer::Subscription disbursement_subscription(const Aggregates& aggregates) {
    return consumer::told_by("disbursement", *dis::CashAdvanceHandedOver::descriptor()->file(),
                             {"CashAdvanceHandedOver", "CashAdvanceUnfunded", "CashAdvanceGivenUp"},
                             [&](const Record& record) { return react(aggregates, record); });
}

}  // namespace haven::outreach
