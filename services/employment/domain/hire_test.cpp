#include "services/employment/domain/hire.hpp"

#include <gtest/gtest.h>

#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using spec::given;
using enum WageEvidence;

const IntentReached kReached{kSeekerId, kZhang, kFair, id<VacancyId>(11), kFirm, day("2023-02-11")};
RecordIntent intent() {
    return {known_seeker(), known_fair(), known_vacancy(), {.stands = true}, day("2023-02-11")};
}
RecordRetention retain(int month, WageEvidence evidence = BankStatement) {
    return {month, yuan(4'000), evidence, "GZ-1"};
}
EmploymentEnded ended(std::string_view on, EndReason reason) {
    return {id<HireId>(30), kZhang, kFile, kFirm, day(on), reason, {}};
}

TEST(IntentSpec, I33_AnIntentIsOfOnePersonOnceAtAFairHoweverManyStallsWereVisited) {
    given<Intent>().on("2023-02-11").when(intent()).then({kReached});
    RecordIntent fifth = intent();
    fifth.vacancy.id = id<VacancyId>(99);
    fifth.vacancy.uscc = kOtherFirm;
    const auto other = given<Intent>().on("2023-02-11").when(fifth).state();
    EXPECT_EQ(Intent::effects(other, other.reached).claims,
              Intent::effects(given<Intent>({kReached}).state(), kReached).claims);
}

TEST(IntentSpec, I33_AnIntentNeedsASeekerAndAVacancyThatWasOnOfferAtThatFair) {
    struct Case {
        const char* reason;
        const char* today;
        void (*spoil)(RecordIntent&);
    };
    const Case cases[] = {
        {"SEEKER_LEFT", "2023-02-11", [](RecordIntent& c) { c.seeker.state = SeekerState::Left; }},
        {"UNDER_16", "2023-02-11", [](RecordIntent& c) { c.seeker.birth = day("2007-02-12"); }},
        {"FAIR_CANCELLED", "2023-02-11", [](RecordIntent& c) { c.fair.cancelled = true; }},
        {"FAIR_NOT_HELD", "2023-02-10", [](RecordIntent&) {}},
        {"FAIR_OVER", "2023-02-19", [](RecordIntent&) {}},
        {"INVALID_FAIR_DAY", "2023-02-12",
         [](RecordIntent& c) { c.reached_on = day("2023-02-12"); }},
        {"INVALID_FAIR_DAY", "2023-02-12", [](RecordIntent& c) { c.reached_on = {}; }},
        {"VACANCY_OF_ANOTHER_FAIR", "2023-02-11",
         [](RecordIntent& c) { c.vacancy.fair = id<FairId>(10); }},
        {"VACANCY_OF_ANOTHER_FAIR", "2023-02-11", [](RecordIntent& c) { c.vacancy.fair = {}; }},
        {"EMPLOYER_BARRED", "2023-02-11", [](RecordIntent& c) { c.stall.barred = true; }},
        {"NOT_ATTENDING", "2023-02-11", [](RecordIntent& c) { c.stall.stands = false; }},
        {"VACANCY_NOT_OPEN", "2023-02-11",
         [](RecordIntent& c) { c.vacancy.state = VacancyState::Rejected; }},
        {"VACANCY_NOT_OPEN", "2023-02-11",
         [](RecordIntent& c) { c.vacancy.valid_until = day("2023-02-10"); }},
        {"VACANCY_NOT_OPEN", "2023-02-11",
         [](RecordIntent& c) {
             c.vacancy.state = VacancyState::Closed;
             c.vacancy.closed_on = day("2023-02-10");
         }},
    };
    for (const Case& one : cases) {
        RecordIntent command = intent();
        one.spoil(command);
        given<Intent>().on(one.today).when(command).refused(one.reason);
    }
    given<Intent>().on("2023-02-18").when(intent()).then({kReached});
}

TEST(IntentSpec, AWithdrawnIntentFreesThePersonForThatFair) {
    const IntentWithdrawn withdrawn{day("2023-02-12")};
    given<Intent>({kReached}).on("2023-02-12").when(WithdrawIntent{}).then({withdrawn});
    given<Intent>({kReached, withdrawn}).when(WithdrawIntent{}).then_nothing();
    const auto state = given<Intent>({kReached, withdrawn}).state();
    EXPECT_EQ(Intent::effects(state, withdrawn).claims.at(0).kind, ClaimChange::Kind::Free);
}

TEST(HireSpec, I33_AHireIsAnActOfItsOwnWithEmployerContractAndWage) {
    given<Hire>().on("2023-02-20").when(confirm_hire()).then({hired()});
    struct Case {
        const char* reason;
        void (*spoil)(ConfirmHire&);
    };
    const Case cases[] = {
        {"EMPLOYER_MISSING", [](ConfirmHire& c) { c.uscc.clear(); }},
        {"EMPLOYER_DIFFERS", [](ConfirmHire& c) { c.uscc = kOtherFirm; }},
        {"INTENT_DIFFERS", [](ConfirmHire& c) { c.intent_person = id<PersonId>(4); }},
        {"SEEKER_LEFT", [](ConfirmHire& c) { c.seeker.state = SeekerState::Left; }},
        {"UNDER_16", [](ConfirmHire& c) { c.seeker.birth = day("2007-02-21"); }},
        {"CONTRACT_MISSING", [](ConfirmHire& c) { c.contract = ContractKind::Unset; }},
        {"INVALID_WORD", [](ConfirmHire& c) { c.contract_no.clear(); }},
        {"INVALID_WAGE", [](ConfirmHire& c) { c.monthly_wage = {}; }},
        {"INVALID_WAGE", [](ConfirmHire& c) { c.monthly_wage = Money::fen(4'000); }},
        {"INVALID_WAGE", [](ConfirmHire& c) { c.monthly_wage = yuan(40'000'000); }},
        {"INVALID_DATE", [](ConfirmHire& c) { c.starts_on = day("2023-03-24"); }},
        {"INVALID_DATE", [](ConfirmHire& c) { c.contract_until = day("2023-02-19"); }},
    };
    for (const Case& one : cases) {
        ConfirmHire command = confirm_hire();
        one.spoil(command);
        given<Hire>().on("2023-02-20").when(command).refused(one.reason);
    }
}

TEST(HireSpec, WhoDrawsAPensionWorksByAServiceAgreement) {
    ConfirmHire command = confirm_hire();
    command.seeker.draws_pension = true;
    given<Hire>().on("2023-02-20").when(command).refused("NO_LABOUR_CONTRACT_ON_PENSION");
    command.contract = ContractKind::Service;
    EXPECT_EQ(given<Hire>().on("2023-02-20").when(command).events().size(), 1U);
}

TEST(HireSpec, ARetainedMonthIsOverAndProved) {
    given<Hire>({hired()}).on("2023-05-19").when(retain(3)).refused("RETENTION_TOO_EARLY");
    given<Hire>({hired()})
        .on("2023-05-20")
        .when(retain(3))
        .then({kept(3, BankStatement, "2023-05-20")});
    given<Hire>({hired()}).on("2023-05-20").when(retain(4)).refused("INVALID_MONTH");
    given<Hire>({hired()}).on("2023-05-20").when(retain(3, Unset)).refused("EVIDENCE_MISSING");
    given<Hire>().on("2023-05-20").when(retain(3)).refused("HIRE_MISSING");
}

TEST(HireSpec, WagesInCashCountWhenTheirListIsSignedAndTheEmployersWordDoesNot) {
    for (const WageEvidence evidence : {BankStatement, Payslip, SocialInsurance, CashSigned}) {
        EXPECT_TRUE(given<Hire>({hired()})
                        .on("2023-05-20")
                        .when(retain(3, evidence))
                        .only<RetentionConfirmed>()
                        .income_evidenced);
    }
    const auto word = kept(3, EmployersWord, "2023-05-20");
    given<Hire>({hired()}).on("2023-05-20").when(retain(3, EmployersWord)).then({word});
    EXPECT_FALSE(word.income_evidenced);
    // A word may be followed by a proof, a proof by nothing else.
    const auto proof = kept(3, Payslip, "2023-06-01");
    given<Hire>({hired(), word}).on("2023-06-01").when(retain(3, Payslip)).then({proof});
    given<Hire>({hired(), word, proof}).on("2023-06-01").when(retain(3, Payslip)).then_nothing();
    given<Hire>({hired(), proof})
        .on("2023-06-01")
        .when(retain(3, CashSigned))
        .refused("RETENTION_CONFIRMED");
    given<Hire>({hired(), proof})
        .on("2023-06-01")
        .when(retain(3, EmployersWord))
        .refused("RETENTION_CONFIRMED");
}

TEST(HireSpec, WhoQuitsInAWeekIsNotRetained) {
    const auto quit = ended("2023-02-27", EndReason::Resigned);
    given<Hire>({hired()})
        .on("2023-02-27")
        .when(EndEmployment{day("2023-02-27"), EndReason::Resigned})
        .then({quit});
    given<Hire>({hired(), quit}).on("2023-05-20").when(retain(3)).refused("EMPLOYMENT_ENDED");
    const auto state = given<Hire>({hired(), quit}).state();
    const auto effects = Hire::effects(state, quit);
    EXPECT_EQ(effects.claims.at(0).kind, ClaimChange::Kind::Free);
    EXPECT_EQ(effects.timers.size(), 3U);
    EXPECT_EQ(Hire::on_timer(state, {"retention-3", day("2023-05-20")}), std::nullopt);
}

TEST(HireSpec, AnEndHeardLateTakesTheMonthsAfterItBack) {
    const auto three = kept(3, Payslip, "2023-05-20");
    const auto six = kept(6, EmployersWord, "2023-08-20");
    given<Hire>({hired(), three, six})
        .on("2023-09-01")
        .when(EndEmployment{day("2023-06-30"), EndReason::Dismissed})
        .then({RetentionWithdrawn{6}, ended("2023-06-30", EndReason::Dismissed)});
    for (const char* day_of_end : {"2023-02-19", "2023-09-02"}) {
        given<Hire>({hired()})
            .on("2023-09-01")
            .when(EndEmployment{day(day_of_end), EndReason::Dismissed})
            .refused("INVALID_DATE");
    }
    given<Hire>({hired()})
        .on("2023-09-01")
        .when(EndEmployment{day("2023-06-30"), EndReason::Unset})
        .refused("REASON_MISSING");
}

TEST(HireSpec, AContractThatHasRunOutIsExtendedBeforeTheMonthCounts) {
    HireConfirmed short_one = hired();
    short_one.contract_until = day("2023-04-30");
    given<Hire>({short_one}).on("2023-05-20").when(retain(3)).refused("CONTRACT_OVER");
    const ContractExtended longer{"HT-2", {}};
    given<Hire>({short_one}).on("2023-05-20").when(ExtendContract{"HT-2", {}}).then({longer});
    given<Hire>({short_one})
        .on("2023-05-20")
        .when(ExtendContract{"HT-2", day("2023-04-30")})
        .refused("INVALID_DATE");
    EXPECT_EQ(given<Hire>({short_one, longer}).on("2023-05-20").when(retain(3)).events().size(),
              1U);
}

TEST(HireSpec, SomebodyAsksAfterThreeSixAndTwelveMonths) {
    const auto effects = Hire::effects(given<Hire>({hired()}).state(), hired());
    EXPECT_EQ(effects.timers, (std::vector<TimerChange>{{"retention-3", day("2023-05-20")},
                                                        {"retention-6", day("2023-08-20")},
                                                        {"retention-12", day("2024-02-20")}}));
    given<Hire>({hired()}).by({}).on("2023-05-20").when(RemindRetention{3}).then({RetentionDue{3}});
    given<Hire>({hired(), kept(3, Payslip, "2023-05-20")})
        .by({})
        .on("2023-05-20")
        .when(RemindRetention{3})
        .then_nothing();
    // 30 November and three months: the last day of February.
    HireConfirmed late = hired();
    late.starts_on = day("2023-11-30");
    const auto of_leap_year = Hire::effects(given<Hire>({late}).state(), late);
    EXPECT_EQ(of_leap_year.timers.at(0).due, day("2024-02-29"));
}

TEST(HireSpec, TheSameCommandTwiceChangesNothing) {
    const Context by{kClerk, Instant{1}, day("2023-09-01"), FederationNo{4}};
    const auto state = given<Hire>({hired()}).state();
    for (const Hire::Command& command : std::vector<Hire::Command>{
             confirm_hire(), retain(3), retain(6, EmployersWord),
             EndEmployment{day("2023-06-30"), EndReason::Resigned}, ExtendContract{"HT-2", {}}}) {
        spec::same_command_twice_changes_nothing<Hire>(state, command, by);
    }
}

}  // namespace
}  // namespace haven::employment::testing
