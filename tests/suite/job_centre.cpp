#include "tests/suite/job_centre.hpp"

#include <stdexcept>

namespace haven::spec {
namespace {

namespace emp = haven::employment::v1;
namespace reg = haven::registry::v1;
using Fairs = emp::FairService::Stub;
using Work = emp::EmploymentService::Stub;
using Assistance = emp::AssistanceService::Stub;
using Files = reg::RegistryService::Stub;

constexpr std::int64_t kWage = 400'000;  // the article's

void must(const std::string& answer) {
    if (answer != "OK") throw std::runtime_error("a step of the job centre is refused: " + answer);
}

}  // namespace

std::string JobCentre::schedule(const std::string& first_day) {
    emp::ScheduleFairRequest request;
    auto& terms = *request.mutable_terms();
    terms.set_code(kSpringFair);
    terms.set_venue("610300-HALL");
    terms.set_first_day(first_day);
    terms.set_days(1);
    terms.set_stalls(100);
    terms.set_source("BZF-2020-5");
    return city(&Fairs::ScheduleFair, request);
}

std::string JobCentre::put_off(const std::string& first_day) {
    emp::PostponeFairRequest request;
    request.set_fair(kSpringFair);
    request.set_first_day(first_day);
    request.set_reason("EPIDEMIC");
    return city(&Fairs::PostponeFair, request);
}

emp::ParticipationRefusal JobCentre::attend(const std::string& uscc, const std::string& licence,
                                            int stall) {
    emp::RegisterEmployerRequest employer;
    employer.set_uscc(uscc);
    employer.set_kind(emp::EMPLOYER_KIND_MANUFACTURING);
    employer.mutable_papers()->set_licence_no(licence);
    must(county(&Fairs::RegisterEmployer, employer));
    emp::ApplyToAttendRequest apply;
    apply.set_fair(kSpringFair);
    apply.set_uscc(uscc);
    emp::ApplyToAttendResponse applied;
    must(county(&Fairs::ApplyToAttend, apply, &applied));
    emp::ScreenParticipationRequest screen;
    screen.set_participation_id(applied.participation_id());
    screen.set_stall(stall);
    emp::ScreenParticipationResponse screened;
    must(city(&Fairs::ScreenParticipation, screen, &screened));
    return screened.refusal();
}

emp::PostVacancyRequest JobCentre::fitter(const std::string& valid_until) {
    emp::PostVacancyRequest request;
    request.set_fair(kSpringFair);
    auto& terms = *request.mutable_terms();
    terms.set_uscc(kFitterFirm);
    terms.set_occupation("装配工");
    terms.set_conditions("两班倒,包食宿,学历不限,不收押金");
    terms.set_posts(30);
    terms.set_wage_min_fen(380'000);
    terms.set_wage_max_fen(550'000);
    terms.set_min_schooling(emp::SCHOOLING_LEVEL_ANY);
    terms.set_min_age(18);
    terms.set_max_age(55);
    terms.set_insurance(emp::INSURANCE_COVER_FULL);
    terms.set_division("610303");
    terms.set_valid_until(valid_until);
    return request;
}

emp::PostVacancyResponse JobCentre::post(const emp::PostVacancyRequest& request) {
    emp::PostVacancyResponse response;
    must(county(&Fairs::PostVacancy, request, &response));
    return response;
}

std::vector<std::string> JobCentre::on_offer(int age) {
    emp::ListVacanciesRequest request;
    request.set_fair(kSpringFair);
    request.set_schooling(emp::SCHOOLING_LEVEL_JUNIOR_HIGH);
    request.set_age(age);
    emp::ListVacanciesResponse response;
    must(county(&Fairs::ListVacancies, request, &response));
    std::vector<std::string> found;
    for (const auto& vacancy : response.vacancies()) found.push_back(vacancy.vacancy_id());
    return found;
}

std::vector<std::string> JobCentre::matches(const std::string& seeker) {
    emp::MatchVacanciesRequest request;
    request.set_seeker_id(seeker);
    emp::MatchVacanciesResponse response;
    must(county(&Work::MatchVacancies, request, &response));
    std::vector<std::string> found;
    for (const auto& match : response.matches()) found.push_back(match.vacancy().vacancy_id());
    return found;
}

std::string JobCentre::cancel_fair() {
    emp::CancelFairRequest request;
    request.set_fair(kSpringFair);
    request.set_reason("EPIDEMIC");
    return line_.ask(access::Role::Approver, kCity, &Fairs::CancelFair, request);
}

std::string JobCentre::withdraw(const std::string& uscc) {
    emp::ListParticipationsRequest list;
    list.set_fair(kSpringFair);
    emp::ListParticipationsResponse listed;
    must(city(&Fairs::ListParticipations, list, &listed));
    emp::WithdrawParticipationRequest request;
    for (const auto& one : listed.participations()) {
        if (one.uscc() == uscc) request.set_participation_id(one.participation_id());
    }
    return city(&Fairs::WithdrawParticipation, request);
}

std::string JobCentre::close(const std::string& vacancy) {
    emp::CloseVacancyRequest request;
    request.set_vacancy_id(vacancy);
    request.set_reason("FILLED");
    return city(&Fairs::CloseVacancy, request);
}

emp::RegisterSeekerRequest JobCentre::head_of(const Family& family, const Applicant& head) {
    emp::RegisterSeekerRequest request;
    request.set_name(head.name);
    request.set_id_number(head.id_number());
    request.set_phone(head.phone);
    request.set_household_id(family.household_id);
    request.set_union_node("610302");
    request.set_consent("PN-2020-1");
    request.mutable_profile()->set_group(emp::SEEKER_GROUP_HARDSHIP_WORKER);
    request.mutable_profile()->set_schooling(emp::SCHOOLING_LEVEL_JUNIOR_HIGH);
    request.mutable_profile()->set_division("610302");
    return request;
}

std::string JobCentre::meet(const std::string& seeker, const std::string& vacancy,
                            const std::string& on, std::string* intent) {
    emp::RecordIntentRequest request;
    request.set_seeker_id(seeker);
    request.set_vacancy_id(vacancy);
    request.set_reached_on(on);
    emp::RecordIntentResponse response;
    const std::string answer = county(&Work::RecordIntent, request, &response);
    if (intent != nullptr) *intent = response.intent_id();
    return answer;
}

std::string JobCentre::hire(const std::string& seeker, const std::string& vacancy,
                            const std::string& intent, const std::string& starts_on,
                            const std::string& contract_until) {
    emp::ConfirmHireRequest request;
    request.set_seeker_id(seeker);
    request.set_uscc(kFitterFirm);
    request.set_vacancy_id(vacancy);
    request.set_intent_id(intent);
    request.set_contract(emp::CONTRACT_KIND_LABOUR);
    request.set_contract_no("HT-1");
    request.set_starts_on(starts_on);
    request.set_contract_until(contract_until);
    request.set_monthly_wage_fen(kWage);
    emp::ConfirmHireResponse response;
    must(county(&Work::ConfirmHire, request, &response));
    return response.hire_id();
}

std::string JobCentre::retain(const std::string& hire, int month) {
    emp::RecordRetentionRequest request;
    request.set_hire_id(hire);
    request.set_month(month);
    request.set_monthly_wage_fen(kWage);
    request.set_evidence(emp::WAGE_EVIDENCE_BANK_STATEMENT);
    request.set_evidence_no("GZ-" + std::to_string(month));
    return county(&Work::RecordRetention, request);
}

std::string JobCentre::end(const std::string& hire, const std::string& on) {
    emp::EndEmploymentRequest request;
    request.set_hire_id(hire);
    request.set_ended_on(on);
    request.set_reason(emp::END_REASON_DISMISSED);
    return county(&Work::EndEmployment, request);
}

std::string JobCentre::open_case(const std::string& seeker) {
    emp::OpenCaseRequest request;
    request.set_seeker_id(seeker);
    request.set_need(emp::CASE_NEED_WORK);
    request.set_counter("HALL-3");
    request.set_follow_up_on(line_.suite().today().plus_days(30).to_string());
    emp::OpenCaseResponse response;
    must(county(&Assistance::OpenCase, request, &response));
    return response.case_id();
}

std::string JobCentre::advise(const std::string& service_case, const std::string& policy) {
    emp::AdviseRequest request;
    request.set_case_id(service_case);
    request.set_policy(policy);
    return county(&Assistance::Advise, request);
}

std::string JobCentre::refer(const std::string& service_case, const std::string& vacancy) {
    emp::ReferRequest request;
    request.set_case_id(service_case);
    request.set_target(emp::REFERRAL_TARGET_VACANCY);
    request.set_vacancy_id(vacancy);
    return county(&Assistance::Refer, request);
}

std::string JobCentre::refer_to_registry(const std::string& service_case, const std::string& node,
                                         FederationNo to) {
    emp::ReferRequest request;
    request.set_case_id(service_case);
    request.set_target(emp::REFERRAL_TARGET_REGISTRY);
    request.set_to_federation(to.value);
    request.set_union_node(node);
    request.add_signs(haven::outreach::v1::HARDSHIP_SIGN_JOB_LOSS);
    return county(&Assistance::Refer, request);
}

std::string JobCentre::close_case(const std::string& service_case, emp::CaseOutcome outcome,
                                  const std::string& hire) {
    emp::CloseCaseRequest request;
    request.set_case_id(service_case);
    request.set_outcome(outcome);
    request.set_hire_id(hire);
    return county(&Assistance::CloseCase, request);
}

emp::ServiceCase JobCentre::service_case(const std::string& id) {
    emp::GetServiceCaseRequest request;
    request.set_case_id(id);
    emp::GetServiceCaseResponse response;
    must(county(&Assistance::GetServiceCase, request, &response));
    return response.service_case();
}

std::string JobCentre::post_rules(const std::string& effective_from) {
    emp::SetPostRulesRequest request;
    auto& rules = *request.mutable_rules();
    rules.set_code("BZ-" + effective_from);
    rules.set_effective_from(effective_from);
    rules.set_min_age_men(40);
    rules.set_min_age_women(40);
    rules.set_months_jobless(12);
    rules.set_max_months(36);
    rules.set_source("BZRS-7");
    return line_.ask(access::Role::Approver, kCity, &Assistance::SetPostRules, request);
}

void JobCentre::allot_posts(const std::string& code, const std::string& first_day, int posts) {
    emp::AllotPostsRequest request;
    auto& allotment = *request.mutable_allotment();
    allotment.set_code(code);
    allotment.set_funder("CITY_UNION");
    allotment.set_first_day(first_day);
    allotment.set_last_day(Date::parse(first_day).value().plus_years(5).to_string());
    allotment.set_posts(posts);
    allotment.set_source("BZGH-9");
    must(line_.ask(access::Role::Approver, kCity, &Assistance::AllotPosts, request));
}

std::string JobCentre::register_seeker(const Applicant& who) {
    emp::RegisterSeekerRequest request;
    request.set_name(who.name);
    request.set_id_number(who.id_number());
    request.set_phone("13900000001");
    request.set_union_node("610302");
    request.set_consent("PN-2020-1");
    request.mutable_profile()->set_group(emp::SEEKER_GROUP_LAID_OFF);
    request.mutable_profile()->set_schooling(emp::SCHOOLING_LEVEL_JUNIOR_HIGH);
    request.mutable_profile()->set_division("610302");
    emp::RegisterSeekerResponse response;
    must(county(&Work::RegisterSeeker, request, &response));
    return response.seeker_id();
}

emp::OfferPostRequest JobCentre::cleaner(const std::string& seeker, const std::string& allotment,
                                         const std::string& jobless_since) {
    emp::OfferPostRequest request;
    request.set_seeker_id(seeker);
    request.set_allotment(allotment);
    request.set_uscc(kFitterFirm);
    request.set_work("CLEANING");
    request.set_jobless_since(jobless_since);
    request.set_proof_no("SY-1");
    return request;
}

std::string JobCentre::start_post(const std::string& post, const std::string& on, int months) {
    emp::StartPostRequest request;
    request.set_post_id(post);
    request.set_starts_on(on);
    request.set_months(months);
    return line_.ask(access::Role::Approver, kCounty, &Assistance::StartPost, request);
}

std::string JobCentre::subsidy_rules(const std::string& effective_from) {
    emp::SetSubsidyRulesRequest request;
    auto& rules = *request.mutable_rules();
    rules.set_code("PXBT-" + effective_from);
    rules.set_effective_from(effective_from);
    rules.set_highest_fen(80'000);
    rules.set_yearly_fen(100'000);
    rules.set_request_days(365);
    rules.set_source("BZRS-8");
    return line_.ask(access::Role::Approver, kCity, &Assistance::SetSubsidyRules, request);
}

void JobCentre::offer_course(const std::string& code, const std::string& fund_line) {
    emp::OfferCourseRequest request;
    auto& terms = *request.mutable_terms();
    terms.set_code(code);
    terms.set_skill("E_COMMERCE");
    terms.set_units(4);
    terms.set_first_day(line_.suite().today().to_string());
    terms.set_last_day(line_.suite().today().plus_years(1).to_string());
    terms.set_subsidy_fen(80'000);
    terms.set_source("BZGH-12");
    request.set_fund_line(fund_line);
    must(line_.ask(access::Role::Approver, kCounty, &Assistance::OfferCourse, request));
}

std::string JobCentre::learn(const std::string& seeker, const std::string& course,
                             const std::string& certificate_no) {
    emp::EnrolCourseRequest enrol;
    enrol.set_seeker_id(seeker);
    enrol.set_course(course);
    emp::EnrolCourseResponse enrolled;
    must(county(&Assistance::EnrolCourse, enrol, &enrolled));
    emp::RecordProgressRequest progress;
    progress.set_enrolment_id(enrolled.enrolment_id());
    progress.set_units_done(4);
    must(county(&Assistance::RecordProgress, progress));
    emp::RecordCertificateRequest certificate;
    certificate.set_enrolment_id(enrolled.enrolment_id());
    certificate.set_certificate_no(certificate_no);
    certificate.set_issued_on(line_.suite().today().to_string());
    must(county(&Assistance::RecordCertificate, certificate));
    return enrolled.enrolment_id();
}

std::string JobCentre::ask_subsidy(const std::string& enrolment, const std::string& card) {
    emp::RequestSubsidyRequest request;
    request.set_enrolment_id(enrolment);
    request.set_payee_kind(reg::PAYEE_KIND_CARD);
    request.set_account(card);
    request.set_bank("西府农村商业银行");
    return county(&Assistance::RequestSubsidy, request);
}

std::string JobCentre::approve_subsidy(const std::string& enrolment) {
    emp::ApproveSubsidyRequest request;
    request.set_enrolment_id(enrolment);
    const std::string answer =
        line_.ask(access::Role::Approver, kCounty, &Assistance::ApproveSubsidy, request);
    line_.suite().settle();
    return answer;
}

emp::Enrolment JobCentre::enrolment(const std::string& id) {
    emp::ListEnrolmentsResponse response;
    must(county(&Assistance::ListEnrolments, emp::ListEnrolmentsRequest(), &response));
    for (const auto& one : response.enrolments()) {
        if (one.enrolment_id() == id) return one;
    }
    throw std::runtime_error("no such enrolment");
}

std::map<std::string, std::int64_t> JobCentre::figures(std::optional<Date> as_of) {
    emp::GetEmploymentFiguresRequest request;
    if (as_of) request.set_as_of(as_of->to_string());
    emp::GetEmploymentFiguresResponse response;
    must(line_.ask(access::Role::Auditor, kCity, &Work::GetEmploymentFigures, request, &response));
    std::map<std::string, std::int64_t> values;
    for (const auto& figure : response.figures()) values[figure.id()] = figure.value();
    return values;
}

std::string JobCentre::work_for(const Family& family, const Applicant& head,
                                const std::string& fair_day, const std::string& starts_on) {
    line_.suite().settle();  // the file is known here
    must(schedule(fair_day));
    if (attend(kFitterFirm, "L-1", 7) != emp::PARTICIPATION_REFUSAL_UNSPECIFIED) {
        throw std::runtime_error("the employer may not attend");
    }
    if (attend(kUnlicensedFirm, "", 8) != emp::PARTICIPATION_REFUSAL_NO_LICENCE) {
        throw std::runtime_error("an employer without a licence attends");
    }
    const std::string last_day = Date::parse(fair_day).value().plus_months(6).to_string();
    auto offer = fitter(last_day);
    offer.mutable_terms()->add_skills("FITTING");
    const std::string vacancy = post(offer).vacancy_id();
    emp::RegisterSeekerResponse seeker;
    must(county(&Work::RegisterSeeker, head_of(family, head), &seeker));
    must(advise(open_case(seeker.seeker_id()), "SKILL_SUBSIDY"));
    const std::string today = line_.suite().today().to_string();
    must(post_rules(today));
    allot_posts("GYG-LINE", today, 2);
    must(county(&Assistance::OfferPost,
                cleaner(seeker.seeker_id(), "GYG-LINE",
                        line_.suite().today().plus_months(-13).to_string())));
    must(subsidy_rules(today));
    offer_course("DSYY-LINE", family.fund_line);
    const std::string learned = learn(seeker.seeker_id(), "DSYY-LINE", "ZS-LINE-1");
    must(ask_subsidy(learned, head.card));
    must(approve_subsidy(learned));
    line_.suite().advance(Date::parse(fair_day).value());
    must(meet(seeker.seeker_id(), vacancy, fair_day));
    const std::string hired = hire(seeker.seeker_id(), "", "", starts_on);
    must(retain(hired, 3));
    line_.suite().settle();
    return hired;
}

std::string JobCentre::review(const Family& family, const std::string& hire) {
    reg::CompleteReviewRequest request;
    request.set_household_id(family.household_id);
    request.set_outcome(reg::REVIEW_OUTCOME_STOP);
    for (const auto role : {access::Role::Caseworker, access::Role::FinanceChecker}) {
        request.add_reviewers(Suite::staff(role, kCounty).to_string());
    }
    request.set_retained_hire_id(hire);
    return county(&Files::CompleteReview, request);
}

std::string JobCentre::decide(const Family& family) {
    reg::OpenNoticeRequest notice;
    notice.set_household_id(family.household_id);
    reg::OpenNoticeResponse posted;
    must(county(&Files::OpenNotice, notice, &posted));
    line_.suite().advance(Date::parse(posted.last_day()).value().plus_days(1));
    reg::RecordMeetingRequest meeting;
    meeting.mutable_meeting()->set_minutes_no("WB-2020-08");
    meeting.mutable_meeting()->set_held_on(line_.suite().today().to_string());
    for (const auto role :
         {access::Role::Approver, access::Role::FinanceApprover, access::Role::Auditor}) {
        meeting.mutable_meeting()->add_present(Suite::staff(role, kCounty).to_string());
    }
    meeting.add_rows()->set_household_id(family.household_id);
    reg::RecordMeetingResponse response;
    must(line_.ask(access::Role::Approver, kCounty, &Files::RecordMeeting, meeting, &response));
    return response.rows_size() == 1 ? response.rows(0).result() : "";
}

void JobCentre::leaves_by_work(const Family& family, const Applicant& head,
                               const std::string& starts_on) {
    line_.suite().settle();  // the file is known here
    emp::RegisterSeekerResponse seeker;
    must(county(&Work::RegisterSeeker, head_of(family, head), &seeker));
    const std::string hired = hire(seeker.seeker_id(), "", "", starts_on);
    must(retain(hired, 3));
    line_.suite().settle();  // the registry has heard of it
    must(review(family, hired));
    if (decide(family) != "CLOSED") throw std::runtime_error("the file is not closed");
    line_.suite().settle();
}

}  // namespace haven::spec
