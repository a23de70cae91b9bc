#include <map>

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

constexpr Statement kApplication{
    "scholarship_application",
    "SELECT federation, application_id, scheme_id, student_id, household_id, union_node, stage, "
    "state, exclusion, tier, amount_fen, notice_last_day, open_objections, roll_id, award_id, "
    "applied_on, intake_federation FROM application WHERE application_id = $1 "
    "AND (federation = ANY($2) OR intake_federation = ANY($2))"};
constexpr Statement kApplications{
    "scholarship_applications",
    "SELECT federation, application_id, scheme_id, student_id, household_id, union_node, stage, "
    "state, exclusion, tier, amount_fen, notice_last_day, open_objections, roll_id, award_id, "
    "applied_on, intake_federation FROM application "
    "WHERE ($1::uuid IS NULL OR scheme_id = $1) AND ($2 = 0 OR state = $2) "
    "AND (federation = ANY($3) OR intake_federation = ANY($3)) "
    "AND ($4::date IS NULL OR (applied_on, application_id) > ($4, $5)) "
    "ORDER BY applied_on, application_id LIMIT $6"};
constexpr Statement kRoll{
    "scholarship_roll",
    "SELECT federation, roll_id, roll_no, scheme_id, kind, year, row_count, total_fen, hash, "
    "maker_id, approver_id, ceremonies FROM roll WHERE roll_id = $1"};
constexpr Statement kRolls{
    "scholarship_rolls",
    "SELECT federation, roll_id, roll_no, scheme_id, kind, year, row_count, total_fen, hash, "
    "maker_id, approver_id, ceremonies FROM roll "
    "WHERE ($1::uuid IS NULL OR scheme_id = $1) AND roll_no > $2 ORDER BY roll_no LIMIT $3"};
constexpr Statement kRollLines{
    "scholarship_roll_lines",
    "SELECT application_id, position, award_id, tier, amount_fen, state FROM roll_row "
    "WHERE roll_id = $1 ORDER BY position"};
constexpr Statement kAwardById{
    "scholarship_award_by_id",
    "SELECT federation, award_id, award_no, scheme_id, kind, counts_as_hardship_aid, student_id, "
    "application_id, stage, graduates, deferred_until, revoked FROM award WHERE award_id = $1"};
constexpr Statement kAwardByNumber{
    "scholarship_award_by_number",
    "SELECT federation, award_id, award_no, scheme_id, kind, counts_as_hardship_aid, student_id, "
    "application_id, stage, graduates, deferred_until, revoked FROM award WHERE award_no = $1"};
constexpr Statement kAwards{
    "scholarship_awards",
    "SELECT federation, award_id, award_no, scheme_id, kind, counts_as_hardship_aid, student_id, "
    "application_id, stage, graduates, deferred_until, revoked FROM award a "
    "WHERE ($1::uuid IS NULL OR scheme_id = $1) AND ($2 = 0 OR EXISTS (SELECT 1 FROM award_year y "
    "WHERE y.federation = a.federation AND y.award_id = a.award_id AND y.state = $2)) "
    "AND award_no > $3 ORDER BY award_no LIMIT $4"};
constexpr Statement kAwardYears{
    "scholarship_award_years",
    "SELECT award_id, year, state, amount_fen, fund_line_id, pledge_id, unfunded, bank_serial, "
    "credited_on, return_serial, returned_on, to_recover FROM award_year "
    "WHERE award_id = ANY($1) ORDER BY award_id, year"};
constexpr Statement kCredited{
    "scholarship_credited",
    "SELECT s.code, s.kind, y.year, count(*), sum(y.amount_fen)::bigint FROM award_year y "
    "JOIN award a USING (federation, award_id) "
    "JOIN scheme s ON s.federation = a.federation AND s.scheme_id = a.scheme_id "
    "WHERE y.credited_on <= $1 AND (y.returned_on IS NULL OR y.returned_on > $1) "
    "GROUP BY 1, 2, 3 ORDER BY 1, 3"};

ArrayBuilder numbers(std::span<const FederationNo> federations) {
    ArrayBuilder array(Type::Int16);
    for (const FederationNo& federation : federations) array.int16(federation.value);
    return array;
}

ApplicationRow application_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = ApplicationId{row.uuid(1)},
            .scheme = SchemeId{row.uuid(2)},
            .student = PersonId{row.uuid(3)},
            .household = id_or_nil<HouseholdId>(row, 4),
            .union_node = row.text(5),
            .stage = static_cast<StudyStage>(row.int64(6)),
            .state = static_cast<ApplicationState>(row.int64(7)),
            .exclusion = static_cast<ExclusionReason>(row.int64(8)),
            .tier = row.text(9),
            .amount = Money::fen(row.int64(10)),
            .notice_last_day = row.date_or_null(11).value_or(Date{}),
            .open_objections = static_cast<int>(row.int64(12)),
            .roll = id_or_nil<RollId>(row, 13),
            .award = id_or_nil<AwardId>(row, 14),
            .applied_on = row.date(15),
            .intake = postgres::federation_at(row, 16)};
}

RollHead roll_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = RollId{row.uuid(1)},
            .roll_no = row.text(2),
            .scheme = SchemeId{row.uuid(3)},
            .kind = static_cast<SchemeKind>(row.int64(4)),
            .year = static_cast<int>(row.int64(5)),
            .row_count = static_cast<int>(row.int64(6)),
            .total = Money::fen(row.int64(7)),
            .hash = row.bytes(8),
            .maker = id_or_nil<StaffId>(row, 9),
            .approver = id_or_nil<StaffId>(row, 10),
            .ceremonies = static_cast<int>(row.int64(11))};
}

