#include "services/employment/domain/service_case.hpp"

#include <gtest/gtest.h>

#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using spec::given;
using enum FollowUpFinding;

constexpr ContactChannel kPhone = ContactChannel::Phone;

OpenCase open_case() {
    return {kCaseId, known_seeker(), CaseNeed::Work, "HALL-3", day("2023-03-01")};
}
Refer to_vacancy() {
    return {ReferralTarget::Vacancy, known_vacancy(), false, true};
}
AdviceGiven advised(std::string_view on) {
    return {"SKILL_SUBSIDY", kClerk, day(on)};
}
CaseReferred sent(int number, ReferralTarget target, VacancyId vacancy = {}) {
    return {number, target, vacancy, kClerk, day("2023-02-11")};
}
FollowedUp asked(FollowUpFinding finding, std::string_view on) {
    return {kPhone, finding, day(on).plus_days(10), kClerk, day(on)};
}
KnownHire fitters_hire() {
    return {id<HireId>(30), kSeekerId, day("2023-02-20"), false};
}

TEST(ServiceCaseSpec, R78_ACaseIsOpenedWithTheDayOnWhichThePersonIsAsked) {
    given<ServiceCase>().on("2023-02-11").by(kClerk).when(open_case()).then({case_opened()});
    struct Case {
        const char* reason;
        void (*spoil)(OpenCase&);
    };
    const Case cases[] = {
        {"SEEKER_LEFT", [](OpenCase& c) { c.seeker.state = SeekerState::Left; }},
        {"NEED_MISSING", [](OpenCase& c) { c.need = CaseNeed::Unset; }},
        {"INVALID_WORD", [](OpenCase& c) { c.counter = "三号窗口"; }},
        {"INVALID_FOLLOW_UP", [](OpenCase& c) { c.follow_up_on = {}; }},
        {"INVALID_FOLLOW_UP", [](OpenCase& c) { c.follow_up_on = day("2023-02-11"); }},
        {"INVALID_FOLLOW_UP", [](OpenCase& c) { c.follow_up_on = day("2023-05-13"); }},
    };
    for (const Case& one : cases) {
        OpenCase command = open_case();
        one.spoil(command);
        given<ServiceCase>().on("2023-02-11").when(command).refused(one.reason);
    }
    given<ServiceCase>().by(StaffId{}).on("2023-02-11").when(open_case()).refused("NOT_STAFF");
    given<ServiceCase>({case_opened()}).on("2023-02-11").when(open_case()).refused("CASE_EXISTS");
    given<ServiceCase>().when(Advise{"SKILL_SUBSIDY"}).refused("CASE_MISSING");
}

TEST(ServiceCaseSpec, R78_AdviceIsWrittenDownOnceADay) {
    const auto at = [](std::string_view on) {
        return given<ServiceCase>({case_opened(), advised("2023-02-11")}).by(kClerk).on(on);
    };
    at("2023-02-11").when(Advise{"SKILL_SUBSIDY"}).then_nothing();
    at("2023-02-12").when(Advise{"SKILL_SUBSIDY"}).then({advised("2023-02-12")});
    at("2023-02-11").when(Advise{"要补贴"}).refused("INVALID_WORD");
}

TEST(ServiceCaseSpec, R78_APersonIsSentToWhatIsOnOffer) {
    const auto at = [](const std::vector<ServiceCase::Event>& history = {case_opened()}) {
        return given<ServiceCase>(history).by(kClerk).on("2023-02-11");
    };
    const auto fitter = sent(1, ReferralTarget::Vacancy, id<VacancyId>(11));
    at().when(to_vacancy()).then({fitter});
    at({case_opened(), fitter}).when(to_vacancy()).refused("REFERRAL_OPEN");
    at({case_opened(), fitter, ReferralAnswered{1, ReferralResult::TurnedDown}})
        .when(to_vacancy())
        .then({sent(2, ReferralTarget::Vacancy, id<VacancyId>(11))});
    Refer nowhere = to_vacancy();
    nowhere.vacancy.reset();
    at().when(nowhere).refused("VACANCY_MISSING");
    Refer closed = to_vacancy();
    closed.vacancy->state = VacancyState::Closed;
    at().when(closed).refused("VACANCY_NOT_OPEN");
    Refer past = to_vacancy();
    past.vacancy->valid_until = day("2023-02-10");
    at().when(past).refused("VACANCY_NOT_OPEN");
    Refer hidden = to_vacancy();  // I34: of an employer who is barred or stays away
    hidden.shown = false;
    at().when(hidden).refused("VACANCY_NOT_OPEN");
    at().when(Refer{}).refused("TARGET_MISSING");
}

