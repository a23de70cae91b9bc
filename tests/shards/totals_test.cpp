// Twelve counties and the city in one database a service or in four: the same families, the same
// money, the same answers (design §4, docs/adr/0021).
#include <gmock/gmock.h>

#include <set>

#include "libs/host/federations.hpp"
#include "libs/postgres/connection.hpp"
#include "tests/suite/line.hpp"
#include "tools/haven/check.hpp"
#include "tools/haven/totals.hpp"

namespace haven::spec {
namespace {

namespace reg = haven::registry::v1;
namespace pay = haven::disbursement::v1;
using access::Role;
using ::testing::ElementsAre;
using ::testing::SizeIs;

std::vector<FederationNo> everywhere() {
    std::vector<FederationNo> all;
    for (const auto& one : host::federations()) all.push_back(one.number);
    return all;
}
std::vector<FederationNo> counties() {
    auto all = everywhere();
    std::erase(all, kCity);
    return all;
}

class Province {
  public:
    explicit Province(std::size_t shards) : line({.shards = shards}, everywhere()) {
        // The city pays for two: their files lie in one log, their money in another.
        families = line.enrol_in(counties(), {FederationNo{3}, FederationNo{4}});
        line.suite().advance(Date::of(2020, 6, 30));
        std::set<std::string> paid;
        for (const Family& family : families) {
            if (family.county.value % 3 == 0 && paid.insert(family.fund_line).second) {
                line.pay_first_half(family);
            }
        }
    }

    // Everything that staff of a federation see, without what differs from run to run.
    std::vector<std::string> seen_by(FederationNo federation) {
        std::vector<std::string> seen = figures(federation);
        for (const std::string& line_of : lines(federation)) seen.push_back(line_of);
        for (const std::string& file : sorted(files(federation, 500))) seen.push_back(file);
        return seen;
    }
    // Page by page, in the order of the answer: "federation state".
    std::vector<std::string> files(FederationNo federation, int page_size) {
        std::vector<std::string> all;
        pages(federation, &reg::RegistryQueryService::Stub::FindHouseholds, page_size,
              [&](const reg::FindHouseholdsResponse& page) {
                  for (const auto& file : page.households()) {
                      all.push_back(std::to_string(file.federation()) + ' ' +
                                    reg::HouseholdState_Name(file.state()));
                  }
              });
        return all;
    }
    std::vector<std::string> household_ids(FederationNo federation, int page_size) {
        std::vector<std::string> all;
        pages(federation, &reg::RegistryQueryService::Stub::FindHouseholds, page_size,
              [&](const reg::FindHouseholdsResponse& page) {
                  for (const auto& file : page.households()) all.push_back(file.household_id());
              });
        return all;
    }
    std::vector<std::string> instalments(FederationNo federation, int page_size) {
        std::vector<std::string> all;
        pages(federation, &pay::PaymentService::Stub::ListInstalments, page_size,
              [&](const pay::ListInstalmentsResponse& page) {
                  for (const auto& one : page.instalments()) {
                      all.push_back(one.release_on() + ' ' + one.entitlement_id() + ' ' +
                                    std::to_string(one.number()));
                  }
              });
        return all;
    }
    std::vector<std::string> batches(FederationNo federation, int page_size) {
        std::vector<std::string> all;
        pages(federation, &pay::PaymentService::Stub::ListBatches, page_size,
              [&](const pay::ListBatchesResponse& page) {
                  for (const auto& one : page.batches()) all.push_back(one.batch_id());
              });
        return all;
    }

    // As the tools of an auditor find them.
    std::map<std::string, std::map<std::string, std::string>> databases() {
        std::map<std::string, std::map<std::string, std::string>> all;
        for (const char* service : {"registry", "disbursement"}) {
            for (std::size_t shard = 0; shard < line.suite().shards(); ++shard) {
                all[service]["s" + std::to_string(shard)] = line.suite().conninfo(service, shard);
            }
        }
        return all;
    }

    Line line;
    std::vector<Family> families;

