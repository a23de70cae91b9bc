#include "services/outreach/domain/publicity_activity.hpp"

#include <set>

namespace haven::outreach {
namespace {

using Events = std::vector<PublicityActivity::Event>;
using State = PublicityActivity::State;

constexpr std::int64_t kMaxCount = 1'000'000'000;

Result<void> check_terms(const ActivityTerms& terms) {
    HAVEN_CHECKED(check_number_word(terms.code, "code"));
    HAVEN_CHECKED(check_reason(terms.theme, "theme"));
    HAVEN_CHECKED(check_level(terms.level));
    std::set<PublicityKind> seen;
    for (const PublicityKind kind : terms.kinds) {
        const bool known = kind >= PublicityKind::Exhibition && kind <= PublicityKind::Handbook;
        if (!known || !seen.insert(kind).second) {
            return invalid("INVALID_KIND", "kinds", "known kinds, each once");
        }
    }
    if (terms.kinds.empty()) return invalid("INVALID_KIND", "kinds", "at least one");
    return check_window(terms.first_day, terms.last_day);
}

Result<void> check_counts(const Counts& counts) {
    const auto fits = [](std::int64_t count) { return count >= 0 && count <= kMaxCount; };
    if (!fits(counts.items) || !fits(counts.reached) || counts.items + counts.reached == 0) {
        return invalid("INVALID_COUNT", "items", "0 to 1,000,000,000, and not both 0");
    }
    if (counts.basis < CountBasis::Exact || counts.basis > CountBasis::LowerBound) {
        return invalid("INVALID_BASIS", "basis", "exact, estimated or a lower bound");
    }
    return {};
}

Result<void> check_held(const State& state, const Context& by) {
    if (!state.terms) {
        return failure(ErrorKind::Missing, "ACTIVITY_MISSING", "there is no such activity");
    }
    HAVEN_CHECKED(check_staff(by));
    if (state.cancelled) return refused("ACTIVITY_CANCELLED", "the activity was called off");
    return {};
}

Result<Events> announce(const State& state, const AnnounceActivity& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_terms(command.terms));
    if (!state.terms) return Events{ActivityAnnounced{command.terms}};
    if (*state.terms == command.terms) return Events{};
    return failure(ErrorKind::Duplicate, "ACTIVITY_EXISTS", "another activity has this code");
}

Result<Events> report(const State& state, const ReportActivity& command, const Context& by) {
    HAVEN_CHECKED(check_held(state, by));
    HAVEN_CHECKED(check_counts(command.counts));
    HAVEN_CHECKED(check_number_word(command.record_no, "record_no"));
    if (state.counts) return refused("ACTIVITY_REPORTED", "what was reported is amended");
    if (by.business_date < state.terms->last_day) {
        return refused("ACTIVITY_NOT_OVER", "it is reported from its last day on",
                       {{"last_day", state.terms->last_day.to_string()}});
    }
    return Events{ActivityReported{command.counts, command.record_no}};
}

Result<Events> amend(const State& state, const AmendActivity& command, const Context& by) {
    HAVEN_CHECKED(check_held(state, by));
    HAVEN_CHECKED(check_counts(command.counts));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    HAVEN_CHECKED(check_number_word(command.record_no, "record_no"));
    if (!state.counts) return refused("ACTIVITY_NOT_REPORTED", "there is nothing to amend");
    if (*state.counts == command.counts) {
        return refused("COUNTS_UNCHANGED", "these are the counts that stand");
    }
    return Events{ActivityAmended{command.counts, command.reason, command.record_no}};
}

Result<Events> cancel(const State& state, const CancelActivity& command, const Context& by) {
    HAVEN_CHECKED(check_held(state, by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    if (state.counts) return refused("ACTIVITY_REPORTED", "it was held");
    return Events{ActivityCancelled{command.reason}};
}

}  // namespace

CountBasis weaker(CountBasis one, CountBasis other) {
    for (const CountBasis basis :
         {CountBasis::Estimated, CountBasis::LowerBound, CountBasis::Exact}) {
        if (one == basis || other == basis) return basis;
    }
    return CountBasis::Unset;
}

Result<Events> PublicityActivity::decide(const State& state, const Command& command,
                                         const Context& by) {
    return match(
        command, [&](const AnnounceActivity& c) { return announce(state, c, by); },
        [&](const ReportActivity& c) { return report(state, c, by); },
        [&](const AmendActivity& c) { return amend(state, c, by); },
        [&](const CancelActivity& c) { return cancel(state, c, by); });
}

State PublicityActivity::evolve(State state, const Event& event) {
    match(
        event, [&](const ActivityAnnounced& e) { state.terms = e.terms; },
        [&](const ActivityReported& e) { state.counts = e.counts; },
        [&](const ActivityAmended& e) {
            state.counts = e.counts;
            ++state.amendments;
        },
        [&](const ActivityCancelled&) { state.cancelled = true; });
    return state;
}

Effects PublicityActivity::effects(const State&, const Event& event) {
    Effects effects;
    if (const auto* announced = std::get_if<ActivityAnnounced>(&event)) {
        effects.claims.push_back({ClaimChange::Kind::Take, "activity/" + announced->terms.code});
    }
    return effects;
}

}  // namespace haven::outreach
