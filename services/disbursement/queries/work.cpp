#include <tuple>

#include "libs/postgres/connection.hpp"
#include "libs/postgres/params.hpp"
#include "libs/postgres/rows.hpp"
#include "services/disbursement/queries/queries.hpp"

namespace haven::disbursement {
namespace {

using postgres::Params;
using postgres::Row;
using postgres::Statement;

// Numbers of states: types.hpp.
constexpr Statement kWork{
    "disbursement_work",
    "SELECT task, federation, subject, number, household_id, reason, since, lines, amount_fen "
    "FROM ("
    " SELECT 'MAKE_BATCH' AS task, federation, fund_line_id::text AS subject, 0::bigint AS number, "
    "  NULL::uuid AS household_id, '' AS reason, min(release_on) AS since, count(*) AS lines, "
    "  sum(amount_fen)::bigint AS amount_fen "
    "  FROM instalment WHERE state = 2 AND batch_id IS NULL GROUP BY federation, fund_line_id "
    " UNION ALL "
    " SELECT CASE state WHEN 1 THEN 'CHECK_BATCH' WHEN 2 THEN 'APPROVE_BATCH' "
    "  ELSE 'EXPORT_BATCH' END, federation, batch_id::text, 0, NULL, batch_no, sealed_on, "
    "  line_count, total_fen FROM batch WHERE state IN (1, 2, 3) "
    " UNION ALL "
    " SELECT 'AWAIT_BANK', l.federation, l.batch_id::text, 0, NULL, b.batch_no, b.sent_on, "
    "  count(*), sum(l.amount_fen)::bigint FROM batch_line l JOIN batch b USING (federation, "
    "  batch_id) WHERE l.state = 6 OR (l.state = 3 AND b.sent_on <= $6) GROUP BY l.federation, "
    "l.batch_id, b.batch_no, b.sent_on "
    " UNION ALL "
    " SELECT 'HELD', federation, entitlement_id::text, number, household_id, reason, release_on, "
    "  1, amount_fen FROM instalment WHERE state = 5 AND reason <> 'NOT_FUNDED' "
    " UNION ALL "
    " SELECT 'FUND', e.federation, e.entitlement_id::text, 0, e.household_id, "
    "  coalesce(nullif(e.unfunded, ''), 'NOT_FUNDED'), min(i.release_on), count(*), e.annual_fen "
    "FROM entitlement e JOIN instalment i "
    "  USING (federation, entitlement_id) WHERE e.gate_closed = 'NOT_FUNDED' "
    "  GROUP BY e.federation, e.entitlement_id, e.household_id, e.unfunded, e.annual_fen "
    " UNION ALL "
    " SELECT CASE state WHEN 2 THEN 'HAND_OVER_CASH' WHEN 4 THEN 'COUNT_CASH' "
    "  ELSE 'SETTLE_CASH' END, federation, advance_id::text, 0, NULL, reason, "
    "  coalesce(handed_over_on, requested_on), 1, amount_fen - spent_fen "
    "  FROM cash_advance WHERE state IN (2, 4, 5)"
    ") waiting WHERE (since, task, subject, number) > ($1, $2, $3, $4) "
    "ORDER BY since, task, subject, number LIMIT $5"};

constexpr Statement kReserved{
    "disbursement_reserved",
    "SELECT kind FROM fund_entry WHERE reference = $1 AND kind IN ('RESERVED', "
    "'RESERVATION_REFUSED') ORDER BY entry_offset DESC LIMIT 1"};

const Date kBeforeAll = Date::of(1900, 1, 1);

}  // namespace

std::vector<WorkRow> Queries::work(const std::optional<WorkKey>& after, Date overdue, int limit) {
    Params params;
    params.date(after && after->since.is_set() ? after->since : kBeforeAll)
        .text(after ? after->task : "")
        .text(after ? after->subject : "")
        .int64(after ? after->number : -1)
        .int64(limit)
        .date(overdue);
    std::vector<WorkRow> found;
    for (const Row row : read_.query(kWork, params)) {
        const auto household = row.uuid_or_null(4);
        found.push_back({.task = row.text(0),
                         .federation = FederationNo{row.int16(1)},
                         .subject = row.text(2),
                         .number = static_cast<int>(row.int64(3)),
                         .household = household ? HouseholdId{*household} : HouseholdId{},
                         .reason = row.text(5),
                         .since = row.date(6),
                         .count = row.int64(7),
                         .amount = Money::fen(row.int64(8))});
    }
    read_.merge(
        found,
        [](const WorkRow& row) { return std::tuple(row.since, row.task, row.subject, row.number); },
        static_cast<std::size_t>(limit));
    return found;
}

bool Queries::is_reserved(const EntitlementId& entitlement) {
    const auto rows = read_.query(kReserved, Params().text(entitlement.to_string()));
    return !rows.empty() && rows[0].text(0) == "RESERVED";
}

}  // namespace haven::disbursement
