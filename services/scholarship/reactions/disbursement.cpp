#include "haven/disbursement/v1/disbursement_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "services/scholarship/codec/values.hpp"
#include "services/scholarship/domain/award.hpp"
#include "services/scholarship/reactions/reactions.hpp"

namespace haven::scholarship {
namespace {

namespace dis = haven::disbursement::v1;
using consumer::ReactionCommand;
using log::Record;

// An award and its entitlement lie in the same federation: that of the fund line.
template <class Message>
std::vector<ReactionCommand> to_award(const Aggregates& aggregates, const Record& record,
                                      const Message& message, Award::Command command) {
    if (message.award_id().empty()) return {};  // aid of a household file
    return {{.aggregate = aggregates.award.get(),
             .federation = record.federation,
             .stream = uuid_of(message.award_id()),
             .command = std::move(command)}};
}

std::vector<ReactionCommand> react(const Aggregates& aggregates, const Record& record) {
    if (record.type == "ReliefPaid") {
        const auto e = parsed<dis::ReliefPaid>(record.payload);
        return to_award(
            aggregates, record, e,
            RecordAwardPayment{e.award_year(), e.bank_serial(), date_of(e.credited_on())});
    }
    if (record.type == "PaymentReturned") {
        const auto e = parsed<dis::PaymentReturned>(record.payload);
        return to_award(
            aggregates, record, e,
            RecordAwardReturn{e.award_year(), e.return_serial(), date_of(e.returned_on())});
    }
    if (record.type == "EntitlementStopped") {
        const auto e = parsed<dis::EntitlementStopped>(record.payload);
        // A line that may be with the bank decides later: it is credited, or its money is free.
        if (e.batch_ids_size() != 0) return {};
        return to_award(aggregates, record, e, ConfirmStopped{e.award_year()});
    }
    return {};
}

}  // namespace

consumer::Subscription disbursement_subscription(const Aggregates& aggregates) {
    return consumer::told_by("disbursement", *dis::ReliefPaid::descriptor()->file(),
                             {"ReliefPaid", "PaymentReturned", "EntitlementStopped"},
                             [&](const Record& record) { return react(aggregates, record); });
}

}  // namespace haven::scholarship
