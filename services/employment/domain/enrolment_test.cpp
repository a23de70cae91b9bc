#include "services/employment/domain/enrolment.hpp"

#include <gtest/gtest.h>

#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using spec::given;
using History = std::vector<Enrolment::Event>;

History then(History history, std::initializer_list<Enrolment::Event> more) {
    history.insert(history.end(), more);
    return history;
}
History learning() {
    return {enrolled(), ProgressRecorded{40, day("2023-03-05")}};
}
History certified() {
    return then(learning(), {certificate()});
}
History waiting() {
    return then(certified(), {subsidy_requested()});
}
History approved() {
    return then(waiting(), {subsidy_approved()});
}
const SubsidyPaid kPaid{yuan(800), "L-7", day("2023-03-25")};
const SubsidyReturned kReturned{"T-7", "ACCOUNT_CLOSED", day("2023-03-28")};
RequestSubsidy ask() {
    return {payee(), subsidy_rules()};
}
Payee other_account() {
    Payee other = payee();
    other.account.cipher = "other account";
    other.last4 = "4242";
    return other;
}

TEST(EnrolmentSpec, R80_AnEnrolmentKeepsWhatTheCoursePromises) {
    given<Enrolment>().on("2023-02-11").by(kClerk).when(enrol_course()).then({enrolled()});
}

TEST(EnrolmentSpec, R80_WhoSeeksWorkEnrolsWhileTheCourseIsOpenOnce) {
    const auto on = [](const char* today, const EnrolCourse& command) {
        return given<Enrolment>().on(today).by(kClerk).when(command);
    };
    on("2023-01-31", enrol_course()).refused("COURSE_OVER");
    on("2023-07-01", enrol_course()).refused("COURSE_OVER");
    EnrolCourse gone = enrol_course();
    gone.seeker.state = SeekerState::Left;
    on("2023-02-11", gone).refused("SEEKER_LEFT");
    EnrolCourse nowhere = enrol_course();
    nowhere.course.reset();
    on("2023-02-11", nowhere).refused("COURSE_MISSING");
    given<Enrolment>({enrolled()})
        .on("2023-02-12")
        .by(kClerk)
        .when(enrol_course())
        .refused("ENROLMENT_EXISTS");
    given<Enrolment>().on("2023-02-11").by(StaffId{}).when(enrol_course()).refused("NOT_STAFF");
}

TEST(EnrolmentSpec, R80_WhatWasLearnedIsNotUnlearned) {
    const History begun{enrolled(), ProgressRecorded{12, day("2023-02-20")}};
    const auto record = [&](int units) {
        return given<Enrolment>(begun).on("2023-03-05").by(kClerk).when(RecordProgress{units});
    };
    record(40).then({ProgressRecorded{40, day("2023-03-05")}});
    record(12).then_nothing();
    record(11).refused("INVALID_PROGRESS");
    record(41).refused("INVALID_PROGRESS");
    given<Enrolment>().by(kClerk).when(RecordProgress{1}).refused("ENROLMENT_MISSING");
}

TEST(EnrolmentSpec, R80_ACertificateIsForWhoFinishedTheCourse) {
    const RecordCertificate command{"ZS-2023-1", day("2023-03-10")};
    const auto on = [&](const History& history, const RecordCertificate& one) {
        return given<Enrolment>(history).on("2023-03-10").by(kClerk).when(one);
    };
    on(learning(), command).then({certificate()});
    on({enrolled(), ProgressRecorded{39, day("2023-03-05")}}, command)
        .refused("COURSE_NOT_FINISHED");
    on(certified(), command).then_nothing();
    on(certified(), {"ZS-2023-2", day("2023-03-10")}).refused("CERTIFIED_ALREADY");
    on(learning(), {"ZS-2023-1", day("2023-03-11")}).refused("INVALID_DATE");
    on(learning(), {"ZS-2023-1", day("2023-02-10")}).refused("INVALID_DATE");
    on(learning(), {"ZS-2023-1", {}}).refused("INVALID_DATE");
    on(learning(), {"", day("2023-03-10")}).refused("INVALID_WORD");
}

TEST(EnrolmentSpec, R80_ARequestKeepsTheRulesAndTheFiguresItWasJudgedBy) {
    given<Enrolment>(certified())
        .on("2023-03-15")
        .by(kClerk)
        .when(ask())
        .then({subsidy_requested()});
}

