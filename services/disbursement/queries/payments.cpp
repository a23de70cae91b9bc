#include <algorithm>
#include <tuple>

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

#define HAVEN_INSTALMENT_COLUMNS                                                          \
    "i.federation, i.entitlement_id, i.number, i.household_id, i.person_id, i.item, "     \
    "i.programme, i.amount_fen, i.due_date, i.release_on, i.state, i.reason, i.attempt, " \
    "i.batch_id, i.credited_on, i.bank_serial, i.fund_line_id "
#define HAVEN_PAYEE_COLUMNS                                                              \
    ", e.payee_person_id, e.payee_kind, e.account_owner_id, e.account_cipher, e.last4, " \
    "e.name_owner_id, e.name_cipher, e.bank, e.review_valid_until, e.gate_closed "
#define HAVEN_BATCH_COLUMNS                                                            \
    "federation, batch_id, batch_no, fund_line_id, payer_account, state, line_count, " \
    "total_fen, hash, maker, checker, approver, sealed_on, sent_on, file_digest, "     \
    "file_expired_on "
#define HAVEN_LINE_COLUMNS                                                                    \
    "batch_id, line_ref, position, entitlement_id, instalment, household_id, item, "          \
    "amount_fen, state, reason, bank_serial, credited_on, account_owner_id, account_cipher, " \
    "last4, name_owner_id, name_cipher "

constexpr Statement kInstalments{
    "disbursement_instalments",
    "SELECT " HAVEN_INSTALMENT_COLUMNS
    "FROM instalment i WHERE ($1::bigint IS NULL OR i.state = $1) "
    "AND ($2::uuid IS NULL OR i.household_id = $2) AND ($3::date IS NULL OR i.release_on <= $3) "
    "AND ($4::uuid IS NULL OR i.fund_line_id = $4) "
    "AND ($5::date IS NULL OR (i.release_on, i.entitlement_id, i.number) > ($5, $6, $7)) "
    "ORDER BY i.release_on, i.entitlement_id, i.number LIMIT $8"};
constexpr Statement kInstalment{"disbursement_instalment",
                                "SELECT " HAVEN_INSTALMENT_COLUMNS
                                "FROM instalment i WHERE entitlement_id = $1 AND number = $2"};
// LATERAL, so that each entitlement is looked up by its key: a plain join of tables that nobody has
// analysed yet looks through all entitlements of the federation for each row.
#define HAVEN_ITS_ENTITLEMENT                        \
    "CROSS JOIN LATERAL (SELECT * FROM entitlement " \
    "WHERE federation = i.federation AND entitlement_id = i.entitlement_id LIMIT 1) e "
// One federation, so that the index gives them in order and a page reads no more than itself.
constexpr Statement kPayable{
    "disbursement_payable",
    "SELECT " HAVEN_INSTALMENT_COLUMNS HAVEN_PAYEE_COLUMNS
    "FROM instalment i " HAVEN_ITS_ENTITLEMENT
    "WHERE i.federation = $6 AND i.fund_line_id = $1 AND i.state = 2 AND i.batch_id IS NULL "
    "AND (i.release_on, i.entitlement_id, i.number) > ($2, $3, $4) "
    "ORDER BY i.release_on, i.entitlement_id, i.number LIMIT $5"};
constexpr Statement kStanding{
    "disbursement_standing",
    "SELECT " HAVEN_INSTALMENT_COLUMNS HAVEN_PAYEE_COLUMNS
    "FROM batch_line l CROSS JOIN LATERAL (SELECT * FROM instalment "
    "WHERE federation = l.federation AND entitlement_id = l.entitlement_id "
    "AND number = l.instalment LIMIT 1) i " HAVEN_ITS_ENTITLEMENT
    "WHERE l.batch_id = $1 AND l.state = 1 ORDER BY l.position"};
// Of the line that the entitlements hear of last.
constexpr Statement kInFlight{
    "disbursement_in_flight",
    "WITH last AS MATERIALIZED (SELECT federation, entitlement_id, instalment FROM batch_line "
    "WHERE batch_id = $1 AND state = 1 ORDER BY position DESC LIMIT 1) "
    "SELECT i.state = 2 AND i.batch_id IS NULL FROM last JOIN instalment i "
    "ON i.federation = last.federation AND i.entitlement_id = last.entitlement_id "
    "AND i.number = last.instalment"};
