// Basic posts (公益性岗位) for older people who are long without work (docs/rules.md R79): rules
// with their dates, allotments of posts that a funder pays for in a period, and the post of one
// person, offered, begun for a term, ended. Posts of an allotment and months of a person are
// quotas, held at the append. Rules live at the head; an allotment in the federation that allots; a
// post in the seeker's.
#pragma once

#include <optional>

#include "services/employment/domain/seeker.hpp"

namespace haven::employment {

enum class PostState { Unset, Offered, Started, Declined, Ended };

struct PostRules {
    std::string code = {};
    Date effective_from = {};
    int min_age_men = 0;
    int min_age_women = 0;
    int months_jobless = 0;
    int max_months = 0;
    std::string source = {};
    bool operator==(const PostRules&) const = default;
};
struct PostAllotment {
    AllotmentId allotment = {};
    std::string code = {};
    std::string funder = {};
    Date first_day = {};
    Date last_day = {};
    int posts = 0;
    std::string source = {};
    bool operator==(const PostAllotment&) const = default;
};
// What our own log knows of somebody's work.
struct KnownWork {
    bool at_work = false;
    Date last_ended = {};  // unset: never
};

// The stored facts.
struct PostRulesSet {
    PostRules rules = {};
    bool operator==(const PostRulesSet&) const = default;
};
struct PostsAllotted {
    PostAllotment allotment = {};
    bool operator==(const PostsAllotted&) const = default;
};
struct PostOffered {
    BasicPostId post = {};
    SeekerId seeker = {};
    PersonId person = {};
    AllotmentId allotment = {};
    int posts = 0;
    Date period_until = {};
    std::string uscc = {};
    std::string work = {};
    std::string rules = {};
    int max_months = 0;
    int age = 0;
    Date jobless_since = {};
    int months_jobless = 0;
    std::string proof_no = {};
    StaffId offered_by = {};
    Date offered_on = {};
    Date begin_by = {};
    bool operator==(const PostOffered&) const = default;
};
struct PostDeclined {
    std::string reason = {};
    Date declined_on = {};
    bool operator==(const PostDeclined&) const = default;
};
struct PostStarted {
    Date starts_on = {};
    int months = 0;
    Date last_day = {};
    StaffId confirmed_by = {};
    bool operator==(const PostStarted&) const = default;
};
struct PostEnded {
    Date ended_on = {};
    PostEndReason reason = PostEndReason::Unset;
    bool operator==(const PostEnded&) const = default;
};

struct SetPostRules {
    PostRules rules = {};
};
struct AllotPosts {
    PostAllotment allotment = {};
};
// What it is judged by; `rules` and `allotment` are nothing where there are none.
struct OfferPost {
    BasicPostId post = {};
    KnownSeeker seeker = {};
    std::optional<PostRules> rules = {};
    std::optional<PostAllotment> allotment = {};
    std::string uscc = {};  // of a registered employer
    bool employer_barred = false;
    std::string work = {};
    Date jobless_since = {};
    std::string proof_no = {};
    KnownWork known = {};
};
struct DeclinePost {
    std::string reason = {};
};
struct LapseOffer {};
struct StartPost {
    Date starts_on = {};
    int months = 0;
};
struct EndPost {
    Date ended_on = {};
    PostEndReason reason = PostEndReason::Unset;
};
struct EndTerm {};

struct PostRuling {
    struct State {
        std::optional<PostRules> rules;
    };
    using Command = std::variant<SetPostRules>;
    using Event = std::variant<PostRulesSet>;

    // Reasons: POST_RULES_EXIST, INVALID_POST_RULES, INVALID_DATE, INVALID_WORD, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claim "post-rules/<day>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<PostRuling> && HasEffects<PostRuling>);

struct Allotment {
    struct State {
        std::optional<PostAllotment> allotment;
    };
    using Command = std::variant<AllotPosts>;
    using Event = std::variant<PostsAllotted>;

    // Reasons: ALLOTMENT_EXISTS, INVALID_PERIOD, INVALID_COUNT, INVALID_WORD, REASON_MISSING,
    // NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claim "post-allotment/<code>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<Allotment> && HasEffects<Allotment>);

struct BasicPost {
    struct State {
        PostState phase = PostState::Unset;
        PostOffered offered;
        PostStarted started;
        PostEnded ended;
        PostDeclined declined;
    };
    using Command = std::variant<OfferPost, DeclinePost, LapseOffer, StartPost, EndPost, EndTerm>;
    using Event = std::variant<PostOffered, PostDeclined, PostStarted, PostEnded>;

    // Reasons: POST_EXISTS, POST_MISSING, POST_NOT_OFFERED, POST_NOT_STARTED, SEEKER_LEFT,
    // POST_RULES_MISSING, ALLOTMENT_MISSING, ALLOTMENT_OVER, EMPLOYER_MISSING, EMPLOYER_BARRED,
    // ON_PENSION, AT_WORK, JOBLESS_SINCE_DIFFERS, JOBLESS_TOO_SHORT, TOO_YOUNG_FOR_POST,
    // TWO_PEOPLE_NEEDED, INVALID_TERM, TERM_OUTSIDE_PERIOD, INVALID_DATE, INVALID_WORD,
    // REASON_MISSING, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claim "basic-post/<person>" while it is offered or held. Quotas "basic-posts/<allotment>"
    // (posts held) and "basic-post-months/<person>" (months of terms, less those given back by an
    // early end). Timers "begin-by" and "term".
    static Effects effects(const State& after, const Event& event);
    static std::optional<Command> on_timer(const State& state, const TimerFired& fired);
};
static_assert(Decider<BasicPost> && HasEffects<BasicPost> && HasTimers<BasicPost>);

}  // namespace haven::employment
