// The meeting: it enrols a household or lets it go, one row of its list at a time (I3).
#include <algorithm>

#include "services/registry/domain/phases.hpp"

namespace haven::registry::phases {

namespace {

// What must be there before a meeting may open a file.
Result<void> check_complete(const State& state, const Context& by) {
    for (const Member& member : state.members()) {
        if (is_adult(member, by.business_date) && !member.authorised) {
            return refused("ADULT_NOT_AUTHORISED", "an adult member has not signed",
                           {{"seq", std::to_string(member.seq)}});
        }
    }
    if (!state.investigated) return refused("VISIT_MISSING", "two people have not visited");
    if (!state.decision || by.business_date > state.decision->check_valid_until) {
        return refused("MEANS_CHECK_EXPIRED", "the answer of civil affairs is too old");
    }
    return {};
}

Result<void> check_notice(const State& state, const Meeting& meeting) {
    if (!state.open_objections.empty()) {
        return refused("OBJECTION_OPEN", "an objection has not been resolved");
    }
    if (!state.notice || !state.notice->closed) {
        return refused("NOTICE_NOT_CLOSED", "the public notice has not ended");
    }
    if (meeting.held_on <= state.notice->last_day) {
        return refused("MEETING_BEFORE_NOTICE_END", "the meeting was before the notice ended");
    }
    return {};
}

Decision enrol(const State& state, const DecideAtMeeting& command, const Context& by) {
    HAVEN_CHECKED(check_complete(state, by));
    HAVEN_CHECKED(check_notice(state, command.meeting));
    HAVEN_TRY(const RuleSet rules, rules_on(command.rules, by.business_date));
    const Date on = command.meeting.held_on;
    return std::vector<HouseholdEvent>{
        HouseholdEnrolled{.household = state.application.household,
                          .federation = by.federation,
                          .meeting = command.meeting,
                          .enrolled_on = on,
                          .review_valid_until = on.plus_months(rules.review_months),
                          .hardship_class = state.decision->hardship_class,
                          .tier = state.decision->tier,
                          .round = state.application.round,
                          .review_months = rules.review_months,
                          .review_reminder_months = rules.review_reminder_months}};
}

Decision close(const State& state, const DecideAtMeeting& command, const Context& by) {
    HAVEN_CHECKED(check_notice(state, command.meeting));
    HAVEN_TRY(const RuleSet rules, rules_on(command.rules, by.business_date));
    const HouseholdId household = state.household();
    std::vector<HouseholdEvent> events;
    if (state.exit->kind == ExitKind::Resolved) {
        events.emplace_back(HardshipResolved{household, command.meeting.held_on});
    }
    events.emplace_back(FileClosed{.household = household,
                                   .kind = state.exit->kind,
                                   .closed_on = command.meeting.held_on,
                                   .meeting = command.meeting,
                                   .follow_up_months = state.exit->kind == ExitKind::Resolved
                                                           ? rules.follow_up_months
                                                           : std::vector<std::int32_t>{}});
    return events;
}

}  // namespace

Decision decide(const State& state, const DecideAtMeeting& command, const Context& by) {
    const bool exit = state.on_file() && state.exit;
    const bool application =
        state.phase == HouseholdState::Noticed || state.phase == HouseholdState::NoticeClosed;
    if (!exit && !application) {
        return wrong_state(state, "NOTHING_TO_DECIDE", "this file waits for no meeting");
    }
    HAVEN_CHECKED(check_meeting(state, command.meeting, by));
    if (!command.struck) return exit ? close(state, command, by) : enrol(state, command, by);
    if (command.reason.empty()) return invalid("REASON_MISSING", "rows.reason", "a reason code");
    if (exit) {
        return std::vector<HouseholdEvent>{ExitRejected{command.reason, by.business_date}};
    }
    return std::vector<HouseholdEvent>{
        EnrolmentRejected{command.reason, command.meeting, command.meeting.held_on}};
}

}  // namespace haven::registry::phases
