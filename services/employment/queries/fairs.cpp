#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "libs/crypto/ids.hpp"
#include "libs/postgres/values.hpp"
#include "services/employment/queries/queries.hpp"

namespace haven::employment {
namespace {

using postgres::ArrayBuilder;
using postgres::Params;
using postgres::Row;
using postgres::Statement;
using postgres::Type;

constexpr Statement kFair{
    "employment_fair",
    "SELECT federation, fair_id, code, venue, first_day, days, stalls, cancelled, reported_firms, "
    "reported_posts, reported_intents, reported_on FROM fair WHERE fair_id = $1"};
constexpr Statement kFairs{
    "employment_fairs",
    "SELECT federation, fair_id, code, venue, first_day, days, stalls, cancelled, reported_firms, "
    "reported_posts, reported_intents, reported_on FROM fair WHERE code > $1 ORDER BY code "
    "LIMIT $2"};
// A fair's own rows all lie in its federation. 2: approved; not 2: rejected; 1: stands. Who has
// withdrawn has neither a stall nor posts there.
constexpr Statement kSums{
    "employment_fair_sums",
    "SELECT count(*), "
    "coalesce(sum((SELECT count(*) FROM participation p WHERE p.federation = f.federation "
    "  AND p.fair_id = f.fair_id AND p.state = 2)), 0)::bigint, "
    "coalesce(sum((SELECT coalesce(sum(v.posts), 0) FROM vacancy v "
    "  WHERE v.federation = f.federation AND v.fair_id = f.fair_id AND v.state <> 2 "
    "  AND EXISTS (SELECT 1 FROM participation p WHERE p.federation = v.federation "
    "    AND p.fair_id = v.fair_id AND p.uscc = v.uscc AND p.state = 2))), 0)::bigint, "
    "coalesce(sum((SELECT count(*) FROM intent i WHERE i.federation = f.federation "
    "  AND i.fair_id = f.fair_id AND i.state = 1)), 0)::bigint "
    "FROM fair f WHERE NOT f.cancelled AND ($1::uuid IS NULL OR f.fair_id = $1) "
    "AND ($2::date IS NULL OR f.first_day + f.days::int - 1 <= $2)"};
constexpr Statement kHireSums{
    "employment_hire_sums",
    "SELECT count(DISTINCT h.person_id), count(DISTINCT h.person_id) FILTER (WHERE EXISTS "
    "(SELECT 1 FROM retention r WHERE r.federation = h.federation AND r.hire_id = h.hire_id "
    " AND r.month >= 3 AND r.income_evidenced AND r.confirmed_on <= $1)) "
    "FROM hire h WHERE h.starts_on <= $1"};
// Who came on file later than asked for was not in hardship yet. A file without a day was opened
// before days were noted.
constexpr Statement kOnFile{
    "employment_on_file",
    "SELECT p.household_id, p.person_id, x.hire_id FROM family f "
    "JOIN family_person p USING (federation, household_id) "
    "LEFT JOIN family_entry e USING (federation, household_id) "
    "LEFT JOIN family_exit x ON x.federation = f.federation AND x.household_id = f.household_id "
    " AND x.person_id = p.person_id AND x.resolved_on <= $2 "
    "WHERE f.round = $1 AND f.enrolled AND coalesce(e.entered_on <= $2, true)"};
constexpr Statement kHiresOfFiles{
    "employment_hires_of_files",
    "SELECT h.household_id, h.person_id, h.hire_id, EXISTS "
    "(SELECT 1 FROM retention r WHERE r.federation = h.federation AND r.hire_id = h.hire_id "
    " AND r.month >= 3 AND r.income_evidenced AND r.confirmed_on <= $1) "
    "FROM hire h WHERE h.household_id IS NOT NULL AND h.starts_on <= $1"};
constexpr Statement kParticipation{
    "employment_participation",
    "SELECT federation, participation_id, fair_id, uscc, branch, state, stall, refusal, "
    "applied_on FROM participation WHERE participation_id = $1"};
constexpr Statement kParticipations{
    "employment_participations",
    "SELECT federation, participation_id, fair_id, uscc, branch, state, stall, refusal, "
    "applied_on FROM participation WHERE fair_id = $1 AND ($2 = 0 OR state = $2) "
    "AND (uscc || '/' || participation_id::text) > $3 "
    "ORDER BY uscc || '/' || participation_id::text LIMIT $4"};
constexpr Statement kAttends{
    "employment_attends",
    "SELECT 1 FROM participation WHERE fair_id = $1 AND uscc = $2 AND state = 2"};
constexpr Statement kStalls{
    "employment_stalls",
    "SELECT participation_id FROM participation WHERE fair_id = $1 AND uscc = $2 AND stall > 0"};
constexpr Statement kBarred{"employment_barred",
                            "SELECT uscc FROM employer WHERE barred_until >= $1 ORDER BY uscc"};
constexpr Statement kVacancy{
    "employment_vacancy",
    "SELECT v.federation, v.vacancy_id, v.fair_id, v.uscc, v.occupation, v.conditions, v.posts, "
    "v.wage_min_fen, v.wage_max_fen, v.min_schooling, v.min_age, v.max_age, v.insurance, "
    "v.division, v.valid_until, v.state, v.rejection, v.found, coalesce(s.skills, '') "
    "FROM vacancy v LEFT JOIN vacancy_skills s USING (federation, vacancy_id) "
    "WHERE v.vacancy_id = $1"};
// I34: of nobody who is barred, and of a fair's only while its employer attends and the fair takes
// place. Who is barred lies with the head, perhaps in another database, so it is asked first.
constexpr Statement kVacancies{
    "employment_vacancies",
    "SELECT v.federation, v.vacancy_id, v.fair_id, v.uscc, v.occupation, v.conditions, v.posts, "
    "v.wage_min_fen, v.wage_max_fen, v.min_schooling, v.min_age, v.max_age, v.insurance, "
    "v.division, v.valid_until, v.state, v.rejection, v.found, coalesce(s.skills, '') "
    "FROM vacancy v LEFT JOIN vacancy_skills s USING (federation, vacancy_id) "
    "WHERE v.state = 1 AND v.valid_until >= $1 AND ($2::uuid IS NULL OR v.fair_id = $2) "
    "AND ($3 = 0 OR v.min_schooling <= $3) "
    "AND ($4 = 0 OR (v.min_age <= $4 AND (v.max_age = 0 OR v.max_age >= $4))) "
    "AND NOT v.uscc = ANY($5) "
    "AND (v.fair_id IS NULL OR (EXISTS (SELECT 1 FROM fair f WHERE f.federation = v.federation "
    "       AND f.fair_id = v.fair_id AND NOT f.cancelled) "
    "     AND EXISTS (SELECT 1 FROM participation p WHERE p.federation = v.federation "
    "       AND p.fair_id = v.fair_id AND p.uscc = v.uscc AND p.state = 2))) "
    "AND ($6::uuid IS NULL OR v.vacancy_id = $6) "
    "AND ($7::uuid IS NULL OR v.vacancy_id > $7) ORDER BY v.vacancy_id LIMIT $8"};
constexpr Statement kOnOffer{
    "employment_on_offer",
    "SELECT 1 FROM vacancy WHERE content = $1 AND fair_id IS NOT DISTINCT FROM $2 AND state = 1"};

FairRow fair_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .fair = {.terms = {.fair = FairId{row.uuid(1)},
                               .code = row.text(2),
                               .venue = row.text(3),
                               .first_day = row.date(4),
                               .days = int_of(row, 5),
                               .stalls = int_of(row, 6),
                               .source = {}},
                     .cancelled = row.boolean(7)},
            .report = {int_of(row, 8), int_of(row, 9), int_of(row, 10),
                       row.date_or_null(11).value_or(Date{})}};
}

