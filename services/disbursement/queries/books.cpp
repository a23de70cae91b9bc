#include "libs/postgres/connection.hpp"
#include "libs/postgres/params.hpp"
#include "libs/postgres/rows.hpp"
#include "services/disbursement/queries/queries.hpp"

namespace haven::disbursement {
namespace {

using postgres::ArrayBuilder;
using postgres::Params;
using postgres::Row;
using postgres::Statement;
using postgres::Type;

constexpr Statement kSubjects{
    "disbursement_subjects",
    "SELECT code, effective_from, source, account, subject_code, subject_name "
    "FROM account_subject WHERE effective_from <= $1 ORDER BY effective_from, account"};

// What moves money stands in two tables of entries; where it is called by an id, the office has a
// number for it, which is looked up for the rows of the page only.
constexpr Statement kMovements{
    "disbursement_movements",
    "WITH entry AS (SELECT federation, fund_line_id, entry_offset, booked_on, kind, amount_fen, "
    "reference FROM fund_entry UNION ALL SELECT federation, fund_line_id, entry_offset, booked_on, "
    "kind, amount_fen, advance_id::text FROM cash_entry), "
    "page AS (SELECT * FROM entry WHERE kind = ANY($1) AND booked_on BETWEEN $2 AND $3 "
    "AND ($4::uuid IS NULL OR fund_line_id = $4) AND ($5 = 0 OR federation = $5) "
    "AND (booked_on, federation, entry_offset) > ($6, $7, $8) "
    "ORDER BY booked_on, federation, entry_offset LIMIT $9) "
    "SELECT p.federation, p.entry_offset, p.booked_on, p.kind, l.source, l.code, p.amount_fen, "
    "coalesce(CASE WHEN p.kind = 'PAID' THEN (SELECT b.batch_no FROM batch b "
    "  WHERE b.federation = p.federation AND b.batch_id = p.reference::uuid) "
    "WHEN p.kind IN ('CASH_PAID', 'CASH_TAKEN_BACK') THEN (SELECT r.receipt_no FROM cash_relief r "
    "  WHERE r.federation = p.federation AND r.relief_id = p.reference::uuid) END, p.reference) "
    "FROM page p JOIN fund_line l USING (federation, fund_line_id) "
    "ORDER BY p.booked_on, p.federation, p.entry_offset"};

constexpr Statement kTurnovers{
    "disbursement_turnovers",
    "SELECT e.kind, l.source, "
    "coalesce(sum(e.amount_fen) FILTER (WHERE e.booked_on < $1), 0)::bigint, "
    "coalesce(sum(e.amount_fen) FILTER (WHERE e.booked_on >= $1), 0)::bigint "
    "FROM (SELECT federation, fund_line_id, booked_on, kind, amount_fen FROM fund_entry UNION ALL "
    "SELECT federation, fund_line_id, booked_on, kind, amount_fen FROM cash_entry) e "
    "JOIN fund_line l USING (federation, fund_line_id) WHERE e.booked_on <= $2 "
    "AND ($3::uuid IS NULL OR fund_line_id = $3) AND ($4 = 0 OR federation = $4) GROUP BY 1, 2"};

void name_books(const BookFilter& filter, Params& params) {
    params.date(filter.first_day).date(filter.last_day);
    filter.fund_line ? params.uuid(filter.fund_line->uuid) : params.null(Type::Uuid);
    params.int16(filter.federation.value);
}

}  // namespace

std::vector<AccountSubjects> Queries::subjects(Date by) {
    std::vector<AccountSubjects> found;  // of the head, so of one database
    for (const Row row : read_.query(kSubjects, Params().date(by))) {
        if (found.empty() || found.back().effective_from != row.date(1)) {
            found.push_back({.code = row.text(0),
                             .effective_from = row.date(1),
                             .subjects = {},
                             .source = row.text(2)});
        }
        found.back().subjects.push_back(
            {static_cast<BookAccount>(row.int64(3)), row.text(4), row.text(5)});
    }
    return found;
}

std::vector<Movement> Queries::movements(const BookFilter& filter,
                                         const std::optional<MovementKey>& after, int limit) {
    ArrayBuilder kinds(Type::Text);
    for (const std::string_view kind : moving_kinds()) kinds.text(kind);
    Params params;
    params.array(kinds);
    name_books(filter, params);
    const MovementKey from = after.value_or(MovementKey{filter.first_day, {}, 0});
    params.date(from.booked_on).int16(from.federation.value).int64(from.offset).int64(limit);
    std::vector<Movement> found;
    for (const Row row : read_.query(kMovements, params)) {
        found.push_back({.federation = FederationNo{row.int16(0)},
                         .offset = row.int64(1),
                         .booked_on = row.date(2),
                         .kind = row.text(3),
                         .source = static_cast<FundSource>(row.int64(4)),
                         .fund_line = row.text(5),
                         .amount = Money::fen(row.int64(6)),
                         .reference = row.text(7)});
    }
    read_.merge(
        found,
        [](const Movement& one) { return std::tuple(one.booked_on, one.federation, one.offset); },
        static_cast<std::size_t>(limit));
    return found;
}

std::vector<Turnover> Queries::turnovers(const BookFilter& filter) {
    Params params;
    name_books(filter, params);
    std::vector<Turnover> found;  // a kind and source may come from each database
    for (const Row row : read_.query(kTurnovers, params)) {
        found.push_back({row.text(0), static_cast<FundSource>(row.int64(1)),
                         Money::fen(row.int64(2)), Money::fen(row.int64(3))});
    }
    return found;
}

}  // namespace haven::disbursement
