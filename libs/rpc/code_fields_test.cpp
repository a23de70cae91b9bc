#include "libs/rpc/code_fields.hpp"

#include <gtest/gtest.h>

#include "haven/registry/v1/file_requests.pb.h"
#include "haven/registry/v1/query_requests.pb.h"

namespace haven::rpc {
namespace {

namespace reg = haven::registry::v1;

std::string refused_at(const google::protobuf::Message& request) {
    const auto checked = check_codes(request);
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
