// Two visitors' files of one day, merged over gRPC on the running suite.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/crypto/ids.hpp"
#include "libs/postgres/connection.hpp"
#include "tests/suite/outreach.hpp"

namespace haven::spec {
namespace {

namespace out = haven::outreach::v1;
using access::Role;
using Visits = out::VisitService::Stub;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kGroup = "warmth-2020-1";
constexpr const char* kOther = "warmth-2020-2";
const std::string kHead =
    "小组编号,签收单号,日期,结果,姓名,身份证号,慰问金,资金额度,现金原因,见证人,类别,企业,"
    "名单外原因\n";

class OutreachMerge : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_EQ(office_.launch("warmth-2020"), "OK");
        ASSERT_EQ(office_.assign(kGroup, "warmth-2020"), "OK");
        ASSERT_EQ(office_.assign(kOther, "warmth-2020"), "OK");
        ASSERT_EQ(office_.list(kGroup, {worker(1), worker(2)}, 1'000), "OK");
        ASSERT_EQ(office_.list(kOther, {worker(3)}, 500), "OK");
        ASSERT_EQ(office_.approve(kGroup, 2, 2'000), "OK");
        ASSERT_EQ(office_.approve(kOther, 1, 500), "OK");
        ASSERT_EQ(office_.draw(kGroup, 3'000, "V-1"), "OK");
        ASSERT_EQ(office_.draw(kOther, 1'500, "V-2"), "OK");
    }
    // As a visitor types it: who by name and number, no pseudonym.
    std::string given(
        const std::string& group, const std::string& receipt, const Applicant& who,
        std::int64_t yuan, const std::string& off_list = "",
        const std::string& witness = Suite::staff(Role::Approver, kCity).to_string()) {
        return group + ',' + receipt + ',' + day() + ",已送达," + who.name + ',' + who.id_number() +
               ',' + std::to_string(yuan) + ",warmth-2020-1,现场实名发放," + witness +
               (off_list.empty() ? ",,," : ",新就业形态劳动者,," + off_list) + '\n';
    }
    std::string absent(const std::string& group, const Applicant& who) {
        return group + ",," + day() + ",无人在家," + who.name + ',' + who.id_number() + ",,,,,,,\n";
    }
    out::MergeVisitsResponse merge(const std::string& content, FederationNo federation = kCity) {
        out::MergeVisitsRequest request;
        request.set_command_id(Suite::new_id());
        request.set_content(content);
        out::MergeVisitsResponse response;
        answer_ =
            office_.ask(Role::Caseworker, federation, &Visits::MergeVisits, request, &response);
        return response;
    }
    // "row field reason", and what stands.
    static std::vector<std::string> shown(const out::MergeVisitsResponse& response) {
        std::vector<std::string> all;
        for (const auto& one : response.faults()) {
            all.push_back(std::to_string(one.row()) + ' ' + one.field() + ' ' + one.kind() + ' ' +
                          one.reason() + ": " + one.expected());
        }
        return all;
    }
    // Whom the vault knows.
    std::int64_t people() {
        postgres::Connection db(suite_.conninfo("vault"));
        return db.query("SELECT count(*) FROM person")[0].int64(0);
    }
    std::string day() { return suite_.today().to_string(); }

    Line line_;  // with a bank: a suite without one is never idle
    Suite& suite_ = line_.suite();
    Outreach office_{suite_};
    std::string answer_;
};

TEST_F(OutreachMerge, TwoVisitorsOverlappingFilesMakeOneDayAndAgainChangeNothing) {
    const std::string one =
        kHead + given(kGroup, "S-1/1", worker(1), 1'000) + absent(kGroup, worker(2));
    const std::string two = kHead + given(kOther, "S-2/1", worker(3), 500) +
                            given(kGroup, "S-1/1", worker(1), 1'000) +
                            given(kGroup, "S-1/2", worker(4), 300, "ON_THE_WAY");
    const auto first = merge(one);
    ASSERT_EQ(answer_, "OK");
    EXPECT_THAT(shown(first), IsEmpty());
    EXPECT_EQ(first.merged_count(), 2);
    const auto second = merge(two);
    EXPECT_THAT(shown(second), IsEmpty());
    EXPECT_EQ(second.merged_count(), 2);
    EXPECT_EQ(second.unchanged_count(), 1);
    for (const std::string& again : {one, two}) {
        const auto nothing = merge(again);
        EXPECT_EQ(nothing.merged_count(), 0);
        EXPECT_EQ(nothing.unchanged_count(), nothing.row_count());
    }
    EXPECT_EQ(office_.figure("outreach.warmth.fen"), 180'000);
    EXPECT_EQ(office_.figure("outreach.warmth.person_times"), 3);
}

TEST_F(OutreachMerge, AWitnessIsNamedByLoginOrByTheIdThatItStandsFor) {
    const auto by = [&](const std::string& witness) {
        return merge(kHead + given(kGroup, "S-1/1", worker(1), 1'000, "", witness));
    };
    const std::string damaged = Suite::staff(Role::Approver, kCity).to_string().substr(1);
    for (const std::string& nobody : {std::string("林国强"), damaged}) {
        const auto answer = by(nobody);
        EXPECT_THAT(shown(answer), ElementsAre("2 见证人 FORMAT INVALID_STAFF: staff id or login"));
        EXPECT_EQ(answer.merged_count(), 0);
    }
    EXPECT_EQ(by("city-case2").merged_count(), 1);
    const auto again = by(crypto::uuid_of_code("staff", "city-case2").to_string());
    EXPECT_THAT(shown(again), IsEmpty());
    EXPECT_EQ(again.unchanged_count(), 1);
}

TEST_F(OutreachMerge, ConflictsAreShownByRowAndNothingOfThemIsKept) {
    merge(kHead + given(kGroup, "S-1/1", worker(1), 1'000) +
          given(kOther, "S-2/1", worker(3), 500));
    const auto known = people();
    const auto answer =
        merge(kHead + given(kGroup, "S-1/1", worker(1), 800) +          // another sum
              given(kGroup, "S-1/3", worker(3), 400, "ON_THE_WAY") +    // the other group's
              given(kGroup, "S-1/4", worker(5), 100) +                  // nobody knows him
              given(kGroup, "S-1/5", worker(2), 1'000) +                // good
              given(kGroup, "S-1/6", worker(6), 1'001, "ON_THE_WAY") +  // more than the purse holds
              absent(kOther, worker(3)));                               // was given it that day
    EXPECT_THAT(
        shown(answer),
        ElementsAre("2 慰问金 CONFLICT DELIVERY_DIFFERS: 1000.00",
                    "3 小组编号 CONFLICT HELD_BY_OTHER_GROUP: warmth-2020-2, 500.00 and none on "
                    "receipt S-2/1",
                    "4 人员编号 CONFLICT NOT_ON_LIST: somebody of the group's list, or "
                    "off_list_reason",
                    "6 慰问金 CONFLICT CASH_SHORT: at most 600.00",
                    "7 结果 CONFLICT VISIT_CONTRADICTED: handed over that day on receipt S-2/1"));
    EXPECT_EQ(answer.merged_count(), 1);
    EXPECT_EQ(answer.conflict_count(), 5);
    EXPECT_EQ(office_.figure("outreach.warmth.fen"), 250'000);
    EXPECT_EQ(people(), known) << "who is refused is not made known to the vault";
}

TEST_F(OutreachMerge, AFileOfAWrongFormIsNotMergedAtAll) {
    std::string bad = given(kGroup, "S-1/2", worker(2), 1'000);
    bad.replace(bad.find("1000"), 4, "1E+3");
    Applicant slipped = worker(1);
    const std::string number = slipped.id_number();
    std::string digit = given(kGroup, "S-1/3", slipped, 1'000);
    digit.replace(digit.find(number), number.size(), "6.10399E+17");
    const auto answer = merge(kHead + given(kGroup, "S-1/1", worker(1), 1'000) + bad + digit +
                              given("nobody-knows", "S-1/4", worker(1), 1'000));
    EXPECT_EQ(answer_, "OK");
    EXPECT_THAT(shown(answer),
                ElementsAre("3 慰问金 AMOUNT INVALID_AMOUNT: yuan with at most two decimals, no "
                            "exponent",
                            ::testing::StartsWith("4 身份证号 IDENTITY ID_NUMBER_FORM: "),
                            "5 小组编号 REFERENCE GROUP_MISSING: a visit group in scope"));
    EXPECT_EQ(office_.figure("outreach.warmth.person_times"), 0);
    merge("PK\x03\x04");
    EXPECT_EQ(answer_, "OK") << "a workbook has no columns";
    merge(std::string(900 * 1024 + 1, 'a'));
    EXPECT_EQ(answer_, "FILE_TOO_LARGE");
    merge(kHead + given(kGroup, "S-1/1", worker(1), 1'000), kCounty);
    EXPECT_EQ(office_.figure("outreach.warmth.person_times"), 0) << "another union's group";
}

}  // namespace
}  // namespace haven::spec
