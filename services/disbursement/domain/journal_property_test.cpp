// Whatever happens to a fund line and its cash, in any order: the rows that the projections make of
// it are books in which debits equal credits, and whose accounts hold what the aggregates say.
// Reactions follow their events at once.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "libs/decider/spec.hpp"
#include "services/disbursement/domain/journal.hpp"
#include "services/disbursement/projection/projection.hpp"
#include "services/disbursement/projection/tables.hpp"

namespace haven::disbursement {
namespace {

using spec::id;
using spec::staff;

constexpr FederationNo kCounty{2};
constexpr int kYear = 2024;
const FundLineId kLine = id<FundLineId>(1);
const EntitlementId kFamily = id<EntitlementId>(2);
constexpr std::uint8_t kRequester = 1, kHolder = 2, kApprover = 3, kCounter = 4, kWitness = 6;

// What a step does: a kind, one of three cash advances or movements, an amount.
using Step = std::tuple<int, int, int>;
constexpr int kKinds = 13;

class Office {
  public:
    Office() {
        line(OpenFundLine{
            {"county-2024", "区级资金", FundSource::OwnFunds, "COUNTY", kYear, {}, {}, "1"}});
    }

    void step(const Step& step) {
        const auto& [kind, which, fen] = step;
        ++steps_;
        const Money amount = Money::fen(fen);
        const std::string number = "V-" + std::to_string(steps_);
        const auto advance = id<CashAdvanceId>(static_cast<std::uint8_t>(10 + which));
        switch (kind) {
            case 0:
                line(ReceiveFunds{static_cast<FundMovement>(1 + which), amount * 10, number, {}});
                break;
            case 1:
                line(ReturnFunds{static_cast<FundMovement>(4 + which), amount, number,
                                 receiver(which)});
                break;
            case 2:
                line(ReserveFunds{id<EntitlementId>(static_cast<std::uint8_t>(100 + steps_)),
                                  amount, AidItem::Living, FileTier::County, kYear});
                break;
            case 3:
                line(PostPayments{id<BatchId>(1), number, std::min(amount, promised())});
                break;
            case 4:
                line(PostReturn{number, std::min(amount, paid_by_bank_)});
                break;
            case 5:
                line(ReserveFunds{kFamily, amount, AidItem::Living, FileTier::County, kYear});
                line(ReleaseReservation{kFamily, std::min(amount, promised()), number});
                break;
            case 6:
                cash(advance, kRequester,
                     RequestCashAdvance{.advance = advance,
                                        .fund_line = kLine,
                                        .amount = amount,
                                        .item = AidItem::Living,
                                        .year = kYear,
                                        .holder = staff(kHolder),
                                        .reason = "VISIT"});
                break;
            case 7:
                cash(advance, kApprover, HandOverCash{});
                break;
            case 8:
                pay(advance, amount, number);
                break;
            case 9:
                if (!advances_[advance].reliefs.empty()) {
                    cash(advance, kHolder,
                         TakeBackCashRelief{advances_[advance].reliefs.begin()->first, "REFUSED"});
                }
                break;
            case 10:
                cash(advance, kCounter, CountCash{advances_[advance].left()});
                break;
            case 11:
                cash(advance, kApprover, SettleCashAdvance{});
                break;
            default:
                cash(advance, kRequester, GiveUpCashAdvance{"NO_VISIT"});
        }
    }

    [[nodiscard]] const FundLine::State& line() const { return line_; }
    [[nodiscard]] const std::vector<Movement>& movements() const { return movements_; }
    [[nodiscard]] Money in_hand() const {
        Money sum;
        for (const auto& [number, advance] : advances_) sum += in_hands_of(advance);
        return sum;
    }

  private:
    static Money in_hands_of(const CashAdvance::State& advance) {
        const bool out =
            advance.state == CashState::HandedOver || advance.state == CashState::Counted;
        return out ? advance.left() : Money{};
    }
    // Another line that may be carried or allocated to.
    static ReceivingLine receiver(int which) {
        if (which == 0) return {};
        const bool carried = which == 1;
        return {.id = id<FundLineId>(9),
                .code = "other",
                .federation = carried ? kCounty : FederationNo{3},
                .superior = carried ? FederationNo{1} : kCounty,
                .source = FundSource::OwnFunds,
                .level = "COUNTY",
                .year = carried ? kYear + 1 : kYear};
    }
    // Reserved for entitlements: batches pay of that alone.
    [[nodiscard]] Money promised() const {
        Money cash;
        for (const auto& [number, advance] : advances_) {
            const bool reserved = advance.state == CashState::Funded;
            cash += reserved ? advance.request.amount : in_hands_of(advance);
        }
        return line_.reserved - cash;
    }
    void pay(const CashAdvanceId& advance, Money amount, const std::string& receipt) {
        cash(advance, kHolder,
             PayCashRelief{.relief = id<CashReliefId>(static_cast<std::uint8_t>(steps_)),
                           .person = id<PersonId>(1),
                           .amount = amount,
                           .receipt_no = receipt,
                           .witness = staff(kWitness),
                           .paid_on = today(),
                           .reason = "VISIT"});
    }
    [[nodiscard]] Date today() const { return Date::of(kYear, 1, 1).plus_days(steps_); }
    [[nodiscard]] Context by(std::uint8_t who) const { return {staff(who), {}, today(), kCounty}; }
    log::EventContext stored(const Uuid& stream) {
        log::EventContext context;
        context.federation = kCounty;
        context.stream_id = stream;
        context.offset = ++offset_;
        context.business_date = today();
        return context;
    }

