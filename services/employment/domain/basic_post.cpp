#include "services/employment/domain/basic_post.hpp"

namespace haven::employment {
namespace {

using State = BasicPost::State;
using Events = std::vector<BasicPost::Event>;

constexpr int kBeginWithin = 31;  // days from the offer
constexpr int kYoungest = 16;
constexpr int kOldest = 70;
constexpr int kMostMonths = 120;
constexpr int kMostPosts = 10'000;
constexpr int kMostDays = 1'827;  // of a period: five years
constexpr const char* kBeginBy = "begin-by";
constexpr const char* kTerm = "term";
constexpr const char* kLapsed = "OFFER_LAPSED";

bool within(int value, int least, int most) {
    return value >= least && value <= most;
}

// Full months from one day to another; 0 where it is not past.
int full_months(Date from, Date to) {
    int months = (to.year() - from.year()) * 12 + static_cast<int>(to.month()) -
                 static_cast<int>(from.month());
    if (months > 0 && from.plus_months(months) > to) --months;
    return months > 0 ? months : 0;
}

Result<void> check_rules(const PostRules& rules) {
    HAVEN_CHECKED(check_number_word(rules.code, "code"));
    HAVEN_CHECKED(check_number_word(rules.source, "source"));
    if (!rules.effective_from.is_set()) {
        return invalid("INVALID_DATE", "effective_from", "the first day of the rules");
    }
    const bool plausible = within(rules.min_age_men, kYoungest, kOldest) &&
                           within(rules.min_age_women, kYoungest, kOldest) &&
                           within(rules.months_jobless, 1, kMostMonths) &&
                           within(rules.max_months, 1, kMostMonths);
    if (plausible) return {};
    return invalid("INVALID_POST_RULES", "rules", "ages 16 to 70, months 1 to 120");
}

Result<void> check_allotment(const PostAllotment& allotment) {
    HAVEN_CHECKED(check_number_word(allotment.code, "code"));
    HAVEN_CHECKED(check_number_word(allotment.source, "source"));
    HAVEN_CHECKED(check_reason(allotment.funder, "funder"));
    if (!within(allotment.posts, 1, kMostPosts)) {
        return invalid("INVALID_COUNT", "posts", "1 to 10,000");
    }
    const bool period = allotment.first_day.is_set() && allotment.last_day.is_set() &&
                        allotment.first_day <= allotment.last_day &&
                        allotment.last_day <= allotment.first_day.plus_days(kMostDays);
    if (period) return {};
    return invalid("INVALID_PERIOD", "last_day", "days in order, at most five years");
}

Result<void> check_employer(const OfferPost& command) {
    if (command.uscc.empty()) {
        return failure(ErrorKind::Missing, "EMPLOYER_MISSING", "there is no such employer");
    }
    if (command.employer_barred) return refused("EMPLOYER_BARRED", "the employer is barred");
    return {};
}

Result<void> check_allotted(const OfferPost& command, const Context& by) {
    if (!command.allotment) {
        return failure(ErrorKind::Missing, "ALLOTMENT_MISSING", "there is no such allotment");
    }
    const bool runs = command.allotment->first_day <= by.business_date &&
                      by.business_date <= command.allotment->last_day;
    if (runs) return {};
    return refused("ALLOTMENT_OVER", "its period does not hold today");
}

// Without work, for long enough by a proof that nothing in our own log speaks against.
Result<void> check_jobless(const OfferPost& command, const PostRules& rules, const Context& by) {
    HAVEN_CHECKED(check_number_word(command.proof_no, "proof_no"));
    if (!command.jobless_since.is_set() || command.jobless_since > by.business_date) {
        return invalid("INVALID_DATE", "jobless_since", "a day up to the business date");
    }
    if (command.seeker.draws_pension) return refused("ON_PENSION", "the person draws a pension");
    if (command.known.at_work) return refused("AT_WORK", "the person is hired");
    if (command.known.last_ended.is_set() && command.known.last_ended > command.jobless_since) {
        return refused("JOBLESS_SINCE_DIFFERS",
                       "the last work we know of ended on " + command.known.last_ended.to_string(),
                       {{"ended_on", command.known.last_ended.to_string()}});
    }
    const int months = full_months(command.jobless_since, by.business_date);
    if (months >= rules.months_jobless) return {};
    return refused(
        "JOBLESS_TOO_SHORT", "not without work for as long as the rules ask",
        {{"months", std::to_string(months)}, {"asked", std::to_string(rules.months_jobless)}});
}

Result<void> check_age(const OfferPost& command, const PostRules& rules, const Context& by) {
    HAVEN_CHECKED(check_working_age(command.seeker.birth, by.business_date));
    const int asked = command.seeker.sex == Sex::Female ? rules.min_age_women : rules.min_age_men;
    if (command.seeker.birth.plus_years(asked) <= by.business_date) return {};
    return refused("TOO_YOUNG_FOR_POST", "younger than the rules ask",
                   {{"asked", std::to_string(asked)}});
}

Result<Events> offer(const State& state, const OfferPost& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (state.phase != PostState::Unset) {
        return failure(ErrorKind::Duplicate, "POST_EXISTS", "this offer was entered already");
    }
    if (command.seeker.state != SeekerState::Seeking) {
        return refused("SEEKER_LEFT", "the person does not seek work");
    }
    HAVEN_CHECKED(check_allotted(command, by));
    HAVEN_CHECKED(check_employer(command));
    HAVEN_CHECKED(check_reason(command.work, "work"));
    if (!command.rules) return refused("POST_RULES_MISSING", "no rules hold on this day");
    HAVEN_CHECKED(check_age(command, *command.rules, by));
    HAVEN_CHECKED(check_jobless(command, *command.rules, by));
    return Events{
        PostOffered{.post = command.post,
                    .seeker = command.seeker.id,
                    .person = command.seeker.person,
                    .allotment = command.allotment->allotment,
                    .posts = command.allotment->posts,
                    .period_until = command.allotment->last_day,
                    .uscc = command.uscc,
                    .work = command.work,
                    .rules = command.rules->code,
                    .max_months = command.rules->max_months,
                    .age = full_months(command.seeker.birth, by.business_date) / 12,
                    .jobless_since = command.jobless_since,
                    .months_jobless = full_months(command.jobless_since, by.business_date),
                    .proof_no = command.proof_no,
                    .offered_by = by.actor,
                    .offered_on = by.business_date,
                    .begin_by = by.business_date.plus_days(kBeginWithin)}};
}

Result<void> check_offered(const State& state) {
    if (state.phase == PostState::Offered) return {};
    if (state.phase != PostState::Unset) {
        return refused("POST_NOT_OFFERED", "the offer has been answered");
    }
    return failure(ErrorKind::Missing, "POST_MISSING", "there is no such post");
}

Result<Events> decline(const State& state, const DeclinePost& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (state.phase == PostState::Declined && state.declined.reason == command.reason) {
        return Events{};
    }
    HAVEN_CHECKED(check_offered(state));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    return Events{PostDeclined{command.reason, by.business_date}};
}

Result<Events> lapse(const State& state, const Context& by) {
    if (state.phase != PostState::Offered || by.business_date <= state.offered.begin_by) {
        return Events{};
    }
    return Events{PostDeclined{kLapsed, by.business_date}};
}

Result<Events> start(const State& state, const StartPost& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (state.phase == PostState::Started && state.started.starts_on == command.starts_on &&
        state.started.months == command.months) {
        return Events{};
    }
    HAVEN_CHECKED(check_offered(state));
    if (by.actor == state.offered.offered_by) {
        return refused("TWO_PEOPLE_NEEDED", "another person confirms than who offered it");
    }
    const bool day = command.starts_on >= state.offered.offered_on &&
                     command.starts_on <= state.offered.begin_by;
    if (!command.starts_on.is_set() || !day) {
        return invalid("INVALID_DATE", "starts_on", "within 31 days of the offer");
    }
    if (!within(command.months, 1, state.offered.max_months)) {
        return invalid("INVALID_TERM", "months", "1 to what the rules allow");
    }
    const Date last_day = command.starts_on.plus_months(command.months).plus_days(-1);
    if (last_day > state.offered.period_until) {
        return refused("TERM_OUTSIDE_PERIOD",
                       "the allotment ends on " + state.offered.period_until.to_string(),
                       {{"until", state.offered.period_until.to_string()}});
    }
    return Events{PostStarted{command.starts_on, command.months, last_day, by.actor}};
}

Result<Events> end(const State& state, const EndPost& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (state.phase == PostState::Ended && state.ended.ended_on == command.ended_on &&
        state.ended.reason == command.reason) {
        return Events{};
    }
    if (state.phase == PostState::Unset) {
        return failure(ErrorKind::Missing, "POST_MISSING", "there is no such post");
    }
    if (state.phase != PostState::Started) {
        return refused("POST_NOT_STARTED", "nobody works there");
    }
    if (command.reason == PostEndReason::Unset || command.reason == PostEndReason::TermOver) {
        return invalid("REASON_MISSING", "reason", "why it ends before its term");
    }
    const bool day = command.ended_on >= state.started.starts_on &&
                     command.ended_on <= by.business_date &&
                     command.ended_on <= state.started.last_day;
    if (!command.ended_on.is_set() || !day) {
        return invalid("INVALID_DATE", "ended_on", "from the first day of work to today");
    }
    return Events{PostEnded{command.ended_on, command.reason}};
}

Result<Events> end_term(const State& state, const Context& by) {
    if (state.phase != PostState::Started || by.business_date <= state.started.last_day) {
        return Events{};
    }
    return Events{PostEnded{state.started.last_day, PostEndReason::TermOver}};
}

// Months of the term in which nobody works any more; a month that has begun is used.
int months_left(const State& state) {
    const int begun = full_months(state.started.starts_on, state.ended.ended_on.plus_days(1));
    const bool all = state.started.starts_on.plus_months(begun) > state.ended.ended_on;
    return state.started.months - (all ? begun : begun + 1);
}

}  // namespace

Result<std::vector<PostRuling::Event>> PostRuling::decide(const State& state,
                                                          const Command& command,
                                                          const Context& by) {
    const PostRules& rules = std::get<SetPostRules>(command).rules;
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_rules(rules));
    if (!state.rules) return std::vector<Event>{PostRulesSet{rules}};
    if (*state.rules == rules) return std::vector<Event>{};
    return failure(ErrorKind::Duplicate, "POST_RULES_EXIST", "rules of this code differ");
}