ParticipationRow participation_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = ParticipationId{row.uuid(1)},
            .applied = {.fair = FairId{row.uuid(2)},
                        .uscc = row.text(3),
                        .branch = row.text(4),
                        .branch_letter_no = {},
                        .applied_on = row.date(8)},
            .state = enum_of<ParticipationState>(row, 5),
            .stall = int_of(row, 6),
            .refusal = enum_of<ParticipationRefusal>(row, 7)};
}

// Parted by blanks.
std::vector<std::string> words_of(const std::string& text) {
    std::istringstream in(text);
    return {std::istream_iterator<std::string>(in), {}};
}

VacancyRow vacancy_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = VacancyId{row.uuid(1)},
            .terms = {.fair = id_or_nil<FairId>(row, 2),
                      .uscc = row.text(3),
                      .occupation = row.text(4),
                      .conditions = row.text(5),
                      .posts = int_of(row, 6),
                      .wage_min = Money::fen(row.int64(7)),
                      .wage_max = Money::fen(row.int64(8)),
                      .min_schooling = enum_of<SchoolingLevel>(row, 9),
                      .min_age = int_of(row, 10),
                      .max_age = int_of(row, 11),
                      .insurance = enum_of<InsuranceCover>(row, 12),
                      .division = row.text(13),
                      .valid_until = row.date(14),
                      .skills = words_of(row.text(18))},
            .state = enum_of<VacancyState>(row, 15),
            .rejection = enum_of<VacancyRejection>(row, 16),
            .found = row.text(17)};
}

FairSums add_sums(access::ScopedRead& read, const Params& params) {
    FairSums sums;
    for (const Row row : read.query(kSums, params)) {  // a row of each database
        sums.fairs += row.int64(0);
        sums.stalls += row.int64(1);
        sums.posts += row.int64(2);
        sums.intents += row.int64(3);
    }
    return sums;
}

}  // namespace

std::optional<FairRow> Queries::fair(const std::string& id_or_code) {
    const auto id = Uuid::parse(id_or_code);
    const auto rows =
        read_.query(kFair, Params().uuid(id ? *id : crypto::uuid_of_code("fair", id_or_code)));
    if (rows.empty()) return std::nullopt;
    return fair_of(rows[0]);
}

