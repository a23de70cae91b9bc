#include <map>

#include "libs/crypto/ids.hpp"
#include "libs/postgres/values.hpp"
#include "services/outreach/queries/queries.hpp"

namespace haven::outreach {
namespace {

using postgres::Params;
using postgres::Row;
using postgres::Statement;

constexpr Statement kCampaign{
    "outreach_campaign",
    "SELECT federation, campaign_id, code, kind, season, level, first_day, last_day, budget_fen, "
    "closed FROM campaign WHERE campaign_id = $1"};
constexpr Statement kCampaigns{
    "outreach_campaigns",
    "SELECT federation, campaign_id, code, kind, season, level, first_day, last_day, budget_fen, "
    "closed FROM campaign WHERE ($1 = 0 OR season = $1) AND code > $2 ORDER BY code LIMIT $3"};
constexpr Statement kSums{
    "outreach_campaign_sums",
    "SELECT (SELECT count(*) FROM visit_group WHERE campaign_id = $1 AND NOT settled), "
    "(SELECT count(*) FROM visit_group WHERE campaign_id = $1), count(person_id), "
    "count(DISTINCT person_id), "
    "coalesce(sum(people) FILTER (WHERE person_id IS NULL), 0)::bigint, "
    "coalesce(sum(cash_fen), 0)::bigint FROM delivery WHERE campaign_id = $1 AND NOT recalled"};
constexpr Statement kStock{"outreach_stock",
                           "SELECT federation, stock_id, code FROM stock WHERE stock_id = $1"};
constexpr Statement kStockLines{"outreach_stock_lines",
                                "SELECT goods, in_store, with_groups, lost FROM stock_goods "
                                "WHERE stock_id = $1 ORDER BY goods"};
constexpr Statement kDelivered{
    "outreach_delivered",
    "SELECT campaign_kind, season, level, kind, sum(cash_fen)::bigint, count(person_id), "
    "coalesce(sum(people) FILTER (WHERE person_id IS NULL), 0)::bigint FROM delivery "
    "WHERE NOT recalled AND delivered_on <= $1 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"};
constexpr Statement kPersons{
    "outreach_persons",
    "SELECT DISTINCT campaign_kind, season, level, kind, person_id FROM delivery "
    "WHERE NOT recalled AND delivered_on <= $1 AND person_id IS NOT NULL"};
constexpr Statement kGroupsOut{
    "outreach_groups_out",
    "SELECT campaign_kind, season, level, count(DISTINCT group_id) FROM delivery "
    "WHERE NOT recalled AND delivered_on <= $1 GROUP BY 1, 2, 3"};
constexpr Statement kEnterprises{
    "outreach_enterprises",
    "SELECT DISTINCT campaign_kind, season, level, enterprise FROM delivery "
    "WHERE NOT recalled AND delivered_on <= $1 AND enterprise <> ''"};

CampaignRow campaign_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = CampaignId{row.uuid(1)},
            .code = row.text(2),
            .kind = static_cast<CampaignKind>(row.int64(3)),
            .season = static_cast<int>(row.int64(4)),
            .level = static_cast<UnionLevel>(row.int64(5)),
            .first_day = row.date(6),
            .last_day = row.date(7),
            .budget = Money::fen(row.int64(8)),
            .closed = row.boolean(9)};
}

Season season_of(const Row& row) {
    return {static_cast<CampaignKind>(row.int64(0)), static_cast<int>(row.int64(1)),
            static_cast<UnionLevel>(row.int64(2))};
}

}  // namespace

Uuid named(std::string_view kind, const std::string& id_or_code) {
    const auto id = Uuid::parse(id_or_code);
    return id ? *id : crypto::uuid_of_code(kind, id_or_code);
}

std::optional<CampaignRow> Queries::campaign(const std::string& id_or_code) {
    const auto rows =
        read_.query(kCampaign, Params().uuid(crypto::uuid_named("campaign", id_or_code)));
    if (rows.empty()) return std::nullopt;
    return campaign_of(rows[0]);
}

std::vector<CampaignRow> Queries::campaigns(int season, const std::string& after_code, int limit) {
    std::vector<CampaignRow> found;
    for (const Row row :
         read_.query(kCampaigns, Params().int64(season).text(after_code).int64(limit))) {
        found.push_back(campaign_of(row));
    }
    read_.merge(
        found, [](const CampaignRow& campaign) { return campaign.code; },
        static_cast<std::size_t>(limit));
    return found;
}

// A campaign and all its groups lie in one federation, so in one database: its distinct people may
// be counted there.
CloseCampaign Queries::sums(const CampaignId& campaign) {
    CloseCampaign sums;
    for (const Row row : read_.query(kSums, Params().uuid(campaign.uuid))) {
        sums.open_groups += static_cast<int>(row.int64(0));
        sums.groups += static_cast<int>(row.int64(1));
        sums.person_times += row.int64(2);
        sums.distinct_persons += row.int64(3);
        sums.headcount += row.int64(4);
        sums.spent += Money::fen(row.int64(5));
    }
    return sums;
}

std::optional<StockRow> Queries::stock(const std::string& id_or_code) {
    const auto rows = read_.query(kStock, Params().uuid(crypto::uuid_named("stock", id_or_code)));
    if (rows.empty()) return std::nullopt;
    return StockRow{FederationNo{rows[0].int16(0)}, StockId{rows[0].uuid(1)}, rows[0].text(2)};
}

std::vector<StockLineRow> Queries::stock_lines(const StockId& stock) {
    std::vector<StockLineRow> found;
    for (const Row row : read_.query(kStockLines, Params().uuid(stock.uuid))) {
        found.push_back({row.text(0), row.int64(1), row.int64(2), row.int64(3)});
    }
    return found;
}

std::vector<DeliveredRow> Queries::delivered(Date as_of) {
    std::vector<DeliveredRow> found;
    for (const Row row : read_.query(kDelivered, Params().date(as_of))) {
        found.push_back({.of = season_of(row),
                         .kind = static_cast<RecipientKind>(row.int64(3)),
                         .cash = Money::fen(row.int64(4)),
                         .person_times = row.int64(5),
                         .headcount = row.int64(6)});
    }
    return found;
}

std::vector<VisitedPerson> Queries::persons(Date as_of) {
    std::vector<VisitedPerson> found;
    for (const Row row : read_.query(kPersons, Params().date(as_of))) {
        found.push_back(
            {season_of(row), static_cast<RecipientKind>(row.int64(3)), PersonId{row.uuid(4)}});
    }
    return found;
}

std::vector<VisitedPlaces> Queries::places(Date as_of) {
    std::map<Season, VisitedPlaces> found;
    for (const Row row : read_.query(kGroupsOut, Params().date(as_of))) {
        found[season_of(row)].groups += row.int64(3);
    }
    for (const Row row : read_.query(kEnterprises, Params().date(as_of))) {
        found[season_of(row)].enterprises.push_back(row.text(3));
    }
    std::vector<VisitedPlaces> places;
    for (auto& [season, one] : found) {
        one.of = season;
        places.push_back(std::move(one));
    }
    return places;
}

}  // namespace haven::outreach
