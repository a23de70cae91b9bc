#include "haven/registry/v1/registry_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "libs/crypto/ids.hpp"
#include "services/disbursement/codec/values.hpp"
#include "services/disbursement/domain/aid_file.hpp"
#include "services/disbursement/domain/entitlement.hpp"
#include "services/disbursement/reactions/reactions.hpp"

namespace haven::disbursement {
namespace {

using consumer::ReactionCommand;
using log::Record;
using Commands = std::vector<ReactionCommand>;

Commands on_plan(const Aggregates& aggregates, const WorkingCalendar& calendar,
                 const Record& record) {
    const auto plan = parsed<reg::HelpPlanAdopted>(record.payload);
    const auto household = id_of<HouseholdId>(plan.household_id());
    NotePlan note{
        household, plan.year(), {}, read_payee(plan.payee()), date_of(plan.review_valid_until())};
    Commands commands;
    for (const auto& measure : plan.measures()) {
        EntitlementGranted grant{.entitlement = entitlement_id(household, measure.measure_id()),
                                 .household = household,
                                 .file_federation = record.federation,
                                 .measure_id = measure.measure_id(),
                                 .year = plan.year(),
                                 .item = static_cast<AidItem>(measure.item()),
                                 .programme = measure.programme(),
                                 .person = id_of<PersonId>(measure.beneficiary_person_id()),
                                 .fund_line = id_of<FundLineId>(measure.fund_line_id()),
                                 .annual = Money::fen(measure.annual_fen()),
                                 .instalments = {},
                                 .payee = note.payee,
                                 .review_valid_until = note.review_valid_until,
                                 .file_tier = static_cast<FileTier>(plan.file_tier()),
                                 .hardship_class = static_cast<int>(plan.hardship_class()),
                                 .cap = Money::fen(measure.cap_fen()),
                                 .file_round = static_cast<FileRound>(plan.file_round())};
        for (const auto& part : measure.instalments()) {
            const Date due = date_of(part.due_date());
            grant.instalments.push_back(
                {part.number(), due, calendar.on_or_before(due), Money::fen(part.amount_fen())});
        }
        const FederationNo payer = federation_of(measure.fund_federation());
        note.entitlements.push_back({grant.entitlement, payer});
        commands.push_back({.aggregate = aggregates.entitlement.get(),
                            .federation = payer,
                            .stream = grant.entitlement.uuid,
                            .command = Entitlement::Command{GrantEntitlement{std::move(grant)}}});
    }
    commands.push_back({.aggregate = aggregates.aid_file.get(),
                        .federation = record.federation,
                        .stream = household.uuid,
                        .command = AidFile::Command{std::move(note)}});
    return commands;
}

Commands to_file(const Aggregates& aggregates, const Record& record, AidFile::Command command) {
    return {{.aggregate = aggregates.aid_file.get(),
             .federation = record.federation,
             .stream = record.stream_id,
             .command = std::move(command)}};
}

Commands react(const Aggregates& aggregates, const WorkingCalendar& calendar,
               const Record& record) {
    const auto file = [&](AidFile::Command command) {
        return to_file(aggregates, record, std::move(command));
    };
    if (record.type == "HelpPlanAdopted") return on_plan(aggregates, calendar, record);
    if (record.type == "ReviewCompleted") {
        const auto review = parsed<reg::ReviewCompleted>(record.payload);
        return file(NoteReview{date_of(review.valid_until())});
    }
    if (record.type == "PayeeAccountChanged") {
        const auto changed = parsed<reg::PayeeAccountChanged>(record.payload);
        return file(NotePayee{read_payee(changed.payee()), id_of<StaffId>(changed.entered_by()),
                              id_of<StaffId>(changed.confirmed_by())});
    }
    if (record.type == "AidSuspended") return file(NoteSuspension{});
    if (record.type == "AidResumed") return file(NoteResumption{});
    // Whatever the exit kind: HardshipResolved comes before it only where the kind is RESOLVED.
    if (record.type == "FileClosed") return file(NoteClosing{"FILE_CLOSED"});
    if (record.type == "FileCancelled") return file(NoteClosing{"FILE_CANCELLED"});
    if (record.type == "FileReopened") {
        const auto reopened = parsed<reg::FileReopened>(record.payload);
        return file(NoteReopening{date_of(reopened.review_valid_until())});
    }
    return {};
}

}  // namespace

EntitlementId entitlement_id(const HouseholdId& household, const std::string& measure_id) {
    return EntitlementId{crypto::derive_uuid(household.uuid, "entitlement|" + measure_id)};
}

consumer::Subscription registry_subscription(const Aggregates& aggregates,
                                             const WorkingCalendar& calendar) {
    return consumer::told_by(
        "registry", *reg::FileReopened::descriptor()->file(),
        {"HelpPlanAdopted", "ReviewCompleted", "AidSuspended", "AidResumed", "FileClosed",
         "FileCancelled", "FileReopened", "PayeeAccountChanged"},
        [&](const Record& record) { return react(aggregates, calendar, record); });
}

}  // namespace haven::disbursement
