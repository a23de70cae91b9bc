// Fair (招聘会): announced, perhaps put off or called off, and counted when it is over
// (docs/rules.md R58). Lives in the federation that holds it.
#pragma once

#include <algorithm>
#include <optional>

#include "services/employment/domain/checks.hpp"
#include "services/employment/domain/types.hpp"

namespace haven::employment {

struct FairTerms {
    FairId fair = {};
    std::string code = {};
    std::string venue = {};
    Date first_day = {};
    int days = 0;
    int stalls = 0;
    std::string source = {};
    bool operator==(const FairTerms&) const = default;
};

inline constexpr int kMaxFairDays = 30;

// A fair as the Api knows it when somebody acts at it.
struct KnownFair {
    FairTerms terms = {};  // with the day to which it was put off
    bool cancelled = false;

    // Also of terms that no fair was scheduled with, as a caller may hold them.
    [[nodiscard]] Date last_day() const {
        return terms.first_day.plus_days(std::clamp(terms.days, 1, kMaxFairDays) - 1);
    }
};
// Neither cancelled nor over. Errors: FAIR_CANCELLED, FAIR_OVER.
Result<void> check_fair_open(const KnownFair& fair, Date today);

// The stored facts.
struct FairScheduled {
    FairTerms terms = {};
    bool operator==(const FairScheduled&) const = default;
};
struct FairPostponed {
    Date first_day = {};
    std::string reason = {};
    bool operator==(const FairPostponed&) const = default;
};
struct FairCancelled {
    std::string reason = {};
    bool operator==(const FairCancelled&) const = default;
};
struct FairReported {
    int firms = 0;
    int posts = 0;
    int intents = 0;
    Date reported_on = {};
    bool operator==(const FairReported&) const = default;
};

struct ScheduleFair {
    FairTerms terms = {};
};
// `intents`: those that stand in the read side; with one of them it has been held.
struct PostponeFair {
    Date first_day = {};
    std::string reason = {};
    int intents = 0;
};
struct CancelFair {
    std::string reason = {};
    int intents = 0;
};
// The sums as they stand in the read side.
struct ReportFair {
    int firms = 0;
    int posts = 0;
    int intents = 0;
};

struct Fair {
    struct State {
        std::optional<KnownFair> fair;
        std::optional<FairReported> report;
    };
    using Command = std::variant<ScheduleFair, PostponeFair, CancelFair, ReportFair>;
    using Event = std::variant<FairScheduled, FairPostponed, FairCancelled, FairReported>;

    // Reasons: FAIR_EXISTS, FAIR_MISSING, FAIR_CANCELLED, FAIR_HELD, FAIR_NOT_HELD,
    // INVALID_FAIR_DAY, INVALID_COUNT, INVALID_WORD, REASON_MISSING, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // A code names one fair of the whole suite: claim "fair/<code>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<Fair> && HasEffects<Fair>);

}  // namespace haven::employment
