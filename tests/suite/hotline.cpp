#include "tests/suite/hotline.hpp"

#include <stdexcept>

#include "libs/crypto/ids.hpp"

namespace haven::spec {
namespace {

namespace out = haven::outreach::v1;
using access::Role;
using Service = out::HotlineService::Stub;

void must(const std::string& answer) {
    if (answer != "OK") throw std::runtime_error("a step of the hotline is refused: " + answer);
}

}  // namespace

std::string Hotline::limits(Date first_day) {
    out::AddTimeLimitsRequest request;
    out::TimeLimits& limits = *request.mutable_limits();
    limits.set_code("12351-" + first_day.to_string());
    limits.set_first_day(first_day.to_string());
    limits.set_general_days(2);
    limits.set_difficult_days(5);
    limits.set_extra_complex_days(10);
    limits.set_source("ACFTU-2023");
    return ask(Role::Approver, kCity, &Service::AddTimeLimits, request);
}

std::string Hotline::log(out::LogTicketRequest request, const std::string& number,
                         FederationNo federation) {
    request.set_ticket_no(number);
    request.set_type(out::TICKET_TYPE_AID);
    request.set_ticket_class(out::TICKET_CLASS_GENERAL);
    request.set_subject("WAGE_ARREARS");
    request.set_level(federation == kCity ? out::UNION_LEVEL_CITY : out::UNION_LEVEL_COUNTY);
    return ask(Role::Caseworker, federation, &Service::LogTicket, request);
}

std::string Hotline::log(const std::string& number, const Applicant* caller,
                         FederationNo federation) {
    out::LogTicketRequest request;
    if (caller != nullptr) {
        request.mutable_caller()->set_name(caller->name);
        request.mutable_caller()->set_phone(caller->phone);
        request.mutable_caller()->set_id_number(caller->id_number());
    }
    return log(std::move(request), number, federation);
}

std::string Hotline::log_unknown(const std::string& number, const std::string& name,
                                 const std::string& phone) {
    out::LogTicketRequest request;
    request.mutable_caller()->set_name(name);
    request.mutable_caller()->set_phone(phone);
    return log(std::move(request), number, kCity);
}

std::string Hotline::transfer(const std::string& number, FederationNo from, FederationNo to) {
    out::TransferTicketRequest request;
    request.set_ticket(number);
    request.set_to_federation(to.value);
    request.set_level(to == kCity ? out::UNION_LEVEL_CITY : out::UNION_LEVEL_COUNTY);
    request.set_reason("OTHER_COUNTY");
    return ask(Role::Caseworker, from, &Service::TransferTicket, request);
}

std::string Hotline::reply(const std::string& number, FederationNo federation) {
    out::ReplyTicketRequest request;
    request.set_ticket(number);
    request.set_reply_no("R-" + number);
    request.set_outcome("EXPLAINED");
    return ask(Role::Caseworker, federation, &Service::ReplyTicket, request);
}

std::string Hotline::call_back(const std::string& number, out::Satisfaction said,
                               FederationNo federation) {
    out::RecordCallBackRequest request;
    request.set_ticket(number);
    request.set_satisfaction(said);
    const StaffId another{crypto::uuid_of_code("staff", "hotline/call-back")};
    return suite_.call(suite_.token_of(another, Role::Caseworker, federation),
                       &Service::RecordCallBack, request);
}

std::string Hotline::refer(const std::string& number, FederationNo to, const std::string& node) {
    out::ReferCallerRequest request;
    request.set_ticket(number);
    request.set_to_federation(to.value);
    request.set_union_node(node);
    request.add_signs(out::HARDSHIP_SIGN_JOB_LOSS);
    return ask(Role::Caseworker, kCity, &Service::ReferCaller, request);
}

std::string Hotline::close(const std::string& number, FederationNo federation) {
    out::CloseTicketRequest request;
    request.set_ticket(number);
    return ask(Role::Caseworker, federation, &Service::CloseTicket, request);
}

out::GetTicketResponse Hotline::show(const std::string& number, const std::string& purpose,
                                     FederationNo federation, std::string* answer) {
    out::GetTicketRequest request;
    request.set_ticket(number);
    request.set_purpose(purpose);
    out::GetTicketResponse response;
    const std::string said =
        ask(Role::Caseworker, federation, &Service::GetTicket, request, &response);
    if (answer != nullptr) *answer = said;
    return response;
}

void Hotline::play() {
    const Applicant caller{.name = "林国强", .birth_date = "1975-08-11", .phone = "13900000001"};
    must(limits(suite_.today()));
    must(log("12351-1", &caller));
    must(log("12351-2", &caller));
    must(transfer("12351-2", kCity, kCounty));
    must(log("12351-3", nullptr));
    must(reply("12351-3"));
    must(close("12351-3"));
    suite_.settle();
}

}  // namespace haven::spec
