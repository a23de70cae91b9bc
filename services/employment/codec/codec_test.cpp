// An event comes back from its stored message as it went in, every field of it. The samples of each
// aggregate are a history in the order of their lists, so that they can be folded; their stored
// form is golden.
#include "libs/log/codec_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/log/golden.hpp"
#include "services/employment/codec/codec.hpp"

namespace haven::employment {
namespace {

using spec::expect_whole;
using spec::golden_faults;
using spec::id;
using ::testing::IsEmpty;

const Date kDay = Date::of(2023, 2, 11);
const Date kLater = Date::of(2024, 2, 29);
const Money kWage = Money::fen(400'000);
const std::string kFirm = "91610300MA00000078";
const FileRef kFile{id<HouseholdId>(40), FederationNo{4}};
const EmployerPapers kPapers{"L-1", kLater, true, "P-1", kDay};

std::vector<Fair::Event> fair_history() {
    return {FairScheduled{{id<FairId>(9), "CHUNFENG-2023", "610300-HALL", kDay, 2, 100, "B-1"}},
            FairPostponed{kLater, "EPIDEMIC"}, FairCancelled{"EPIDEMIC"},
            FairReported{128, 2'413, 1'334, kLater}};
}
std::vector<Employer::Event> employer_history() {
    return {EmployerRegistered{kFirm, EmployerKind::SelfEmployed, kPapers, true},
            PapersRenewed{kPapers}, EmployerBarred{kLater, "WITHHELD_WAGES", id<StaffId>(1)},
            EmployerCleared{"PAID_WAGES", id<StaffId>(2)}};
}
std::vector<Participation::Event> participation_history() {
    return {ParticipationApplied{id<FairId>(9), kFirm, "XIFU-2", "SQ-1", kDay},
            ParticipationApproved{7, "L-1", id<StaffId>(1)},
            ParticipationRefused{ParticipationRefusal::BranchLetter, id<StaffId>(1)},
            ParticipationWithdrawn{kDay}};
}
std::vector<Vacancy::Event> vacancy_history() {
    const VacancyTerms terms{.fair = id<FairId>(9),
                             .uscc = kFirm,
                             .occupation = "装配工",
                             .conditions = "两班倒",
                             .posts = 30,
                             .wage_min = Money::fen(380'000),
                             .wage_max = Money::fen(550'000),
                             .min_schooling = SchoolingLevel::Graduate,
                             .min_age = 18,
                             .max_age = 55,
                             .insurance = InsuranceCover::None,
                             .division = "610303",
                             .valid_until = kLater};
    return {VacancyPosted{terms, "0f1e2d", "AD-2023-1", kDay}, VacancyExpired{kDay},
            VacancyClosed{"FILLED"},
            VacancyRejected{terms, VacancyRejection::Duplicate, "限男", "AD-2023-1"}};
}
std::vector<Seeker::Event> seeker_history() {
    const SeekerProfile profile{SeekerGroup::NewForm,
                                SchoolingLevel::JuniorHigh,
                                {"WELDING", "FORKLIFT"},
                                kWage,
                                "610303",
                                true};
    return {SeekerRegistered{.person = id<PersonId>(3),
                             .birth = Date::of(1975, 8, 15),
                             .profile = profile,
                             .file = kFile,
                             .union_node = "610303-0001",
                             .consent = "PN-2022-1",
                             .name = {id<PersonId>(3), std::string("\x01\x00sealed", 8)},
                             .phone = {id<PersonId>(3), std::string("\x01\xff", 2)},
                             .registered_on = kDay},
            SeekerUpdated{profile}, SeekerLeft{"MOVED", kLater}};
}
std::vector<Intent::Event> intent_history() {
    return {IntentReached{id<SeekerId>(20), id<PersonId>(3), id<FairId>(9), id<VacancyId>(11),
                          kFirm, kDay},
            IntentWithdrawn{kLater}};
}
std::vector<Hire::Event> hire_history() {
    return {
        HireConfirmed{.hire = id<HireId>(30),
                      .seeker = id<SeekerId>(20),
                      .person = id<PersonId>(3),
                      .group = SeekerGroup::Migrant,
                      .file = kFile,
                      .uscc = kFirm,
                      .vacancy = id<VacancyId>(11),
                      .intent = id<IntentId>(12),
                      .contract = ContractKind::Service,
                      .contract_no = "HT-1",
                      .starts_on = kDay,
                      .contract_until = kLater,
                      .monthly_wage = kWage,
                      .confirmed_by = id<StaffId>(1),
                      .confirmed_on = kDay},
        ContractExtended{"HT-2", kLater},
        RetentionDue{3},
        RetentionConfirmed{.hire = id<HireId>(30),
                           .person = id<PersonId>(3),
                           .file = kFile,
                           .uscc = kFirm,
                           .month = 12,
                           .monthly_wage = kWage,
                           .evidence = WageEvidence::CashSigned,
                           .evidence_no = "GZ-1",
                           .income_evidenced = true,
                           .confirmed_by = id<StaffId>(2),
                           .confirmed_on = kLater},
        RetentionWithdrawn{12},
        EmploymentEnded{id<HireId>(30), id<PersonId>(3), kFile, kFirm, kLater, EndReason::Died, {}},
        HireLinked{id<CaseId>(50), true}};
}
std::vector<ServiceCase::Event> service_case_history() {
    return {CaseOpened{.service_case = id<CaseId>(50),
                       .seeker = id<SeekerId>(20),
                       .person = id<PersonId>(3),
                       .need = CaseNeed::Relief,
                       .counter = "HALL-3",
                       .follow_up_on = kLater,
                       .opened_by = id<StaffId>(1),
                       .opened_on = kDay},
            AdviceGiven{"SKILL_SUBSIDY", id<StaffId>(1), kDay},
            CaseReferred{.number = 2,
                         .target = ReferralTarget::Registry,
                         .vacancy = id<VacancyId>(11),
                         .referred_by = id<StaffId>(1),
                         .referred_on = kDay,
                         .registry = {.id = id<ReferralId>(80),
                                      .person = id<PersonId>(3),
                                      .name = {id<PersonId>(3), std::string("\x01\x00sealed", 8)},
                                      .phone = {id<PersonId>(3), std::string("\x01\xff", 2)},
                                      .to = FederationNo{4},
                                      .union_node = "610303-0001",
                                      .signs = {HardshipSign::JobLoss, HardshipSign::Disability}}},
            ReferralAnswered{2, ReferralResult::TurnedDown},
            FollowUpDue{kLater},
            FollowedUp{ContactChannel::Visit, FollowUpFinding::NotReached, kLater, id<StaffId>(2),
                       kDay},
            CaseClosed{CaseOutcome::Hired, id<HireId>(30).uuid, id<StaffId>(2), kLater},
            CaseReopened{"EMPLOYMENT_ENDED", kLater, kDay}};
}
std::vector<PostRuling::Event> post_ruling_history() {
    return {PostRulesSet{{"BZ-2023", kDay, 50, 40, 12, 36, "BZRS-2023-7"}}};
}
std::vector<Allotment::Event> allotment_history() {
    return {PostsAllotted{
        {id<AllotmentId>(60), "GYG-2023", "CITY_UNION", kDay, kLater, 20, "BZGH-2023-9"}}};
}
std::vector<BasicPost::Event> basic_post_history() {
    return {PostOffered{.post = id<BasicPostId>(61),
                        .seeker = id<SeekerId>(20),
                        .person = id<PersonId>(3),
                        .allotment = id<AllotmentId>(60),
                        .posts = 20,
                        .period_until = kLater,
                        .uscc = kFirm,
                        .work = "CLEANING",
                        .rules = "BZ-2023",
                        .max_months = 36,
                        .age = 47,
                        .jobless_since = Date::of(2021, 5, 1),
                        .months_jobless = 21,
                        .proof_no = "SY-1",
                        .offered_by = id<StaffId>(1),
                        .offered_on = kDay,
                        .begin_by = kLater},
            PostDeclined{"TOO_FAR", kDay}, PostStarted{kDay, 12, kLater, id<StaffId>(2)},
            PostEnded{kLater, PostEndReason::Died}};
}
std::vector<SubsidyRuling::Event> subsidy_ruling_history() {
    return {SubsidyRulesSet{
        {"PXBT-2023", kDay, Money::fen(80'000), Money::fen(300'000), 365, "BZRS-2023-8"}}};
}
std::vector<Course::Event> course_history() {
    return {CourseOffered{{.course = id<CourseId>(70),
                           .code = "DSYY-2023",
                           .skill = "E_COMMERCE",
                           .units = 40,
                           .first_day = kDay,
                           .last_day = kLater,
                           .subsidy = Money::fen(80'000),
                           .fund_line = id<FundLineId>(8),
                           .source = "BZGH-2023-12"}}};
}
std::vector<Enrolment::Event> enrolment_history() {
    const Payee payee{.person = id<PersonId>(3),
                      .kind = PayeeKind::Account,
                      .account = {id<PersonId>(3), std::string("\x01\x00sealed", 8)},
                      .last4 = "0123",
                      .name = {id<PersonId>(3), std::string("\x01\xff", 2)},
                      .bank = "长安银行"};
    const Money amount = Money::fen(80'000);
    const Money yearly = Money::fen(300'000);
    return {CourseEnrolled{.enrolment = id<EnrolmentId>(71),
                           .course = id<CourseId>(70),
                           .code = "DSYY-2023",
                           .seeker = id<SeekerId>(20),
                           .person = id<PersonId>(3),
                           .units = 40,
                           .subsidy = amount,
                           .fund_line = id<FundLineId>(8),
                           .enrolled_by = id<StaffId>(1),
                           .enrolled_on = kDay},
            ProgressRecorded{40, kDay},
            CertificateIssued{"ZS-1", id<StaffId>(1), kLater},
            SubsidyRequested{payee, amount, "PXBT-2023", yearly, id<StaffId>(1), kLater},
            SubsidyRefused{"PAPERS_MISSING", id<StaffId>(2)},
            SubsidyApproved{id<PersonId>(3), "DSYY-2023", amount, yearly, id<FundLineId>(8), payee,
                            id<StaffId>(2), kLater},
            SubsidyPayeeProposed{payee, id<StaffId>(1)},
            SubsidyPayeeChanged{payee, id<StaffId>(1), id<StaffId>(2)},
            SubsidyHeld{"NOT_FUNDED", kLater},
            SubsidyPaid{amount, "L-7", kLater},
            SubsidyReturned{"T-7", "ACCOUNT_CLOSED", kLater}};
}
std::vector<FamilyFile::Event> family_file_history() {
    return {FamilyNoted{id<HouseholdId>(40), {id<PersonId>(3), id<PersonId>(4)}, FileRound::None},
            FamilyFileOpened{kDay}, FamilyFileClosed{kLater},
            FamilyLeftByWork{id<HireId>(30), id<PersonId>(3), kWage, kLater}};
}

TEST(EmploymentCodec, Fair) {
    expect_whole<Fair, FairCodec>(fair_history());
}
TEST(EmploymentCodec, Employer) {
    expect_whole<Employer, EmployerCodec>(employer_history());
}
TEST(EmploymentCodec, Participation) {
    expect_whole<Participation, ParticipationCodec>(participation_history());
}
TEST(EmploymentCodec, Vacancy) {
    expect_whole<Vacancy, VacancyCodec>(vacancy_history());
}
TEST(EmploymentCodec, AVacancyKeepsTheSkillsItAsksFor) {
    auto posted = std::get<VacancyPosted>(vacancy_history().front());
    posted.terms.skills = {"WELDING", "FORKLIFT"};
    const log::NewEvent stored = VacancyCodec::encode(posted);
    EXPECT_EQ(VacancyCodec::decode(stored.type, stored.schema_version, stored.payload),
              Vacancy::Event{posted});
}
TEST(EmploymentCodec, Seeker) {
    expect_whole<Seeker, SeekerCodec>(seeker_history());
}
TEST(EmploymentCodec, Intent) {
    expect_whole<Intent, IntentCodec>(intent_history());
}
TEST(EmploymentCodec, Hire) {
    expect_whole<Hire, HireCodec>(hire_history());
}
TEST(EmploymentCodec, AnEndKeepsTheCaseThatWasClosedByTheHire) {
    EmploymentEnded ended{id<HireId>(30), id<PersonId>(3), kFile,         kFirm,
                          kLater,         EndReason::Died, id<CaseId>(50)};
    const log::NewEvent stored = HireCodec::encode(ended);
    EXPECT_EQ(HireCodec::decode(stored.type, stored.schema_version, stored.payload),
              Hire::Event{ended});
}
TEST(EmploymentCodec, ServiceCase) {
    expect_whole<ServiceCase, ServiceCaseCodec>(service_case_history());
}
TEST(EmploymentCodec, ASeekerKeepsTheSexThatTheIdNumberSays) {
    auto seeker = std::get<SeekerRegistered>(seeker_history().front());
    seeker.sex = Sex::Female;
    const log::NewEvent stored = SeekerCodec::encode(seeker);
    EXPECT_EQ(SeekerCodec::decode(stored.type, stored.schema_version, stored.payload),
              Seeker::Event{seeker});
}
TEST(EmploymentCodec, PostRuling) {
    expect_whole<PostRuling, PostRulingCodec>(post_ruling_history());
}
TEST(EmploymentCodec, Allotment) {
    expect_whole<Allotment, AllotmentCodec>(allotment_history());
}
TEST(EmploymentCodec, BasicPost) {
    expect_whole<BasicPost, BasicPostCodec>(basic_post_history());
}
TEST(EmploymentCodec, SubsidyRuling) {
    expect_whole<SubsidyRuling, SubsidyRulingCodec>(subsidy_ruling_history());
}
TEST(EmploymentCodec, Course) {
    expect_whole<Course, CourseCodec>(course_history());
}
TEST(EmploymentCodec, Enrolment) {
    expect_whole<Enrolment, EnrolmentCodec>(enrolment_history());
}
TEST(EmploymentCodec, FamilyFile) {
    expect_whole<FamilyFile, FamilyFileCodec>(family_file_history());
}

TEST(EmploymentGolden, EveryStoredEventIsStillReadAsItWas) {
    const std::string service = "employment";
    EXPECT_THAT((golden_faults<Fair, FairCodec>(service, fair_history())), IsEmpty());
    EXPECT_THAT((golden_faults<Employer, EmployerCodec>(service, employer_history())), IsEmpty());
    EXPECT_THAT(
        (golden_faults<Participation, ParticipationCodec>(service, participation_history())),
        IsEmpty());
    EXPECT_THAT((golden_faults<Vacancy, VacancyCodec>(service, vacancy_history())), IsEmpty());
    EXPECT_THAT((golden_faults<Seeker, SeekerCodec>(service, seeker_history())), IsEmpty());
    EXPECT_THAT((golden_faults<Intent, IntentCodec>(service, intent_history())), IsEmpty());
    EXPECT_THAT((golden_faults<Hire, HireCodec>(service, hire_history())), IsEmpty());
    EXPECT_THAT((golden_faults<ServiceCase, ServiceCaseCodec>(service, service_case_history())),
                IsEmpty());
    EXPECT_THAT((golden_faults<PostRuling, PostRulingCodec>(service, post_ruling_history())),
                IsEmpty());
    EXPECT_THAT((golden_faults<Allotment, AllotmentCodec>(service, allotment_history())),
                IsEmpty());
    EXPECT_THAT((golden_faults<BasicPost, BasicPostCodec>(service, basic_post_history())),
                IsEmpty());
    EXPECT_THAT(
        (golden_faults<SubsidyRuling, SubsidyRulingCodec>(service, subsidy_ruling_history())),
        IsEmpty());
    EXPECT_THAT((golden_faults<Course, CourseCodec>(service, course_history())), IsEmpty());
    EXPECT_THAT((golden_faults<Enrolment, EnrolmentCodec>(service, enrolment_history())),
                IsEmpty());
    EXPECT_THAT((golden_faults<FamilyFile, FamilyFileCodec>(service, family_file_history())),
                IsEmpty());
}

}  // namespace
}  // namespace haven::employment