TEST(ServiceCaseSpec, R78_WhoHasNoFileIsSentToTheRegistryWithTheSignsThatWereSeen) {
    const auto at = [](const std::vector<ServiceCase::Event>& history = {case_opened()}) {
        return given<ServiceCase>(history).by(kClerk).in(FederationNo{4}).on("2023-02-11");
    };
    at().when(to_registry()).then({sent_to_registry()});
    Refer elsewhere = to_registry();
    elsewhere.registry.to = FederationNo{2};
    elsewhere.registry.union_node.clear();
    CaseReferred told = sent_to_registry();
    told.registry.to = FederationNo{2};
    told.registry.union_node.clear();
    at().when(elsewhere).then({told});
    Refer on_file = to_registry();
    on_file.file_open = true;
    at().when(on_file).refused("ON_FILE_ALREADY");
    Refer in_words = to_registry();
    in_words.registry.union_node = "金台区总工会";
    at().when(in_words).refused("INVALID_WORD");
    using enum HardshipSign;
    const std::vector<HardshipSign> wrong[] = {
        {}, {Unset}, {JobLoss, JobLoss}, {JobLoss, static_cast<HardshipSign>(7)}};
    for (const auto& signs : wrong) {
        Refer command = to_registry();
        command.registry.signs = signs;
        at().when(command).refused("INVALID_SIGNS");
    }
    at({case_opened(), sent_to_registry()}).when(to_registry()).refused("REFERRAL_OPEN");
}

TEST(ServiceCaseSpec, R78_WhatBecameOfAReferralTheRegistrySaysAndNobodyElse) {
    const auto at = [](std::vector<ServiceCase::Event> more = {}) {
        std::vector<ServiceCase::Event> history{case_opened(), sent_to_registry()};
        history.insert(history.end(), more.begin(), more.end());
        return given<ServiceCase>(history).by(StaffId{}).on("2023-02-20");
    };
    const ReferralId ours = id<ReferralId>(80);
    const ReferralAnswered taken_up{1, ReferralResult::TakenUp};
    at().by(kClerk).when(AnswerReferral{1, ReferralResult::TakenUp}).refused("REGISTRY_ANSWERS");
    at().when(NoteReferral{ours, ReferralResult::TakenUp}).then({taken_up});
    at({taken_up}).when(NoteReferral{ours, ReferralResult::TakenUp}).then_nothing();
    at({taken_up}).when(NoteReferral{ours, ReferralResult::TurnedDown}).then_nothing();
    at().when(NoteReferral{id<ReferralId>(81), ReferralResult::TakenUp}).then_nothing();
    const CaseClosed withdrawn{CaseOutcome::Withdrawn, {}, kClerk, day("2023-02-12")};
    at({withdrawn}).when(NoteReferral{ours, ReferralResult::TakenUp}).then({taken_up});
    given<ServiceCase>().when(NoteReferral{ours, ReferralResult::TakenUp}).refused("CASE_MISSING");
    // A vacancy's answer comes by hand: it has no id by which anybody could give it.
    given<ServiceCase>({case_opened(), sent(1, ReferralTarget::Vacancy, id<VacancyId>(11))})
        .when(NoteReferral{{}, ReferralResult::TakenUp})
        .then_nothing();
}

// As one to the registry is that was made before it heard of them.
TEST(ServiceCaseSpec, R78_AReferralToAVacancyIsAnsweredByHandAndOnce) {
    const auto at = [](std::vector<ServiceCase::Event> more = {}) {
        std::vector<ServiceCase::Event> history{case_opened(), advised("2023-02-11"),
                                                sent(2, ReferralTarget::Vacancy, id<VacancyId>(11)),
                                                sent(3, ReferralTarget::Registry)};
        history.insert(history.end(), more.begin(), more.end());
        return given<ServiceCase>(history).by(kClerk).on("2023-02-12");
    };
    at().when(AnswerReferral{2, ReferralResult::TakenUp})
        .then({ReferralAnswered{2, ReferralResult::TakenUp}});
    at().when(AnswerReferral{2, ReferralResult::Unset}).refused("RESULT_MISSING");
    at().when(AnswerReferral{3, ReferralResult::TakenUp})
        .then({ReferralAnswered{3, ReferralResult::TakenUp}});
    for (const int number : {0, 1, 4, -1}) {  // none, advice, none, none
        at().when(AnswerReferral{number, ReferralResult::TakenUp}).refused("REFERRAL_MISSING");
    }
    const ReferralAnswered taken_up{2, ReferralResult::TakenUp};
    at({taken_up}).when(AnswerReferral{2, ReferralResult::TakenUp}).then_nothing();
    at({taken_up}).when(AnswerReferral{2, ReferralResult::Declined}).refused("REFERRAL_ANSWERED");
}

