// Queries: the read side of outreach, within the caller's scope (row-level security). Ids and codes
// that are not in scope are simply not there. Thread rule: that of the ScopedRead.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "libs/access/scoped_read.hpp"
#include "services/outreach/domain/campaign.hpp"
#include "services/outreach/domain/hotline_ticket.hpp"
#include "services/outreach/domain/publicity_activity.hpp"
#include "services/outreach/domain/training_class.hpp"
#include "services/outreach/domain/visit_group.hpp"

namespace haven::outreach {

struct CampaignRow {
    FederationNo federation;
    CampaignId id;
    std::string code;
    CampaignKind kind = CampaignKind::Unset;
    int season = 0;
    UnionLevel level = UnionLevel::Unset;
    Date first_day, last_day;
    Money budget;
    bool closed = false;
};
struct StockRow {
    FederationNo federation;
    StockId id;
    std::string code;
};
struct StockLineRow {
    std::string goods;
    std::int64_t in_store = 0, with_groups = 0, lost = 0;
};
struct GroupRow {
    FederationNo federation;
    GroupId id;
    std::string group_no;
    CampaignId campaign;
    StaffId leader;
    int stops = 0;
    int listed = 0;
    bool settled = false;
};
struct PurseRow {
    FundLineId fund_line;
    Money drawn, handed, given_back, balance;
};
struct BagRow {
    std::string goods;
    std::int64_t taken = 0, handed = 0, given_back = 0, lost = 0, balance = 0;
};
struct RecipientLine {
    PersonId person;
    RecipientKind kind = RecipientKind::Unset;
    std::string enterprise;
    Money plan;
    FundLineId fund_line;
    RecipientState state = RecipientState::Unset;
};
struct DeliveryRow {
    DeliveryId id;
    std::string receipt_no;
    PersonId person;  // nil: a crew
    RecipientKind kind = RecipientKind::Unset;
    std::string enterprise;
    int people = 0;
    Money cash;
    FundLineId fund_line;
    Date delivered_on;
    std::string off_list_reason;
    bool recalled = false;
};
// Which campaigns a figure is of.
struct Season {
    CampaignKind kind = CampaignKind::Unset;
    int season = 0;
    UnionLevel level = UnionLevel::Unset;

    auto operator<=>(const Season&) const = default;
};
// Of the deliveries that stand, by kind of recipient.
struct DeliveredRow {
    Season of;
    RecipientKind kind = RecipientKind::Unset;
    Money cash;
    std::int64_t person_times = 0;
    std::int64_t headcount = 0;
};
struct VisitedPerson {
    Season of;
    RecipientKind kind = RecipientKind::Unset;
    PersonId person;
};
struct VisitedPlaces {
    Season of;
    std::int64_t groups = 0;
    std::vector<std::string> enterprises;
};
struct ActivityRow {
    FederationNo federation;
    ActivityId id;
    ActivityTerms terms;  // without kinds
    Counts counts;        // basis Unset: not reported
    int amendments = 0;
    bool cancelled = false;
};
struct ClassRow {
    FederationNo federation;
    ClassId id;
    ClassTerms terms;
    int enrolled = 0;
    int trained = 0;
    bool completed = false;
};
struct TraineeRow {
    PersonId person;
    int days = 0;
};
// A ticket as it stands with one federation.
struct TicketRow {
    FederationNo federation;
    TicketId id;
    std::string ticket_no;
    TicketType type = TicketType::Unset;
    TicketClass ticket_class = TicketClass::Unset;
    std::string subject;
    PersonId person;  // nil: anonymous
    std::string union_node;
    UnionLevel level = UnionLevel::Unset;
    TicketState state = TicketState::Unset;
    Date logged_on, due_on;
    bool escalated = false;
    int round = 0;
    int transfers = 0;
    int escalations = 0;
    Satisfaction satisfaction = Satisfaction::Unset;
    ReferralId referral;  // nil: none
    ReferralOutcome outcome = ReferralOutcome::Unset;
    TicketEnd end = TicketEnd::Unset;
};
struct TicketFilter {
    FederationNo federation;                 // 0 = all in scope
    std::string union_node;                  // empty = all
    TicketState state = TicketState::Unset;  // unset = all but those that went elsewhere
    bool escalated = false;                  // only those whose last day has passed
};
// What the reported activities of one theme come to, and the weakest basis among them.
struct ThemeRow {
    std::string theme;
    Counts counts;
};

class Queries {
  public:
    explicit Queries(access::ScopedRead& read) : read_(read) {}

    // By id or by code.
    std::optional<CampaignRow> campaign(const std::string& id_or_code);
    // `season` 0 = all.
    std::vector<CampaignRow> campaigns(int season, const std::string& after_code, int limit);
    // What its groups say; with what was recalled left out.
    CloseCampaign sums(const CampaignId& campaign);

    std::optional<StockRow> stock(const std::string& id_or_code);
    std::vector<StockLineRow> stock_lines(const StockId& stock);

    // By id or by number.
    std::optional<GroupRow> group(const std::string& id_or_number);
    // `campaign` nil = all.
    std::vector<GroupRow> groups(const CampaignId& campaign, const std::string& after_number,
                                 int limit);
    std::vector<PurseRow> purse(const GroupId& group);
    std::vector<BagRow> bag(const GroupId& group);
    std::vector<Stop> stops(const GroupId& group);
    std::vector<RecipientLine> recipients(const GroupId& group, const PersonId& after, int limit);
    std::vector<DeliveryRow> deliveries(const GroupId& group, const std::string& after_receipt,
                                        int limit);

    // Figures of deliveries up to that day that were not recalled.
    std::vector<DeliveredRow> delivered(Date as_of);
    std::vector<VisitedPerson> persons(Date as_of);
    std::vector<VisitedPlaces> places(Date as_of);
    // Who of them stands on a household's file that is open on that day.
    std::set<PersonId> on_file(const std::set<PersonId>& people, Date day);

    // By id or by code.
    std::optional<ActivityRow> activity(const std::string& id_or_code);
    // `theme` empty = all.
    std::vector<ActivityRow> activities(const std::string& theme, const std::string& after_code,
                                        int limit);
    std::optional<ClassRow> training_class(const std::string& id_or_code);
    std::vector<ClassRow> classes(const std::string& after_code, int limit);
    std::vector<TraineeRow> trainees(const ClassId& of, const PersonId& after, int limit);
    // Figures of what was over by that day.
    std::vector<ThemeRow> themes(Date as_of);
    // In classes that teach: a study meeting does not.
    std::int64_t trained(Date as_of);

    // Of all federations, oldest first.
    std::vector<TimeLimits> time_limits();
    // By id, or by number: then with the office that has it.
    std::optional<TicketRow> ticket(const std::string& id_or_number);
    std::vector<TicketRow> tickets(const TicketFilter& filter, const std::string& after_number,
                                   const TicketId& after, int limit);

  private:
    access::ScopedRead& read_;
};

}  // namespace haven::outreach
