// An event comes back from its stored message as it went in, every field of it. The samples of each
// aggregate are a history in the order of their lists, so that they can be folded; their stored
// form is golden.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/log/codec_check.hpp"
#include "libs/log/golden.hpp"
#include "services/scholarship/codec/codec.hpp"

namespace haven::scholarship {
namespace {

using spec::expect_whole;
using spec::golden_faults;
using spec::id;
using ::testing::IsEmpty;

const Date kDay = Date::of(2023, 8, 28);
const Money kAmount = Money::fen(500'000);
const AwardYearRef kZhao{id<AwardId>(1), 2023};
const Funding kFunding{id<FundLineId>(5), id<PledgeId>(7)};
const Uuid kObjection = id<PersonId>(50).uuid;

Payee payee() {
    return {.person = id<PersonId>(1),
            .kind = PayeeKind::Card,
            .account = {id<PersonId>(2), std::string("\x01\x00sealed", 8)},
            .last4 = "0014",
            .name = {id<PersonId>(3), std::string("\x01\xff", 2)},
            .bank = "西府农村商业银行"};
}
RollHash hash(std::uint8_t fill) {
    RollHash value{};
    value.fill(fill);
    return value;
}
RollRow row(std::uint8_t number) {
    return {.application = id<ApplicationId>(number),
            .award = id<AwardId>(number),
            .student = id<PersonId>(1),
            .stage = StudyStage::TopUp,
            .tier = "HIGHER-FILED",
            .amount = kAmount,
            .payee = payee(),
            .funding = kFunding,
            .graduates = 2027,
            .sponsor_may_know = true,
            .surveyor = id<StaffId>(11),
            .checker = id<StaffId>(12),
            .nominator = id<StaffId>(13),
            .parent = id<PersonId>(2)};
}
AwardApproved approved() {
    return {"R-1/1", id<SchemeId>(23), SchemeKind::Charity, 2023, true, true, row(1)};
}

std::vector<Scheme::Event> scheme_history() {
    const SchemeTerms terms{.scheme = id<SchemeId>(23),
                            .code = "xuanyuan-2023",
                            .kind = SchemeKind::Charity,
                            .year = 2023,
                            .sponsor = "91610300MA00000078",
                            .counts_as_hardship_aid = true,
                            .first_day = Date::of(2023, 7, 1),
                            .last_day = kDay,
                            .tiers = {{"HIGHER",
                                       kAmount,
                                       {StudyStage::TopUp, StudyStage::Graduate},
                                       TierFor::Unfiled,
                                       true}},
                            .excluded = {ProgrammeKind::Military, ProgrammeKind::PartTime},
                            .excludes_other_aid = true,
                            .places = 140,
                            .per_family = 1,
                            .renewable = true,
                            .notice_working_days = 5,
                            .source = "X-2023"};
    return {SchemeOpened{terms}, WindowExtended{Date::of(2023, 9, 5), "D-1"},
            WindowClosed{Date::of(2023, 9, 6)}, SchemeClosed{133, Money::fen(66'500'000)}};
}

std::vector<Pledge::Event> pledge_history() {
    return {PledgeMade{"xuanyuan-2023", "91610300MA00000078", id<SchemeId>(23),
                       Money::fen(70'000'000), id<FundLineId>(5), "X-2023-1"},
            PledgeReceived{Money::fen(1'000'000), "V-1", kDay, id<FundLineId>(5)},
            AllotmentRefused{{id<AwardId>(9), 2024}, Money::fen(2'000'000), "PLEDGE_SHORT"},
            AwardAllotted{kZhao, kAmount},
            AllotmentPaid{kZhao, kAmount, "B-1", kDay},
            AllotmentReturned{kZhao, kAmount, "R-1", kDay},
            AllotmentReleased{kZhao, kAmount},
            PledgeGivenBack{Money::fen(100), "B-1"},
            PledgeDefaulted{Money::fen(69'000'000), "SPONSOR_DISSOLVED"},
            GiftInKindReceived{"SUITCASE", 20, "G-1"},
            GiftHandedOut{"SUITCASE", id<AwardId>(1), kDay}};
}

std::vector<Application::Event> application_history() {
    const ScholarshipApplied applied{.scheme = id<SchemeId>(23),
                                     .kind = SchemeKind::Charity,
                                     .year = 2023,
                                     .counts_as_hardship_aid = true,
                                     .notice_working_days = 5,
                                     .student = id<PersonId>(1),
                                     .student_birth = Date::of(2004, 10, 2),
                                     .parent = id<PersonId>(2),
                                     .file = {id<HouseholdId>(40), FederationNo{4}},
                                     .ground = HardshipGround::SchoolCost,
                                     .employer = "91610300MA00000078",
                                     .union_node = "610304-0001",
                                     .school = {id<PersonId>(1), "school"},
                                     .admission_no = {id<PersonId>(1), "admission"},
                                     .stage = StudyStage::TopUp,
                                     .study_year = 1,
                                     .programme = ProgrammeKind::SinoForeign,
                                     .fees = Money::fen(600'000),
                                     .other_aid = Money::fen(1),
                                     .payee = payee(),
                                     .sponsor_may_know = true,
                                     .applied_on = kDay,
                                     .student_name = {id<PersonId>(1), "student"},
                                     .parent_name = {id<PersonId>(2), "parent"},
                                     .intake = FederationNo{5}};
    return {
        applied,
        StudentSurveyed{id<StaffId>(11), SurveyFinding::Differs, kDay},
        ApplicationChecked{id<StaffId>(12), "D-3"},
        StudentNominated{"HIGHER", kAmount, id<StaffId>(13), 140, 1},
        AwardNoticeOpened{{id<PersonId>(1), "row"}, "610304-0001", kDay, Date::of(2023, 9, 4), 5},
        AwardObjectionRaised{kObjection, ObjectionGround::NotTheirChild, true, kDay},
        AwardObjectionDismissed{kObjection, id<StaffId>(12)},
        AwardNoticeClosed{Date::of(2023, 9, 5)},
        RollEntryRefused{id<RollId>(60), "NOTICE_NOT_CLOSED"},
        ApplicationRolled{id<RollId>(61)},
        ApplicationUnrolled{id<RollId>(61)},
        ApplicationAwarded{id<RollId>(61), id<AwardId>(1)},
        NominationLapsed{},
        ApplicationReleased{id<AwardId>(1)},
        AwardObjectionUpheld{kObjection, id<StaffId>(12)},
        ApplicationExcluded{ExclusionReason::NotFullTime, id<StaffId>(12)},
        ScholarshipRejected{"LETTER_FORGED", id<StaffId>(12)},
        ScholarshipWithdrawn{kDay}};
}

std::vector<AwardRoll::Event> award_roll_history() {
    return {RollSealed{"R-1", id<SchemeId>(23), SchemeKind::Charity, 2023, true, true, 2,
                       Money::fen(1'000'000), hash(1), id<StaffId>(20)},
            RowSealed{row(1)},
            RowSealed{row(2)},
            RowConfirmed{id<ApplicationId>(1)},
            RowStruck{id<ApplicationId>(2), "WITHDRAWN", 1, kAmount, hash(2)},
            RollApproved{id<StaffId>(21), "M-1", hash(2)},
            approved(),
            CeremonyHeld{kDay, "610304-0001", 1}};
}

std::vector<Award::Event> award_history() {
    return {AwardGranted{approved()},
            AwardFundsAsked{2023, kAmount, id<PledgeId>(7)},
            AwardUnfunded{2023, "PLEDGE_SHORT"},
            FundingChanged{2023, kFunding, "D-4"},
            AwardFunded{2023, kFunding},
            AwardPayable{2023, kAmount, id<PersonId>(1), payee(), id<FundLineId>(5),
                         SchemeKind::Charity, true, "R-1/1", 2},
            AwardPaid{2023, kAmount, id<PledgeId>(7), "B-1", kDay, true},
            AwardPaymentReturned{2023, kAmount, id<PledgeId>(7), "R-1", kDay},
            RenewalProposed{2024, StudyStage::TopUp, kFunding, "P-1", id<StaffId>(20)},
            AwardRenewed{2024, id<StaffId>(21)},
            YearRepeated{2025},
            AwardDeferred{2023, 2024},
            AwardRevoked{RevocationReason::Died, "D-7", kAmount, id<StaffId>(21)},
            AwardStopAsked{2023, 2},
            AwardYearReleased{2023, id<PledgeId>(7), id<ApplicationId>(1)},
            AwardPayeeProposed{payee(), id<StaffId>(20)},
            AwardPayeeChanged{payee(), id<StaffId>(20), id<StaffId>(21), {{2024, 1}, {2025, 2}}}};
}

std::vector<FamilyFile::Event> family_file_history() {
    return {FamilyNoted{id<HouseholdId>(40), id<PersonId>(2), {id<PersonId>(2), id<PersonId>(1)}},
            FamilyFileOpened{kDay}, FamilyFileClosed{kDay.plus_days(30)}};
}

TEST(ScholarshipCodec, FamilyFile) {
    expect_whole<FamilyFile, FamilyFileCodec>(family_file_history());
}
TEST(ScholarshipCodec, Scheme) {
    expect_whole<Scheme, SchemeCodec>(scheme_history());
}
TEST(ScholarshipCodec, Pledge) {
    expect_whole<Pledge, PledgeCodec>(pledge_history());
}
TEST(ScholarshipCodec, Application) {
    expect_whole<Application, ApplicationCodec>(application_history());
}
TEST(ScholarshipCodec, AwardRoll) {
    expect_whole<AwardRoll, AwardRollCodec>(award_roll_history());
}
TEST(ScholarshipCodec, Award) {
    expect_whole<Award, AwardCodec>(award_history());
}

TEST(ScholarshipGolden, EveryStoredEventIsStillReadAsItWas) {
    const std::string service = "scholarship";
    EXPECT_THAT((golden_faults<Scheme, SchemeCodec>(service, scheme_history())), IsEmpty());
    EXPECT_THAT((golden_faults<Pledge, PledgeCodec>(service, pledge_history())), IsEmpty());
    EXPECT_THAT((golden_faults<Application, ApplicationCodec>(service, application_history())),
                IsEmpty());
    EXPECT_THAT((golden_faults<AwardRoll, AwardRollCodec>(service, award_roll_history())),
                IsEmpty());
    EXPECT_THAT((golden_faults<FamilyFile, FamilyFileCodec>(service, family_file_history())),
                IsEmpty());
    EXPECT_THAT((golden_faults<Award, AwardCodec>(service, award_history())), IsEmpty());
}

}  // namespace
}  // namespace haven::scholarship
