#include "services/registry/domain/directory.hpp"

namespace haven::registry {

namespace {

constexpr std::size_t kPublicKeyBytes = 32;

Result<void> check(const StaffMember& member) {
    if (member.login.empty()) return invalid("INVALID_STAFF", "member.login", "a short name");
    if (member.union_node.empty()) {
        return invalid("INVALID_STAFF", "member.union_node", "a node of the union tree");
    }
    if (member.public_key.size() != kPublicKeyBytes) {
        return invalid("INVALID_STAFF", "member.public_key", "an Ed25519 key of 32 bytes");
    }
    if (member.roles.empty()) return invalid("INVALID_STAFF", "member.roles", "at least one role");
    return {};
}

Result<void> check(const RuleSet& set) {
    if (set.rule_set_id.empty()) {
        return invalid("INVALID_RULE_SET", "rule_set.rule_set_id", "an id");
    }
    if (!set.effective_from.is_set() ||
        (set.effective_until.is_set() && set.effective_until < set.effective_from)) {
        return invalid("INVALID_RULE_SET", "rule_set.effective_from",
                       "first and last day in order");
    }
    if (set.tests.empty() || set.notice_working_days < 1 || set.review_months < 1 ||
        set.review_reminder_months < 0 || set.review_reminder_months > set.review_months ||
        set.means_check_valid_days < 1 || set.complete_within_days < 1 ||
        set.investigation_days < 1 || set.review_window_months < 1) {
        return invalid("INVALID_RULE_SET", "rule_set", "tests, and terms of at least one day");
    }
    if (set.meeting_minimum < 1) {
        return invalid("INVALID_RULE_SET", "rule_set.meeting_minimum", "at least one present");
    }
    for (const ApprovalRule& rule : set.approvals) {
        if (rule.item == AidItem::None || rule.above <= Money{} ||
            (rule.level != FileTier::Provincial && rule.level != FileTier::National)) {
            return invalid("INVALID_RULE_SET", "rule_set.approvals",
                           "an item, an amount above zero, and PROVINCIAL or NATIONAL");
        }
    }
    if (set.due_days.empty()) {
        return invalid("INVALID_RULE_SET", "rule_set.due_days", "at least one day of the year");
    }
    return {};
}

}  // namespace

Result<std::vector<UnionNodeRecord::Event>> UnionNodeRecord::decide(const State& state,
                                                                    const Command& command,
                                                                    const Context&) {
    const UnionNode& node = std::get<RegisterUnionNode>(command).node;
    if (state.node == node) return std::vector<Event>{};
    if (state.node) {
        return failure(ErrorKind::Duplicate, "UNION_NODE_EXISTS",
                       "another node has this code; a node never moves");
    }
    if (node.code.empty() || node.kind == UnionNodeKind::None || node.federation.value <= 0) {
        return invalid("INVALID_UNION_NODE", "node", "code, kind and federation");
    }
    return std::vector<Event>{UnionNodeRegistered{node}};
}

UnionNodeRecord::State UnionNodeRecord::evolve(State state, const Event& event) {
    state.node = std::get<UnionNodeRegistered>(event).node;
    return state;
}

Result<std::vector<StaffRecord::Event>> StaffRecord::decide(const State& state,
                                                            const Command& command,
                                                            const Context& by) {
    using Decision = Result<std::vector<Event>>;
    return match(
        command,
        [&](const RegisterStaff& c) -> Decision {
            HAVEN_CHECKED(check(c.member));
            if (state.member == c.member) return std::vector<Event>{};
            if (!state.member) return std::vector<Event>{StaffRegistered{c.member}};
            if (state.member->left) {
                return refused("STAFF_HAS_LEFT", "who has left is registered anew, as another id");
            }
            // Else the administrator of one county could take over another's person, key and all.
            if (state.member->federation != c.member.federation) {
                return refused(
                    "STAFF_OF_ANOTHER_FEDERATION",
                    "who goes to another federation leaves and is registered there anew");
            }
            return std::vector<Event>{StaffChanged{c.member}};
        },
        [&](const RecordStaffLeft&) -> Decision {
            if (!state.member) {
                return failure(ErrorKind::Missing, "STAFF_NOT_FOUND", "no such member of staff");
            }
            if (state.member->left) return std::vector<Event>{};
            return std::vector<Event>{StaffLeft{state.member->staff, by.business_date}};
        });
}

StaffRecord::State StaffRecord::evolve(State state, const Event& event) {
    match(
        event, [&](const StaffRegistered& e) { state.member = e.member; },
        [&](const StaffChanged& e) { state.member = e.member; },
        [&](const StaffLeft&) {
            if (state.member) state.member->left = true;
        });
    return state;
}

Result<std::vector<EnterpriseRecord::Event>> EnterpriseRecord::decide(const State& state,
                                                                      const Command& command,
                                                                      const Context&) {
    const Enterprise& enterprise = std::get<RegisterEnterprise>(command).enterprise;
    if (state.enterprise == enterprise) return std::vector<Event>{};
    if (enterprise.uscc.empty() || enterprise.name.empty()) {
        return invalid("INVALID_ENTERPRISE", "enterprise", "code and name");
    }
    if (state.enterprise) return std::vector<Event>{EnterpriseChanged{enterprise}};
    return std::vector<Event>{EnterpriseRegistered{enterprise}};
}

EnterpriseRecord::State EnterpriseRecord::evolve(State state, const Event& event) {
    match(
        event, [&](const EnterpriseRegistered& e) { state.enterprise = e.enterprise; },
        [&](const EnterpriseChanged& e) { state.enterprise = e.enterprise; });
    return state;
}

Result<std::vector<DibaoLineRecord::Event>> DibaoLineRecord::decide(const State& state,
                                                                    const Command& command,
                                                                    const Context&) {
    const DibaoLine& line = std::get<SetDibaoLine>(command).line;
    if (state.line == line) return std::vector<Event>{};
    if (state.line) {
        return failure(ErrorKind::Duplicate, "DIBAO_LINE_EXISTS",
                       "another line starts on this day; decisions made with it stand");
    }
    if (line.monthly <= Money{} || line.monthly > kMaxAmount) {
        return invalid("INVALID_AMOUNT", "line.monthly_fen", "1 … 10^11 fen");
    }
    return std::vector<Event>{DibaoLineSet{line}};
}

DibaoLineRecord::State DibaoLineRecord::evolve(State state, const Event& event) {
    state.line = std::get<DibaoLineSet>(event).line;
    return state;
}

Result<std::vector<RuleSetRecord::Event>> RuleSetRecord::decide(const State& state,
                                                                const Command& command,
                                                                const Context&) {
    const RuleSet& set = std::get<AddRuleSet>(command).rule_set;
    if (state.rule_set == set) return std::vector<Event>{};
    if (state.rule_set) {
        return failure(ErrorKind::Duplicate, "RULE_SET_EXISTS",
                       "another rule set has this id; decisions made with it stand");
    }
    HAVEN_CHECKED(check(set));
    return std::vector<Event>{RuleSetAdded{set}};
}

RuleSetRecord::State RuleSetRecord::evolve(State state, const Event& event) {
    state.rule_set = std::get<RuleSetAdded>(event).rule_set;
    return state;
}

}  // namespace haven::registry
