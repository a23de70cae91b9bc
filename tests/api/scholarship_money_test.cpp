// The money of a scholarship: an award is asked for by an event, paid by disbursement as everything
// is, and what came of it is heard by award, application and pledge. Over gRPC on the running
// suite; only the bank is a stand-in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/postgres/connection.hpp"
#include "tests/suite/scholarships.hpp"

namespace haven::spec {
namespace {

namespace sch = haven::scholarship::v1;
namespace pay = haven::disbursement::v1;
using access::Role;
using Schemes = sch::SchemeService::Stub;
using Awards = sch::ScholarshipService::Stub;
using Payments = pay::PaymentService::Stub;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kCard = "9999990000000000014";
constexpr const char* kOtherCard = "9999990000000000022";
constexpr const char* kFirst = "R-2020-1/1";

class ScholarshipMoney : public testing::Test {
  protected:
    // A sponsor's 10,000 yuan, and this many awards of 5,000, each asked of disbursement.
    explicit ScholarshipMoney(int awards = 1) {
        EXPECT_EQ(office_.open_scheme(), "OK");
        EXPECT_EQ(office_.open_fund_line(1'000'000), "OK");
        EXPECT_EQ(office_.make_pledge(1'000'000, 1'000'000), "OK");
        office_.award_to(office_.nominated(awards));
        EXPECT_EQ(office_.year(kFirst).state(), sch::AWARD_YEAR_STATE_PAYABLE);
    }
    ~ScholarshipMoney() override {
        for (const char* service : {"registry", "disbursement", "scholarship"}) {
            postgres::Connection db(suite().conninfo(service));
            const auto parked = db.query("SELECT reason FROM parked");
            EXPECT_TRUE(parked.empty()) << service << ": " << parked[0].text(0);
        }
    }

    std::int64_t entitlements() {
        postgres::Connection db(suite().conninfo("disbursement"));
        return db.query("SELECT count(*) FROM entitlement")[0].int64(0);
    }
    pay::Instalment instalment() {
        pay::ListInstalmentsRequest request;
        pay::ListInstalmentsResponse response;
        EXPECT_EQ(line_.ask(Role::Auditor, kCity, &Payments::ListInstalments, request, &response),
                  "OK");
        EXPECT_EQ(response.instalments_size(), 1);
        return response.instalments(0);
    }
    std::int64_t figure(const std::string& id) {
        sch::GetScholarshipFiguresRequest request;
        sch::GetScholarshipFiguresResponse response;
        EXPECT_EQ(
            line_.ask(Role::Auditor, kCity, &Awards::GetScholarshipFigures, request, &response),
            "OK");
        for (const auto& one : response.figures()) {
            if (one.id() == id) return one.value();
        }
        return -1;
    }
    sch::GetSponsorStatementResponse whole_statement() {
        sch::GetSponsorStatementRequest request;
        request.set_pledge(kCharity);
        sch::GetSponsorStatementResponse response;
        EXPECT_EQ(
            line_.ask(Role::Caseworker, kCity, &Schemes::GetSponsorStatement, request, &response),
            "OK");
        return response;
    }
    std::vector<std::string> statement() {
        std::vector<std::string> told;
        const auto response = whole_statement();
        for (const auto& line : response.lines()) {
            told.push_back(line.kind() + ' ' + std::to_string(line.amount_fen()) +
                           (line.award_no().empty() ? "" : " " + line.award_no()));
        }
        return told;
    }
    // The credit comes back on the next day; another card is entered by one and confirmed by
    // another.
    void send_back() {
        suite().advance(suite().today().plus_days(3));
        line_.bank().returns(kCard, "CLOSED");
        suite().advance(suite().today().plus_days(1));
    }
    std::string correct_payee(const std::string& card) {
        sch::ProposeAwardPayeeRequest propose;
        propose.set_award(kFirst);
        propose.set_payee_kind(haven::registry::v1::PAYEE_KIND_CARD);
        propose.set_account(card);
        propose.set_bank("西府农村商业银行");
        EXPECT_EQ(line_.ask(Role::Caseworker, kCity, &Awards::ProposeAwardPayee, propose), "OK");
        sch::ConfirmAwardPayeeRequest confirm;
        confirm.set_award(kFirst);
        confirm.set_last4(card.substr(card.size() - 4));
        const std::string answer =
            line_.ask(Role::Approver, kCity, &Awards::ConfirmAwardPayee, confirm);
        suite().settle();
        return answer;
    }

    void hear_everything_again() {
        suite().restart([&] {
            for (const char* service : {"disbursement", "scholarship"}) {
                postgres::Connection db(suite().conninfo(service));
                db.exec("DELETE FROM cursor WHERE source IN ('disbursement', 'scholarship')");
            }
        });
        suite().settle();
    }

    Suite& suite() { return line_.suite(); }

