// PublicityActivity (宣传活动): boards, consultation, posts, handbooks, a study meeting; announced,
// held, and reported with counts that say what they rest on (docs/rules.md R72). What was reported
// is amended by a new fact, also downward; nothing is overwritten.
#pragma once

#include <optional>

#include "services/outreach/domain/checks.hpp"
#include "services/outreach/domain/types.hpp"

namespace haven::outreach {

enum class PublicityKind { Unset, Exhibition, Consultation, Online, Handbook };
// What a count rests on; an estimate is never shown as exact.
enum class CountBasis { Unset, Exact, Estimated, LowerBound };
// What a sum of both rests on: a lower bound and an exact count are still a lower bound, and with
// an estimate among them nothing more than an estimate is known (docs/rules.md R72).
CountBasis weaker(CountBasis one, CountBasis other);

struct ActivityTerms {
    std::string code = {};
    std::string theme = {};  // a word: SAFETY_WEEK
    UnionLevel level = UnionLevel::Unset;
    std::vector<PublicityKind> kinds = {};  // each once
    Date first_day = {};
    Date last_day = {};

    bool operator==(const ActivityTerms&) const = default;
};
struct Counts {
    std::int64_t items = 0;    // pieces handed out or shown
    std::int64_t reached = 0;  // people
    CountBasis basis = CountBasis::Unset;

    bool operator==(const Counts&) const = default;
};

// The stored facts.
struct ActivityAnnounced {
    ActivityTerms terms = {};
    bool operator==(const ActivityAnnounced&) const = default;
};
struct ActivityReported {
    Counts counts = {};
    std::string record_no = {};
    bool operator==(const ActivityReported&) const = default;
};
struct ActivityAmended {
    Counts counts = {};
    std::string reason = {};
    std::string record_no = {};
    bool operator==(const ActivityAmended&) const = default;
};
struct ActivityCancelled {
    std::string reason = {};
    bool operator==(const ActivityCancelled&) const = default;
};

struct AnnounceActivity {
    ActivityTerms terms = {};
};
struct ReportActivity {
    Counts counts = {};
    std::string record_no = {};
};
struct AmendActivity {
    Counts counts = {};
    std::string reason = {};
    std::string record_no = {};
};
struct CancelActivity {
    std::string reason = {};
};

struct PublicityActivity {
    struct State {
        std::optional<ActivityTerms> terms;
        std::optional<Counts> counts;
        int amendments = 0;
        bool cancelled = false;
    };
    using Command = std::variant<AnnounceActivity, ReportActivity, AmendActivity, CancelActivity>;
    using Event =
        std::variant<ActivityAnnounced, ActivityReported, ActivityAmended, ActivityCancelled>;

    // Reasons: ACTIVITY_EXISTS, ACTIVITY_MISSING, ACTIVITY_CANCELLED, ACTIVITY_NOT_OVER,
    // ACTIVITY_REPORTED, ACTIVITY_NOT_REPORTED, COUNTS_UNCHANGED, INVALID_COUNT, INVALID_BASIS,
    // INVALID_KIND, INVALID_LEVEL, INVALID_WINDOW, INVALID_WORD, REASON_MISSING, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // A code names one activity of the whole suite: claim "activity/<code>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<PublicityActivity> && HasEffects<PublicityActivity>);

}  // namespace haven::outreach
