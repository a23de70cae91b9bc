#include "services/employment/codec/codec.hpp"
#include "services/employment/codec/values.hpp"

namespace haven::employment {
namespace {

void write(const FamilyNoted& e, pb::FamilyNoted& m) {
    m.set_household_id(id_text(e.household));
    for (const PersonId& value : e.members) m.add_member_ids(value.to_string());
    m.set_round(to_proto<reg::FileRound>(e.round));
}
FamilyNoted read(const pb::FamilyNoted& m) {
    FamilyNoted e;
    e.household = id_of<HouseholdId>(m.household_id());
    for (const std::string& value : m.member_ids()) e.members.push_back(id_of<PersonId>(value));
    e.round = static_cast<FileRound>(m.round());
    return e;
}

void write(const FamilyLeftByWork& e, pb::FamilyLeftByWork& m) {
    m.set_hire_id(id_text(e.hire));
    m.set_person_id(id_text(e.person));
    m.set_monthly_wage_fen(e.monthly_wage.in_fen());
    m.set_resolved_on(date_text(e.resolved_on));
}
FamilyLeftByWork read(const pb::FamilyLeftByWork& m) {
    return {.hire = id_of<HireId>(m.hire_id()),
            .person = id_of<PersonId>(m.person_id()),
            .monthly_wage = Money::fen(m.monthly_wage_fen()),
            .resolved_on = date_of(m.resolved_on())};
}

constexpr std::string_view kTypes[] = {"FamilyNoted", "FamilyFileOpened", "FamilyFileClosed",
                                       "FamilyLeftByWork"};

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
        },
        [](const FamilyLeftByWork& e) {
            return encoded<pb::FamilyLeftByWork>([&](auto& m) { write(e, m); });
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
    if (type == "FamilyLeftByWork") return read(parsed<pb::FamilyLeftByWork>(payload));
    return std::nullopt;
}

}  // namespace haven::employment
