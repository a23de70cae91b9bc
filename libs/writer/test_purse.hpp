// Purse: the smallest aggregate that can lose in every way; shared by the tests of writer, consumer
// and timer.
#pragma once

#include <span>
#include <string>

#include "libs/writer/writer.hpp"

namespace haven::spec {

using writer::Aggregate;
using writer::Submission;

// A purse that holds a claim while it is open and never goes below zero: the smallest aggregate
// that can lose in every way.
struct PurseOpened {
    std::int64_t limit = 0;
    std::string claim;
    bool operator==(const PurseOpened&) const = default;
};
struct PurseSpent {
    std::int64_t amount = 0;
    bool operator==(const PurseSpent&) const = default;
};
struct OpenPurse {
    std::int64_t limit = 0;
    std::string claim;
};
struct SpendPurse {
    std::int64_t amount = 0;
};
// Spends one on `due`, by timer.
struct SchedulePurse {
    Date due;
};
struct PurseScheduled {
    Date due;
    bool operator==(const PurseScheduled&) const = default;
};

struct Purse {
    struct State {
        bool open = false;
        std::int64_t left = 0;
    };
    using Command = std::variant<OpenPurse, SpendPurse, SchedulePurse>;
    using Event = std::variant<PurseOpened, PurseSpent, PurseScheduled>;

    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context&) {
        return match(
            command,
            [&](const OpenPurse& open) -> Result<std::vector<Event>> {
                if (state.open) return refused("PURSE_OPEN", "it is open already");
                return std::vector<Event>{PurseOpened{open.limit, open.claim}};
            },
            [&](const SpendPurse& spend) -> Result<std::vector<Event>> {
                if (spend.amount > state.left) return refused("PURSE_EMPTY", "not enough left");
                return std::vector<Event>{PurseSpent{spend.amount}};
            },
            [&](const SchedulePurse& schedule) -> Result<std::vector<Event>> {
                return std::vector<Event>{PurseScheduled{schedule.due}};
            });
    }
    static State evolve(State state, const Event& event) {
        match(
            event, [&](const PurseOpened& opened) { state = {true, opened.limit}; },
            [&](const PurseSpent& spent) { state.left -= spent.amount; },
            [](const PurseScheduled&) {});
        return state;
    }
    static Effects effects(const State&, const Event& event) {
        Effects effects;
        if (const auto* opened = std::get_if<PurseOpened>(&event)) {
            effects.claims.push_back({ClaimChange::Kind::Take, opened->claim});
        } else if (std::holds_alternative<PurseSpent>(event)) {
            effects.timers.push_back({"spend", std::nullopt});
        } else if (const auto* scheduled = std::get_if<PurseScheduled>(&event)) {
            effects.timers.push_back({"spend", scheduled->due});
        }
        return effects;
    }
    static std::optional<Command> on_timer(const State&, const TimerFired&) {
        return SpendPurse{1};
    }
};

struct PurseCodec {
    static constexpr std::string_view kTypes[] = {"PurseOpened", "PurseSpent", "PurseScheduled"};
    static std::span<const std::string_view> types() { return kTypes; }
    static log::NewEvent encode(const Purse::Event& event) {
        return match(
            event,
            [](const PurseOpened& e) {
                return log::NewEvent{"PurseOpened", 1, std::to_string(e.limit) + " " + e.claim};
            },
            [](const PurseSpent& e) {
                return log::NewEvent{"PurseSpent", 1, std::to_string(e.amount)};
            },
            [](const PurseScheduled& e) {
                return log::NewEvent{"PurseScheduled", 1, std::to_string(e.due.days())};
            });
    }
    static std::optional<Purse::Event> decode(std::string_view type, int,
                                              std::string_view payload) {
        const std::string text(payload);
        if (type == "PurseSpent") return PurseSpent{std::stoll(text)};
        if (type == "PurseScheduled") return PurseScheduled{Date::from_days(std::stoi(text))};
        const auto space = text.find(' ');
        return PurseOpened{std::stoll(text), text.substr(space + 1)};
    }
};

inline const log::Table kPurses{
    "purse", {{"purse_id", log::ColumnType::Uuid}, {"left", log::ColumnType::Int64}}, 1};

inline const std::unique_ptr<const Aggregate> kPurse = writer::make_aggregate<Purse, PurseCodec>(
    "purse", [](const Purse::Event&, const Purse::State& after, const log::EventContext& context,
                log::RowSink& sink) { sink.put(kPurses, {context.stream_id, after.left}); });

inline constexpr FederationNo kCity{1};

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
