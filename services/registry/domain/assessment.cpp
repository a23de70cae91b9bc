// The means check by civil affairs, and the class that its figures give.
#include <algorithm>

#include "services/registry/domain/phases.hpp"

namespace haven::registry::phases {

namespace {

// A resolved file may be looked at again while its follow-up runs.
bool in_follow_up(const State& state) {
    return state.phase == HouseholdState::Closed && state.exit_kind == ExitKind::Resolved &&
           !state.imported && !state.follow_up_closed;
}

bool awaits_meeting(const State& state) {
    using enum HouseholdState;
    return state.phase == Classified || state.phase == Noticed || state.phase == NoticeClosed;
}

}  // namespace

Decision decide(const State& state, const RequestMeansCheck& command, const Context& by) {
    if (state.phase == HouseholdState::Checking) {
        if (state.check && state.check->request == command.request) {
            return std::vector<HouseholdEvent>{};
        }
        return refused("MEANS_CHECK_PENDING", "civil affairs have not answered yet");
    }
    const bool open =
        state.phase == HouseholdState::Applied || state.phase == HouseholdState::Checked;
    const bool again = awaits_meeting(state);
    if (!open && !again && !in_follow_up(state)) {
        return wrong_state(state, "NO_CHECK_DUE", "no means check is due at this file");
    }
    if (again && by.business_date <= state.decision->check_valid_until) {
        return refused("MEANS_CHECK_STILL_VALID", "the answer that gave the class can be used",
                       {{"until", state.decision->check_valid_until.to_string()}});
    }
    MeansCheckRequested requested{command.request, by.business_date, {}};
    for (const Member& member : state.members()) {
        if (is_adult(member, by.business_date) && !member.authorised) {
            return refused("ADULT_NOT_AUTHORISED",
                           "member " + std::to_string(member.seq) +
                               " is an adult who has not signed the authorisation",
                           {{"seq", std::to_string(member.seq)}});
        }
        requested.members.push_back(member.seq);
    }
    std::vector<HouseholdEvent> events;
    // A new answer may give another class: what hangs is not what a meeting will decide on.
    if (state.notice) events.emplace_back(NoticeWithdrawn{"MEANS_CHECK_EXPIRED"});
    events.emplace_back(std::move(requested));
    return events;
}

Decision decide(const State& state, const RecordMeansCheckResult& command, const Context& by) {
    const MeansCheckReturned& result = command.result;
    if (!state.check || state.check->request != result.request) {
        return wrong_state(state, "NOT_THE_LAST_REQUEST", "the answer is not to the last request");
    }
    // The file read again after a crash.
    if (state.check->state != MeansCheckState::None) return std::vector<HouseholdEvent>{};
    if (result.state == MeansCheckState::None) {
        return invalid("STATE_MISSING", "state", "COMPLETE, PARTIAL or ERROR");
    }
    HAVEN_CHECKED(
        check_amounts({result.figures.income, result.figures.rigid}, "household.income_fen"));
    MeansCheckReturned returned = result;
    if (!returned.answered_on.is_set() || returned.answered_on > by.business_date) {
        returned.answered_on = by.business_date;
    }
    return std::vector<HouseholdEvent>{std::move(returned)};
}

Decision decide(const State& state, const AssessHousehold& command, const Context& by) {
    if (state.phase != HouseholdState::Checked) {
        if (state.phase == HouseholdState::Applied || state.phase == HouseholdState::Checking) {
            return refused("MEANS_CHECK_MISSING", "there is no complete answer of civil affairs");
        }
        return wrong_state(state, "NOT_ASSESSABLE", "this file is not waiting for an assessment");
    }
    HAVEN_CHECKED(check_amounts({command.accident_cost, command.savings}, "accident_cost_fen"));
    if (!state.investigated) {
        return refused("VISIT_MISSING", "two people have to visit before the assessment");
    }
    HAVEN_TRY(const RuleSet rules, rules_on(command.rules, by.business_date));
    HAVEN_TRY(const DibaoLine line, line_on(command.rules, by.business_date));
    HAVEN_TRY(const Date check_until, usable_check(state, rules, by.business_date));
    HAVEN_CHECKED(check_tier(state.application.tier, rules));
    HouseholdFacts facts = facts_of(state, state.check->figures);
    facts.accident_cost = command.accident_cost;
    facts.savings = command.savings;
    facts.temporary_hardship = command.temporary_hardship;
    facts.waivers = command.waivers;
    HAVEN_CHECKED(check_waivers(command.waivers));
    Assessed assessed = classify(rules, line, facts);
    if (assessed.gives == HardshipClass::None) {
        return std::vector<HouseholdEvent>{
            AssessedNotEligible{std::move(assessed.reason), std::move(assessed.signs),
                                std::move(assessed.comparison), by.business_date}};
    }
    return std::vector<HouseholdEvent>{
        HouseholdClassified{.hardship_class = assessed.gives,
                            .tier = state.application.tier,
                            .comparison = std::move(assessed.comparison),
                            .waivers = command.waivers,
                            .assessed_on = by.business_date,
                            .request = state.check->request,
                            .check_valid_until = check_until,
                            .notice_working_days = rules.notice_working_days}};
}

}  // namespace haven::registry::phases
