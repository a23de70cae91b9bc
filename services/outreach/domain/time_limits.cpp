#include "services/outreach/domain/time_limits.hpp"

namespace haven::outreach {
namespace {

using Events = std::vector<TicketRules::Event>;

Result<Events> add(const TicketRules::State& state, const AddTimeLimits& command,
                   const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    const TimeLimits& limits = command.limits;
    HAVEN_CHECKED(check_number_word(limits.code, "limits.code"));
    HAVEN_CHECKED(check_number_word(limits.source, "limits.source"));
    if (!limits.first_day.is_set()) {
        return invalid("INVALID_DATE", "limits.first_day", "YYYY-MM-DD");
    }
    const bool rising = limits.general >= 1 && limits.general <= limits.difficult &&
                        limits.difficult <= limits.extra_complex &&
                        limits.extra_complex <= kMaxLimitDays;
    if (!rising) {
        return invalid("INVALID_DAYS", "limits", "1 to 250 working days, none shorter than before");
    }
    if (!state.limits) return Events{TimeLimitsAdded{limits}};
    if (*state.limits == limits) return Events{};
    return failure(ErrorKind::Duplicate, "TIME_LIMITS_EXIST", "other time limits have this code");
}

}  // namespace

int TimeLimits::days_of(TicketClass of) const {
    switch (of) {
        case TicketClass::General:
            return general;
        case TicketClass::Difficult:
            return difficult;
        case TicketClass::ExtraComplex:
            return extra_complex;
        case TicketClass::Unset:
            break;
    }
    return 0;
}

const TimeLimits* in_force(std::span<const TimeLimits> all, Date on) {
    const TimeLimits* found = nullptr;
    for (const TimeLimits& one : all) {
        const bool begun = one.first_day <= on;
        if (begun && (found == nullptr || found->first_day < one.first_day)) found = &one;
    }
    return found;
}

Result<Events> TicketRules::decide(const State& state, const Command& command, const Context& by) {
    return add(state, std::get<AddTimeLimits>(command), by);
}

TicketRules::State TicketRules::evolve(State state, const Event& event) {
    state.limits = std::get<TimeLimitsAdded>(event).limits;
    return state;
}

Effects TicketRules::effects(const State&, const Event& event) {
    const Date first_day = std::get<TimeLimitsAdded>(event).limits.first_day;
    Effects effects;
    effects.claims.push_back({ClaimChange::Kind::Take, "ticket-limits/" + first_day.to_string()});
    return effects;
}

}  // namespace haven::outreach
