#include <algorithm>

#include "libs/crypto/ids.hpp"
#include "libs/postgres/values.hpp"
#include "services/employment/queries/day_key.hpp"
#include "services/employment/queries/queries.hpp"

namespace haven::employment {
namespace {

using postgres::Params;
using postgres::Row;
using postgres::Statement;

constexpr Statement kRules{
    "employment_post_rules",
    "SELECT code, effective_from, min_age_men, min_age_women, months_jobless, max_months, source "
    "FROM post_rules WHERE effective_from <= $1 ORDER BY effective_from DESC LIMIT 1"};
constexpr Statement kAllotment{
    "employment_post_allotment",
    "SELECT allotment_id, code, funder, first_day, last_day, posts, source FROM post_allotment "
    "WHERE allotment_id = $1"};
constexpr Statement kAllotments{
    "employment_post_allotments",
    "SELECT allotment_id, code, funder, first_day, last_day, posts, source FROM post_allotment "
    "ORDER BY code LIMIT $1"};
// 1: offered; 2: begun.
constexpr Statement kHeld{
    "employment_posts_held",
    "SELECT allotment_id, count(*) FROM basic_post WHERE state IN (1, 2) GROUP BY allotment_id"};
constexpr Statement kPost{
    "employment_basic_post",
    "SELECT federation, post_id, seeker_id, person_id, allotment_id, uscc, work, rules, age, "
    "months_jobless, offered_on, state, starts_on, last_day, ended_on, end_reason "
    "FROM basic_post WHERE post_id = $1"};
constexpr Statement kPosts{
    "employment_basic_posts",
    "SELECT federation, post_id, seeker_id, person_id, allotment_id, uscc, work, rules, age, "
    "months_jobless, offered_on, state, starts_on, last_day, ended_on, end_reason "
    "FROM basic_post WHERE ($1 = 0 OR state = $1) "
    "AND ($2::date IS NULL OR (offered_on, post_id) > ($2, $3)) "
    "ORDER BY offered_on, post_id LIMIT $4"};
constexpr Statement kWorkOf{
    "employment_work_of",
    "SELECT coalesce(bool_or(ended_on IS NULL), false), max(ended_on) FROM hire "
    "WHERE person_id = $1"};

PostAllotment allotment_of(const Row& row) {
    return {.allotment = AllotmentId{row.uuid(0)},
            .code = row.text(1),
            .funder = row.text(2),
            .first_day = row.date(3),
            .last_day = row.date(4),
            .posts = int_of(row, 5),
            .source = row.text(6)};
}

PostRow post_of(const Row& row) {
    PostRow post;
    post.federation = FederationNo{row.int16(0)};
    post.id = BasicPostId{row.uuid(1)};
    post.offered.post = post.id;
    post.offered.seeker = SeekerId{row.uuid(2)};
    post.offered.person = PersonId{row.uuid(3)};
    post.offered.allotment = AllotmentId{row.uuid(4)};
    post.offered.uscc = row.text(5);
    post.offered.work = row.text(6);
    post.offered.rules = row.text(7);
    post.offered.age = int_of(row, 8);
    post.offered.months_jobless = int_of(row, 9);
    post.offered.offered_on = row.date(10);
    post.state = enum_of<PostState>(row, 11);
    post.starts_on = date_or_unset(row, 12);
    post.last_day = date_or_unset(row, 13);
    post.ended_on = date_or_unset(row, 14);
    post.end_reason = enum_of<PostEndReason>(row, 15);
    return post;
}

}  // namespace

std::optional<PostRules> Queries::post_rules(Date on) {
    const auto rows = read_.query(kRules, Params().date(on));
    if (rows.empty()) return std::nullopt;  // of the head, so of one database
    const Row row = rows[0];
    return PostRules{row.text(0),    row.date(1),    int_of(row, 2), int_of(row, 3),
                     int_of(row, 4), int_of(row, 5), row.text(6)};
}

std::optional<PostAllotment> Queries::allotment(const std::string& code) {
    const auto rows =
        read_.query(kAllotment, Params().uuid(crypto::uuid_of_code("post-allotment", code)));
    if (rows.empty()) return std::nullopt;
    return allotment_of(rows[0]);
}

std::vector<PostAllotment> Queries::allotments(int limit) {
    std::vector<PostAllotment> found;
    for (const Row row : read_.query(kAllotments, Params().int64(limit))) {
        found.push_back(allotment_of(row));
    }
    read_.merge(
        found, [](const PostAllotment& row) { return row.code; }, static_cast<std::size_t>(limit));
    return found;
}

std::map<AllotmentId, std::int64_t> Queries::posts_held() {
    std::map<AllotmentId, std::int64_t> held;
    for (const Row row : read_.query(kHeld, Params())) {  // of each database
        held[AllotmentId{row.uuid(0)}] += row.int64(1);
    }
    return held;
}

std::vector<PostRow> Queries::posts(PostState state, const std::optional<DayKey>& after,
                                    int limit) {
    Params params;
    params.int64(static_cast<std::int64_t>(state));
    add_key(params, after);
    std::vector<PostRow> found;
    for (const Row row : read_.query(kPosts, params.int64(limit))) found.push_back(post_of(row));
    read_.merge(
        found, [](const PostRow& row) { return std::pair(row.offered.offered_on, row.id); },
        static_cast<std::size_t>(limit));
    return found;
}

std::optional<PostRow> Queries::post(const BasicPostId& id) {
    const auto rows = read_.query(kPost, Params().uuid(id.uuid));
    if (rows.empty()) return std::nullopt;
    return post_of(rows[0]);
}

KnownWork Queries::work_of(const PersonId& person) {
    KnownWork known;
    for (const Row row : read_.query(kWorkOf, Params().uuid(person.uuid))) {  // of each database
        known.at_work = known.at_work || row.boolean(0);
        known.last_ended = std::max(known.last_ended, row.date_or_null(1).value_or(Date{}));
    }
    return known;
}

}  // namespace haven::employment
