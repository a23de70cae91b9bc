#include "services/registry/queries/files.hpp"

#include <charconv>
#include <tuple>

#include "services/registry/queries/file_statements.hpp"

namespace haven::registry::queries {

namespace {

using postgres::ArrayBuilder;
using postgres::Params;
using postgres::Row;
using postgres::Type;

std::vector<std::string> split(std::string_view list, char separator) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        const std::string_view part = list.substr(0, list.find(separator));
        parts.emplace_back(part);
        list.remove_prefix(std::min(list.size(), part.size() + 1));
    }
    return parts;
}

std::int64_t to_number(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

template <class Enum>
Enum enum_at(const Row& row, int column) {
    return static_cast<Enum>(row.int64(column));
}

Date date_at(const Row& row, int column) {
    return row.date_or_null(column).value_or(Date{});
}
Uuid uuid_at(const Row& row, int column) {
    return row.uuid_or_null(column).value_or(Uuid{});
}
Money money_at(const Row& row, int column) {
    return Money::fen(row.int64(column));
}
std::int32_t int_at(const Row& row, int column) {
    return static_cast<std::int32_t>(row.int64(column));
}

Sealed sealed_at(const Row& row, int column, PersonId person) {
    const auto cipher = row.bytes_or_null(column);
    return cipher ? Sealed{person, *cipher} : Sealed{};
}

FileRow file_of(const Row& row) {
    FileRow file;
    file.federation = {row.int16(0)};
    file.household = HouseholdId{row.uuid(1)};
    file.union_node = row.text(2);
    file.division = row.text(3);
    file.residence = enum_at<Residence>(row, 4);
    file.state = enum_at<HouseholdState>(row, 5);
    file.hardship_class = enum_at<HardshipClass>(row, 6);
    file.tier = enum_at<FileTier>(row, 7);
    file.round = enum_at<FileRound>(row, 8);
    file.origin = row.int64(9);
    for (const std::string& cause : split(row.text(10), ',')) {
        file.causes.push_back(static_cast<HardshipCause>(to_number(cause)));
    }
    file.head_name = sealed_at(row, 12, PersonId{uuid_at(row, 11)});
    file.member_count = int_at(row, 13);
    file.applied_on = date_at(row, 14);
    file.enrolled_on = date_at(row, 15);
    file.closed_on = date_at(row, 16);
    file.exit_kind = enum_at<ExitKind>(row, 17);
    file.review_valid_until = date_at(row, 18);
    file.employer_uscc = row.text(19);
    file.version = int_at(row, 20);
    file.notice_last_day = date_at(row, 21);
    file.open_objections = split(row.text(22), ',');
    file.check_request = uuid_at(row, 23);
    file.check_state = enum_at<MeansCheckState>(row, 24);
    file.file_no = row.text(25);
    file.payee = PersonId{uuid_at(row, 26)};
    file.payee_last4 = row.text(27);
    file.payee_bank = row.text(28);
    file.programmes = split(row.text(29), ',');
    file.aid_paid = money_at(row, 30);
    file.proposed_payee = uuid_at(row, 31);
    file.proposed_last4 = row.text(32);
    return file;
}

Member member_of(const Row& row) {
    const PersonId person{row.uuid(1)};
    return {.seq = int_at(row, 0),
            .person = person,
            .relation = enum_at<Relation>(row, 2),
            .name = sealed_at(row, 3, person),
            .id_number = sealed_at(row, 4, person),
            .sex = enum_at<Sex>(row, 5),
            .birth_date = date_at(row, 6),
            .phone = sealed_at(row, 7, person),
            .address = sealed_at(row, 8, person),
            .work = int_at(row, 9),
            .health = int_at(row, 10),
            .schooling = int_at(row, 11),
            .yearly_income = money_at(row, 12),
            .authorised = row.boolean(13),
            .diagnosis = {}};
}

// "1:2018-06-30:200000;2:…", as the projection writes it.
std::vector<Instalment> instalments_of(const std::string& text) {
    std::vector<Instalment> instalments;
    for (const std::string& part : split(text, ';')) {
        const auto fields = split(part, ':');
        HAVEN_CHECK(fields.size() == 3);
        instalments.push_back({static_cast<std::int32_t>(to_number(fields[0])),
                               Date::parse(fields[1]).value(), Money::fen(to_number(fields[2]))});
    }
    return instalments;
}

PlanRow plan_of(const Row& row) {
    return {int_at(row, 0), date_at(row, 1),
            Measure{.measure_id = row.text(2),
                    .item = enum_at<AidItem>(row, 3),
                    .programme = row.text(4),
                    .beneficiary = PersonId{uuid_at(row, 5)},
                    .annual = money_at(row, 6),
                    .fund_line = uuid_at(row, 7),
                    .fund_federation = {static_cast<std::int16_t>(row.int64(8))},
                    .instalments = instalments_of(row.text(9))}};
}

DecisionRow decision_of(const Row& row) {
    return {.version = int_at(row, 0),
            .type = row.text(1),
            .on = date_at(row, 2),
            .hardship_class = enum_at<HardshipClass>(row, 3),
            .reason = row.text(4),
            .comparison = {.rule_set_id = row.text(5),
                           .line_id = row.text(6),
                           .line_monthly = money_at(row, 7),
                           .line_is_placeholder = row.boolean(8),
                           .income = money_at(row, 9),
                           .rigid = money_at(row, 10),
                           .net = money_at(row, 11),
                           .member_count = int_at(row, 12),
                           .line_year = money_at(row, 13),
                           .multiple_permille = int_at(row, 14),
                           .relation_sign = row.text(15),
                           .accident_cost = money_at(row, 16),
                           .savings = money_at(row, 17),
                           .months_below_line = int_at(row, 18),
                           .relief_received = row.boolean(19),
                           .self_paid_medical = money_at(row, 20),
                           .temporary_hardship = row.boolean(21)}};
}

}  // namespace

