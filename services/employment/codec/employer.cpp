#include "services/employment/codec/codec.hpp"
#include "services/employment/codec/values.hpp"

namespace haven::employment {
namespace {

void write(const EmployerRegistered& e, pb::EmployerRegistered& m) {
    m.set_uscc(e.uscc);
    m.set_kind(to_proto<pb::EmployerKind>(e.kind));
    write_value(e.papers, *m.mutable_papers());
    m.set_code_fails_check(e.code_fails_check);
}
EmployerRegistered read(const pb::EmployerRegistered& m) {
    EmployerRegistered e;
    e.uscc = m.uscc();
    e.kind = static_cast<EmployerKind>(m.kind());
    e.papers = read_value(m.papers());
    e.code_fails_check = m.code_fails_check();
    return e;
}

void write(const PapersRenewed& e, pb::PapersRenewed& m) {
    write_value(e.papers, *m.mutable_papers());
}
PapersRenewed read(const pb::PapersRenewed& m) {
    PapersRenewed e;
    e.papers = read_value(m.papers());
    return e;
}

void write(const EmployerBarred& e, pb::EmployerBarred& m) {
    m.set_until(date_text(e.until));
    m.set_reason(e.reason);
    m.set_decided_by(id_text(e.decided_by));
}
EmployerBarred read(const pb::EmployerBarred& m) {
    EmployerBarred e;
    e.until = date_of(m.until());
    e.reason = m.reason();
    e.decided_by = id_of<StaffId>(m.decided_by());
    return e;
}

void write(const EmployerCleared& e, pb::EmployerCleared& m) {
    m.set_reason(e.reason);
    m.set_decided_by(id_text(e.decided_by));
}
EmployerCleared read(const pb::EmployerCleared& m) {
    EmployerCleared e;
    e.reason = m.reason();
    e.decided_by = id_of<StaffId>(m.decided_by());
    return e;
}

constexpr std::string_view kTypes[] = {"EmployerRegistered", "PapersRenewed", "EmployerBarred",
                                       "EmployerCleared"};

}  // namespace

std::span<const std::string_view> EmployerCodec::types() {
    return kTypes;
}

log::NewEvent EmployerCodec::encode(const Employer::Event& event) {
    return match(
        event,
        [](const EmployerRegistered& e) {
            return encoded<pb::EmployerRegistered>([&](auto& m) { write(e, m); });
        },
        [](const PapersRenewed& e) {
            return encoded<pb::PapersRenewed>([&](auto& m) { write(e, m); });
        },
        [](const EmployerBarred& e) {
            return encoded<pb::EmployerBarred>([&](auto& m) { write(e, m); });
        },
        [](const EmployerCleared& e) {
            return encoded<pb::EmployerCleared>([&](auto& m) { write(e, m); });
        });
}

std::optional<Employer::Event> EmployerCodec::decode(std::string_view type, int,
                                                     std::string_view payload) {
    if (type == "EmployerRegistered") return read(parsed<pb::EmployerRegistered>(payload));
    if (type == "PapersRenewed") return read(parsed<pb::PapersRenewed>(payload));
    if (type == "EmployerBarred") return read(parsed<pb::EmployerBarred>(payload));
    if (type == "EmployerCleared") return read(parsed<pb::EmployerCleared>(payload));
    return std::nullopt;
}

}  // namespace haven::employment
