#include <map>

#include "libs/postgres/values.hpp"
#include "services/employment/queries/day_key.hpp"
#include "services/employment/queries/queries.hpp"

namespace haven::employment {
namespace {

using postgres::ArrayBuilder;
using postgres::Params;
using postgres::Row;
using postgres::Statement;
using postgres::Type;

constexpr Statement kSeeker{
    "employment_seeker",
    "SELECT federation, seeker_id, person_id, seeker_group, schooling, wage_wish_fen, division, "
    "household_id, state, registered_on FROM seeker WHERE seeker_id = $1"};
constexpr Statement kSeekers{
    "employment_seekers",
    "SELECT federation, seeker_id, person_id, seeker_group, schooling, wage_wish_fen, division, "
    "household_id, state, registered_on FROM seeker WHERE ($1 = 0 OR seeker_group = $1) "
    "AND ($2::date IS NULL OR (registered_on, seeker_id) > ($2, $3)) "
    "ORDER BY registered_on, seeker_id LIMIT $4"};
constexpr Statement kSeeking{
    "employment_seeking",
    "SELECT federation, seeker_id, person_id, seeker_group, schooling, wage_wish_fen, division, "
    "household_id, state, registered_on FROM seeker WHERE person_id = ANY($1) AND state = 1"};
constexpr Statement kIntent{
    "employment_intent",
    "SELECT federation, intent_id, fair_id, person_id, seeker_id, vacancy_id, uscc, reached_on, "
    "state FROM intent WHERE intent_id = $1"};
constexpr Statement kIntents{
    "employment_intents",
    "SELECT federation, intent_id, fair_id, person_id, seeker_id, vacancy_id, uscc, reached_on, "
    "state FROM intent WHERE fair_id = $1 AND ($2::uuid IS NULL OR intent_id > $2) "
    "ORDER BY intent_id LIMIT $3"};
constexpr Statement kHire{
    "employment_hire",
    "SELECT federation, hire_id, seeker_id, person_id, seeker_group, household_id, uscc, contract, "
    "starts_on, contract_until, monthly_wage_fen, ended_on, end_reason FROM hire "
    "WHERE hire_id = $1"};
constexpr Statement kHires{
    "employment_hires",
    "SELECT federation, hire_id, seeker_id, person_id, seeker_group, household_id, uscc, contract, "
    "starts_on, contract_until, monthly_wage_fen, ended_on, end_reason FROM hire "
    "WHERE ($1::uuid IS NULL OR seeker_id = $1) "
    "AND ($2::date IS NULL OR (starts_on, hire_id) > ($2, $3)) "
    "AND (NOT $5 OR EXISTS (SELECT FROM retention_due d "
    "WHERE d.federation = hire.federation AND d.hire_id = hire.hire_id)) "
    "ORDER BY starts_on, hire_id LIMIT $4"};
constexpr Statement kMonths{
    "employment_months",
    "SELECT hire_id, month, monthly_wage_fen, evidence, income_evidenced, confirmed_on "
    "FROM retention WHERE hire_id = ANY($1) ORDER BY hire_id, month"};
constexpr Statement kMonthsDue{"employment_months_due",
                               "SELECT hire_id, month, due_on FROM retention_due "
                               "WHERE hire_id = ANY($1) ORDER BY hire_id, month"};

SeekerRow seeker_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = SeekerId{row.uuid(1)},
            .person = PersonId{row.uuid(2)},
            .group = enum_of<SeekerGroup>(row, 3),
            .schooling = enum_of<SchoolingLevel>(row, 4),
            .wage_wish = Money::fen(row.int64(5)),
            .division = row.text(6),
            .household = id_or_nil<HouseholdId>(row, 7),
            .state = enum_of<SeekerState>(row, 8),
            .registered_on = row.date(9)};
}

IntentRow intent_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = IntentId{row.uuid(1)},
            .reached = {.seeker = SeekerId{row.uuid(4)},
                        .person = PersonId{row.uuid(3)},
                        .fair = FairId{row.uuid(2)},
                        .vacancy = VacancyId{row.uuid(5)},
                        .uscc = row.text(6),
                        .reached_on = row.date(7)},
            .state = enum_of<IntentState>(row, 8)};
}