std::optional<FileRow> file(access::ScopedRead& read, HouseholdId household) {
    const auto rows = read.query(kFile, Params().uuid(household.uuid));
    if (rows.empty()) return std::nullopt;
    return file_of(rows[0]);
}

std::vector<Member> members(access::ScopedRead& read, HouseholdId household) {
    std::vector<Member> found;
    for (const Row row : read.query(kMembers, Params().uuid(household.uuid))) {
        found.push_back(member_of(row));
    }
    return found;
}

Params find_params(const FileFilter& filter, std::int64_t after_federation,
                   const Uuid& after_household, int limit) {
    ArrayBuilder people(Type::Uuid);
    for (PersonId person : filter.people) people.uuid(person.uuid);
    return Params()
        .int16(static_cast<std::int16_t>(after_federation))
        .uuid(after_household)
        .boolean(filter.by_person)
        .array(people)
        .int64(filter.federation)
        .int64(filter.hardship_class)
        .int64(filter.cause)
        .int64(filter.state)
        .int64(filter.tier)
        .int64(filter.round)
        .int64(filter.origin)
        .int64(limit);
}

std::vector<FileRow> find_files(access::ScopedRead& read, const FileFilter& filter,
                                std::int64_t after_federation, const Uuid& after_household,
                                int limit) {
    const auto rows =
        read.query(kFind, find_params(filter, after_federation, after_household, limit));
    std::vector<FileRow> found;
    found.reserve(static_cast<std::size_t>(rows.size()));
    for (const Row row : rows) found.push_back(file_of(row));
    read.merge(
        found, [](const FileRow& file) { return std::tuple(file.federation, file.household); },
        static_cast<std::size_t>(limit));
    return found;
}

std::vector<PlanRow> plans(access::ScopedRead& read, HouseholdId household) {
    std::vector<PlanRow> found;
    for (const Row row : read.query(kPlans, Params().uuid(household.uuid))) {
        found.push_back(plan_of(row));
    }
    return found;
}

std::vector<TimelineRow> timeline(access::ScopedRead& read, HouseholdId household,
                                  std::int64_t after_version, int limit) {
    std::vector<TimelineRow> found;
    const auto rows =
        read.query(kTimeline, Params().uuid(household.uuid).int64(after_version).int64(limit));
    for (const Row row : rows) {
        found.push_back({int_at(row, 0), row.text(1), date_at(row, 2), uuid_at(row, 3),
                         money_at(row, 4), row.text(5), row.int64(6)});
    }
    return found;
}

std::vector<DecisionRow> decisions(access::ScopedRead& read, HouseholdId household) {
    std::vector<DecisionRow> found;
    for (const Row row : read.query(kDecisions, Params().uuid(household.uuid))) {
        found.push_back(decision_of(row));
    }
    return found;
}

}  // namespace haven::registry::queries
