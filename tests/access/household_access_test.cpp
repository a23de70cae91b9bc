// A real file, its payments and its batch, asked about by every role at every rpc: of its own
// county and of another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "libs/postgres/connection.hpp"
#include "tests/access/requests.hpp"
#include "tests/suite/line.hpp"

namespace haven::spec {
namespace {

namespace pay = haven::disbursement::v1;
namespace reg = haven::registry::v1;
using access::Role;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using Payments = pay::PaymentService::Stub;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kCard = "9999990000000000014";

class HouseholdAccess : public testing::Test {
  protected:
    HouseholdAccess() : family_(line_.enrol(kCounty, three_people(1, kCard))) {
        line_.pay_first_half(family_);
        // Books are told only where the accounts have subjects.
        if (line_.set_subjects("2020-01-01") != "OK") throw std::runtime_error("no subjects");
    }

    // The ids of this file's things, by the name of the field that asks for one.
    std::map<std::string, std::string> ids() {
        pay::ListBatchesRequest request;
        pay::ListBatchesResponse batches;
        EXPECT_EQ(line_.ask(Role::FinanceMaker, kCounty, &Payments::ListBatches, request, &batches),
                  "OK");
        return {{"household_id", family_.household_id},
                {"entitlement_id", line_.first_half(family_).entitlement_id()},
                {"batch_id", batches.batches(0).batch_id()},
                {"fund_line_id", family_.fund_line}};
    }
    static std::string never(const std::string& field) {
        return field == "fund_line_id" ? "no-such-line" : Suite::new_id();
    }

    // The request about this id, as that role of that county.
    RawAnswer ask(const MethodDescriptor& method, Role role, FederationNo county,
                  const std::string& field, const std::string& value) {
        const auto request = request_of(method);
        set_text(*request, "command_id", Suite::new_id());
        set_text(*request, field, value);
        return line_.suite().call(method, *request, line_.suite().token(role, county));
    }
    static std::string reason_of(const RawAnswer& answer) {
        return answer.status.ok() ? "" : rpc::to_error(answer.status).reason;
    }
    std::int64_t events() {
        std::int64_t count = 0;
        for (const char* service : {"registry", "disbursement"}) {
            postgres::Connection db(line_.suite().conninfo(service));
            count += db.query("SELECT count(*) FROM event")[0].int64(0);
        }
        return count;
    }

