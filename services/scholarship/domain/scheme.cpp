#include "services/scholarship/domain/scheme.hpp"

#include <algorithm>
#include <set>

namespace haven::scholarship {
namespace {

using Events = std::vector<Scheme::Event>;
using State = Scheme::State;

constexpr const char* kWindowTimer = "window";
constexpr int kFirstYear = 2000;
constexpr int kLastYear = 2100;
constexpr std::size_t kMaxTiers = 20;
constexpr int kMaxPlaces = 100'000;

Result<void> check_tiers(const std::vector<AwardTier>& tiers) {
    if (tiers.empty() || tiers.size() > kMaxTiers) {
        return invalid("INVALID_TIERS", "tiers", "1 to 20 tiers");
    }
    std::set<std::string> codes;
    for (const AwardTier& tier : tiers) {
        HAVEN_CHECKED(check_number_word(tier.code, "tiers.code"));
        HAVEN_CHECKED(check_amount(tier.amount, "tiers.amount_fen"));
        const bool stages = !tier.stages.empty() &&
                            std::ranges::find(tier.stages, StudyStage::Unset) == tier.stages.end();
        if (tier.for_whom == TierFor::Unset) {
            return invalid("INVALID_TIERS", "tiers.for_whom", "ANYBODY, FILED or UNFILED");
        }
        if (!stages) return invalid("INVALID_TIERS", "tiers.stages", "the stages it is for");
        if (!codes.insert(tier.code).second) {
            return invalid("INVALID_TIERS", "tiers.code", "a code of its own");
        }
    }
    return {};
}

// Who pays decides what the awards are: a reward is no hardship aid, whatever it is called (R49).
Result<void> check_kind(const SchemeTerms& terms) {
    if (terms.kind == SchemeKind::Unset) {
        return invalid("INVALID_SCHEME_KIND", "kind", "the kind of scheme");
    }
    const bool unions_own = terms.kind == SchemeKind::UnionHardship;
    if (!unions_own && terms.sponsor.empty()) {
        return invalid("SPONSOR_MISSING", "sponsor", "who gives the money");
    }
    const bool must_count = unions_own || terms.kind == SchemeKind::Charity;
    const bool must_not = terms.kind == SchemeKind::Reward;
    if ((must_count && !terms.counts_as_hardship_aid) ||
        (must_not && terms.counts_as_hardship_aid)) {
        return refused("COUNTING_DIFFERS",
                       "union and charity schemes are hardship aid, rewards never");
    }
    return {};
}

Result<void> check_terms(const SchemeTerms& terms) {
    HAVEN_CHECKED(check_number_word(terms.code, "code"));
    HAVEN_CHECKED(check_number_word(terms.source, "source"));
    HAVEN_CHECKED(check_kind(terms));
    if (terms.year < kFirstYear || terms.year > kLastYear) {
        return invalid("INVALID_YEAR", "year", "2000 to 2100");
    }
    const bool window =
        terms.first_day.is_set() && terms.last_day.is_set() && terms.first_day <= terms.last_day;
    if (!window) return invalid("INVALID_WINDOW", "last_day", "not before the first day");
    const bool counts = terms.places >= 0 && terms.places <= kMaxPlaces && terms.per_family >= 0 &&
                        terms.per_family <= kMaxPlaces && terms.notice_working_days >= 1 &&
                        terms.notice_working_days <= kMaxPlaces;
    if (!counts) {
        return invalid("INVALID_COUNT", "places", "0 to 100,000; a notice has at least one day");
    }
    return check_tiers(terms.tiers);
}

Result<Events> open(const State& state, const OpenScheme& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_terms(command.terms));
    if (!state.terms) return Events{SchemeOpened{command.terms}};
    if (*state.terms == command.terms) return Events{};
    return failure(ErrorKind::Duplicate, "SCHEME_EXISTS",
                   "scheme " + command.terms.code + " is open already",
                   {{"code", command.terms.code}});
}

Result<void> check_open(const State& state) {
    if (!state.terms) {
        return failure(ErrorKind::Missing, "SCHEME_MISSING", "there is no such scheme");
    }
    if (state.closed) return refused("SCHEME_CLOSED", "the scheme is closed");
    return {};
}

// A window that is over opens again only by a decision with a number (I30).
Result<Events> extend(const State& state, const ExtendWindow& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_number_word(command.decision_no, "decision_no"));
    const bool later = command.last_day.is_set() && command.last_day > state.terms->last_day &&
                       command.last_day >= by.business_date;
    if (!later) return invalid("INVALID_WINDOW", "last_day", "later than before, and not past");
    return Events{WindowExtended{command.last_day, command.decision_no}};
}

