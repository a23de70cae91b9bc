#include "services/employment/codec/values.hpp"

namespace haven::employment {

static_assert(static_cast<int>(EmployerKind::SelfEmployed) == pb::EMPLOYER_KIND_SELF_EMPLOYED);
static_assert(static_cast<int>(SeekerGroup::NewForm) == pb::SEEKER_GROUP_NEW_FORM);
static_assert(static_cast<int>(SchoolingLevel::Graduate) == pb::SCHOOLING_LEVEL_GRADUATE);
static_assert(static_cast<int>(InsuranceCover::None) == pb::INSURANCE_COVER_NONE);
static_assert(static_cast<int>(ParticipationRefusal::BranchLetter) ==
              pb::PARTICIPATION_REFUSAL_BRANCH_LETTER);
static_assert(static_cast<int>(VacancyRejection::Duplicate) == pb::VACANCY_REJECTION_DUPLICATE);
static_assert(static_cast<int>(ContractKind::Service) == pb::CONTRACT_KIND_SERVICE);
static_assert(static_cast<int>(WageEvidence::EmployersWord) == pb::WAGE_EVIDENCE_EMPLOYERS_WORD);
static_assert(static_cast<int>(EndReason::Died) == pb::END_REASON_DIED);
static_assert(static_cast<int>(FileRound::None) == reg::FILE_ROUND_NONE);
static_assert(static_cast<int>(Sex::Female) == reg::SEX_FEMALE);

void write_value(const FileRef& e, pb::FileRef& m) {
    m.set_household_id(id_text(e.household));
    m.set_federation(e.federation.value);
}
FileRef read_value(const pb::FileRef& m) {
    FileRef e;
    e.household = id_of<HouseholdId>(m.household_id());
    e.federation = federation_of(m.federation());
    return e;
}

void write_value(const FairTerms& e, pb::FairTerms& m) {
    m.set_fair_id(id_text(e.fair));
    m.set_code(e.code);
    m.set_venue(e.venue);
    m.set_first_day(date_text(e.first_day));
    m.set_days(e.days);
    m.set_stalls(e.stalls);
    m.set_source(e.source);
}
FairTerms read_value(const pb::FairTerms& m) {
    FairTerms e;
    e.fair = id_of<FairId>(m.fair_id());
    e.code = m.code();
    e.venue = m.venue();
    e.first_day = date_of(m.first_day());
    e.days = m.days();
    e.stalls = m.stalls();
    e.source = m.source();
    return e;
}

void write_value(const EmployerPapers& e, pb::EmployerPapers& m) {
    m.set_licence_no(e.licence_no);
    m.set_licence_until(date_text(e.licence_until));
    m.set_is_agency(e.is_agency);
    m.set_permit_no(e.permit_no);
    m.set_permit_until(date_text(e.permit_until));
}
EmployerPapers read_value(const pb::EmployerPapers& m) {
    EmployerPapers e;
    e.licence_no = m.licence_no();
    e.licence_until = date_of(m.licence_until());
    e.is_agency = m.is_agency();
    e.permit_no = m.permit_no();
    e.permit_until = date_of(m.permit_until());
    return e;
}

void write_value(const VacancyTerms& e, pb::VacancyTerms& m) {
    m.set_fair_id(id_text(e.fair));
    m.set_uscc(e.uscc);
    m.set_occupation(e.occupation);
    m.set_conditions(e.conditions);
    m.set_posts(e.posts);
    m.set_wage_min_fen(e.wage_min.in_fen());
    m.set_wage_max_fen(e.wage_max.in_fen());
    m.set_min_schooling(to_proto<pb::SchoolingLevel>(e.min_schooling));
    m.set_min_age(e.min_age);
    m.set_max_age(e.max_age);
    m.set_insurance(to_proto<pb::InsuranceCover>(e.insurance));
    m.set_division(e.division);
    m.set_valid_until(date_text(e.valid_until));
    for (const std::string& skill : e.skills) m.add_skills(skill);
}
VacancyTerms read_value(const pb::VacancyTerms& m) {
    VacancyTerms e;
    e.fair = id_of<FairId>(m.fair_id());
    e.uscc = m.uscc();
    e.occupation = m.occupation();
    e.conditions = m.conditions();
    e.posts = m.posts();
    e.wage_min = Money::fen(m.wage_min_fen());
    e.wage_max = Money::fen(m.wage_max_fen());
    e.min_schooling = static_cast<SchoolingLevel>(m.min_schooling());
    e.min_age = m.min_age();
    e.max_age = m.max_age();
    e.insurance = static_cast<InsuranceCover>(m.insurance());
    e.division = m.division();
    e.valid_until = date_of(m.valid_until());
    e.skills.assign(m.skills().begin(), m.skills().end());
    return e;
}

void write_value(const SeekerProfile& e, pb::SeekerProfile& m) {
    m.set_group(to_proto<pb::SeekerGroup>(e.group));
    m.set_schooling(to_proto<pb::SchoolingLevel>(e.schooling));
    for (const std::string& value : e.skills) m.add_skills(value);
    m.set_wage_wish_fen(e.wage_wish.in_fen());
    m.set_division(e.division);
    m.set_draws_pension(e.draws_pension);
}
SeekerProfile read_value(const pb::SeekerProfile& m) {
    SeekerProfile e;
    e.group = static_cast<SeekerGroup>(m.group());
    e.schooling = static_cast<SchoolingLevel>(m.schooling());
    e.skills.assign(m.skills().begin(), m.skills().end());
    e.wage_wish = Money::fen(m.wage_wish_fen());
    e.division = m.division();
    e.draws_pension = m.draws_pension();
    return e;
}

void write_value(const PostRules& e, pb::PostRules& m) {
    m.set_code(e.code);
    m.set_effective_from(date_text(e.effective_from));
    m.set_min_age_men(e.min_age_men);
    m.set_min_age_women(e.min_age_women);
    m.set_months_jobless(e.months_jobless);
    m.set_max_months(e.max_months);
    m.set_source(e.source);
}
PostRules read_value(const pb::PostRules& m) {
    PostRules e;
    e.code = m.code();
    e.effective_from = date_of(m.effective_from());
    e.min_age_men = m.min_age_men();
    e.min_age_women = m.min_age_women();
    e.months_jobless = m.months_jobless();
    e.max_months = m.max_months();
    e.source = m.source();
    return e;
}

void write_value(const PostAllotment& e, pb::PostAllotment& m) {
    m.set_allotment_id(id_text(e.allotment));
    m.set_code(e.code);
    m.set_funder(e.funder);
    m.set_first_day(date_text(e.first_day));
    m.set_last_day(date_text(e.last_day));
    m.set_posts(e.posts);
    m.set_source(e.source);
}
PostAllotment read_value(const pb::PostAllotment& m) {
    PostAllotment e;
    e.allotment = id_of<AllotmentId>(m.allotment_id());
    e.code = m.code();
    e.funder = m.funder();
    e.first_day = date_of(m.first_day());
    e.last_day = date_of(m.last_day());
    e.posts = m.posts();
    e.source = m.source();
    return e;
}

void write_value(const SubsidyRules& e, pb::SubsidyRules& m) {
    m.set_code(e.code);
    m.set_effective_from(date_text(e.effective_from));
    m.set_highest_fen(e.highest.in_fen());
    m.set_yearly_fen(e.yearly.in_fen());
    m.set_request_days(e.request_days);
    m.set_source(e.source);
}
SubsidyRules read_value(const pb::SubsidyRules& m) {
    SubsidyRules e;
    e.code = m.code();
    e.effective_from = date_of(m.effective_from());
    e.highest = Money::fen(m.highest_fen());
    e.yearly = Money::fen(m.yearly_fen());
    e.request_days = m.request_days();
    e.source = m.source();
    return e;
}

void write_value(const CourseTerms& e, pb::CourseTerms& m) {
    m.set_course_id(id_text(e.course));
    m.set_code(e.code);
    m.set_skill(e.skill);
    m.set_units(e.units);
    m.set_first_day(date_text(e.first_day));
    m.set_last_day(date_text(e.last_day));
    m.set_subsidy_fen(e.subsidy.in_fen());
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_source(e.source);
}
CourseTerms read_value(const pb::CourseTerms& m) {
    CourseTerms e;
    e.course = id_of<CourseId>(m.course_id());
    e.code = m.code();
    e.skill = m.skill();
    e.units = m.units();
    e.first_day = date_of(m.first_day());
    e.last_day = date_of(m.last_day());
    e.subsidy = Money::fen(m.subsidy_fen());
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.source = m.source();
    return e;
}

}  // namespace haven::employment
