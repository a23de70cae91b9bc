#include "services/registry/queries/lists.hpp"

#include <array>
#include <optional>
#include <set>

#include "libs/postgres/connection.hpp"

namespace haven::registry::queries {

namespace {

using postgres::ArrayBuilder;
using postgres::Params;
using postgres::Row;
using postgres::Statement;
using postgres::Type;

// 'infinity' stands for "no due day" so that one order and one key serve all rows.
constexpr Statement kWork{
    "registry_work",
    "SELECT federation, household_id, task, due_on, union_node, head_person, head_name "
    "FROM work_item WHERE ($1 = '' OR task = $1) AND ($2::date IS NULL OR due_on <= $2) "
    "AND (COALESCE(due_on, DATE '2200-12-31'), household_id) > ($3, $4) "
    "ORDER BY COALESCE(due_on, DATE '2200-12-31'), household_id LIMIT $5"};
constexpr Statement kNotices{
    "registry_notices",
    "SELECT household_id, subject, row_person, row_cipher, first_day, last_day, place FROM notice "
    "WHERE (last_day, household_id) > ($1, $2) ORDER BY last_day, household_id LIMIT $3"};
constexpr Statement kChecks{
    "registry_means_checks",
    "SELECT federation, request_id, household_id, requested_on, state, answered_on, error, "
    "division FROM means_check WHERE request_id > $1 AND (NOT $2 OR state = 0) "
    "AND ($3::uuid IS NULL OR household_id = $3) ORDER BY request_id LIMIT $4"};
constexpr Statement kCheck{
    "registry_means_check",
    "SELECT federation, request_id, household_id, requested_on, state, answered_on, error, "
    "division FROM means_check WHERE request_id = $1"};
constexpr Statement kImported{
    "registry_imported",
    "SELECT household_id, digests FROM imported_file WHERE household_id = ANY ($1)"};
// States 1 … 10 are open applications and files. LATERAL: each household is looked up by its key,
// also before anybody has analysed the tables.
constexpr Statement kOpenFiles{
    "registry_open_files",
    "SELECT m.person_id, m.household_id FROM household_member m CROSS JOIN LATERAL "
    "(SELECT state FROM household WHERE federation = m.federation "
    "AND household_id = m.household_id LIMIT 1) h "
    "WHERE m.person_id = ANY ($1) AND h.state BETWEEN 1 AND 10"};

// An enterprise may have households of several counties.
constexpr Statement kPilot{"registry_figures_pilot",
                           "SELECT enterprise_uscc, count(*) FROM programme_member "
                           "WHERE programme = 'PILOT-2018' AND enrolled_on <= $1 "
                           "GROUP BY enterprise_uscc"};
// Households that the pilot's year lifts to their line or above, by the last comparison up to the
// end of 2018: income - rigid expenditure + aid against line * 12 * members. A projection; nobody
// was paid or refused by it.
constexpr Statement kPilotStands{
    "registry_figures_pilot_stands",
    "SELECT count(*) FROM (SELECT federation, household_id, sum(annual_fen) AS aid_fen "
    "FROM plan_measure WHERE programme = 'PILOT-2018' AND year = 2018 AND adopted_on <= $1 "
    "GROUP BY federation, household_id) p CROSS JOIN LATERAL "
    "(SELECT net_fen, line_year_fen FROM class_decision WHERE federation = p.federation "
    "AND household_id = p.household_id AND decided_on <= least($1, DATE '2018-12-31') "
    "ORDER BY version DESC LIMIT 1) d WHERE d.net_fen + p.aid_fen >= d.line_year_fen"};
// Round 2 = 2020-, tier 1 = national.
constexpr Statement kCurrent{
    "registry_figures_current",
    "SELECT count(*) FROM file_period WHERE round = 2 AND tier = 1 AND opened_on <= $1 "
    "AND (closed_on IS NULL OR closed_on > $1)"};
// Round 1 = 2016-2020. Exit kinds: 1 resolved, 7 backstop, the others closed for another reason. A
// reopened file has several periods and is one household: its last period by the day counts.
constexpr Statement kCohort{
    "registry_figures_cohort",
    "WITH last AS (SELECT DISTINCT ON (federation, household_id) * FROM file_period "
    "WHERE round = 1 AND opened_on <= $1 ORDER BY federation, household_id, opened_on DESC), "
    "open_then AS (SELECT DISTINCT federation, household_id FROM file_period WHERE round = 1 "
    "AND opened_on <= least($1, DATE '2020-12-31') AND (closed_on IS NULL "
    "OR closed_on > least($1, DATE '2020-12-31'))) "
    "SELECT (SELECT count(*) FROM last), (SELECT count(*) FROM open_then), "
    "count(*) FILTER (WHERE closed_on <= $1 AND exit_kind = 1), "
    "count(*) FILTER (WHERE closed_on <= $1 AND exit_kind = 7), "
    "count(*) FILTER (WHERE closed_on <= $1 AND exit_kind NOT IN (0, 1, 7)) FROM last"};

Date date_at(const Row& row, int column) {
    return row.date_or_null(column).value_or(Date{});
}

Sealed sealed_at(const Row& row, int person, int cipher) {
    const auto bytes = row.bytes_or_null(cipher);
    return bytes ? Sealed{PersonId{row.uuid(person)}, *bytes} : Sealed{};
}

// Each database answers a row of counts.
template <std::size_t kColumns>
std::array<std::int64_t, kColumns> sums(const postgres::Rows& rows) {
    std::array<std::int64_t, kColumns> all{};
    for (const Row row : rows) {
        for (std::size_t i = 0; i < kColumns; ++i) all[i] += row.int64(static_cast<int>(i));
    }
    return all;
}

CheckRow check_of(const Row& row) {
    return {.federation = {row.int16(0)},
            .request = row.uuid(1),
            .household = HouseholdId{row.uuid(2)},
            .requested_on = date_at(row, 3),
            .state = static_cast<MeansCheckState>(row.int64(4)),
            .answered_on = date_at(row, 5),
            .error = row.text(6),
            .division = row.text(7)};
}

}  // namespace

std::vector<WorkRow> work(access::ScopedRead& read, std::string_view task, Date due_by, Date after,
                          const Uuid& after_household, int limit) {
    Params params;
    params.text(task);
    if (due_by.is_set()) {
        params.date(due_by);
    } else {
        params.null(Type::Date);
    }
    params.date(after.is_set() ? after : Date::of(1800, 1, 1)).uuid(after_household).int64(limit);
    std::vector<WorkRow> found;
    for (const Row row : read.query(kWork, params)) {
        found.push_back({{row.int16(0)},
                         HouseholdId{row.uuid(1)},
                         row.text(2),
                         date_at(row, 3),
                         row.text(4),
                         sealed_at(row, 5, 6)});
    }
    read.merge(
        found,
        [](const WorkRow& row) {
            return std::pair(row.due.is_set() ? row.due : Date::of(2200, 12, 31), row.household);
        },
        static_cast<std::size_t>(limit));
    return found;
}

std::vector<NoticeRow> notices(access::ScopedRead& read, Date after_day,
                               const Uuid& after_household, int limit) {
    std::vector<NoticeRow> found;
    const auto rows =
        read.query(kNotices, Params()
                                 .date(after_day.is_set() ? after_day : Date::of(1800, 1, 1))
                                 .uuid(after_household)
                                 .int64(limit));
    for (const Row row : rows) {
        found.push_back({HouseholdId{row.uuid(0)}, row.text(1), sealed_at(row, 2, 3),
                         date_at(row, 4), date_at(row, 5), row.text(6)});
    }
    read.merge(
        found, [](const NoticeRow& row) { return std::pair(row.last_day, row.household); },
        static_cast<std::size_t>(limit));
    return found;
}

std::vector<CheckRow> means_checks(access::ScopedRead& read, bool awaited_only,
                                   const Uuid& household, const Uuid& after, int limit) {
    Params params;
    params.uuid(after).boolean(awaited_only);
    if (household.is_nil()) {
        params.null(Type::Uuid);
    } else {
        params.uuid(household);
    }
    params.int64(limit);
    std::vector<CheckRow> found;
    for (const Row row : read.query(kChecks, params)) found.push_back(check_of(row));
    read.merge(
        found, [](const CheckRow& row) { return row.request; }, static_cast<std::size_t>(limit));
    return found;
}

std::optional<CheckRow> means_check(access::ScopedRead& read, const Uuid& request) {
    const auto rows = read.query(kCheck, Params().uuid(request));
    if (rows.empty()) return std::nullopt;
    return check_of(rows[0]);
}

std::vector<FigureRow> figures(access::ScopedRead& read, Date as_of) {
    const Params params = Params().date(as_of);
    std::set<std::string> enterprises;
    std::int64_t pilot = 0;
    for (const Row row : read.query(kPilot, params)) {
        if (const auto uscc = row.text_or_null(0)) enterprises.insert(*uscc);
        pilot += row.int64(1);
    }
    const auto standing = sums<1>(read.query(kPilotStands, params));
    const auto current = sums<1>(read.query(kCurrent, params));
    const auto cohort = sums<5>(read.query(kCohort, params));
    return {
        {"pilot.households", pilot, "households"},
        {"pilot.enterprises", std::ssize(enterprises), "enterprises"},
        {"pilot.at_or_above_line", standing[0], "households"},
        {"current.households", current[0], "households"},
        {"cohort1.enrolled", cohort[0], "households"},
        {"cohort1.open_on_2020_12_31", cohort[1], "households"},
        {"cohort1.exit.resolved", cohort[2], "households"},
        {"cohort1.exit.to_backstop", cohort[3], "households"},
        {"cohort1.exit.closed_other", cohort[4], "households"},
    };
}

std::map<Uuid, std::string> imported(access::ScopedRead& read,
                                     const std::vector<Uuid>& households) {
    ArrayBuilder ids(Type::Uuid);
    for (const Uuid& id : households) ids.uuid(id);
    std::map<Uuid, std::string> found;
    for (const Row row : read.query(kImported, Params().array(ids))) {
        found.emplace(row.uuid(0), row.text(1));
    }
    return found;
}

std::map<Uuid, Uuid> open_files_of(access::ScopedRead& read, const std::vector<PersonId>& people) {
    ArrayBuilder ids(Type::Uuid);
    for (PersonId person : people) ids.uuid(person.uuid);
    std::map<Uuid, Uuid> found;
    for (const Row row : read.query(kOpenFiles, Params().array(ids))) {
        found.emplace(row.uuid(0), row.uuid(1));
    }
    return found;
}

}  // namespace haven::registry::queries