Result<Events> close_window(const State& state, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    if (state.window_closed) return Events{};
    if (by.business_date <= state.terms->last_day) {
        return refused("WINDOW_OPEN", "applications are taken until the end of the last day");
    }
    return Events{WindowClosed{by.business_date}};
}

Result<Events> close(const State& state, const CloseScheme& command, const Context& by) {
    if (state.closed) return Events{};
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    if (!state.window_closed) return refused("WINDOW_OPEN", "the window is still open");
    if (command.unfinished > 0) {
        return refused("APPLICATIONS_UNFINISHED",
                       std::to_string(command.unfinished) + " applications have no end yet",
                       {{"unfinished", std::to_string(command.unfinished)}});
    }
    return Events{SchemeClosed{command.awards, command.total}};
}

}  // namespace

bool AwardTier::fits(StudyStage stage, int study_year, bool on_file) const {
    const bool family = for_whom == TierFor::Anybody || (for_whom == TierFor::Filed) == on_file;
    return family && std::ranges::find(stages, stage) != stages.end() &&
           (!entrants_only || study_year == 1);
}

const AwardTier* SchemeTerms::tier(std::string_view tier_code) const {
    const auto found = std::ranges::find(tiers, tier_code, &AwardTier::code);
    return found == tiers.end() ? nullptr : &*found;
}

bool SchemeTerms::covers(StudyStage stage) const {
    return std::ranges::any_of(tiers, [&](const AwardTier& tier) {
        return std::ranges::find(tier.stages, stage) != tier.stages.end();
    });
}

Result<Events> Scheme::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const OpenScheme& c) { return open(state, c, by); },
        [&](const ExtendWindow& c) { return extend(state, c, by); },
        [&](const CloseWindow&) { return close_window(state, by); },
        [&](const CloseScheme& c) { return close(state, c, by); });
}

State Scheme::evolve(State state, const Event& event) {
    match(
        event, [&](const SchemeOpened& e) { state.terms = e.terms; },
        [&](const WindowExtended& e) {
            state.terms->last_day = e.last_day;
            state.window_closed = false;
        },
        [&](const WindowClosed&) { state.window_closed = true; },
        [&](const SchemeClosed&) { state.closed = true; });
    return state;
}

Effects Scheme::effects(const State& after, const Event& event) {
    Effects effects;
    if (const auto* opened = std::get_if<SchemeOpened>(&event)) {
        effects.claims.push_back({ClaimChange::Kind::Take, "scheme/" + opened->terms.code});
    }
    const bool window = std::holds_alternative<SchemeOpened>(event) ||
                        std::holds_alternative<WindowExtended>(event);
    if (window) {
        effects.timers.push_back({kWindowTimer, after.terms->last_day.plus_days(1)});
    } else {
        effects.timers.push_back({kWindowTimer, std::nullopt});
    }
    return effects;
}

std::optional<Scheme::Command> Scheme::on_timer(const State& state, const TimerFired& fired) {
    if (fired.key != kWindowTimer || !state.terms || state.closed) return std::nullopt;
    return CloseWindow{};
}

}  // namespace haven::scholarship
