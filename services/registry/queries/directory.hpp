// Reading reference data. Rows are seen by every reader. Environment failures are exceptions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/access/scoped_read.hpp"
#include "services/registry/domain/directory.hpp"

namespace haven::registry::queries {

std::optional<UnionNode> union_node(access::ScopedRead& read, std::string_view code);
std::optional<StaffMember> staff_by_id(access::ScopedRead& read, StaffId id);
std::optional<StaffMember> staff_by_login(access::ScopedRead& read, std::string_view login);
std::optional<Enterprise> enterprise(access::ScopedRead& read, std::string_view uscc);
// All rule sets, and the lines of one division and kind.
Rules rules(access::ScopedRead& read, std::string_view division, Residence residence);

// Lists in key order after `after` ("" = from the beginning), at most `limit`.
std::vector<UnionNode> union_nodes(access::ScopedRead& read, std::string_view after, int limit);
std::vector<StaffMember> staff(access::ScopedRead& read, std::string_view after_login, int limit);
std::vector<Enterprise> enterprises(access::ScopedRead& read, std::string_view after_uscc,
                                    std::string_view programme, int limit);
std::vector<DibaoLine> dibao_lines(access::ScopedRead& read, std::string_view after_id,
                                   std::string_view division, int limit);
std::vector<RuleSet> rule_sets(access::ScopedRead& read, std::string_view after_id, int limit);

}  // namespace haven::registry::queries
