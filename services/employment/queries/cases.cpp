#include "libs/postgres/values.hpp"
#include "services/employment/queries/day_key.hpp"
#include "services/employment/queries/queries.hpp"

namespace haven::employment {
namespace {

using postgres::Params;
using postgres::Row;
using postgres::Statement;
using postgres::Type;

constexpr Statement kCase{
    "employment_case",
    "SELECT federation, case_id, seeker_id, person_id, need, counter, opened_on, follow_up_on, "
    "state, outcome, rests_on, closed_on, reopened FROM service_case WHERE case_id = $1"};
constexpr Statement kCases{
    "employment_cases",
    "SELECT federation, case_id, seeker_id, person_id, need, counter, opened_on, follow_up_on, "
    "state, outcome, rests_on, closed_on, reopened FROM service_case "
    "WHERE ($1 = 0 OR state = $1) AND ($2::date IS NULL OR (state = 1 AND follow_up_on <= $2)) "
    "AND ($3::date IS NULL OR (opened_on, case_id) > ($3, $4)) "
    "ORDER BY opened_on, case_id LIMIT $5"};
constexpr Statement kEntries{
    "employment_case_entries",
    "SELECT kind, day, policy, target, vacancy_id, result, channel, finding FROM case_entry "
    "WHERE case_id = $1 ORDER BY number"};

CaseRow case_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = CaseId{row.uuid(1)},
            .opened = {.service_case = CaseId{row.uuid(1)},
                       .seeker = SeekerId{row.uuid(2)},
                       .person = PersonId{row.uuid(3)},
                       .need = enum_of<CaseNeed>(row, 4),
                       .counter = row.text(5),
                       .follow_up_on = {},
                       .opened_by = {},
                       .opened_on = row.date(6)},
            .follow_up_on = date_or_unset(row, 7),
            .state = enum_of<CaseState>(row, 8),
            .outcome = enum_of<CaseOutcome>(row, 9),
            .rests_on = row.uuid_or_null(10).value_or(Uuid{}),
            .closed_on = date_or_unset(row, 11),
            .reopened = int_of(row, 12)};
}

}  // namespace

std::vector<CaseRow> Queries::cases(CaseState state, Date due_by,
                                    const std::optional<DayKey>& after, int limit) {
    Params params;
    params.int64(static_cast<std::int64_t>(state));
    if (due_by.is_set()) {
        params.date(due_by);
    } else {
        params.null(Type::Date);
    }
    add_key(params, after);
    std::vector<CaseRow> found;
    for (const Row row : read_.query(kCases, params.int64(limit))) found.push_back(case_of(row));
    read_.merge(
        found, [](const CaseRow& row) { return std::pair(row.opened.opened_on, row.id); },
        static_cast<std::size_t>(limit));
    return found;
}

std::optional<CaseRow> Queries::service_case(const CaseId& id) {
    const auto rows = read_.query(kCase, Params().uuid(id.uuid));
    if (rows.empty()) return std::nullopt;
    return case_of(rows[0]);
}

std::vector<CaseEntry> Queries::entries(const CaseId& id) {
    std::vector<CaseEntry> found;
    for (const Row row : read_.query(kEntries, Params().uuid(id.uuid))) {
        found.push_back({.kind = enum_of<CaseEntryKind>(row, 0),
                         .day = row.date(1),
                         .policy = row.text(2),
                         .target = enum_of<ReferralTarget>(row, 3),
                         .vacancy = id_or_nil<VacancyId>(row, 4),
                         .result = enum_of<ReferralResult>(row, 5),
                         .channel = enum_of<ContactChannel>(row, 6),
                         .finding = enum_of<FollowUpFinding>(row, 7)});
    }
    return found;  // of one case, so of one database
}

}  // namespace haven::employment
