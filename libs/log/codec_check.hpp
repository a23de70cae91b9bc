// What the test of every codec asks: an event comes back from its stored message as it went in,
// every field of it. For test programs only.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "libs/decider/decider.hpp"
#include "libs/log/log.hpp"

namespace haven::spec {

// A typed id that is the same in each run, so that what is stored of it can be golden.
template <class TypedId>
TypedId id(std::uint8_t number) {
    TypedId typed;
    typed.uuid.bytes.fill(number);
    return typed;
}

// `history` holds at least one event of each type of the codec, in an order in which they fold.
template <Decider D, class Codec>
void expect_whole(const std::vector<typename D::Event>& history) {
    std::set<std::string> missing(Codec::types().begin(), Codec::types().end());
    typename D::State state;
    for (const auto& event : history) {
        const log::NewEvent stored = Codec::encode(event);
        missing.erase(stored.type);
        const auto back = Codec::decode(stored.type, stored.schema_version, stored.payload);
        ASSERT_TRUE(back.has_value()) << stored.type;
        EXPECT_TRUE(*back == event) << stored.type << " loses a field";
        EXPECT_EQ(Codec::encode(*back).payload, stored.payload) << stored.type;
        state = D::evolve(std::move(state), *back);
    }
    EXPECT_THAT(missing, ::testing::IsEmpty()) << "types without a sample";
    EXPECT_FALSE(Codec::decode("NoSuchType", 1, "").has_value());
}

}  // namespace haven::spec
