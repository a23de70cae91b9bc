// What several phases check in the same way.
#include <algorithm>
#include <set>

#include "services/registry/domain/phases.hpp"

namespace haven::registry::phases {

Result<void> known_file(const State& state) {
    if (state.phase != HouseholdState::None) return {};
    return failure(ErrorKind::Missing, "FILE_NOT_FOUND", "there is no such file");
}

std::unexpected<Error> wrong_state(const State& state, std::string reason, std::string message) {
    if (auto known = known_file(state); !known) return std::unexpected(std::move(known).error());
    return refused(std::move(reason), std::move(message));
}

Result<void> two_people(const std::vector<StaffId>& people, std::string_view field) {
    const bool two =
        people.size() == 2 && people[0] != people[1] && !people[0].is_nil() && !people[1].is_nil();
    if (two) return {};
    return refused("TWO_PEOPLE_NEEDED", std::string(field) + ": two different members of staff",
                   {{"field", std::string(field)}});
}

Result<RuleSet> rules_on(const Rules& rules, Date on) {
    const RuleSet* found = in_force(rules.sets, on);
    if (found == nullptr) {
        return refused("NO_RULE_SET_IN_FORCE", "no rule set is in force on " + on.to_string(),
                       {{"date", on.to_string()}});
    }
    return *found;
}

Result<DibaoLine> line_on(const Rules& rules, Date on) {
    const DibaoLine* found = in_force(rules.lines, on);
    if (found == nullptr) {
        return refused("NO_DIBAO_LINE_IN_FORCE",
                       "no dibao line is set for this division on " + on.to_string(),
                       {{"date", on.to_string()}});
    }
    return *found;
}

Result<RuleSet> check_meeting(const State& state, const Meeting& meeting, const Rules& rules,
                              const Context& by) {
    if (meeting.minutes_no.empty()) {
        return invalid("MINUTES_MISSING", "meeting.minutes_no", "the number of the minutes");
    }
    HAVEN_CHECKED(check_number_word(meeting.minutes_no, "meeting.minutes_no"));
    if (!meeting.held_on.is_set() || meeting.held_on > by.business_date) {
        return invalid("INVALID_DATE", "meeting.held_on", "a day up to the business date");
    }
    HAVEN_TRY(RuleSet in_force_then, rules_on(rules, meeting.held_on));
    const std::set<StaffId> present(meeting.present.begin(), meeting.present.end());
    const auto minimum = static_cast<std::size_t>(in_force_then.meeting_minimum);
    if (present.size() < minimum || present.contains(StaffId{})) {
        return refused("MEETING_TOO_SMALL",
                       "a meeting has at least " + std::to_string(minimum) + " members present");
    }
    const bool investigator_decides =
        std::ranges::any_of(state.investigators, [&](StaffId investigator) {
            return present.contains(investigator) || investigator == by.actor;
        });
    if (investigator_decides) {
        return refused("INVESTIGATOR_APPROVES", "who investigated a file does not decide on it");
    }
    return in_force_then;
}

Result<void> check_waivers(const std::vector<Waiver>& waivers) {
    for (std::size_t i = 0; i < waivers.size(); ++i) {
        const std::string at = "waivers[" + std::to_string(i) + "]";
        if (waivers[i].sign == PropertySign::None) {
            return invalid("SIGN_MISSING", at + ".sign", "which sign is waived");
        }
        HAVEN_CHECKED(check_reason(waivers[i].reason, at + ".reason"));
    }
    return {};
}

Result<void> check_tier(FileTier tier, const RuleSet& rules) {
    if (tier >= rules.tier) return {};
    return refused("TIER_NOT_PASSED", "these rules do not give a file of that tier (I6)");
}

Result<void> check_amounts(std::initializer_list<Money> amounts, std::string_view field) {
    const bool good = std::ranges::all_of(
        amounts, [](Money amount) { return amount >= Money{} && amount <= kMaxAmount; });
    if (good) return {};
    return invalid("INVALID_AMOUNT", std::string(field), "0 … 10^11 fen");
}

Result<Date> usable_check(const State& state, const RuleSet& rules, Date on) {
    if (!state.check || state.check->state != MeansCheckState::Complete ||
        state.check->answered_on > on) {
        return refused("MEANS_CHECK_MISSING", "there is no complete answer of civil affairs");
    }
    const Date until = state.check->answered_on.plus_days(rules.means_check_valid_days);
    if (on > until) {
        return refused("MEANS_CHECK_EXPIRED",
                       "the answer of civil affairs could be used until " + until.to_string(),
                       {{"until", until.to_string()}});
    }
    return until;
}

HouseholdFacts facts_of(const State& state, const MeansFigures& figures) {
    return {.figures = figures,
            .member_count = static_cast<std::int32_t>(state.members().size()),
            .causes = state.causes(),
            .accident_cost = {},
            .savings = {},
            .self_paid_medical = state.application.self_paid_medical,
            .waivers = {}};
}

Date review_end(const State& state, Date after) {
    // Counted from the anchor, so that 29 February comes back in a leap year.
    int months = state.review_months;
    while (state.review_anchor.plus_months(months) <= after) months += state.review_months;
    return state.review_anchor.plus_months(months);
}

}  // namespace haven::registry::phases
