// A sound history of a fair and a hire, and one damage for each oracle, which that oracle and no
// other sees.
#include <gmock/gmock.h>

#include "services/employment/testing/log_reader.hpp"
#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Reader : public LogReader {
  public:
    template <class Codec, class Event>
    Reader& stream(std::uint8_t number, const std::vector<Event>& events) {
        write<Codec>(number, events);
        return *this;
    }
    Reader& employer(const std::string& uscc) {
        return stream<EmployerCodec, Employer::Event>(
            1, {EmployerRegistered{uscc, EmployerKind::Private, papers(), false}});
    }
    Reader& attends(const std::vector<Participation::Event>& then) {
        stream<ParticipationCodec, Participation::Event>(
            2, {ParticipationApplied{kFair, kFirm, "", "", day("2023-02-01")}});
        return stream<ParticipationCodec, Participation::Event>(2, then);
    }
    Reader& offers() {
        return stream<VacancyCodec, Vacancy::Event>(
            3, {VacancyPosted{fitter(), content_of(fitter()), kScreeningRules, {}}});
    }
    Reader& meets(std::uint8_t number) {
        return stream<IntentCodec, Intent::Event>(
            number,
            {IntentReached{kSeekerId, kZhang, kFair, id<VacancyId>(11), kFirm, day("2023-02-11")}});
    }
    Reader& works(const std::vector<Hire::Event>& events) {
        return stream<HireCodec, Hire::Event>(30, events);
    }
    Reader& learns(std::uint8_t number, const std::vector<Enrolment::Event>& events) {
        return stream<EnrolmentCodec>(number, events);
    }
};

const ParticipationApproved kApproved{7, "L-1", kClerk};
const RetentionConfirmed kThree = kept(3, WageEvidence::Payslip, "2023-05-20");
const EmploymentEnded kEnd{id<HireId>(30),     kZhang, kFile, kFirm, day("2023-06-30"),
                           EndReason::Resigned};

// From the first lesson to the money.
std::vector<Enrolment::Event> subsidised() {
    return {enrolled(),         ProgressRecorded{40, day("2023-03-05")},
            certificate(),      subsidy_requested(),
            subsidy_approved(), SubsidyPaid{yuan(800), "L-7", day("2023-03-25")}};
}

Reader sound() {
    Reader reader;
    reader.employer(kFirm).attends({kApproved}).offers().meets(4).works({hired(), kThree, kEnd});
    reader.learns(71, subsidised());
    return reader;
}

TEST(EmploymentOraclesTest, ASoundHistoryHolds) {
    EXPECT_THAT(sound().broken(), IsEmpty());
}

TEST(EmploymentOraclesTest, I33_TwoIntentsOfAPersonAtAFairAreSeen) {
    EXPECT_THAT(sound().meets(5).broken(), ElementsAre("ONE_INTENT"));
    Reader reader = sound();
    reader.stream<IntentCodec, Intent::Event>(4, {IntentWithdrawn{day("2023-02-12")}}).meets(5);
    EXPECT_THAT(reader.broken(), IsEmpty());
}

TEST(EmploymentOraclesTest, I33_AHireByNobodyKnownIsSeen) {
    HireConfirmed other = hired();
    other.uscc = kOtherFirm;
    EXPECT_THAT(sound().works({other}).broken(), ElementsAre("HIRE_HAS_EMPLOYER"));
}

TEST(EmploymentOraclesTest, I34_AnOfferOfWhoDoesNotAttendIsSeen) {
    Reader refused;
    refused.attends({ParticipationRefused{ParticipationRefusal::NoLicence, kClerk}}).offers();
    EXPECT_THAT(refused.broken(), ElementsAre("OFFERED_BY_WHO_ATTENDS"));
    Reader gone;
    gone.attends({kApproved, ParticipationWithdrawn{day("2023-02-10")}}).offers();
    EXPECT_THAT(gone.broken(), ElementsAre("OFFERED_BY_WHO_ATTENDS"));
}

TEST(EmploymentOraclesTest, AMonthThatWasNotOverOrAfterTheEndIsSeen) {
    const RetentionConfirmed early = kept(6, WageEvidence::Payslip, "2023-08-19");
    EXPECT_THAT(Reader().employer(kFirm).works({hired(), early}).broken(),
                ElementsAre("KEPT_WHILE_EMPLOYED"));
    const RetentionConfirmed after = kept(6, WageEvidence::Payslip, "2023-08-20");
    EXPECT_THAT(sound().works({after}).broken(), ElementsAre("KEPT_WHILE_EMPLOYED"));
    EXPECT_THAT(sound().works({after, RetentionWithdrawn{6}}).broken(), IsEmpty());
}

TEST(EmploymentOraclesTest, R80_ASecondSubsidyOfAPersonAtACourseIsSeen) {
    EXPECT_THAT(sound().learns(72, subsidised()).broken(), ElementsAre("SUBSIDY_APPROVED_ONCE"));
    auto another = subsidised();
    std::get<CourseEnrolled>(another.front()).course = id<CourseId>(80);
    EXPECT_THAT(sound().learns(72, another).broken(), IsEmpty());
}

TEST(EmploymentOraclesTest, R80_ASubsidyWithoutACertificateOrByWhoAskedIsSeen) {
    EXPECT_THAT(Reader().learns(71, {enrolled(), subsidy_requested(), subsidy_approved()}).broken(),
                ElementsAre("SUBSIDY_APPROVED_ONCE"));
    SubsidyApproved alone = subsidy_approved();
    alone.approved_by = kClerk;
    EXPECT_THAT(
        Reader().learns(71, {enrolled(), certificate(), subsidy_requested(), alone}).broken(),
        ElementsAre("SUBSIDY_APPROVED_ONCE"));
}

}  // namespace
}  // namespace haven::employment::testing
