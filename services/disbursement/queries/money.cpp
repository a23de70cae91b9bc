#include <array>
#include <map>
#include <set>

#include "libs/postgres/connection.hpp"
#include "libs/postgres/params.hpp"
#include "libs/postgres/rows.hpp"
#include "services/disbursement/queries/queries.hpp"

namespace haven::disbursement {
namespace {

using postgres::Params;
using postgres::Row;
using postgres::Statement;

constexpr Statement kFundLineByKey{
    "disbursement_fund_line_by_key",
    "SELECT federation, fund_line_id, code, name, source, level, year, payer_account, "
    "received_fen, reserved_fen, paid_fen, balance_fen, returned_fen "
    "FROM fund_line WHERE code = $1 OR fund_line_id::text = $1 ORDER BY federation LIMIT 1"};

constexpr Statement kFundLines{
    "disbursement_fund_lines",
    "SELECT federation, fund_line_id, code, name, source, level, year, payer_account, "
    "received_fen, reserved_fen, paid_fen, balance_fen, returned_fen "
    "FROM fund_line WHERE ($1 = 0 OR federation = $1) AND ($2 = 0 OR year = $2) AND code > $3 "
    "ORDER BY code LIMIT $4"};

constexpr Statement kFundEntries{
    "disbursement_fund_entries",
    "SELECT entry_offset, booked_on, kind, amount_fen, reference, balance_fen FROM fund_entry "
    "WHERE fund_line_id = $1 AND entry_offset > $2 ORDER BY entry_offset LIMIT $3"};

// A credit counts from its day until the day on which it came back. `current.*` is of national-tier
// files (1) of the round since 2020 (2).
constexpr Statement kStandingCredits{
    "disbursement_standing_credits",
    "SELECT 'pilot.instalments_paid', count(*), 'instalments' FROM credit "
    " WHERE programme = 'PILOT-2018' AND due_year = 2018 AND credited_on <= $1 "
    "   AND (returned_on IS NULL OR returned_on > $1) "
    "UNION ALL "
    "SELECT 'pilot.paid_fen', coalesce(sum(amount_fen), 0)::bigint, 'fen' FROM credit "
    " WHERE programme = 'PILOT-2018' AND due_year = 2018 AND credited_on <= $1 "
    "   AND (returned_on IS NULL OR returned_on > $1) "
    "UNION ALL "
    "SELECT 'current.paid_fen', coalesce(sum(amount_fen), 0)::bigint, 'fen' FROM credit "
    " WHERE file_tier = 1 AND file_round = 2 AND due_year = $2 AND credited_on <= $1 "
    "   AND (returned_on IS NULL OR returned_on > $1) "
    "UNION ALL "
    "SELECT 'cash.payments', count(*), 'payments' FROM cash_relief WHERE paid_on <= $1 "
    "   AND (taken_back_on IS NULL OR taken_back_on > $1) "
    "UNION ALL "
    "SELECT 'cash.paid_fen', coalesce(sum(amount_fen), 0)::bigint, 'fen' FROM cash_relief "
    " WHERE paid_on <= $1 AND (taken_back_on IS NULL OR taken_back_on > $1)"};
// A household may be paid by its county and by the city.
constexpr Statement kPaidHouseholds{
    "disbursement_paid_households",
    "SELECT DISTINCT household_id FROM credit "
    " WHERE file_tier = 1 AND file_round = 2 AND due_year = $2 AND credited_on <= $1 "
    "   AND (returned_on IS NULL OR returned_on > $1)"};

constexpr Statement kAnswers{
    "disbursement_answers",
    "SELECT 'payments.' || lower(CASE kind WHEN 'FAILED' THEN 'REFUSED' ELSE kind END), count(*), "
    "'lines' FROM bank_answer WHERE answered_on <= $1 GROUP BY kind ORDER BY kind"};

// The sums after the last entry up to the day; of what is promised, that is paid which stood in an
// account, or was handed over in cash, on that day, though the bank may have said so later.
constexpr Statement kFundFigures{
    "disbursement_fund_figures",
    "WITH booked AS (SELECT DISTINCT ON (l.code) l.code, l.federation, l.fund_line_id, "
    "e.received_fen, e.paid_fen + e.reserved_fen AS promised_fen, e.balance_fen, e.returned_fen "
    "FROM fund_line l JOIN fund_entry e USING (federation, fund_line_id) "
    "WHERE e.booked_on <= $1 ORDER BY l.code, e.entry_offset DESC), "
    "out AS (SELECT federation, fund_line_id, amount_fen FROM credit "
    "WHERE credited_on <= $1 AND (returned_on IS NULL OR returned_on > $1) UNION ALL "
    "SELECT federation, fund_line_id, amount_fen FROM cash_relief "
    "WHERE paid_on <= $1 AND (taken_back_on IS NULL OR taken_back_on > $1)), "
    "credited AS (SELECT federation, fund_line_id, sum(amount_fen)::bigint AS fen FROM out "
    "GROUP BY 1, 2) "
    "SELECT code, received_fen, coalesce(fen, 0), promised_fen - coalesce(fen, 0), balance_fen, "
    "returned_fen FROM booked LEFT JOIN credited USING (federation, fund_line_id) ORDER BY code"};

constexpr std::array kFundNames = {"received_fen", "paid_fen", "reserved_fen", "balance_fen",
                                   "returned_fen"};

// Rows of (id, value), from each database.
void add_up(std::vector<FigureRow>& figures, const postgres::Rows& rows) {
    for (const Row row : rows) {
        for (FigureRow& figure : figures) {
            if (figure.id == row.text(0)) figure.value += row.int64(1);
        }
    }
}

FundLineRow fund_line_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = FundLineId{row.uuid(1)},
            .code = row.text(2),
            .name = row.text(3),
            .source = static_cast<FundSource>(row.int64(4)),
            .level = row.text(5),
            .year = static_cast<int>(row.int64(6)),
            .payer_account = row.text(7),
            .received = Money::fen(row.int64(8)),
            .reserved = Money::fen(row.int64(9)),
            .paid = Money::fen(row.int64(10)),
            .balance = Money::fen(row.int64(11)),
            .returned = Money::fen(row.int64(12))};
}

}  // namespace