HireRow hire_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = HireId{row.uuid(1)},
            .seeker = SeekerId{row.uuid(2)},
            .person = PersonId{row.uuid(3)},
            .group = enum_of<SeekerGroup>(row, 4),
            .household = id_or_nil<HouseholdId>(row, 5),
            .uscc = row.text(6),
            .contract = enum_of<ContractKind>(row, 7),
            .starts_on = row.date(8),
            .contract_until = row.date_or_null(9).value_or(Date{}),
            .monthly_wage = Money::fen(row.int64(10)),
            .ended_on = row.date_or_null(11).value_or(Date{}),
            .end_reason = enum_of<EndReason>(row, 12),
            .kept = {},
            .due = {}};
}

}  // namespace

std::vector<SeekerRow> Queries::seekers(SeekerGroup group, const std::optional<DayKey>& after,
                                        int limit) {
    Params params;
    params.int64(static_cast<std::int64_t>(group));
    add_key(params, after);
    std::vector<SeekerRow> found;
    for (const Row row : read_.query(kSeekers, params.int64(limit))) {
        found.push_back(seeker_of(row));
    }
    read_.merge(
        found, [](const SeekerRow& row) { return std::pair(row.registered_on, row.id); },
        static_cast<std::size_t>(limit));
    return found;
}

std::optional<SeekerRow> Queries::seeker(const SeekerId& id) {
    const auto rows = read_.query(kSeeker, Params().uuid(id.uuid));
    if (rows.empty()) return std::nullopt;
    return seeker_of(rows[0]);
}

std::vector<SeekerRow> Queries::seeking(std::span<const PersonId> people) {
    ArrayBuilder ids(Type::Uuid);
    for (const PersonId& person : people) ids.uuid(person.uuid);
    std::vector<SeekerRow> found;
    for (const Row row : read_.query(kSeeking, Params().array(ids))) {
        found.push_back(seeker_of(row));
    }
    return found;
}

std::vector<IntentRow> Queries::intents(const FairId& fair, const IntentId& after, int limit) {
    Params params;
    params.uuid(fair.uuid);
    add_id(params, after).int64(limit);
    std::vector<IntentRow> found;
    for (const Row row : read_.query(kIntents, params)) found.push_back(intent_of(row));
    return found;  // of one federation, so of one database
}

std::optional<IntentRow> Queries::intent(const IntentId& id) {
    const auto rows = read_.query(kIntent, Params().uuid(id.uuid));
    if (rows.empty()) return std::nullopt;
    return intent_of(rows[0]);
}

std::vector<HireRow> Queries::hires(const SeekerId& seeker, bool due,
                                    const std::optional<DayKey>& after, int limit) {
    Params params;
    add_id(params, seeker);
    add_key(params, after);
    std::vector<HireRow> found;
    params.int64(limit).boolean(due);
    for (const Row row : read_.query(kHires, params)) found.push_back(hire_of(row));
    read_.merge(
        found, [](const HireRow& row) { return std::pair(row.starts_on, row.id); },
        static_cast<std::size_t>(limit));
    add_months(found);
    return found;
}

std::optional<HireRow> Queries::hire(const HireId& id) {
    const auto rows = read_.query(kHire, Params().uuid(id.uuid));
    if (rows.empty()) return std::nullopt;
    std::vector<HireRow> found{hire_of(rows[0])};
    add_months(found);
    return found.front();
}

void Queries::add_months(std::vector<HireRow>& hires) {
    ArrayBuilder ids(Type::Uuid);
    std::map<Uuid, HireRow*> by_id;
    for (HireRow& hire : hires) {
        ids.uuid(hire.id.uuid);
        by_id[hire.id.uuid] = &hire;
    }
    for (const Row row : read_.query(kMonths, Params().array(ids))) {
        by_id.at(row.uuid(0))
            ->kept.push_back({.month = int_of(row, 1),
                              .monthly_wage = Money::fen(row.int64(2)),
                              .evidence = enum_of<WageEvidence>(row, 3),
                              .income_evidenced = row.boolean(4),
                              .confirmed_on = row.date(5)});
    }
    for (const Row row : read_.query(kMonthsDue, Params().array(ids))) {
        by_id.at(row.uuid(0))->due.push_back({.month = int_of(row, 1), .due_on = row.date(2)});
    }
}

}  // namespace haven::employment
