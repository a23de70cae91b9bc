// The public notice (公示): of an enrolment and of an exit; objections to it.
#include <algorithm>
#include <array>

#include "services/registry/domain/phases.hpp"

namespace haven::registry::phases {

namespace {

constexpr std::array<std::string_view, 4> kGrounds = {"INCOME", "PROPERTY", "NOT_LIVING_TOGETHER",
                                                      "OTHER"};

// How many working days the notice that is due now has to hang.
std::int32_t notice_days(const State& state) {
    return state.exit ? state.exit->notice_working_days : state.decision->notice_working_days;
}

}  // namespace

Decision decide(const State& state, const OpenNotice& command, const Context& by) {
    const bool enrolment = state.phase == HouseholdState::Classified && state.decision;
    const bool exit = state.on_file() && state.exit && !state.notice;
    if (!enrolment && !exit) {
        return wrong_state(state, "NO_NOTICE_DUE", "no notice is due at this file");
    }
    const auto days = static_cast<std::size_t>(notice_days(state));
    const auto& ahead = command.working_days;
    // The posting day does not count; the calendar's days come in order.
    const bool in_order = std::ranges::is_sorted(ahead, std::less_equal<>{}) &&
                          (ahead.empty() || ahead.front() > by.business_date);
    if (days == 0 || ahead.size() < days || !in_order) {
        return refused("WORKING_DAYS_MISSING", "the working-day calendar does not reach that far");
    }
    if (command.row.cipher.empty()) return invalid("ROW_MISSING", "row", "the masked, sealed row");
    return std::vector<HouseholdEvent>{
        NoticeOpened{exit ? "exit" : "enrolment", command.row, by.business_date, ahead[days - 1],
                     static_cast<std::int32_t>(days), command.place}};
}

Decision decide(const State& state, const CloseNotice&, const Context& by) {
    if (!state.notice || state.notice->closed()) {
        return wrong_state(state, "NO_NOTICE_POSTED", "no notice is posted");
    }
    if (by.business_date <= state.notice->last_day) {
        return refused("NOTICE_RUNNING", "the notice hangs until the end of its last day (I4)");
    }
    return std::vector<HouseholdEvent>{NoticeClosed{by.business_date}};
}

Decision decide(const State& state, const RaiseObjection& command, const Context& by) {
    // Until the day on which it is taken down, that day included.
    const auto& notice = state.notice;
    if (!notice || (notice->closed() && by.business_date > notice->closed_on)) {
        return wrong_state(state, "NO_NOTICE_POSTED", "no notice is posted");
    }
    if (std::ranges::find(kGrounds, command.grounds) == kGrounds.end()) {
        return invalid("INVALID_GROUNDS", "grounds",
                       "INCOME, PROPERTY, NOT_LIVING_TOGETHER or OTHER");
    }
    return std::vector<HouseholdEvent>{
        ObjectionRaised{command.objection, command.grounds, command.anonymous, by.business_date}};
}

Decision decide(const State& state, const ResolveObjection& command, const Context& by) {
    if (std::ranges::find(state.open_objections, command.objection) ==
        state.open_objections.end()) {
        return wrong_state(state, "NO_SUCH_OBJECTION", "there is no open objection of that id");
    }
    if (!command.upheld) {
        return std::vector<HouseholdEvent>{ObjectionDismissed{command.objection, by.actor}};
    }
    std::vector<HouseholdEvent> events{ObjectionUpheld{command.objection, by.actor}};
    events.emplace_back(NoticeWithdrawn{"OBJECTION_UPHELD"});
    if (state.exit) events.emplace_back(ExitRejected{"OBJECTION_UPHELD", by.business_date});
    return events;
}

}  // namespace haven::registry::phases
