// The same families and the same money on one database that services read directly, and on two
// whose events go over Kafka while a county moves from one to the other.
#include <gmock/gmock.h>

#include "libs/kafka/testing.hpp"
#include "libs/move/move.hpp"
#include "tests/shards/province.hpp"
#include "tools/haven/check.hpp"
#include "tools/haven/totals.hpp"

namespace haven::spec {
namespace {

using ::testing::IsEmpty;

// The city and 3 begin in the first database, 2 and 6 in the second.
const std::vector<FederationNo> kCounties{{2}, {3}, {6}};

void move(Suite& suite, FederationNo county, std::size_t from, std::size_t to) {
    for (const char* service : {"registry", "disbursement"}) {
        const auto moved = move::move_federation({.federation = county,
                                                  .from = suite.conninfo(service, from),
                                                  .to = suite.conninfo(service, to)});
        ASSERT_TRUE(moved) << moved.error().reason;
        EXPECT_GT(moved->events, 0) << service;
    }
}

TEST(KafkaTotals, AreThoseOfOneDatabaseThoughCountiesMoveWhileKafkaCarriesTheirEvents) {
    const TestTopics topics;
    Province one({}, kCounties);
    Province two(
        {.shards = 2, .kafka = topics.settings().brokers, .kafka_topic_prefix = topics.prefix()},
        kCounties);
    // What was enrolled just now is on its way to disbursement.
    move(two.line.suite(), FederationNo{3}, 0, 1);
    move(two.line.suite(), FederationNo{6}, 1, 0);
    one.pay();
    two.pay();
    for (const FederationNo federation :
         {kCity, FederationNo{2}, FederationNo{3}, FederationNo{6}}) {
        EXPECT_EQ(two.seen_by(federation), one.seen_by(federation)) << federation.value;
    }
    const auto there = totals(two.databases());
    EXPECT_TRUE(there.equal()) << "the city sees what its counties' logs sum up to";
    const auto here = totals(one.databases());
    EXPECT_EQ(there.sum().open_files, here.sum().open_files);
    EXPECT_EQ(there.sum().paid, here.sum().paid);
    EXPECT_GT(there.sum().paid, Money{});
    const auto checked = check({two.databases(), two.line.bank().ledger_json()});
    ASSERT_TRUE(checked);
    for (const CheckLine& line : checked->lines) {
        EXPECT_TRUE(line.oracle.holds()) << line.service << ' ' << line.oracle.name;
    }
    EXPECT_THAT(checked->left_out, IsEmpty());
}

}  // namespace
}  // namespace haven::spec
