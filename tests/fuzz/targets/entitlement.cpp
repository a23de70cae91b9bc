#include "tests/fuzz/targets/disbursement.hpp"

namespace haven::disbursement {
namespace {

struct Subject : fuzz::AnySubject<Entitlement> {
    static constexpr std::array<std::string_view, 10> kWords = {
        "",           "2020-1",     "cipher",     "0014",     "PILOT-2018",
        "NO_ACCOUNT", "BANK-00001", "BANK-00002", "RETURN-1", "FILE_CLOSED"};

    static const writer::Aggregate& aggregate() {
        static const auto made = writer::make_aggregate<Entitlement, EntitlementCodec>(
            "entitlement", project_entitlement);
        return *made;
    }
    static void holds(const State& state) {
        Money sum;
        for (const Entitlement::Part& part : state.parts) {
            sum += part.granted.amount;
            const bool paid = part.state == InstalmentState::Paid;
            HAVEN_CHECK(paid || !part.credited_on.is_set());
            HAVEN_CHECK(!paid || part.batch.is_nil());
            HAVEN_CHECK(part.state != InstalmentState::Released || part.batch.is_nil());
            HAVEN_CHECK(part.state != InstalmentState::Batched || !part.batch.is_nil());
        }
        HAVEN_CHECK(sum == state.grant.annual);
    }
    // What comes from the registry's plans and from a batch that was read.
    static bool may_send(const State&, const Command& command) {
        if (const auto* grant = std::get_if<GrantEntitlement>(&command)) {
            bool good = is_amount(grant->grant.annual) && is_amount(grant->grant.cap) &&
                        grant->grant.review_valid_until.is_set();
            for (const GrantedInstalment& part : grant->grant.instalments) {
                good = good && is_amount(part.amount) && part.due_date.is_set() &&
                       part.release_on.is_set();
            }
            return good;
        }
        if (const auto* extend = std::get_if<ExtendReview>(&command)) {
            return extend->valid_until.is_set();
        }
        if (const auto* taken = std::get_if<TakeIntoBatch>(&command)) return !taken->batch.is_nil();
        if (const auto* left = std::get_if<LeaveBatch>(&command)) return !left->batch.is_nil();
        if (const auto* paid = std::get_if<RecordPayment>(&command)) {
            return !paid->batch.is_nil() && !paid->bank_serial.empty();
        }
        // That comes by timers only, which are fired as such.
        if (const auto* release = std::get_if<ReleaseInstalment>(&command)) {
            return !release->by_timer;
        }
        if (const auto* stop = std::get_if<StopEntitlement>(&command)) return !stop->reason.empty();
        return true;
    }
    // Whoever asks for an instalment that may not be paid is told each time.
    static bool settles(const Command& command) {
        return !std::holds_alternative<TakeIntoBatch>(command) &&
               !std::holds_alternative<RefuseReservation>(command);
    }
};

using Fuzz = fuzz::AggregateFuzz<Subject, EntitlementCodec>;

GrantEntitlement two_instalments() {
    const Money half = Money::fen(200'000);
    return {{.entitlement = small_id<EntitlementId>(3),
             .household = small_id<HouseholdId>(2),
             .file_federation = FederationNo{1},
             .measure_id = "2020-1",
             .year = 2020,
             .item = AidItem::Living,
             .programme = "",
             .person = small_id<PersonId>(1),
             .fund_line = small_id<FundLineId>(4),
             .annual = half * 2,
             .instalments = {{1, Date::of(2020, 3, 31), Date::of(2020, 3, 31), half},
                             {2, Date::of(2020, 4, 30), Date::of(2020, 4, 30), half}},
             .payee = known_payee(),
             .review_valid_until = Date::of(2021, 3, 25),
             .file_tier = FileTier::City,
             .cap = half * 4}};
}

}  // namespace
}  // namespace haven::disbursement

namespace haven::fuzz {

std::vector<std::string> stories() {
    using namespace disbursement;
    const auto batch = small_id<BatchId>(5);
    const auto fund_line = small_id<FundLineId>(4);
    Payee corrected = known_payee();
    corrected.last4 = "0022";
    corrected.account_cipher = "other";
    // Paid, come back, corrected, paid again; the second one stopped in its batch.
    return {Fuzz().tell({{.command = two_instalments()},
                         {.command = ConfirmReservation{fund_line}},
                         {.timer = true},
                         {.command = TakeIntoBatch{1, batch, ""}},
                         {.days = 1, .command = RecordPayment{1, batch, "BANK-00001", {}}},
                         {.command = RecordReturn{1, "BANK-00001", "RETURN-1", {}, "NO_ACCOUNT"}},
                         {.command = ChangeEntitlementPayee{corrected}},
                         {.timer = true},
                         {.command = TakeIntoBatch{2, batch, ""}},
                         {.command = StopEntitlement{"FILE_CLOSED"}},
                         {.command = LeaveBatch{2, batch, "FILE_CLOSED"}}}),
            Fuzz().tell({{.command = two_instalments()},
                         {.command = RefuseReservation{"FUND_LINE_SHORT"}},
                         {.command = ConfirmReservation{fund_line}},
                         {.command = SuspendEntitlement{}},
                         {.timer = true},
                         {.command = ResumeEntitlement{}},
                         {.days = 30, .command = ReleaseInstalment{1, false}}})};
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return haven::disbursement::Fuzz::run_once(data, size);
}
