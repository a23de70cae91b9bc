// The line of a scholarship from the sponsor's pledge to the credited award, with its reactions,
// over the real Writer, Consumer and judge on a log in memory: two federations, one database.
// Disbursement is played by the test: it hears AwardPayable and says what the bank did.
#include <gtest/gtest.h>

#include "libs/bus/embedded_bus.hpp"
#include "libs/consumer/consumer.hpp"
#include "libs/log/memory_log.hpp"
#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/projection/tables.hpp"
#include "services/scholarship/reactions/reactions.hpp"
#include "services/scholarship/testing/rolls.hpp"

namespace haven::scholarship::testing {
namespace {

using log::MemoryDatabase;
using log::MemoryLog;
using spec::id;

const FederationNo kCity{1};
const FederationNo kChencang{4};
const PledgeId kPledge = id<PledgeId>(7);
const RollId kRoll = id<RollId>(60);
const Funding kPledged{id<FundLineId>(6), kPledge};

// Another stream than the application's.
AwardId award_id(std::uint8_t application) {
    return id<AwardId>(static_cast<std::uint8_t>(100 + application));
}

class ScholarshipLine : public ::testing::Test {
  protected:
    ScholarshipLine() {
        std::map<std::string, std::unique_ptr<log::Log>> sources;
        sources.emplace("scholarship", std::make_unique<MemoryLog>(database_));
        consumer_ = std::make_unique<consumer::Consumer>(
            "scholarship", own_subscription(aggregates_),
            std::make_unique<bus::EmbeddedBus>(std::move(sources), std::make_shared<bus::Wakeup>()),
            std::make_unique<MemoryLog>(database_), writer_, [this] { return today_; },
            [] { return Instant{1}; });
        consumer_->start();
    }

    // The reason of a refusal, or "".
    std::string send(const writer::Aggregate& aggregate, FederationNo federation, Uuid stream,
                     std::any command, StaffId by) {
        writer::Submission submission;
        submission.aggregate = &aggregate;
        submission.federation = federation;
        submission.stream = stream;
        submission.command_id.bytes[0] = static_cast<std::uint8_t>(++commands_ >> 8);
        submission.command_id.bytes[1] = static_cast<std::uint8_t>(commands_);
        submission.meta.actor = by;
        submission.meta.business_date = today_;
        submission.command = std::move(command);
        std::string reason = "never answered";
        writer_.submit(std::move(submission), [&](Result<log::Reply> reply) {
            reason = reply ? "" : reply.error().reason;
        });
        while (writer_.step()) {
        }
        settle();
        return reason;
    }
    std::string scheme(const SchemeTerms& terms, FederationNo in) {
        return send(*aggregates_.scheme, in, terms.scheme.uuid, Scheme::Command{OpenScheme{terms}},
                    kClerk);
    }
    std::string pledge(Pledge::Command command) {
        return send(*aggregates_.pledge, kCity, kPledge.uuid, std::move(command), kClerk);
    }
    std::string application(FederationNo in, const ApplicationId& which,
                            Application::Command command, StaffId by) {
        return send(*aggregates_.application, in, which.uuid, std::move(command), by);
    }
    std::string roll(AwardRoll::Command command, StaffId by) {
        return send(*aggregates_.roll, kCity, kRoll.uuid, std::move(command), by);
    }
    std::string award(std::uint8_t which, Award::Command command, StaffId by = {}) {
        return send(*aggregates_.award, kCity, award_id(which).uuid, std::move(command), by);
    }
    // Until neither consumer nor writer has had anything to do for a while.
    void settle() {
        for (int idle = 0; idle < 4;) {
            const bool moved = consumer_->step() == consumer::Progress::Moved;
            idle = writer_.step() || moved ? 0 : idle + 1;
        }
        ASSERT_TRUE(consumer_->caught_up());
        ASSERT_TRUE(MemoryLog(database_).parked("scholarship").empty());
    }

