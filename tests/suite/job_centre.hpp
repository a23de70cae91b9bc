// JobCentre: what the staff of city and county do for somebody who seeks work, from the announced
// fair to the month that was kept, over gRPC on the running suite of a Line. The city holds the
// fair; a county's officer enters employers, vacancies and seekers.
//
//     JobCentre centre(line);
//     centre.schedule("2020-04-18");
//     centre.attend(kFitterFirm, "L-1", 7);
//
// Commands answer "OK" or the reason of the refusal. Thread rule: one thread.
#pragma once

#include <map>
#include <optional>

#include "haven/employment/v1/employment_service.grpc.pb.h"
#include "tests/suite/line.hpp"

namespace haven::spec {

inline constexpr const char* kSpringFair = "CHUNFENG-2020";
inline constexpr const char* kFitterFirm = "91610300MA00000078";
inline constexpr const char* kUnlicensedFirm = "81610300MC00000044";

class JobCentre {
  public:
    explicit JobCentre(Line& line) : line_(line) {}

    // One day, 100 stalls.
    std::string schedule(const std::string& first_day);
    std::string put_off(const std::string& first_day);
    // Makes the employer known, enters it for the fair and screens it; what is wrong with it.
    // Throws where a step is refused.
    haven::employment::v1::ParticipationRefusal attend(const std::string& uscc,
                                                       const std::string& licence, int stall);
    // 30 posts, nobody shut out, 3,800 to 5,500 yuan.
    static haven::employment::v1::PostVacancyRequest fitter(const std::string& valid_until);
    // Throws where it is refused; what the screening found is in the answer.
    haven::employment::v1::PostVacancyResponse post(
        const haven::employment::v1::PostVacancyRequest& request);
    // What is shown of the fair today to somebody of that age who finished junior high school.
    std::vector<std::string> on_offer(int age);
    // What is offered to that seeker today, best first.
    std::vector<std::string> matches(const std::string& seeker);
    // By the city's approver.
    std::string cancel_fair();
    std::string withdraw(const std::string& uscc);
    std::string close(const std::string& vacancy);

    // The head of a family on file.
    static haven::employment::v1::RegisterSeekerRequest head_of(const Family& family,
                                                                const Applicant& head);
    // Somebody without a file, in the county's register; throws where it is refused.
    std::string register_seeker(const Applicant& who);
    std::string meet(const std::string& seeker, const std::string& vacancy, const std::string& on,
                     std::string* intent = nullptr);
    // Vacancy and intent are empty where the work was found otherwise. By contract HT-1, at 4,000
    // yuan a month; throws where it is refused.
    std::string hire(const std::string& seeker, const std::string& vacancy,
                     const std::string& intent, const std::string& starts_on,
                     const std::string& contract_until = {});
    std::string retain(const std::string& hire, int month);
    std::string end(const std::string& hire, const std::string& on);
    // As of the business date, or of an earlier day.
    std::map<std::string, std::int64_t> figures(std::optional<Date> as_of = std::nullopt);

    // A one-stop case for work, whose person is asked again in thirty days; throws where it is
    // refused.
    std::string open_case(const std::string& seeker);
    std::string advise(const std::string& service_case, const std::string& policy);
    std::string refer(const std::string& service_case, const std::string& vacancy);
    // Of somebody whose work was lost.
    std::string refer_to_registry(const std::string& service_case,
                                  const std::string& node = "610302", FederationNo to = kCounty);
    std::string close_case(const std::string& service_case,
                           haven::employment::v1::CaseOutcome outcome,
                           const std::string& hire = "");
    haven::employment::v1::ServiceCase service_case(const std::string& id);

    // People from 40, a year without work, 36 months in all; from that day on.
    std::string post_rules(const std::string& effective_from);
    // Of the city's union, for five years from that day; throws where it is refused.
    void allot_posts(const std::string& code, const std::string& first_day, int posts);
    haven::employment::v1::OfferPostRequest cleaner(const std::string& seeker,
                                                    const std::string& allotment,
                                                    const std::string& jobless_since);
    // By the county's approver.
    std::string start_post(const std::string& post, const std::string& on, int months);

    // 800 yuan a course, 1,000 yuan a person and year, asked for within a year; from that day on.
    std::string subsidy_rules(const std::string& effective_from);
    // A course of the county, open for a year from today, of four units and 800 yuan of that fund
    // line; throws where it is refused.
    void offer_course(const std::string& code, const std::string& fund_line);
    // Enrols, finishes the course and has the certificate; the enrolment. Throws where a step is
    // refused.
    std::string learn(const std::string& seeker, const std::string& course,
                      const std::string& certificate_no);
    std::string ask_subsidy(const std::string& enrolment, const std::string& card);
    // By the county's approver.
    std::string approve_subsidy(const std::string& enrolment);
    haven::employment::v1::Enrolment enrolment(const std::string& id);

    // The head of a family, with a row of every table: an intent at the fair of that day, and work
    // that was found without it, began on another day and was kept for three months; the hire.
    // Throws where a step is refused.
    std::string work_for(const Family& family, const Applicant& head, const std::string& fair_day,
                         const std::string& starts_on);

    // The exit of a family on the strength of work that was kept: review; then notice and meeting,
    // and what the meeting did.
    std::string review(const Family& family, const std::string& hire);
    std::string decide(const Family& family);
    // A family whose head found work without a fair, and left by it. The employer is known already;
    // throws where a step is refused.
    void leaves_by_work(const Family& family, const Applicant& head, const std::string& starts_on);

    template <class Method, class Request, class Response = std::nullptr_t>
    std::string county(Method method, const Request& request, Response response = nullptr) {
        return line_.ask(access::Role::Caseworker, kCounty, method, request, response);
    }
    template <class Method, class Request, class Response = std::nullptr_t>
    std::string city(Method method, const Request& request, Response response = nullptr) {
        return line_.ask(access::Role::Caseworker, kCity, method, request, response);
    }

  private:
    Line& line_;
};

}  // namespace haven::spec
