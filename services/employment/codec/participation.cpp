#include "services/employment/codec/codec.hpp"
#include "services/employment/codec/values.hpp"

namespace haven::employment {
namespace {

void write(const ParticipationApplied& e, pb::ParticipationApplied& m) {
    m.set_fair_id(id_text(e.fair));
    m.set_uscc(e.uscc);
    m.set_branch(e.branch);
    m.set_branch_letter_no(e.branch_letter_no);
    m.set_applied_on(date_text(e.applied_on));
}
ParticipationApplied read(const pb::ParticipationApplied& m) {
    ParticipationApplied e;
    e.fair = id_of<FairId>(m.fair_id());
    e.uscc = m.uscc();
    e.branch = m.branch();
    e.branch_letter_no = m.branch_letter_no();
    e.applied_on = date_of(m.applied_on());
    return e;
}

void write(const ParticipationApproved& e, pb::ParticipationApproved& m) {
    m.set_stall(e.stall);
    m.set_licence_no(e.licence_no);
    m.set_screened_by(id_text(e.screened_by));
}
ParticipationApproved read(const pb::ParticipationApproved& m) {
    ParticipationApproved e;
    e.stall = m.stall();
    e.licence_no = m.licence_no();
    e.screened_by = id_of<StaffId>(m.screened_by());
    return e;
}

void write(const ParticipationRefused& e, pb::ParticipationRefused& m) {
    m.set_reason(to_proto<pb::ParticipationRefusal>(e.reason));
    m.set_screened_by(id_text(e.screened_by));
}
ParticipationRefused read(const pb::ParticipationRefused& m) {
    ParticipationRefused e;
    e.reason = static_cast<ParticipationRefusal>(m.reason());
    e.screened_by = id_of<StaffId>(m.screened_by());
    return e;
}

void write(const ParticipationWithdrawn& e, pb::ParticipationWithdrawn& m) {
    m.set_withdrawn_on(date_text(e.withdrawn_on));
}
ParticipationWithdrawn read(const pb::ParticipationWithdrawn& m) {
    ParticipationWithdrawn e;
    e.withdrawn_on = date_of(m.withdrawn_on());
    return e;
}

constexpr std::string_view kTypes[] = {"ParticipationApplied", "ParticipationApproved",
                                       "ParticipationRefused", "ParticipationWithdrawn"};

}  // namespace

std::span<const std::string_view> ParticipationCodec::types() {
    return kTypes;
}

log::NewEvent ParticipationCodec::encode(const Participation::Event& event) {
    return match(
        event,
        [](const ParticipationApplied& e) {
            return encoded<pb::ParticipationApplied>([&](auto& m) { write(e, m); });
        },
        [](const ParticipationApproved& e) {
            return encoded<pb::ParticipationApproved>([&](auto& m) { write(e, m); });
        },
        [](const ParticipationRefused& e) {
            return encoded<pb::ParticipationRefused>([&](auto& m) { write(e, m); });
        },
        [](const ParticipationWithdrawn& e) {
            return encoded<pb::ParticipationWithdrawn>([&](auto& m) { write(e, m); });
        });
}

std::optional<Participation::Event> ParticipationCodec::decode(std::string_view type, int,
                                                               std::string_view payload) {
    if (type == "ParticipationApplied") return read(parsed<pb::ParticipationApplied>(payload));
    if (type == "ParticipationApproved") return read(parsed<pb::ParticipationApproved>(payload));
    if (type == "ParticipationRefused") return read(parsed<pb::ParticipationRefused>(payload));
    if (type == "ParticipationWithdrawn") return read(parsed<pb::ParticipationWithdrawn>(payload));
    return std::nullopt;
}

}  // namespace haven::employment
