#include "tests/suite/publicity.hpp"

#include <stdexcept>

namespace haven::spec {
namespace {

namespace out = haven::outreach::v1;
using access::Role;
using Service = out::PublicityService::Stub;

void count(out::Counts& counts, std::int64_t items, std::int64_t reached) {
    counts.set_items(items);
    counts.set_reached(reached);
    counts.set_basis(out::COUNT_BASIS_ESTIMATED);
}

void must(const std::string& answer) {
    if (answer != "OK") throw std::runtime_error("a step of publicity is refused: " + answer);
}

}  // namespace

std::string Publicity::announce(const std::string& code, Date day, FederationNo federation) {
    out::AnnounceActivityRequest request;
    out::ActivityTerms& terms = *request.mutable_terms();
    terms.set_code(code);
    terms.set_theme("SAFETY_WEEK");
    terms.set_level(federation == kCity ? out::UNION_LEVEL_CITY : out::UNION_LEVEL_COUNTY);
    terms.add_kinds(out::PUBLICITY_KIND_EXHIBITION);
    terms.set_first_day(day.to_string());
    terms.set_last_day(day.to_string());
    return ask(Role::Caseworker, federation, &Service::AnnounceActivity, request);
}

std::string Publicity::report(const std::string& code, std::int64_t items, std::int64_t reached,
                              FederationNo federation, out::CountBasis basis) {
    out::ReportActivityRequest request;
    request.set_activity(code);
    count(*request.mutable_counts(), items, reached);
    request.mutable_counts()->set_basis(basis);
    request.set_record_no("B-1");
    return ask(Role::Caseworker, federation, &Service::ReportActivity, request);
}

std::string Publicity::amend(const std::string& code, std::int64_t items, std::int64_t reached,
                             FederationNo federation) {
    out::AmendActivityRequest request;
    request.set_activity(code);
    count(*request.mutable_counts(), items, reached);
    request.set_reason("COUNTED_TWICE");
    request.set_record_no("B-2");
    return ask(Role::Caseworker, federation, &Service::AmendActivity, request);
}

out::Activity Publicity::activity(const std::string& code, FederationNo federation) {
    out::ListActivitiesResponse response;
    must(ask(Role::Auditor, federation, &Service::ListActivities, out::ListActivitiesRequest{},
             &response));
    for (const out::Activity& one : response.activities()) {
        if (one.terms().code() == code) return one;
    }
    return {};
}

std::string Publicity::open_class(const std::string& code, Date day, int seats,
                                  out::ClassKind kind) {
    out::OpenClassRequest request;
    out::ClassTerms& terms = *request.mutable_terms();
    terms.set_code(code);
    terms.set_kind(kind);
    terms.set_level(out::UNION_LEVEL_CITY);
    terms.set_first_day(day.to_string());
    terms.set_last_day(day.to_string());
    terms.set_seats(seats);
    return ask(Role::Approver, kCity, &Service::OpenClass, request);
}

std::string Publicity::enrol(const std::string& code, const std::vector<Applicant>& people) {
    out::EnrolTraineesRequest request;
    request.set_class_code(code);
    for (const Applicant& one : people) {
        out::TraineeInput& row = *request.mutable_sheet()->add_rows();
        row.set_name(one.name);
        row.set_id_number(one.id_number());
    }
    return ask(Role::Caseworker, kCity, &Service::EnrolTrainees, request);
}

std::string Publicity::attend(const std::string& code, Date day,
                              const std::vector<std::string>& ids) {
    out::RecordAttendanceRequest request;
    request.set_class_code(code);
    request.set_day(day.to_string());
    for (const std::string& id : ids) request.add_person_ids(id);
    return ask(Role::Caseworker, kCity, &Service::RecordAttendance, request);
}

std::string Publicity::complete(const std::string& code) {
    out::CompleteClassRequest request;
    request.set_class_code(code);
    return ask(Role::Approver, kCity, &Service::CompleteClass, request);
}

out::ListTraineesResponse Publicity::roster(const std::string& code, const std::string& purpose,
                                            Role role, std::string* answer,
                                            FederationNo federation) {
    out::ListTraineesRequest request;
    request.set_class_code(code);
    request.set_purpose(purpose);
    out::ListTraineesResponse response;
    const std::string said = ask(role, federation, &Service::ListTrainees, request, &response);
    if (answer != nullptr) *answer = said;
    return response;
}

void Publicity::play(Date day) {
    must(announce("safety-2020", day));
    must(report("safety-2020", 12'000, 9'000));
    must(open_class("cadres-2020", day, 2));
    must(enrol("cadres-2020", {{.name = "林国强", .birth_date = "1975-08-11", .number = 1}}));
    must(attend("cadres-2020", day, {roster("cadres-2020").trainees(0).person_id()}));
    must(complete("cadres-2020"));
}

}  // namespace haven::spec
