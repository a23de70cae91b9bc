#include "services/scholarship/domain/application.hpp"

#include <gtest/gtest.h>

#include "services/scholarship/testing/applications.hpp"

namespace haven::scholarship::testing {
namespace {

using spec::given;
using spec::id;

ScholarshipApplied of_family(ScholarshipApplied applied, std::vector<PersonId> family) {
    applied.family = std::move(family);
    return applied;
}

TEST(Application, IsTakenInWithTheTermsOfItsSchemeAndTheFamilyThatIsKnown) {
    given<Application>()
        .by(kClerk)
        .on("2023-08-01")
        .when(submit(from_file()))
        .then({of_family(stored(from_file()), {kFather, kMother})});
    given<Application>()
        .by(kClerk)
        .on("2023-08-01")
        .when(submit(without_file()))
        .then({of_family(stored(without_file()), {kFather})});
    given<Application>(until_applied())
        .on("2023-08-02")
        .when(submit(from_file()))
        .refused("APPLICATION_EXISTS");
    given<Application>().by({}).on("2023-08-01").when(submit(from_file())).refused("NOT_STAFF");
}

TEST(Application, RefusesWhatCannotBeApplied) {
    struct Row {
        const char* reason;
        void (*spoil)(SubmitScholarshipApplication&);
    };
    using Command = SubmitScholarshipApplication;
    const Row rows[] = {
        {"SCHEME_CLOSED", [](Command& c) { c.scheme_closed = true; }},
        {"WINDOW_NOT_OPEN", [](Command& c) { c.terms.first_day = day("2023-08-02"); }},
        {"INVALID_WORD", [](Command& c) { c.application.union_node = "陈仓区"; }},
        {"INVALID_PERSONS", [](Command& c) { c.application.student = {}; }},
        {"FILE_NOT_ENROLLED", [](Command& c) { c.file.open = false; }},
        {"NOT_ON_FILE", [](Command& c) { c.file.members = {kFather, kMother}; }},
        {"NOT_ON_FILE", [](Command& c) { c.file.members = {kMother, kStudent}; }},
        {"HARDSHIP_GROUND_MISSING", [](Command& c) { c.application.file = {}; }},
        {"ADMISSION_MISSING", [](Command& c) { c.application.admission_no = {}; }},
        {"INVALID_STUDY_YEAR", [](Command& c) { c.application.study_year = 0; }},
        {"STAGE_NOT_COVERED", [](Command& c) { c.application.stage = StudyStage::Graduate; }},
        {"INVALID_AMOUNT", [](Command& c) { c.application.fees = Money::fen(-1); }},
        {"PAYEE_UNKNOWN", [](Command& c) { c.application.payee = {}; }},
    };
    for (const Row& row : rows) {
        SubmitScholarshipApplication command = submit(from_file());
        row.spoil(command);
        given<Application>().on("2023-08-01").when(command).refused(row.reason);
    }
}

TEST(I7_TheFileIsTheParents, AStudentWhoHeadsTheFileOrAppliesForHimselfIsRefused) {
    SubmitScholarshipApplication command = submit(from_file());
    command.file.head = kStudent;
    given<Application>().on("2023-08-01").when(command).refused("STUDENT_IS_HEAD");
    ScholarshipApplied himself = without_file();
    himself.parent = kStudent;
    given<Application>().on("2023-08-01").when(submit(himself)).refused("STUDENT_IS_HEAD");
}

// Edge cases: student's own card or the parent's; a student under 18; a reward.
TEST(Application, WhoIsPaid) {
    struct Row {
        const char* born;
        SchemeKind kind;
        PersonId payee;
        const char* refused;  // empty: good
    };
    const PersonId stranger = id<PersonId>(99);
    using enum SchemeKind;
    for (const Row& row :
         {Row{"2004-10-02", UnionHardship, kFather, ""},
          Row{"2004-10-02", UnionHardship, kStudent, ""},
          Row{"2005-08-01", UnionHardship, kStudent, ""},  // 18 today
          Row{"2005-08-02", UnionHardship, kStudent, "MINOR_PAID_THROUGH_PARENT"},
          Row{"2005-08-02", UnionHardship, kFather, ""},
          Row{"2004-10-02", UnionHardship, stranger, "PAYEE_NOT_STUDENT_OR_PARENT"},
          Row{"2004-10-02", UnionHardship, kMother, "PAYEE_NOT_STUDENT_OR_PARENT"},
          Row{"2004-10-02", Reward, kFather, ""},
          Row{"2004-10-02", Reward, kStudent, "REWARD_IS_THE_PARENTS"}}) {
        ScholarshipApplied applied = from_file();
        applied.student_birth = day(row.born);
        applied.payee = account_of(row.payee);
        applied.employer = row.kind == Reward ? kSponsor : "";
        const SchemeTerms terms = row.kind == Reward ? sponsored(Reward) : union_scheme();
        const auto outcome = given<Application>().on("2023-08-01").when(submit(applied, terms));
        if (*row.refused == '\0') {
            EXPECT_EQ(outcome.events().size(), 1U) << row.born;
        } else {
            outcome.refused(row.refused);
        }
    }
}

// Edge case: the student lives in 陈仓 and the father works for 西凤 in 凤翔: what counts is the
// employer.
TEST(Application, AnEnterprisePaysForItsOwnEmployeesChildren) {
    ScholarshipApplied applied = without_file();
    applied.ground = HardshipGround::Unset;
    const SchemeTerms terms = sponsored(SchemeKind::Employer);
    applied.employer = "81610300MC00000044";
    given<Application>().on("2023-08-01").when(submit(applied, terms)).refused("NOT_AN_EMPLOYEE");
    applied.employer = kSponsor;
    EXPECT_EQ(given<Application>().on("2023-08-01").when(submit(applied, terms)).events().size(),
              1U);
}

TEST(Application, IsSurveyedBeforeItIsCheckedAndByAnother) {
    given<Application>(until_applied())
        .when(CheckApplication{"", union_scheme()})
        .refused("NO_CHECK_DUE");
    given<Application>(until_applied())
        .by(kSurveyor)
        .on("2023-08-03")
        .when(RecordSurvey{SurveyFinding::AsDeclared})
        .then({surveyed()});
    const auto seen = with(until_applied(), {surveyed()});
    given<Application>(seen)
        .by(kSurveyor)
        .when(CheckApplication{"", union_scheme()})
        .refused("SAME_PERSON");
    given<Application>(seen)
        .by(kChecker)
        .when(CheckApplication{"", union_scheme()})
        .then({ApplicationChecked{kChecker, ""}});
    given<Application>(seen)
        .by(kChecker)
        .when(CheckApplication{"", sponsored(SchemeKind::Charity)})
        .refused("SCHEME_DIFFERS");
    const auto differs = with(until_applied(), {surveyed(SurveyFinding::Differs)});
    given<Application>(differs)
        .by(kChecker)
        .when(CheckApplication{"", union_scheme()})
        .refused("SURVEY_DIFFERS");
    given<Application>()
        .when(RecordSurvey{SurveyFinding::AsDeclared})
        .refused("APPLICATION_MISSING");
}

// What a scheme excludes is its data: 2024's list is shorter than 2025's (R50).
TEST(I29_NoAwardToAnExcludedKind, ByTheSchemesOwnList) {
    using enum ProgrammeKind;
    struct Row {
        ProgrammeKind programme;
        ExclusionReason in_2024;
        ExclusionReason in_2025;
    };
    using R = ExclusionReason;
    for (const Row& row :
         {Row{Regular, R::Unset, R::Unset}, Row{Military, R::Military, R::Military},
          Row{FreeTeacher, R::FreeTeacher, R::FreeTeacher}, Row{Directed, R::Directed, R::Directed},
          Row{PartTime, R::NotFullTime, R::NotFullTime},
          Row{PrivateHighFee, R::Unset, R::PrivateHighFee},
          Row{SelfFundedAbroad, R::Unset, R::SelfFundedAbroad},
          Row{SinoForeign, R::Unset, R::SinoForeign}}) {
        for (const int year : {2024, 2025}) {
            SchemeTerms terms = union_scheme(2023);
            if (year == 2025) {
                for (ProgrammeKind kind : {PrivateHighFee, SelfFundedAbroad, SinoForeign}) {
                    terms.excluded.push_back(kind);
                }
            }
            ScholarshipApplied applied = stored(from_file());
            applied.programme = row.programme;
            const auto outcome = given<Application>({applied, surveyed()})
                                     .by(kChecker)
                                     .when(CheckApplication{"", terms});
            const R reason = year == 2024 ? row.in_2024 : row.in_2025;
            if (reason == R::Unset) {
                outcome.then({ApplicationChecked{kChecker, ""}});
            } else {
                outcome.then({ApplicationExcluded{reason, kChecker}});
                EXPECT_EQ(outcome.state().phase, ApplicationState::Excluded);
            }
        }
    }
}

TEST(I29_NoAwardToAnExcludedKind, WhoeverHasOtherAidForTheSameNeedIsNotAidedAgain) {
    ScholarshipApplied applied = stored(from_file());
    applied.other_aid = yuan(2'000);
    given<Application>({applied, surveyed()})
        .by(kChecker)
        .when(CheckApplication{"", union_scheme()})
        .then({ApplicationExcluded{ExclusionReason::AlreadyAided, kChecker}});
    SchemeTerms allows = union_scheme();
    allows.excludes_other_aid = false;
    given<Application>({applied, surveyed()})
        .by(kChecker)
        .when(CheckApplication{"", allows})
        .then({ApplicationChecked{kChecker, ""}});
}

TEST(I30_NoAwardAfterTheWindowWithoutADecision,
     ALateApplicationIsExcludedUnlessANumberedDecisionSaysNo) {
    const auto late = [](const char* on) {
        return given<Application>({stored(from_file(), on), surveyed()}).by(kChecker);
    };
    late("2023-08-27")
        .when(CheckApplication{"", union_scheme()})
        .then({ApplicationChecked{kChecker, ""}});
    late("2023-08-28")
        .when(CheckApplication{"", union_scheme()})
        .then({ApplicationExcluded{ExclusionReason::Late, kChecker}});
    late("2023-08-28")
        .when(CheckApplication{"because", union_scheme()})
        .then({ApplicationChecked{kChecker, "because"}});
    late("2023-08-28").when(CheckApplication{"he was ill", union_scheme()}).refused("INVALID_WORD");
    SchemeTerms extended = union_scheme();
    extended.last_day = day("2023-09-05");
    late("2023-08-28")
        .when(CheckApplication{"", extended})
        .then({ApplicationChecked{kChecker, ""}});
}

TEST(Application, IsNominatedByATierThatFits) {
    const auto checked = [] { return given<Application>(until_checked()).by(kNominator); };
    checked().when(NominateStudent{"HIGHER-FILED", union_scheme()}).then({nominated()});
    checked()
        .when(NominateStudent{"HIGHER-UNFILED", union_scheme()})
        .refused("AWARD_TIER_DOES_NOT_FIT");
    checked()
        .when(NominateStudent{"SENIOR-FILED", union_scheme()})
        .refused("AWARD_TIER_DOES_NOT_FIT");
    checked().when(NominateStudent{"GOLD", union_scheme()}).refused("AWARD_TIER_MISSING");
    given<Application>(until_applied())
        .by(kNominator)
        .when(NominateStudent{"HIGHER-FILED", union_scheme()})
        .refused("NO_NOMINATION_DUE");
}

std::vector<ClaimChange> claims_at(const ApplicationEvents& history) {
    return Application::effects(given<Application>(history).state(), history.back()).claims;
}

// Edge case: both parents apply in two unions, both to hardship schemes. The claim is over the
// whole suite, so the second nomination loses it; a reward is none, and both may stand.
TEST(I27_OneHardshipAwardAStudentYearAndStage, IsClaimedAtNominationAndARewardClaimsNone) {
    const std::string key = hardship_claim(kStudent, 2023, StudyStage::Undergraduate);
    EXPECT_EQ(claims_at(until_nominated()),
              (std::vector<ClaimChange>{{ClaimChange::Kind::Take, key}}));
    ScholarshipApplied mothers = stored(from_file());
    mothers.parent = kMother;
    mothers.scheme = id<SchemeId>(78);
    EXPECT_EQ(claims_at({mothers, surveyed(), ApplicationChecked{kChecker, ""}, nominated()}),
              (std::vector<ClaimChange>{{ClaimChange::Kind::Take, key}}));
    ScholarshipApplied reward = stored(from_file());
    reward.kind = SchemeKind::Reward;
    reward.counts_as_hardship_aid = false;
    EXPECT_EQ(claims_at({reward, surveyed(), ApplicationChecked{kChecker, ""}, nominated()}),
              (std::vector<ClaimChange>{}));
}

TEST(I27_OneHardshipAwardAStudentYearAndStage, StagesOfOneLevelAreOneStage) {
    using enum StudyStage;
    const auto key = [](int year, StudyStage stage) {
        return hardship_claim(kStudent, year, stage);
    };
    EXPECT_EQ(key(2023, Undergraduate), key(2023, TopUp));  // 专升本 in the autumn of the diploma
    EXPECT_EQ(key(2023, Undergraduate), key(2023, JuniorCollege));
    EXPECT_EQ(key(2023, SeniorHigh), key(2023, SecondaryVocational));
    EXPECT_NE(key(2023, Undergraduate), key(2023, SeniorHigh));
    EXPECT_NE(key(2023, Undergraduate), key(2023, Graduate));
    EXPECT_NE(key(2023, Undergraduate), key(2024, Undergraduate));
    EXPECT_NE(key(2023, Undergraduate), hardship_claim(kMother, 2023, Undergraduate));
}

// Two parents in one firm (汉唐, 18 students' parents): one live application a student and scheme.
TEST(Application, AStudentAppliesOnceInAScheme) {
    const std::string key =
        "application/" + union_scheme().scheme.to_string() + '/' + kStudent.to_string();
    using Kind = ClaimChange::Kind;
    EXPECT_EQ(claims_at(until_applied()), (std::vector<ClaimChange>{{Kind::Take, key}}));
    const std::vector<ClaimChange> freed{{Kind::Free, key}};
    EXPECT_EQ(claims_at(with(until_applied(),
                             {surveyed(), ApplicationExcluded{ExclusionReason::Late, kChecker}})),
              freed);
    EXPECT_EQ(claims_at(with(until_applied(), {ScholarshipWithdrawn{day("2023-08-05")}})), freed);
    EXPECT_EQ(claims_at(with(until_applied(), {ScholarshipRejected{"FORGED_LETTER", kChecker}})),
              freed);
}

// Edge cases: twins are two students; a scheme may limit the awards of one family, which is one
// whichever parent applies, on the file or without it.
TEST(Application, PlacesAndAwardsOfAFamilyAreCountedWhileNominated) {
    SchemeTerms terms = union_scheme();
    terms.places = 52;
    terms.per_family = 1;
    const auto quotas = [&](ScholarshipApplied applied) {
        const ApplicationEvents history{stored(applied), surveyed(),
                                        ApplicationChecked{kChecker, ""}};
        const bool filed = !applied.file.household.is_nil();
        const auto outcome =
            given<Application>(history)
                .by(kNominator)
                .when(NominateStudent{filed ? "HIGHER-FILED" : "HIGHER-UNFILED", terms});
        return Application::effects(outcome.state(), outcome.events().front()).quotas;
    };
    const std::string scheme = terms.scheme.to_string();
    const std::string family = "scheme-family/" + scheme + '/';
    const QuotaChange place{"scheme-places/" + scheme, 1, 52};
    const QuotaChange father{family + kFather.to_string(), 1, 1};
    const QuotaChange mother{family + kMother.to_string(), 1, 1};
    const std::vector<QuotaChange> both{place, father, mother};
    const auto handed_in = [&](ScholarshipApplied applied, PersonId other) {
        SubmitScholarshipApplication command = submit(std::move(applied), terms);
        command.other_parent = other;
        const auto outcome =
            given<Application>().by(kClerk).on("2023-08-01").when(command).events();
        return std::get<ScholarshipApplied>(outcome.at(0));
    };
    EXPECT_EQ(quotas(handed_in(from_file(), {})), both) << "both parents are on the file";
    ScholarshipApplied twin = without_file();
    twin.student = id<PersonId>(5);
    twin.parent = kMother;
    twin.payee = account_of(kMother);
    EXPECT_EQ(quotas(handed_in(twin, kFather)), both) << "one of the twins has to wait";
    // As events say that are older than the family in them.
    EXPECT_EQ(quotas(from_file()),
              (std::vector<QuotaChange>{place, {family + kHousehold.to_string(), 1, 1}}));
    EXPECT_EQ(quotas(without_file()), (std::vector<QuotaChange>{place, father}));
    EXPECT_TRUE(Application::effects(given<Application>(until_nominated()).state(), nominated())
                    .quotas.empty());  // no limits, none counted
}

TEST(Application, WhereAFamilyIsCountedTheOtherParentIsNamedOrThereIsNone) {
    SchemeTerms terms = union_scheme();
    SubmitScholarshipApplication command = submit(without_file(), terms);
    const auto handed_in = [&] {
        return given<Application>().by(kClerk).on("2023-08-01").when(command);
    };
    EXPECT_EQ(handed_in().events().size(), 1U) << "nothing is counted";
    command.terms.per_family = 1;
    handed_in().refused("OTHER_PARENT_MISSING");
    command.no_other_parent = true;
    EXPECT_EQ(handed_in().events().size(), 1U);
    command.other_parent = kMother;
    handed_in().refused("OTHER_PARENT_DIFFERS");
    command.no_other_parent = false;
    EXPECT_EQ(handed_in().events().size(), 1U);
    command.other_parent = kFather;  // who applies
    handed_in().refused("INVALID_PERSONS");
    command.other_parent = kStudent;
    handed_in().refused("INVALID_PERSONS");
}

OpenAwardNotice notice(std::vector<Date> days) {
    return {{kStudent, "row"}, "610304-0001", std::move(days)};
}
// Working days after Thursday 2023-08-31.
std::vector<Date> working_days() {
    return {day("2023-09-01"), day("2023-09-04"), day("2023-09-05"),
            day("2023-09-06"), day("2023-09-07"), day("2023-09-08")};
}

TEST(I4_NoticeLongEnough, AnAwardsNoticeHangsForTheSchemesWorkingDays) {
    const auto due = [] { return given<Application>(until_nominated()).on("2023-08-31"); };
    due().when(notice(working_days())).then({posted()});
    std::vector<Date> short_one = working_days();
    short_one.resize(4);
    due().when(notice(short_one)).refused("WORKING_DAYS_MISSING");
    std::vector<Date> from_today = working_days();
    from_today.front() = day("2023-08-31");
    due().when(notice(from_today)).refused("WORKING_DAYS_MISSING");
    OpenAwardNotice plain = notice(working_days());
    plain.row = {};
    due().when(plain).refused("ROW_MISSING");
    given<Application>(until_checked()).when(notice(working_days())).refused("NO_NOTICE_DUE");
}

TEST(I4_NoticeLongEnough, AnAwardsNoticeIsTakenDownByItselfOnTheDayAfterItsLast) {
    const auto state = given<Application>(until_noticed()).state();
    EXPECT_EQ(Application::effects(state, posted()).timers,
              (std::vector<TimerChange>{{"notice-close", day("2023-09-08")}}));
    EXPECT_TRUE(Application::on_timer(state, {"notice-close", day("2023-09-08")}).has_value());
    const auto hanging = [] { return given<Application>(until_noticed()); };
    hanging().on("2023-09-07").when(CloseAwardNotice{}).refused("NOTICE_RUNNING");
    hanging().on("2023-09-08").when(CloseAwardNotice{}).then({taken_down()});
    EXPECT_EQ(Application::effects(state, taken_down()).timers,
              (std::vector<TimerChange>{{"notice-close", std::nullopt}}));
}

const Uuid kObjection = id<PersonId>(50).uuid;

AwardObjectionRaised raised(std::string_view on = "2023-09-05") {
    return {kObjection, ObjectionGround::AidedElsewhere, true, day(on)};
}

TEST(AwardObjection, IsRaisedUntilTheDayTheNoticeIsTakenDown) {
    const RaiseAwardObjection raise{kObjection, ObjectionGround::AidedElsewhere, true};
    given<Application>(until_noticed()).on("2023-09-05").when(raise).then({raised()});
    given<Application>(until_ready()).on("2023-09-08").when(raise).then({raised("2023-09-08")});
    given<Application>(until_ready()).on("2023-09-09").when(raise).refused("NO_NOTICE_POSTED");
    given<Application>(until_nominated()).when(raise).refused("NO_NOTICE_POSTED");
    given<Application>(until_noticed())
        .when(RaiseAwardObjection{kObjection, ObjectionGround::Unset, true})
        .refused("INVALID_GROUNDS");
}

TEST(AwardObjection, IsJudgedByAnotherThanTheNominatorAndUpheldTakesEverythingBack) {
    const auto objected = with(until_noticed(), {raised()});
    const auto judge = [&](StaffId by, bool upheld) {
        return given<Application>(objected).by(by).when(ResolveAwardObjection{kObjection, upheld});
    };
    judge(kNominator, false).refused("SAME_PERSON");
    judge(kChecker, false).then({AwardObjectionDismissed{kObjection, kChecker}});
    const auto upheld = judge(kChecker, true);
    upheld.then({NominationLapsed{}, AwardObjectionUpheld{kObjection, kChecker}});
    EXPECT_EQ(upheld.state().phase, ApplicationState::Applied);
    const auto lapsed = with(objected, upheld.events());
    const auto effects = Application::effects(
        given<Application>(with(objected, {NominationLapsed{}})).state(), NominationLapsed{});
    EXPECT_EQ(
        effects.claims,
        (std::vector<ClaimChange>{
            {ClaimChange::Kind::Free, hardship_claim(kStudent, 2023, StudyStage::Undergraduate)}}));
    EXPECT_EQ(effects.timers, (std::vector<TimerChange>{{"notice-close", std::nullopt}}));
    given<Application>(lapsed)
        .by(kChecker)
        .when(ResolveAwardObjection{kObjection, true})
        .refused("NO_SUCH_OBJECTION");
    // It may be surveyed, checked and nominated anew.
    given<Application>(lapsed)
        .by(kSurveyor)
        .on("2023-09-11")
        .when(RecordSurvey{SurveyFinding::Differs})
        .then({StudentSurveyed{kSurveyor, SurveyFinding::Differs, day("2023-09-11")}});
}

const RollId kRoll = id<RollId>(60);
const AwardId kAward = id<AwardId>(61);
const EnterRoll kEnter{kRoll, "HIGHER-FILED", yuan(5'000)};

TEST(Application, StandsOnARollOnlyAfterItsNotice) {
    given<Application>(until_ready())
        .on("2023-09-11")
        .when(kEnter)
        .then({ApplicationRolled{kRoll}});
    const auto refuses = [](const ApplicationEvents& history, const char* reason,
                            const EnterRoll& enter = kEnter) {
        given<Application>(history)
            .on("2023-09-11")
            .when(enter)
            .then({RollEntryRefused{enter.roll, reason}});
    };
    refuses(until_noticed(), "NOTICE_NOT_CLOSED");
    refuses(with(until_ready(), {raised("2023-09-08")}), "OBJECTION_OPEN");
    refuses(until_ready(), "NOMINATION_DIFFERS", {kRoll, "HIGHER-FILED", yuan(50'000)});
    refuses(with(until_ready(), {ApplicationRolled{kRoll}}), "ON_ROLL",
            {id<RollId>(62), "HIGHER-FILED", yuan(5'000)});
    given<Application>().when(kEnter).refused("APPLICATION_MISSING");
    given<Application>(until_ready())  // objections are still taken today
        .on("2023-09-08")
        .when(kEnter)
        .then({RollEntryRefused{kRoll, "NOTICE_NOT_CLOSED"}});
}

TEST(Application, LeavesARollWhoseRowWasStruckAndMayStandOnAnother) {
    const auto rolled = with(until_ready(), {ApplicationRolled{kRoll}});
    given<Application>(rolled).when(LeaveRoll{kRoll}).then({ApplicationUnrolled{kRoll}});
    given<Application>(rolled).when(LeaveRoll{id<RollId>(62)}).then_nothing();
    const EnterRoll other{id<RollId>(62), "HIGHER-FILED", yuan(5'000)};
    given<Application>(with(rolled, {ApplicationUnrolled{kRoll}}))
        .on("2023-09-12")
        .when(other)
        .then({ApplicationRolled{other.roll}});
}

TEST(Application, EndsByWithdrawalRejectionOrWithItsAward) {
    const auto rolled = with(until_ready(), {ApplicationRolled{kRoll}});
    given<Application>(rolled).when(WithdrawScholarship{}).refused("ON_ROLL");
    given<Application>(until_ready())
        .on("2023-09-09")
        .when(WithdrawScholarship{})
        .then({NominationLapsed{}, ScholarshipWithdrawn{day("2023-09-09")}});
    // Edge case: a forged letter of admission.
    given<Application>(until_checked())
        .by(kChecker)
        .when(RejectScholarship{"LETTER_FORGED"})
        .then({ScholarshipRejected{"LETTER_FORGED", kChecker}});
    given<Application>(until_checked())
        .by(kChecker)
        .when(RejectScholarship{"the letter of 赵 is forged"})
        .refused("INVALID_WORD");
    const auto awarded = with(rolled, {ApplicationAwarded{kRoll, kAward}});
    given<Application>(rolled)
        .when(MarkAwarded{kRoll, kAward})
        .then({ApplicationAwarded{kRoll, kAward}});
    given<Application>(until_ready()).when(MarkAwarded{kRoll, kAward}).refused("NOT_ON_ROLL");
    given<Application>(awarded).when(MarkAwarded{kRoll, kAward}).then_nothing();
    given<Application>(awarded).when(WithdrawScholarship{}).refused("APPLICATION_ENDED");
    const auto released = given<Application>(awarded).when(ReleaseAwarded{kAward});
    released.then({NominationLapsed{}, ApplicationReleased{kAward}});
    given<Application>(with(awarded, released.events()))
        .when(ReleaseAwarded{kAward})
        .then_nothing();
}

}  // namespace
}  // namespace haven::scholarship::testing