TEST(ServiceCaseSpec, R78_WhoHasToBeAskedIsRemindedOfOnTheDayAndAskedOnceADay) {
    const auto opened = given<ServiceCase>({case_opened()});
    EXPECT_EQ(ServiceCase::effects(opened.state(), case_opened()).timers,
              (std::vector<TimerChange>{{"follow-up", day("2023-03-01")}}));
    given<ServiceCase>({case_opened()})
        .on("2023-03-01")
        .when(RemindFollowUp{})
        .then({FollowUpDue{day("2023-03-01")}});
    given<ServiceCase>({case_opened()}).on("2023-02-28").when(RemindFollowUp{}).then_nothing();
    const auto at = [](std::string_view on) {
        return given<ServiceCase>({case_opened(), asked(Seeking, "2023-03-02")}).by(kClerk).on(on);
    };
    const auto next = [](FollowUpFinding finding, std::string_view on) {
        return FollowUp{kPhone, finding, day(on).plus_days(10)};
    };
    at("2023-03-02").when(next(Seeking, "2023-03-02")).then_nothing();
    at("2023-03-02").when(next(AtWork, "2023-03-02")).refused("FOLLOWED_UP_TODAY");
    at("2023-03-09").when(next(AtWork, "2023-03-09")).then({asked(AtWork, "2023-03-09")});
    at("2023-03-09").when(FollowUp{kPhone, AtWork, {}}).refused("INVALID_FOLLOW_UP");
    at("2023-03-09")
        .when(FollowUp{ContactChannel::Unset, AtWork, day("2023-03-20")})
        .refused("CONTACT_MISSING");
}

TEST(ServiceCaseSpec, R78_AnOutcomeRestsOnWhatWasDone) {
    const auto at = [](std::vector<ServiceCase::Event> more = {}) {
        std::vector<ServiceCase::Event> history{case_opened()};
        history.insert(history.end(), more.begin(), more.end());
        return given<ServiceCase>(history).by(kClerk).on("2023-03-20");
    };
    const auto closed = [](CaseOutcome outcome, Uuid rests_on = {}) {
        return CaseClosed{outcome, rests_on, kClerk, day("2023-03-20")};
    };
    at().when(CloseCase{CaseOutcome::Unset, {}}).refused("CASE_OUTCOME_MISSING");
    at().when(CloseCase{CaseOutcome::Withdrawn, {}}).then({closed(CaseOutcome::Withdrawn)});
    at().when(CloseCase{CaseOutcome::Withdrawn, fitters_hire()}).refused("OUTCOME_DIFFERS");

    at().when(CloseCase{CaseOutcome::Advised, {}}).refused("ADVICE_MISSING");
    at({advised("2023-02-11")})
        .when(CloseCase{CaseOutcome::Advised, {}})
        .then({closed(CaseOutcome::Advised)});

    at({sent_to_registry()})
        .when(CloseCase{CaseOutcome::HandedOn, {}})
        .refused("REFERRAL_NOT_TAKEN_UP");
    at({sent_to_registry(), ReferralAnswered{1, ReferralResult::TurnedDown}})
        .when(CloseCase{CaseOutcome::HandedOn, {}})
        .refused("REFERRAL_NOT_TAKEN_UP");
    at({sent_to_registry(), ReferralAnswered{1, ReferralResult::TakenUp}})
        .when(CloseCase{CaseOutcome::HandedOn, {}})
        .then({closed(CaseOutcome::HandedOn)});

    at({asked(NotReached, "2023-03-01"), asked(NotReached, "2023-03-05")})
        .when(CloseCase{CaseOutcome::NotReached, {}})
        .refused("TRIES_MISSING");
    at({asked(NotReached, "2023-03-01"), asked(NotReached, "2023-03-05"),
        asked(Seeking, "2023-03-10"), asked(NotReached, "2023-03-15")})
        .when(CloseCase{CaseOutcome::NotReached, {}})
        .refused("TRIES_MISSING");
    at({asked(NotReached, "2023-03-01"), asked(NotReached, "2023-03-05"), advised("2023-03-06"),
        asked(NotReached, "2023-03-10")})
        .when(CloseCase{CaseOutcome::NotReached, {}})
        .then({closed(CaseOutcome::NotReached)});

    at().when(CloseCase{CaseOutcome::Hired, fitters_hire()})
        .then({closed(CaseOutcome::Hired, id<HireId>(30).uuid)});
    at().when(CloseCase{CaseOutcome::Hired, {}}).refused("HIRE_MISSING");
    KnownHire others = fitters_hire();
    others.seeker = id<SeekerId>(21);
    at().when(CloseCase{CaseOutcome::Hired, others}).refused("HIRE_OF_ANOTHER");
    KnownHire over = fitters_hire();
    over.ended = true;
    at().when(CloseCase{CaseOutcome::Hired, over}).refused("EMPLOYMENT_ENDED");
    KnownHire to_come = fitters_hire();
    to_come.starts_on = day("2023-03-21");
    at().when(CloseCase{CaseOutcome::Hired, to_come}).refused("HIRE_NOT_BEGUN");
}

