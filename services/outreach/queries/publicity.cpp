#include <algorithm>
#include <map>

#include "libs/crypto/ids.hpp"
#include "libs/postgres/values.hpp"
#include "services/outreach/queries/queries.hpp"

namespace haven::outreach {
namespace {

using postgres::Params;
using postgres::Row;
using postgres::Statement;

constexpr Statement kActivity{
    "outreach_activity",
    "SELECT federation, activity_id, code, theme, level, first_day, last_day, items, reached, "
    "basis, amendments, cancelled FROM activity WHERE activity_id = $1"};
constexpr Statement kActivities{
    "outreach_activities",
    "SELECT federation, activity_id, code, theme, level, first_day, last_day, items, reached, "
    "basis, amendments, cancelled FROM activity "
    "WHERE ($1 = '' OR theme = $1) AND code > $2 ORDER BY code LIMIT $3"};
constexpr Statement kClass{
    "outreach_class",
    "SELECT federation, class_id, code, kind, level, first_day, last_day, seats, enrolled, "
    "trained, completed FROM training_class WHERE class_id = $1"};
constexpr Statement kClasses{
    "outreach_classes",
    "SELECT federation, class_id, code, kind, level, first_day, last_day, seats, enrolled, "
    "trained, completed FROM training_class WHERE code > $1 ORDER BY code LIMIT $2"};
constexpr Statement kTrainees{
    "outreach_trainees",
    "SELECT person_id, days FROM trainee WHERE class_id = $1 AND person_id > $2 "
    "ORDER BY person_id LIMIT $3"};
constexpr Statement kThemes{
    "outreach_themes",
    "SELECT theme, sum(items)::bigint, sum(reached)::bigint, basis FROM activity "
    "WHERE basis > 0 AND last_day <= $1 GROUP BY theme, basis ORDER BY theme"};
constexpr Statement kTrained{"outreach_trained",
                             "SELECT coalesce(sum(trained), 0)::bigint FROM training_class "
                             "WHERE completed AND last_day <= $1 AND kind <> $2"};

ActivityRow activity_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = ActivityId{row.uuid(1)},
            .terms = {.code = row.text(2),
                      .theme = row.text(3),
                      .level = static_cast<UnionLevel>(row.int64(4)),
                      .kinds = {},
                      .first_day = row.date(5),
                      .last_day = row.date(6)},
            .counts = {row.int64(7), row.int64(8), static_cast<CountBasis>(row.int64(9))},
            .amendments = static_cast<int>(row.int64(10)),
            .cancelled = row.boolean(11)};
}

ClassRow class_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = ClassId{row.uuid(1)},
            .terms = {.code = row.text(2),
                      .kind = static_cast<ClassKind>(row.int64(3)),
                      .level = static_cast<UnionLevel>(row.int64(4)),
                      .first_day = row.date(5),
                      .last_day = row.date(6),
                      .seats = static_cast<int>(row.int64(7))},
            .enrolled = static_cast<int>(row.int64(8)),
            .trained = static_cast<int>(row.int64(9)),
            .completed = row.boolean(10)};
}

}  // namespace

std::optional<ActivityRow> Queries::activity(const std::string& id_or_code) {
    const auto rows =
        read_.query(kActivity, Params().uuid(crypto::uuid_named("activity", id_or_code)));
    if (rows.empty()) return std::nullopt;
    return activity_of(rows[0]);
}

std::vector<ActivityRow> Queries::activities(const std::string& theme,
                                             const std::string& after_code, int limit) {
    std::vector<ActivityRow> found;
    for (const Row row :
         read_.query(kActivities, Params().text(theme).text(after_code).int64(limit))) {
        found.push_back(activity_of(row));
    }
    read_.merge(
        found, [](const ActivityRow& one) { return one.terms.code; },
        static_cast<std::size_t>(limit));
    return found;
}

std::optional<ClassRow> Queries::training_class(const std::string& id_or_code) {
    const auto rows = read_.query(kClass, Params().uuid(crypto::uuid_named("class", id_or_code)));
    if (rows.empty()) return std::nullopt;
    return class_of(rows[0]);
}

std::vector<ClassRow> Queries::classes(const std::string& after_code, int limit) {
    std::vector<ClassRow> found;
    for (const Row row : read_.query(kClasses, Params().text(after_code).int64(limit))) {
        found.push_back(class_of(row));
    }
    read_.merge(
        found, [](const ClassRow& one) { return one.terms.code; }, static_cast<std::size_t>(limit));
    return found;
}

// A class lies in one federation, so in one database.
std::vector<TraineeRow> Queries::trainees(const ClassId& of, const PersonId& after, int limit) {
    std::vector<TraineeRow> found;
    for (const Row row :
         read_.query(kTrainees, Params().uuid(of.uuid).uuid(after.uuid).int64(limit))) {
        found.push_back({PersonId{row.uuid(0)}, static_cast<int>(row.int64(1))});
    }
    return found;
}

std::vector<ThemeRow> Queries::themes(Date as_of) {
    std::map<std::string, Counts> sums;
    for (const Row row : read_.query(kThemes, Params().date(as_of))) {
        Counts& sum = sums[row.text(0)];
        sum.items += row.int64(1);
        sum.reached += row.int64(2);
        sum.basis = weaker(sum.basis, static_cast<CountBasis>(row.int64(3)));
    }
    std::vector<ThemeRow> found;
    for (auto& [theme, counts] : sums) found.push_back({theme, counts});
    return found;
}

std::int64_t Queries::trained(Date as_of) {
    std::int64_t sum = 0;
    const auto params =
        Params().date(as_of).int64(static_cast<std::int64_t>(ClassKind::StudyMeeting));
    for (const Row row : read_.query(kTrained, params)) sum += row.int64(0);
    return sum;
}

}  // namespace haven::outreach
