// The annual review (年度复核), and suspension of aid.
#include <algorithm>
#include <set>

#include "services/registry/domain/phases.hpp"

namespace haven::registry::phases {

namespace {

std::vector<PlannedMeasure> same_again(const State& state) {
    std::vector<PlannedMeasure> planned;
    for (const Measure& measure : state.running_measures(state.last_planned_year())) {
        const auto member =
            std::ranges::find(state.members(), measure.beneficiary, &Member::person);
        planned.push_back({measure.item,
                           member == state.members().end() ? 0 : member->seq,
                           measure.annual,
                           measure.fund_line,
                           measure.fund_federation,
                           measure.programme,
                           {}});
    }
    return planned;
}

// The year that a review grants: the one after the last plan, and never one that is over.
std::int32_t next_year(const State& state, Date today) {
    const std::int32_t last = state.last_planned_year();
    return last == 0 ? today.year() : std::max(last + 1, today.year());
}

// From the first day of the window. Error: NO_RULE_SET_IN_FORCE.
Result<Date> opens_on(const State& state, const Rules& rules, const Context& by) {
    HAVEN_TRY(const RuleSet today, rules_on(rules, by.business_date));
    return state.review_valid_until.plus_months(-today.review_window_months);
}

// Work that was kept calls the review before its time.
Result<void> check_due(const State& state, const Rules& rules, const Context& by) {
    if (!state.on_file()) return wrong_state(state, "FILE_NOT_ENROLLED", "the file is not open");
    if (state.exit) return refused("EXIT_PROPOSED", "an exit is proposed for this file");
    if (!state.review_valid_until.is_set()) {
        return refused("NO_REVIEW_RUNNING", "no review year runs for an imported file");
    }
    HAVEN_TRY(const Date opens, opens_on(state, rules, by));
    if (by.business_date < opens && !state.income_changed) {
        return refused("REVIEW_TOO_EARLY", "this year's review opens on " + opens.to_string(),
                       {{"opens_on", opens.to_string()}});
    }
    return {};
}

// Class by the figures taken at the review; CONTINUE keeps the class it had.
Result<Assessed> reassess(const State& state, const CompleteReview& command, const Context& by) {
    HAVEN_TRY(const RuleSet rules, rules_on(command.rules, by.business_date));
    HAVEN_TRY(const DibaoLine line, line_on(command.rules, by.business_date));
    HouseholdFacts facts = facts_of(state, *command.figures);
    const Comparison& before = state.decision->comparison;
    facts.self_paid_medical =
        command.self_paid_medical > Money{} ? command.self_paid_medical : before.self_paid_medical;
    facts.waivers = state.decision->waivers;
    facts.accident_cost = command.accident_cost.value_or(before.accident_cost);
    facts.savings = command.savings.value_or(before.savings);
    facts.temporary_hardship = command.temporary_hardship.value_or(before.temporary_hardship);
    Assessed assessed = classify(rules, line, facts);
    if (assessed.gives == HardshipClass::None) {
        return refused("NO_LONGER_ELIGIBLE", "these figures give no class: the outcome is STOP");
    }
    if (command.outcome == ReviewOutcome::Continue &&
        assessed.gives != state.decision->hardship_class) {
        return refused("CLASS_CHANGED", "these figures give another class: the outcome is ADJUST");
    }
    return assessed;
}

// The work that the outcome rests on, with the wage that was proved.
Result<std::optional<RetainedJob>> named_job(const State& state, const CompleteReview& command) {
    if (command.retained_hire.is_nil()) return std::optional<RetainedJob>{};
    const auto job = state.jobs.find(command.retained_hire);
    if (job != state.jobs.end()) return std::optional(job->second);
    return refused("JOB_NOT_RETAINED", "nobody of the household has kept this work");
}

Decision stop(const State& state, const CompleteReview& command, const Context& by) {
    HAVEN_TRY(auto job, named_job(state, command));
    HAVEN_TRY(const RuleSet rules, rules_on(command.rules, by.business_date));
    return std::vector<HouseholdEvent>{ReviewCompleted{.household = state.application.household,
                                                       .outcome = ReviewOutcome::Stop,
                                                       .valid_until = state.review_valid_until,
                                                       .hardship_class = state.hardship_class(),
                                                       .comparison = {},
                                                       .completed_on = by.business_date,
                                                       .reviewers = command.reviewers,
                                                       .job = std::move(job)},
                                       ExitProposed{ExitKind::Resolved, "REVIEW_STOP",
                                                    by.business_date, rules.notice_working_days}};
}

void lift(const State& state, SuspensionReason reason, Date on,
          std::vector<HouseholdEvent>& events) {
    events.emplace_back(SuspensionLifted{state.household(), reason, on});
    if (state.suspensions == std::set{reason}) {
        events.emplace_back(AidResumed{state.household(), on});
    }
}

}  // namespace

Decision decide(const State& state, const RemindReview&, const Context&) {
    if (!state.on_file()) return wrong_state(state, "FILE_NOT_ENROLLED", "the file is not open");
    return std::vector<HouseholdEvent>{ReviewReminded{state.review_valid_until}};
}

Decision decide(const State& state, const CompleteReview& command, const Context& by) {
    HAVEN_CHECKED(check_due(state, command.rules, by));
    HAVEN_CHECKED(two_people(command.reviewers, "reviewers"));
    if (command.outcome == ReviewOutcome::None) {
        return invalid("OUTCOME_MISSING", "outcome", "CONTINUE, ADJUST or STOP");
    }
    HAVEN_CHECKED(check_amounts({command.self_paid_medical, command.savings.value_or(Money{}),
                                 command.accident_cost.value_or(Money{})},
                                "self_paid_medical_fen"));
    if (command.figures) {
        HAVEN_CHECKED(
            check_amounts({command.figures->income, command.figures->rigid}, "figures.income_fen"));
    }
    if (command.outcome == ReviewOutcome::Stop) return stop(state, command, by);
    if (command.outcome == ReviewOutcome::Adjust && !command.figures) {
        return invalid("FIGURES_MISSING", "figures", "ADJUST needs figures taken again");
    }
    HAVEN_TRY(const Date opens, opens_on(state, command.rules, by));
    HAVEN_TRY(auto job, named_job(state, command));
    // Before its time it grants no year of its own: that is the annual review's.
    const bool early = by.business_date < opens;
    const Date next_end = review_end(state, std::max(state.review_valid_until, by.business_date));
    ReviewCompleted completed{.household = state.application.household,
                              .outcome = command.outcome,
                              .valid_until = early ? state.review_valid_until : next_end,
                              .hardship_class = state.hardship_class(),
                              .comparison = {},
                              .completed_on = by.business_date,
                              .reviewers = command.reviewers,
                              .job = std::move(job)};
    if (command.figures) {
        HAVEN_TRY(Assessed assessed, reassess(state, command, by));
        completed.hardship_class = assessed.gives;
        completed.comparison = std::move(assessed.comparison);
    }
    std::vector<HouseholdEvent> events{completed};
    // The review ends only what its own delay brought.
    if (state.suspensions.contains(SuspensionReason::ReviewOverdue)) {
        lift(state, SuspensionReason::ReviewOverdue, by.business_date, events);
    }
    auto planned = command.measures;
    if (planned.empty() && !early && command.outcome == ReviewOutcome::Continue) {
        planned = same_again(state);
    }
    const std::int32_t year = next_year(state, by.business_date);
    // Aid that is granted further ahead already is left as it is.
    const bool granted = command.measures.empty() && year > by.business_date.year() + 1;
    State after = state;
    for (const HouseholdEvent& event : events) after = Household::evolve(std::move(after), event);
    if (planned.empty() || granted || after.suspended()) return events;
    HAVEN_TRY(auto plan, make_plan(after, year, planned, command.rules, by));
    events.emplace_back(std::move(plan));
    return events;
}

Decision decide(const State& state, const SuspendAid& command, const Context& by) {
    if (!state.on_file()) return wrong_state(state, "FILE_NOT_ENROLLED", "the file is not open");
    if (command.reason == SuspensionReason::None) {
        return invalid("REASON_MISSING", "reason", "why aid is suspended");
    }
    if (state.suspensions.contains(command.reason)) return std::vector<HouseholdEvent>{};
    return std::vector<HouseholdEvent>{
        AidSuspended{state.household(), command.reason, by.business_date}};
}

Decision decide(const State& state, const ResumeAid& command, const Context& by) {
    if (!state.on_file()) return wrong_state(state, "FILE_NOT_ENROLLED", "the file is not open");
    if (!state.suspended()) return std::vector<HouseholdEvent>{};
    std::set<SuspensionReason> a_persons = state.suspensions;
    a_persons.erase(SuspensionReason::ReviewOverdue);
    const bool named = command.reason != SuspensionReason::None;
    if (command.reason == SuspensionReason::ReviewOverdue || (!named && a_persons.empty())) {
        return refused("REVIEW_OVERDUE", "only the review itself ends this suspension");
    }
    if (!named && a_persons.size() > 1) {
        return invalid("REASON_MISSING", "reason", "which of the reasons is gone");
    }
    const SuspensionReason gone = named ? command.reason : *a_persons.begin();
    std::vector<HouseholdEvent> events;
    if (state.suspensions.contains(gone)) lift(state, gone, by.business_date, events);
    return events;
}

}  // namespace haven::registry::phases
