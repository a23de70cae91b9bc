// Who keeps staff and enterprises: the administrator of one county changes nothing of another's,
// and nobody can be made what only a service is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "haven/registry/v1/registry_service.grpc.pb.h"
#include "tests/suite/suite.hpp"

namespace haven::spec {
namespace {

namespace reg = haven::registry::v1;
using access::Role;
using Directory = reg::DirectoryService::Stub;

constexpr FederationNo kOwn{2};
constexpr FederationNo kOther{3};

class DirectoryAccess : public testing::Test {
  protected:
    static reg::RegisterStaffRequest auditor_of(FederationNo federation) {
        reg::RegisterStaffRequest request;
        auto& member = *request.mutable_member();
        member.set_login("auditor-of-" + std::to_string(federation.value));
        member.set_display_name("auditor");
        member.set_federation(federation.value);
        member.set_union_node(federation == kCity ? "610300"
                                                  : "61030" + std::to_string(federation.value));
        member.add_roles(haven::options::v1::ROLE_AUDITOR);
        member.set_public_key(std::string(32, 'k'));
        return request;
    }
    static reg::RegisterEnterpriseRequest enterprise_of(FederationNo federation) {
        reg::RegisterEnterpriseRequest request;
        auto& firm = *request.mutable_enterprise();
        firm.set_uscc("91610300MA00000078");
        firm.set_name("宝鸡秦岭机床厂");
        firm.set_federation(federation.value);
        firm.set_union_node(federation == kCity ? "610300" : "610302");
        firm.set_division("610300");
        return request;
    }
    template <class Method, class Request, class Response = std::nullptr_t>
    std::string as_administrator_of(FederationNo federation, Method method, const Request& request,
                                    Response response = nullptr) {
        const std::string token = suite_.token(Role::Administrator, federation);
        if constexpr (std::is_same_v<Response, std::nullptr_t>) {
            return suite_.call(token, method, request);
        } else {
            return suite_.call(token, method, request, response);
        }
    }
    reg::StaffMember member(const std::string& login) {
        reg::ListStaffResponse all;
        EXPECT_EQ(as_administrator_of(kCity, &Directory::ListStaff, reg::ListStaffRequest{}, &all),
                  "OK");
        for (const auto& one : all.staff()) {
            if (one.login() == login) return one;
        }
        ADD_FAILURE() << "nobody has the login " << login;
        return {};
    }

    Suite suite_;
};

TEST_F(DirectoryAccess, AnAdministratorTakesOverNobodyOfAnotherFederation) {
    for (const FederationNo victim : {kCity, kOther}) {
        auto registered = auditor_of(victim);
        ASSERT_EQ(as_administrator_of(kCity, &Directory::RegisterStaff, registered), "OK");
        const auto before = member(registered.member().login());

        auto under_their_login = auditor_of(kOwn);
        under_their_login.mutable_member()->set_login(before.login());
        under_their_login.mutable_member()->set_public_key(std::string(32, 'x'));
        auto under_their_id = auditor_of(kOwn);
        under_their_id.mutable_member()->set_login("somebody-else");
        under_their_id.mutable_member()->set_staff_id(before.staff_id());
        under_their_id.mutable_member()->set_public_key(std::string(32, 'x'));
        for (const auto& attempt : {under_their_login, under_their_id}) {
            EXPECT_EQ(as_administrator_of(kOwn, &Directory::RegisterStaff, attempt),
                      "STAFF_OF_ANOTHER_FEDERATION");
        }
        reg::RecordStaffLeftRequest left;
        left.set_staff_id(before.staff_id());
        EXPECT_EQ(as_administrator_of(kOwn, &Directory::RecordStaffLeft, left), "OUTSIDE_SCOPE");
        EXPECT_EQ(member(before.login()).SerializeAsString(), before.SerializeAsString());
    }
}

TEST_F(DirectoryAccess, ANodeHangsUnderOneOfItsOwnFederation) {
    reg::RegisterUnionNodeRequest request;
    request.mutable_node()->set_code("610302-0001");
    request.mutable_node()->set_name("金陵街道总工会");
    request.mutable_node()->set_federation(kOwn.value);
    request.mutable_node()->set_kind(reg::UNION_NODE_KIND_COMMUNITY);
    for (const char* elsewhere : {"610303", "610300", "610399", ""}) {
        request.mutable_node()->set_parent_code(elsewhere);
        EXPECT_EQ(as_administrator_of(kOwn, &Directory::RegisterUnionNode, request),
                  "PARENT_NOT_FOUND")
            << elsewhere;
    }
    request.mutable_node()->set_parent_code("610302");
    EXPECT_EQ(as_administrator_of(kOwn, &Directory::RegisterUnionNode, request), "OK");
}

TEST_F(DirectoryAccess, ALoginIsOnePersons) {
    auto first = auditor_of(kOwn);
    ASSERT_EQ(as_administrator_of(kOwn, &Directory::RegisterStaff, first), "OK");
    auto second = auditor_of(kOwn);
    second.mutable_member()->set_staff_id(Suite::new_id());
    EXPECT_EQ(as_administrator_of(kOwn, &Directory::RegisterStaff, second), "LOGIN_TAKEN");
}

TEST_F(DirectoryAccess, NobodyIsRegisteredAsAService) {
    auto service = auditor_of(kCity);
    service.mutable_member()->add_roles(haven::options::v1::ROLE_PEER_SERVICE);
    EXPECT_EQ(as_administrator_of(kCity, &Directory::RegisterStaff, service), "INVALID_STAFF");
    // And a token that says so is worth nothing.
    reg::ListStaffRequest list;
    EXPECT_EQ(suite_.call(suite_.token_of(Suite::staff(Role::Auditor, kCity),
                                          {Role::Auditor, Role::PeerService}, kCity),
                          &Directory::ListStaff, list),
              "TOKEN_FORGED");
}

TEST_F(DirectoryAccess, AnAdministratorChangesNoEnterpriseOfAnotherFederation) {
    ASSERT_EQ(as_administrator_of(kCity, &Directory::RegisterEnterprise, enterprise_of(kCity)),
              "OK");
    auto attempt = enterprise_of(kOwn);
    attempt.mutable_enterprise()->add_programmes("PILOT-2018");
    EXPECT_EQ(as_administrator_of(kOwn, &Directory::RegisterEnterprise, attempt), "OUTSIDE_SCOPE");
    reg::ListEnterprisesRequest list;
    list.set_programme("PILOT-2018");
    reg::ListEnterprisesResponse listed;
    ASSERT_EQ(as_administrator_of(kCity, &Directory::ListEnterprises, list, &listed), "OK");
    EXPECT_EQ(listed.enterprises_size(), 0);
}

}  // namespace
}  // namespace haven::spec
