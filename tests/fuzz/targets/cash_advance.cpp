#include "tests/fuzz/targets/disbursement.hpp"

namespace haven::disbursement {
namespace {

struct Subject : fuzz::AnySubject<CashAdvance> {
    static constexpr std::array<std::string_view, 5> kWords = {"", "R-1", "R-2", "HOLIDAY_VISIT",
                                                               "FUND_LINE_SHORT"};

    static const writer::Aggregate& aggregate() {
        static const auto made = writer::make_aggregate<CashAdvance, CashAdvanceCodec>(
            "cash_advance", project_cash_advance);
        return *made;
    }
    // Nobody is paid more than was taken along, and what stands is what was spent.
    static void holds(const State& state) {
        HAVEN_CHECK(state.spent >= Money{} && state.left() >= Money{});
        Money standing;
        for (const auto& [id, relief] : state.reliefs) {
            if (!relief.taken_back) standing += relief.paid.amount;
        }
        HAVEN_CHECK(standing == state.spent);
    }
};

using Fuzz = fuzz::AggregateFuzz<Subject, CashAdvanceCodec>;

}  // namespace
}  // namespace haven::disbursement

namespace haven::fuzz {

std::vector<std::string> stories() {
    using namespace disbursement;
    const auto relief = small_id<CashReliefId>(6);
    const Money thousand = Money::fen(100'000);
    const RequestCashAdvance request{.advance = small_id<CashAdvanceId>(4),
                                     .fund_line = small_id<FundLineId>(5),
                                     .amount = thousand * 2,
                                     .item = AidItem::Temporary,
                                     .year = 2020,
                                     .holder = small_id<StaffId>(9),
                                     .reason = "HOLIDAY_VISIT"};
    const PayCashRelief pay{.relief = relief,
                            .person = small_id<PersonId>(1),
                            .amount = thousand,
                            .receipt_no = "R-1",
                            .witness = small_id<StaffId>(8),
                            .paid_on = Date::of(2020, 3, 2),
                            .reason = "HOLIDAY_VISIT"};
    return {Fuzz().tell({{.command = request},
                         {.command = ConfirmCash{}},
                         {.actor = 2, .command = HandOverCash{}},
                         {.command = pay},
                         {.command = TakeBackCashRelief{relief, "HOLIDAY_VISIT"}},
                         {.command = CountCash{thousand * 2}},
                         {.actor = 2, .command = SettleCashAdvance{}}}),
            Fuzz().tell({{.command = request},
                         {.command = ConfirmCash{}},
                         {.command = GiveUpCashAdvance{"HOLIDAY_VISIT"}}}),
            Fuzz().tell({{.command = request}, {.command = RefuseCash{"FUND_LINE_SHORT"}}})};
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return haven::disbursement::Fuzz::run_once(data, size);
}
