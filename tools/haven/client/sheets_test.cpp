#include "tools/haven/client/sheets.hpp"

#include <gtest/gtest.h>

#include "haven/registry/v1/directory_requests.pb.h"

namespace haven::client {
namespace {

namespace registry = haven::registry::v1;

const Sheet kStaff{"haven.registry.v1.DirectoryService/RegisterStaff",
                   {{"login", "member.login", true},
                    {"federation", "member.federation", true},
                    {"roles", "member.roles", true, true},
                    {"public_key", "member.public_key"}}};
const Sheet kRules{"haven.registry.v1.DirectoryService/AddRuleSet", {}, "rule_set"};

const registry::StaffMember& member_of(const SheetRow& row) {
    return static_cast<const registry::RegisterStaffRequest&>(*row.request).member();
}

TEST(Sheets, ARowIsOneCommandAndColumnsMayStandInAnyOrder) {
    const auto read = read_sheet(kStaff,
                                 "\xEF\xBB\xBF"
                                 "roles,federation,login\r\n"
                                 "CASEWORKER  APPROVER,2,weibin-case1\r\n"
                                 "AUDITOR,1,city-auditor\r\n");
    ASSERT_TRUE(read.has_value());
    EXPECT_TRUE(read->rejects.empty());
    ASSERT_EQ(read->rows.size(), 2U);
    EXPECT_EQ(read->rows[1].number, 3);
    const auto& member = member_of(read->rows[0]);
    EXPECT_EQ(member.login(), "weibin-case1");
    EXPECT_EQ(member.federation(), 2);
    ASSERT_EQ(member.roles_size(), 2);
    EXPECT_EQ(member.roles(1), haven::options::v1::ROLE_APPROVER);
}

TEST(Sheets, EveryRowThatCannotBeReadIsNamedWithItsColumn) {
    const auto read = read_sheet(kStaff,
                                 "login,federation,roles\n"
                                 "a,2,CASEWORKER\n"
                                 ",2,CASEWORKER\n"
                                 "c,two,BOSS\n"
                                 "d,2,AUDITOR,,x\n");
    ASSERT_TRUE(read.has_value());
    ASSERT_EQ(read->rows.size(), 1U);
    ASSERT_EQ(read->rejects.size(), 4U);
    EXPECT_EQ(read->rejects[0].row, 3);
    EXPECT_EQ(read->rejects[0].column, "login");
    EXPECT_EQ(read->rejects[0].reason, "REQUIRED");
    EXPECT_EQ(read->rejects[1].column, "federation");
    EXPECT_EQ(read->rejects[2].column, "roles");
    EXPECT_EQ(read->rejects[3].reason, "TOO_MANY_CELLS");
}

TEST(Sheets, AFileWithAnotherHeaderIsRefusedAsAWhole) {
    EXPECT_EQ(read_sheet(kStaff, "login,federation\na,2\n").error().reason, "COLUMN_MISSING");
    EXPECT_EQ(read_sheet(kStaff, "login,federation,roles,pubkey\n").error().reason,
              "COLUMN_UNKNOWN");
    EXPECT_EQ(read_sheet(kStaff, "login,federation,roles,login\n").error().reason, "COLUMN_TWICE");
    EXPECT_EQ(read_sheet(kStaff, "").error().reason, "EMPTY_FILE");
}

TEST(Sheets, RuleSetsAreAnArrayAndAFieldThatNobodyKnowsIsNamed) {
    const auto read =
        read_sheet(kRules, R"([{"rule_set_id":"CN-UNION-2015"},{"rule_set":"CN-UNION-2020"}])");
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->rows.size(), 1U);
    ASSERT_EQ(read->rejects.size(), 1U);
    EXPECT_EQ(read->rejects[0].row, 2);
    EXPECT_EQ(read_sheet(kRules, R"({"rule_set_id":"CN-UNION-2015"})").error().reason,
              "NOT_A_JSON_ARRAY");
}

}  // namespace
}  // namespace haven::client
