#include "services/outreach/projection/projection.hpp"

#include "libs/log/cells.hpp"
#include "services/outreach/projection/tables.hpp"

namespace haven::outreach {
namespace {

using log::EventContext;
using log::fen;
using log::number;
using log::optional_id;
using log::RowSink;

// The rows of one visit group.
class GroupRows {
  public:
    GroupRows(const VisitGroup::State& after, const Uuid& group, RowSink& sink)
        : after_(after), group_(group), sink_(sink) {}

    void put_group() {
        const GroupAssigned& group = after_.group;
        sink_.put(kGroupTable,
                  {group_, group.group_no, group.of.campaign.uuid, number(group.of.kind),
                   number(group.of.season), number(group.of.level), group.leader.uuid,
                   number(group.stops.size()), number(after_.rows.size()), after_.settled});
    }
    // As many as there are; those of a longer itinerary before go.
    void put_stops() {
        const auto& stops = after_.group.stops;
        for (std::size_t i = 0; i < stops.size(); ++i) {
            sink_.put(kStopTable, {group_, number(i), stops[i].enterprise, stops[i].union_node,
                                   stops[i].planned_on});
        }
        for (std::size_t i = stops.size(); i < after_.most_stops; ++i) {
            sink_.remove(kStopTable, {group_, number(i)});
        }
    }
    void put_recipient(const PersonId& person) {
        const VisitGroup::Row& row = after_.rows.at(person);
        const Recipient& of = row.recipient;
        sink_.put(kRecipientTable,
                  {group_, person.uuid, after_.group.of.campaign.uuid, number(of.kind),
                   of.enterprise, fen(of.plan), optional_id(of.fund_line), number(row.state)});
    }
    void put_all_that_are(RecipientState state) {
        for (const auto& [person, row] : after_.rows) {
            if (row.state == state) put_recipient(person);
        }
    }
    void put_purse(const FundLineId& line) {
        const VisitGroup::Purse& purse = after_.purses.at(line);
        sink_.put(kPurseTable, {group_, line.uuid, after_.group.of.campaign.uuid, fen(purse.drawn),
                                fen(purse.handed), fen(purse.given_back), fen(purse.balance())});
    }
    void put_bags(const std::vector<Goods>& goods) {
        for (const Goods& one : goods) {
            const VisitGroup::Bag& bag = after_.bags.at(one.code);
            sink_.put(kBagTable, {group_, one.code, number(bag.taken), number(bag.handed),
                                  number(bag.given_back), number(bag.lost), number(bag.balance())});
        }
    }
    void put_delivery(const std::string& receipt_no) {
        const bool recalled = after_.recalled.contains(receipt_no);
        match(
            after_.deliveries.at(receipt_no),
            [&](const ConsolationDelivered& e) { put_person(e, recalled); },
            [&](const HeadcountDelivered& e) { put_crew(e, recalled); });
    }

  private:
    void put_person(const ConsolationDelivered& e, bool recalled) {
        const CampaignRef& of = after_.group.of;
        sink_.put(kDeliveryTable,
                  {e.delivery.uuid, group_, of.campaign.uuid, number(of.kind), number(of.season),
                   number(of.level), e.person.uuid, number(e.kind), e.enterprise, number(1),
                   fen(e.cash), optional_id(e.fund_line), e.receipt_no, optional_id(e.witness),
                   e.delivered_on, e.off_list_reason, recalled});
        put_recipient(e.person);
        if (e.cash > Money{}) put_purse(e.fund_line);
        put_bags(e.goods);
    }
    void put_crew(const HeadcountDelivered& e, bool recalled) {
        const CampaignRef& of = after_.group.of;
        sink_.put(kDeliveryTable, {e.delivery.uuid,
                                   group_,
                                   of.campaign.uuid,
                                   number(of.kind),
                                   number(of.season),
                                   number(of.level),
                                   {},
                                   number(e.kind),
                                   e.enterprise,
                                   number(e.people),
                                   fen(Money{}),
                                   {},
                                   e.receipt_no,
                                   {},
                                   e.delivered_on,
                                   std::string{},
                                   recalled});
        put_bags(e.goods);
    }

