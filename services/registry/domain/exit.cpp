// The end of a file, the follow-up after it, and the way back (返困).
#include <algorithm>
#include <array>

#include "services/registry/domain/phases.hpp"

namespace haven::registry::phases {

namespace {

constexpr std::array<std::string_view, 3> kOrigins = {"OWN_APPLICATION", "CONTACT_OFFICER",
                                                      "REVIEW_STOP"};

bool is_cancel_kind(ExitKind kind) {
    using enum ExitKind;
    return kind == Died || kind == Retired || kind == Moved || kind == Mistaken || kind == Fraud;
}

}  // namespace

Decision decide(const State& state, const ProposeExit& command, const Context& by) {
    if (!state.on_file()) return wrong_state(state, "FILE_NOT_ENROLLED", "the file is not open");
    if (state.exit) return refused("EXIT_PROPOSED", "an exit is proposed already");
    if (command.kind != ExitKind::Resolved && command.kind != ExitKind::Backstop) {
        return invalid("INVALID_EXIT_KIND", "kind", "RESOLVED or BACKSTOP; others are cancelled");
    }
    if (std::ranges::find(kOrigins, command.origin) == kOrigins.end()) {
        return invalid("INVALID_ORIGIN", "origin", "OWN_APPLICATION, CONTACT_OFFICER, REVIEW_STOP");
    }
    HAVEN_TRY(const RuleSet rules, rules_on(command.rules, by.business_date));
    return std::vector<HouseholdEvent>{
        ExitProposed{command.kind, command.origin, by.business_date, rules.notice_working_days}};
}

Decision decide(const State& state, const CancelFile& command, const Context& by) {
    if (state.phase == HouseholdState::Cancelled && state.exit_kind == command.kind) {
        return std::vector<HouseholdEvent>{};
    }
    if (!state.on_file()) return wrong_state(state, "FILE_NOT_ENROLLED", "the file is not open");
    if (!is_cancel_kind(command.kind)) {
        return invalid("INVALID_EXIT_KIND", "kind", "DIED, RETIRED, MOVED, MISTAKEN or FRAUD");
    }
    return std::vector<HouseholdEvent>{
        FileCancelled{state.household(), command.kind, by.business_date}};
}

Decision decide(const State& state, const RemindFollowUp& command, const Context&) {
    if (state.phase != HouseholdState::Closed) {
        return wrong_state(state, "NO_FOLLOW_UP", "no follow-up runs");
    }
    return std::vector<HouseholdEvent>{FollowUpDue{command.month}};
}

Decision decide(const State& state, const RecordFollowUp& command, const Context& by) {
    const bool runs = state.phase == HouseholdState::Closed &&
                      state.exit_kind == ExitKind::Resolved && !state.follow_up_closed;
    if (!runs) return wrong_state(state, "NO_FOLLOW_UP", "no follow-up runs");
    const auto& months = state.follow_up_months;
    if (std::ranges::find(months, command.month) == months.end()) {
        return invalid("INVALID_MONTH", "month", "a month in which the rules want a follow-up");
    }
    HAVEN_CHECKED(two_people(command.visitors, "visitors"));
    if (command.finding == VisitFinding::None) {
        return invalid("FINDING_MISSING", "finding", "what was found");
    }
    std::vector<HouseholdEvent> events{
        FollowUpRecorded{command.month, command.visitors, command.finding, by.business_date}};
    const bool last = command.month == std::ranges::max(months) &&
                      by.business_date >= state.closed_on.plus_months(command.month);
    if (last && command.finding != VisitFinding::Worse && !state.relapse_seen) {
        events.emplace_back(FollowUpClosed{by.business_date});
    }
    return events;
}

Decision decide(const State& state, const ReopenFile& command, const Context& by) {
    if (state.phase != HouseholdState::Closed || state.exit_kind != ExitKind::Resolved ||
        state.imported) {
        return wrong_state(state, "NOT_REOPENABLE", "only a resolved file of ours can be reopened");
    }
    if (!state.relapse_seen) {
        return refused("RELAPSE_NOT_SEEN", "no follow-up visit has found hardship come back");
    }
    HAVEN_CHECKED(check_amounts({command.accident_cost, command.savings, command.self_paid_medical},
                                "accident_cost_fen"));
    HAVEN_CHECKED(check_waivers(command.waivers));
    HAVEN_TRY(const RuleSet rules, check_meeting(state, command.meeting, command.rules, by));
    const Date on = command.meeting.held_on;
    if (on < state.closed_on) {
        return invalid("INVALID_DATE", "meeting.held_on", "a day after the file was closed");
    }
    HAVEN_TRY(const DibaoLine line, line_on(command.rules, on));
    HAVEN_CHECKED(usable_check(state, rules, on));
    HouseholdFacts facts = facts_of(state, state.check->figures);
    facts.accident_cost = command.accident_cost;
    facts.savings = command.savings;
    facts.self_paid_medical = command.self_paid_medical;
    facts.temporary_hardship = command.temporary_hardship;
    facts.waivers = command.waivers;
    Assessed assessed = classify(rules, line, facts);
    if (assessed.gives == HardshipClass::None) {
        return refused("TESTS_NOT_MET", "these figures give no class",
                       {{"reason", assessed.reason}});
    }
    return std::vector<HouseholdEvent>{
        RelapseConfirmed{assessed.gives, std::move(assessed.comparison), on, command.waivers},
        FileReopened{state.household(), on, on.plus_months(rules.review_months), command.meeting}};
}

}  // namespace haven::registry::phases