    void line(const FundLine::Command& command) {
        const auto events = FundLine::decide(line_, command, by(kRequester));
        if (!events) return;
        for (const FundLine::Event& event : *events) {
            line_ = FundLine::evolve(std::move(line_), event);
            log::RowSink sink;
            project_fund_line(event, line_, stored(kLine.uuid), sink);
            take(sink);
            if (const auto* paid = std::get_if<PaymentsPosted>(&event)) {
                paid_by_bank_ += paid->amount;
            } else if (const auto* back = std::get_if<ReturnPosted>(&event)) {
                paid_by_bank_ -= back->amount;
            } else if (const auto* reserved = std::get_if<CashReserved>(&event)) {
                cash(reserved->advance, 0, ConfirmCash{});
            } else if (const auto* refused = std::get_if<CashRefused>(&event)) {
                cash(refused->advance, 0, RefuseCash{refused->reason});
            }
        }
    }

    void cash(const CashAdvanceId& advance, std::uint8_t who, const CashAdvance::Command& command) {
        CashAdvance::State& state = advances_[advance];
        const auto events = CashAdvance::decide(state, command, by(who));
        if (!events) return;
        for (const CashAdvance::Event& event : *events) {
            state = CashAdvance::evolve(std::move(state), event);
            log::RowSink sink;
            project_cash_advance(event, state, stored(advance.uuid), sink);
            take(sink);
            if (const auto* asked = std::get_if<CashAdvanceRequested>(&event)) {
                line(ReserveCash{advance, asked->amount, asked->item, asked->year});
            } else if (const auto* paid = std::get_if<CashReliefPaid>(&event)) {
                line(PostCash{advance, paid->relief, paid->amount});
            } else if (const auto* back = std::get_if<CashReliefTakenBack>(&event)) {
                line(ReverseCashPosting{advance, back->relief, back->amount});
            } else if (const auto* settled = std::get_if<CashAdvanceSettled>(&event)) {
                line(ReleaseCash{advance, settled->unspent});
            } else if (const auto* given_up = std::get_if<CashAdvanceGivenUp>(&event)) {
                line(ReleaseCash{advance, given_up->amount});
            }
        }
    }

    // As the queries read them.
    void take(log::RowSink& sink) {
        for (const log::RowChange& change : sink.take()) {
            const bool of_line = change.table == &kFundEntryTable;
            if (!of_line && change.table != &kCashEntryTable) continue;
            const std::size_t at = of_line ? 2 : 3;
            movements_.push_back(
                {.federation = kCounty,
                 .offset = std::get<std::int64_t>(change.values.at(1)),
                 .booked_on = std::get<Date>(change.values.at(at)),
                 .kind = std::get<std::string>(change.values.at(at + 1)),
                 .source = FundSource::OwnFunds,
                 .fund_line = "county-2024",
                 .amount = Money::fen(std::get<std::int64_t>(change.values.at(at + 2)))});
        }
    }

    int steps_ = 0;
    std::int64_t offset_ = 0;
    Money paid_by_bank_;
    FundLine::State line_;
    std::map<CashAdvanceId, CashAdvance::State> advances_;
    std::vector<Movement> movements_;
};

// By the lines of the journal one by one.
std::map<BookAccount, Money> accounts_of(const std::vector<Movement>& movements) {
    std::map<BookAccount, Money> accounts;
    for (const Movement& movement : movements) {
        if (!posting_of(movement.kind, movement.source)) continue;
        const JournalLine line = journal_line(movement);
        accounts[line.posting.debit] += movement.amount;
        accounts[line.posting.credit] -= movement.amount;
    }
    return accounts;
}

RC_GTEST_PROP(JournalProperty, R82_TheBooksHoldWhatTheFundLineAndItsCashSay, ()) {
    const auto steps = *rc::gen::container<std::vector<Step>>(rc::gen::tuple(
        rc::gen::inRange(0, kKinds), rc::gen::inRange(0, 3), rc::gen::inRange(1, 300)));
    Office office;
    for (const Step& step : steps) office.step(step);
    auto accounts = accounts_of(office.movements());
    const FundLine::State& line = office.line();
    RC_ASSERT(accounts[BookAccount::Bank] + accounts[BookAccount::CashAdvance] ==
              line.received - line.returned - line.paid);
    RC_ASSERT(accounts[BookAccount::CashAdvance] == office.in_hand());
    RC_ASSERT(accounts[BookAccount::Bank] >= Money{});
    RC_ASSERT(accounts[BookAccount::Aid] == line.paid);
}

RC_GTEST_PROP(JournalProperty, R82_DebitsEqualCreditsAndTheBalanceIsThatOfTheLines, ()) {
    const auto steps = *rc::gen::container<std::vector<Step>>(rc::gen::tuple(
        rc::gen::inRange(0, kKinds), rc::gen::inRange(0, 3), rc::gen::inRange(1, 300)));
    Office office;
    for (const Step& step : steps) office.step(step);
    const Date first_day = Date::of(kYear, 1, 1).plus_days(*rc::gen::inRange(0, 100));
    std::vector<Turnover> turnovers;
    for (const Movement& one : office.movements()) {
        const bool before = one.booked_on < first_day;
        turnovers.push_back(
            {one.kind, one.source, before ? one.amount : Money{}, before ? Money{} : one.amount});
    }
    const TrialBalance trial = trial_balance(turnovers);
    RC_ASSERT(trial.sums.opening == Money{});
    RC_ASSERT(trial.sums.debit == trial.sums.credit);
    auto accounts = accounts_of(office.movements());
    for (const auto& [account, balance] : trial.accounts) {
        RC_ASSERT(balance.closing() == accounts[account]);
    }
}

}  // namespace
}  // namespace haven::disbursement
