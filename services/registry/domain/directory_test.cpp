#include "services/registry/domain/directory.hpp"

#include "libs/decider/spec.hpp"

namespace haven::registry::spec {
namespace {

using haven::spec::given;
using haven::spec::staff;

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