PostRuling::State PostRuling::evolve(State state, const Event& event) {
    state.rules = std::get<PostRulesSet>(event).rules;
    return state;
}

Effects PostRuling::effects(const State& after, const Event&) {
    Effects effects;
    effects.claims.push_back(
        {ClaimChange::Kind::Take, "post-rules/" + after.rules->effective_from.to_string()});
    return effects;
}

Result<std::vector<Allotment::Event>> Allotment::decide(const State& state, const Command& command,
                                                        const Context& by) {
    const PostAllotment& allotment = std::get<AllotPosts>(command).allotment;
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_allotment(allotment));
    if (!state.allotment) return std::vector<Event>{PostsAllotted{allotment}};
    if (*state.allotment == allotment) return std::vector<Event>{};
    return failure(ErrorKind::Duplicate, "ALLOTMENT_EXISTS", "posts of this code differ");
}

Allotment::State Allotment::evolve(State state, const Event& event) {
    state.allotment = std::get<PostsAllotted>(event).allotment;
    return state;
}

Effects Allotment::effects(const State& after, const Event&) {
    Effects effects;
    effects.claims.push_back({ClaimChange::Kind::Take, "post-allotment/" + after.allotment->code});
    return effects;
}

Result<Events> BasicPost::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const OfferPost& c) { return offer(state, c, by); },
        [&](const DeclinePost& c) { return decline(state, c, by); },
        [&](const LapseOffer&) { return lapse(state, by); },
        [&](const StartPost& c) { return start(state, c, by); },
        [&](const EndPost& c) { return end(state, c, by); },
        [&](const EndTerm&) { return end_term(state, by); });
}

