#include "services/registry/queries/directory.hpp"

#include <charconv>

#include "libs/postgres/connection.hpp"
#include "services/registry/codec/codec.hpp"

namespace haven::registry::queries {

namespace {

using postgres::Params;
using postgres::Row;
using postgres::Statement;

constexpr Statement kNode{"registry_union_node",
                          "SELECT code, name, parent_code, owner_federation, kind FROM union_node "
                          "WHERE code = $1"};
constexpr Statement kNodes{"registry_union_nodes",
                           "SELECT code, name, parent_code, owner_federation, kind FROM union_node "
                           "WHERE code > $1 ORDER BY code LIMIT $2"};
constexpr Statement kStaffById{
    "registry_staff_by_id",
    "SELECT staff_id, login, display_name, owner_federation, union_node, roles, public_key, "
    "has_left FROM staff WHERE staff_id = $1"};
constexpr Statement kStaffByLogin{
    "registry_staff_by_login",
    "SELECT staff_id, login, display_name, owner_federation, union_node, roles, public_key, "
    "has_left FROM staff WHERE login = $1"};
constexpr Statement kStaff{
    "registry_staff",
    "SELECT staff_id, login, display_name, owner_federation, union_node, roles, public_key, "
    "has_left FROM staff WHERE login > $1 ORDER BY login LIMIT $2"};
constexpr Statement kEnterprise{
    "registry_enterprise",
    "SELECT uscc, name, owner_federation, union_node, division, city_owned, distressed_from, "
    "programmes FROM enterprise WHERE uscc = $1"};
constexpr Statement kEnterprises{
    "registry_enterprises",
    "SELECT uscc, name, owner_federation, union_node, division, city_owned, distressed_from, "
    "programmes FROM enterprise WHERE uscc > $1 "
    "AND ($2 = '' OR $2 = ANY (string_to_array(programmes, ','))) ORDER BY uscc LIMIT $3"};
constexpr Statement kLinesOf{
    "registry_lines_of",
    "SELECT line_id, division, residence, monthly_fen, effective_from, source, placeholder "
    "FROM dibao_line WHERE division = $1 AND residence = $2"};
constexpr Statement kLines{
    "registry_lines",
    "SELECT line_id, division, residence, monthly_fen, effective_from, source, placeholder "
    "FROM dibao_line WHERE line_id > $1 AND ($2 = '' OR division = $2) ORDER BY line_id LIMIT $3"};
constexpr Statement kRuleSets{"registry_rule_sets",
                              "SELECT content FROM rule_set WHERE rule_set_id > $1 "
                              "ORDER BY rule_set_id LIMIT $2"};

constexpr int kAllRuleSets = 1000;

FederationNo federation_at(const Row& row, int column) {
    return {static_cast<std::int16_t>(row.int64(column))};
}

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        const std::string_view part = list.substr(0, list.find(','));
        parts.emplace_back(part);
        list.remove_prefix(std::min(list.size(), part.size() + 1));
    }
    return parts;
}

UnionNode node_of(const Row& row) {
    return {row.text(0), row.text(1), row.text(2), federation_at(row, 3),
            static_cast<UnionNodeKind>(row.int64(4))};
}

StaffMember staff_of(const Row& row) {
    StaffMember member{.staff = StaffId{row.uuid(0)},
                       .login = row.text(1),
                       .display_name = row.text(2),
                       .federation = federation_at(row, 3),
                       .union_node = row.text(4),
                       .roles = {},
                       .public_key = row.bytes(6),
                       .left = row.boolean(7)};
    for (const std::string& role : split(row.text(5))) {
        std::int32_t number = 0;
        std::from_chars(role.data(), role.data() + role.size(), number);
        member.roles.push_back(number);
    }
    return member;
}

Enterprise enterprise_of(const Row& row) {
    return {.uscc = row.text(0),
            .name = row.text(1),
            .federation = federation_at(row, 2),
            .union_node = row.text(3),
            .division = row.text(4),
            .city_owned = row.boolean(5),
            .distressed_from = row.date_or_null(6).value_or(Date{}),
            .programmes = split(row.text(7))};
}

DibaoLine line_of(const Row& row) {
    return {.line_id = row.text(0),
            .division = row.text(1),
            .residence = static_cast<Residence>(row.int64(2)),
            .monthly = Money::fen(row.int64(3)),
            .effective_from = row.date(4),
            .source = row.text(5),
            .placeholder = row.boolean(6)};
}

template <class Value, class Reader>
std::optional<Value> one(const postgres::Rows& rows, Reader read) {
    if (rows.empty()) return std::nullopt;
    return read(rows[0]);
}

template <class Value, class Reader>
std::vector<Value> all(const postgres::Rows& rows, Reader read) {
    std::vector<Value> values;
    for (const Row row : rows) values.push_back(read(row));
    return values;
}

}  // namespace

std::optional<UnionNode> union_node(access::ScopedRead& read, std::string_view code) {
    return one<UnionNode>(read.reference(kNode, Params().text(code)), node_of);
}

std::optional<StaffMember> staff_by_id(access::ScopedRead& read, StaffId id) {
    return one<StaffMember>(read.reference(kStaffById, Params().uuid(id.uuid)), staff_of);
}

std::optional<StaffMember> staff_by_login(access::ScopedRead& read, std::string_view login) {
    return one<StaffMember>(read.reference(kStaffByLogin, Params().text(login)), staff_of);
}

std::optional<Enterprise> enterprise(access::ScopedRead& read, std::string_view uscc) {
    return one<Enterprise>(read.reference(kEnterprise, Params().text(uscc)), enterprise_of);
}

Rules rules(access::ScopedRead& read, std::string_view division, Residence residence) {
    Rules found;
    found.sets = rule_sets(read, "", kAllRuleSets);
    found.lines = all<DibaoLine>(
        read.reference(kLinesOf, Params().text(division).int64(static_cast<int>(residence))),
        line_of);
    return found;
}

std::vector<UnionNode> union_nodes(access::ScopedRead& read, std::string_view after, int limit) {
    return all<UnionNode>(read.reference(kNodes, Params().text(after).int64(limit)), node_of);
}

std::vector<StaffMember> staff(access::ScopedRead& read, std::string_view after_login, int limit) {
    return all<StaffMember>(read.reference(kStaff, Params().text(after_login).int64(limit)),
                            staff_of);
}

std::vector<Enterprise> enterprises(access::ScopedRead& read, std::string_view after_uscc,
                                    std::string_view programme, int limit) {
    return all<Enterprise>(
        read.reference(kEnterprises, Params().text(after_uscc).text(programme).int64(limit)),
        enterprise_of);
}

std::vector<DibaoLine> dibao_lines(access::ScopedRead& read, std::string_view after_id,
                                   std::string_view division, int limit) {
    return all<DibaoLine>(
        read.reference(kLines, Params().text(after_id).text(division).int64(limit)), line_of);
}

std::vector<RuleSet> rule_sets(access::ScopedRead& read, std::string_view after_id, int limit) {
    return all<RuleSet>(
        read.reference(kRuleSets, Params().text(after_id).int64(limit)), [](const Row& row) {
            const auto event = Codec<RuleSetRecord>::decode("RuleSetAdded", 1, row.bytes(0));
            HAVEN_CHECK(event.has_value());
            return std::get<RuleSetAdded>(*event).rule_set;
        });
}

}  // namespace haven::registry::queries
