// A fair, who attends it, what is offered there and what comes of it, over the real Writer on a log
// in memory: claims and rows of two federations in one database.
#include <gtest/gtest.h>

#include "libs/log/memory_log.hpp"
#include "libs/writer/writer.hpp"
#include "services/employment/aggregates.hpp"
#include "services/employment/domain/family_file.hpp"
#include "services/employment/projection/tables.hpp"
#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using log::MemoryDatabase;
using log::MemoryLog;

const FederationNo kCity{1};
const FederationNo kJintai{4};

class EmploymentLine : public ::testing::Test {
  protected:
    // The reason of a refusal, or "".
    std::string send(const writer::Aggregate& aggregate, FederationNo federation, Uuid stream,
                     std::any command) {
        writer::Submission submission;
        submission.aggregate = &aggregate;
        submission.federation = federation;
        submission.stream = stream;
        submission.command_id.bytes[0] = static_cast<std::uint8_t>(++commands_ >> 8);
        submission.command_id.bytes[1] = static_cast<std::uint8_t>(commands_);
        submission.meta.actor = actor_;
        submission.meta.business_date = today_;
        submission.command = std::move(command);
        std::string reason = "never answered";
        writer_.submit(std::move(submission), [&](Result<log::Reply> reply) {
            reason = reply ? "" : reply.error().reason;
        });
        while (writer_.step()) {
        }
        return reason;
    }
    std::string employer(FederationNo federation, std::uint8_t stream) {
        return send(*aggregates_.employer, federation, id<Uuid128>(stream).uuid,
                    Employer::Command{
                        RegisterEmployer{{kFirm, EmployerKind::Manufacturing, papers(), false}}});
    }
    std::string attend(std::uint8_t stream, const std::string& uscc) {
        return send(*aggregates_.participation, kCity, id<Uuid128>(stream).uuid,
                    Participation::Command{ApplyToAttend{{kFair, uscc, "", "", {}}, known_fair()}});
    }
    std::string screen(std::uint8_t stream, int stall) {
        KnownEmployer of = known_employer();
        return send(*aggregates_.participation, kCity, id<Uuid128>(stream).uuid,
                    Participation::Command{ScreenParticipation{stall, of, known_fair()}});
    }
    std::string post(std::uint8_t stream, const VacancyTerms& terms) {
        return send(*aggregates_.vacancy, kCity, id<Uuid128>(stream).uuid,
                    Vacancy::Command{PostVacancy{.terms = terms,
                                                 .employer = known_employer(),
                                                 .fair = known_fair(),
                                                 .attends = true,
                                                 .duplicate = false}});
    }
    std::string seek(FederationNo federation, std::uint8_t stream) {
        return send(*aggregates_.seeker, federation, id<Uuid128>(stream).uuid,
                    Seeker::Command{RegisterSeeker{registered(), true, true}});
    }
    std::string meet(std::uint8_t stream, PersonId person, FairId fair = kFair) {
        RecordIntent command{
            known_seeker(), known_fair(), known_vacancy(), {.stands = true}, day("2023-02-11")};
        command.seeker.person = person;
        command.fair.terms.fair = fair;
        command.vacancy.fair = fair;
        return send(*aggregates_.intent, kCity, id<Uuid128>(stream).uuid, Intent::Command{command});
    }
    std::string hire(Hire::Command command, std::uint8_t stream = 30) {
        return send(*aggregates_.hire, kJintai, id<Uuid128>(stream).uuid, std::move(command));
    }
    std::size_t rows(const log::Table& table) { return database_->rows(table).size(); }

    using Uuid128 = Id<struct AnyTag>;
    const Aggregates aggregates_;
    std::shared_ptr<MemoryDatabase> database_ =
        std::make_shared<MemoryDatabase>("employment", std::vector{kCity, kJintai});
    writer::Writer writer_{std::make_unique<MemoryLog>(database_), [] { return Instant{1}; }};
    Date today_ = day("2023-02-01");
    StaffId actor_ = kClerk;
    int commands_ = 0;
};

TEST_F(EmploymentLine, AnEmployerIsOneInTheWholeSuiteAndASeekerToo) {
    EXPECT_EQ(employer(kCity, 1), "");
    EXPECT_EQ(employer(kJintai, 2), "ALREADY_HELD");
    EXPECT_EQ(seek(kJintai, 3), "");
    EXPECT_EQ(seek(kCity, 4), "ALREADY_HELD");
    EXPECT_EQ(send(*aggregates_.seeker, kJintai, id<Uuid128>(3).uuid,
                   Seeker::Command{LeaveRegister{"MOVED"}}),
              "");
    EXPECT_EQ(seek(kCity, 4), "");
}

