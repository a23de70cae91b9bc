#include "libs/crypto/ids.hpp"
#include "libs/postgres/values.hpp"
#include "services/employment/queries/day_key.hpp"
#include "services/employment/queries/queries.hpp"

namespace haven::employment {
namespace {

using postgres::Params;
using postgres::Row;
using postgres::Statement;
using postgres::Type;

constexpr Statement kRules{
    "employment_subsidy_rules",
    "SELECT code, effective_from, highest_fen, yearly_fen, request_days, source "
    "FROM subsidy_rules WHERE effective_from <= $1 ORDER BY effective_from DESC LIMIT 1"};
constexpr Statement kCourse{
    "employment_course",
    "SELECT federation, course_id, code, skill, units, first_day, last_day, subsidy_fen, "
    "fund_line_id, source FROM course WHERE course_id = $1"};
constexpr Statement kCourses{
    "employment_courses",
    "SELECT federation, course_id, code, skill, units, first_day, last_day, subsidy_fen, "
    "fund_line_id, source FROM course WHERE code > $1 ORDER BY code LIMIT $2"};
constexpr Statement kEnrolment{
    "employment_enrolment",
    "SELECT federation, enrolment_id, course_id, code, seeker_id, person_id, units, units_done, "
    "enrolled_on, certificate_no, certified_on, subsidy_fen, state, note, payee_last4, "
    "approved_on, bank_serial, credited_on FROM enrolment WHERE enrolment_id = $1"};
constexpr Statement kEnrolments{
    "employment_enrolments",
    "SELECT federation, enrolment_id, course_id, code, seeker_id, person_id, units, units_done, "
    "enrolled_on, certificate_no, certified_on, subsidy_fen, state, note, payee_last4, "
    "approved_on, bank_serial, credited_on FROM enrolment "
    "WHERE ($1::uuid IS NULL OR course_id = $1) AND ($2 = 0 OR state = $2) "
    "AND ($3::date IS NULL OR (enrolled_on, enrolment_id) > ($3, $4)) "
    "ORDER BY enrolled_on, enrolment_id LIMIT $5"};

CourseRow course_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .terms = {.course = CourseId{row.uuid(1)},
                      .code = row.text(2),
                      .skill = row.text(3),
                      .units = int_of(row, 4),
                      .first_day = row.date(5),
                      .last_day = row.date(6),
                      .subsidy = Money::fen(row.int64(7)),
                      .fund_line = FundLineId{row.uuid_or_null(8).value_or(Uuid{})},
                      .source = row.text(9)}};
}

EnrolmentRow enrolment_of(const Row& row) {
    EnrolmentRow found;
    found.federation = FederationNo{row.int16(0)};
    found.id = EnrolmentId{row.uuid(1)};
    found.course = CourseId{row.uuid(2)};
    found.code = row.text(3);
    found.seeker = SeekerId{row.uuid(4)};
    found.person = PersonId{row.uuid(5)};
    found.units = int_of(row, 6);
    found.units_done = int_of(row, 7);
    found.enrolled_on = row.date(8);
    found.certificate_no = row.text(9);
    found.certified_on = date_or_unset(row, 10);
    found.subsidy = Money::fen(row.int64(11));
    found.state = enum_of<SubsidyState>(row, 12);
    found.note = row.text(13);
    found.payee_last4 = row.text(14);
    found.approved_on = date_or_unset(row, 15);
    found.bank_serial = row.text(16);
    found.credited_on = date_or_unset(row, 17);
    return found;
}

}  // namespace

std::optional<SubsidyRules> Queries::subsidy_rules(Date on) {
    const auto rows = read_.query(kRules, Params().date(on));
    if (rows.empty()) return std::nullopt;  // of the head, so of one database
    const Row row = rows[0];
    return SubsidyRules{.code = row.text(0),
                        .effective_from = row.date(1),
                        .highest = Money::fen(row.int64(2)),
                        .yearly = Money::fen(row.int64(3)),
                        .request_days = int_of(row, 4),
                        .source = row.text(5)};
}

std::optional<CourseRow> Queries::course(const std::string& code) {
    const auto rows = read_.query(kCourse, Params().uuid(crypto::uuid_of_code("course", code)));
    if (rows.empty()) return std::nullopt;
    return course_of(rows[0]);
}

std::vector<CourseRow> Queries::courses(const std::string& after_code, int limit) {
    std::vector<CourseRow> found;
    for (const Row row : read_.query(kCourses, Params().text(after_code).int64(limit))) {
        found.push_back(course_of(row));
    }
    read_.merge(
        found, [](const CourseRow& row) { return row.terms.code; },
        static_cast<std::size_t>(limit));
    return found;
}

std::optional<EnrolmentRow> Queries::enrolment(const EnrolmentId& id) {
    const auto rows = read_.query(kEnrolment, Params().uuid(id.uuid));
    if (rows.empty()) return std::nullopt;
    return enrolment_of(rows[0]);
}

std::vector<EnrolmentRow> Queries::enrolments(const CourseId& course, SubsidyState state,
                                              const std::optional<DayKey>& after, int limit) {
    Params params;
    if (course.is_nil()) {
        params.null(Type::Uuid);
    } else {
        params.uuid(course.uuid);
    }
    params.int64(static_cast<std::int64_t>(state));
    add_key(params, after);
    std::vector<EnrolmentRow> found;
    for (const Row row : read_.query(kEnrolments, params.int64(limit))) {
        found.push_back(enrolment_of(row));
    }
    read_.merge(
        found, [](const EnrolmentRow& row) { return std::pair(row.enrolled_on, row.id); },
        static_cast<std::size_t>(limit));
    return found;
}

}  // namespace haven::employment
