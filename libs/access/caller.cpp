#include "libs/access/caller.hpp"

#include <algorithm>
#include <array>

namespace haven::access {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 8> kNames{{
    {Role::Caseworker, "CASEWORKER"},
    {Role::Approver, "APPROVER"},
    {Role::FinanceMaker, "FINANCE_MAKER"},
    {Role::FinanceChecker, "FINANCE_CHECKER"},
    {Role::FinanceApprover, "FINANCE_APPROVER"},
    {Role::Auditor, "AUDITOR"},
    {Role::Administrator, "ADMINISTRATOR"},
    {Role::PeerService, "PEER_SERVICE"},
}};

}  // namespace

std::string_view role_name(Role role) {
    for (const auto& [known, name] : kNames) {
        if (known == role) return name;
    }
    return "UNKNOWN";
}

Result<Role> parse_role(std::string_view name) {
    for (const auto& [role, known] : kNames) {
        if (known == name) return role;
    }
    return invalid("INVALID_ROLE", "role", "the name of a role, such as CASEWORKER");
}

bool Caller::has(Role role) const {
    return std::ranges::find(roles, role) != roles.end();
}

Result<void> Caller::may_touch(FederationNo federation) const {
    if (std::ranges::find(scope, federation) != scope.end()) return {};
    return failure(ErrorKind::Denied, "OUTSIDE_SCOPE",
                   "this belongs to a federation that the caller has no part in");
}

}  // namespace haven::access
