// Uuid and typed ids. Ids are given by the caller or derived in the api layer, never made in a
// domain.
//
//     auto id = HouseholdId::parse("0190b6f2-…");   // Result<HouseholdId>
//
// Values are regular, cheap to copy, thread-safe to read.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "libs/base/result.hpp"

namespace haven {

struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const Uuid&) const = default;

    [[nodiscard]] bool is_nil() const { return *this == Uuid{}; }
    // 36 characters, lower case, with hyphens.
    [[nodiscard]] std::string to_string() const;
    // Accepts the 36-character form in either case. Error: INVALID_UUID on field "id".
    static Result<Uuid> parse(std::string_view text);
};

// A Uuid that cannot be mistaken for the id of something else.
template <class Tag>
struct Id {
    Uuid uuid;

    auto operator<=>(const Id&) const = default;

    [[nodiscard]] bool is_nil() const { return uuid.is_nil(); }
    [[nodiscard]] std::string to_string() const { return uuid.to_string(); }
    static Result<Id> parse(std::string_view text) {
        HAVEN_TRY(auto parsed, Uuid::parse(text));
        return Id{parsed};
    }
};

using PersonId = Id<struct PersonTag>;
using StaffId = Id<struct StaffTag>;
using CommandId = Id<struct CommandTag>;

// The number of a federation: the owner of one log (design §4). 1 is the city's own. Given once,
// never re-used; 0 is "none".
struct FederationNo {
    std::int16_t value = 0;

    auto operator<=>(const FederationNo&) const = default;
};

}  // namespace haven

template <>
struct std::hash<haven::Uuid> {
    std::size_t operator()(const haven::Uuid& id) const noexcept {
        std::uint64_t high = 0;
        std::uint64_t low = 0;
        for (std::size_t i = 0; i < 8; ++i) {
            high = high << 8 | id.bytes[i];
            low = low << 8 | id.bytes[i + 8];
        }
        return static_cast<std::size_t>(high * 0x9e3779b97f4a7c15ULL ^ low);
    }
};
template <class Tag>
struct std::hash<haven::Id<Tag>> {
    std::size_t operator()(const haven::Id<Tag>& id) const noexcept {
        return std::hash<haven::Uuid>{}(id.uuid);
    }
};
template <>
struct std::hash<haven::FederationNo> {
    std::size_t operator()(haven::FederationNo number) const noexcept {
        return std::hash<std::int16_t>{}(number.value);
    }
};
