// TimeLimits: how many working days the hotline may take, by class of ticket; a rule with a first
// day and a source (docs/rules.md R74). In the city's log, for all federations.
#pragma once

#include <optional>
#include <span>

#include "services/outreach/domain/checks.hpp"

namespace haven::outreach {

enum class TicketClass { Unset, General, Difficult, ExtraComplex };

struct TimeLimits {
    std::string code = {};
    Date first_day = {};
    int general = 0;
    int difficult = 0;
    int extra_complex = 0;
    std::string source = {};

    // Working days for that class; 0 where it is no class.
    [[nodiscard]] int days_of(TicketClass of) const;
    bool operator==(const TimeLimits&) const = default;
};

// The longest limit, in working days.
inline constexpr int kMaxLimitDays = 250;

// Those that began last by that day; null: none had.
const TimeLimits* in_force(std::span<const TimeLimits> all, Date on);

// The stored fact.
struct TimeLimitsAdded {
    TimeLimits limits = {};
    bool operator==(const TimeLimitsAdded&) const = default;
};
struct AddTimeLimits {
    TimeLimits limits = {};
};

struct TicketRules {
    struct State {
        std::optional<TimeLimits> limits;
    };
    using Command = std::variant<AddTimeLimits>;
    using Event = std::variant<TimeLimitsAdded>;

    // Reasons: TIME_LIMITS_EXIST, INVALID_DAYS, INVALID_DATE, INVALID_WORD, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // One rule a day: claim "ticket-limits/<first day>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<TicketRules> && HasEffects<TicketRules>);

}  // namespace haven::outreach
