#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/codec/values.hpp"

namespace haven::scholarship {
namespace {

void write(const ScholarshipApplied& e, pb::ScholarshipApplied& m) {
    m.set_scheme_id(id_text(e.scheme));
    m.set_kind(to_proto<pb::SchemeKind>(e.kind));
    m.set_year(e.year);
    m.set_counts_as_hardship_aid(e.counts_as_hardship_aid);
    m.set_notice_working_days(e.notice_working_days);
    m.set_student_id(id_text(e.student));
    m.set_student_birth(date_text(e.student_birth));
    m.set_parent_id(id_text(e.parent));
    write_value(e.file, *m.mutable_file());
    m.set_ground(to_proto<pb::HardshipGround>(e.ground));
    m.set_employer(e.employer);
    m.set_union_node(e.union_node);
    write_sealed(e.school, *m.mutable_school());
    write_sealed(e.admission_no, *m.mutable_admission_no());
    m.set_stage(to_proto<pb::StudyStage>(e.stage));
    m.set_study_year(e.study_year);
    m.set_programme(to_proto<pb::ProgrammeKind>(e.programme));
    m.set_fees_fen(e.fees.in_fen());
    m.set_other_aid_fen(e.other_aid.in_fen());
    write_payee(e.payee, *m.mutable_payee());
    m.set_sponsor_may_know(e.sponsor_may_know);
    m.set_applied_on(date_text(e.applied_on));
    // Those who applied before names were kept have none.
    if (!e.student_name.cipher.empty()) write_sealed(e.student_name, *m.mutable_student_name());
    if (!e.parent_name.cipher.empty()) write_sealed(e.parent_name, *m.mutable_parent_name());
    m.set_intake_federation(e.intake.value);
    for (const PersonId& person : e.family) m.add_family_ids(person.to_string());
}
ScholarshipApplied read(const pb::ScholarshipApplied& m) {
    ScholarshipApplied e;
    e.scheme = id_of<SchemeId>(m.scheme_id());
    e.kind = static_cast<SchemeKind>(m.kind());
    e.year = m.year();
    e.counts_as_hardship_aid = m.counts_as_hardship_aid();
    e.notice_working_days = m.notice_working_days();
    e.student = id_of<PersonId>(m.student_id());
    e.student_birth = date_of(m.student_birth());
    e.parent = id_of<PersonId>(m.parent_id());
    e.file = read_value(m.file());
    e.ground = static_cast<HardshipGround>(m.ground());
    e.employer = m.employer();
    e.union_node = m.union_node();
    e.school = read_sealed(m.school());
    e.admission_no = read_sealed(m.admission_no());
    e.stage = static_cast<StudyStage>(m.stage());
    e.study_year = m.study_year();
    e.programme = static_cast<ProgrammeKind>(m.programme());
    e.fees = Money::fen(m.fees_fen());
    e.other_aid = Money::fen(m.other_aid_fen());
    e.payee = read_payee(m.payee());
    e.sponsor_may_know = m.sponsor_may_know();
    e.applied_on = date_of(m.applied_on());
    e.student_name = read_sealed(m.student_name());
    e.parent_name = read_sealed(m.parent_name());
    e.intake = federation_of(m.intake_federation());
    for (const std::string& person : m.family_ids()) e.family.push_back(id_of<PersonId>(person));
    return e;
}

void write(const StudentSurveyed& e, pb::StudentSurveyed& m) {
    m.set_surveyor(id_text(e.surveyor));
    m.set_finding(to_proto<pb::SurveyFinding>(e.finding));
    m.set_surveyed_on(date_text(e.surveyed_on));
}
StudentSurveyed read(const pb::StudentSurveyed& m) {
    StudentSurveyed e;
    e.surveyor = id_of<StaffId>(m.surveyor());
    e.finding = static_cast<SurveyFinding>(m.finding());
    e.surveyed_on = date_of(m.surveyed_on());
    return e;
}

void write(const ApplicationChecked& e, pb::ApplicationChecked& m) {
    m.set_checker(id_text(e.checker));
    m.set_late_decision(e.late_decision);
}
ApplicationChecked read(const pb::ApplicationChecked& m) {
    ApplicationChecked e;
    e.checker = id_of<StaffId>(m.checker());
    e.late_decision = m.late_decision();
    return e;
}

void write(const ApplicationExcluded& e, pb::ApplicationExcluded& m) {
    m.set_reason(to_proto<pb::ExclusionReason>(e.reason));
    m.set_checker(id_text(e.checker));
}
ApplicationExcluded read(const pb::ApplicationExcluded& m) {
    ApplicationExcluded e;
    e.reason = static_cast<ExclusionReason>(m.reason());
    e.checker = id_of<StaffId>(m.checker());
    return e;
}

void write(const StudentNominated& e, pb::StudentNominated& m) {
    m.set_tier(e.tier);
    m.set_amount_fen(e.amount.in_fen());
    m.set_nominator(id_text(e.nominator));
    m.set_places(e.places);
    m.set_per_family(e.per_family);
}
StudentNominated read(const pb::StudentNominated& m) {
    StudentNominated e;
    e.tier = m.tier();
    e.amount = Money::fen(m.amount_fen());
    e.nominator = id_of<StaffId>(m.nominator());
    e.places = m.places();
    e.per_family = m.per_family();
    return e;
}

void write(const NominationLapsed&, pb::NominationLapsed&) {}
NominationLapsed read(const pb::NominationLapsed&) {
    return {};
}

void write(const AwardNoticeOpened& e, pb::AwardNoticeOpened& m) {
    write_sealed(e.row, *m.mutable_row());
    m.set_place(e.place);
    m.set_first_day(date_text(e.first_day));
    m.set_last_day(date_text(e.last_day));
    m.set_working_days(e.working_days);
}
AwardNoticeOpened read(const pb::AwardNoticeOpened& m) {
    AwardNoticeOpened e;
    e.row = read_sealed(m.row());
    e.place = m.place();
    e.first_day = date_of(m.first_day());
    e.last_day = date_of(m.last_day());
    e.working_days = m.working_days();
    return e;
}

void write(const AwardNoticeClosed& e, pb::AwardNoticeClosed& m) {
    m.set_closed_on(date_text(e.closed_on));
}
AwardNoticeClosed read(const pb::AwardNoticeClosed& m) {
    AwardNoticeClosed e;
    e.closed_on = date_of(m.closed_on());
    return e;
}

void write(const AwardObjectionRaised& e, pb::AwardObjectionRaised& m) {
    m.set_objection_id(e.objection.to_string());
    m.set_ground(to_proto<pb::ObjectionGround>(e.ground));
    m.set_anonymous(e.anonymous);
    m.set_raised_on(date_text(e.raised_on));
}
AwardObjectionRaised read(const pb::AwardObjectionRaised& m) {
    AwardObjectionRaised e;
    e.objection = uuid_of(m.objection_id());
    e.ground = static_cast<ObjectionGround>(m.ground());
    e.anonymous = m.anonymous();
    e.raised_on = date_of(m.raised_on());
    return e;
}

void write(const AwardObjectionDismissed& e, pb::AwardObjectionDismissed& m) {
    m.set_objection_id(e.objection.to_string());
    m.set_by(id_text(e.by));
}
AwardObjectionDismissed read(const pb::AwardObjectionDismissed& m) {
    AwardObjectionDismissed e;
    e.objection = uuid_of(m.objection_id());
    e.by = id_of<StaffId>(m.by());
    return e;
}

void write(const AwardObjectionUpheld& e, pb::AwardObjectionUpheld& m) {
    m.set_objection_id(e.objection.to_string());
    m.set_by(id_text(e.by));
}
AwardObjectionUpheld read(const pb::AwardObjectionUpheld& m) {
    AwardObjectionUpheld e;
    e.objection = uuid_of(m.objection_id());
    e.by = id_of<StaffId>(m.by());
    return e;
}

void write(const ApplicationRolled& e, pb::ApplicationRolled& m) {
    m.set_roll_id(id_text(e.roll));
}
ApplicationRolled read(const pb::ApplicationRolled& m) {
    ApplicationRolled e;
    e.roll = id_of<RollId>(m.roll_id());
    return e;
}

void write(const RollEntryRefused& e, pb::RollEntryRefused& m) {
    m.set_roll_id(id_text(e.roll));
    m.set_reason(e.reason);
}
RollEntryRefused read(const pb::RollEntryRefused& m) {
    RollEntryRefused e;
    e.roll = id_of<RollId>(m.roll_id());
    e.reason = m.reason();
    return e;
}

void write(const ApplicationUnrolled& e, pb::ApplicationUnrolled& m) {
    m.set_roll_id(id_text(e.roll));
}
ApplicationUnrolled read(const pb::ApplicationUnrolled& m) {
    ApplicationUnrolled e;
    e.roll = id_of<RollId>(m.roll_id());
    return e;
}

void write(const ApplicationAwarded& e, pb::ApplicationAwarded& m) {
    m.set_roll_id(id_text(e.roll));
    m.set_award_id(id_text(e.award));
}
ApplicationAwarded read(const pb::ApplicationAwarded& m) {
    ApplicationAwarded e;
    e.roll = id_of<RollId>(m.roll_id());
    e.award = id_of<AwardId>(m.award_id());
    return e;
}

void write(const ScholarshipRejected& e, pb::ScholarshipRejected& m) {
    m.set_reason(e.reason);
    m.set_by(id_text(e.by));
}
ScholarshipRejected read(const pb::ScholarshipRejected& m) {
    ScholarshipRejected e;
    e.reason = m.reason();
    e.by = id_of<StaffId>(m.by());
    return e;
}

void write(const ScholarshipWithdrawn& e, pb::ScholarshipWithdrawn& m) {
    m.set_withdrawn_on(date_text(e.withdrawn_on));
}
ScholarshipWithdrawn read(const pb::ScholarshipWithdrawn& m) {
    ScholarshipWithdrawn e;
    e.withdrawn_on = date_of(m.withdrawn_on());
    return e;
}

void write(const ApplicationReleased& e, pb::ApplicationReleased& m) {
    m.set_award_id(id_text(e.award));
}
ApplicationReleased read(const pb::ApplicationReleased& m) {
    ApplicationReleased e;
    e.award = id_of<AwardId>(m.award_id());
    return e;
}

constexpr std::string_view kTypes[] = {
    "ScholarshipApplied",      "StudentSurveyed",      "ApplicationChecked",
    "ApplicationExcluded",     "StudentNominated",     "NominationLapsed",
    "AwardNoticeOpened",       "AwardNoticeClosed",    "AwardObjectionRaised",
    "AwardObjectionDismissed", "AwardObjectionUpheld", "ApplicationRolled",
    "RollEntryRefused",        "ApplicationUnrolled",  "ApplicationAwarded",
    "ScholarshipRejected",     "ScholarshipWithdrawn", "ApplicationReleased"};

}  // namespace

std::span<const std::string_view> ApplicationCodec::types() {
    return kTypes;
}

log::NewEvent ApplicationCodec::encode(const Application::Event& event) {
    return match(
        event,
        [](const ScholarshipApplied& e) {
            return encoded<pb::ScholarshipApplied>([&](auto& m) { write(e, m); });
        },
        [](const StudentSurveyed& e) {
            return encoded<pb::StudentSurveyed>([&](auto& m) { write(e, m); });
        },
        [](const ApplicationChecked& e) {
            return encoded<pb::ApplicationChecked>([&](auto& m) { write(e, m); });
        },
        [](const ApplicationExcluded& e) {
            return encoded<pb::ApplicationExcluded>([&](auto& m) { write(e, m); });
        },
        [](const StudentNominated& e) {
            return encoded<pb::StudentNominated>([&](auto& m) { write(e, m); });
        },
        [](const NominationLapsed& e) {
            return encoded<pb::NominationLapsed>([&](auto& m) { write(e, m); });
        },
        [](const AwardNoticeOpened& e) {
            return encoded<pb::AwardNoticeOpened>([&](auto& m) { write(e, m); });
        },
        [](const AwardNoticeClosed& e) {
            return encoded<pb::AwardNoticeClosed>([&](auto& m) { write(e, m); });
        },
        [](const AwardObjectionRaised& e) {
            return encoded<pb::AwardObjectionRaised>([&](auto& m) { write(e, m); });
        },
        [](const AwardObjectionDismissed& e) {
            return encoded<pb::AwardObjectionDismissed>([&](auto& m) { write(e, m); });
        },
        [](const AwardObjectionUpheld& e) {
            return encoded<pb::AwardObjectionUpheld>([&](auto& m) { write(e, m); });
        },
        [](const ApplicationRolled& e) {
            return encoded<pb::ApplicationRolled>([&](auto& m) { write(e, m); });
        },
        [](const RollEntryRefused& e) {
            return encoded<pb::RollEntryRefused>([&](auto& m) { write(e, m); });
        },
        [](const ApplicationUnrolled& e) {
            return encoded<pb::ApplicationUnrolled>([&](auto& m) { write(e, m); });
        },
        [](const ApplicationAwarded& e) {
            return encoded<pb::ApplicationAwarded>([&](auto& m) { write(e, m); });
        },
        [](const ScholarshipRejected& e) {
            return encoded<pb::ScholarshipRejected>([&](auto& m) { write(e, m); });
        },
        [](const ScholarshipWithdrawn& e) {
            return encoded<pb::ScholarshipWithdrawn>([&](auto& m) { write(e, m); });
        },
        [](const ApplicationReleased& e) {
            return encoded<pb::ApplicationReleased>([&](auto& m) { write(e, m); });
        });
}

std::optional<Application::Event> ApplicationCodec::decode(std::string_view type, int,
                                                           std::string_view payload) {
    if (type == "ScholarshipApplied") return read(parsed<pb::ScholarshipApplied>(payload));
    if (type == "StudentSurveyed") return read(parsed<pb::StudentSurveyed>(payload));
    if (type == "ApplicationChecked") return read(parsed<pb::ApplicationChecked>(payload));
    if (type == "ApplicationExcluded") return read(parsed<pb::ApplicationExcluded>(payload));
    if (type == "StudentNominated") return read(parsed<pb::StudentNominated>(payload));
    if (type == "NominationLapsed") return read(parsed<pb::NominationLapsed>(payload));
    if (type == "AwardNoticeOpened") return read(parsed<pb::AwardNoticeOpened>(payload));
    if (type == "AwardNoticeClosed") return read(parsed<pb::AwardNoticeClosed>(payload));
    if (type == "AwardObjectionRaised") return read(parsed<pb::AwardObjectionRaised>(payload));
    if (type == "AwardObjectionDismissed")
        return read(parsed<pb::AwardObjectionDismissed>(payload));
    if (type == "AwardObjectionUpheld") return read(parsed<pb::AwardObjectionUpheld>(payload));
    if (type == "ApplicationRolled") return read(parsed<pb::ApplicationRolled>(payload));
    if (type == "RollEntryRefused") return read(parsed<pb::RollEntryRefused>(payload));
    if (type == "ApplicationUnrolled") return read(parsed<pb::ApplicationUnrolled>(payload));
    if (type == "ApplicationAwarded") return read(parsed<pb::ApplicationAwarded>(payload));
    if (type == "ScholarshipRejected") return read(parsed<pb::ScholarshipRejected>(payload));
    if (type == "ScholarshipWithdrawn") return read(parsed<pb::ScholarshipWithdrawn>(payload));
    if (type == "ApplicationReleased") return read(parsed<pb::ApplicationReleased>(payload));
    return std::nullopt;
}

}  // namespace haven::scholarship
