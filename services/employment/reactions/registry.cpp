#include "haven/registry/v1/registry_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "services/employment/codec/values.hpp"
#include "services/employment/domain/family_file.hpp"
#include "services/employment/reactions/reactions.hpp"

namespace haven::employment {
namespace {

using consumer::ReactionCommand;
using log::Record;

template <class Message>
FamilyNoted family_of(const Message& file) {
    FamilyNoted family{
        id_of<HouseholdId>(file.household_id()), {}, static_cast<FileRound>(file.round())};
    for (const auto& member : file.members()) {
        family.members.push_back(id_of<PersonId>(member.person_id()));
    }
    return family;
}

std::vector<ReactionCommand> react(const Aggregates& aggregates, const Record& record) {
    const auto family = [&](FamilyFile::Command command) -> std::vector<ReactionCommand> {
        return {{.aggregate = aggregates.family.get(),
                 .federation = record.federation,
                 .stream = record.stream_id,
                 .command = std::move(command)}};
    };
    if (record.type == "ApplicationSubmitted") {
        return family(NoteFamily{family_of(parsed<reg::ApplicationSubmitted>(record.payload))});
    }
    if (record.type == "HouseholdImported") {
        const auto file = parsed<reg::HouseholdImported>(record.payload);
        return family(NoteFamily{family_of(file), file.closed_on().empty()});
    }
    if (record.type == "HouseholdEnrolled" || record.type == "FileReopened") {
        return family(OpenFamilyFile{});
    }
    if (record.type == "HardshipResolved") {
        const auto resolved = parsed<reg::HardshipResolved>(record.payload);
        if (!resolved.has_job()) return {};  // it ended for another reason than work
        return family(
            NoteLeavingByWork{{.hire = id_of<HireId>(resolved.job().hire_id()),
                               .person = id_of<PersonId>(resolved.job().person_id()),
                               .monthly_wage = Money::fen(resolved.job().monthly_wage_fen()),
                               .resolved_on = date_of(resolved.resolved_on())}});
    }
    if (record.type == "FileClosed" || record.type == "FileCancelled") {
        return family(CloseFamilyFile{});
    }
    return {};
}

}  // namespace

consumer::Subscription registry_subscription(const Aggregates& aggregates) {
    return consumer::told_by("registry", *reg::HouseholdEnrolled::descriptor()->file(),
                             {"ApplicationSubmitted", "HouseholdImported", "HouseholdEnrolled",
                              "FileReopened", "HardshipResolved", "FileClosed", "FileCancelled"},
                             [&](const Record& record) { return react(aggregates, record); });
}

}  // namespace haven::employment
