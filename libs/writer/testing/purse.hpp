// Purse: the smallest aggregate that can lose in every way; shared by the tests of writer,
// consumer, timer and host.
#pragma once

#include <span>
#include <string>

#include "libs/writer/writer.hpp"

namespace haven::spec {

using writer::Aggregate;
using writer::Submission;

// A purse that holds a claim while it is open and never goes below zero. What is spent from it
// draws on its fund, which may be shared with other purses and gives kFundLimit; "" = on none.
struct PurseOpened {
    std::int64_t limit = 0;
    std::string claim;
    std::string fund = "";
    bool operator==(const PurseOpened&) const = default;
};
struct PurseSpent {
    std::int64_t amount = 0;
    bool operator==(const PurseSpent&) const = default;
};
struct PurseClosed {
    std::string claim;
    bool operator==(const PurseClosed&) const = default;
};
struct OpenPurse {
    std::int64_t limit = 0;
    std::string claim;
    std::string fund = "";
};
struct SpendPurse {
    std::int64_t amount = 0;
};
struct ClosePurse {};
// Spends one on `due`, by timer.
struct SchedulePurse {
    Date due;
};
struct PurseScheduled {
    Date due;
    bool operator==(const PurseScheduled&) const = default;
};

inline constexpr FederationNo kCity{1};
inline constexpr std::int64_t kFundLimit = 200;

struct Purse {
    struct State {
        bool open = false;
        std::int64_t left = 0;
        std::string claim = {};
        std::string fund = {};
    };
    using Command = std::variant<OpenPurse, SpendPurse, SchedulePurse, ClosePurse>;
    using Event = std::variant<PurseOpened, PurseSpent, PurseScheduled, PurseClosed>;

    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context&) {
        return match(
            command,
            [&](const OpenPurse& open) -> Result<std::vector<Event>> {
                if (state.open) return refused("PURSE_OPEN", "it is open already");
                return std::vector<Event>{PurseOpened{open.limit, open.claim, open.fund}};
            },
            [&](const SpendPurse& spend) -> Result<std::vector<Event>> {
                if (spend.amount > state.left) return refused("PURSE_EMPTY", "not enough left");
                return std::vector<Event>{PurseSpent{spend.amount}};
            },
            [&](const SchedulePurse& schedule) -> Result<std::vector<Event>> {
                return std::vector<Event>{PurseScheduled{schedule.due}};
            },
            [&](const ClosePurse&) -> Result<std::vector<Event>> {
                if (!state.open) return refused("PURSE_CLOSED", "it is not open");
                return std::vector<Event>{PurseClosed{state.claim}};
            });
    }
    static State evolve(State state, const Event& event) {
        match(
            event, [&](const PurseOpened& e) { state = {true, e.limit, e.claim, e.fund}; },
            [&](const PurseSpent& spent) { state.left -= spent.amount; },
            [](const PurseScheduled&) {}, [&](const PurseClosed&) { state = {}; });
        return state;
    }
    static Effects effects(const State& after, const Event& event) {
        Effects effects;
        match(
            event,
            [&](const PurseOpened& e) {
                effects.claims.push_back({ClaimChange::Kind::Take, e.claim});
            },
            [&](const PurseSpent& e) {
                effects.timers.push_back({"spend", std::nullopt});
                if (!after.fund.empty()) {
                    effects.quotas.push_back({"fund/" + after.fund, e.amount, kFundLimit});
                }
            },
            [&](const PurseScheduled& e) { effects.timers.push_back({"spend", e.due}); },
            [&](const PurseClosed& e) {
                effects.claims.push_back({ClaimChange::Kind::Free, e.claim});
            });
        return effects;
    }
    static std::optional<Command> on_timer(const State&, const TimerFired&) {
        return SpendPurse{1};
    }
};

struct PurseCodec {
    static constexpr std::string_view kTypes[] = {"PurseOpened", "PurseSpent", "PurseScheduled",
                                                  "PurseClosed"};
    static std::span<const std::string_view> types() { return kTypes; }
    static log::NewEvent encode(const Purse::Event& event) {
        return match(
            event,
            [](const PurseOpened& e) {
                return log::NewEvent{"PurseOpened", 1,
                                     std::to_string(e.limit) + " " + e.claim + " " + e.fund};
            },
            [](const PurseSpent& e) {
                return log::NewEvent{"PurseSpent", 1, std::to_string(e.amount)};
            },
            [](const PurseScheduled& e) {
                return log::NewEvent{"PurseScheduled", 1, std::to_string(e.due.days())};
            },
            [](const PurseClosed& e) { return log::NewEvent{"PurseClosed", 1, e.claim}; });
    }
    static std::optional<Purse::Event> decode(std::string_view type, int,
                                              std::string_view payload) {
        const std::string text(payload);
        if (type == "PurseSpent") return PurseSpent{std::stoll(text)};
        if (type == "PurseScheduled") return PurseScheduled{Date::from_days(std::stoi(text))};
        if (type == "PurseClosed") return PurseClosed{text};
        const auto first = text.find(' ');
        const auto last = text.rfind(' ');
        return PurseOpened{std::stoll(text), text.substr(first + 1, last - first - 1),
                           text.substr(last + 1)};
    }
};

inline const log::Table kPurses{
    "purse", {{"purse_id", log::ColumnType::Uuid}, {"left", log::ColumnType::Int64}}, 1};

inline const std::unique_ptr<const Aggregate> kPurse = writer::make_aggregate<Purse, PurseCodec>(
    "purse", [](const Purse::Event&, const Purse::State& after, const log::EventContext& context,
                log::RowSink& sink) { sink.put(kPurses, {context.stream_id, after.left}); });

inline Uuid id(std::uint8_t number) {
    Uuid uuid;
    uuid.bytes[15] = number;
    return uuid;
}

inline Submission command(std::uint8_t purse, std::uint8_t command_id, Purse::Command what) {
    Submission submission;
    submission.aggregate = kPurse.get();
    submission.federation = kCity;
    submission.stream = id(purse);
    submission.command_id = id(command_id);
    submission.request_hash[0] = command_id;
    submission.command = std::move(what);
    return submission;
}

}  // namespace haven::spec