    Line line_;
    Scholarships office_{line_};
};

TEST_F(ScholarshipMoney, I8_AnAwardIsPaidOnceAndEachYuanIsTracedFromThePledgeToTheBank) {
    EXPECT_EQ(instalment().state(), pay::INSTALMENT_STATE_RELEASED);
    EXPECT_EQ(instalment().household_id(), "") << "an award stands on no file";
    const auto batch = office_.pay();
    EXPECT_EQ(line_.bank().standing_credits(kCard), 1);
    const auto year = office_.year(kFirst);
    EXPECT_EQ(year.state(), sch::AWARD_YEAR_STATE_PAID);
    EXPECT_EQ(year.bank_serial(), instalment().bank_serial());
    EXPECT_EQ(year.credited_on(), instalment().credited_on());
    EXPECT_EQ(office_.pledge().paid_fen(), 500'000);
    EXPECT_EQ(office_.pledge().balance_fen(), 500'000);
    EXPECT_EQ(figure("scholarship.charity.awards"), 1);
    EXPECT_EQ(figure("scholarship.charity.fen"), 500'000);
    // The bank's reply once more, as a clerk would hand it in by another way.
    pay::ImportBankReplyRequest again;
    again.set_file_name(batch.batch_no() + ".reply");
    again.set_content(line_.bank().last_reply());
    line_.ask(Role::FinanceMaker, kCity, &Payments::ImportBankReply, again);
    suite().settle();
    EXPECT_EQ(office_.pledge().paid_fen(), 500'000);
    EXPECT_THAT(statement(), ElementsAre("RECEIVED 1000000", "ALLOTTED 500000 R-2020-1/1",
                                         "PAID 500000 R-2020-1/1"));
    const auto whole = whole_statement();
    const sch::StatementLine& paid = whole.lines(2);
    EXPECT_EQ(paid.reference(), instalment().bank_serial());
    EXPECT_EQ(paid.happened_on(), instalment().credited_on());
    EXPECT_EQ(paid.stage(), sch::STUDY_STAGE_UNDERGRADUATE);
    EXPECT_EQ(paid.federation(), kCounty.value);
    const std::string all = whole.Utf8DebugString();
    for (const char* secret : {kCard, "林", "西北大学", "20200001"}) {
        EXPECT_THAT(all, Not(HasSubstr(secret)));
    }
}

TEST_F(ScholarshipMoney, I28_ACreditThatComesBackIsKeptForTheAwardAndPaidToTheCorrectedAccount) {
    office_.pay();
    send_back();
    EXPECT_EQ(office_.year(kFirst).state(), sch::AWARD_YEAR_STATE_RETURNED);
    EXPECT_EQ(office_.pledge().paid_fen(), 0);
    EXPECT_EQ(office_.pledge().allotted_fen(), 500'000);
    EXPECT_EQ(figure("scholarship.charity.awards"), 0);
    ASSERT_EQ(correct_payee(kOtherCard), "OK");
    office_.pay();
    EXPECT_EQ(line_.bank().standing_credits(kCard), 0);
    EXPECT_EQ(line_.bank().standing_credits(kOtherCard), 1);
    EXPECT_EQ(office_.year(kFirst).state(), sch::AWARD_YEAR_STATE_PAID);
    EXPECT_EQ(office_.pledge().paid_fen(), 500'000);
    EXPECT_THAT(
        statement(),
        ElementsAre("RECEIVED 1000000", "ALLOTTED 500000 R-2020-1/1", "PAID 500000 R-2020-1/1",
                    "PAYMENT_RETURNED 500000 R-2020-1/1", "PAID 500000 R-2020-1/1"));
}

TEST_F(ScholarshipMoney, ARevokedAwardThatIsInABatchIsStruckAndItsMoneyFreeAgain) {
    const auto batch = line_.make_batch(Scholarships::city_line());
    EXPECT_EQ(batch.line_count(), 1);
    ASSERT_EQ(office_.revoke(kFirst), "OK");
    EXPECT_EQ(office_.year(kFirst).state(), sch::AWARD_YEAR_STATE_RELEASED);
    EXPECT_EQ(office_.pledge().balance_fen(), 1'000'000);
    EXPECT_EQ(instalment().state(), pay::INSTALMENT_STATE_STOPPED);
    pay::MakeBatchRequest again;
    again.set_fund_line_id(kCharity);
    EXPECT_EQ(line_.ask(Role::FinanceMaker, kCity, &Payments::MakeBatch, again),
              "NOTHING_RELEASED");
    EXPECT_EQ(line_.bank().standing_credits(kCard), 0);
}

TEST_F(ScholarshipMoney, APaidAwardThatIsRevokedAndComesBackIsNotPaidAgain) {
    office_.pay();
    ASSERT_EQ(office_.revoke(kFirst), "OK");
    EXPECT_EQ(office_.year(kFirst).state(), sch::AWARD_YEAR_STATE_PAID) << "to be recovered";
    send_back();
    EXPECT_EQ(office_.year(kFirst).state(), sch::AWARD_YEAR_STATE_RELEASED);
    EXPECT_EQ(office_.pledge().balance_fen(), 1'000'000);
    EXPECT_EQ(line_.bank().standing_credits(kCard), 0);
}

// Every consumer of the money path reads its source from the beginning again, as after a restore of
// cursors that are too old: each command is a repeat of one that has its reply.
TEST_F(ScholarshipMoney, I8_WhenEveryEventIsHeardTwiceNothingIsAskedForOrPaidTwice) {
    hear_everything_again();
    EXPECT_EQ(entitlements(), 1);
    EXPECT_EQ(office_.pledge().allotted_fen(), 500'000);
    office_.pay();
    hear_everything_again();
    EXPECT_EQ(line_.bank().standing_credits(kCard), 1);
    EXPECT_EQ(office_.year(kFirst).state(), sch::AWARD_YEAR_STATE_PAID);
    EXPECT_EQ(office_.pledge().paid_fen(), 500'000);
    EXPECT_EQ(entitlements(), 1);
}

}  // namespace
}  // namespace haven::spec