State BasicPost::evolve(State state, const Event& event) {
    match(
        event,
        [&](const PostOffered& e) {
            state.phase = PostState::Offered;
            state.offered = e;
        },
        [&](const PostDeclined& e) {
            state.phase = PostState::Declined;
            state.declined = e;
        },
        [&](const PostStarted& e) {
            state.phase = PostState::Started;
            state.started = e;
        },
        [&](const PostEnded& e) {
            state.phase = PostState::Ended;
            state.ended = e;
        });
    return state;
}

Effects BasicPost::effects(const State& after, const Event& event) {
    Effects effects;
    const PostOffered& offered = after.offered;
    const auto post = [&](ClaimChange::Kind kind, std::int64_t delta) {
        effects.claims.push_back({kind, "basic-post/" + offered.person.to_string()});
        effects.quotas.push_back(
            {"basic-posts/" + offered.allotment.to_string(), delta, offered.posts});
    };
    const auto months = [&](int delta) {
        if (delta == 0) return;
        effects.quotas.push_back(
            {"basic-post-months/" + offered.person.to_string(), delta, offered.max_months});
    };
    const auto timer = [&](const char* key, std::optional<Date> due) {
        effects.timers.push_back({key, due});
    };
    match(
        event,
        [&](const PostOffered& e) {
            post(ClaimChange::Kind::Take, 1);
            timer(kBeginBy, e.begin_by.plus_days(1));
        },
        [&](const PostDeclined&) {
            post(ClaimChange::Kind::Free, -1);
            timer(kBeginBy, std::nullopt);
        },
        [&](const PostStarted& e) {
            months(e.months);
            timer(kBeginBy, std::nullopt);
            timer(kTerm, e.last_day.plus_days(1));
        },
        [&](const PostEnded&) {
            post(ClaimChange::Kind::Free, -1);
            months(-months_left(after));
            timer(kTerm, std::nullopt);
        });
    return effects;
}

std::optional<BasicPost::Command> BasicPost::on_timer(const State& state, const TimerFired& fired) {
    if (state.phase == PostState::Offered && fired.key == kBeginBy) return LapseOffer{};
    if (state.phase == PostState::Started && fired.key == kTerm) return EndTerm{};
    return std::nullopt;
}

}  // namespace haven::employment
