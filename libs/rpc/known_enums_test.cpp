#include "libs/rpc/known_enums.hpp"

#include <gtest/gtest.h>

#include "haven/disbursement/v1/disbursement_service.pb.h"
#include "haven/registry/v1/file_requests.pb.h"

namespace haven::rpc {
namespace {

namespace reg = haven::registry::v1;

reg::SubmitApplicationRequest application() {
    reg::SubmitApplicationRequest request;
    request.set_tier(reg::FILE_TIER_NATIONAL);
    request.add_causes(reg::HARDSHIP_CAUSE_MAJOR_ILLNESS);
    request.mutable_payee()->set_kind(reg::PAYEE_KIND_CARD);
    for (int seq = 1; seq <= 2; ++seq) {
        auto* member = request.add_members();
        member->set_seq(seq);
        member->set_relation(reg::RELATION_HEAD);
    }
    return request;
}

void expect_refused(const google::protobuf::Message& request, std::string_view path) {
    const auto checked = check_enums(request);
    ASSERT_FALSE(checked.has_value()) << path;
    EXPECT_EQ(checked.error().reason, "UNKNOWN_ENUM_VALUE");
    EXPECT_EQ(checked.error().kind, ErrorKind::Invalid);
    ASSERT_EQ(checked.error().fields.size(), 1U);
    EXPECT_EQ(checked.error().fields[0].field, path);
}

TEST(KnownEnums, LetThroughWhatTheProtoFileNames) {
    EXPECT_TRUE(check_enums(application()).has_value());
    EXPECT_TRUE(check_enums(reg::SubmitApplicationRequest{}).has_value());
}

TEST(KnownEnums, RefuseANumberAtAnyDepthAndNameItsPath) {
    auto request = application();
    request.mutable_members(1)->set_relation(static_cast<reg::Relation>(99));
    expect_refused(request, "members[1].relation");
    request = application();
    request.mutable_payee()->set_kind(static_cast<reg::PayeeKind>(-1));
    expect_refused(request, "payee.kind");
    request = application();
    request.set_tier(static_cast<reg::FileTier>(6));
    expect_refused(request, "tier");
    request = application();
    request.add_causes(static_cast<reg::HardshipCause>(14));
    expect_refused(request, "causes[1]");
}

TEST(KnownEnums, RefuseAnElementThatSaysNothing) {
    auto request = application();
    request.add_causes(reg::HARDSHIP_CAUSE_UNSPECIFIED);
    expect_refused(request, "causes[1]");
}

TEST(KnownEnums, KnowTheRequestsOfEveryService) {
    haven::disbursement::v1::OpenFundLineRequest request;
    request.set_source(static_cast<haven::disbursement::v1::FundSource>(77));
    expect_refused(request, "source");
}

}  // namespace
}  // namespace haven::rpc
