// What the registry's Api itself refuses at a meeting, on the running suite.
#include <gtest/gtest.h>

#include "libs/crypto/ids.hpp"
#include "libs/rpc/handler.hpp"
#include "tests/suite/suite.hpp"

#include "haven/options/v1/options.pb.h"
#include "haven/registry/v1/directory_requests.pb.h"
#include "haven/registry/v1/file_requests.pb.h"

namespace haven::spec {
namespace {

namespace reg = haven::registry::v1;
using access::Role;

constexpr FederationNo kCounty{2};
constexpr const char* kCountyNode = "610302";

class MeetingApi : public testing::Test {
  protected:
    template <class Response>
    Result<Response> call(const std::string& method, const google::protobuf::Message& request,
                          const std::string& bearer) {
        const auto* found =
            google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(method);
        HAVEN_CHECK(found != nullptr);
        const RawAnswer answer = suite_.call(*found, request, bearer);
        if (!answer.status.ok()) return std::unexpected(rpc::to_error(answer.status));
        Response response;
        HAVEN_CHECK(response.ParseFromString(answer.bytes));
        return response;
    }

    auto record(const reg::RecordMeetingRequest& request, const std::string& bearer) {
        return call<reg::RecordMeetingResponse>("haven.registry.v1.RegistryService.RecordMeeting",
                                                request, bearer);
    }

    static reg::RecordMeetingRequest meeting() {
        reg::RecordMeetingRequest request;
        request.set_command_id(crypto::new_uuid_v4().to_string());
        request.mutable_meeting()->set_minutes_no("WB-2016-01");
        request.mutable_meeting()->set_held_on("2016-01-04");
        request.add_rows()->set_household_id(crypto::new_uuid_v4().to_string());
        return request;
    }

    Suite suite_;
    const std::string approver_ = suite_.token(Role::Approver, kCounty);
};

TEST_F(MeetingApi, AListHasTheSameRowsUnderOneCommandId) {
    auto list = meeting();
    const auto first = record(list, approver_);
    ASSERT_TRUE(first.has_value()) << first.error().reason;
    EXPECT_EQ(first->rows(0).reason(), "OUTSIDE_SCOPE");
    EXPECT_TRUE(record(list, approver_).has_value());
    list.add_rows()->set_household_id(crypto::new_uuid_v4().to_string());
    const auto longer = record(list, approver_);
    ASSERT_FALSE(longer.has_value());
    EXPECT_EQ(longer.error().reason, "COMMAND_ID_REUSED");
    auto twice = meeting();
    *twice.add_rows() = twice.rows(0);
    const auto refused = record(twice, approver_);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fields[0].field, "rows[1].household_id");
}

TEST_F(MeetingApi, AnAdministratorNeitherSitsInItNorRecordsIt) {
    const auto both =
        record(meeting(), suite_.token_of(Suite::staff(Role::Approver, kCounty),
                                          {Role::Approver, Role::Administrator}, kCounty));
    ASSERT_FALSE(both.has_value());
    EXPECT_EQ(both.error().reason, "ADMINISTRATOR_TAKES_NO_PART");

    reg::RegisterStaffRequest staff;
    staff.set_command_id(crypto::new_uuid_v4().to_string());
    staff.mutable_member()->set_login("wb-admin");
    staff.mutable_member()->set_display_name("admin");
    staff.mutable_member()->set_federation(kCounty.value);
    staff.mutable_member()->set_union_node(kCountyNode);
    staff.mutable_member()->add_roles(haven::options::v1::ROLE_ADMINISTRATOR);
    staff.mutable_member()->add_roles(haven::options::v1::ROLE_APPROVER);
    staff.mutable_member()->set_public_key(std::string(32, 'k'));
    const auto registered =
        call<reg::RegisterStaffResponse>("haven.registry.v1.DirectoryService.RegisterStaff", staff,
                                         suite_.token(Role::Administrator, kCounty));
    ASSERT_TRUE(registered.has_value()) << registered.error().reason;
    auto sat = meeting();
    sat.mutable_meeting()->add_present("wb-admin");
    const auto refused = record(sat, approver_);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().reason, "ADMINISTRATOR_TAKES_NO_PART");
}

}  // namespace
}  // namespace haven::spec
