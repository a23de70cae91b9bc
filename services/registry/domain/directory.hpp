// Reference data as small aggregates of the city's federation: union nodes, staff, enterprises,
// dibao lines, rule sets. The same again changes nothing. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/decider/decider.hpp"
#include "services/registry/domain/rules.hpp"

namespace haven::registry {

enum class UnionNodeKind { None = 0, City, County, Zone, Industry, Enterprise, Community };

struct UnionNode {
    std::string code;
    std::string name;
    std::string parent_code;
    FederationNo federation;
    UnionNodeKind kind = UnionNodeKind::None;

    bool operator==(const UnionNode&) const = default;
};

struct StaffMember {
    StaffId staff;
    std::string login;
    std::string display_name;
    FederationNo federation;
    std::string union_node;
    std::vector<std::int32_t> roles;  // numbers of haven.options.v1.Role
    std::string public_key;           // Ed25519, 32 bytes
    bool left = false;

    bool operator==(const StaffMember&) const = default;
};

struct Enterprise {
    std::string uscc;
    std::string name;
    FederationNo federation;
    std::string union_node;
    std::string division;
    bool city_owned = false;
    Date distressed_from;
    std::vector<std::string> programmes;

    bool operator==(const Enterprise&) const = default;
};

struct UnionNodeRegistered {
    UnionNode node;

    bool operator==(const UnionNodeRegistered&) const = default;
};
struct StaffRegistered {
    StaffMember member;

    bool operator==(const StaffRegistered&) const = default;
};
struct StaffChanged {
    StaffMember member;

    bool operator==(const StaffChanged&) const = default;
};
struct StaffLeft {
    StaffId staff;
    Date left_on;

    bool operator==(const StaffLeft&) const = default;
};
struct EnterpriseRegistered {
    Enterprise enterprise;

    bool operator==(const EnterpriseRegistered&) const = default;
};
struct EnterpriseChanged {
    Enterprise enterprise;

    bool operator==(const EnterpriseChanged&) const = default;
};
struct DibaoLineSet {
    DibaoLine line;

    bool operator==(const DibaoLineSet&) const = default;
};
struct RuleSetAdded {
    RuleSet rule_set;

    bool operator==(const RuleSetAdded&) const = default;
};

struct RegisterUnionNode {
    UnionNode node;
};
struct RegisterStaff {
    StaffMember member;
};
struct RecordStaffLeft {};
struct RegisterEnterprise {
    Enterprise enterprise;
};
struct SetDibaoLine {
    DibaoLine line;
};
struct AddRuleSet {
    RuleSet rule_set;
};

// A node never moves: files hang on its federation. Refusals: UNION_NODE_EXISTS.
struct UnionNodeRecord {
    struct State {
        std::optional<UnionNode> node;
    };
    using Command = std::variant<RegisterUnionNode>;
    using Event = std::variant<UnionNodeRegistered>;
    static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
    static State evolve(State, const Event&);
};

// Refusals: STAFF_NOT_FOUND, STAFF_HAS_LEFT. Errors: INVALID_STAFF.
struct StaffRecord {
    struct State {
        std::optional<StaffMember> member;
    };
    using Command = std::variant<RegisterStaff, RecordStaffLeft>;
    using Event = std::variant<StaffRegistered, StaffChanged, StaffLeft>;
    static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
    static State evolve(State, const Event&);
};

struct EnterpriseRecord {
    struct State {
        std::optional<Enterprise> enterprise;
    };
    using Command = std::variant<RegisterEnterprise>;
    using Event = std::variant<EnterpriseRegistered, EnterpriseChanged>;
    static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
    static State evolve(State, const Event&);
};

// A line is never changed: a new figure has a new first day. Refusals: DIBAO_LINE_EXISTS.
struct DibaoLineRecord {
    struct State {
        std::optional<DibaoLine> line;
    };
    using Command = std::variant<SetDibaoLine>;
    using Event = std::variant<DibaoLineSet>;
    static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
    static State evolve(State, const Event&);
};

// A rule set is never changed: new rules have a new id. Refusals: RULE_SET_EXISTS.
struct RuleSetRecord {
    struct State {
        std::optional<RuleSet> rule_set;
    };
    using Command = std::variant<AddRuleSet>;
    using Event = std::variant<RuleSetAdded>;
    static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
    static State evolve(State, const Event&);
};

}  // namespace haven::registry
