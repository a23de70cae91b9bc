#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/codec/values.hpp"

namespace haven::scholarship {
namespace {

void write(const FamilyNoted& e, pb::FamilyNoted& m) {
    m.set_household_id(id_text(e.household));
    m.set_head_id(id_text(e.head));
    for (const PersonId& member : e.members) m.add_member_ids(member.to_string());
}
FamilyNoted read(const pb::FamilyNoted& m) {
    FamilyNoted e;
    e.household = id_of<HouseholdId>(m.household_id());
    e.head = id_of<PersonId>(m.head_id());
    for (const std::string& member : m.member_ids()) e.members.push_back(id_of<PersonId>(member));
    return e;
}

constexpr std::string_view kTypes[] = {"FamilyNoted", "FamilyFileOpened", "FamilyFileClosed"};

}  // namespace

std::span<const std::string_view> FamilyFileCodec::types() {
    return kTypes;
}

log::NewEvent FamilyFileCodec::encode(const FamilyFile::Event& event) {
    return match(
        event,
        [](const FamilyNoted& e) {
            return encoded<pb::FamilyNoted>([&](auto& m) { write(e, m); });
        },
        [](const FamilyFileOpened& e) {
            return encoded<pb::FamilyFileOpened>(
                [&](auto& m) { m.set_opened_on(date_text(e.opened_on)); });
        },
        [](const FamilyFileClosed& e) {
            return encoded<pb::FamilyFileClosed>(
                [&](auto& m) { m.set_closed_on(date_text(e.closed_on)); });
        });
}

std::optional<FamilyFile::Event> FamilyFileCodec::decode(std::string_view type, int,
                                                         std::string_view payload) {
    if (type == "FamilyNoted") return read(parsed<pb::FamilyNoted>(payload));
    if (type == "FamilyFileOpened") {
        return FamilyFileOpened{date_of(parsed<pb::FamilyFileOpened>(payload).opened_on())};
    }
    if (type == "FamilyFileClosed") {
        return FamilyFileClosed{date_of(parsed<pb::FamilyFileClosed>(payload).closed_on())};
    }
    return std::nullopt;
}

}  // namespace haven::scholarship
