// From the application to the nomination.
#include <algorithm>

#include "services/scholarship/domain/application_phases.hpp"

namespace haven::scholarship::application {
namespace {

constexpr int kMaxStudyYear = 10;

bool is_minor(const ScholarshipApplied& applied, Date on) {
    return applied.student_birth.plus_years(kAdultYears) > on;
}

// For 金秋助学 the file is the parent's, never the student's (I7).
Result<void> check_family(const SubmitScholarshipApplication& command) {
    const ScholarshipApplied& applied = command.application;
    if (applied.student.is_nil() || applied.parent.is_nil() || !applied.student_birth.is_set()) {
        return invalid("INVALID_PERSONS", "student", "the student with birth date, and a parent");
    }
    if (applied.student == applied.parent) {
        return refused("STUDENT_IS_HEAD", "the parent applies, not the student");
    }
    if (!command.other_parent.is_nil() &&
        (command.other_parent == applied.parent || command.other_parent == applied.student)) {
        return invalid("INVALID_PERSONS", "other_parent_id_number", "another person");
    }
    if (!command.other_parent.is_nil() && command.no_other_parent) {
        return invalid("OTHER_PARENT_DIFFERS", "no_other_parent",
                       "the other parent, or that there is none: not both");
    }
    if (command.terms.per_family > 0 && applied.file.household.is_nil() &&
        command.other_parent.is_nil() && !command.no_other_parent) {
        return invalid("OTHER_PARENT_MISSING", "other_parent_id_number",
                       "the other parent, or that there is none: the scheme counts by family");
    }
    if (applied.file.household.is_nil()) return {};
    const FileFacts& file = command.file;
    if (!file.open) return refused("FILE_NOT_ENROLLED", "the parent's file is not open");
    if (file.head == applied.student) {
        return refused("STUDENT_IS_HEAD", "the file is the parent's, not the student's");
    }
    const auto on_file = [&](const PersonId& person) {
        return std::ranges::find(file.members, person) != file.members.end();
    };
    if (!on_file(applied.student) || !on_file(applied.parent)) {
        return refused("NOT_ON_FILE", "student and parent are both members of the file");
    }
    return {};
}

std::vector<PersonId> family_of(const SubmitScholarshipApplication& command) {
    std::vector<PersonId> family;
    if (!command.application.file.household.is_nil()) family = command.file.members;
    family.push_back(command.application.parent);
    family.push_back(command.other_parent);
    std::erase_if(family, [&](const PersonId& person) {
        return person.is_nil() || person == command.application.student;
    });
    std::ranges::sort(family);
    const auto repeated = std::ranges::unique(family);
    family.erase(repeated.begin(), repeated.end());
    return family;
}

// Who is meant: families in hardship, or the sponsor's own employees (R52).
Result<void> check_addressee(const ScholarshipApplied& applied, const SchemeTerms& terms) {
    const bool employees = terms.kind == SchemeKind::Employer || terms.kind == SchemeKind::Reward;
    if (employees && applied.employer != terms.sponsor) {
        return refused("NOT_AN_EMPLOYEE", "the parent does not work for the sponsor");
    }
    const bool needs_ground = terms.counts_as_hardship_aid && applied.file.household.is_nil();
    if (needs_ground && applied.ground == HardshipGround::Unset) {
        return invalid("HARDSHIP_GROUND_MISSING", "ground",
                       "why a family without a file is helped");
    }
    return {};
}

Result<void> check_studies(const ScholarshipApplied& applied, const SchemeTerms& terms) {
    if (applied.programme == ProgrammeKind::Unset || applied.school.cipher.empty() ||
        applied.admission_no.cipher.empty()) {
        return invalid("ADMISSION_MISSING", "admission_no", "school, programme and admission");
    }
    if (applied.study_year < 1 || applied.study_year > kMaxStudyYear) {
        return invalid("INVALID_STUDY_YEAR", "study_year", "1 to 10");
    }
    if (!terms.covers(applied.stage)) {
        return refused("STAGE_NOT_COVERED", "the scheme has nothing for this stage");
    }
    for (const Money amount : {applied.fees, applied.other_aid}) {
        if (amount < Money{} || amount > kMaxAmount) {
            return invalid("INVALID_AMOUNT", "fees_fen", "0 … 10^11 fen");
        }
    }
    return {};
}

Result<void> check_payee(const ScholarshipApplied& applied, const SchemeTerms& terms,
                         const Context& by) {
    const Payee& payee = applied.payee;
    if (!payee.is_known()) return refused("PAYEE_UNKNOWN", "whose account is paid is not known");
    if (payee.person != applied.student && payee.person != applied.parent) {
        return refused("PAYEE_NOT_STUDENT_OR_PARENT", "only the student or the parent is paid");
    }
    if (payee.person == applied.parent) return {};
    if (terms.kind == SchemeKind::Reward) {
        return refused("REWARD_IS_THE_PARENTS", "a reward is paid to the parent");
    }
    if (is_minor(applied, by.business_date)) {
        return refused("MINOR_PAID_THROUGH_PARENT",
                       "a student under 18 is paid through the parent");
    }
    return {};
}

ExclusionReason exclusion_of(ProgrammeKind programme) {
    switch (programme) {
        case ProgrammeKind::Military:
            return ExclusionReason::Military;
        case ProgrammeKind::FreeTeacher:
            return ExclusionReason::FreeTeacher;
        case ProgrammeKind::Directed:
            return ExclusionReason::Directed;
        case ProgrammeKind::PrivateHighFee:
            return ExclusionReason::PrivateHighFee;
        case ProgrammeKind::SelfFundedAbroad:
            return ExclusionReason::SelfFundedAbroad;
        case ProgrammeKind::SinoForeign:
            return ExclusionReason::SinoForeign;
        case ProgrammeKind::PartTime:
            return ExclusionReason::NotFullTime;
        case ProgrammeKind::Regular:
        case ProgrammeKind::Unset:
            break;
    }
    return ExclusionReason::Unset;
}

Result<void> check_scheme(const State& state, const SchemeTerms& terms) {
    if (state.applied.scheme == terms.scheme) return {};
    return refused("SCHEME_DIFFERS", "these are the terms of another scheme");
}

// Why the scheme does not help (I29, I30); Unset when it does.
ExclusionReason excluded_by(const State& state, const CheckApplication& command) {
    const SchemeTerms& terms = command.terms;
    const ScholarshipApplied& applied = state.applied;
    if (std::ranges::find(terms.excluded, applied.programme) != terms.excluded.end()) {
        return exclusion_of(applied.programme);
    }
    if (terms.excludes_other_aid && applied.other_aid > Money{}) {
        return ExclusionReason::AlreadyAided;
    }
    const bool late = applied.applied_on > terms.last_day;
    return late && command.late_decision.empty() ? ExclusionReason::Late : ExclusionReason::Unset;
}

}  // namespace

Result<void> check_phase(const State& state, std::initializer_list<ApplicationState> phases,
                         std::string reason) {
    if (std::ranges::find(phases, state.phase) != phases.end()) return {};
    if (state.phase == ApplicationState::Unset) {
        return failure(ErrorKind::Missing, "APPLICATION_MISSING", "there is no such application");
    }
    return refused(std::move(reason), "the application does not stand where this is due");
}

Decision decide(const State& state, const SubmitScholarshipApplication& command,
                const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (state.phase != ApplicationState::Unset) {
        return failure(ErrorKind::Duplicate, "APPLICATION_EXISTS", "it was handed in before");
    }
    const SchemeTerms& terms = command.terms;
    if (command.scheme_closed) return refused("SCHEME_CLOSED", "the scheme is closed");
    if (by.business_date < terms.first_day) {
        return refused("WINDOW_NOT_OPEN",
                       "applications are taken from " + terms.first_day.to_string(),
                       {{"first_day", terms.first_day.to_string()}});
    }
    ScholarshipApplied applied = command.application;
    HAVEN_CHECKED(check_number_word(applied.union_node, "union_node"));
    HAVEN_CHECKED(check_family(command));
    HAVEN_CHECKED(check_addressee(applied, terms));
    HAVEN_CHECKED(check_studies(applied, terms));
    HAVEN_CHECKED(check_payee(applied, terms, by));
    applied.scheme = terms.scheme;
    applied.kind = terms.kind;
    applied.year = terms.year;
    applied.counts_as_hardship_aid = terms.counts_as_hardship_aid;
    applied.notice_working_days = terms.notice_working_days;
    applied.applied_on = by.business_date;
    applied.family = family_of(command);
    return Events{applied};
}

// 摸排上报: somebody of the grass roots has seen the family, with or without a file.
Decision decide(const State& state, const RecordSurvey& command, const Context& by) {
    using enum ApplicationState;
    HAVEN_CHECKED(check_phase(state, {Applied, Surveyed}, "NO_SURVEY_DUE"));
    HAVEN_CHECKED(check_staff(by));
    if (command.finding == SurveyFinding::Unset) {
        return invalid("FINDING_MISSING", "finding", "AS_DECLARED or DIFFERS");
    }
    return Events{StudentSurveyed{by.actor, command.finding, by.business_date}};
}

Decision decide(const State& state, const CheckApplication& command, const Context& by) {
    HAVEN_CHECKED(check_phase(state, {ApplicationState::Surveyed}, "NO_CHECK_DUE"));
    HAVEN_CHECKED(check_scheme(state, command.terms));
    HAVEN_CHECKED(check_staff(by));
    if (by.actor == state.surveyor) return same_person("who surveyed does not check");
    if (state.finding == SurveyFinding::Differs) {
        return refused("SURVEY_DIFFERS", "the survey found it otherwise: survey again, or reject");
    }
    if (!command.late_decision.empty()) {
        HAVEN_CHECKED(check_number_word(command.late_decision, "late_decision"));
    }
    const ExclusionReason reason = excluded_by(state, command);
    if (reason != ExclusionReason::Unset) return Events{ApplicationExcluded{reason, by.actor}};
    return Events{ApplicationChecked{by.actor, command.late_decision}};
}

Decision decide(const State& state, const NominateStudent& command, const Context& by) {
    HAVEN_CHECKED(check_phase(state, {ApplicationState::Checked}, "NO_NOMINATION_DUE"));
    HAVEN_CHECKED(check_scheme(state, command.terms));
    HAVEN_CHECKED(check_staff(by));
    const AwardTier* tier = command.terms.tier(command.tier);
    if (tier == nullptr) {
        return failure(ErrorKind::Missing, "AWARD_TIER_MISSING", "the scheme has no such tier");
    }
    const ScholarshipApplied& applied = state.applied;
    if (!tier->fits(applied.stage, applied.study_year, !applied.file.household.is_nil())) {
        return refused("AWARD_TIER_DOES_NOT_FIT", "the tier is for others",
                       {{"tier", command.tier}});
    }
    return Events{StudentNominated{tier->code, tier->amount, by.actor, command.terms.places,
                                   command.terms.per_family}};
}

}  // namespace haven::scholarship::application
