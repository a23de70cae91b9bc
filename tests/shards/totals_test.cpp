// Twelve counties and the city in one database a service or in four: the same families, the same
// money, the same answers (design §4, docs/adr/0021).
#include <gmock/gmock.h>

#include <set>

#include "libs/host/federations.hpp"
#include "libs/postgres/connection.hpp"
#include "tests/shards/province.hpp"
#include "tools/haven/check.hpp"
#include "tools/haven/totals.hpp"

namespace haven::spec {
namespace {

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
    Province one({.shards = 1}, counties());
    Province four({.shards = 4}, counties());
    one.pay();
    four.pay();
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
