#include "haven/registry/v1/registry_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "services/scholarship/codec/values.hpp"
#include "services/scholarship/domain/family_file.hpp"
#include "services/scholarship/reactions/reactions.hpp"

namespace haven::scholarship {
namespace {

using consumer::ReactionCommand;
using log::Record;

template <class Message>
FamilyNoted family_of(const Message& file) {
    FamilyNoted family{id_of<HouseholdId>(file.household_id()), {}, {}};
    for (const auto& member : file.members()) {
        const auto person = id_of<PersonId>(member.person_id());
        if (member.relation() == reg::RELATION_HEAD) family.head = person;
        family.members.push_back(person);
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
    if (record.type == "FileClosed" || record.type == "FileCancelled") {
        return family(CloseFamilyFile{});
    }
    return {};
}

}  // namespace

consumer::Subscription registry_subscription(const Aggregates& aggregates) {
    return consumer::told_by("registry", *reg::HouseholdEnrolled::descriptor()->file(),
                             {"ApplicationSubmitted", "HouseholdImported", "HouseholdEnrolled",
                              "FileReopened", "FileClosed", "FileCancelled"},
                             [&](const Record& record) { return react(aggregates, record); });
}

}  // namespace haven::scholarship
