// Outreach: what the staff of city and county do for a Spring Festival, from the campaign's budget
// to the settled group, over gRPC on a running suite. Commands answer "OK" or the reason of the
// refusal. Thread rule: one thread.
#pragma once

#include <set>

#include "haven/outreach/v1/outreach_service.grpc.pb.h"
#include "tests/suite/line.hpp"

namespace haven::spec {

// The suite must begin in it.
inline constexpr int kSeason = 2020;
inline constexpr const char* kVisitedFirm = "91610300MA00000078";

// A worker of another birthday for each number from 0 to 9.
Applicant worker(int number);

class Outreach {
  public:
    explicit Outreach(Suite& suite) : suite_(suite) {}

    // 10,000 yuan of one fund line, which is opened with it; 3,000 at a time and 6,000 a season.
    std::string launch(
        const std::string& code, FederationNo federation = kCity,
        haven::outreach::v1::CampaignKind kind = haven::outreach::v1::CAMPAIGN_KIND_WARMTH);
    std::string close(const std::string& campaign, FederationNo federation = kCity);
    // With 20 sacks of rice.
    std::string open_store(const std::string& code);
    std::string issue(const std::string& store, const std::string& group, int pieces,
                      const std::string& number);

    std::string assign(const std::string& group, const std::string& campaign,
                       FederationNo federation = kCity);
    // `yuan` each; their pseudonyms, in order.
    std::string list(const std::string& group, const std::vector<Applicant>& people,
                     std::int64_t yuan, std::vector<std::string>* ids = nullptr,
                     FederationNo federation = kCity);
    std::string approve(const std::string& group, int people, std::int64_t yuan,
                        FederationNo federation = kCity);
    // The group asks finance, and a fund line reserves it or does not.
    std::string ask_for_cash(const std::string& group, std::int64_t yuan,
                             const std::string& voucher, FederationNo federation = kCity);
    // Another person of finance hands it over.
    std::string hand_over(const std::string& group, FederationNo federation = kCity);
    // Both.
    std::string draw(const std::string& group, std::int64_t yuan, const std::string& voucher,
                     FederationNo federation = kCity);
    std::string give_cash_back(const std::string& group, std::int64_t yuan,
                               const std::string& voucher, FederationNo federation = kCity);
    // A third person confirms in disbursement what was counted.
    std::string confirm_count(const std::string& group, FederationNo federation = kCity);
    // Disbursement's advance of the group; empty where there is none.
    haven::disbursement::v1::CashAdvance advance_of(const std::string& number,
                                                    FederationNo federation = kCity);
    // Somebody of the list is given that much cash today.
    static haven::outreach::v1::VisitInput visit(const std::string& receipt,
                                                 const std::string& person, std::int64_t yuan,
                                                 Date day, FederationNo federation = kCity);
    std::string record(const std::string& group,
                       const std::vector<haven::outreach::v1::VisitInput>& visits,
                       FederationNo federation = kCity);
    std::string settle(const std::string& group, FederationNo federation = kCity);
    haven::outreach::v1::GetGroupResponse group(const std::string& number);
    haven::outreach::v1::GetCampaignResponse campaign(const std::string& code);
    haven::outreach::v1::GetStockResponse store(const std::string& code);
    // A small festival that leaves a row in every table: 15 workers, a crew, one who was away, one
    // who is referred. Throws where a step is refused.
    void play(Date day);
    // Why a record of outreach or disbursement waits for a person: nothing should.
    std::vector<std::string> parked();
    // By id; 0 where there is none. `as_of` empty = today.
    std::int64_t figure(const std::string& id, FederationNo federation = kCity,
                        const std::string& as_of = {});

    template <class... Arguments>
    std::string ask(const Arguments&... arguments) {
        return suite_.ask(arguments...);
    }

  private:
    void open_line(FederationNo federation);

    Suite& suite_;
    std::set<FederationNo> has_line_;
};

}  // namespace haven::spec
