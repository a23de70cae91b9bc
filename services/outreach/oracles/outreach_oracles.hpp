// OutreachOracles: what must hold of the events of campaigns, groups and stores, counted anew from
// the events, without the deciders that wrote them (`haven audit check`). Use and rules as
// PaymentOracles of disbursement.
#pragma once

#include <map>
#include <set>

#include "libs/audit/oracle.hpp"
#include "libs/log/record.hpp"
#include "services/outreach/domain/campaign.hpp"
#include "services/outreach/domain/goods_stock.hpp"
#include "services/outreach/domain/visit_group.hpp"

namespace haven::outreach {

class OutreachOracles {
  public:
    void see(const log::Record& record);

    // CASH_CONSERVES and GOODS_CONSERVE (I31: budget, purse, store and bag, at every event),
    // DELIVERED_ONCE (a receipt of a group, recalled at most once), SEASON_CAP (I12, at every
    // delivery), ONE_LEVEL (I32: a group counts under the campaign of its own union and nowhere
    // else, and a closing says what stands of its groups).
    [[nodiscard]] std::vector<audit::Oracle> verdicts() const;

    // Cash that a group gave a person.
    struct Cash {
        PersonId person;
        FundLineId fund_line;
        Money amount;
        bool recalled = false;
    };
    // By delivery: what disbursement is to have booked.
    [[nodiscard]] const std::map<Uuid, Cash>& cash() const { return in_cash_; }

  private:
    using BudgetKey = std::pair<Uuid, FundLineId>;  // campaign
    using PurseKey = std::pair<Uuid, FundLineId>;   // group
    using PiecesKey = std::pair<Uuid, std::string>;
    struct PersonSeason {
        CampaignKind kind;
        int season;
        PersonId person;
        auto operator<=>(const PersonSeason&) const = default;
    };
    struct Receipt {
        bool recalled = false;
        PersonSeason who = {};
        Money cash = {};
    };

    void campaign(const log::Record& record, const Campaign::Event& event,
                  const std::string& where);
    [[nodiscard]] std::int64_t person_times_of(const Uuid& campaign) const;
    void stock(const log::Record& record, const GoodsStock::Event& event, const std::string& where);
    void group(const log::Record& record, const VisitGroup::Event& event, const std::string& where);
    void draw(const Uuid& group, const FundLineId& line, Money amount, const std::string& where);
    void hand(const Uuid& group, const FundLineId& line, Money amount, const std::string& where);
    void move(std::map<PiecesKey, int>& pieces, const Uuid& whose, const std::vector<Goods>& goods,
              int sign, const std::string& where);
    void deliver(const Uuid& group, const ConsolationDelivered& e, const std::string& where);
    void recall(const Uuid& group, const DeliveryRecalled& e, const std::string& where);

    std::map<BudgetKey, Money> budgets_, drawn_;
    std::map<std::pair<FederationNo, Uuid>, CampaignRef> campaigns_;
    std::map<Uuid, CampaignRef> groups_;
    std::map<PurseKey, Money> purses_;
    std::map<PiecesKey, int> stores_, bags_;
    std::map<std::pair<Uuid, std::string>, Receipt> receipts_;
    std::map<PersonSeason, Money> given_;
    std::map<Uuid, Cash> in_cash_;
    audit::Oracle cash_{"CASH_CONSERVES", 0, "movements"};
    audit::Oracle goods_{"GOODS_CONSERVE", 0, "movements"};
    audit::Oracle once_{"DELIVERED_ONCE", 0, "deliveries"};
    audit::Oracle cap_{"SEASON_CAP", 0, "deliveries"};
    audit::Oracle level_{"ONE_LEVEL", 0, "groups and closings"};
};

}  // namespace haven::outreach
