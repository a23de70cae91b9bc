// A sound log, made by the deciders themselves, and one damage for each oracle, which that oracle
// and no other sees.
#include "services/disbursement/oracles/payment_oracles.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

#include "libs/decider/spec.hpp"
#include "services/disbursement/codec/codec.hpp"

namespace haven::disbursement {
namespace {

using spec::given;
using spec::id;
using spec::staff;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const FundLineId kFunds = id<FundLineId>(9);
const BatchId kBatch = id<BatchId>(8);
const EnrolmentId kEnrolment = id<EnrolmentId>(9);
const CashAdvanceId kAdvance = id<CashAdvanceId>(6);
const Money kHalf = Money::fen(200'000);
const Date kSentOn = Date::of(2018, 6, 29);

LineSealed line(std::uint8_t number) {
    LineSealed sealed;
    sealed.line_ref = "ref-" + std::to_string(number);
    sealed.entitlement = id<EntitlementId>(number);
    sealed.instalment = 1;
    sealed.amount = kHalf;
    sealed.payee.account_cipher = "sealed";
    return sealed;
}

// Three lines: the first is struck, the second paid and returned, the third paid.
std::vector<PaymentBatch::Event> batch_events() {
    std::vector<PaymentBatch::Event> all;
    const auto run = [&](StaffId by, const PaymentBatch::Command& command) {
        for (auto& event :
             given<PaymentBatch>(all).by(by).on("2018-06-29").when(command).events()) {
            all.push_back(event);
        }
    };
    const auto hash = [&] { return given<PaymentBatch>(all).state().hash; };
    const auto ok = [](std::uint8_t number) {
        return ReplyLine{"ref-" + std::to_string(number),
                         ReplyLine::State::Ok,
                         "",
                         "S" + std::to_string(number),
                         kHalf,
                         kSentOn};
    };
    run(staff(1),
        SealBatch{"F01-20180629-AB12CD", kFunds, "6103010000000001", {line(1), line(2), line(3)}});
    run(staff(1), StrikeLine{"ref-1", "FILE_CLOSED"});
    run(staff(2), CheckBatch{hash()});
    run(staff(3), ApproveBatch{hash()});
    run(staff(1), SendBatch{hash(), "reference-1", BatchHash{7}, Date::of(2018, 6, 29)});
    run({}, TakeInReply{"reply", "", kSentOn, {ok(2), ok(3)}});
    run({}, TakeInReturn{"ref-2", "S2", "R2", kSentOn, "CLOSED", kHalf});
    return all;
}

FundsReceived received(Money amount) {
    return {FundMovement::Received, amount, "V-1", {}};
}

std::vector<FundLine::Event> fund_events() {
    return {FundLineOpened{},
            received(Money::fen(601'000)),
            FundsReserved{id<EntitlementId>(2), kHalf},
            FundsReserved{id<EntitlementId>(3), kHalf},
            PaymentsPosted{kBatch, "reply", kHalf + kHalf},
            ReturnPosted{"R2", kHalf},
            CashReserved{kAdvance, Money::fen(1'000)},
            CashPosted{kAdvance, id<CashReliefId>(7), Money::fen(1'000)}};
}

std::vector<CashAdvance::Event> cash_events() {
    CashAdvanceRequested request;
    request.fund_line = kFunds;
    request.amount = Money::fen(1'000);
    request.holder = staff(4);
    CashReliefPaid paid;
    paid.relief = id<CashReliefId>(7);
    paid.amount = request.amount;
    paid.fund_line = kFunds;
    paid.witness = staff(5);
    CashAdvanceHandedOver handed_over;
    handed_over.approver = staff(2);
    return {request, handed_over, paid};
}

std::vector<Entitlement::Event> relief_events(std::uint8_t number, bool returned) {
    ReliefPaid paid;
    paid.entitlement = id<EntitlementId>(number);
    paid.instalment = 1;
    paid.amount = kHalf;
    std::vector<Entitlement::Event> all{paid};
    PaymentReturned back;
    back.entitlement = paid.entitlement;
    back.instalment = 1;
    back.amount = kHalf;
    if (returned) all.emplace_back(back);
    return all;
}

EntitlementGranted granted_for(const EnrolmentId& enrolment, std::uint8_t entitlement) {
    EntitlementGranted granted;
    granted.entitlement = id<EntitlementId>(entitlement);
    granted.annual = kHalf;
    granted.enrolment = enrolment;
    return granted;
}
// What was paid and stands is the subsidy of a course.
std::vector<Entitlement::Event> subsidy_events() {
    std::vector<Entitlement::Event> all = relief_events(3, false);
    std::get<ReliefPaid>(all.front()).enrolment = kEnrolment;
    all.insert(all.begin(), granted_for(kEnrolment, 3));
    return all;
}

struct Stored {
    std::vector<FundLine::Event> funds = fund_events();
    std::vector<PaymentBatch::Event> batch = batch_events();
    std::vector<Entitlement::Event> returned = relief_events(2, true);
    std::vector<Entitlement::Event> paid = subsidy_events();
    std::vector<BankCredit> bank{{"ref-2", "S2", kHalf, true}, {"ref-3", "S3", kHalf, false}};

    template <class Event>
    Event& batch_event(int which = 0) {
        for (auto& event : batch) {
            if (std::holds_alternative<Event>(event) && which-- == 0) return std::get<Event>(event);
        }
        throw std::logic_error("no such event");
    }
};

class Reader {
  public:
    template <class Codec, class Events>
    void stream(const Uuid& stream_id, const Events& events) {
        for (const auto& event : events) {
            const log::NewEvent stored = Codec::encode(event);
            log::Record record;
            record.federation = FederationNo{1};
            record.offset = ++offset_;
            record.stream_id = stream_id;
            record.type = stored.type;
            record.payload = stored.payload;
            oracles_.see(record);
        }
    }
    std::vector<std::string> broken(const std::vector<BankCredit>* bank) {
        std::vector<std::string> names;
        for (const auto& oracle : oracles_.verdicts(bank)) {
            EXPECT_GT(oracle.counted, 0) << oracle.name;
            if (!oracle.holds()) names.push_back(oracle.name);
        }
        return names;
    }

  private:
    PaymentOracles oracles_;
    std::int64_t offset_ = 0;
};

Reader reader_of(const Stored& stored) {
    Reader reader;
    reader.stream<FundLineCodec>(kFunds.uuid, stored.funds);
    reader.stream<PaymentBatchCodec>(kBatch.uuid, stored.batch);
    reader.stream<EntitlementCodec>(id<EntitlementId>(2).uuid, stored.returned);
    reader.stream<EntitlementCodec>(id<EntitlementId>(3).uuid, stored.paid);
    reader.stream<CashAdvanceCodec>(kAdvance.uuid, cash_events());
    return reader;
}

std::vector<std::string> broken(const Stored& stored) {
    return reader_of(stored).broken(&stored.bank);
}

TEST(PaymentOracles, HoldOfASoundLogAndLedger) {
    EXPECT_THAT(broken({}), IsEmpty());
}

TEST(PaymentOracles, I10_AFundLineBelowZeroIsSeen) {
    Stored stored;
    std::get<FundsReceived>(stored.funds[1]).amount = kHalf;
    EXPECT_THAT(broken(stored), ElementsAre("FUND_LINES_CONSERVE"));
}

// The third line's instalment stands in a second batch too, and is paid there again.
TEST(PaymentOracles, I8_ASecondCreditInOurLogIsSeen) {
    Stored stored;
    stored.funds[1] = received(Money::fen(1'800'000));
    stored.funds.insert(stored.funds.begin() + 4, FundsReserved{id<EntitlementId>(4), kHalf});
    stored.funds.push_back(PaymentsPosted{id<BatchId>(7), "again", kHalf});
    stored.paid.push_back(stored.paid.back());
    LineSealed again = line(3);
    again.line_ref = "ref-9";
    BatchSealed sealed = stored.batch_event<BatchSealed>();
    sealed.line_count = 1;
    sealed.total = kHalf;
    sealed.hash = hash_of(sealed.batch_no, {&again});
    Reader reader = reader_of(stored);
    reader.stream<PaymentBatchCodec>(
        id<BatchId>(7).uuid,
        std::vector<PaymentBatch::Event>{
            sealed, again, BatchChecked{staff(2), sealed.hash},
            BatchApproved{staff(3), sealed.hash}, BatchSent{"reference-1", {}, kSentOn, 1, kHalf},
            LinePaid{"ref-9", "S9", kSentOn, kHalf, id<EntitlementId>(3), 1}});
    // What is paid twice is a subsidy.
    EXPECT_THAT(reader.broken(nullptr), ElementsAre("INSTALMENT_PAID_ONCE", "SUBSIDY_PAID_ONCE"));
    stored.bank.push_back({"ref-9", "S9", kHalf, false});
    EXPECT_THAT(reader.broken(&stored.bank),
                ElementsAre("INSTALMENT_PAID_ONCE", "SUBSIDY_PAID_ONCE", "BANK_CREDITED_ONCE"));
}

TEST(PaymentOracles, I16_ALineChangedAfterTheSealIsSeen) {
    Stored stored;
    stored.batch_event<LineSealed>(2).payee.account_cipher = "another account";
    EXPECT_THAT(broken(stored), ElementsAre("BATCH_HASH_MATCHES_LINES"));
}

TEST(PaymentOracles, I15_AnotherTotalIsSeen) {
    Stored stored;
    stored.batch_event<LineStruck>().total = kHalf;
    EXPECT_THAT(broken(stored), ElementsAre("BATCH_HASH_MATCHES_LINES"));
}

TEST(PaymentOracles, I17_ASignatureOfTheMakerOrOfTheSamePersonTwiceIsSeen) {
    for (const StaffId person : {staff(1), staff(3), StaffId{}}) {
        Stored stored;
        stored.batch_event<BatchChecked>().checker = person;
        EXPECT_THAT(broken(stored), ElementsAre("SIGNED_BY_THREE_PEOPLE"));
    }
}

TEST(PaymentOracles, I17_ASignatureUnderAnotherListIsSeen) {
    Stored stored;
    stored.batch_event<BatchApproved>().hash = stored.batch_event<BatchSealed>().hash;
    EXPECT_THAT(broken(stored), ElementsAre("SIGNED_BY_THREE_PEOPLE"));
}

TEST(PaymentOracles, ALinePaidBeforeItsBatchWasSentIsSeen) {
    Stored stored;
    const auto sent = std::ranges::find_if(
        stored.batch, [](const auto& event) { return std::holds_alternative<BatchSent>(event); });
    std::rotate(sent, sent + 1, stored.batch.end());
    EXPECT_THAT(broken(stored), ElementsAre("PAID_LINE_WAS_SENT"));
}

TEST(PaymentOracles, APostingThatIsNotThatOfItsLinesIsSeen) {
    Stored less;
    std::get<PaymentsPosted>(less.funds[4]).amount = kHalf;
    EXPECT_THAT(broken(less), ElementsAre("POSTINGS_EQUAL_LINES"));
    Stored kept;
    std::erase_if(kept.funds, [](const FundLine::Event& event) {
        return std::holds_alternative<ReturnPosted>(event);
    });
    EXPECT_THAT(broken(kept), ElementsAre("POSTINGS_EQUAL_LINES"));
}

TEST(PaymentOracles, ReliefThatIsNotThatOfTheLinesIsSeen) {
    Stored lost;
    lost.paid.pop_back();
    EXPECT_THAT(broken(lost), ElementsAre("RELIEF_EQUALS_LINES"));
    Stored not_returned;
    not_returned.returned.pop_back();
    EXPECT_THAT(broken(not_returned), ElementsAre("RELIEF_EQUALS_LINES"));
}

TEST(PaymentOracles, R80_ASecondEntitlementOfASubsidyIsSeen) {
    const Stored stored;
    Reader reader = reader_of(stored);
    reader.stream<EntitlementCodec>(id<EntitlementId>(4).uuid,
                                    std::vector<Entitlement::Event>{granted_for(kEnrolment, 4)});
    EXPECT_THAT(reader.broken(&stored.bank), ElementsAre("SUBSIDY_PAID_ONCE"));
}

TEST(PaymentOracles, R80_MoreThanOneCreditOfASubsidyIsSeen) {
    Stored stored;
    stored.paid.push_back(stored.paid.back());
    EXPECT_THAT(broken(stored), ElementsAre("SUBSIDY_PAID_ONCE", "RELIEF_EQUALS_LINES"));
}

TEST(PaymentOracles, R80_ACreditOfASubsidyThatNobodyGrantedIsSeen) {
    Stored stored;
    stored.paid.erase(stored.paid.begin());
    EXPECT_THAT(broken(stored), ElementsAre("SUBSIDY_PAID_ONCE"));
}

TEST(PaymentOracles, I8_ASecondCreditInTheBanksLedgerIsSeen) {
    Stored stored;
    stored.bank.insert(stored.bank.begin(), {"ref-3", "S4", kHalf, false});
    EXPECT_THAT(broken(stored), ElementsAre("BANK_CREDITED_ONCE"));
    Stored strange;
    strange.bank.push_back({"ref-77", "S5", kHalf, false});
    EXPECT_THAT(broken(strange), ElementsAre("BANK_CREDITED_ONCE"));
}

TEST(PaymentOracles, ALedgerThatSaysSomethingElseThanOurLogIsSeen) {
    const auto said = [](const std::function<void(std::vector<BankCredit>&)>& change) {
        Stored stored;
        change(stored.bank);
        return broken(stored);
    };
    const auto only = ElementsAre("BANK_AGREES");
    EXPECT_THAT(said([](auto& bank) { bank[1].amount = Money::fen(1); }), only);
    EXPECT_THAT(said([](auto& bank) { bank[1].returned = true; }), only);
    EXPECT_THAT(said([](auto& bank) { bank[0].returned = false; }), only);
    EXPECT_THAT(said([](auto& bank) { bank[1].bank_serial = "S4"; }), only);
    EXPECT_THAT(said([](auto& bank) { bank.pop_back(); }), only);
}

TEST(BankLedger, IsReadAsTheBankPrintsIt) {
    const auto credits = read_bank_ledger(
        R"({"credits": [{"ref": "r", "batch_no": "B", "account_digest": "d", "amount_fen": 5,
            "credited_on": "2018-07-02", "bank_serial": "S", "returned_on": "2018-07-06",
            "return_serial": "R"}], "lines": 1})");
    ASSERT_TRUE(credits.has_value());
    ASSERT_EQ(credits->size(), 1U);
    EXPECT_TRUE(credits->front().returned);
    for (const char* text : {"", "[]", "{}", R"({"credits": [{"ref": 1}]})"}) {
        EXPECT_EQ(read_bank_ledger(text).error().reason, "NOT_A_LEDGER");
    }
}

}  // namespace
}  // namespace haven::disbursement
