// Counties on two databases whose events others read from Kafka: relayed from where each log lies,
// consumed from where each cursor lies, and moved meanwhile (design §5, protocols §7).
#include <gmock/gmock.h>

#include <atomic>

#include "tests/shards/purse_shards.hpp"

namespace haven::spec {
namespace {

using ::testing::SizeIs;

class KafkaShards : public PurseShards {
  protected:
    std::string cursor(std::int16_t federation, char shard) const {
        return ask("disbursement", shard,
                   "SELECT coalesce((SELECT log_offset FROM cursor WHERE consumer = 'disbursement' "
                   "AND source = 'registry' AND federation = " +
                       std::to_string(federation) + "), 0)");
    }
};

TEST_F(KafkaShards, EachLogIsRelayedFromItsDatabaseAndEachCursorLiesInItsOwn) {
    const auto registry = start("registry");
    const auto pay = start("disbursement", "registry");
    for (std::int16_t federation = 1; federation <= 3; ++federation) {
        open_purse(*registry, federation, static_cast<std::uint8_t>(federation));
        for (int i = 0; i < 10; ++i) {
            ASSERT_TRUE(carried_out(*registry, federation, static_cast<std::uint8_t>(federation),
                                    SpendPurse{federation}));
        }
    }
    expect_mirrored(1, 'a', 'a');
    expect_mirrored(2, 'b', 'b');
    expect_mirrored(3, 'b', 'b');
    EXPECT_EQ(cursor(1, 'a') + cursor(2, 'b') + cursor(3, 'b'), "111111");
    EXPECT_EQ(cursor(1, 'b') + cursor(2, 'a') + cursor(3, 'a'), "000");
    for (std::int16_t federation = 1; federation <= 3; ++federation) {
        const char shard = federation == 1 ? 'a' : 'b';
        ASSERT_TRUE(is_relayed(federation, shard));
        EXPECT_THAT(times_told(federation, shard), SizeIs(11));
    }
}

TEST_F(KafkaShards, ACountyMovesWhileKafkaCarriesItsEventsAndNoneIsLostOrHasTwoEffects) {
    const auto registry = start("registry");
    const auto pay = start("disbursement", "registry");
    std::atomic<bool> stop = false;
    std::array<std::atomic<int>, 4> spent{};
    std::vector<std::jthread> callers;
    for (std::size_t i = 0; i < spent.size(); ++i) {
        const auto federation = static_cast<std::int16_t>(1 + (i % 2));
        const auto purse = static_cast<std::uint8_t>(1 + i);
        open_purse(*registry, federation, purse);
        callers.emplace_back([&, federation, purse, i] {
            while (!stop) {
                const auto reply = carried_out(*registry, federation, purse, SpendPurse{1});
                ASSERT_TRUE(reply) << reply.error().reason;
                ++spent[i];
            }
        });
    }
    const auto more = [&] {
        for (auto& count : spent) {
            const int before = count;
            ASSERT_TRUE(soon([&] { return count >= before + 5; })) << "nothing is carried out";
        }
    };
    more();
    // What is read, what reads it, and another county the other way; then both at home again.
    move("registry", 1, 'b');
    more();
    move("disbursement", 1, 'b');
    move("registry", 2, 'a');
    more();
    move("disbursement", 1, 'a');
    more();
    stop = true;
    callers.clear();
    expect_mirrored(1, 'b', 'a');
    expect_mirrored(2, 'a', 'b');
    for (std::int16_t federation = 1; federation <= 2; ++federation) {
        const char shard = federation == 1 ? 'b' : 'a';
        const auto first = static_cast<std::size_t>(federation - 1);
        const int events = 2 + spent[first] + spent[first + 2];
        EXPECT_EQ(head("registry", federation, shard), events) << "each command once";
        ASSERT_TRUE(is_relayed(federation, shard));
        const auto times = times_told(federation, shard);
        EXPECT_THAT(times, SizeIs(events)) << "and told in order";
    }
    EXPECT_TRUE(pay->runtime().stopped().empty());
}

}  // namespace
}  // namespace haven::spec
