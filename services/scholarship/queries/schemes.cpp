#include "libs/crypto/ids.hpp"
#include "libs/postgres/params.hpp"
#include "libs/postgres/rows.hpp"
#include "libs/postgres/values.hpp"
#include "services/scholarship/queries/queries.hpp"

namespace haven::scholarship {
namespace {

using postgres::ArrayBuilder;
using postgres::Params;
using postgres::Row;
using postgres::Statement;
using postgres::Type;

constexpr Statement kScheme{
    "scholarship_scheme",
    "SELECT federation, scheme_id, code, kind, year, sponsor, counts_as_hardship_aid, first_day, "
    "last_day, window_closed, closed FROM scheme WHERE scheme_id = $1"};
constexpr Statement kSchemes{
    "scholarship_schemes",
    "SELECT federation, scheme_id, code, kind, year, sponsor, counts_as_hardship_aid, first_day, "
    "last_day, window_closed, closed FROM scheme WHERE ($1 = 0 OR year = $1) AND code > $2 "
    "ORDER BY code LIMIT $3"};
// What has an end: excluded, awarded, rejected, withdrawn, released.
constexpr Statement kSchemeSums{
    "scholarship_scheme_sums",
    "SELECT (SELECT count(*) FROM application WHERE scheme_id = $1 "
    "        AND state NOT IN (4, 9, 10, 11, 12)), "
    "(SELECT count(*) FROM application WHERE scheme_id = $1 AND state = 9), "
    "(SELECT coalesce(sum(amount_fen), 0)::bigint FROM application WHERE scheme_id = $1 "
    " AND state = 9)"};
constexpr Statement kPledge{
    "scholarship_pledge",
    "SELECT federation, pledge_id, code, sponsor, scheme_id, fund_line_id, promised_fen, "
    "received_fen, allotted_fen, paid_fen, given_back_fen, balance_fen, defaulted FROM pledge "
    "WHERE pledge_id = $1"};
constexpr Statement kPledges{
    "scholarship_pledges",
    "SELECT federation, pledge_id, code, sponsor, scheme_id, fund_line_id, promised_fen, "
    "received_fen, allotted_fen, paid_fen, given_back_fen, balance_fen, defaulted FROM pledge "
    "WHERE ($1::uuid IS NULL OR scheme_id = $1) AND code > $2 ORDER BY code LIMIT $3"};
constexpr Statement kStatement{
    "scholarship_statement",
    "WITH e AS ("
    " (SELECT federation, entry_offset, booked_on, kind, amount_fen, '' AS goods, 0::bigint AS "
    "  pieces, reference, happened_on, award_id, year FROM pledge_entry "
    "  WHERE pledge_id = $1 AND entry_offset > $2 ORDER BY entry_offset LIMIT $3) UNION ALL "
    " (SELECT federation, entry_offset, booked_on, kind, 0, goods, pieces, reference, NULL, "
    "  award_id, 0 FROM pledge_goods_entry "
    "  WHERE pledge_id = $1 AND entry_offset > $2 ORDER BY entry_offset LIMIT $3)) "
    "SELECT e.entry_offset, e.booked_on, e.kind, e.amount_fen, e.goods, e.pieces, e.reference, "
    "e.happened_on, coalesce(a.award_no, ''), e.year, coalesce(a.stage, 0), "
    "coalesce(p.intake_federation, 0), a.application_id, coalesce(p.sponsor_may_know, false) "
    "FROM e LEFT JOIN award a ON a.federation = e.federation AND a.award_id = e.award_id "
    "LEFT JOIN application p ON p.federation = e.federation "
    "     AND p.application_id = a.application_id "
    "ORDER BY e.entry_offset LIMIT $3"};
constexpr Statement kGoods{"scholarship_pledge_goods",
                           "SELECT pledge_id, goods, received, handed_out FROM pledge_goods "
                           "WHERE pledge_id = ANY($1) ORDER BY pledge_id, goods"};

SchemeRow scheme_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = SchemeId{row.uuid(1)},
            .code = row.text(2),
            .kind = static_cast<SchemeKind>(row.int64(3)),
            .year = static_cast<int>(row.int64(4)),
            .sponsor = row.text(5),
            .counts_as_hardship_aid = row.boolean(6),
            .first_day = row.date(7),
            .last_day = row.date(8),
            .window_closed = row.boolean(9),
            .closed = row.boolean(10)};
}

