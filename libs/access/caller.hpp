// Caller: who makes a call, as its verified token says (design §6). Rules of a domain compare staff
// ids; roles and scope only decide who may call an rpc and which federations it may touch.
//
// Values are regular; reading is thread-safe.
#pragma once

#include <string>
#include <vector>

#include "libs/base/result.hpp"
#include "libs/base/uuid.hpp"

namespace haven::access {

// The same numbers as haven.options.v1.Role (checked when libs/rpc is compiled).
enum class Role {
    Caseworker = 1,
    Approver = 2,
    FinanceMaker = 3,
    FinanceChecker = 4,
    FinanceApprover = 5,
    Auditor = 6,
    Administrator = 7,
    PeerService = 8,
};

// "CASEWORKER" and so on; the parse error is INVALID_ROLE.
std::string_view role_name(Role role);
Result<Role> parse_role(std::string_view name);

struct Caller {
    StaffId staff;  // nil for a peer service and for an anonymous rpc
    std::vector<Role> roles;
    FederationNo home;                // the federation the member of staff belongs to
    std::string union_node;           // code of the node of the union tree
    std::vector<FederationNo> scope;  // what lies under that node, home included
    std::string service;              // the peer's name, when it is a service
    std::string traceparent;          // W3C, of this request; never empty inside a handler
    int deadline_ms = 5000;           // what is left for waiting

    [[nodiscard]] bool has(Role role) const;
    // Error: Denied OUTSIDE_SCOPE, the same whether the thing exists there or not.
    [[nodiscard]] Result<void> may_touch(FederationNo federation) const;
};

}  // namespace haven::access