TEST_F(EmploymentLine, OnePlaceALegalPersonAndOneStallAPlace) {
    EXPECT_EQ(attend(1, kFirm), "");
    EXPECT_EQ(attend(2, kFirm), "ALREADY_HELD");
    EXPECT_EQ(attend(3, kOtherFirm), "");
    EXPECT_EQ(screen(1, 7), "");
    EXPECT_EQ(screen(3, 7), "ALREADY_HELD");
    EXPECT_EQ(screen(3, 8), "");
    EXPECT_EQ(send(*aggregates_.participation, kCity, id<Uuid128>(1).uuid,
                   Participation::Command{WithdrawParticipation{known_fair()}}),
              "");
    EXPECT_EQ(attend(2, kFirm), "");
    EXPECT_EQ(screen(2, 7), "");
}

TEST_F(EmploymentLine, TheSameOfferInTheSameMomentIsTakenOnce) {
    EXPECT_EQ(post(1, fitter()), "");
    EXPECT_EQ(post(2, fitter()), "ALREADY_HELD");
    VacancyTerms elsewhere = fitter();
    elsewhere.fair = id<FairId>(10);
    EXPECT_EQ(post(3, elsewhere), "");
    EXPECT_EQ(send(*aggregates_.vacancy, kCity, id<Uuid128>(1).uuid,
                   Vacancy::Command{CloseVacancy{"FILLED"}}),
              "");
    EXPECT_EQ(post(2, fitter()), "");
}

TEST_F(EmploymentLine, I33_OfFiveIntentsAtAFairOneCountsAndNoneIsAHire) {
    today_ = day("2023-02-11");
    EXPECT_EQ(meet(1, kZhang), "");
    for (std::uint8_t stall = 2; stall <= 5; ++stall) {
        EXPECT_EQ(meet(stall, kZhang), "ALREADY_HELD");
    }
    EXPECT_EQ(meet(6, id<PersonId>(4)), "");
    EXPECT_EQ(meet(7, kZhang, id<FairId>(10)), "");  // at another fair
    EXPECT_EQ(rows(kIntentTable), 3U);
    EXPECT_EQ(rows(kHireTable), 0U);
    EXPECT_EQ(
        send(*aggregates_.intent, kCity, id<Uuid128>(1).uuid, Intent::Command{WithdrawIntent{}}),
        "");
    EXPECT_EQ(meet(2, kZhang), "");
}

