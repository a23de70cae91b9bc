// Campaign (慰问活动): one union's giving of one season, with its budget by fund line, its caps and
// its days (docs/rules.md R64). It pays nothing: visit groups draw on its budget, and disbursement
// books what they hand over.
#pragma once

#include "services/outreach/domain/checks.hpp"
#include "services/outreach/domain/types.hpp"

namespace haven::outreach {

struct BudgetLine {
    FundLineId fund_line = {};
    Money amount = {};

    bool operator==(const BudgetLine&) const = default;
};

struct CampaignTerms {
    std::string code = {};
    CampaignRef ref = {};
    std::vector<BudgetLine> budget = {};
    std::string source = {};  // the rules that the caps are of

    bool operator==(const CampaignTerms&) const = default;
};

// The stored facts.
struct CampaignLaunched {
    CampaignTerms terms = {};
    bool operator==(const CampaignLaunched&) const = default;
};
struct BudgetRaised {
    FundLineId fund_line = {};
    Money amount = {};  // of the line from now on
    std::string decision_no = {};
    bool operator==(const BudgetRaised&) const = default;
};
// What came of it. People by name; those who were only counted stand apart.
struct CampaignClosed {
    int groups = 0;
    std::int64_t person_times = 0;
    std::int64_t distinct_persons = 0;
    std::int64_t headcount = 0;
    Money spent = {};
    Money unspent = {};
    bool operator==(const CampaignClosed&) const = default;
};

struct LaunchCampaign {
    CampaignTerms terms = {};
};
// Never lowered: a group may have drawn on it meanwhile.
struct RaiseBudget {
    FundLineId fund_line = {};
    Money amount = {};
    std::string decision_no = {};
};
// With what the groups say (the Api reads it).
struct CloseCampaign {
    int open_groups = 0;
    int groups = 0;
    std::int64_t person_times = 0;
    std::int64_t distinct_persons = 0;
    std::int64_t headcount = 0;
    Money spent = {};
};

struct Campaign {
    struct State {
        bool launched = false;
        bool closed = false;
        CampaignTerms terms;  // the budget as raised

        [[nodiscard]] Money budget() const;
        // Of a line that the campaign does not have: nothing.
        [[nodiscard]] Money budget_of(const FundLineId& line) const;
    };
    using Command = std::variant<LaunchCampaign, RaiseBudget, CloseCampaign>;
    using Event = std::variant<CampaignLaunched, BudgetRaised, CampaignClosed>;

    // Reasons: CAMPAIGN_EXISTS, CAMPAIGN_MISSING, CAMPAIGN_CLOSED, INVALID_CAMPAIGN_KIND,
    // INVALID_LEVEL, INVALID_SEASON, INVALID_CAPS, INVALID_BUDGET, BUDGET_NOT_RAISED,
    // GROUPS_UNSETTLED, INVALID_AMOUNT, INVALID_WORD, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // A code names one campaign of the whole suite: claim "campaign/<code>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<Campaign> && HasEffects<Campaign>);

}  // namespace haven::outreach
