#include "libs/rpc/request_check.hpp"

#include <gtest/gtest.h>

#include "haven/disbursement/v1/disbursement_service.pb.h"
#include "haven/registry/v1/file_requests.pb.h"
#include "haven/registry/v1/query_requests.pb.h"

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
    const auto checked = check_request(request);
    ASSERT_FALSE(checked.has_value()) << path;
    EXPECT_EQ(checked.error().reason, "UNKNOWN_ENUM_VALUE");
    EXPECT_EQ(checked.error().kind, ErrorKind::Invalid);
    ASSERT_EQ(checked.error().fields.size(), 1U);
    EXPECT_EQ(checked.error().fields[0].field, path);
}

TEST(KnownEnums, LetThroughWhatTheProtoFileNames) {
    EXPECT_TRUE(check_request(application()).has_value());
    EXPECT_TRUE(check_request(reg::SubmitApplicationRequest{}).has_value());
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

TEST(FederationNumbers, AreRefusedWhereACastWouldMakeThemAnothers) {
    const auto field_of = [](const google::protobuf::Message& request) -> std::string {
        const auto checked = check_request(request);
        if (checked) return "";
        EXPECT_EQ(checked.error().reason, "INVALID_FEDERATION");
        return checked.error().fields.at(0).field;
    };
    reg::FindHouseholdsRequest find;
    for (const int number : {0, 1, 13, 32767}) {
        find.set_federation(number);
        EXPECT_EQ(field_of(find), "") << number;
    }
    for (const int number : {-1, 32768, 65536 + 2}) {
        find.set_federation(number);
        EXPECT_EQ(field_of(find), "federation") << number;
    }
    reg::AdoptHelpPlanRequest plan;
    plan.add_measures()->set_fund_federation(65536 + 1);
    EXPECT_EQ(field_of(plan), "measures[0].fund_federation");
    reg::CompleteApplicationRequest complete;
    complete.add_authorisations(65536 + 1);
    EXPECT_EQ(field_of(complete), "") << "other numbers are the domain's to judge";
}

std::string refused_at(const google::protobuf::Message& request) {
    const auto checked = check_request(request);
    if (checked) return "";
    EXPECT_EQ(checked.error().reason, "NOT_A_CODE");
    return checked.error().fields.at(0).field;
}

TEST(CodeFields, LetCodesAndAbsentOnesThrough) {
    reg::RejectApplicationRequest request;
    EXPECT_EQ(refused_at(request), "");
    for (const char* code : {"OBJECTION_UPHELD", "A", "PILOT_2018", "FACTS_UNCLEAR_2"}) {
        request.set_reason(code);
        EXPECT_EQ(refused_at(request), "") << code;
    }
    reg::SubmitApplicationRequest application;
    application.set_privacy_notice("2021-11");
    application.add_members()->set_diagnosis("急性白血病");
    EXPECT_EQ(refused_at(application), "");
}

TEST(CodeFields, I35_RefuseFreeTextAndNumbersOfPeople) {
    reg::GetHouseholdRequest request;
    for (const char* text :
         {"欧阳建国", "Ouyang", "SEE OUYANG", "A13992710011", "_A", "1A", "A610399197508150170"}) {
        request.set_purpose(text);
        EXPECT_EQ(refused_at(request), "purpose") << text;
    }
    request.set_purpose(std::string(64, 'A'));
    EXPECT_EQ(refused_at(request), "purpose");
    reg::SubmitApplicationRequest application;
    application.set_privacy_notice("13992710011");
    EXPECT_EQ(refused_at(application), "privacy_notice");
}

TEST(CodeFields, NameThePathOfAnInnerOne) {
    reg::RecordMeetingRequest request;
    request.add_rows()->set_reason("FACTS_UNCLEAR");
    request.add_rows()->set_reason("欧阳有房");
    EXPECT_EQ(refused_at(request), "rows[1].reason");
}

}  // namespace
}  // namespace haven::rpc
