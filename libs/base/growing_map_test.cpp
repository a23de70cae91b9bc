#include "libs/base/growing_map.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace haven {
namespace {

TEST(GrowingMap, HoldsWhatAMapHolds) {
    std::mt19937 random(7);
    GrowingMap<int, std::string> growing;
    std::map<int, std::string> map;
    for (int i = 0; i < 5'000; ++i) {
        const int key = static_cast<int>(random() % 8'000);
        const std::string value = std::to_string(i);
        ASSERT_EQ(growing.emplace(key, value), map.emplace(key, value).second) << key;
    }
    ASSERT_EQ(growing.size(), map.size());
    for (int key = 0; key < 8'000; ++key) {
        ASSERT_EQ(growing.contains(key), map.contains(key)) << key;
        if (map.contains(key)) {
            ASSERT_EQ(growing.at(key), map.at(key));
        }
    }
}

TEST(GrowingMap, ACopyDoesNotSeeWhatIsAddedLater) {
    GrowingMap<int, int> all;
    std::vector<GrowingMap<int, int>> copies;
    for (int i = 0; i < 200; ++i) {
        copies.push_back(all);
        all.emplace(i, i);
    }
    copies[100].emplace(-1, -1);
    EXPECT_FALSE(all.contains(-1));
    for (int i = 0; i < 200; ++i) {
        const auto& copy = copies[static_cast<std::size_t>(i)];
        EXPECT_FALSE(copy.contains(i));
        EXPECT_EQ(copy.contains(i - 1), i > 0);
    }
}

TEST(GrowingMap, WhatIsThereStays) {
    GrowingMap<std::string, int> growing;
    EXPECT_TRUE(growing.emplace("a", 1));
    EXPECT_FALSE(growing.emplace("a", 2));
    EXPECT_EQ(growing.at("a"), 1);
    EXPECT_DEATH(static_cast<void>(growing.at("b")), "");
}

// What makes it worth having: a copy shares its old entries, whatever their number.
TEST(GrowingMap, ACopySharesWhatIsOld) {
    GrowingMap<int, int> growing;
    for (int i = 0; i < 100'000; ++i) growing.emplace(i, i);
    const GrowingMap<int, int> copy = growing;
    EXPECT_EQ(&copy.at(0), &growing.at(0));
}

TEST(GrowingSet, KnowsWhatWasInserted) {
    GrowingSet<std::string> set;
    EXPECT_TRUE(set.insert("voucher/1"));
    EXPECT_FALSE(set.insert("voucher/1"));
    EXPECT_TRUE(set.contains("voucher/1"));
    EXPECT_EQ(set.size(), 1U);
}

}  // namespace
}  // namespace haven
