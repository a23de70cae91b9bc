// The meeting: it enrols a household or lets it go, one row of its list at a time (I3).
#include <algorithm>

#include "services/registry/domain/phases.hpp"

namespace haven::registry::phases {

namespace {

// What must be there before a meeting may open a file.
Result<void> check_complete(const State& state, Date on) {
    for (const Member& member : state.members()) {
        if (is_adult(member, on) && !member.authorised) {
            return refused("ADULT_NOT_AUTHORISED", "an adult member has not signed",
                           {{"seq", std::to_string(member.seq)}});
        }
    }
    if (!state.investigated) return refused("VISIT_MISSING", "two people have not visited");
    if (!state.decision || on > state.decision->check_valid_until) {
        return refused("MEANS_CHECK_EXPIRED", "the answer of civil affairs is too old");
    }
    return {};
}

Result<void> check_notice(const State& state, const Meeting& meeting) {
    if (!state.open_objections.empty()) {
        return refused("OBJECTION_OPEN", "an objection has not been resolved");
    }
    if (!state.notice || !state.notice->closed()) {
        return refused("NOTICE_NOT_CLOSED", "the public notice has not ended");
    }
    if (meeting.held_on <= state.notice->last_day) {
        return refused("MEETING_BEFORE_NOTICE_END", "the meeting was before the notice ended");
    }
    return {};
}

Decision enrol(const State& state, const DecideAtMeeting& command, const RuleSet& rules,
               const Context& by) {
    HAVEN_CHECKED(check_complete(state, command.meeting.held_on));
    HAVEN_CHECKED(check_notice(state, command.meeting));
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

Decision close(const State& state, const DecideAtMeeting& command, const RuleSet& rules) {
    HAVEN_CHECKED(check_notice(state, command.meeting));
    const HouseholdId household = state.household();
    std::vector<HouseholdEvent> events;
    if (state.exit->kind == ExitKind::Resolved) {
        events.emplace_back(
            HardshipResolved{household, command.meeting.held_on, state.resolving_job});
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

Decision decide(const State&, const BindMeetingList&, const Context&) {
    return std::vector<HouseholdEvent>{};
}

Decision decide(const State& state, const DecideAtMeeting& command, const Context& by) {
    const bool exit = state.on_file() && state.exit;
    const bool application =
        state.phase == HouseholdState::Noticed || state.phase == HouseholdState::NoticeClosed;
    if (!exit && !application) {
        return wrong_state(state, "NOTHING_TO_DECIDE", "this file waits for no meeting");
    }
    HAVEN_TRY(const RuleSet rules, check_meeting(state, command.meeting, command.rules, by));
    if (!command.struck) {
        return exit ? close(state, command, rules) : enrol(state, command, rules, by);
    }
    HAVEN_CHECKED(check_reason(command.reason, "rows.reason"));
    if (exit) {
        return std::vector<HouseholdEvent>{ExitRejected{command.reason, by.business_date}};
    }
    return std::vector<HouseholdEvent>{
        EnrolmentRejected{command.reason, command.meeting, command.meeting.held_on}};
}

}  // namespace haven::registry::phases
