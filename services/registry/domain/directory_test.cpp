#include "services/registry/domain/directory.hpp"

#include <functional>

#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

StaffMember clerk() {
    return {.staff = staff(5),
            .login = "zhang",
            .display_name = "Zhang",
            .federation = FederationNo{2},
            .union_node = "610302",
            .roles = {1},
            .public_key = std::string(32, 'k')};
}

TEST(Staff, IsRegisteredOnceChangedAndLeavesForGood) {
    given<StaffRecord>().when(RegisterStaff{clerk()}).then({StaffRegistered{clerk()}});
    given<StaffRecord>({StaffRegistered{clerk()}}).when(RegisterStaff{clerk()}).then_nothing();
    StaffMember approver = clerk();
    approver.roles = {2};
    given<StaffRecord>({StaffRegistered{clerk()}})
        .when(RegisterStaff{approver})
        .then({StaffChanged{approver}});
    given<StaffRecord>({StaffRegistered{clerk()}, StaffLeft{staff(5), Date::of(2020, 1, 2)}})
        .when(RegisterStaff{clerk()})
        .refused("STAFF_HAS_LEFT");
    given<StaffRecord>().when(RecordStaffLeft{}).refused("STAFF_NOT_FOUND");
}

TEST(Staff, StaysWithTheirFederation) {
    StaffMember taken_over = clerk();
    taken_over.federation = FederationNo{3};
    taken_over.union_node = "610303";
    taken_over.public_key = std::string(32, 'x');
    given<StaffRecord>({StaffRegistered{clerk()}})
        .when(RegisterStaff{taken_over})
        .refused("STAFF_OF_ANOTHER_FEDERATION");
}

TEST(Staff, NeedsAKeyAndARole) {
    StaffMember keyless = clerk();
    keyless.public_key = "short";
    given<StaffRecord>().when(RegisterStaff{keyless}).refused("INVALID_STAFF");
    StaffMember idle = clerk();
    idle.roles = {};
    given<StaffRecord>().when(RegisterStaff{idle}).refused("INVALID_STAFF");
}

TEST(ReferenceData, OfADecisionIsNeverChanged) {
    DibaoLine line{.line_id = "610302-URBAN-2020-01-01",
                   .division = "610302",
                   .residence = Residence::Urban,
                   .monthly = Money::fen(60'000),
                   .effective_from = Date::of(2020, 1, 1),
                   .source = "test"};
    given<DibaoLineRecord>().when(SetDibaoLine{line}).then({DibaoLineSet{line}});
    given<DibaoLineRecord>({DibaoLineSet{line}}).when(SetDibaoLine{line}).then_nothing();
    DibaoLine other = line;
    other.monthly = Money::fen(60'001);
    given<DibaoLineRecord>({DibaoLineSet{line}})
        .when(SetDibaoLine{other})
        .refused("DIBAO_LINE_EXISTS");
    line.monthly = {};
    given<DibaoLineRecord>().when(SetDibaoLine{line}).refused("INVALID_AMOUNT");
}

TEST(ReferenceData, ARuleSetIsWholeAndNeverChanged) {
    const RuleSet set = rules_2020();
    given<RuleSetRecord>().when(AddRuleSet{set}).then({RuleSetAdded{set}});
    given<RuleSetRecord>({RuleSetAdded{set}}).when(AddRuleSet{set}).then_nothing();
    RuleSet other = set;
    other.tests[1].multiple_permille = 2500;
    given<RuleSetRecord>({RuleSetAdded{set}}).when(AddRuleSet{other}).refused("RULE_SET_EXISTS");
    const std::vector<std::function<void(RuleSet&)>> faults = {
        [](RuleSet& s) { s.rule_set_id.clear(); },
        [](RuleSet& s) { s.effective_from = {}; },
        [](RuleSet& s) { s.effective_until = s.effective_from.plus_days(-1); },
        [](RuleSet& s) { s.tests.clear(); },
        [](RuleSet& s) { s.notice_working_days = 0; },
        [](RuleSet& s) { s.review_reminder_months = s.review_months + 1; },
        [](RuleSet& s) { s.meeting_minimum = 0; },
        [](RuleSet& s) { s.due_days.clear(); }};
    for (std::size_t i = 0; i < faults.size(); ++i) {
        RuleSet spoilt = set;
        faults[i](spoilt);
        given<RuleSetRecord>().when(AddRuleSet{spoilt}).refused("INVALID_RULE_SET");
    }
}

TEST(ReferenceData, WhatHasNoCodeOrNameIsNotRegistered) {
    given<UnionNodeRecord>()
        .when(RegisterUnionNode{{"", "union", "610300", FederationNo{1}, UnionNodeKind::Industry}})
        .refused("INVALID_UNION_NODE");
    given<EnterpriseRecord>()
        .when(RegisterEnterprise{
            {"91610300MA00000078", "", FederationNo{1}, "6103-0001", "610300", false, {}, {}}})
        .refused("INVALID_ENTERPRISE");
}

TEST(ReferenceData, ANodeNeverMoves) {
    const UnionNode node{"6103-0001", "union", "610300", FederationNo{1},
                         UnionNodeKind::Enterprise};
    given<UnionNodeRecord>().when(RegisterUnionNode{node}).then({UnionNodeRegistered{node}});
    UnionNode moved = node;
    moved.federation = FederationNo{2};
    given<UnionNodeRecord>({UnionNodeRegistered{node}})
        .when(RegisterUnionNode{moved})
        .refused("UNION_NODE_EXISTS");
}

TEST(ReferenceData, AnEnterpriseIsRegisteredAndChanged) {
    Enterprise firm{
        "91610300MA00000078", "firm", FederationNo{1}, "6103-0001", "610300", false, {}, {}};
    given<EnterpriseRecord>().when(RegisterEnterprise{firm}).then({EnterpriseRegistered{firm}});
    Enterprise listed = firm;
    listed.programmes = {"PILOT-2018"};
    given<EnterpriseRecord>({EnterpriseRegistered{firm}})
        .when(RegisterEnterprise{listed})
        .then({EnterpriseChanged{listed}});
}

}  // namespace
}  // namespace haven::registry::spec
