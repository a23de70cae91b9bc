#include "libs/crypto/hash.hpp"
#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/codec/values.hpp"

namespace haven::scholarship {
namespace {

void write(const RollSealed& e, pb::RollSealed& m) {
    m.set_roll_no(e.roll_no);
    m.set_scheme_id(id_text(e.scheme));
    m.set_kind(to_proto<pb::SchemeKind>(e.kind));
    m.set_year(e.year);
    m.set_counts_as_hardship_aid(e.counts_as_hardship_aid);
    m.set_renewable(e.renewable);
    m.set_row_count(e.row_count);
    m.set_total_fen(e.total.in_fen());
    m.set_hash(crypto::as_bytes(e.hash));
    m.set_maker(id_text(e.maker));
}
RollSealed read(const pb::RollSealed& m) {
    RollSealed e;
    e.roll_no = m.roll_no();
    e.scheme = id_of<SchemeId>(m.scheme_id());
    e.kind = static_cast<SchemeKind>(m.kind());
    e.year = m.year();
    e.counts_as_hardship_aid = m.counts_as_hardship_aid();
    e.renewable = m.renewable();
    e.row_count = m.row_count();
    e.total = Money::fen(m.total_fen());
    e.hash = hash_value(m.hash());
    e.maker = id_of<StaffId>(m.maker());
    return e;
}

void write(const RowSealed& e, pb::RowSealed& m) {
    write_value(e.row, *m.mutable_row());
}
RowSealed read(const pb::RowSealed& m) {
    RowSealed e;
    e.row = read_value(m.row());
    return e;
}

void write(const RowConfirmed& e, pb::RowConfirmed& m) {
    m.set_application_id(id_text(e.application));
}
RowConfirmed read(const pb::RowConfirmed& m) {
    RowConfirmed e;
    e.application = id_of<ApplicationId>(m.application_id());
    return e;
}

void write(const RowStruck& e, pb::RowStruck& m) {
    m.set_application_id(id_text(e.application));
    m.set_reason(e.reason);
    m.set_row_count(e.row_count);
    m.set_total_fen(e.total.in_fen());
    m.set_hash(crypto::as_bytes(e.hash));
}
RowStruck read(const pb::RowStruck& m) {
    RowStruck e;
    e.application = id_of<ApplicationId>(m.application_id());
    e.reason = m.reason();
    e.row_count = m.row_count();
    e.total = Money::fen(m.total_fen());
    e.hash = hash_value(m.hash());
    return e;
}

void write(const RollApproved& e, pb::RollApproved& m) {
    m.set_approver(id_text(e.approver));
    m.set_minutes_no(e.minutes_no);
    m.set_hash(crypto::as_bytes(e.hash));
}
RollApproved read(const pb::RollApproved& m) {
    RollApproved e;
    e.approver = id_of<StaffId>(m.approver());
    e.minutes_no = m.minutes_no();
    e.hash = hash_value(m.hash());
    return e;
}

void write(const CeremonyHeld& e, pb::CeremonyHeld& m) {
    m.set_held_on(date_text(e.held_on));
    m.set_place(e.place);
    m.set_present(e.present);
}
CeremonyHeld read(const pb::CeremonyHeld& m) {
    CeremonyHeld e;
    e.held_on = date_of(m.held_on());
    e.place = m.place();
    e.present = m.present();
    return e;
}

constexpr std::string_view kTypes[] = {"RollSealed",   "RowSealed",     "RowConfirmed", "RowStruck",
                                       "RollApproved", "AwardApproved", "CeremonyHeld"};

}  // namespace

std::span<const std::string_view> AwardRollCodec::types() {
    return kTypes;
}

log::NewEvent AwardRollCodec::encode(const AwardRoll::Event& event) {
    return match(
        event,
        [](const RollSealed& e) { return encoded<pb::RollSealed>([&](auto& m) { write(e, m); }); },
        [](const RowSealed& e) { return encoded<pb::RowSealed>([&](auto& m) { write(e, m); }); },
        [](const RowConfirmed& e) {
            return encoded<pb::RowConfirmed>([&](auto& m) { write(e, m); });
        },
        [](const RowStruck& e) { return encoded<pb::RowStruck>([&](auto& m) { write(e, m); }); },
        [](const RollApproved& e) {
            return encoded<pb::RollApproved>([&](auto& m) { write(e, m); });
        },
        [](const AwardApproved& e) {
            return encoded<pb::AwardApproved>([&](auto& m) { write_value(e, m); });
        },
        [](const CeremonyHeld& e) {
            return encoded<pb::CeremonyHeld>([&](auto& m) { write(e, m); });
        });
}

std::optional<AwardRoll::Event> AwardRollCodec::decode(std::string_view type, int,
                                                       std::string_view payload) {
    if (type == "RollSealed") return read(parsed<pb::RollSealed>(payload));
    if (type == "RowSealed") return read(parsed<pb::RowSealed>(payload));
    if (type == "RowConfirmed") return read(parsed<pb::RowConfirmed>(payload));
    if (type == "RowStruck") return read(parsed<pb::RowStruck>(payload));
    if (type == "RollApproved") return read(parsed<pb::RollApproved>(payload));
    if (type == "AwardApproved") return read_value(parsed<pb::AwardApproved>(payload));
    if (type == "CeremonyHeld") return read(parsed<pb::CeremonyHeld>(payload));
    return std::nullopt;
}

}  // namespace haven::scholarship
