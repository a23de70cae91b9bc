#include "services/disbursement/domain/payment_batch.hpp"

#include <gtest/gtest.h>

#include "libs/decider/spec.hpp"

namespace haven::disbursement {
namespace {

using spec::given;
using spec::id;
using spec::staff;

const StaffId kMaker = staff(1);
const StaffId kChecker = staff(2);
const StaffId kApprover = staff(3);
const Date kSealedOn = Date::of(2018, 6, 29);
const BatchHash kFile{7};

LineSealed line(std::uint8_t number, std::int64_t fen) {
    LineSealed sealed;
    sealed.line_ref = "ref-" + std::to_string(number);
    sealed.entitlement = id<EntitlementId>(number);
    sealed.instalment = 1;
    sealed.amount = Money::fen(fen);
    sealed.payee.account_cipher = "sealed";
    return sealed;
}

const SealBatch kSeal{
    "F01-20180629-AB12CD", id<FundLineId>(9), "123456789012", {line(1, 200'000), line(2, 200'000)}};

std::vector<PaymentBatch::Event> sealed() {
    return given<PaymentBatch>().by(kMaker).on("2018-06-29").when(kSeal).events();
}
BatchHash hash_after(const std::vector<PaymentBatch::Event>& events) {
    return given<PaymentBatch>(events).state().hash;
}
std::vector<PaymentBatch::Event> with(std::vector<PaymentBatch::Event> events,
                                      std::vector<PaymentBatch::Event> more) {
    for (auto& event : more) events.push_back(std::move(event));
    return events;
}
std::vector<PaymentBatch::Event> approved() {
    const BatchHash hash = hash_after(sealed());
    return with(sealed(), {BatchChecked{kChecker, hash}, BatchApproved{kApprover, hash}});
}
std::vector<PaymentBatch::Event> sent() {
    return with(approved(),
                {BatchSent{"reference-1", kFile, Date::of(2018, 6, 29), 2, Money::fen(400'000)}});
}
TakeInReply reply(std::vector<ReplyLine> lines) {
    return {"F01-20180629-AB12CD", "", Date::of(2018, 7, 2), std::move(lines)};
}
ReplyLine ok(std::uint8_t number, std::int64_t fen = 200'000) {
    return {"ref-" + std::to_string(number), ReplyLine::State::Ok, "",
            "B-" + std::to_string(number),   Money::fen(fen),      Date::of(2018, 7, 2)};
}
ReplyLine unknown(std::uint8_t number) {
    return {"ref-" + std::to_string(number),
            ReplyLine::State::Unknown,
            "IN_PROCESS",
            "",
            {},
            Date::of(2018, 7, 2)};
}

TEST(PaymentBatch, I15_CountAndTotalAreThoseOfItsLines) {
    const auto batch = given<PaymentBatch>().by(kMaker).when(kSeal).only<BatchSealed>();
    EXPECT_EQ(batch.line_count, 2);
    EXPECT_EQ(batch.total, Money::fen(400'000));
    EXPECT_EQ(batch.maker, kMaker);
}

TEST(PaymentBatch, I16_ASealedBatchIsNeverEdited) {
    SealBatch other = kSeal;
    other.lines.pop_back();
    given<PaymentBatch>(sealed()).by(kMaker).when(other).refused("BATCH_SEALED");
}

TEST(PaymentBatch, I8_AnInstalmentStandsInABatchOnce) {
    SealBatch twice = kSeal;
    twice.lines.push_back(line(1, 200'000));
    given<PaymentBatch>().by(kMaker).when(twice).refused("DUPLICATE_LINE");
    const auto state = given<PaymentBatch>(sealed()).state();
    EXPECT_EQ(
        PaymentBatch::effects(state, line(1, 200'000)).claims,
        (std::vector<ClaimChange>{
            {ClaimChange::Kind::Take, "instalment/" + id<EntitlementId>(1).to_string() + "/1"}}));
}

TEST(PaymentBatch, I17_MakerCheckerAndApproverAreThreePeople) {
    const BatchHash hash = hash_after(sealed());
    given<PaymentBatch>(sealed()).by(kMaker).when(CheckBatch{hash}).refused("SAME_PERSON");
    given<PaymentBatch>(sealed()).by(kApprover).when(ApproveBatch{hash}).refused("NOT_CHECKED");
    const auto checked = with(sealed(), {BatchChecked{kChecker, hash}});
    given<PaymentBatch>(checked).by(kMaker).when(ApproveBatch{hash}).refused("SAME_PERSON");
    given<PaymentBatch>(checked).by(kChecker).when(ApproveBatch{hash}).refused("SAME_PERSON");
    given<PaymentBatch>(checked)
        .by(kApprover)
        .when(ApproveBatch{hash})
        .then({BatchApproved{kApprover, hash}});
    given<PaymentBatch>(sealed()).by(StaffId{}).when(CheckBatch{hash}).refused("NOT_STAFF");
}

TEST(PaymentBatch, I17_ASignatureIsGivenOnceAndNobodyReplacesIt) {
    const BatchHash hash = hash_after(sealed());
    const auto checked = with(sealed(), {BatchChecked{kChecker, hash}});
    given<PaymentBatch>(checked).by(kChecker).when(CheckBatch{hash}).then_nothing();
    given<PaymentBatch>(checked).by(staff(4)).when(CheckBatch{hash}).refused("ALREADY_CHECKED");
    given<PaymentBatch>(approved()).by(kApprover).when(ApproveBatch{hash}).then_nothing();
    given<PaymentBatch>(approved())
        .by(staff(4))
        .when(ApproveBatch{hash})
        .refused("ALREADY_APPROVED");
}

TEST(PaymentBatch, NothingIsSentWithoutBothSignatures) {
    given<PaymentBatch>(sealed())
        .by(kMaker)
        .when(SendBatch{{}, "reference-1", kFile, kSealedOn})
        .refused("NOT_APPROVED");
}

TEST(PaymentBatch, I16_AStrikeVoidsBothSignaturesAndGivesANewHash) {
    const auto struck =
        given<PaymentBatch>(approved()).when(StrikeLine{"ref-1", "FILE_CLOSED"}).only<LineStruck>();
    EXPECT_EQ(struck.line_count, 1);
    EXPECT_EQ(struck.total, Money::fen(200'000));
    EXPECT_NE(struck.hash, hash_after(sealed()));
    const auto after = with(approved(), {struck});
    given<PaymentBatch>(after)
        .by(kMaker)
        .when(SendBatch{{}, "reference-1", kFile, kSealedOn})
        .refused("NOT_APPROVED");
    given<PaymentBatch>(after)
        .by(kChecker)
        .when(CheckBatch{hash_after(sealed())})
        .refused("HASH_DIFFERS");
    given<PaymentBatch>(after)
        .by(kChecker)
        .when(CheckBatch{struck.hash})
        .then({BatchChecked{kChecker, struck.hash}});
}

TEST(PaymentBatch, I16_AFileMadeOfAListThatHasChangedIsNotSent) {
    given<PaymentBatch>(approved())
        .by(kMaker)
        .when(SendBatch{BatchHash{1}, "reference-1", kFile, kSealedOn})
        .refused("HASH_DIFFERS");
    given<PaymentBatch>(approved())
        .by(kMaker)
        .on("2018-06-29")
        .when(SendBatch{hash_after(sealed()), "reference-1", kFile, kSealedOn})
        .then({BatchSent{"reference-1", kFile, kSealedOn, 2, Money::fen(400'000)}});
}

TEST(PaymentBatch, NothingIsSentWithoutItsFileOrWithTheFileOfAnotherDay) {
    given<PaymentBatch>(approved())
        .by(kMaker)
        .on("2018-06-29")
        .when(SendBatch{hash_after(sealed()), "reference-1", {}, kSealedOn})
        .refused("FILE_NOT_MADE");
    given<PaymentBatch>(approved())
        .by(kMaker)
        .on("2018-07-02")
        .when(SendBatch{hash_after(sealed()), "reference-1", kFile, kSealedOn})
        .refused("DAY_CHANGED");
}

TEST(PaymentBatch, WithEveryLineStruckThereIsNothingLeftToSign) {
    const auto first =
        given<PaymentBatch>(sealed()).when(StrikeLine{"ref-1", "FILE_CLOSED"}).events();
    const auto one_left = with(sealed(), first);
    const auto last =
        given<PaymentBatch>(one_left).when(StrikeLine{"ref-2", "FILE_CLOSED"}).only<LineStruck>();
    EXPECT_EQ(last.line_count, 0);
    EXPECT_EQ(last.total, Money{});
    const auto none = with(one_left, {last});
    EXPECT_EQ(given<PaymentBatch>(none).state().state, BatchState::Void);
    given<PaymentBatch>(none).by(kChecker).when(CheckBatch{last.hash}).refused("BATCH_VOID");
}

TEST(PaymentBatch, ALineIsStruckOnce) {
    const auto first =
        given<PaymentBatch>(sealed()).when(StrikeLine{"ref-1", "FILE_CLOSED"}).events();
    given<PaymentBatch>(with(sealed(), first))
        .when(StrikeLine{"ref-1", "FILE_CLOSED"})
        .refused("LINE_NOT_OPEN");
    given<PaymentBatch>(sealed()).when(StrikeLine{"ref-9", "FILE_CLOSED"}).refused("UNKNOWN_LINE");
}

TEST(PaymentBatch, AfterSendingNothingIsStruck) {
    given<PaymentBatch>(sent())
        .when(StrikeInstalment{id<EntitlementId>(1), 1, "FILE_CLOSED"})
        .refused("BATCH_ALREADY_SENT");
}

TEST(PaymentBatch, I22_TheSameReplyAgainChangesNothing) {
    const auto first = given<PaymentBatch>(sent()).when(reply({ok(1), ok(2)})).events();
    EXPECT_EQ(first.size(), 3U);
    EXPECT_EQ(std::get<BankReplyImported>(first.back()).paid, Money::fen(400'000));
    given<PaymentBatch>(with(sent(), first)).when(reply({ok(2), ok(1)})).then_nothing();
}

TEST(PaymentBatch, I20_AnUnknownLineStaysInItsBatchUntilTheBankKnows) {
    const auto first = given<PaymentBatch>(sent()).when(reply({ok(1), unknown(2)})).events();
    const auto state = given<PaymentBatch>(with(sent(), first)).state();
    EXPECT_EQ(state.lines.at("ref-2").state, LineState::Unknown);
    EXPECT_EQ(state.state, BatchState::Sent);
    EXPECT_TRUE(PaymentBatch::effects(state, LineUnknown{"ref-2", {}}).claims.empty())
        << "its claim is still held: no other batch can take the instalment";
    const auto answer = given<PaymentBatch>(with(sent(), first)).when(reply({ok(2)})).events();
    EXPECT_EQ(given<PaymentBatch>(with(with(sent(), first), answer)).state().state,
              BatchState::Answered);
}

TEST(PaymentBatch, RefusesAReplyThatDoesNotFit) {
    given<PaymentBatch>(sent()).when(reply({ok(1, 200'001)})).refused("AMOUNT_DIFFERS");
    given<PaymentBatch>(sent()).when(reply({ok(7)})).refused("UNKNOWN_LINE");
    given<PaymentBatch>(sent()).when(reply({ok(1), ok(1)})).refused("DUPLICATE_LINE");
    given<PaymentBatch>(approved()).when(reply({ok(1)})).refused("BATCH_NOT_SENT");
}

TEST(PaymentBatch, AFileThatTheBankRefusesFreesEveryLine) {
    TakeInReply whole = reply({});
    whole.refused_code = "TOTAL_DIFFERS";
    const auto events = given<PaymentBatch>(sent()).when(whole).events();
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(std::get<LineFailed>(events[1]).code, "TOTAL_DIFFERS");
    given<PaymentBatch>(with(sent(), events)).when(whole).then_nothing();
}

TEST(PaymentBatch, AFileThatWasAnsweredIsNotRefusedAfterwards) {
    TakeInReply whole = reply({});
    whole.refused_code = "TOTAL_DIFFERS";
    const auto answered =
        with(sent(), given<PaymentBatch>(sent()).when(reply({ok(1), ok(2)})).events());
    given<PaymentBatch>(answered).when(whole).refused("BATCH_ANSWERED");
}

TEST(PaymentBatch, I8_ANumberUsedTwiceFailsNoLine) {
    TakeInReply twice = reply({});
    twice.refused_code = "DUPLICATE_BATCH";
    given<PaymentBatch>(sent()).when(twice).refused("NUMBER_USED_TWICE");
    // The same of one line: the bank knows its reference, so it may have paid it.
    ReplyLine line = unknown(1);
    line.state = ReplyLine::State::Failed;
    line.code = "DUPLICATE_REFERENCE";
    EXPECT_EQ(given<PaymentBatch>(sent()).when(reply({line})).only<LineUnknown>().line_ref,
              "ref-1");
}

TEST(PaymentBatch, I22_ASecondAnotherAnswerIsForAPerson) {
    const auto paid = with(sent(), given<PaymentBatch>(sent()).when(reply({ok(1)})).events());
    ReplyLine other = ok(1);
    other.bank_serial = "B-9";
    given<PaymentBatch>(paid).when(reply({other})).refused("ANSWER_DIFFERS");
    ReplyLine failed = unknown(1);
    failed.state = ReplyLine::State::Failed;
    failed.code = "CLOSED";
    given<PaymentBatch>(paid).when(reply({failed})).refused("ANSWER_DIFFERS");
    given<PaymentBatch>(paid).when(reply({unknown(1)})).then_nothing();
    const auto gone = with(sent(), given<PaymentBatch>(sent()).when(reply({failed})).events());
    given<PaymentBatch>(gone).when(reply({ok(1)})).refused("ANSWER_DIFFERS");
    given<PaymentBatch>(gone).when(reply({failed})).then_nothing();
}

TakeInReturn back(const std::string& serial = "B-1") {
    return {"ref-1", serial, "R-1", Date::of(2018, 7, 9), "CLOSED", Money::fen(200'000)};
}
std::vector<PaymentBatch::Event> credited() {
    return with(sent(), given<PaymentBatch>(sent()).when(reply({ok(1), ok(2)})).events());
}

TEST(PaymentBatch, ALateReturnIsTakenOnceAndOnlyForACreditOfOurs) {
    const auto events = given<PaymentBatch>(credited()).when(back()).events();
    ASSERT_EQ(events.size(), 1U);
    given<PaymentBatch>(with(credited(), events)).when(back()).then_nothing();
    given<PaymentBatch>(credited()).when(back("B-9")).refused("RETURN_NOT_EXPECTED");
}

TEST(PaymentBatch, I22_AReturnThatComesAgainOtherwiseIsForAPerson) {
    const auto returned = with(credited(), given<PaymentBatch>(credited()).when(back()).events());
    TakeInReturn other = back();
    other.amount = Money::fen(199'999);
    given<PaymentBatch>(returned).when(other).refused("RETURN_DIFFERS");
    other = back();
    other.return_serial = "R-2";
    given<PaymentBatch>(returned).when(other).refused("RETURN_DIFFERS");
}

TEST(PaymentBatch, I22_OneSerialOfTheBankIsOneCredit) {
    ReplyLine second = ok(2);
    second.bank_serial = "B-1";
    given<PaymentBatch>(sent()).when(reply({ok(1), second})).refused("SERIAL_USED_TWICE");
    const auto first = with(sent(), given<PaymentBatch>(sent()).when(reply({ok(1)})).events());
    given<PaymentBatch>(first).when(reply({second})).refused("SERIAL_USED_TWICE");
    // Of another batch: the claim is taken.
    const auto state = given<PaymentBatch>(credited()).state();
    const LinePaid paid{"ref-1", "B-1", Date::of(2018, 7, 2), Money::fen(200'000), {}, 1};
    EXPECT_EQ(PaymentBatch::effects(state, paid).claims,
              (std::vector<ClaimChange>{{ClaimChange::Kind::Take, "bank-serial/B-1"}}));
}

TEST(PaymentBatch, TheBankAnswersNotBeforeItHadTheFileAndNotFromTomorrow) {
    const auto dated = [](Date day) {
        ReplyLine line = ok(1);
        line.date = day;
        return reply({line});
    };
    const auto on_july_2 = [] { return given<PaymentBatch>(sent()).on("2018-07-02"); };
    on_july_2().when(dated(Date::of(2018, 6, 28))).refused("IMPOSSIBLE_DATE");
    on_july_2().when(dated(Date::of(2018, 7, 3))).refused("IMPOSSIBLE_DATE");
    EXPECT_EQ(on_july_2().when(dated(Date::of(2018, 7, 2))).events().size(), 2U);
    TakeInReply whole = reply({ok(1)});
    whole.date = Date::of(2018, 7, 3);
    on_july_2().when(whole).refused("IMPOSSIBLE_DATE");
    TakeInReturn early = back();
    early.date = Date::of(2018, 7, 1);  // credited on 2 July
    given<PaymentBatch>(credited()).on("2018-07-09").when(early).refused("IMPOSSIBLE_DATE");
    given<PaymentBatch>(credited()).on("2018-07-08").when(back()).refused("IMPOSSIBLE_DATE");
}

TEST(PaymentBatch, TheKeyOfItsFileEndsWithTheSettleWindow) {
    const auto half = given<PaymentBatch>(sent()).when(reply({ok(1)})).events();
    const auto open = given<PaymentBatch>(with(sent(), half)).state();
    EXPECT_TRUE(PaymentBatch::effects(open, half[0]).timers.empty()) << "a line is still open";
    const auto done = given<PaymentBatch>(credited()).state();
    const LinePaid last{"ref-2", "B-2", Date::of(2018, 7, 2), Money::fen(200'000), {}, 1};
    EXPECT_EQ(PaymentBatch::effects(done, last).timers,
              (std::vector<TimerChange>{{"file", Date::of(2018, 8, 1)}}));
    const auto command = PaymentBatch::on_timer(done, {"file", Date::of(2018, 8, 1)});
    const BatchFileExpired expired{Date::of(2018, 8, 1)};
    given<PaymentBatch>(credited()).on("2018-08-01").when(*command).then({expired});
    EXPECT_EQ(PaymentBatch::effects(done, expired).timers,
              (std::vector<TimerChange>{{"file", std::nullopt}}));
    given<PaymentBatch>(with(credited(), {expired})).when(*command).then_nothing();
    given<PaymentBatch>(sent()).when(*command).then_nothing();
}

}  // namespace
}  // namespace haven::disbursement