    const VisitGroup::State& after_;
    const Uuid group_;
    RowSink& sink_;
};

void put_stock(const GoodsStock::State& after, const Uuid& stock, const std::vector<Goods>& goods,
               RowSink& sink) {
    const auto of = [](const std::map<std::string, int>& counts, const std::string& code) {
        const auto found = counts.find(code);
        return found == counts.end() ? 0 : found->second;
    };
    for (const Goods& one : goods) {
        int out = 0;
        for (const auto& [key, pieces] : after.with_groups) {
            if (key.second == one.code) out += pieces;
        }
        sink.put(kStockGoodsTable, {stock, one.code, number(of(after.in_store, one.code)),
                                    number(out), number(of(after.lost, one.code))});
    }
}

}  // namespace

void project_campaign(const Campaign::Event&, const Campaign::State& after,
                      const EventContext& context, RowSink& sink) {
    const CampaignTerms& terms = after.terms;
    const CampaignRef& ref = terms.ref;
    sink.put(kCampaignTable,
             {context.stream_id, terms.code, number(ref.kind), number(ref.season),
              number(ref.level), ref.first_day, ref.last_day, fen(ref.caps.per_time),
              fen(ref.caps.per_season), fen(after.budget()), after.closed});
    for (const BudgetLine& line : terms.budget) {
        sink.put(kCampaignBudgetTable, {context.stream_id, line.fund_line.uuid, fen(line.amount)});
    }
}

void project_group(const VisitGroup::Event& event, const VisitGroup::State& after,
                   const EventContext& context, RowSink& sink) {
    GroupRows rows(after, context.stream_id, sink);
    match(
        event, [&](const GroupAssigned&) { rows.put_stops(); },
        [&](const ItineraryChanged&) { rows.put_stops(); },
        [&](const RecipientListed& e) { rows.put_recipient(e.recipient.person); },
        [&](const RecipientStruck& e) { rows.put_recipient(e.person); },
        [&](const RecipientsApproved&) { rows.put_all_that_are(RecipientState::Approved); },
        [&](const CashAsked& e) { rows.put_purse(e.fund_line); },
        [&](const CashNotGranted& e) { rows.put_purse(e.fund_line); },
        [&](const CashDrawn& e) { rows.put_purse(e.fund_line); },
        [&](const CashGivenBack& e) { rows.put_purse(e.fund_line); },
        [&](const GoodsTaken& e) { rows.put_bags(e.goods); },
        [&](const GoodsGivenBack& e) { rows.put_bags(e.goods); },
        [&](const GoodsLost& e) { rows.put_bags(e.goods); },
        [&](const ConsolationDelivered& e) { rows.put_delivery(e.receipt_no); },
        [&](const HeadcountDelivered& e) { rows.put_delivery(e.receipt_no); },
        [&](const VisitFailed& e) {
            sink.put(kFailedVisitTable,
                     {context.stream_id, e.person.uuid, e.visited_on, number(e.reason)});
        },
        [&](const DeliveryRecalled& e) { rows.put_delivery(e.receipt_no); },
        [&](const ReliefReferred& e) {
            sink.put(kReferralTable,
                     {e.referral.uuid, context.stream_id, e.person.uuid, number(e.to.value),
                      e.union_node, number(e.signs.size()), e.seen_on});
        },
        [&](const GroupSettled&) { rows.put_all_that_are(RecipientState::Lapsed); });
    rows.put_group();
}

void project_stock(const GoodsStock::Event& event, const GoodsStock::State& after,
                   const EventContext& context, RowSink& sink) {
    const auto put = [&](const auto& e) { put_stock(after, context.stream_id, e.goods, sink); };
    match(
        event, [&](const StockOpened& e) { sink.put(kStockTable, {context.stream_id, e.code}); },
        [&](const GoodsReceived& e) { put(e); }, [&](const GoodsIssued& e) { put(e); },
        [&](const IssueReversed& e) { put(e); }, [&](const StockReturned& e) { put(e); },
        [&](const StockLost& e) { put(e); });
}

void project_activity(const PublicityActivity::Event&, const PublicityActivity::State& after,
                      const EventContext& context, RowSink& sink) {
    const ActivityTerms& terms = *after.terms;
    const Counts counts = after.counts.value_or(Counts{});
    sink.put(kActivityTable, {context.stream_id, terms.code, terms.theme, number(terms.level),
                              terms.first_day, terms.last_day, counts.items, counts.reached,
                              number(counts.basis), number(after.amendments), after.cancelled});
}

void project_class(const TrainingClass::Event& event, const TrainingClass::State& after,
                   const EventContext& context, RowSink& sink) {
    const auto put_trainee = [&](const PersonId& person) {
        sink.put(kTraineeTable,
                 {context.stream_id, person.uuid, number(after.roster.at(person).days.size())});
    };
    match(
        event, [](const ClassOpened&) {},
        [&](const TraineeEnrolled& e) { put_trainee(e.name.person); },
        [&](const TraineeStruck& e) {
            sink.remove(kTraineeTable, {context.stream_id, e.person.uuid});
        },
        [&](const AttendanceRecorded& e) {
            for (const PersonId& person : e.people) put_trainee(person);
        },
        [](const ClassCompleted&) {});
    const ClassTerms& terms = *after.terms;
    sink.put(kClassTable, {context.stream_id, terms.code, number(terms.kind), number(terms.level),
                           terms.first_day, terms.last_day, number(terms.seats),
                           number(after.roster.size()), number(after.trained()), after.completed});
}

void project_family(const FamilyFile::Event& event, const FamilyFile::State& after,
                    const EventContext& context, RowSink& sink) {
    const Uuid household = context.stream_id;
    match(
        event,
        [&](const FamilyNoted& e) {
            // Who stands on it no more goes; a projection sees only the state after.
            const std::set<PersonId> members(e.members.begin(), e.members.end());
            for (const PersonId& person : after.named) {
                if (members.contains(person)) {
                    sink.put(kFamilyPersonTable, {household, person.uuid});
                } else {
                    sink.remove(kFamilyPersonTable, {household, person.uuid});
                }
            }
        },
        [&](const FamilyFileOpened& e) {
            sink.put(kFamilySpanTable, {household, e.opened_on, log::Value{}});
        },
        [&](const FamilyFileClosed& e) {
            sink.put(kFamilySpanTable, {household, after.opened_on, e.closed_on});
        });
}

}  // namespace haven::outreach