std::vector<FairRow> Queries::fairs(const std::string& after_code, int limit) {
    std::vector<FairRow> found;
    for (const Row row : read_.query(kFairs, Params().text(after_code).int64(limit))) {
        found.push_back(fair_of(row));
    }
    read_.merge(
        found, [](const FairRow& row) { return row.fair.terms.code; },
        static_cast<std::size_t>(limit));
    return found;
}

FairSums Queries::sums(const FairId& fair) {
    return add_sums(read_, Params().uuid(fair.uuid).null(Type::Date));
}

FairSums Queries::sums(Date as_of) {
    return add_sums(read_, Params().null(Type::Uuid).date(as_of));
}

// A person is hired in one federation; in several databases the sums are of different people.
HireSums Queries::hires(Date as_of) {
    HireSums sums;
    for (const Row row : read_.query(kHireSums, Params().date(as_of))) {
        sums.hired += row.int64(0);
        sums.retained += row.int64(1);
    }
    return sums;
}

// A file and the hires of its people may lie in different databases, so they meet here.
Pathway Queries::pathway(FileRound round, Date as_of) {
    using OnFile = std::pair<Uuid, Uuid>;  // household and person
    std::map<OnFile, std::set<Uuid>> hired;
    std::map<OnFile, std::set<Uuid>> retained;
    for (const Row row : read_.query(kHiresOfFiles, Params().date(as_of))) {
        const OnFile who{row.uuid(0), row.uuid(1)};
        hired[who].insert(row.uuid(2));
        if (row.boolean(3)) retained[who].insert(row.uuid(2));
    }
    std::set<Uuid> in_hardship, with_work, kept_it, left_by_it;  // a person once
    for (const Row row :
         read_.query(kOnFile, Params().int64(static_cast<std::int64_t>(round)).date(as_of))) {
        const Uuid person = row.uuid(1);
        const OnFile who{row.uuid(0), person};
        in_hardship.insert(person);
        if (hired.contains(who)) with_work.insert(person);
        if (!retained.contains(who)) continue;
        kept_it.insert(person);
        const auto named = row.uuid_or_null(2);
        if (named && retained[who].contains(*named)) left_by_it.insert(person);
    }
    const auto count = [](const std::set<Uuid>& people) {
        return static_cast<std::int64_t>(people.size());
    };
    return {count(in_hardship), count(with_work), count(kept_it), count(left_by_it)};
}

std::vector<ParticipationRow> Queries::participations(const FairId& fair, ParticipationState state,
                                                      const std::string& after_uscc, int limit) {
    std::vector<ParticipationRow> found;
    for (const Row row : read_.query(kParticipations, Params()
                                                          .uuid(fair.uuid)
                                                          .int64(static_cast<std::int64_t>(state))
                                                          .text(after_uscc)
                                                          .int64(limit))) {
        found.push_back(participation_of(row));
    }
    return found;  // of one federation, so of one database
}

std::optional<ParticipationRow> Queries::participation(const ParticipationId& id) {
    const auto rows = read_.query(kParticipation, Params().uuid(id.uuid));
    if (rows.empty()) return std::nullopt;
    return participation_of(rows[0]);
}

bool Queries::attends(const FairId& fair, const std::string& uscc) {
    return !read_.query(kAttends, Params().uuid(fair.uuid).text(uscc)).empty();
}

std::vector<Uuid> Queries::stalls(const FairId& fair, const std::string& uscc) {
    std::vector<Uuid> found;
    for (const Row row : read_.query(kStalls, Params().uuid(fair.uuid).text(uscc))) {
        found.push_back(row.uuid(0));
    }
    return found;
}

std::vector<VacancyRow> Queries::vacancies(const VacancyFilter& filter, const VacancyId& after,
                                           int limit) {
    ArrayBuilder barred(Type::Text);
    for (const Row row : read_.query(kBarred, Params().date(filter.today))) {
        barred.text(row.text(0));
    }
    Params params;
    params.date(filter.today);
    add_id(params, filter.fair)
        .int64(static_cast<std::int64_t>(filter.schooling))
        .int64(filter.age)
        .array(barred);
    add_id(params, filter.vacancy);
    add_id(params, after).int64(limit);
    std::vector<VacancyRow> found;
    for (const Row row : read_.query(kVacancies, params)) found.push_back(vacancy_of(row));
    read_.merge(
        found, [](const VacancyRow& row) { return row.id; }, static_cast<std::size_t>(limit));
    return found;
}

bool Queries::shown(const VacancyId& id, Date today) {
    return !vacancies({.today = today, .vacancy = id}, {}, 1).empty();
}

std::optional<VacancyRow> Queries::vacancy(const VacancyId& id) {
    const auto rows = read_.query(kVacancy, Params().uuid(id.uuid));
    if (rows.empty()) return std::nullopt;
    return vacancy_of(rows[0]);
}

bool Queries::on_offer(const FairId& fair, const std::string& content) {
    Params params;
    params.text(content);
    add_id(params, fair);
    return !read_.query(kOnOffer, params).empty();
}

}  // namespace haven::employment
