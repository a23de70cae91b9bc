#include <algorithm>

#include "libs/postgres/connection.hpp"
#include "libs/postgres/params.hpp"
#include "libs/postgres/rows.hpp"
#include "libs/postgres/values.hpp"
#include "services/disbursement/queries/queries.hpp"

namespace haven::disbursement {
namespace {

using postgres::Params;
using postgres::Row;
using postgres::Statement;
using postgres::Type;

#define HAVEN_CASH_COLUMNS                                                             \
    "federation, advance_id, fund_line_id, amount_fen, spent_fen, counted_fen, item, " \
    "year, state, unfunded, reason, campaign_id, group_id, requester, holder, "        \
    "approver, counter, confirmer, requested_on, handed_over_on, settled_on "

constexpr Statement kCashAdvance{"disbursement_cash_advance",
                                 "SELECT " HAVEN_CASH_COLUMNS
                                 "FROM cash_advance WHERE advance_id = $1"};

constexpr Statement kCashAdvances{"disbursement_cash_advances",
                                  "SELECT " HAVEN_CASH_COLUMNS
                                  "FROM cash_advance WHERE ($1::bigint IS NULL OR state = $1) "
                                  "AND ($2::date IS NULL OR (requested_on, advance_id) < ($2, $3)) "
                                  "ORDER BY requested_on DESC, advance_id DESC LIMIT $4"};

#undef HAVEN_CASH_COLUMNS

constexpr Statement kCashReliefs{
    "disbursement_cash_reliefs",
    "SELECT relief_id, person_id, amount_fen, receipt_no, witness, reason, paid_on, "
    "taken_back_on, taken_back_for FROM cash_relief WHERE advance_id = $1 AND receipt_no > $2 "
    "ORDER BY receipt_no LIMIT $3"};

CashAdvanceRow advance_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = CashAdvanceId{row.uuid(1)},
            .fund_line = FundLineId{row.uuid(2)},
            .amount = Money::fen(row.int64(3)),
            .spent = Money::fen(row.int64(4)),
            .counted = Money::fen(row.int64(5)),
            .item = static_cast<AidItem>(row.int64(6)),
            .year = static_cast<int>(row.int64(7)),
            .state = static_cast<CashState>(row.int64(8)),
            .unfunded = row.text(9),
            .reason = row.text(10),
            .campaign = {id_or_nil<CampaignId>(row, 11), id_or_nil<VisitGroupId>(row, 12)},
            .requester = StaffId{row.uuid(13)},
            .holder = StaffId{row.uuid(14)},
            .approver = id_or_nil<StaffId>(row, 15),
            .counter = id_or_nil<StaffId>(row, 16),
            .confirmer = id_or_nil<StaffId>(row, 17),
            .requested_on = row.date(18),
            .handed_over_on = date_or_unset(row, 19),
            .settled_on = date_or_unset(row, 20)};
}

}  // namespace

std::optional<CashAdvanceRow> Queries::cash_advance(const CashAdvanceId& id) {
    const auto rows = read_.query(kCashAdvance, Params().uuid(id.uuid));
    if (rows.empty()) return std::nullopt;
    return advance_of(rows[0]);
}

std::vector<CashAdvanceRow> Queries::cash_advances(
    std::optional<CashState> state, const std::optional<std::pair<Date, CashAdvanceId>>& before,
    int limit) {
    Params params;
    state ? params.int64(static_cast<std::int64_t>(*state)) : params.null(Type::Int64);
    before ? params.date(before->first) : params.null(Type::Date);
    params.uuid(before ? before->second.uuid : Uuid{}).int64(limit);
    std::vector<CashAdvanceRow> found;
    for (const Row row : read_.query(kCashAdvances, params)) found.push_back(advance_of(row));
    std::ranges::reverse(found);  // the latest come first
    read_.merge(found,
                [](const CashAdvanceRow& one) { return std::pair(one.requested_on, one.id); });
    std::ranges::reverse(found);
    if (std::ssize(found) > limit) found.resize(static_cast<std::size_t>(limit));
    return found;
}

std::vector<CashReliefRow> Queries::cash_reliefs(const CashAdvanceId& advance,
                                                 const std::string& after, int limit) {
    std::vector<CashReliefRow> found;
    for (const Row row :
         read_.query(kCashReliefs, Params().uuid(advance.uuid).text(after).int64(limit))) {
        found.push_back({.id = CashReliefId{row.uuid(0)},
                         .person = PersonId{row.uuid(1)},
                         .amount = Money::fen(row.int64(2)),
                         .receipt_no = row.text(3),
                         .witness = StaffId{row.uuid(4)},
                         .reason = row.text(5),
                         .paid_on = row.date(6),
                         .taken_back_on = date_or_unset(row, 7),
                         .taken_back_for = row.text(8)});
    }
    return found;
}

}  // namespace haven::disbursement
