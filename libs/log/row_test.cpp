#include "libs/log/row.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "libs/log/row_store.hpp"

namespace haven::log {
namespace {

const Table kFiles{"file",
                   {{"code", ColumnType::Text},
                    {"year", ColumnType::Int64},
                    {"state", ColumnType::Text},
                    {"paid_fen", ColumnType::Int64},
                    {"opened_on", ColumnType::Date}},
                   2};
constexpr FederationNo kFederation{3};

std::vector<Value> key(const std::string& code, std::int64_t year = 2020) {
    return {code, year};
}
std::vector<Value> row(const std::string& code, const std::string& state, std::int64_t paid) {
    return {code, std::int64_t{2020}, state, paid, Date::from_days(17'000)};
}
std::vector<Value> delta(const std::string& code, std::int64_t paid) {
    return {code, std::int64_t{2020}, std::monostate{}, paid, std::monostate{}};
}

class RowStoreTest : public ::testing::Test {
  protected:
    void apply(std::int64_t offset, RowSink& sink) {
        for (const RowChange& change : sink.take()) store_.apply(kFederation, offset, change);
    }
    RowStore store_;
    RowSink sink_;
};

TEST_F(RowStoreTest, PutReplacesTheWholeRowAndKeepsTheOffset) {
    sink_.put(kFiles, row("a", "OPEN", 5));
    apply(1, sink_);
    sink_.put(kFiles, row("a", "CLOSED", 7));
    apply(2, sink_);
    const Row* found = store_.find(kFiles, kFederation, key("a"));
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(*found, (Row{kFederation, row("a", "CLOSED", 7), 2}));
    EXPECT_EQ(store_.count(kFiles), 1U);
    EXPECT_EQ(store_.find(kFiles, FederationNo{4}, key("a")), nullptr);
}

TEST_F(RowStoreTest, AddMakesARowFromZerosAndLeavesTextAlone) {
    sink_.add(kFiles, delta("a", 5));
    apply(1, sink_);
    EXPECT_EQ(store_.find(kFiles, kFederation, key("a"))->values, delta("a", 5));
    sink_.put(kFiles, row("a", "OPEN", 5));
    sink_.add(kFiles, delta("a", -2));
    apply(2, sink_);
    EXPECT_EQ(*store_.find(kFiles, kFederation, key("a")),
              (Row{kFederation, row("a", "OPEN", 3), 2}));
}

TEST_F(RowStoreTest, RemoveEndsARowAndAMissingOneIsNoMatter) {
    sink_.put(kFiles, row("a", "OPEN", 5));
    sink_.remove(kFiles, key("a"));
    sink_.remove(kFiles, key("b"));
    apply(1, sink_);
    EXPECT_EQ(store_.count(kFiles), 0U);
}

TEST_F(RowStoreTest, RowsComeInKeyOrder) {
    for (const char* code : {"b", "a", "ab", "", "B"}) sink_.put(kFiles, row(code, "X", 0));
    sink_.put(kFiles, {std::string("a"), std::int64_t{-1}, std::string("X"), std::int64_t{0},
                       std::monostate{}});
    apply(1, sink_);
    std::vector<std::pair<std::string, std::int64_t>> keys;
    for (const Row* found : store_.rows(kFiles)) {
        keys.emplace_back(std::get<std::string>(found->values[0]),
                          std::get<std::int64_t>(found->values[1]));
    }
    EXPECT_TRUE(std::ranges::is_sorted(keys));
    EXPECT_EQ(keys.size(), 6U);
}

TEST_F(RowStoreTest, ChangeThatDoesNotFitItsTableAborts) {
    RowStore store;
    const auto apply_one = [&](RowChange::Kind kind, std::vector<Value> values) {
        store.apply(kFederation, 1, {kind, &kFiles, std::move(values)});
    };
    EXPECT_DEATH(apply_one(RowChange::Kind::Put, key("a")), "");
    EXPECT_DEATH(apply_one(RowChange::Kind::Remove, row("a", "OPEN", 1)), "");
    EXPECT_DEATH(apply_one(RowChange::Kind::Add, row("a", "OPEN", 1)), "");
    EXPECT_DEATH(apply_one(RowChange::Kind::Remove, {std::monostate{}, std::int64_t{1}}), "");
    EXPECT_DEATH(apply_one(RowChange::Kind::Remove, {std::string("a"), std::string("b")}), "");
}

// Folding a batch to one change per key and applying that must equal applying every change.
TEST(PendingRows, FoldedBatchEqualsEachChangeInTurn) {
    std::mt19937_64 random(20'160'104);
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    for (int round = 0; round < 500; ++round) {
        RowStore direct;
        RowStore folded;
        std::int64_t offset = 0;
        for (int batch = 0; batch < 4; ++batch) {
            PendingRows pending;
            for (int i = pick(9); i >= 0; --i) {
                const std::string code(1, static_cast<char>('a' + pick(3)));
                RowSink sink;
                switch (pick(3)) {
                    case 0:
                        sink.put(kFiles, row(code, pick(2) ? "X" : "Y", pick(9)));
                        break;
                    case 1:
                        sink.add(kFiles, delta(code, pick(9) - 4));
                        break;
                    default:
                        sink.remove(kFiles, key(code));
                        break;
                }
                const RowChange change = sink.take().front();
                direct.apply(kFederation, ++offset, change);
                pending.apply(kFederation, offset, change);
            }
            for (const auto& [table, rows] : pending.tables()) {
                for (const auto& [_, row] : rows) {
                    folded.apply(row.federation, row.last_offset, {row.kind, table, row.values});
                }
            }
        }
        const auto expected = direct.rows(kFiles);
        const auto actual = folded.rows(kFiles);
        ASSERT_EQ(expected.size(), actual.size()) << round;
        for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(*expected[i], *actual[i]);
    }
}

}  // namespace
}  // namespace haven::log