  private:
    template <class Method, class Request, class Response>
    void must(FederationNo federation, Method method, const Request& request, Response response) {
        const std::string answer = line.ask(Role::Auditor, federation, method, request, response);
        if (answer != "OK") throw std::runtime_error(answer);
    }
    // All pages of a list, one after the other.
    template <class Stub, class Request, class Response, class Take>
    void pages(FederationNo federation,
               grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               int page_size, Take take) {
        Request request;
        request.set_page_size(page_size);
        do {
            Response page;
            must(federation, method, request, &page);
            take(page);
            request.set_page_token(page.next_page_token());
        } while (!request.page_token().empty());
    }
    static std::vector<std::string> sorted(std::vector<std::string> list) {
        std::ranges::sort(list);
        return list;
    }
    std::vector<std::string> figures(FederationNo federation) {
        std::vector<std::string> all;
        reg::GetFiguresResponse files;
        must(federation, &reg::RegistryQueryService::Stub::GetFigures, reg::GetFiguresRequest(),
             &files);
        for (const auto& one : files.figures()) {
            all.push_back(one.id() + " = " + std::to_string(one.value()));
        }
        pay::GetPaymentFiguresResponse payments;
        must(federation, &pay::PaymentService::Stub::GetPaymentFigures,
             pay::GetPaymentFiguresRequest(), &payments);
        for (const auto& one : payments.figures()) {
            all.push_back(one.id() + " = " + std::to_string(one.value()));
        }
        return all;
    }
    std::vector<std::string> lines(FederationNo federation) {
        std::vector<std::string> all;
        pages(federation, &pay::FundService::Stub::ListFundLines, 3,
              [&](const pay::ListFundLinesResponse& page) {
                  for (const auto& one : page.fund_lines()) {
                      all.push_back(one.code() + ": " + std::to_string(one.paid_fen()) + " paid, " +
                                    std::to_string(one.reserved_fen()) + " reserved");
                  }
              });
        return all;
    }
};

class Totals : public ::testing::Test {
  protected:
    static std::int64_t events(Suite& suite, const std::string& service, std::size_t shard,
                               const std::string& federations) {
        postgres::Connection db(suite.conninfo(service, shard));
        return db.query("SELECT count(*) FROM event WHERE federation IN (" + federations + ")")[0]
            .int64(0);
    }
};

TEST_F(Totals, TwelveCountiesAndTheCityGiveTheSameOnesInOneDatabaseAndInFour) {
    Province one(1);
    Province four(4);
    for (const FederationNo federation : everywhere()) {
        EXPECT_EQ(four.seen_by(federation), one.seen_by(federation)) << federation.value;
    }
    // Each log lies where the map says and nowhere else: 1, 5, 9, 13 in the first.
    Suite& suite = four.line.suite();
    for (const char* service : {"registry", "disbursement"}) {
        EXPECT_GT(events(suite, service, 0, "5, 9, 13"), 0) << service;
        EXPECT_EQ(events(suite, service, 0, "2, 3, 4, 6, 7, 8, 10, 11, 12"), 0) << service;
        EXPECT_GT(events(suite, service, 1, "2, 6, 10"), 0) << service;
        EXPECT_EQ(events(suite, service, 1, "1, 3, 4, 5, 7, 8, 9, 11, 12, 13"), 0) << service;
    }
    // A list over four databases reads page by page as it does in one go, and every family once.
    for (const int page : {1, 5}) {
        EXPECT_EQ(four.household_ids(kCity, page), four.household_ids(kCity, 500));
        EXPECT_EQ(four.instalments(kCity, page), four.instalments(kCity, 500));
        EXPECT_EQ(four.batches(kCity, page), four.batches(kCity, 500));
    }
    EXPECT_EQ(four.files(kCity, 5), one.files(kCity, 5)) << "in the order of federations";
    const auto ids = four.household_ids(kCity, 5);
    EXPECT_THAT(std::set(ids.begin(), ids.end()), SizeIs(12));
    EXPECT_THAT(four.batches(kCity, 5), SizeIs(4));
    for (Province* province : {&one, &four}) {
        const auto report = totals(province->databases());
        EXPECT_TRUE(report.equal()) << "the city sees what its counties' logs sum up to";
        EXPECT_EQ(report.sum().open_files, 12);
        EXPECT_GT(report.sum().paid, Money{});
        EXPECT_THAT(report.counties, SizeIs(13));
        EXPECT_GT(report.counties.at(kCity).paid, Money{}) << "what it pays is in its own log";
    }
    // All that must hold of the logs holds of each database, and no claim is held in two.
    const auto checked = check({four.databases(), four.line.bank().ledger_json()});
    ASSERT_TRUE(checked);
    for (const CheckLine& one_line : checked->lines) {
        EXPECT_TRUE(one_line.oracle.holds()) << one_line.service << ' ' << one_line.oracle.name;
    }
    EXPECT_THAT(checked->left_out, SizeIs(0));
    // A file that only a row knows of is noticed.
    postgres::Connection(suite.conninfo("registry", 2)).exec("UPDATE household SET state = 12");
    EXPECT_FALSE(totals(four.databases()).equal());
    // A county sees its own.
    EXPECT_THAT(four.files(kCounty, 5), ElementsAre("2 HOUSEHOLD_STATE_ENROLLED"));
}

}  // namespace
}  // namespace haven::spec
