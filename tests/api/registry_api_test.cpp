// The registry over gRPC on the running suite: what an application becomes in the queries, what bad
// input is told, and what repeats and stale versions get.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "libs/base/resident_id.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/rpc/handler.hpp"
#include "tests/suite/suite.hpp"

#include "haven/registry/v1/registry_service.pb.h"

namespace haven::spec {
namespace {

namespace pb = haven::registry::v1;
using access::Role;
using ::testing::Contains;
using ::testing::ElementsAre;

constexpr FederationNo kCounty{2};
const std::string kFiles = "haven.registry.v1.RegistryService.";
const std::string kQueries = "haven.registry.v1.RegistryQueryService.";
const std::string kDirectory = "haven.registry.v1.DirectoryService.";

std::string new_id() {
    return crypto::new_uuid_v4().to_string();
}

// A number of an invented person.
std::string invented(const std::string& birth, const std::string& sequence) {
    const std::string front = "610399" + birth + sequence;
    return front + resident_id_check(front);
}

class RegistryApi : public ::testing::Test {
  protected:
    RegistryApi() {
        if (suite_) return;
        suite_ = std::make_unique<Suite>();
        load_reference_data();
    }
    static void TearDownTestSuite() { suite_.reset(); }

    // The answer, or the refusal.
    template <class Response>
    static Result<Response> ask(const std::string& method, const google::protobuf::Message& request,
                                Role role = Role::Caseworker, FederationNo home = kCity) {
        const auto* found =
            google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(method);
        HAVEN_CHECK(found != nullptr);
        const RawAnswer answer = suite_->call(*found, request, suite_->token(role, home));
        if (!answer.status.ok()) return std::unexpected(rpc::to_error(answer.status));
        Response response;
        HAVEN_CHECK(response.ParseFromString(answer.bytes));
        return response;
    }