AwardRow award_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = AwardId{row.uuid(1)},
            .award_no = row.text(2),
            .scheme = SchemeId{row.uuid(3)},
            .kind = static_cast<SchemeKind>(row.int64(4)),
            .counts_as_hardship_aid = row.boolean(5),
            .student = PersonId{row.uuid(6)},
            .application = ApplicationId{row.uuid(7)},
            .stage = static_cast<StudyStage>(row.int64(8)),
            .graduates = static_cast<int>(row.int64(9)),
            .deferred_until = static_cast<int>(row.int64(10)),
            .revoked = row.boolean(11),
            .years = {}};
}

AwardYearRow year_of(const Row& row) {
    return {.award = AwardId{row.uuid(0)},
            .year = static_cast<int>(row.int64(1)),
            .state = static_cast<AwardYearState>(row.int64(2)),
            .amount = Money::fen(row.int64(3)),
            .fund_line = id_or_nil<FundLineId>(row, 4),
            .pledge = id_or_nil<PledgeId>(row, 5),
            .unfunded = row.text(6),
            .bank_serial = row.text(7),
            .credited_on = row.date_or_null(8).value_or(Date{}),
            .return_serial = row.text(9),
            .returned_on = row.date_or_null(10).value_or(Date{}),
            .to_recover = row.boolean(11)};
}

}  // namespace

std::optional<ApplicationRow> Queries::application(const ApplicationId& id,
                                                   std::span<const FederationNo> own) {
    const auto rows = read_.query(kApplication, Params().uuid(id.uuid).array(numbers(own)));
    if (rows.empty()) return std::nullopt;
    return application_of(rows[0]);
}

std::vector<ApplicationRow> Queries::applications(const SchemeId& scheme, ApplicationState state,
                                                  std::span<const FederationNo> own,
                                                  const std::optional<ApplicationKey>& after,
                                                  int limit) {
    Params params;
    add_id(params, scheme).int64(static_cast<std::int64_t>(state)).array(numbers(own));
    if (after) {
        params.date(after->applied_on).uuid(after->id.uuid);
    } else {
        params.null(Type::Date).null(Type::Uuid);
    }
    std::vector<ApplicationRow> found;
    for (const Row row : read_.query(kApplications, params.int64(limit))) {
        found.push_back(application_of(row));
    }
    read_.merge(
        found,
        [](const ApplicationRow& row) { return std::pair(row.applied_on, row.id.to_string()); },
        static_cast<std::size_t>(limit));
    return found;
}

std::optional<RollHead> Queries::roll(const std::string& id_or_number) {
    const auto rows = read_.query(kRoll, Params().uuid(crypto::uuid_named("roll", id_or_number)));
    if (rows.empty()) return std::nullopt;
    return roll_of(rows[0]);
}

std::vector<RollHead> Queries::rolls(const SchemeId& scheme, const std::string& after_number,
                                     int limit) {
    Params params;
    add_id(params, scheme).text(after_number).int64(limit);
    std::vector<RollHead> found;
    for (const Row row : read_.query(kRolls, params)) found.push_back(roll_of(row));
    read_.merge(
        found, [](const RollHead& roll) { return roll.roll_no; }, static_cast<std::size_t>(limit));
    return found;
}

std::vector<RollLine> Queries::roll_lines(const RollId& roll) {
    std::vector<RollLine> found;
    for (const Row row : read_.query(kRollLines, Params().uuid(roll.uuid))) {
        found.push_back({.application = ApplicationId{row.uuid(0)},
                         .position = static_cast<int>(row.int64(1)),
                         .award = AwardId{row.uuid(2)},
                         .tier = row.text(3),
                         .amount = Money::fen(row.int64(4)),
                         .state = static_cast<AwardRoll::RowState>(row.int64(5))});
    }
    return found;
}

std::optional<AwardRow> Queries::award(const std::string& id_or_number) {
    const auto id = Uuid::parse(id_or_number);
    const auto rows = id ? read_.query(kAwardById, Params().uuid(*id))
                         : read_.query(kAwardByNumber, Params().text(id_or_number));
    if (rows.empty()) return std::nullopt;
    std::vector<AwardRow> found{award_of(rows[0])};
    add_years(found);
    return found.front();
}

std::vector<AwardRow> Queries::awards(const SchemeId& scheme, AwardYearState state,
                                      const std::string& after_number, int limit) {
    Params params;
    add_id(params, scheme).int64(static_cast<std::int64_t>(state)).text(after_number).int64(limit);
    std::vector<AwardRow> found;
    for (const Row row : read_.query(kAwards, params)) found.push_back(award_of(row));
    read_.merge(
        found, [](const AwardRow& award) { return award.award_no; },
        static_cast<std::size_t>(limit));
    add_years(found);
    return found;
}

void Queries::add_years(std::vector<AwardRow>& awards) {
    ArrayBuilder ids(Type::Uuid);
    std::map<AwardId, AwardRow*> by_id;
    for (AwardRow& award : awards) {
        ids.uuid(award.id.uuid);
        by_id[award.id] = &award;
    }
    for (const Row row : read_.query(kAwardYears, Params().array(ids))) {
        AwardYearRow year = year_of(row);
        by_id.at(year.award)->years.push_back(std::move(year));
    }
}

std::vector<CreditedRow> Queries::credited(Date as_of) {
    std::vector<CreditedRow> found;
    for (const Row row : read_.query(kCredited, Params().date(as_of))) {
        found.push_back({.scheme_code = row.text(0),
                         .kind = static_cast<SchemeKind>(row.int64(1)),
                         .year = static_cast<int>(row.int64(2)),
                         .awards = row.int64(3),
                         .total = Money::fen(row.int64(4))});
    }
    return found;
}

}  // namespace haven::scholarship
