#include "libs/family/told.hpp"

#include "haven/registry/v1/registry_events.pb.h"
#include "libs/codec/values.hpp"

namespace haven::family {
namespace {

namespace reg = haven::registry::v1;
using codec::date_of;
using codec::id_of;
using codec::parsed;

template <class Message>
FamilyTold family_of(const Message& file) {
    FamilyTold family;
    family.household = codec::uuid_of(file.household_id());
    family.round = static_cast<int>(file.round());
    for (const auto& member : file.members()) {
        const auto person = id_of<PersonId>(member.person_id());
        if (member.relation() == reg::RELATION_HEAD) family.head = person;
        family.members.push_back(person);
    }
    return family;
}

}  // namespace

std::vector<std::string> file_events() {
    return {"ApplicationSubmitted", "HouseholdImported", "HouseholdEnrolled",
            "FileReopened",         "FileClosed",        "FileCancelled"};
}

std::optional<Told> told(const log::Record& record) {
    const std::string_view payload = record.payload;
    if (record.type == "ApplicationSubmitted") {
        return family_of(parsed<reg::ApplicationSubmitted>(payload));
    }
    if (record.type == "HouseholdImported") {
        const auto file = parsed<reg::HouseholdImported>(payload);
        FamilyTold family = family_of(file);
        family.open = file.closed_on().empty();
        if (family.open) family.opened_on = date_of(file.enrolled_on());
        return family;
    }
    if (record.type == "HouseholdEnrolled") {
        return OpenFamilyFile{date_of(parsed<reg::HouseholdEnrolled>(payload).enrolled_on())};
    }
    if (record.type == "FileReopened") {
        return OpenFamilyFile{date_of(parsed<reg::FileReopened>(payload).reopened_on())};
    }
    if (record.type == "FileClosed") {
        return CloseFamilyFile{date_of(parsed<reg::FileClosed>(payload).closed_on())};
    }
    if (record.type == "FileCancelled") {
        return CloseFamilyFile{date_of(parsed<reg::FileCancelled>(payload).cancelled_on())};
    }
    return std::nullopt;
}

}  // namespace haven::family