    Line line_;
    const Family family_;
};

bool is_command(const MethodDescriptor& method) {
    return method.input_type()->FindFieldByName("command_id") != nullptr;
}

TEST_F(HouseholdAccess, EveryRoleAtEveryRpcOfOwnAndOtherCounty) {
    const auto all = ids();
    const std::int64_t before = events();
    int others = 0;
    int owns = 0;
    for (const auto& [field, id] : all) {
        for (const MethodDescriptor* method : line_.suite().methods()) {
            if (method->input_type()->FindFieldByName(field) == nullptr) continue;
            for (const Role role : kRoles) {
                if (!may(*method, role)) continue;
                const std::string what = method->full_name() + " as " +
                                         std::string(access::role_name(role)) + ", " + field;
                const RawAnswer other = ask(*method, role, kOtherCounty, field, id);
                const RawAnswer none = ask(*method, role, kOtherCounty, field, never(field));
                EXPECT_EQ(reason_of(other), reason_of(none)) << what;
                EXPECT_EQ(other.bytes, none.bytes) << what;
                ++others;
                if (is_command(*method) || role == Role::Administrator) continue;
                const RawAnswer own = ask(*method, role, kCounty, field, id);
                EXPECT_NE(reason_of(own), "OUTSIDE_SCOPE") << what;
                EXPECT_NE(own.bytes, none.bytes) << what;
                ++owns;
            }
        }
    }
    EXPECT_GT(others, 80);
    EXPECT_GT(owns, 25);
    EXPECT_EQ(events(), before) << "another county's command changed something";
}

// Commands of the own county come as far as the rules of the domain.
TEST_F(HouseholdAccess, CommandsOfTheOwnCountyAreNotOutsideItsScope) {
    int asked = 0;
    for (const MethodDescriptor* method : line_.suite().methods()) {
        for (const Role role : kRoles) {
            if (!is_command(*method) || !may(*method, role)) continue;
            if (method->input_type()->FindFieldByName("household_id") == nullptr) continue;
            const RawAnswer own = ask(*method, role, kCounty, "household_id", family_.household_id);
            EXPECT_NE(reason_of(own), "OUTSIDE_SCOPE") << method->full_name();
            EXPECT_NE(reason_of(own), "ROLE_MISSING") << method->full_name();
            ++asked;
        }
    }
    EXPECT_GT(asked, 20);
}

// What needs no id: lists of the own county hold the file, those of another county do not.
TEST_F(HouseholdAccess, ListsOfAnotherCountyHoldNothingOfTheFile) {
    int seen = 0;
    for (const MethodDescriptor* method : line_.suite().methods()) {
        if (is_command(*method)) continue;
        for (const Role role : kRoles) {
            if (!may(*method, role)) continue;
            const RawAnswer other = ask(*method, role, kOtherCounty, "", "");
            for (const auto& [_, id] : ids()) {
                EXPECT_THAT(other.bytes, Not(HasSubstr(id))) << method->full_name();
            }
            const RawAnswer own = ask(*method, role, kCounty, "", "");
            seen += own.bytes.find(family_.household_id) != std::string::npos ? 1 : 0;
        }
    }
    EXPECT_GT(seen, 5);
}

// Its list names files row by row: one of another county is answered as one that never was.
TEST_F(HouseholdAccess, AMeetingOfAnotherCountyDecidesNothingOnTheFile) {
    reg::RecordMeetingRequest meeting;
    meeting.mutable_meeting()->set_minutes_no("JT-7");
    meeting.mutable_meeting()->set_held_on(line_.suite().today().to_string());
    for (const Role role : {Role::Approver, Role::FinanceApprover, Role::Auditor}) {
        meeting.mutable_meeting()->add_present(Suite::staff(role, kOtherCounty).to_string());
    }
    meeting.add_rows()->set_household_id(family_.household_id);
    meeting.add_rows()->set_household_id(Suite::new_id());
    const std::int64_t before = events();
    reg::RecordMeetingResponse answer;
    ASSERT_EQ(line_.ask(Role::Approver, kOtherCounty, &reg::RegistryService::Stub::RecordMeeting,
                        meeting, &answer),
              "OK");
    ASSERT_EQ(answer.rows_size(), 2);
    for (const auto& row : answer.rows()) {
        EXPECT_EQ(row.result() + " " + row.reason(), "REFUSED OUTSIDE_SCOPE");
    }
    EXPECT_EQ(events(), before);
}

TEST_F(HouseholdAccess, I17_OnePersonWithThreeTokensAndRolesIsNotMakerCheckerAndApprover) {
    line_.suite().advance(Date::of(2020, 12, 10));
    const StaffId one = Suite::staff(Role::FinanceMaker, kCounty);
    const StaffId other = Suite::staff(Role::FinanceChecker, kCounty);
    const auto as = [&](StaffId staff, Role role) {
        return line_.suite().token_of(staff, role, kCounty);
    };
    const pay::PaymentBatch batch = line_.make_batch(family_);  // by `one`
    pay::CheckBatchRequest check;
    check.set_batch_id(batch.batch_id());
    check.set_hash(batch.hash());
    pay::ApproveBatchRequest approve;
    approve.set_batch_id(batch.batch_id());
    approve.set_hash(batch.hash());
    auto& suite = line_.suite();
    EXPECT_EQ(suite.call(as(one, Role::FinanceChecker), &Payments::CheckBatch, check),
              "SAME_PERSON");
    EXPECT_EQ(suite.call(as(one, Role::FinanceApprover), &Payments::ApproveBatch, approve),
              "SAME_PERSON");
    EXPECT_EQ(suite.call(as(other, Role::FinanceChecker), &Payments::CheckBatch, check), "OK");
    EXPECT_EQ(suite.call(as(one, Role::FinanceApprover), &Payments::ApproveBatch, approve),
              "SAME_PERSON");
    EXPECT_EQ(suite.call(as(other, Role::FinanceApprover), &Payments::ApproveBatch, approve),
              "SAME_PERSON");
    pay::ExportBatchRequest send;
    send.set_batch_id(batch.batch_id());
    EXPECT_EQ(suite.call(as(one, Role::FinanceMaker), &Payments::ExportBatch, send),
              "NOT_APPROVED");
    const StaffId third = Suite::staff(Role::FinanceApprover, kCounty);
    EXPECT_EQ(suite.call(as(third, Role::FinanceApprover), &Payments::ApproveBatch, approve), "OK");
}

}  // namespace
}  // namespace haven::spec