constexpr Statement kBatch{"disbursement_batch",
                           "SELECT " HAVEN_BATCH_COLUMNS
                           "FROM batch WHERE batch_no = $1 OR batch_id::text = $1 LIMIT 1"};
constexpr Statement kBatches{"disbursement_batches",
                             "SELECT " HAVEN_BATCH_COLUMNS
                             "FROM batch WHERE ($1::bigint IS NULL OR state = $1) "
                             "AND ($2::date IS NULL OR (sealed_on, batch_id) < ($2, $3)) "
                             "ORDER BY sealed_on DESC, batch_id DESC LIMIT $4"};
constexpr Statement kLines{"disbursement_lines",
                           "SELECT " HAVEN_LINE_COLUMNS
                           "FROM batch_line WHERE batch_id = $1 ORDER BY position"};
constexpr Statement kLine{"disbursement_line",
                          "SELECT " HAVEN_LINE_COLUMNS "FROM batch_line WHERE line_ref = $1"};
constexpr Statement kUnanswered{
    "disbursement_unanswered",
    "SELECT " HAVEN_LINE_COLUMNS
    "FROM batch_line WHERE state IN (3, 6) AND (state = 6 OR (federation, batch_id) IN "
    "(SELECT federation, batch_id FROM batch WHERE state = 4 AND sent_on <= $1)) "
    "ORDER BY line_ref"};
constexpr Statement kGate{"disbursement_gate",
                          "SELECT gate_closed FROM entitlement WHERE entitlement_id = $1"};

InstalmentRow instalment_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .entitlement = EntitlementId{row.uuid(1)},
            .number = static_cast<int>(row.int64(2)),
            .household = HouseholdId{row.uuid(3)},
            .person = PersonId{row.uuid(4)},
            .item = static_cast<AidItem>(row.int64(5)),
            .programme = row.text(6),
            .amount = Money::fen(row.int64(7)),
            .due_date = row.date(8),
            .release_on = row.date(9),
            .state = static_cast<InstalmentState>(row.int64(10)),
            .reason = row.text(11),
            .attempt = static_cast<int>(row.int64(12)),
            .batch = id_or_nil<BatchId>(row, 13),
            .credited_on = date_or_unset(row, 14),
            .bank_serial = row.text(15),
            .fund_line = FundLineId{row.uuid(16)}};
}

PayableRow payable_of(const Row& row) {
    return {.instalment = instalment_of(row),
            .payee = {.person = id_or_nil<PersonId>(row, 17),
                      .kind = static_cast<PayeeKind>(row.int64(18)),
                      .account_owner = id_or_nil<PersonId>(row, 19),
                      .account_cipher = row.bytes(20),
                      .last4 = row.text(21),
                      .name_owner = id_or_nil<PersonId>(row, 22),
                      .name_cipher = row.bytes(23),
                      .bank = row.text(24)},
            .review_valid_until = date_or_unset(row, 25),
            .gate_closed = row.text(26)};
}

BatchRow batch_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = BatchId{row.uuid(1)},
            .batch_no = row.text(2),
            .fund_line = FundLineId{row.uuid(3)},
            .payer_account = row.text(4),
            .state = static_cast<BatchState>(row.int64(5)),
            .line_count = static_cast<int>(row.int64(6)),
            .total = Money::fen(row.int64(7)),
            .hash = row.bytes(8),
            .maker = StaffId{row.uuid(9)},
            .checker = id_or_nil<StaffId>(row, 10),
            .approver = id_or_nil<StaffId>(row, 11),
            .sealed_on = row.date(12),
            .sent_on = date_or_unset(row, 13),
            .file_digest = row.bytes(14),
            .file_expired_on = date_or_unset(row, 15)};
}

BatchLineRow line_of(const Row& row) {
    return {.batch = BatchId{row.uuid(0)},
            .line_ref = row.text(1),
            .position = static_cast<int>(row.int64(2)),
            .entitlement = EntitlementId{row.uuid(3)},
            .instalment = static_cast<int>(row.int64(4)),
            .household = HouseholdId{row.uuid(5)},
            .item = static_cast<AidItem>(row.int64(6)),
            .amount = Money::fen(row.int64(7)),
            .state = static_cast<LineState>(row.int64(8)),
            .reason = row.text(9),
            .bank_serial = row.text(10),
            .credited_on = date_or_unset(row, 11),
            .account_owner = id_or_nil<PersonId>(row, 12),
            .account_cipher = row.bytes(13),
            .last4 = row.text(14),
            .name_owner = id_or_nil<PersonId>(row, 15),
            .name_cipher = row.bytes(16)};
}

