#include <algorithm>

#include "tests/fuzz/targets/disbursement.hpp"

namespace haven::disbursement {
namespace {

struct Subject : fuzz::AnySubject<PaymentBatch> {
    static constexpr std::array<std::string_view, 10> kWords = {
        "",           "L1",         "L2",         "B-2020-1", "cipher",
        "NO_ACCOUNT", "BANK-00001", "BANK-00002", "RETURN-1", "reference-1"};

    static const writer::Aggregate& aggregate() {
        static const auto made =
            writer::make_aggregate<PaymentBatch, PaymentBatchCodec>("batch", project_batch);
        return *made;
    }
    static fuzz::Hash hash(const State& state) { return state.hash; }

    static void holds(const State& state) {
        int standing = 0;
        int open = 0;
        Money total;
        for (const auto& [_, line] : state.lines) {
            open += line.state == LineState::Sent || line.state == LineState::Unknown;
            if (line.state == LineState::Struck) continue;
            ++standing;
            total += line.sealed.amount;
        }
        HAVEN_CHECK(state.line_count == standing && state.total == total);
        HAVEN_CHECK(state.open_lines == open);
        const StaffId nobody;
        HAVEN_CHECK(state.approver == nobody || state.checker != nobody);
        HAVEN_CHECK(state.checker == nobody || state.checker != state.batch.maker);
        HAVEN_CHECK(state.approver == nobody || state.approver != state.batch.maker);
        HAVEN_CHECK(state.approver == nobody || state.approver != state.checker);
        HAVEN_CHECK(!state.sent_on.is_set() || state.approver != nobody);
    }
    // What the readers of the bank's files let through.
    static bool may_send(const State&, const Command& command) {
        if (const auto* reply = std::get_if<TakeInReply>(&command)) {
            return std::ranges::all_of(reply->lines, [](const ReplyLine& line) {
                const bool dated = line.date.is_set() || line.state == ReplyLine::State::Unknown;
                return dated && is_amount(line.amount);
            });
        }
        if (const auto* back = std::get_if<TakeInReturn>(&command)) {
            return back->date.is_set() && is_amount(back->amount);
        }
        return true;
    }
};

using Fuzz = fuzz::AggregateFuzz<Subject, PaymentBatchCodec>;

SealBatch two_lines() {
    SealBatch batch{"B-2020-1", small_id<FundLineId>(4), "cipher", {}};
    for (const char* ref : {"L1", "L2"}) {
        batch.lines.push_back({.line_ref = ref,
                               .entitlement = small_id<EntitlementId>(3),
                               .instalment = ref[1] - '0',
                               .household = small_id<HouseholdId>(2),
                               .amount = Money::fen(200'000),
                               .payee = known_payee(),
                               .item = AidItem::Living});
    }
    return batch;
}

// The hash that a signature is about depends on the steps before: asked of a run that is as far.
BatchHash hash_after(std::vector<fuzz::Step<PaymentBatch>> steps) {
    Fuzz fuzz;
    fuzz.tell(std::move(steps));
    return fuzz.state().hash;
}

}  // namespace
}  // namespace haven::disbursement

namespace haven::fuzz {

std::vector<std::string> stories() {
    using namespace disbursement;
    using State = ReplyLine::State;
    const Date today = Date::of(2020, 3, 2);
    const Money amount = Money::fen(200'000);
    const BatchHash whole = hash_after({{.command = two_lines()}});
    BatchHash digest{};
    digest.fill(9);
    const std::vector<Step<PaymentBatch>> sent = {
        {.command = two_lines()},
        {.actor = 2, .command = CheckBatch{whole}},
        {.actor = 3, .command = ApproveBatch{whole}},
        {.actor = 3, .command = SendBatch{whole, "reference-1", digest, today}}};
    auto answered = sent;
    answered.push_back({.actor = 0,
                        .command = TakeInReply{"R1",
                                               "",
                                               today,
                                               {{"L1", State::Ok, "", "BANK-00001", amount, today},
                                                {"L2", State::Unknown, "", "", amount, today}}}});
    answered.push_back(
        {.actor = 0,
         .command = TakeInReply{
             "R2", "", today, {{"L2", State::Failed, "NO_ACCOUNT", "", amount, today}}}});
    answered.push_back(
        {.command = TakeInReturn{"L1", "BANK-00001", "RETURN-1", today, "NO_ACCOUNT", amount}});
    answered.push_back({.timer = true});
    auto refused = sent;
    refused.push_back({.actor = 0, .command = TakeInReply{"R1", "BAD_LAYOUT", today, {}}});
    return {Fuzz().tell(answered), Fuzz().tell(refused),
            Fuzz().tell({{.command = two_lines()},
                         {.actor = 2, .command = CheckBatch{whole}},
                         {.actor = 0, .command = StrikeLine{"L1", "NO_ACCOUNT"}},
                         {.actor = 0,
                          .command = StrikeInstalment{small_id<EntitlementId>(3), 2, "HELD"}}})};
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return haven::disbursement::Fuzz::run_once(data, size);
}