TEST_F(EmploymentLine, AMonthThatWasKeptIsARowUntilALateEndTakesItBack) {
    today_ = day("2023-02-20");
    EXPECT_EQ(hire(confirm_hire()), "");
    ConfirmHire again = confirm_hire();
    again.hire = id<HireId>(31);
    EXPECT_EQ(hire(again, 31), "ALREADY_HELD");
    today_ = day("2023-08-20");
    EXPECT_EQ(hire(RecordRetention{3, yuan(4'000), WageEvidence::BankStatement, "GZ-1"}), "");
    EXPECT_EQ(hire(RecordRetention{6, yuan(4'200), WageEvidence::Payslip, "GZ-2"}), "");
    EXPECT_EQ(rows(kRetentionTable), 2U);
    EXPECT_EQ(hire(EndEmployment{day("2023-07-31"), EndReason::Dismissed}), "");
    EXPECT_EQ(rows(kRetentionTable), 1U);
    EXPECT_EQ(hire(again, 31), "");  // the same firm takes him back
}

TEST_F(EmploymentLine, R78_APersonHasOneOpenCaseInTheWholeSuite) {
    today_ = day("2023-02-11");
    const auto tell = [&](FederationNo federation, std::uint8_t stream,
                          ServiceCase::Command command) {
        return send(*aggregates_.service_case, federation, id<Uuid128>(stream).uuid,
                    std::move(command));
    };
    const OpenCase opening{kCaseId, known_seeker(), CaseNeed::Work, "HALL-3", day("2023-03-01")};
    EXPECT_EQ(tell(kJintai, 50, opening), "");
    EXPECT_EQ(tell(kCity, 51, opening), "ALREADY_HELD");
    EXPECT_EQ(tell(kJintai, 50, Advise{"SKILL_SUBSIDY"}), "");
    EXPECT_EQ(tell(kJintai, 50, to_registry()), "");
    EXPECT_EQ(tell(kJintai, 50, NoteReferral{id<ReferralId>(80), ReferralResult::Declined}), "");
    EXPECT_EQ(rows(kCaseEntryTable), 2U);
    EXPECT_EQ(tell(kJintai, 50, CloseCase{CaseOutcome::Advised, {}}), "");
    EXPECT_EQ(tell(kCity, 51, opening), "");
    EXPECT_EQ(tell(kJintai, 50, ReopenCase{"CAME_AGAIN", {}}), "ALREADY_HELD");
    EXPECT_EQ(rows(kServiceCaseTable), 2U);
}

TEST_F(EmploymentLine, R79_NoMorePostsThanWereAllottedNorMonthsThanTheRulesAllow) {
    today_ = day("2023-02-11");
    const auto tell = [&](std::uint8_t stream, BasicPost::Command command) {
        return send(*aggregates_.basic_post, kJintai, id<Uuid128>(stream).uuid, std::move(command));
    };
    const auto offer = [&](std::uint8_t stream, PersonId person) {
        OfferPost command = offer_post();
        command.post = id<BasicPostId>(stream);
        command.seeker.person = person;
        return tell(stream, command);
    };
    EXPECT_EQ(offer(61, kZhang), "");
    EXPECT_EQ(offer(62, kZhang), "ALREADY_HELD");
    EXPECT_EQ(offer(62, id<PersonId>(4)), "");
    EXPECT_EQ(offer(63, id<PersonId>(5)), "QUOTA_FULL");
    EXPECT_EQ(tell(62, DeclinePost{"TOO_FAR"}), "");
    EXPECT_EQ(offer(63, id<PersonId>(5)), "");
    EXPECT_EQ(tell(63, DeclinePost{"TOO_FAR"}), "");
    // Of 36 months of one person, 20 are used by an end after 19 months and a day.
    actor_ = kOfficer;
    EXPECT_EQ(tell(61, StartPost{day("2023-02-20"), 22}), "");
    today_ = day("2024-09-20");
    EXPECT_EQ(tell(61, EndPost{day("2024-09-20"), PostEndReason::Resigned}), "");
    actor_ = kClerk;
    OfferPost second = offer_post();
    second.post = id<BasicPostId>(64);
    second.allotment->last_day = day("2027-12-31");
    EXPECT_EQ(tell(64, second), "");
    actor_ = kOfficer;
    EXPECT_EQ(tell(64, StartPost{day("2024-10-01"), 17}), "QUOTA_FULL");
    EXPECT_EQ(tell(64, StartPost{day("2024-10-01"), 16}), "");
    EXPECT_EQ(rows(kBasicPostTable), 4U);
}

TEST_F(EmploymentLine, R79_OneSetOfRulesBeginsOnADayAndACodeIsAllottedOnce) {
    const auto set = [&](std::uint8_t stream, const PostRules& rules) {
        return send(*aggregates_.post_rules, kCity, id<Uuid128>(stream).uuid,
                    PostRuling::Command{SetPostRules{rules}});
    };
    PostRules other = post_rules();
    other.code = "BZ-2023A";
    EXPECT_EQ(set(1, post_rules()), "");
    EXPECT_EQ(set(2, other), "ALREADY_HELD");
    const auto allot = [&](FederationNo federation, std::uint8_t stream) {
        return send(*aggregates_.allotment, federation, id<Uuid128>(stream).uuid,
                    Allotment::Command{AllotPosts{allotment()}});
    };
    EXPECT_EQ(allot(kCity, 3), "");
    EXPECT_EQ(allot(kJintai, 4), "ALREADY_HELD");
    EXPECT_EQ(rows(kPostRulesTable), 1U);
    EXPECT_EQ(rows(kAllotmentTable), 1U);
}

TEST_F(EmploymentLine, R80_OneSubsidyACourseAndPersonAndNoMoreInAYearThanTheRulesAllow) {
    const auto tell = [&](std::uint8_t stream, Enrolment::Command command) {
        return send(*aggregates_.enrolment, kJintai, id<Uuid128>(stream).uuid, std::move(command));
    };
    // From the first lesson to the approval, of a course that pays 800 yuan.
    const auto learn = [&](std::uint8_t stream, std::uint8_t course, const std::string& number) {
        today_ = day("2023-02-11");
        actor_ = kClerk;
        EnrolCourse command = enrol_course();
        command.enrolment = id<EnrolmentId>(stream);
        command.course->course = id<CourseId>(course);
        std::string refusal = tell(stream, command);
        if (!refusal.empty()) return refusal;
        EXPECT_EQ(tell(stream, RecordProgress{40}), "");
        refusal = tell(stream, RecordCertificate{number, today_});
        if (!refusal.empty()) return refusal;
        EXPECT_EQ(tell(stream, RequestSubsidy{payee(), subsidy_rules()}), "");
        return std::string();
    };
    const auto approve = [&](std::uint8_t stream, const char* on) {
        today_ = day(on);
        actor_ = kOfficer;
        return tell(stream, ApproveSubsidy{});
    };
    EXPECT_EQ(learn(71, 70, "ZS-1"), "");
    EXPECT_EQ(learn(72, 70, "ZS-2"), "ALREADY_HELD") << "the same course, by another stream";
    EXPECT_EQ(learn(73, 80, "ZS-1"), "ALREADY_HELD") << "a certificate of another enrolment";
    EXPECT_EQ(learn(74, 81, "ZS-4"), "");
    EXPECT_EQ(approve(71, "2023-03-20"), "");
    // 1,600 of 1,000 yuan in 2023; in 2024 there is room again.
    EXPECT_EQ(approve(74, "2023-12-31"), "QUOTA_FULL");
    EXPECT_EQ(approve(74, "2024-01-01"), "");
    EXPECT_EQ(rows(kEnrolmentTable), 3U);
}

TEST_F(EmploymentLine, R80_OneSetOfRulesBeginsOnADayAndACodeIsOneCourse) {
    const auto set = [&](std::uint8_t stream, const SubsidyRules& rules) {
        return send(*aggregates_.subsidy_rules, kCity, id<Uuid128>(stream).uuid,
                    SubsidyRuling::Command{SetSubsidyRules{rules}});
    };
    SubsidyRules other = subsidy_rules();
    other.code = "PXBT-2023A";
    EXPECT_EQ(set(1, subsidy_rules()), "");
    EXPECT_EQ(set(2, other), "ALREADY_HELD");
    const auto offer = [&](FederationNo federation, std::uint8_t stream) {
        return send(*aggregates_.course, federation, id<Uuid128>(stream).uuid,
                    Course::Command{OfferCourse{course_terms(), subsidy_rules()}});
    };
    EXPECT_EQ(offer(kCity, 3), "");
    EXPECT_EQ(offer(kJintai, 4), "ALREADY_HELD");
    EXPECT_EQ(rows(kSubsidyRulesTable), 1U);
    EXPECT_EQ(rows(kCourseTable), 1U);
}

TEST_F(EmploymentLine, WhoStandsOnAFileNoMoreIsNoRowOfIt) {
    const auto note = [&](std::vector<PersonId> members) {
        return send(*aggregates_.family, kJintai, kHousehold.uuid,
                    FamilyFile::Command{
                        NoteFamily{{kHousehold, std::move(members), FileRound::Since2020}, true}});
    };
    EXPECT_EQ(note({kZhang, id<PersonId>(4)}), "");
    EXPECT_EQ(rows(kFamilyPersonTable), 2U);
    EXPECT_EQ(note({kZhang}), "");
    EXPECT_EQ(rows(kFamilyPersonTable), 1U);
}

TEST_F(EmploymentLine, AnExitByWorkIsARowUntilTheFileIsOpenedAgain) {
    const auto tell = [&](FamilyFile::Command command) {
        return send(*aggregates_.family, kJintai, kHousehold.uuid, std::move(command));
    };
    EXPECT_EQ(tell(NoteFamily{{kHousehold, {kZhang}, FileRound::Since2020}, true}), "");
    EXPECT_EQ(tell(NoteLeavingByWork{{id<HireId>(30), kZhang, yuan(4'000), day("2023-09-18")}}),
              "");
    EXPECT_EQ(tell(CloseFamilyFile{}), "");
    EXPECT_EQ(rows(kFamilyExitTable), 1U);
    EXPECT_EQ(tell(OpenFamilyFile{}), "");
    EXPECT_EQ(rows(kFamilyExitTable), 0U);
}

TEST_F(EmploymentLine, AFamilyHasOneFirstDayOnFileHoweverOftenTheFileIsOpened) {
    const auto tell = [&](FamilyFile::Command command) {
        return send(*aggregates_.family, kJintai, kHousehold.uuid, std::move(command));
    };
    EXPECT_EQ(tell(NoteFamily{{kHousehold, {kZhang}, FileRound::Since2020}}), "");
    EXPECT_EQ(rows(kFamilyEntryTable), 0U);
    EXPECT_EQ(tell(OpenFamilyFile{day("2020-09-07")}), "");
    EXPECT_EQ(tell(CloseFamilyFile{day("2021-06-30")}), "");
    EXPECT_EQ(tell(OpenFamilyFile{day("2022-03-01")}), "");
    ASSERT_EQ(rows(kFamilyEntryTable), 1U);
    EXPECT_EQ(database_->rows(kFamilyEntryTable)[0].values.at(1), log::Value{day("2020-09-07")});
}

}  // namespace
}  // namespace haven::employment::testing
