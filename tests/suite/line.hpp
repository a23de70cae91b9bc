// Line: what staff of one county do for a family, from the application to a payment that comes back
// and is paid again, over gRPC on the running suite. Only the bank and civil affairs are stand-ins.
//
//     Line line;
//     const Family family = line.enrol(kCounty, people);
//     line.pay_first_half(family);
//
// Every step that is not answered "OK" throws. Thread rule: one thread.
#pragma once

#include "haven/disbursement/v1/disbursement_service.grpc.pb.h"
#include "haven/registry/v1/registry_service.grpc.pb.h"
#include "services/disbursement/testing/bank.hpp"
#include "tests/suite/civil_affairs.hpp"
#include "tests/suite/suite.hpp"

namespace haven::spec {

inline constexpr FederationNo kCounty{2};       // 610302
inline constexpr FederationNo kOtherCounty{3};  // 610303

// A synthetic person as written on an application.
struct Applicant {
    std::string name;
    std::string birth_date;
    std::string phone = {};
    std::string diagnosis = {};
    std::string card = {};
    int number = 1;  // tells people of one birthday apart; odd: male

    [[nodiscard]] std::string id_number() const;
};

// Three people whom the means check of civil_affairs.hpp finds DEEP; `number` tells families apart.
std::vector<Applicant> three_people(int number, const std::string& card);

struct Family {
    std::string household_id;
    FederationNo county;
    std::string fund_line;    // code
    FederationNo payer = {};  // whose it is; the county's when not set
    std::vector<std::string> person_ids;
};

class Line {
  public:
    explicit Line(SuiteOptions options = {},
                  const std::vector<FederationNo>& counties = {kCounty, kOtherCounty});

    // The round that applications are for from now on; at first the one since 2020.
    void in_round(haven::registry::v1::FileRound round) { round_ = round; }
    // Adults in this order: worker, spouse, and then children.
    std::string apply(FederationNo county, const std::vector<Applicant>& people, Family& family);
    // Application, visit, means check, class, and the notice that is posted then.
    Family post_notice(FederationNo county, const std::vector<Applicant>& people);
    // The same on to the meeting.
    Family take_on_file(FederationNo county, const std::vector<Applicant>& people);
    // The same on to the help plan.
    Family enrol(FederationNo county, const std::vector<Applicant>& people);
    // The same for a family in each of the counties at once; the city pays those of `paid_by_city`.
    std::vector<Family> enrol_in(const std::vector<FederationNo>& counties,
                                 const std::vector<FederationNo>& paid_by_city = {});
    // The plan of a programme instead.
    void join_programme(const Family& family);
    // From the first half's due date: made, checked, approved, sent, answered.
    haven::disbursement::v1::PaymentBatch pay(const Family& family);
    haven::disbursement::v1::PaymentBatch make_batch(const Family& family);
    void pay_first_half(const Family& family);
    // The credit comes back; another account is given by one and confirmed by another; paid again.
    void return_and_pay_again(const Family& family, const std::string& old_card,
                              const std::string& new_card);
    // 100 yuan of its county's line in cash, to the head: asked for, handed over, paid, counted,
    // settled.
    void pay_in_cash(const Family& family);
    // The city's subjects from a day on: account n is 100 + n, under a name that says the day.
    // Answers "OK", or the reason of the refusal.
    std::string set_subjects(const std::string& effective_from);
    // The small sample of the old system's export that lies in deploy/demo, on 4 January 2021.
    // Answers how many files were taken over.
    std::int64_t import_old_files();
    [[nodiscard]] haven::disbursement::v1::Instalment first_half(const Family& family);

    Suite& suite() { return *suite_; }
    disbursement::testing::Bank& bank() { return *bank_; }
    // Answers the reason instead of throwing.
    template <class... Arguments>
    std::string ask(const Arguments&... arguments) {
        return suite_->ask(arguments...);
    }

  private:
    template <class... Arguments>
    void must(const Arguments&... arguments) {
        const std::string answer = ask(arguments...);
        if (answer != "OK") throw std::runtime_error("a step of the line is refused: " + answer);
    }
    void register_staff(FederationNo county);
    void register_rules(const std::vector<FederationNo>& counties);
    void open_fund_line(FederationNo county, int year);
    void visit(const Family& family);
    void check_and_assess(const Family& family);
    Date open_notice(const Family& family);
    void meet(const Family& family);
    void plan(const Family& family);

    haven::registry::v1::FileRound round_ = haven::registry::v1::FILE_ROUND_SINCE_2020;
    Date notice_until_;
    int last_number_ = 0;  // of families that are told apart by it
    std::unique_ptr<Suite> suite_;
    std::unique_ptr<disbursement::testing::Bank> bank_;
    std::unique_ptr<CivilAffairs> civil_affairs_;
};

}  // namespace haven::spec
