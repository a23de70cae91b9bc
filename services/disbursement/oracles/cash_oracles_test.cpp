// A sound log of one advance, made by the deciders, and one damage for each oracle, which that
// oracle and no other sees.
#include "services/disbursement/oracles/cash_oracles.hpp"

#include <gmock/gmock.h>

#include <functional>

#include "libs/decider/spec.hpp"

namespace haven::disbursement {
namespace {

using spec::given;
using spec::id;
using spec::staff;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const CashAdvanceId kAdvance = id<CashAdvanceId>(1);
const FundLineId kLine = id<FundLineId>(2);

PayCashRelief pay(std::uint8_t number) {
    return {id<CashReliefId>(number),
            id<PersonId>(number),
            Money::fen(100'000),
            "R-" + std::to_string(number),
            staff(4),
            Date::of(2023, 1, 16),
            "HOLIDAY_VISIT"};
}

// Two paid, one of them taken back, the rest counted and settled.
std::vector<CashAdvance::Event> advance_events() {
    std::vector<CashAdvance::Event> all;
    const auto run = [&](StaffId by, const CashAdvance::Command& command) {
        for (auto& event : given<CashAdvance>(all).by(by).on("2023-01-16").when(command).events()) {
            all.push_back(event);
        }
    };
    run(staff(1), RequestCashAdvance{kAdvance, kLine, Money::fen(500'000), AidItem::Temporary, 2023,
                                     staff(3), "HOLIDAY_VISIT"});
    run({}, ConfirmCash{});
    run(staff(2), HandOverCash{});
    run(staff(1), pay(21));
    run(staff(1), pay(22));
    run(staff(1), TakeBackCashRelief{id<CashReliefId>(22), "REFUSED"});
    run(staff(1), CountCash{Money::fen(400'000)});
    run(staff(2), SettleCashAdvance{});
    return all;
}
const std::vector<FundLine::Event> kFunds = {
    CashReserved{kAdvance, Money::fen(500'000)},
    CashPosted{kAdvance, id<CashReliefId>(21), Money::fen(100'000)},
    CashPosted{kAdvance, id<CashReliefId>(22), Money::fen(100'000)},
    CashPostingReversed{kAdvance, id<CashReliefId>(22), Money::fen(100'000)},
    CashReleased{kAdvance, Money::fen(400'000)}};

template <class E>
E& event_of(std::vector<CashAdvance::Event>& events) {
    for (auto& event : events) {
        if (auto* found = std::get_if<E>(&event)) return *found;
    }
    throw std::runtime_error("no such event");
}

std::vector<std::string> broken(const std::vector<CashAdvance::Event>& advance,
                                const std::vector<FundLine::Event>& funds) {
    CashOracles oracles;
    for (const auto& event : advance) oracles.fold(kAdvance, event, "here");
    for (const auto& event : funds) oracles.fold(event);
    std::vector<std::string> names;
    for (const audit::Oracle& oracle : oracles.verdicts()) {
        if (!oracle.holds()) names.push_back(oracle.name);
    }
    return names;
}

std::vector<std::string> damaged(
    const std::function<void(std::vector<CashAdvance::Event>&)>& harm) {
    auto events = advance_events();
    harm(events);
    return broken(events, kFunds);
}

TEST(CashOracles, ASoundLogHolds) {
    EXPECT_THAT(broken(advance_events(), kFunds), IsEmpty());
}

TEST(CashOracles, I10_MorePaidThanTakenAlong) {
    EXPECT_THAT(damaged([](auto& events) {
                    event_of<CashAdvanceRequested>(events).amount = Money::fen(400'000);
                }),
                ElementsAre("CASH_WITHIN_ADVANCE"));
}

TEST(CashOracles, I8_AReceiptThatCountsTwice) {
    EXPECT_THAT(damaged([](auto& events) {
                    for (auto& event : events) {
                        if (auto* paid = std::get_if<CashReliefPaid>(&event)) {
                            paid->receipt_no = "R-1";
                        }
                    }
                }),
                ElementsAre("CASH_RECEIPT_COUNTS_ONCE"));
}

TEST(CashOracles, I17_TheHolderAsWitnessOrOneWhoCountsAndConfirms) {
    EXPECT_THAT(damaged([](auto& events) { event_of<CashReliefPaid>(events).witness = staff(3); }),
                ElementsAre("CASH_SEEN_BY_OTHERS"));
    EXPECT_THAT(
        damaged([](auto& events) { event_of<CashAdvanceSettled>(events).confirmer = staff(1); }),
        ElementsAre("CASH_SEEN_BY_OTHERS"));
    EXPECT_THAT(
        damaged([](auto& events) { event_of<CashAdvanceHandedOver>(events).approver = staff(1); }),
        ElementsAre("CASH_SEEN_BY_OTHERS"));
}

TEST(CashOracles, APaymentThatTheFundLineNeverBooked) {
    auto funds = kFunds;
    funds.erase(funds.begin() + 1);
    EXPECT_THAT(broken(advance_events(), funds), ElementsAre("CASH_EQUALS_POSTINGS"));
    funds = kFunds;
    funds.pop_back();
    EXPECT_THAT(broken(advance_events(), funds), ElementsAre("CASH_EQUALS_POSTINGS"));
}

}  // namespace
}  // namespace haven::disbursement
