// The public notice (公示) of a nomination, and objections to it.
#include <algorithm>

#include "services/scholarship/domain/application_phases.hpp"

namespace haven::scholarship::application {

Decision decide(const State& state, const OpenAwardNotice& command, const Context& by) {
    HAVEN_CHECKED(check_phase(state, {ApplicationState::Nominated}, "NO_NOTICE_DUE"));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_number_word(command.place, "place"));
    const auto days = static_cast<std::size_t>(state.applied.notice_working_days);
    const auto& ahead = command.working_days;
    // The posting day does not count (docs/rules.md R9); the calendar's days come in order.
    const bool in_order = std::ranges::is_sorted(ahead, std::less_equal<>{}) &&
                          (ahead.empty() || ahead.front() > by.business_date);
    if (days == 0 || ahead.size() < days || !in_order) {
        return refused("WORKING_DAYS_MISSING", "the working-day calendar does not reach that far");
    }
    if (command.row.cipher.empty()) return invalid("ROW_MISSING", "row", "the masked, sealed row");
    return Events{AwardNoticeOpened{command.row, command.place, by.business_date, ahead[days - 1],
                                    static_cast<int>(days)}};
}

Decision decide(const State& state, const CloseAwardNotice&, const Context& by) {
    HAVEN_CHECKED(check_phase(state, {ApplicationState::Noticed}, "NO_NOTICE_POSTED"));
    if (by.business_date <= state.notice->last_day) {
        return refused("NOTICE_RUNNING", "the notice hangs until the end of its last day (I4)");
    }
    return Events{AwardNoticeClosed{by.business_date}};
}

Decision decide(const State& state, const RaiseAwardObjection& command, const Context& by) {
    using enum ApplicationState;
    // Until the day on which it is taken down, that day included (docs/rules.md R43).
    const bool posted = state.phase == Noticed ||
                        (state.phase == Ready && by.business_date <= state.notice_closed_on);
    if (!posted) {
        HAVEN_CHECKED(check_phase(state, {Noticed}, "NO_NOTICE_POSTED"));
        return refused("NO_NOTICE_POSTED", "no notice is posted");
    }
    if (command.ground == ObjectionGround::Unset) {
        return invalid("INVALID_GROUNDS", "ground", "what is objected to");
    }
    if (std::ranges::find(state.open_objections, command.objection) !=
        state.open_objections.end()) {
        return Events{};
    }
    return Events{AwardObjectionRaised{command.objection, command.ground, command.anonymous,
                                       by.business_date}};
}

Decision decide(const State& state, const ResolveAwardObjection& command, const Context& by) {
    if (std::ranges::find(state.open_objections, command.objection) ==
        state.open_objections.end()) {
        return failure(ErrorKind::Missing, "NO_SUCH_OBJECTION",
                       "there is no open objection of that id");
    }
    HAVEN_CHECKED(check_staff(by));
    if (by.actor == state.nomination->nominator) {
        return same_person("who nominated does not judge an objection to it");
    }
    if (!command.upheld) return Events{AwardObjectionDismissed{command.objection, by.actor}};
    return Events{NominationLapsed{}, AwardObjectionUpheld{command.objection, by.actor}};
}

}  // namespace haven::scholarship::application