template <class Of>
auto all(const postgres::Rows& rows, Of of) {
    std::vector<decltype(of(rows[0]))> found;
    for (const Row row : rows) found.push_back(of(row));
    return found;
}

}  // namespace

std::vector<InstalmentRow> Queries::instalments(const InstalmentFilter& filter,
                                                const std::optional<InstalmentKey>& after,
                                                int limit) {
    Params params;
    filter.state ? params.int64(static_cast<std::int64_t>(*filter.state))
                 : params.null(Type::Int64);
    filter.household ? params.uuid(filter.household->uuid) : params.null(Type::Uuid);
    filter.released_by ? params.date(*filter.released_by) : params.null(Type::Date);
    filter.fund_line ? params.uuid(filter.fund_line->uuid) : params.null(Type::Uuid);
    after ? params.date(after->release_on) : params.null(Type::Date);
    params.uuid(after ? after->entitlement.uuid : Uuid{}).int64(after ? after->number : 0);
    auto found = all(read_.query(kInstalments, params.int64(limit)), instalment_of);
    read_.merge(
        found,
        [](const InstalmentRow& one) {
            return std::tuple(one.release_on, one.entitlement, one.number);
        },
        static_cast<std::size_t>(limit));
    return found;
}

std::optional<InstalmentRow> Queries::instalment(const EntitlementId& entitlement, int number) {
    const auto rows = read_.query(kInstalment, Params().uuid(entitlement.uuid).int64(number));
    if (rows.empty()) return std::nullopt;
    return instalment_of(rows[0]);
}

std::vector<PayableRow> Queries::payable(FederationNo federation, const FundLineId& line,
                                         const std::optional<InstalmentKey>& after, int limit) {
    Params params;
    params.uuid(line.uuid).date(after ? after->release_on : Date::of(1900, 1, 1));
    params.uuid(after ? after->entitlement.uuid : Uuid{}).int64(after ? after->number : 0);
    return all(read_.query(kPayable, params.int64(limit).int16(federation.value)), payable_of);
}

std::vector<PayableRow> Queries::standing(const BatchId& batch) {
    return all(read_.query(kStanding, Params().uuid(batch.uuid)), payable_of);
}

bool Queries::is_in_flight(const BatchId& batch) {
    for (const Row row : read_.query(kInFlight, Params().uuid(batch.uuid))) {
        if (row.boolean(0)) return true;
    }
    return false;
}

std::optional<BatchRow> Queries::batch(const std::string& id_or_number) {
    const auto rows = read_.query(kBatch, Params().text(id_or_number));
    if (rows.empty()) return std::nullopt;
    return batch_of(rows[0]);
}

std::vector<BatchRow> Queries::batches(std::optional<BatchState> state,
                                       const std::optional<std::pair<Date, BatchId>>& before,
                                       int limit) {
    Params params;
    state ? params.int64(static_cast<std::int64_t>(*state)) : params.null(Type::Int64);
    before ? params.date(before->first) : params.null(Type::Date);
    params.uuid(before ? before->second.uuid : Uuid{});
    auto found = all(read_.query(kBatches, params.int64(limit)), batch_of);
    std::ranges::reverse(found);  // the latest come first
    read_.merge(found, [](const BatchRow& one) { return std::pair(one.sealed_on, one.id); });
    std::ranges::reverse(found);
    if (std::ssize(found) > limit) found.resize(static_cast<std::size_t>(limit));
    return found;
}

std::vector<BatchLineRow> Queries::lines(const BatchId& batch) {
    return all(read_.query(kLines, Params().uuid(batch.uuid)), line_of);
}

std::optional<BatchLineRow> Queries::line(const std::string& line_ref) {
    const auto rows = read_.query(kLine, Params().text(line_ref));
    if (rows.empty()) return std::nullopt;
    return line_of(rows[0]);
}

std::vector<BatchLineRow> Queries::unanswered_lines(Date overdue) {
    auto found = all(read_.query(kUnanswered, Params().date(overdue)), line_of);
    read_.merge(found, [](const BatchLineRow& line) { return line.line_ref; });
    return found;
}

std::optional<std::string> Queries::gate_closed(const EntitlementId& entitlement) {
    const auto rows = read_.query(kGate, Params().uuid(entitlement.uuid));
    if (rows.empty()) return std::nullopt;
    return rows[0].text(0);
}

}  // namespace haven::disbursement
