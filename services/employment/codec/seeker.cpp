#include "services/employment/codec/codec.hpp"
#include "services/employment/codec/values.hpp"

namespace haven::employment {
namespace {

void write(const SeekerRegistered& e, pb::SeekerRegistered& m) {
    m.set_person_id(id_text(e.person));
    m.set_birth(date_text(e.birth));
    write_value(e.profile, *m.mutable_profile());
    write_value(e.file, *m.mutable_file());
    m.set_union_node(e.union_node);
    m.set_consent(e.consent);
    write_sealed(e.name, *m.mutable_name());
    write_sealed(e.phone, *m.mutable_phone());
    m.set_registered_on(date_text(e.registered_on));
    m.set_sex(to_proto<reg::Sex>(e.sex));
}
SeekerRegistered read(const pb::SeekerRegistered& m) {
    SeekerRegistered e;
    e.person = id_of<PersonId>(m.person_id());
    e.birth = date_of(m.birth());
    e.profile = read_value(m.profile());
    e.file = read_value(m.file());
    e.union_node = m.union_node();
    e.consent = m.consent();
    e.name = read_sealed(m.name());
    e.phone = read_sealed(m.phone());
    e.registered_on = date_of(m.registered_on());
    e.sex = static_cast<Sex>(m.sex());
    return e;
}

void write(const SeekerUpdated& e, pb::SeekerUpdated& m) {
    write_value(e.profile, *m.mutable_profile());
}
SeekerUpdated read(const pb::SeekerUpdated& m) {
    SeekerUpdated e;
    e.profile = read_value(m.profile());
    return e;
}

void write(const SeekerLeft& e, pb::SeekerLeft& m) {
    m.set_reason(e.reason);
    m.set_left_on(date_text(e.left_on));
}
SeekerLeft read(const pb::SeekerLeft& m) {
    SeekerLeft e;
    e.reason = m.reason();
    e.left_on = date_of(m.left_on());
    return e;
}

constexpr std::string_view kTypes[] = {"SeekerRegistered", "SeekerUpdated", "SeekerLeft"};

}  // namespace

std::span<const std::string_view> SeekerCodec::types() {
    return kTypes;
}

log::NewEvent SeekerCodec::encode(const Seeker::Event& event) {
    return match(
        event,
        [](const SeekerRegistered& e) {
            return encoded<pb::SeekerRegistered>([&](auto& m) { write(e, m); });
        },
        [](const SeekerUpdated& e) {
            return encoded<pb::SeekerUpdated>([&](auto& m) { write(e, m); });
        },
        [](const SeekerLeft& e) { return encoded<pb::SeekerLeft>([&](auto& m) { write(e, m); }); });
}

std::optional<Seeker::Event> SeekerCodec::decode(std::string_view type, int,
                                                 std::string_view payload) {
    if (type == "SeekerRegistered") return read(parsed<pb::SeekerRegistered>(payload));
    if (type == "SeekerUpdated") return read(parsed<pb::SeekerUpdated>(payload));
    if (type == "SeekerLeft") return read(parsed<pb::SeekerLeft>(payload));
    return std::nullopt;
}

}  // namespace haven::employment
