#include "services/outreach/domain/campaign.hpp"

#include <set>

namespace haven::outreach {
namespace {

using Events = std::vector<Campaign::Event>;
using State = Campaign::State;

constexpr std::size_t kMaxLines = 20;

Result<void> check_open(const State& state) {
    if (!state.launched) {
        return failure(ErrorKind::Missing, "CAMPAIGN_MISSING", "there is no such campaign");
    }
    if (state.closed) return refused("CAMPAIGN_CLOSED", "the campaign is over");
    return {};
}

// A season is named after the Spring Festival, which lies in January or February: its campaign
// begins at the earliest in November before and ends in March at the latest. A special campaign
// keeps to its year.
Result<void> check_days(const CampaignRef& ref) {
    const bool warmth = ref.kind == CampaignKind::Warmth;
    const bool sane = ref.season >= 1990 && ref.season <= 2100;
    if (sane && ref.first_day.is_set() && ref.first_day <= ref.last_day) {
        const Date from = warmth ? Date::of(ref.season - 1, 11, 1) : Date::of(ref.season, 1, 1);
        const Date to = warmth ? Date::of(ref.season, 3, 31) : Date::of(ref.season, 12, 31);
        if (from <= ref.first_day && ref.last_day <= to) return {};
    }
    return invalid("INVALID_SEASON", "season",
                   "days of the season: November to March, named after the Spring Festival");
}

Result<void> check_budget(const std::vector<BudgetLine>& budget) {
    std::set<FundLineId> seen;
    for (const BudgetLine& line : budget) {
        HAVEN_CHECKED(check_amount(line.amount, "budget.amount_fen"));
        if (line.fund_line.is_nil() || !seen.insert(line.fund_line).second) {
            return invalid("INVALID_BUDGET", "budget", "each fund line once");
        }
    }
    if (budget.size() <= kMaxLines) return {};
    return invalid("INVALID_BUDGET", "budget", "at most 20 fund lines");
}

Result<void> check_terms(const CampaignTerms& terms) {
    HAVEN_CHECKED(check_number_word(terms.code, "code"));
    HAVEN_CHECKED(check_number_word(terms.source, "source"));
    if (terms.ref.kind == CampaignKind::Unset) {
        return invalid("INVALID_CAMPAIGN_KIND", "kind", "WARMTH or SPECIAL");
    }
    HAVEN_CHECKED(check_level(terms.ref.level));
    HAVEN_CHECKED(check_days(terms.ref));
    const Caps& caps = terms.ref.caps;
    if (caps.per_time <= Money{} || caps.per_season < caps.per_time) {
        return invalid("INVALID_CAPS", "caps", "per time, and not less per season");
    }
    return check_budget(terms.budget);
}

Result<Events> launch(const State& state, const LaunchCampaign& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_terms(command.terms));
    if (!state.launched) return Events{CampaignLaunched{command.terms}};
    if (state.terms == command.terms) return Events{};
    return failure(ErrorKind::Duplicate, "CAMPAIGN_EXISTS",
                   "campaign " + command.terms.code + " was launched",
                   {{"code", command.terms.code}});
}

Result<Events> raise(const State& state, const RaiseBudget& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_amount(command.amount, "amount_fen"));
    HAVEN_CHECKED(check_number_word(command.decision_no, "decision_no"));
    if (command.fund_line.is_nil()) {
        return invalid("INVALID_BUDGET", "fund_line", "which fund line");
    }
    const Money now = state.budget_of(command.fund_line);
    if (command.amount == now) return Events{};
    if (command.amount < now) {
        return refused("BUDGET_NOT_RAISED", "the line has more already",
                       {{"budget_fen", std::to_string(now.in_fen())}});
    }
    return Events{BudgetRaised{command.fund_line, command.amount, command.decision_no}};
}

Result<Events> close(const State& state, const CloseCampaign& command, const Context& by) {
    if (state.closed) return Events{};
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    if (command.open_groups != 0) {
        return refused("GROUPS_UNSETTLED", "groups still have money, goods or visits open",
                       {{"groups", std::to_string(command.open_groups)}});
    }
    return Events{CampaignClosed{command.groups, command.person_times, command.distinct_persons,
                                 command.headcount, command.spent, state.budget() - command.spent}};
}

}  // namespace

Money Campaign::State::budget() const {
    Money sum;
    for (const BudgetLine& line : terms.budget) sum += line.amount;
    return sum;
}

Money Campaign::State::budget_of(const FundLineId& line) const {
    for (const BudgetLine& one : terms.budget) {
        if (one.fund_line == line) return one.amount;
    }
    return {};
}

Result<Events> Campaign::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const LaunchCampaign& c) { return launch(state, c, by); },
        [&](const RaiseBudget& c) { return raise(state, c, by); },
        [&](const CloseCampaign& c) { return close(state, c, by); });
}

State Campaign::evolve(State state, const Event& event) {
    match(
        event,
        [&](const CampaignLaunched& e) {
            state.launched = true;
            state.terms = e.terms;
        },
        [&](const BudgetRaised& e) {
            for (BudgetLine& line : state.terms.budget) {
                if (line.fund_line != e.fund_line) continue;
                line.amount = e.amount;
                return;
            }
            state.terms.budget.push_back({e.fund_line, e.amount});
        },
        [&](const CampaignClosed&) { state.closed = true; });
    return state;
}

Effects Campaign::effects(const State&, const Event& event) {
    Effects effects;
    if (const auto* launched = std::get_if<CampaignLaunched>(&event)) {
        effects.claims.push_back({ClaimChange::Kind::Take, "campaign/" + launched->terms.code});
    }
    return effects;
}

}  // namespace haven::outreach
