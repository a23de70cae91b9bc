#include "tests/fuzz/targets/disbursement.hpp"

namespace haven::disbursement {
namespace {

struct Subject : fuzz::AnySubject<FundLine> {
    static constexpr std::array<std::string_view, 6> kWords = {"",       "2020-CZ-01", "CITY",
                                                               "COUNTY", "V-1",        "aid/1"};

    static const writer::Aggregate& aggregate() {
        static const auto made =
            writer::make_aggregate<FundLine, FundLineCodec>("fund_line", project_fund_line);
        return *made;
    }
    static void holds(const State& state) {
        HAVEN_CHECK(state.received ==
                    state.paid + state.reserved + state.balance() + state.returned);
        HAVEN_CHECK(state.balance() >= Money{} && state.reserved >= Money{});
        HAVEN_CHECK(state.paid >= Money{} && state.returned >= Money{});
    }
    // These come from entitlements, batches and cash advances, whose amounts were judged there.
    static bool may_send(const State& state, const Command& command) {
        // A line takes in less than 2^63 fen in its life: the fuzzer may not print money.
        if (state.received > kMaxAmount * 1000) return false;
        return match(
            command, [](const OpenFundLine&) { return true; },
            [](const ReceiveFunds&) { return true; }, [](const ReturnFunds&) { return true; },
            [](const ReserveFunds& c) { return is_amount(c.amount); },
            [](const ReleaseReservation& c) { return is_amount(c.amount); },
            [](const PostPayments& c) { return is_amount(c.amount); },
            [](const PostReturn& c) { return is_amount(c.amount); },
            [](const ReserveCash& c) { return is_amount(c.amount); },
            [](const PostCash& c) { return is_amount(c.amount); },
            [](const ReverseCashPosting& c) { return is_amount(c.amount); },
            [](const ReleaseCash& c) { return is_amount(c.amount); });
    }
    // A reservation that is refused may be asked for again.
    static bool settles(const Command& command) {
        return !std::holds_alternative<ReserveFunds>(command) &&
               !std::holds_alternative<ReserveCash>(command);
    }
};

using Fuzz = fuzz::AggregateFuzz<Subject, FundLineCodec>;

}  // namespace
}  // namespace haven::disbursement

namespace haven::fuzz {

std::vector<std::string> stories() {
    using namespace disbursement;
    const auto entitlement = small_id<EntitlementId>(3);
    const auto advance = small_id<CashAdvanceId>(4);
    const auto relief = small_id<CashReliefId>(6);
    const Money thousand = Money::fen(100'000);
    return {Fuzz().tell({{.command = OpenFundLine{{.code = "2020-CZ-01",
                                                   .name = "CITY",
                                                   .source = FundSource::LocalFiscal,
                                                   .level = "CITY",
                                                   .year = 2020}}},
                         {.command = ReceiveFunds{.amount = thousand * 10, .voucher_no = "V-1"}},
                         {.command = ReserveFunds{.entitlement = entitlement,
                                                  .amount = thousand * 4,
                                                  .item = AidItem::Living,
                                                  .tier = FileTier::City,
                                                  .year = 2020,
                                                  .cap = {"aid/1", thousand * 8}}},
                         {.command = PostPayments{small_id<BatchId>(5), "V-1", thousand * 2}},
                         {.command = PostReturn{"V-1", thousand}},
                         {.command = ReleaseReservation{entitlement, thousand, "1"}},
                         {.command = ReserveCash{advance, thousand * 2, AidItem::Temporary, 2020}},
                         {.command = PostCash{advance, relief, thousand}},
                         {.command = ReverseCashPosting{advance, relief, thousand}},
                         {.command = ReleaseCash{advance, thousand * 2}},
                         {.command = ReturnFunds{.amount = thousand, .voucher_no = "V-1"}}})};
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return haven::disbursement::Fuzz::run_once(data, size);
}
