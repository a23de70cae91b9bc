// Scholarships: what the staff of city and county do for a student, from the sponsor's pledge to
// the paid award, over gRPC on the running suite of a Line.
//
//     Scholarships scholarships(line);
//     scholarships.open_scheme();
//     const auto ids = scholarships.nominated(2);
//
// Commands answer "OK" or the reason of the refusal. Thread rule: one thread.
#pragma once

#include "haven/scholarship/v1/scholarship_service.grpc.pb.h"
#include "tests/suite/line.hpp"

namespace haven::spec {

// The city's charity of 2020, its pledge, its fund line and its roll.
inline constexpr const char* kCharity = "xuanyuan-2020";
inline constexpr const char* kCharityRoll = "R-2020-1";
inline constexpr const char* kSponsor = "91610300MA00000078";

// The members of staff of one role in one county are one person; these are others.
StaffId other_staff(const std::string& name);
// An adult of another birthday for each number.
Applicant student(int number);

class Scholarships {
  public:
    explicit Scholarships(Line& line) : line_(line) {}

    // 5,000 yuan for whoever begins senior high school or higher studies.
    using Terms = haven::scholarship::v1::SchemeTerms;
    std::string open_scheme(const std::string& code = kCharity, FederationNo federation = kCity,
                            const std::function<void(Terms&)>& change = {});
    // Opens a fund line of the city with that much on it, or nothing.
    std::string open_fund_line(const std::string& code, int year, std::int64_t fen);
    std::string open_fund_line(std::int64_t fen) { return open_fund_line(kCharity, 2020, fen); }
    // Promised, and received under voucher V-1.
    std::string make_pledge(std::int64_t promised, std::int64_t received);
    std::string receive(std::int64_t fen, const std::string& voucher);
    // Suitcases of the sponsor, and one of them to an award.
    std::string receive_goods(int pieces, const std::string& receipt);
    std::string hand_out(const std::string& award);

    // A family without a file; the parent is paid by this card.
    static haven::scholarship::v1::SubmitScholarshipApplicationRequest application_of(
        const Applicant& child, const std::string& card = "9999990000000000014");
    // A county's officer hands it in to the city's scheme, and surveys.
    std::string submit(const haven::scholarship::v1::SubmitScholarshipApplicationRequest& request,
                       std::string& id);
    std::string survey(const std::string& id);
    std::string check(const std::string& id);
    std::string nominate(const std::string& id);
    std::string post_notice(const std::string& id, std::string* row = nullptr);
    // The same on from a request to the posted notice; throws where a step is refused.
    std::string noticed(const haven::scholarship::v1::SubmitScholarshipApplicationRequest& request);
    // So many students, to the end of their notice; throws where a step is refused.
    std::vector<std::string> nominated(int count);
    std::string seal(const std::vector<std::string>& ids);
    haven::scholarship::v1::GetRollResponse roll();
    std::string approve(StaffId who);
    // The same on from nominated students to approved awards; throws where a step is refused.
    void award_to(const std::vector<std::string>& ids);
    haven::scholarship::v1::Award award(const std::string& number);
    haven::scholarship::v1::AwardYear year(const std::string& number) {
        return award(number).years(0);
    }
    haven::scholarship::v1::Pledge pledge();
    std::string revoke(const std::string& number);
    // What of the city's fund line is due: batch made, signed, sent and answered.
    haven::disbursement::v1::PaymentBatch pay(const std::string& fund_line = kCharity) {
        return line_.pay(city_line(fund_line));
    }
    static Family city_line(const std::string& fund_line = kCharity) {
        return {.household_id = {}, .county = kCity, .fund_line = fund_line, .person_ids = {}};
    }

    template <class Method, class Request>
    std::string as(StaffId who, access::Role role, FederationNo federation, Method method,
                   const Request& request) {
        return suite().call(suite().token_of(who, role, federation), method, request);
    }
    template <class... Arguments>
    std::string ask(const Arguments&... arguments) {
        return line_.ask(arguments...);
    }
    Suite& suite() { return line_.suite(); }

  private:
    Line& line_;
};

}  // namespace haven::spec