    static void load_reference_data() {
        for (const Role role : {Role::Caseworker, Role::Approver}) {
            pb::RegisterStaffRequest request;
            request.set_command_id(new_id());
            auto& member = *request.mutable_member();
            // The suite's own staff ids are derived from these logins.
            member.set_login(std::string(access::role_name(role)) + "1");
            member.set_display_name("经办");
            member.set_federation(kCity.value);
            member.set_union_node("610300");
            member.add_roles(static_cast<haven::options::v1::Role>(role));
            member.set_public_key(std::string(32, 'k'));
            const auto done = ask<pb::RegisterStaffResponse>(kDirectory + "RegisterStaff", request,
                                                             Role::Administrator);
            ASSERT_TRUE(done) << done.error().reason;
            ASSERT_EQ(done->staff_id(), Suite::staff(role, kCity).to_string());
        }
        pb::SetDibaoLineRequest line;
        line.set_command_id(new_id());
        line.mutable_line()->set_division("610302");
        line.mutable_line()->set_residence(pb::RESIDENCE_URBAN);
        line.mutable_line()->set_monthly_fen(61'500);
        line.mutable_line()->set_effective_from("2015-07-01");
        line.mutable_line()->set_source("placeholder");
        line.mutable_line()->set_placeholder(true);
        ASSERT_TRUE(
            ask<pb::SetDibaoLineResponse>(kDirectory + "SetDibaoLine", line, Role::Administrator));
        pb::AddRuleSetRequest rules;
        rules.set_command_id(new_id());
        auto& set = *rules.mutable_rule_set();
        set.set_rule_set_id("TEST-2015");
        set.set_effective_from("2015-01-01");
        set.set_source("docs/rules.md");
        set.set_tier(pb::FILE_TIER_NATIONAL);
        set.set_notice_working_days(5);
        set.set_means_check_valid_days(180);
        set.set_review_months(12);
        set.set_review_reminder_months(11);
        set.set_complete_within_days(30);
        set.set_investigation_days(5);
        set.set_review_window_months(3);
        set.set_meeting_minimum(3);
        for (const char* due : {"06-30", "12-10"}) set.add_due_days(due);
        auto& round = *set.add_rounds();
        round.set_round(pb::FILE_ROUND_2016_2020);
        round.set_first_day("2016-01-01");
        round.set_last_day("2020-12-31");
        auto& test = *set.add_tests();
        test.set_hardship_class(pb::HARDSHIP_CLASS_DIBAO);
        test.set_multiple_permille(1'000);
        test.set_strict(true);
        const auto added =
            ask<pb::AddRuleSetResponse>(kDirectory + "AddRuleSet", rules, Role::Administrator);
        ASSERT_TRUE(added) << added.error().reason << added.error().message;
    }

    static pb::SubmitApplicationRequest application(const std::string& name,
                                                    const std::string& id_number) {
        pb::SubmitApplicationRequest request;
        request.set_command_id(new_id());
        request.set_union_node("610300");
        request.set_division("610302");
        request.set_residence(pb::RESIDENCE_URBAN);
        request.set_union_member(true);
        request.set_tier(pb::FILE_TIER_NATIONAL);
        request.set_round(pb::FILE_ROUND_2016_2020);
        request.add_causes(pb::HARDSHIP_CAUSE_MAJOR_ILLNESS);
        request.set_privacy_notice("2015-1");
        auto& head = *request.add_members();
        head.set_seq(1);
        head.set_relation(pb::RELATION_HEAD);
        head.set_name(name);
        head.set_id_number(id_number);
        head.set_birth_date(id_number.substr(6, 4) + "-" + id_number.substr(10, 2) + "-" +
                            id_number.substr(12, 2));
        head.set_sex((id_number[16] - '0') % 2 == 1 ? pb::SEX_MALE : pb::SEX_FEMALE);
        head.set_work(pb::WORK_STATE_LAID_OFF);
        head.set_health(pb::HEALTH_ILL);
        head.set_authorised(true);
        request.mutable_payee()->set_seq(1);
        request.mutable_payee()->set_kind(pb::PAYEE_KIND_CARD);
        request.mutable_payee()->set_account("9999990000000000014");
        request.mutable_payee()->set_bank("西府农村商业银行");
        return request;
    }
    static pb::SubmitApplicationResponse apply(const std::string& name,
                                               const std::string& id_number) {
        const auto done = ask<pb::SubmitApplicationResponse>(kFiles + "SubmitApplication",
                                                             application(name, id_number));
        if (!done) throw std::runtime_error(done.error().reason + " " + done.error().message);
        return *done;
    }
    static pb::RecordHomeVisitRequest visit(const std::string& household) {
        pb::RecordHomeVisitRequest request;
        request.set_command_id(new_id());
        request.set_household_id(household);
        request.set_kind(pb::VISIT_KIND_INVESTIGATE);
        request.add_visitors("CASEWORKER1");
        request.add_visitors("APPROVER1");
        request.set_visited_on("2016-01-04");
        request.set_finding(pb::VISIT_FINDING_AS_DECLARED);
        return request;
    }
    static std::vector<std::string> timeline(const std::string& household) {
        pb::GetTimelineRequest request;
        request.set_household_id(household);
        const auto page = ask<pb::GetTimelineResponse>(kQueries + "GetTimeline", request);
        std::vector<std::string> types;
        for (const auto& entry : page.value().entries()) types.push_back(entry.type());
        return types;
    }
    static std::vector<std::string> found(const pb::FindHouseholdsRequest& request) {
        const auto page = ask<pb::FindHouseholdsResponse>(kQueries + "FindHouseholds", request);
        std::vector<std::string> ids;
        for (const auto& row : page.value().households()) ids.push_back(row.household_id());
        return ids;
    }

    static std::unique_ptr<Suite> suite_;
};

std::unique_ptr<Suite> RegistryApi::suite_;

TEST_F(RegistryApi, AnApplicationIsFoundByEverythingThatIsKnownOfIt) {
    const std::string id = apply("林国强", "610399198001010015").household_id();
    using Filter = std::function<void(pb::FindHouseholdsRequest&)>;
    const std::vector<Filter> finds = {
        [](auto& q) { q.set_name("林国强"); },
        [](auto& q) { q.set_name("国强"); },
        [](auto& q) { q.set_id_number("610399198001010015"); },
        [](auto& q) { q.set_federation(1), q.set_name("林国强"); },
        [](auto& q) { q.set_cause(pb::HARDSHIP_CAUSE_MAJOR_ILLNESS), q.set_name("林国强"); },
        [](auto& q) { q.set_state(pb::HOUSEHOLD_STATE_APPLIED), q.set_name("林国强"); },
        [](auto& q) { q.set_round(pb::FILE_ROUND_2016_2020), q.set_name("林国强"); }};
    for (std::size_t i = 0; i < finds.size(); ++i) {
        pb::FindHouseholdsRequest request;
        finds[i](request);
        EXPECT_THAT(found(request), ElementsAre(id)) << "filter " << i;
    }
    const std::vector<Filter> misses = {
        [](auto& q) { q.set_name("林国弱"); },
        [](auto& q) { q.set_id_number("61039919800101004X"); },
        [](auto& q) { q.set_cause(pb::HARDSHIP_CAUSE_DISABILITY), q.set_name("林国强"); },
        [](auto& q) { q.set_state(pb::HOUSEHOLD_STATE_ENROLLED), q.set_name("林国强"); },
        [](auto& q) { q.set_hardship_class(pb::HARDSHIP_CLASS_DEEP), q.set_name("林国强"); }};
    for (std::size_t i = 0; i < misses.size(); ++i) {
        pb::FindHouseholdsRequest request;
        misses[i](request);
        EXPECT_THAT(found(request), ElementsAre()) << "filter " << i;
    }
    const auto there = ask<pb::FindHouseholdsResponse>(
        kQueries + "FindHouseholds", pb::FindHouseholdsRequest(), Role::Caseworker, kCounty);
    EXPECT_EQ(there.value().households_size(), 0) << "another federation's caseworker";
}

TEST_F(RegistryApi, VisitAndCheckStandInTheTimeline) {
    const std::string id = apply("邵海斌", "610399197508151234").household_id();
    ASSERT_TRUE(ask<pb::RecordHomeVisitResponse>(kFiles + "RecordHomeVisit", visit(id)));
    pb::RequestMeansCheckRequest check;
    check.set_command_id(new_id());
    check.set_household_id(id);
    ASSERT_TRUE(ask<pb::RequestMeansCheckResponse>(kFiles + "RequestMeansCheck", check));
    EXPECT_THAT(timeline(id),
                ElementsAre("ApplicationSubmitted", "HomeVisitRecorded", "MeansCheckRequested"));
    pb::AssessHouseholdRequest assess;
    assess.set_command_id(new_id());
    assess.set_household_id(id);
    EXPECT_EQ(ask<pb::AssessHouseholdResponse>(kFiles + "AssessHousehold", assess).error().kind,
              ErrorKind::Refused)
        << "civil affairs have not answered";
    pb::ExplainClassRequest why;
    why.set_household_id(id);
    EXPECT_EQ(ask<pb::ExplainClassResponse>(kQueries + "ExplainClass", why)->decisions_size(), 0);
}

TEST_F(RegistryApi, PagesHoldEveryFileOnceAndRefuseForgedTokens) {
    apply("贾丽", "610399196504300023");
    apply("丁思雨", "610399197906300047");
    std::set<std::string> seen;
    pb::FindHouseholdsRequest request;
    request.set_page_size(1);
    do {
        const auto page = ask<pb::FindHouseholdsResponse>(kQueries + "FindHouseholds", request);
        ASSERT_TRUE(page) << page.error().reason;
        ASSERT_EQ(page->households_size(), 1);
        EXPECT_TRUE(seen.insert(page->households(0).household_id()).second);
        request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    pb::FindHouseholdsRequest all;
    EXPECT_EQ(found(all).size(), seen.size());
    EXPECT_GE(seen.size(), 2U);
    const auto refusal = [](const pb::FindHouseholdsRequest& q) {
        return ask<pb::FindHouseholdsResponse>(kQueries + "FindHouseholds", q).error().reason;
    };
    all.set_page_size(501);
    EXPECT_EQ(refusal(all), "INVALID_PAGE_SIZE");
    all.set_page_size(1);
    all.set_page_token("forged");
    EXPECT_EQ(refusal(all), "INVALID_PAGE_TOKEN");
    request.Clear();
    request.set_page_size(1);
    all.set_page_token(
        ask<pb::FindHouseholdsResponse>(kQueries + "FindHouseholds", request)->next_page_token());
    all.set_state(pb::HOUSEHOLD_STATE_APPLIED);
    EXPECT_EQ(refusal(all), "INVALID_PAGE_TOKEN") << "a token of another list";
}

TEST_F(RegistryApi, BadInputNamesItsFieldAndKeepsNothing) {
    struct Bad {
        std::function<void(pb::SubmitApplicationRequest&)> spoil;
        std::string reason;
        std::string field;
    };
    const std::vector<Bad> all = {
        {[](auto& q) { q.set_command_id("x"); }, "INVALID_UUID", "command_id"},
        {[](auto& q) { q.set_union_node("999999"); }, "UNION_NODE_NOT_FOUND", "union_node"},
        {[](auto& q) { q.set_employer_uscc("91610300MA00000078"); }, "EMPLOYER_NOT_FOUND",
         "employer_uscc"},
        {[](auto& q) { q.mutable_members(0)->set_id_number("610399198509120110"); },
         "ID_NUMBER_CHECK_DIGIT", "members[0].id_number"},
        {[](auto& q) { q.mutable_members(0)->set_birth_date("1985-09-13"); }, "BIRTH_DATE_DIFFERS",
         "members[0].birth_date"},
        {[](auto& q) { q.mutable_members(0)->set_sex(pb::SEX_FEMALE); }, "SEX_DIFFERS",
         "members[0].sex"},
        {[](auto& q) { q.clear_causes(); }, "INVALID_CAUSES", "causes"},
        {[](auto& q) { q.clear_tier(); }, "TIER_MISSING", "tier"},
        {[](auto& q) { q.clear_residence(); }, "RESIDENCE_MISSING", "residence"},
        {[](auto& q) { q.mutable_payee()->set_seq(7); }, "PAYEE_NOT_A_MEMBER", "payee.seq"},
        {[](auto& q) { q.mutable_payee()->set_account("9999990000000000015"); }, "INVALID_CARD",
         "payee.account"},
        {[](auto& q) { q.clear_members(); }, "INVALID_MEMBERS", "members"},
    };
    const std::size_t before = found({}).size();
    for (const Bad& bad : all) {
        auto request = application("王小安", invented("19850912", "011"));
        bad.spoil(request);
        const auto done = ask<pb::SubmitApplicationResponse>(kFiles + "SubmitApplication", request);
        ASSERT_FALSE(done) << bad.field;
        EXPECT_EQ(done.error().reason, bad.reason) << bad.field << ": " << done.error().message;
        std::vector<std::string> fields;
        for (const FieldViolation& field : done.error().fields) fields.push_back(field.field);
        EXPECT_THAT(fields, Contains(bad.field)) << bad.reason;
        EXPECT_EQ(done.error().message.find("6103991985"), std::string::npos) << "never the number";
    }
    EXPECT_EQ(found({}).size(), before);
}

// On every day one rule set is in force, and a line is of one division and one kind.
TEST_F(RegistryApi, RulesAndLinesThatDoNotFitAreRefused) {
    pb::AddRuleSetRequest rules;
    rules.set_command_id(new_id());
    pb::ListRuleSetsResponse known =
        *ask<pb::ListRuleSetsResponse>(kDirectory + "ListRuleSets", pb::ListRuleSetsRequest());
    ASSERT_EQ(known.rule_sets_size(), 1);
    *rules.mutable_rule_set() = known.rule_sets(0);
    rules.mutable_rule_set()->set_rule_set_id("TEST-2020");
    rules.mutable_rule_set()->set_effective_from("2020-01-01");
    const auto overlapping =
        ask<pb::AddRuleSetResponse>(kDirectory + "AddRuleSet", rules, Role::Administrator);
    ASSERT_FALSE(overlapping);
    EXPECT_EQ(overlapping.error().reason, "RULE_SETS_OVERLAP");

    pb::SetDibaoLineRequest line;
    line.set_command_id(new_id());
    line.mutable_line()->set_division("61030");
    line.mutable_line()->set_residence(pb::RESIDENCE_URBAN);
    line.mutable_line()->set_monthly_fen(61'500);
    line.mutable_line()->set_effective_from("2016-07-01");
    const auto refusal = [&] {
        return ask<pb::SetDibaoLineResponse>(kDirectory + "SetDibaoLine", line, Role::Administrator)
            .error()
            .reason;
    };
    EXPECT_EQ(refusal(), "INVALID_LINE");
    line.mutable_line()->set_division("610302");
    line.mutable_line()->set_residence(pb::RESIDENCE_UNSPECIFIED);
    EXPECT_EQ(refusal(), "INVALID_LINE");
    // A county's administrator keeps neither.
    line.mutable_line()->set_residence(pb::RESIDENCE_URBAN);
    EXPECT_EQ(ask<pb::SetDibaoLineResponse>(kDirectory + "SetDibaoLine", line, Role::Administrator,
                                            kCounty)
                  .error()
                  .reason,
              "OUTSIDE_SCOPE");
    EXPECT_EQ(
        ask<pb::AddRuleSetResponse>(kDirectory + "AddRuleSet", rules, Role::Administrator, kCounty)
            .error()
            .reason,
        "OUTSIDE_SCOPE");
}

// They hang under the city's own federation, and so do their workers' files.
TEST_F(RegistryApi, AWorkerOfACityOwnedFirmHasNoFileInACounty) {
    pb::RegisterEnterpriseRequest firm;
    firm.set_command_id(new_id());
    firm.mutable_enterprise()->set_uscc("91610300MA00000153");
    firm.mutable_enterprise()->set_name("宝鸡机床厂");
    firm.mutable_enterprise()->set_federation(kCity.value);
    firm.mutable_enterprise()->set_union_node("610300");
    firm.mutable_enterprise()->set_division("610302");
    firm.mutable_enterprise()->set_city_owned(true);
    const auto registered = ask<pb::RegisterEnterpriseResponse>(kDirectory + "RegisterEnterprise",
                                                                firm, Role::Administrator);
    ASSERT_TRUE(registered) << registered.error().reason;
    auto request = application("周安平", invented("19720611", "015"));
    request.set_employer_uscc(firm.enterprise().uscc());
    request.set_union_node("610302");
    const auto county = ask<pb::SubmitApplicationResponse>(kFiles + "SubmitApplication", request);
    ASSERT_FALSE(county);
    EXPECT_EQ(county.error().reason, "CITY_OWNED_EMPLOYER");
    request.set_union_node("610300");  // wherever the family lives
    request.set_division("610331");
    const auto city = ask<pb::SubmitApplicationResponse>(kFiles + "SubmitApplication", request);
    ASSERT_TRUE(city) << city.error().reason;
}

TEST_F(RegistryApi, ARepeatIsAnsweredAlikeAndAnotherBodyIsRefused) {
    auto request = application("陈建华", invented("19700203", "013"));
    const auto first = ask<pb::SubmitApplicationResponse>(kFiles + "SubmitApplication", request);
    ASSERT_TRUE(first) << first.error().reason;
    const auto again = ask<pb::SubmitApplicationResponse>(kFiles + "SubmitApplication", request);
    ASSERT_TRUE(again) << again.error().reason;
    EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
    request.set_declared_income_fen(1);
    const auto other = ask<pb::SubmitApplicationResponse>(kFiles + "SubmitApplication", request);
    EXPECT_EQ(other.error().reason, "COMMAND_ID_REUSED");
    EXPECT_THAT(timeline(first->household_id()), ElementsAre("ApplicationSubmitted"));
}

TEST_F(RegistryApi, AStaleVersionLosesAndTheSameCommandMayBeTriedAgain) {
    const std::string id = apply("辛凯", invented("19710203", "015")).household_id();
    auto request = visit(id);
    request.set_expected_version(7);
    const auto stale = ask<pb::RecordHomeVisitResponse>(kFiles + "RecordHomeVisit", request);
    EXPECT_EQ(stale.error().reason, "VERSION_CONFLICT");
    EXPECT_EQ(stale.error().kind, ErrorKind::Conflict);
    EXPECT_THAT(timeline(id), ElementsAre("ApplicationSubmitted"));
    request.set_expected_version(1);
    const auto done = ask<pb::RecordHomeVisitResponse>(kFiles + "RecordHomeVisit", request);
    ASSERT_TRUE(done) << done.error().reason;
    EXPECT_EQ(done->reply().version(), 2);
}

TEST_F(RegistryApi, AVisitByOnePersonOrOnAnotherDayIsRefusedWithItsField) {
    const std::string id = apply("车伟", invented("19720203", "017")).household_id();
    const auto refusal = [&](const std::function<void(pb::RecordHomeVisitRequest&)>& spoil) {
        auto request = visit(id);
        spoil(request);
        return ask<pb::RecordHomeVisitResponse>(kFiles + "RecordHomeVisit", request).error();
    };
    EXPECT_EQ(refusal([](auto& q) { q.set_visited_on("2016-13-01"); }).fields[0].field,
              "visited_on");
    EXPECT_EQ(refusal([](auto& q) { q.set_visited_on("2016-01-05"); }).reason, "INVALID_DATE");
    EXPECT_EQ(refusal([](auto& q) { q.clear_finding(); }).reason, "FINDING_MISSING");
    EXPECT_EQ(refusal([](auto& q) { q.set_visitors(1, "nobody"); }).reason, "STAFF_NOT_FOUND");
    EXPECT_FALSE(refusal([](auto& q) { q.set_visitors(1, "CASEWORKER1"); }).reason.empty());
    EXPECT_THAT(timeline(id), ElementsAre("ApplicationSubmitted"));
}

}  // namespace
}  // namespace haven::spec
