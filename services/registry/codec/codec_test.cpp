#include "services/registry/codec/codec.hpp"

#include <gmock/gmock.h>

#include "libs/log/golden.hpp"
#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

using haven::spec::golden_faults;
using ::testing::IsEmpty;

HouseholdImported imported() {
    return {.household = kHousehold,
            .federation = FederationNo{2},
            .file_no = "610302-2016-00001",
            .division = "610302",
            .grassroots_union = "union",
            .tier = FileTier::Provincial,
            .round = FileRound::From2016To2020,
            .hardship_class = HardshipClass::Marginal,
            .class_word = "低保边缘户",
            .causes = {HardshipCause::Disability, HardshipCause::ChildSchooling},
            .members = {member(1, Relation::Head, "1970-02-02")},
            .income = yuan(9000),
            .rigid = Money::fen(12'345),
            .payee = application().payee,
            .enrolled_on = day("2016-03-01"),
            .closed_on = day("2018-05-02"),
            .exit_kind = ExitKind::Backstop,
            .kept_columns = {person(1), "kept"}};
}

HelpPlanAdopted plan() {
    return {.household = kHousehold,
            .federation = FederationNo{2},
            .year = 2020,
            .review_valid_until = day("2021-03-25"),
            .payee = application().payee,
            .measures = {{.measure_id = "2020-1",
                          .item = AidItem::Living,
                          .programme = "PILOT-2018",
                          .beneficiary = person(1),
                          .annual = yuan(4000),
                          .fund_line = uuid(40),
                          .fund_federation = FederationNo{1},
                          .instalments = {{1, day("2020-06-30"), yuan(2000)},
                                          {2, day("2020-12-10"), yuan(2000)}},
                          .approval = {FileTier::Provincial, "P-5"}}},
            .tier = FileTier::National,
            .hardship_class = HardshipClass::Deep,
            .adopted_on = day("2020-03-26"),
            .line_id = "610302-URBAN-2015-01-01",
            .rule_set_id = "CN-UNION-2020",
            .round = FileRound::Since2020};
}

// The events from the application to the meeting, every field set.
Events application_samples() {
    ApplicationSubmitted application = submitted();
    application.documents = {{DocumentKind::AccidentReport, {person(1), "document"}}};
    application.privacy_notice = "2021-11";
    MeansCheckReturned answer = returned();
    answer.error = "NOT_AUTHORISED";
    answer.unmatched = {2};
    answer.figures.signs = {PropertySign::HomesGe2};
    answer.figures.dibao = true;
    answer.figures.relief_received = true;
    answer.figures.months_below_line = 8;
    HouseholdClassified decided = classified();
    decided.waivers = {{PropertySign::HomesGe2, "INHERITED_SHARE"}};
    return {application,
            ApplicationReturned{{DocumentKind::Application}, {2}, day("2020-04-02")},
            ApplicationCompleted{application.documents, {2}},
            ApplicationWithdrawn{day("2020-03-03")},
            ApplicationLapsed{day("2020-04-03")},
            visited(),
            requested(),
            answer,
            decided,
            AssessedNotEligible{
                "EXCLUDED", {PropertySign::ShopOrEmployer}, deep_comparison(), day("2020-03-11")},
            posted(),
            taken_down(),
            NoticeWithdrawn{"OBJECTION_UPHELD"},
            ObjectionRaised{uuid(9), "INCOME", true, day("2020-03-18")},
            ObjectionUpheld{uuid(9), staff(5)},
            ObjectionDismissed{uuid(9), staff(5)},
            enrolled(),
            EnrolmentRejected{"FACTS_UNCLEAR", meeting(), day("2020-03-25")}};
}

Events file_samples() {
    return {
        plan(),
        ProgrammeEnrolled{"PILOT-2018", person(1), "91610300MA00000078", day("2020-04-01")},
        ReviewReminded{day("2021-03-25")},
        ReviewCompleted{kHousehold,
                        ReviewOutcome::Adjust,
                        day("2022-03-25"),
                        HardshipClass::Relative,
                        deep_comparison(),
                        day("2021-03-10"),
                        {kVisitorA, kVisitorB}},
        AidSuspended{kHousehold, SuspensionReason::FraudCheck, day("2020-05-06")},
        AidResumed{kHousehold, day("2020-05-08")},
        ExitProposed{ExitKind::Backstop, "CONTACT_OFFICER", day("2020-11-02"), 5},
        ExitRejected{"STILL_IN_NEED", day("2020-11-12")},
        HardshipResolved{kHousehold, day("2020-11-12")},
        FileClosed{kHousehold, ExitKind::Resolved, day("2020-11-12"), meeting(), {3, 6}},
        FileCancelled{kHousehold, ExitKind::Moved, day("2020-11-12")},
        FollowUpDue{3},
        FollowUpRecorded{3, {kVisitorA, kVisitorB}, VisitFinding::Worse, day("2021-02-15")},
        FollowUpClosed{day("2021-05-13")},
        RelapseConfirmed{HardshipClass::Deep,
                         deep_comparison(),
                         day("2021-03-01"),
                         {{PropertySign::HomesGe2, "INHERITED_SHARE"}}},
        FileReopened{kHousehold, day("2021-03-01"), day("2022-03-01"), meeting()},
        imported(),
        AidRecorded{"e1", 1, person(1), AidItem::Medical, "", yuan(4500), 2020, day("2020-07-02"),
                    "S1", "2020-1"},
        AidReturned{"e1", 1, yuan(4500), day("2020-07-06"), "S1", "CLOSED"},
        AidHeld{"e1", 2, "AID_SUSPENDED", day("2020-12-10")},
        PayeeChangeProposed{kHousehold, uuid(50), application().payee, staff(1), day("2020-07-09")},
        PayeeAccountChanged{kHousehold, application().payee, staff(1), staff(2), day("2020-07-10")},
        SuspensionLifted{kHousehold, SuspensionReason::FraudCheck, day("2020-05-08")},
        IncomeChangeSignalled{kHousehold, retained_job(), day("2020-07-27")},
        RetainedJobEnded{kHousehold, retained_job().hire, day("2020-09-30")}};
}

Events samples() {
    return with(application_samples(), file_samples());
}

StaffMember clerk() {
    return {.staff = staff(5),
            .login = "zhang",
            .display_name = "Zhang",
            .federation = FederationNo{2},
            .union_node = "610302",
            .roles = {1, 2},
            .public_key = std::string(32, 'k')};
}

TEST(RegistryCodec, GivesEveryHouseholdEventBackAsItWas) {
    ASSERT_EQ(samples().size(), std::variant_size_v<HouseholdEvent>);
    for (const HouseholdEvent& event : samples()) {
        const log::NewEvent stored = Codec<Household>::encode(event);
        const auto read = Codec<Household>::decode(stored.type, 1, stored.payload);
        ASSERT_TRUE(read.has_value()) << stored.type;
        EXPECT_TRUE(*read == event) << stored.type;
        EXPECT_TRUE(is_known_event(stored.type)) << stored.type;
    }
}

TEST(RegistryCodec, GivesReferenceDataBackAsItWas) {
    const auto back = [](const RuleSet& set) {
        const auto stored = Codec<RuleSetRecord>::encode(RuleSetAdded{set});
        return std::get<RuleSetAdded>(*Codec<RuleSetRecord>::decode(stored.type, 1, stored.payload))
            .rule_set;
    };
    EXPECT_EQ(back(rules_2015()), rules_2015());
    EXPECT_EQ(back(rules_2020()), rules_2020());
    const auto stored = Codec<StaffRecord>::encode(StaffRegistered{clerk()});
    EXPECT_EQ(std::get<StaffRegistered>(*Codec<StaffRecord>::decode(stored.type, 1, stored.payload))
                  .member,
              clerk());
}

// Every field set.
std::vector<ReferralRecord::Event> referral_history() {
    return {ReferralReceived{{.referral = uuid(80),
                              .origin = {ReferralSource::Hotline, FederationNo{1}, uuid(81)},
                              .source_no = "12351-1",
                              .person = person(1),
                              .name = {person(1), "name"},
                              .phone = {person(1), "phone"},
                              .identified = true,
                              .union_node = "610302",
                              .signs = {"JOB_LOSS", "NO_PAY"},
                              .heard_on = day("2020-05-06")},
                             ReferralState::Visit},
            ReferralApplied{kHousehold, {ReferralSource::Case, FederationNo{4}, uuid(82)}},
            ReferralPutAside{"NOT_IN_HARDSHIP", {ReferralSource::Case, FederationNo{4}, uuid(82)}}};
}

TEST(RegistryCodec, GivesAReferralBackAsItWas) {
    for (const ReferralRecord::Event& event : referral_history()) {
        const log::NewEvent stored = Codec<ReferralRecord>::encode(event);
        const auto read = Codec<ReferralRecord>::decode(stored.type, 1, stored.payload);
        ASSERT_TRUE(read.has_value()) << stored.type;
        EXPECT_TRUE(*read == event) << stored.type;
    }
}

TEST(RegistryCodec, TheWorkThatADecisionNamesComesBackWithIt) {
    const ReviewCompleted review{.household = kHousehold,
                                 .outcome = ReviewOutcome::Stop,
                                 .valid_until = day("2021-03-25"),
                                 .job = retained_job()};
    const HardshipResolved resolved{kHousehold, day("2020-11-12"), retained_job()};
    for (const HouseholdEvent& event : Events{review, resolved}) {
        const log::NewEvent stored = Codec<Household>::encode(event);
        const auto read = Codec<Household>::decode(stored.type, 1, stored.payload);
        ASSERT_TRUE(read.has_value());
        EXPECT_TRUE(*read == event) << stored.type;
    }
}

TEST(RegistryCodec, ReadsNoEventOfAnotherAggregateOrService) {
    EXPECT_FALSE(Codec<Household>::decode("DibaoLineSet", 1, "").has_value());
    EXPECT_FALSE(is_known_event("ReliefPaid"));
}

TEST(RegistryCodec, MarksAsCriticalWhatNoPayerMayOverlook) {
    for (std::string_view type :
         {"HelpPlanAdopted", "AidSuspended", "AidResumed", "FileClosed", "FileCancelled",
          "FileReopened", "ReviewCompleted", "PayeeAccountChanged"}) {
        EXPECT_TRUE(is_critical_event(type)) << type;
    }
    EXPECT_FALSE(is_critical_event("HomeVisitRecorded"));
    EXPECT_FALSE(is_critical_event("ReliefPaid"));
}

TEST(RegistryGolden, EveryStoredEventIsStillReadAsItWas) {
    EXPECT_THAT((golden_faults<Household, Codec<Household>>("registry", samples())), IsEmpty());
    EXPECT_THAT(
        (golden_faults<ReferralRecord, Codec<ReferralRecord>>("registry", referral_history())),
        IsEmpty());
    EXPECT_THAT((golden_faults<UnionNodeRecord, Codec<UnionNodeRecord>>(
                    "registry", {UnionNodeRegistered{{"6103-0001", "union", "610300",
                                                      FederationNo{1}, UnionNodeKind::Zone}}})),
                IsEmpty());
    EXPECT_THAT((golden_faults<StaffRecord, Codec<StaffRecord>>(
                    "registry", {StaffRegistered{clerk()}, StaffChanged{clerk()},
                                 StaffLeft{staff(5), day("2020-01-02")}})),
                IsEmpty());
    const Enterprise firm{"91610300MA00000078", "firm",        FederationNo{1},
                          "6103-0001",          "610300",      true,
                          day("2015-01-01"),    {"PILOT-2018"}};
    EXPECT_THAT((golden_faults<EnterpriseRecord, Codec<EnterpriseRecord>>(
                    "registry", {EnterpriseRegistered{firm}, EnterpriseChanged{firm}})),
                IsEmpty());
    EXPECT_THAT((golden_faults<DibaoLineRecord, Codec<DibaoLineRecord>>(
                    "registry", {DibaoLineSet{line_600()}})),
                IsEmpty());
    EXPECT_THAT((golden_faults<RuleSetRecord, Codec<RuleSetRecord>>("registry",
                                                                    {RuleSetAdded{rules_2020()}})),
                IsEmpty());
    EXPECT_THAT(
        (golden_faults<PersonRecord, Codec<PersonRecord>>(
            "registry", {PersonErased{person(1), ErasureGround::Unlawful, day("2021-11-02")}})),
        IsEmpty());
}

}  // namespace
}  // namespace haven::registry::spec