std::optional<FundLineRow> Queries::fund_line(const std::string& id_or_code) {
    const auto rows = read_.query(kFundLineByKey, Params().text(id_or_code));
    if (rows.empty()) return std::nullopt;
    std::vector<FundLineRow> found;
    for (const Row row : rows) found.push_back(fund_line_of(row));
    read_.merge(found, [](const FundLineRow& line) { return line.federation; });
    return found.front();
}

std::vector<FundLineRow> Queries::fund_lines(FederationNo federation, int year,
                                             const std::string& after, int limit) {
    std::vector<FundLineRow> found;
    for (const Row row : read_.query(
             kFundLines, Params().int16(federation.value).int64(year).text(after).int64(limit))) {
        found.push_back(fund_line_of(row));
    }
    read_.merge(
        found, [](const FundLineRow& line) { return line.code; }, static_cast<std::size_t>(limit));
    return found;
}

std::vector<FundEntryRow> Queries::fund_entries(const FundLineId& line, std::int64_t after,
                                                int limit) {
    std::vector<FundEntryRow> found;
    for (const Row row :
         read_.query(kFundEntries, Params().uuid(line.uuid).int64(after).int64(limit))) {
        found.push_back({row.int64(0), row.date(1), row.text(2), Money::fen(row.int64(3)),
                         row.text(4), Money::fen(row.int64(5))});
    }
    return found;
}

std::vector<FigureRow> Queries::figures(Date as_of, int year) {
    const auto credited = [&] { return Params().date(as_of).int64(year); };
    std::vector<FigureRow> figures{{"pilot.instalments_paid", 0, "instalments"},
                                   {"pilot.paid_fen", 0, "fen"},
                                   {"current.paid_fen", 0, "fen"}};
    std::vector<FigureRow> cash{{"cash.payments", 0, "payments"}, {"cash.paid_fen", 0, "fen"}};
    const auto standing = read_.query(kStandingCredits, credited());
    add_up(figures, standing);
    add_up(cash, standing);
    const std::int64_t paid = figures.back().value;  // current.paid_fen
    std::set<Uuid> households;
    for (const Row row : read_.query(kPaidHouseholds, credited())) households.insert(row.uuid(0));
    const std::int64_t count = std::ssize(households);
    figures.push_back({"current.paid_households", count, "households"});
    if (count > 0) figures.push_back({"current.mean_fen", paid / count, "fen"});
    figures.insert(figures.end(), cash.begin(), cash.end());
    for (const char* kind : {"payments.refused", "payments.unknown", "payments.returned"}) {
        figures.push_back({kind, 0, "lines"});
    }
    add_up(figures, read_.query(kAnswers, Params().date(as_of)));
    std::map<std::string, std::array<std::int64_t, kFundNames.size()>> lines;
    for (const Row row : read_.query(kFundFigures, Params().date(as_of))) {
        auto& line = lines[row.text(0)];
        for (std::size_t i = 0; i < line.size(); ++i) line[i] = row.int64(static_cast<int>(i) + 1);
    }
    for (const auto& [code, values] : lines) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            figures.push_back({"fund." + code + '.' + kFundNames[i], values[i], "fen"});
        }
    }
    return figures;
}

}  // namespace haven::disbursement