    // As far as nomination, on its own days; the reason why not, or "".
    std::string nominate(FederationNo in, std::uint8_t which, const SchemeTerms& terms,
                         const std::string& tier, PersonId parent = kFather) {
        const auto applicant = id<ApplicationId>(which);
        ScholarshipApplied applied = from_file();
        applied.student = id<PersonId>(which);
        applied.parent = parent;
        applied.payee = account_of(parent);
        SubmitScholarshipApplication command = submit(applied, terms);
        command.file.members.push_back(applied.student);
        today_ = day("2023-08-01");
        std::string reason = application(in, applicant, command, kClerk);
        if (!reason.empty()) return reason;
        application(in, applicant, RecordSurvey{SurveyFinding::AsDeclared}, kSurveyor);
        application(in, applicant, CheckApplication{"", terms}, kChecker);
        return application(in, applicant, NominateStudent{tier, terms}, kNominator);
    }
    void post_notice(FederationNo in, std::uint8_t which) {
        const auto applicant = id<ApplicationId>(which);
        today_ = day("2023-08-31");
        const OpenAwardNotice notice{{id<PersonId>(which), "row"},
                                     "610304-0001",
                                     {day("2023-09-01"), day("2023-09-04"), day("2023-09-05"),
                                      day("2023-09-06"), day("2023-09-07")}};
        EXPECT_EQ(application(in, applicant, notice, kClerk), "");
        today_ = day("2023-09-08");
        EXPECT_EQ(application(in, applicant, CloseAwardNotice{}, {}), "");
        today_ = day("2023-09-11");
    }
    RollRow pledged_row(std::uint8_t which) {
        RollRow one = row(which, kPledged);
        one.award = award_id(which);
        one.tier = "HIGHER";
        one.student = id<PersonId>(which);
        return one;
    }
    SealRoll charity_roll(std::vector<RollRow> rows) {
        SealRoll command = seal_roll(std::move(rows));
        command.roll.scheme = charity().scheme;
        command.roll.kind = SchemeKind::Charity;
        return command;
    }
    static SchemeTerms charity() {
        SchemeTerms terms = sponsored(SchemeKind::Charity);
        terms.tiers = {
            {"HIGHER", yuan(5'000), {StudyStage::Undergraduate}, TierFor::Anybody, true}};
        return terms;
    }
    // A sponsor of 10,000 yuan, of which 5,000 have come.
    void pledge_half() {
        const SchemeTerms terms = charity();
        EXPECT_EQ(scheme(terms, kCity), "");
        EXPECT_EQ(pledge(MakePledge{{"xuanyuan-2023", kSponsor, terms.scheme, yuan(10'000),
                                     kPledged.fund_line, "X-1"}}),
                  "");
        EXPECT_EQ(pledge(ReceivePledge{yuan(5'000), "V-1"}), "");
    }
    void approve_two() {
        pledge_half();
        for (const std::uint8_t which : {std::uint8_t{31}, std::uint8_t{32}}) {
            EXPECT_EQ(nominate(kCity, which, charity(), "HIGHER"), "");
            post_notice(kCity, which);
        }
        const SealRoll seal = charity_roll({pledged_row(31), pledged_row(32)});
        EXPECT_EQ(roll(seal, kMaker), "");
        EXPECT_EQ(roll(ApproveRoll{"M-1", roll_hash()}, kApprover), "");
    }

    const log::Row* find(const log::Table& table, const std::vector<log::Value>& key) {
        rows_ = database_->rows(table);
        for (const log::Row& one : rows_) {
            if (std::equal(key.begin(), key.end(), one.values.begin())) return &one;
        }
        return nullptr;
    }
    template <class T>
    T cell(const log::Table& table, const std::vector<log::Value>& key, std::string_view column) {
        const log::Row* one = find(table, key);
        if (one == nullptr) return T{};
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (table.columns[i].name != column) continue;
            const T* value = std::get_if<T>(&one->values[i]);
            return value ? *value : T{};
        }
        ADD_FAILURE() << "no column " << column;
        return {};
    }
    RollHash roll_hash() {
        const auto bytes = cell<log::Bytes>(kRollTable, {kRoll.uuid}, "hash");
        RollHash hash{};
        std::copy(bytes.data.begin(), bytes.data.end(), hash.begin());
        return hash;
    }
    AwardYearState award_state(std::uint8_t which) {
        return static_cast<AwardYearState>(cell<std::int64_t>(
            kAwardYearTable, {award_id(which).uuid, std::int64_t{2023}}, "state"));
    }
    ApplicationState application_state(std::uint8_t which) {
        return static_cast<ApplicationState>(
            cell<std::int64_t>(kApplicationTable, {id<ApplicationId>(which).uuid}, "state"));
    }
    Money in_pledge(std::string_view column) {
        return Money::fen(cell<std::int64_t>(kPledgeTable, {kPledge.uuid}, column));
    }
    int payable_events() {
        int found = 0;
        for (const auto& record : MemoryLog(database_).read(kCity, 0, 1'000)) {
            found += record.type == "AwardPayable" ? 1 : 0;
        }
        return found;
    }

    const Aggregates aggregates_;
    std::shared_ptr<MemoryDatabase> database_ =
        std::make_shared<MemoryDatabase>("scholarship", std::vector{kCity, kChencang});
    writer::Writer writer_{std::make_unique<MemoryLog>(database_), [] { return Instant{1}; }};
    std::unique_ptr<consumer::Consumer> consumer_;
    std::vector<log::Row> rows_;
    Date today_ = day("2023-07-01");
    int commands_ = 0;
};

TEST_F(ScholarshipLine, I28_OfTwoApprovedAwardsThePledgePaysAsManyAsItHasReceived) {
    approve_two();
    EXPECT_EQ(award_state(31), AwardYearState::Payable);
    EXPECT_EQ(award_state(32), AwardYearState::Unfunded);
    EXPECT_EQ(application_state(32), ApplicationState::Awarded);
    EXPECT_EQ(payable_events(), 1);
    EXPECT_EQ(in_pledge("balance_fen"), Money{});
    // The rest comes; the second award is asked for again.
    EXPECT_EQ(pledge(ReceivePledge{yuan(5'000), "V-2"}), "");
    EXPECT_EQ(award(32, ChangeFunding{2023, kPledged, ""}, kClerk), "");
    EXPECT_EQ(award_state(32), AwardYearState::Payable);
    EXPECT_EQ(in_pledge("allotted_fen"), yuan(10'000));
}

TEST_F(ScholarshipLine, EachYuanOfThePledgeIsTracedToItsAwardCreditAndReturn) {
    approve_two();
    const RecordAwardPayment paid{2023, "B-1", day("2023-09-20")};
    EXPECT_EQ(award(31, paid), "");
    EXPECT_EQ(award(31, paid), "");  // the bank's answer once more
    EXPECT_EQ(in_pledge("paid_fen"), yuan(5'000));
    EXPECT_EQ(award(31, RecordAwardReturn{2023, "R-1", day("2023-09-23")}), "");
    EXPECT_EQ(in_pledge("paid_fen"), Money{});
    EXPECT_EQ(in_pledge("allotted_fen"), yuan(5'000));
    EXPECT_EQ(award(31, RecordAwardPayment{2023, "B-2", day("2023-10-08")}), "");
    EXPECT_EQ(in_pledge("paid_fen"), yuan(5'000));
    std::vector<std::string> statement;
    for (const log::Row& entry : database_->rows(kPledgeEntryTable)) {
        if (entry.values[6] == log::Value{award_id(31).uuid}) {
            statement.push_back(std::get<std::string>(entry.values[3]) + ' ' +
                                std::get<std::string>(entry.values[5]));
        }
    }
    EXPECT_EQ(statement, (std::vector<std::string>{"ALLOTTED ", "PAID B-1", "PAYMENT_RETURNED R-1",
                                                   "PAID B-2"}));
}

// Both parents apply, to the city's charity and to the county's own scheme: two logs, one student.
TEST_F(ScholarshipLine, I27_BothParentsUnionsNominateAndTheSecondIsHeldBackByTheFirst) {
    EXPECT_EQ(scheme(charity(), kCity), "");
    EXPECT_EQ(scheme(union_scheme(), kChencang), "");
    EXPECT_EQ(nominate(kCity, 1, charity(), "HIGHER"), "");
    // The same student (1), in the other federation, under another application.
    ScholarshipApplied mothers = from_file();
    mothers.parent = kMother;
    mothers.payee = account_of(kMother);
    const auto other = id<ApplicationId>(2);
    today_ = day("2023-08-01");
    ASSERT_EQ(mothers.student, id<PersonId>(1));
    EXPECT_EQ(application(kChencang, other, submit(mothers), kClerk), "");
    application(kChencang, other, RecordSurvey{SurveyFinding::AsDeclared}, kSurveyor);
    application(kChencang, other, CheckApplication{"", union_scheme()}, kChecker);
    const NominateStudent nominate_him{"HIGHER-FILED", union_scheme()};
    EXPECT_EQ(application(kChencang, other, nominate_him, kNominator), "ALREADY_HELD");
    // The first is withdrawn: the award of the year is free.
    EXPECT_EQ(application(kCity, id<ApplicationId>(1), WithdrawScholarship{}, {}), "");
    EXPECT_EQ(application(kChencang, other, nominate_him, kNominator), "");
}

TEST_F(ScholarshipLine, PlacesOfASchemeAreGivenOnce) {
    SchemeTerms terms = charity();
    terms.places = 1;
    EXPECT_EQ(scheme(terms, kCity), "");
    EXPECT_EQ(nominate(kCity, 31, terms, "HIGHER"), "");
    EXPECT_EQ(nominate(kCity, 32, terms, "HIGHER"), "QUOTA_FULL");
    EXPECT_EQ(application(kCity, id<ApplicationId>(31), WithdrawScholarship{}, {}), "");
    EXPECT_EQ(
        application(kCity, id<ApplicationId>(32), NominateStudent{"HIGHER", terms}, kNominator),
        "");
}

TEST_F(ScholarshipLine, ARowThatMayNotStandIsStruckAndTheRestApproved) {
    pledge_half();
    EXPECT_EQ(nominate(kCity, 31, charity(), "HIGHER"), "");
    post_notice(kCity, 31);
    EXPECT_EQ(nominate(kCity, 32, charity(), "HIGHER"), "");  // never noticed
    today_ = day("2023-09-11");
    EXPECT_EQ(roll(charity_roll({pledged_row(31), pledged_row(32), pledged_row(33)}), kMaker), "");
    EXPECT_EQ(cell<std::int64_t>(kRollTable, {kRoll.uuid}, "row_count"), 1);
    EXPECT_EQ(roll(ApproveRoll{"M-1", roll_hash()}, kNominator), "NOMINATOR_APPROVES");
    EXPECT_EQ(roll(ApproveRoll{"M-1", roll_hash()}, kApprover), "");
    EXPECT_EQ(award_state(31), AwardYearState::Payable);
    EXPECT_EQ(award_state(32), AwardYearState::Unset);
    EXPECT_EQ(application_state(32), ApplicationState::Nominated);
    EXPECT_EQ(find(kApplicationTable, {id<ApplicationId>(33).uuid}), nullptr);
}

TEST_F(ScholarshipLine, ARevokedAwardGivesMoneyAndClaimBackWhenItsPaymentHasStopped) {
    approve_two();
    const RevokeAward revoke{RevocationReason::DroppedOut, "D-1"};
    EXPECT_EQ(award(31, revoke, kApprover), "");
    EXPECT_EQ(award_state(31), AwardYearState::Stopping);
    EXPECT_EQ(in_pledge("allotted_fen"), yuan(5'000));  // disbursement may still pay it
    EXPECT_EQ(award(31, ConfirmStopped{2023}), "");
    EXPECT_EQ(award_state(31), AwardYearState::Released);
    EXPECT_EQ(application_state(31), ApplicationState::Released);
    EXPECT_EQ(in_pledge("balance_fen"), yuan(5'000));
    // What is free goes to the one who waited.
    EXPECT_EQ(award(32, ChangeFunding{2023, kPledged, ""}, kClerk), "");
    EXPECT_EQ(award_state(32), AwardYearState::Payable);
}

TEST_F(ScholarshipLine, AnAwardOfAPledgeThatIsNotThereWaits) {
    EXPECT_EQ(scheme(charity(), kCity), "");
    EXPECT_EQ(nominate(kCity, 31, charity(), "HIGHER"), "");
    post_notice(kCity, 31);
    EXPECT_EQ(roll(charity_roll({pledged_row(31)}), kMaker), "");
    EXPECT_EQ(roll(ApproveRoll{"M-1", roll_hash()}, kApprover), "");
    EXPECT_EQ(award_state(31), AwardYearState::Unfunded);
    EXPECT_EQ(
        cell<std::string>(kAwardYearTable, {award_id(31).uuid, std::int64_t{2023}}, "unfunded"),
        "PLEDGE_MISSING");
}

}  // namespace
}  // namespace haven::scholarship::testing
