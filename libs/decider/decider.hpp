// The Decider: the pure heart of an aggregate (design §2).
//
//     struct FundLine {
//         struct State {…};
//         using Command = std::variant<OpenFundLine, …>;      // imperative
//         using Event = std::variant<FundLineOpened, …>;      // past tense, the stored facts
//         static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
//         static State evolve(State, const Event&);
//         static Effects effects(const State& after, const Event&);                    // optional
//         static std::optional<Command> on_timer(const State&, const TimerFired&);     // optional
//     };
//     static_assert(Decider<FundLine>);
//
// No events = already so: the command is accepted and changes nothing. decide and evolve are total,
// have no I/O, clock or randomness, and may run on any thread.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/money.hpp"
#include "libs/base/result.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"

namespace haven {

// Who commands and when. It is stored in the event's meta; what a rule needs later (who made, who
// checked) goes into the event itself.
struct Context {
    StaffId actor;            // the member of staff, or nil for a service
    Instant at;               // machine time
    Date business_date;       // Beijing business date (protocols §6)
    FederationNo federation;  // the federation whose log is written

    bool operator==(const Context&) const = default;
};

// A key that at most one stream of the whole database may hold.
struct ClaimChange {
    enum class Kind { Take, Free };
    Kind kind;
    std::string key;  // "open-file/<person_id>"; never personal data

    bool operator==(const ClaimChange&) const = default;
};

// Adds `delta_fen` to the sum under `key`; the sum may not pass `limit_fen`.
struct QuotaChange {
    std::string key;
    std::int64_t delta_fen = 0;
    std::int64_t limit_fen = 0;

    bool operator==(const QuotaChange&) const = default;
};

// Sets the timer `key` of this stream to a business date, or cancels it.
struct TimerChange {
    std::string key;          // "review-due"
    std::optional<Date> due;  // nullopt = cancel

    bool operator==(const TimerChange&) const = default;
};

struct Effects {
    std::vector<ClaimChange> claims = {};
    std::vector<QuotaChange> quotas = {};
    std::vector<TimerChange> timers = {};
};

// A timer has fallen due. It is removed in the transaction of the command that it becomes.
struct TimerFired {
    std::string key;
    Date due;
};

template <class D>
concept Decider =
    std::default_initializable<typename D::State> && std::equality_comparable<typename D::Event> &&
    requires(typename D::State s, const typename D::Command& c, const typename D::Event& e,
             const Context& by) {
        { D::decide(s, c, by) } -> std::same_as<Result<std::vector<typename D::Event>>>;
        { D::evolve(std::move(s), e) } -> std::same_as<typename D::State>;
    };

template <class D>
concept HasEffects = requires(const typename D::State& s, const typename D::Event& e) {
    { D::effects(s, e) } -> std::same_as<Effects>;
};

template <class D>
concept HasTimers = requires(const typename D::State& s, const TimerFired& fired) {
    { D::on_timer(s, fired) } -> std::same_as<std::optional<typename D::Command>>;
};

// One function object out of several lambdas, for match().
template <class... Arms>
struct Overloaded : Arms... {
    using Arms::operator()...;
};
template <class... Arms>
Overloaded(Arms...) -> Overloaded<Arms...>;

// std::visit with an arm for each alternative. Do not write a generic `auto` arm: a new alternative
// must break the build wherever it has to be thought about.
template <class Variant, class... Arms>
decltype(auto) match(Variant&& variant, Arms&&... arms) {
    return std::visit(Overloaded{std::forward<Arms>(arms)...}, std::forward<Variant>(variant));
}

}  // namespace haven