PledgeRow pledge_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = PledgeId{row.uuid(1)},
            .code = row.text(2),
            .sponsor = row.text(3),
            .scheme = id_or_nil<SchemeId>(row, 4),
            .fund_line = id_or_nil<FundLineId>(row, 5),
            .promised = Money::fen(row.int64(6)),
            .received = Money::fen(row.int64(7)),
            .allotted = Money::fen(row.int64(8)),
            .paid = Money::fen(row.int64(9)),
            .given_back = Money::fen(row.int64(10)),
            .balance = Money::fen(row.int64(11)),
            .defaulted = row.boolean(12)};
}

}  // namespace

Uuid named(std::string_view kind, const std::string& id_or_code) {
    const auto id = Uuid::parse(id_or_code);
    return id ? *id : crypto::uuid_of_code(kind, id_or_code);
}

std::optional<SchemeRow> Queries::scheme(const std::string& id_or_code) {
    const auto rows = read_.query(kScheme, Params().uuid(crypto::uuid_named("scheme", id_or_code)));
    if (rows.empty()) return std::nullopt;
    return scheme_of(rows[0]);
}

std::vector<SchemeRow> Queries::schemes(int year, const std::string& after_code, int limit) {
    std::vector<SchemeRow> found;
    for (const Row row :
         read_.query(kSchemes, Params().int64(year).text(after_code).int64(limit))) {
        found.push_back(scheme_of(row));
    }
    read_.merge(
        found, [](const SchemeRow& scheme) { return scheme.code; },
        static_cast<std::size_t>(limit));
    return found;
}

SchemeSums Queries::sums(const SchemeId& scheme) {
    SchemeSums sums;
    for (const Row row : read_.query(kSchemeSums, Params().uuid(scheme.uuid))) {
        sums.unfinished += static_cast<int>(row.int64(0));
        sums.awards += static_cast<int>(row.int64(1));
        sums.total += Money::fen(row.int64(2));
    }
    return sums;
}

std::optional<PledgeRow> Queries::pledge(const std::string& id_or_code) {
    const auto rows = read_.query(kPledge, Params().uuid(crypto::uuid_named("pledge", id_or_code)));
    if (rows.empty()) return std::nullopt;
    return pledge_of(rows[0]);
}

std::vector<PledgeRow> Queries::pledges(const SchemeId& scheme, const std::string& after_code,
                                        int limit) {
    std::vector<PledgeRow> found;
    Params params;
    add_id(params, scheme).text(after_code).int64(limit);
    for (const Row row : read_.query(kPledges, params)) found.push_back(pledge_of(row));
    read_.merge(
        found, [](const PledgeRow& pledge) { return pledge.code; },
        static_cast<std::size_t>(limit));
    return found;
}

void Queries::add_goods(std::span<PledgeRow> pledges) {
    ArrayBuilder ids(Type::Uuid);
    for (const PledgeRow& pledge : pledges) ids.uuid(pledge.id.uuid);
    for (const Row row : read_.query(kGoods, Params().array(ids))) {
        const auto pledge = std::ranges::find(pledges, PledgeId{row.uuid(0)}, &PledgeRow::id);
        if (pledge == pledges.end()) continue;
        pledge->goods.push_back({.goods = row.text(1),
                                 .received = static_cast<int>(row.int64(2)),
                                 .handed_out = static_cast<int>(row.int64(3))});
    }
}

std::vector<StatementRow> Queries::statement(const PledgeId& pledge, std::int64_t after,
                                             int limit) {
    std::vector<StatementRow> found;
    for (const Row row :
         read_.query(kStatement, Params().uuid(pledge.uuid).int64(after).int64(limit))) {
        found.push_back({.offset = row.int64(0),
                         .booked_on = row.date(1),
                         .kind = row.text(2),
                         .amount = Money::fen(row.int64(3)),
                         .goods = row.text(4),
                         .pieces = static_cast<int>(row.int64(5)),
                         .reference = row.text(6),
                         .happened_on = row.date_or_null(7).value_or(Date{}),
                         .award_no = row.text(8),
                         .year = static_cast<int>(row.int64(9)),
                         .stage = static_cast<StudyStage>(row.int64(10)),
                         .intake = postgres::federation_at(row, 11),
                         .application = id_or_nil<ApplicationId>(row, 12),
                         .sponsor_may_know = row.boolean(13)});
    }
    return found;
}

}  // namespace haven::scholarship