TEST(EnrolmentSpec, R80_ASubsidyIsForTheCertificateOfWhoLearned) {
    struct Case {
        const char* reason;  // "": it is asked for
        const char* today;
        void (*spoil)(RequestSubsidy&);
    };
    const auto as_it_is = [](RequestSubsidy&) {};
    const Case cases[] = {
        // A year from the certificate, to the day.
        {"", "2024-03-09", as_it_is},
        {"CERTIFICATE_EXPIRED", "2024-03-10", as_it_is},
        {"SUBSIDY_RULES_MISSING", "2023-03-15", [](RequestSubsidy& c) { c.rules.reset(); }},
        {"", "2023-03-15", [](RequestSubsidy& c) { c.rules->highest = yuan(800); }},
        {"SUBSIDY_OVER_RULES", "2023-03-15",
         [](RequestSubsidy& c) { c.rules->highest = Money::fen(79'999); }},
        {"PAYEE_NOT_THE_SEEKER", "2023-03-15",
         [](RequestSubsidy& c) { c.payee.person = id<PersonId>(4); }},
        {"PAYEE_UNKNOWN", "2023-03-15", [](RequestSubsidy& c) { c.payee.account = {}; }},
        {"PAYEE_UNKNOWN", "2023-03-15", [](RequestSubsidy& c) { c.payee.kind = PayeeKind::Unset; }},
    };
    for (const Case& one : cases) {
        RequestSubsidy command = ask();
        one.spoil(command);
        const auto asked = given<Enrolment>(certified()).on(one.today).by(kClerk).when(command);
        if (*one.reason == '\0') {
            SubsidyRequested expected = subsidy_requested();
            expected.requested_on = day(one.today);
            asked.then({expected});
        } else {
            asked.refused(one.reason);
        }
    }
    given<Enrolment>(learning()).on("2023-03-15").by(kClerk).when(ask()).refused("NOT_CERTIFIED");
    CourseEnrolled free = enrolled();
    free.subsidy = {};
    given<Enrolment>({free, ProgressRecorded{40, day("2023-03-05")}, certificate()})
        .on("2023-03-15")
        .by(kClerk)
        .when(ask())
        .refused("NO_SUBSIDY");
}

TEST(EnrolmentSpec, R80_OneSubsidyAnEnrolment) {
    const auto again = [](const History& history) {
        return given<Enrolment>(history).on("2023-04-01").by(kOfficer).when(ask());
    };
    again(waiting()).refused("SUBSIDY_UNDER_WAY");
    again(approved()).refused("SUBSIDY_UNDER_WAY");
    again(then(approved(), {SubsidyHeld{"NOT_FUNDED", day("2023-03-20")}}))
        .refused("SUBSIDY_UNDER_WAY");
    again(then(approved(), {kPaid})).refused("SUBSIDY_UNDER_WAY");
    again(then(approved(), {kPaid, kReturned})).refused("SUBSIDY_UNDER_WAY");
    // The same request once more is no other one.
    given<Enrolment>(waiting()).on("2023-03-16").by(kClerk).when(ask()).then_nothing();
    // What was refused may be asked for again, with the papers that were missing.
    SubsidyRequested second = subsidy_requested();
    second.requested_by = kOfficer;
    second.requested_on = day("2023-04-01");
    again(then(waiting(), {SubsidyRefused{"PAPERS_MISSING", kOfficer}})).then({second});
}

TEST(EnrolmentSpec, R80_AnotherPersonDecidesThanWhoAsked) {
    const auto decide = [](const History& history, StaffId by, const Enrolment::Command& command) {
        return given<Enrolment>(history).on("2023-03-20").by(by).when(command);
    };
    decide(waiting(), kOfficer, ApproveSubsidy{}).then({subsidy_approved()});
    // Money of one year pays what is approved in it: the line of another year may be named.
    SubsidyApproved of_next_year = subsidy_approved();
    of_next_year.fund_line = id<FundLineId>(9);
    decide(waiting(), kOfficer, ApproveSubsidy{id<FundLineId>(9)}).then({of_next_year});
    decide(waiting(), kClerk, ApproveSubsidy{}).refused("TWO_PEOPLE_NEEDED");
    decide(waiting(), kClerk, RefuseSubsidy{"PAPERS_MISSING"}).refused("TWO_PEOPLE_NEEDED");
    decide(waiting(), kOfficer, RefuseSubsidy{"PAPERS_MISSING"})
        .then({SubsidyRefused{"PAPERS_MISSING", kOfficer}});
    decide(waiting(), kOfficer, RefuseSubsidy{""}).refused("REASON_MISSING");
    decide(certified(), kOfficer, ApproveSubsidy{}).refused("NO_SUBSIDY_REQUESTED");
    decide(approved(), kOfficer, ApproveSubsidy{}).refused("NO_SUBSIDY_REQUESTED");
    decide(approved(), kOfficer, RefuseSubsidy{"PAPERS_MISSING"}).refused("NO_SUBSIDY_REQUESTED");
}

TEST(EnrolmentSpec, R80_CourseAndPersonAndCertificateAreHeldForEverAndTheYearsAmountIsCounted) {
    const auto state = given<Enrolment>(approved()).state();
    using Claims = std::vector<ClaimChange>;
    EXPECT_EQ(Enrolment::effects(state, enrolled()).claims,
              (Claims{{ClaimChange::Kind::Take, "enrolment/" + course_terms().course.to_string() +
                                                    '/' + kZhang.to_string()}}));
    EXPECT_EQ(Enrolment::effects(state, certificate()).claims,
              (Claims{{ClaimChange::Kind::Take, "certificate/ZS-2023-1"}}));
    EXPECT_EQ(Enrolment::effects(state, subsidy_approved()).quotas,
              (std::vector<QuotaChange>{
                  {"course-subsidies/" + kZhang.to_string() + "/2023", 80'000, 100'000}}));
}

TEST(EnrolmentSpec, R80_WhatDisbursementSaysIsShownAndHeardOnce) {
    const auto hear = [](const History& history, const Enrolment::Command& command) {
        return given<Enrolment>(history).when(command);
    };
    const RecordSubsidyPayment pay{yuan(800), "L-7", day("2023-03-25")};
    const RecordSubsidyReturn back{"T-7", "ACCOUNT_CLOSED", day("2023-03-28")};
    const NoteSubsidyHeld hold{"NOT_FUNDED", day("2023-03-20")};
    const SubsidyHeld held{"NOT_FUNDED", day("2023-03-20")};
    hear(approved(), hold).then({held});
    hear(then(approved(), {held}), hold).then_nothing();
    hear(then(approved(), {held}), pay).then({kPaid});
    const History paid = then(approved(), {kPaid});
    hear(paid, pay).then_nothing();
    hear(paid, hold).then_nothing();
    hear(paid, RecordSubsidyPayment{yuan(800), "L-8", day("2023-03-26")})
        .refused("PAYMENT_NOT_EXPECTED");
    hear(waiting(), pay).refused("PAYMENT_NOT_EXPECTED");
    hear(paid, back).then({kReturned});
    hear(then(paid, {kReturned}), back).then_nothing();
    hear(approved(), back).refused("RETURN_NOT_EXPECTED");
    // Disbursement holds what came back, for the reason that the return names already.
    hear(then(paid, {kReturned}), NoteSubsidyHeld{"ACCOUNT_CLOSED", day("2023-03-28")})
        .then_nothing();
    // Paid again, after the account was mended.
    hear(then(paid, {kReturned}), RecordSubsidyPayment{yuan(800), "L-9", day("2023-04-02")})
        .then({SubsidyPaid{yuan(800), "L-9", day("2023-04-02")}});
}

TEST(EnrolmentSpec, R80_AnAccountIsMendedByTwoPeopleBeforeItIsPaid) {
    const History back = then(approved(), {kPaid, kReturned});
    const SubsidyPayeeProposed proposed{other_account(), kClerk};
    const auto by = [](const History& history, StaffId who, const Enrolment::Command& command) {
        return given<Enrolment>(history).on("2023-03-29").by(who).when(command);
    };
    by(back, kClerk, ProposeSubsidyPayee{other_account()}).then({proposed});
    const History entered = then(back, {proposed});
    by(entered, kClerk, ProposeSubsidyPayee{other_account()}).then_nothing();
    by(entered, kClerk, ConfirmSubsidyPayee{"4242"}).refused("TWO_PEOPLE_NEEDED");
    by(entered, kOfficer, ConfirmSubsidyPayee{"0018"}).refused("ACCOUNT_DIFFERS");
    by(entered, kOfficer, ConfirmSubsidyPayee{"4242"})
        .then({SubsidyPayeeChanged{other_account(), kClerk, kOfficer}});
    by(back, kOfficer, ConfirmSubsidyPayee{"4242"}).refused("NO_PAYEE_PROPOSED");
    Payee sister = other_account();
    sister.person = id<PersonId>(4);
    by(back, kClerk, ProposeSubsidyPayee{sister}).refused("PAYEE_NOT_THE_SEEKER");
    by(then(approved(), {kPaid}), kClerk, ProposeSubsidyPayee{other_account()})
        .refused("SUBSIDY_NOT_APPROVED");
    by(waiting(), kClerk, ProposeSubsidyPayee{other_account()}).refused("SUBSIDY_NOT_APPROVED");
}

}  // namespace
}  // namespace haven::employment::testing
