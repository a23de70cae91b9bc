#include "libs/crypto/ids.hpp"
#include "libs/postgres/values.hpp"
#include "services/outreach/queries/queries.hpp"

namespace haven::outreach {
namespace {

using postgres::Params;
using postgres::Row;
using postgres::Statement;

constexpr Statement kGroup{
    "outreach_group",
    "SELECT federation, group_id, group_no, campaign_id, leader_id, stops, listed, settled "
    "FROM visit_group WHERE group_id = $1"};
constexpr Statement kGroups{
    "outreach_groups",
    "SELECT federation, group_id, group_no, campaign_id, leader_id, stops, listed, settled "
    "FROM visit_group WHERE ($1::uuid IS NULL OR campaign_id = $1) AND group_no > $2 "
    "ORDER BY group_no LIMIT $3"};
constexpr Statement kPurse{
    "outreach_purse",
    "SELECT fund_line_id, drawn_fen, handed_fen, given_back_fen, balance_fen FROM group_cash "
    "WHERE group_id = $1 ORDER BY fund_line_id"};
constexpr Statement kBag{"outreach_bag",
                         "SELECT goods, taken, handed, given_back, lost, balance FROM group_goods "
                         "WHERE group_id = $1 ORDER BY goods"};
constexpr Statement kStops{"outreach_stops",
                           "SELECT enterprise, union_node, planned_on FROM group_stop "
                           "WHERE group_id = $1 ORDER BY position"};
constexpr Statement kRecipients{
    "outreach_recipients",
    "SELECT person_id, kind, enterprise, plan_fen, fund_line_id, state FROM recipient "
    "WHERE group_id = $1 AND person_id > $2 ORDER BY person_id LIMIT $3"};
constexpr Statement kDeliveries{
    "outreach_deliveries",
    "SELECT delivery_id, receipt_no, person_id, kind, enterprise, people, cash_fen, fund_line_id, "
    "delivered_on, off_list_reason, recalled FROM delivery "
    "WHERE group_id = $1 AND receipt_no > $2 ORDER BY receipt_no LIMIT $3"};

GroupRow group_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = GroupId{row.uuid(1)},
            .group_no = row.text(2),
            .campaign = CampaignId{row.uuid(3)},
            .leader = StaffId{row.uuid(4)},
            .stops = static_cast<int>(row.int64(5)),
            .listed = static_cast<int>(row.int64(6)),
            .settled = row.boolean(7)};
}

DeliveryRow delivery_of(const Row& row) {
    return {.id = DeliveryId{row.uuid(0)},
            .receipt_no = row.text(1),
            .person = id_or_nil<PersonId>(row, 2),
            .kind = static_cast<RecipientKind>(row.int64(3)),
            .enterprise = row.text(4),
            .people = static_cast<int>(row.int64(5)),
            .cash = Money::fen(row.int64(6)),
            .fund_line = id_or_nil<FundLineId>(row, 7),
            .delivered_on = row.date(8),
            .off_list_reason = row.text(9),
            .recalled = row.boolean(10)};
}

}  // namespace

std::optional<GroupRow> Queries::group(const std::string& id_or_number) {
    const auto rows =
        read_.query(kGroup, Params().uuid(crypto::uuid_named("visit-group", id_or_number)));
    if (rows.empty()) return std::nullopt;
    return group_of(rows[0]);
}

std::vector<GroupRow> Queries::groups(const CampaignId& campaign, const std::string& after_number,
                                      int limit) {
    Params params;
    if (campaign.is_nil()) {
        params.null(postgres::Type::Uuid);
    } else {
        params.uuid(campaign.uuid);
    }
    std::vector<GroupRow> found;
    for (const Row row : read_.query(kGroups, params.text(after_number).int64(limit))) {
        found.push_back(group_of(row));
    }
    read_.merge(
        found, [](const GroupRow& group) { return group.group_no; },
        static_cast<std::size_t>(limit));
    return found;
}

std::vector<PurseRow> Queries::purse(const GroupId& group) {
    std::vector<PurseRow> found;
    for (const Row row : read_.query(kPurse, Params().uuid(group.uuid))) {
        found.push_back({FundLineId{row.uuid(0)}, Money::fen(row.int64(1)),
                         Money::fen(row.int64(2)), Money::fen(row.int64(3)),
                         Money::fen(row.int64(4))});
    }
    return found;
}

std::vector<BagRow> Queries::bag(const GroupId& group) {
    std::vector<BagRow> found;
    for (const Row row : read_.query(kBag, Params().uuid(group.uuid))) {
        found.push_back(
            {row.text(0), row.int64(1), row.int64(2), row.int64(3), row.int64(4), row.int64(5)});
    }
    return found;
}

std::vector<Stop> Queries::stops(const GroupId& group) {
    std::vector<Stop> found;
    for (const Row row : read_.query(kStops, Params().uuid(group.uuid))) {
        found.push_back({row.text(0), row.text(1), row.date(2)});
    }
    return found;
}

std::vector<RecipientLine> Queries::recipients(const GroupId& group, const PersonId& after,
                                               int limit) {
    std::vector<RecipientLine> found;
    for (const Row row :
         read_.query(kRecipients, Params().uuid(group.uuid).uuid(after.uuid).int64(limit))) {
        found.push_back({.person = PersonId{row.uuid(0)},
                         .kind = static_cast<RecipientKind>(row.int64(1)),
                         .enterprise = row.text(2),
                         .plan = Money::fen(row.int64(3)),
                         .fund_line = id_or_nil<FundLineId>(row, 4),
                         .state = static_cast<RecipientState>(row.int64(5))});
    }
    return found;
}

std::vector<DeliveryRow> Queries::deliveries(const GroupId& group, const std::string& after_receipt,
                                             int limit) {
    std::vector<DeliveryRow> found;
    for (const Row row :
         read_.query(kDeliveries, Params().uuid(group.uuid).text(after_receipt).int64(limit))) {
        found.push_back(delivery_of(row));
    }
    return found;
}

}  // namespace haven::outreach
