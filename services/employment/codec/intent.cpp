#include "services/employment/codec/codec.hpp"
#include "services/employment/codec/values.hpp"

namespace haven::employment {
namespace {

void write(const IntentReached& e, pb::IntentReached& m) {
    m.set_seeker_id(id_text(e.seeker));
    m.set_person_id(id_text(e.person));
    m.set_fair_id(id_text(e.fair));
    m.set_vacancy_id(id_text(e.vacancy));
    m.set_uscc(e.uscc);
    m.set_reached_on(date_text(e.reached_on));
}
IntentReached read(const pb::IntentReached& m) {
    IntentReached e;
    e.seeker = id_of<SeekerId>(m.seeker_id());
    e.person = id_of<PersonId>(m.person_id());
    e.fair = id_of<FairId>(m.fair_id());
    e.vacancy = id_of<VacancyId>(m.vacancy_id());
    e.uscc = m.uscc();
    e.reached_on = date_of(m.reached_on());
    return e;
}

void write(const IntentWithdrawn& e, pb::IntentWithdrawn& m) {
    m.set_withdrawn_on(date_text(e.withdrawn_on));
}
IntentWithdrawn read(const pb::IntentWithdrawn& m) {
    IntentWithdrawn e;
    e.withdrawn_on = date_of(m.withdrawn_on());
    return e;
}

constexpr std::string_view kTypes[] = {"IntentReached", "IntentWithdrawn"};

}  // namespace

std::span<const std::string_view> IntentCodec::types() {
    return kTypes;
}

log::NewEvent IntentCodec::encode(const Intent::Event& event) {
    return match(
        event,
        [](const IntentReached& e) {
            return encoded<pb::IntentReached>([&](auto& m) { write(e, m); });
        },
        [](const IntentWithdrawn& e) {
            return encoded<pb::IntentWithdrawn>([&](auto& m) { write(e, m); });
        });
}

std::optional<Intent::Event> IntentCodec::decode(std::string_view type, int,
                                                 std::string_view payload) {
    if (type == "IntentReached") return read(parsed<pb::IntentReached>(payload));
    if (type == "IntentWithdrawn") return read(parsed<pb::IntentWithdrawn>(payload));
    return std::nullopt;
}

}  // namespace haven::employment
