#include "haven/disbursement/v1/disbursement_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "services/employment/codec/values.hpp"
#include "services/employment/domain/enrolment.hpp"
#include "services/employment/reactions/reactions.hpp"

namespace haven::employment {
namespace {

namespace dis = haven::disbursement::v1;
using consumer::ReactionCommand;
using log::Record;

// An enrolment and its entitlement lie in the same federation: that of the fund line.
template <class Message>
std::vector<ReactionCommand> to_enrolment(const Aggregates& aggregates, const Record& record,
                                          const Message& message, Enrolment::Command command) {
    if (message.enrolment_id().empty()) return {};  // it pays something else
    return {{.aggregate = aggregates.enrolment.get(),
             .federation = record.federation,
             .stream = uuid_of(message.enrolment_id()),
             .command = std::move(command)}};
}

std::vector<ReactionCommand> react(const Aggregates& aggregates, const Record& record) {
    if (record.type == "InstalmentHeld") {
        const auto e = parsed<dis::InstalmentHeld>(record.payload);
        return to_enrolment(aggregates, record, e,
                            NoteSubsidyHeld{e.reason(), date_of(e.held_on())});
    }
    if (record.type == "ReliefPaid") {
        const auto e = parsed<dis::ReliefPaid>(record.payload);
        return to_enrolment(aggregates, record, e,
                            RecordSubsidyPayment{Money::fen(e.amount_fen()), e.bank_serial(),
                                                 date_of(e.credited_on())});
    }
    if (record.type == "PaymentReturned") {
        const auto e = parsed<dis::PaymentReturned>(record.payload);
        return to_enrolment(
            aggregates, record, e,
            RecordSubsidyReturn{e.return_serial(), e.code(), date_of(e.returned_on())});
    }
    return {};
}

}  // namespace

consumer::Subscription disbursement_subscription(const Aggregates& aggregates) {
    return consumer::told_by("disbursement", *dis::ReliefPaid::descriptor()->file(),
                             {"InstalmentHeld", "ReliefPaid", "PaymentReturned"},
                             [&](const Record& record) { return react(aggregates, record); });
}

}  // namespace haven::employment