TEST(ServiceCaseSpec, R78_ACaseThatWasClosedByAHireIsOpenedAgainWhenTheWorkEnds) {
    const CaseClosed hired{CaseOutcome::Hired, id<HireId>(30).uuid, kClerk, day("2023-02-20")};
    const auto at = [&](std::vector<ServiceCase::Event> more = {}) {
        std::vector<ServiceCase::Event> history{case_opened(), hired};
        history.insert(history.end(), more.begin(), more.end());
        return given<ServiceCase>(history).by(StaffId{}).on("2023-03-20");
    };
    const CaseReopened again{"EMPLOYMENT_ENDED", day("2023-03-27"), day("2023-03-20")};
    const ReopenCase ended{"EMPLOYMENT_ENDED", id<HireId>(30)};
    at().when(ended).then({again});
    at().when(ReopenCase{"EMPLOYMENT_ENDED", id<HireId>(31)}).then_nothing();
    at({again}).when(ended).then_nothing();
    at().when(ReopenCase{"CAME_AGAIN", {}}).refused("NOT_STAFF");
    given<ServiceCase>({case_opened()}).when(ReopenCase{"CAME_AGAIN", {}}).refused("CASE_OPEN");
    at().when(Advise{"SKILL_SUBSIDY"}).refused("NOT_STAFF");
    given<ServiceCase>({case_opened(), hired}).when(Advise{"X"}).refused("CASE_CLOSED");
}

TEST(ServiceCaseSpec, R78_APersonIsHeldByTheCaseWhileItIsOpen) {
    const CaseClosed closed{CaseOutcome::Withdrawn, {}, kClerk, day("2023-02-20")};
    const CaseReopened again{"CAME_AGAIN", day("2023-03-27"), day("2023-03-20")};
    const auto claims = [](std::vector<ServiceCase::Event> history) {
        const auto& last = history.back();
        return ServiceCase::effects(given<ServiceCase>(history).state(), last).claims;
    };
    const std::string key = "case/" + kZhang.to_string();
    const std::vector<ClaimChange> take{{ClaimChange::Kind::Take, key}};
    const std::vector<ClaimChange> free{{ClaimChange::Kind::Free, key}};
    EXPECT_EQ(claims({case_opened()}), take);
    EXPECT_EQ(claims({case_opened(), closed}), free);
    EXPECT_EQ(claims({case_opened(), closed, again}), take);
    EXPECT_TRUE(claims({case_opened(), advised("2023-02-12")}).empty());
}

TEST(HireSpec, TheCaseThatWasClosedByAHireHearsWhenTheWorkEnds) {
    const auto at = [](const std::vector<Hire::Event>& history) {
        return given<Hire>(history).by(kClerk).on("2023-03-20");
    };
    const HireLinked linked{kCaseId, false};
    at({hired()}).when(LinkCase{kCaseId}).then({linked});
    at({hired(), linked}).when(LinkCase{kCaseId}).then_nothing();
    const EmploymentEnded ended{id<HireId>(30),      kZhang, kFile, kFirm, day("2023-03-19"),
                                EndReason::Resigned, kCaseId};
    at({hired(), linked}).when(EndEmployment{day("2023-03-19"), EndReason::Resigned}).then({ended});
    EmploymentEnded before = ended;
    before.service_case = {};
    at({hired(), before}).when(LinkCase{kCaseId}).then({HireLinked{kCaseId, true}});
    at({}).when(LinkCase{kCaseId}).refused("HIRE_MISSING");
}

}  // namespace
}  // namespace haven::employment::testing
