#include "services/registry/reactions/reactions.hpp"

#include "haven/disbursement/v1/disbursement_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "services/registry/aggregates.hpp"
#include "services/registry/domain/household.hpp"

namespace haven::registry {

namespace {

namespace dis = haven::disbursement::v1;
using consumer::ReactionCommand;

template <class Message>
Message parsed(const std::string& payload) {
    Message message;
    HAVEN_CHECK(message.ParseFromString(payload));
    return message;
}

Uuid id_of(const std::string& text) {
    const auto id = Uuid::parse(text);
    HAVEN_CHECK(id.has_value());
    return *id;
}

Date day_of(const std::string& text) {
    const auto date = Date::parse(text);
    HAVEN_CHECK(date.has_value());
    return *date;
}

std::vector<ReactionCommand> to_file(const std::string& household, std::int32_t federation,
                                     Household::Command command) {
    std::vector<ReactionCommand> commands;
    commands.push_back({.aggregate = &household_aggregate(),
                        .federation = {static_cast<std::int16_t>(federation)},
                        .stream = id_of(household),
                        .command = std::move(command)});
    return commands;
}

// An award of scholarship and the subsidy of a course stand on no file, whoever is paid.
std::vector<ReactionCommand> react(const log::Record& record) {
    if (record.type == "ReliefPaid") {
        const auto e = parsed<dis::ReliefPaid>(record.payload);
        if (e.household_id().empty()) return {};
        return to_file(e.household_id(), e.file_federation(),
                       RecordAid{{.entitlement_id = e.entitlement_id(),
                                  .instalment = e.instalment(),
                                  .person = PersonId{id_of(e.person_id())},
                                  .item = static_cast<AidItem>(e.item()),
                                  .programme = e.programme(),
                                  .amount = Money::fen(e.amount_fen()),
                                  .due_year = e.due_year(),
                                  .credited_on = day_of(e.credited_on()),
                                  .bank_serial = e.bank_serial(),
                                  .measure_id = e.measure_id()}});
    }
    if (record.type == "PaymentReturned") {
        const auto e = parsed<dis::PaymentReturned>(record.payload);
        if (e.household_id().empty()) return {};
        return to_file(e.household_id(), e.file_federation(),
                       RecordAidReturn{{.entitlement_id = e.entitlement_id(),
                                        .instalment = e.instalment(),
                                        .amount = Money::fen(e.amount_fen()),
                                        .returned_on = day_of(e.returned_on()),
                                        .bank_serial = e.bank_serial(),
                                        .code = e.code()}});
    }
    if (record.type == "InstalmentHeld") {
        const auto e = parsed<dis::InstalmentHeld>(record.payload);
        if (e.household_id().empty()) return {};
        return to_file(e.household_id(), e.file_federation(),
                       RecordAidHold{{.entitlement_id = e.entitlement_id(),
                                      .instalment = e.number(),
                                      .reason = e.reason(),
                                      .held_on = day_of(e.held_on())}});
    }
    return {};
}

}  // namespace

consumer::Subscription disbursement_subscription() {
    return consumer::told_by("disbursement", *dis::ReliefPaid::descriptor()->file(),
                             {"ReliefPaid", "PaymentReturned", "InstalmentHeld"}, react);
}

}  // namespace haven::registry
