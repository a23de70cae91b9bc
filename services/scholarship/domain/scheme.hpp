// Scheme (助学项目): one sponsor's or union's awards of one year: kind, tiers, window, what it
// excludes. All of it is data with a source; it never changes after opening, but for a window that
// is extended by a decision (docs/rules.md R49, R50).
#pragma once

#include <optional>

#include "services/scholarship/domain/checks.hpp"
#include "services/scholarship/domain/types.hpp"

namespace haven::scholarship {

enum class TierFor { Unset, Anybody, Filed, Unfiled };

// What a student of certain stages gets. "HIGHER-FILED", 500,000 fen.
struct AwardTier {
    std::string code = {};
    Money amount = {};
    std::vector<StudyStage> stages = {};
    TierFor for_whom = TierFor::Unset;  // families on file, or without one
    bool entrants_only = false;         // first year of the stage

    bool operator==(const AwardTier&) const = default;
    [[nodiscard]] bool fits(StudyStage stage, int study_year, bool on_file) const;
};

// What the Api puts into every command that is judged by a scheme, as it stands in the read side.
struct SchemeTerms {
    SchemeId scheme = {};
    std::string code = {};
    SchemeKind kind = SchemeKind::Unset;
    int year = 0;
    std::string sponsor = {};             // credit code; empty = the union itself
    bool counts_as_hardship_aid = false;  // then one a student, year and stage (I27)
    Date first_day = {};                  // of the window, both days included
    Date last_day = {};
    std::vector<AwardTier> tiers = {};
    std::vector<ProgrammeKind> excluded = {};
    bool excludes_other_aid = false;
    int places = 0;      // most awards; 0 = as many as there is money
    int per_family = 0;  // most awards in one family; 0 = any number
    bool renewable = false;
    int notice_working_days = 0;
    std::string source = {};  // the document that says so

    bool operator==(const SchemeTerms&) const = default;
    [[nodiscard]] const AwardTier* tier(std::string_view tier_code) const;
    [[nodiscard]] bool covers(StudyStage stage) const;
};

// The stored facts.
struct SchemeOpened {
    SchemeTerms terms = {};
    bool operator==(const SchemeOpened&) const = default;
};
struct WindowExtended {
    Date last_day = {};
    std::string decision_no = {};
    bool operator==(const WindowExtended&) const = default;
};
struct WindowClosed {
    Date closed_on = {};
    bool operator==(const WindowClosed&) const = default;
};
struct SchemeClosed {
    int awards = 0;
    Money total = {};
    bool operator==(const SchemeClosed&) const = default;
};

struct OpenScheme {
    SchemeTerms terms = {};
};
struct ExtendWindow {
    Date last_day = {};
    std::string decision_no = {};
};
struct CloseWindow {};
// The sums as they stand in the read side.
struct CloseScheme {
    int unfinished = 0;  // applications without an end
    int awards = 0;
    Money total = {};
};

struct Scheme {
    struct State {
        std::optional<SchemeTerms> terms;  // with the window as extended
        bool window_closed = false;
        bool closed = false;
    };
    using Command = std::variant<OpenScheme, ExtendWindow, CloseWindow, CloseScheme>;
    using Event = std::variant<SchemeOpened, WindowExtended, WindowClosed, SchemeClosed>;

    // Reasons: SCHEME_EXISTS, SCHEME_MISSING, SCHEME_CLOSED, INVALID_WORD, INVALID_SCHEME_KIND,
    // INVALID_YEAR, INVALID_WINDOW, INVALID_TIERS, INVALID_AMOUNT, INVALID_COUNT, SPONSOR_MISSING,
    // COUNTING_DIFFERS, WINDOW_OPEN, APPLICATIONS_UNFINISHED, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // A code names one scheme of the whole suite: claim "scheme/<code>". Timer "window" closes the
    // window on the day after its last.
    static Effects effects(const State& after, const Event& event);
    static std::optional<Command> on_timer(const State& state, const TimerFired& fired);
};
static_assert(Decider<Scheme> && HasEffects<Scheme> && HasTimers<Scheme>);

}  // namespace haven::scholarship
