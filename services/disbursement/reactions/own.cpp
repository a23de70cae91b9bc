#include "libs/crypto/ids.hpp"
#include "services/disbursement/codec/codec.hpp"
#include "services/disbursement/codec/values.hpp"
#include "services/disbursement/reactions/reactions.hpp"

namespace haven::disbursement {
namespace {

using consumer::ReactionCommand;
using log::Record;
using Commands = std::vector<ReactionCommand>;

// After sending only the bank's answers change a line: what comes too late to strike it is no
// surprise.
const std::vector<std::string> kTooLateToStrike = {"BATCH_ALREADY_SENT", "BATCH_NOT_OPEN",
                                                   "BATCH_VOID"};

// Over the cap of person, item and year (I12).
constexpr const char* kCapFull = "QUOTA_FULL";

class Reactor {
  public:
    Reactor(const Aggregates& aggregates, const Record& record)
        : aggregates_(aggregates), record_(record) {}

    Commands on(const FundLine::Event& event) {
        if (const auto* e = std::get_if<FundsReserved>(&event)) {
            entitlement(e->entitlement, ConfirmReservation{FundLineId{record_.stream_id}});
        } else if (const auto* r = std::get_if<ReservationRefused>(&event)) {
            entitlement(r->entitlement, RefuseReservation{r->reason});
        } else if (const auto* sent = std::get_if<FundsReturned>(&event)) {
            receive_elsewhere(*sent);
        } else if (const auto* cash = std::get_if<CashReserved>(&event)) {
            cash_advance(cash->advance, ConfirmCash{});
        } else if (const auto* no = std::get_if<CashRefused>(&event)) {
            cash_advance(no->advance, RefuseCash{no->reason});
        }
        return std::move(commands_);
    }

    Commands on(const CashAdvance::Event& event) {
        if (const auto* asked = std::get_if<CashAdvanceRequested>(&event)) {
            fund(asked->fund_line,
                 ReserveCash{asked->advance, asked->amount, asked->item, asked->year});
        } else if (const auto* paid = std::get_if<CashReliefPaid>(&event)) {
            fund(paid->fund_line, PostCash{paid->advance, paid->relief, paid->amount});
        } else if (const auto* back = std::get_if<CashReliefTakenBack>(&event)) {
            fund(back->fund_line, ReverseCashPosting{back->advance, back->relief, back->amount});
        } else if (const auto* settled = std::get_if<CashAdvanceSettled>(&event)) {
            fund(settled->fund_line, ReleaseCash{settled->advance, settled->unspent});
        } else if (const auto* given_up = std::get_if<CashAdvanceGivenUp>(&event)) {
            fund(given_up->fund_line, ReleaseCash{given_up->advance, given_up->amount});
        }
        return std::move(commands_);
    }

    Commands on(const AidFile::Event& event) {
        if (const auto* review = std::get_if<ReviewNoted>(&event)) {
            each(review->entitlements, ExtendReview{review->valid_until});
        } else if (const auto* suspension = std::get_if<SuspensionNoted>(&event)) {
            each(suspension->entitlements, SuspendEntitlement{});
        } else if (const auto* resumption = std::get_if<ResumptionNoted>(&event)) {
            each(resumption->entitlements, ResumeEntitlement{});
        } else if (const auto* closing = std::get_if<ClosingNoted>(&event)) {
            each(closing->entitlements, StopEntitlement{closing->reason});
        } else if (const auto* changed = std::get_if<PayeeChanged>(&event)) {
            each(changed->entitlements, ChangeEntitlementPayee{changed->payee});
        }
        return std::move(commands_);
    }

    Commands on(const Entitlement::Event& event) {
        if (const auto* granted = std::get_if<EntitlementGranted>(&event)) {
            reserve(*granted);
        } else if (const auto* held = std::get_if<InstalmentHeld>(&event)) {
            if (!held->batch.is_nil()) {
                batch(held->batch, StrikeInstalment{held->entitlement, held->number, held->reason},
                      kTooLateToStrike);
            }
        } else if (const auto* stopped = std::get_if<EntitlementStopped>(&event)) {
            fund(stopped->fund_line, ReleaseReservation{stopped->entitlement, stopped->released,
                                                        std::to_string(record_.version)});
            for (const BatchId& id : stopped->batches) {
                batch(id, StrikeInstalment{stopped->entitlement, 0, stopped->reason},
                      kTooLateToStrike);
            }
        }
        return std::move(commands_);
    }

    Commands on(const PaymentBatch::Event& event) {
        const BatchId id{record_.stream_id};
        if (const auto* sealed = std::get_if<LineSealed>(&event)) {
            entitlement(sealed->entitlement,
                        TakeIntoBatch{sealed->instalment, id, payee_digest(sealed->payee)});
        } else if (const auto* struck = std::get_if<LineStruck>(&event)) {
            entitlement(struck->entitlement, LeaveBatch{struck->instalment, id, struck->reason});
        } else if (const auto* failed = std::get_if<LineFailed>(&event)) {
            entitlement(failed->entitlement, LeaveBatch{failed->instalment, id, failed->code});
        } else if (const auto* paid = std::get_if<LinePaid>(&event)) {
            entitlement(paid->entitlement,
                        RecordPayment{paid->instalment, id, paid->bank_serial, paid->credited_on});
        } else if (const auto* reply = std::get_if<BankReplyImported>(&event)) {
            fund(reply->fund_line, PostPayments{id, reply->reply_id, reply->paid});
        } else if (const auto* back = std::get_if<LineReturned>(&event)) {
            fund(back->fund_line, PostReturn{back->return_serial, back->amount});
            entitlement(back->entitlement,
                        RecordReturn{back->instalment, back->bank_serial, back->return_serial,
                                     back->returned_on, back->code});
        }
        return std::move(commands_);
    }

  private:
    void add(const writer::Aggregate& aggregate, FederationNo federation, Uuid stream,
             std::any command, std::vector<std::string> expected = {}) {
        commands_.push_back(
            {&aggregate, federation, stream, std::move(command), std::move(expected)});
    }
    void fund(const FundLineId& line, FundLine::Command command,
              std::vector<std::string> expected = {}) {
        add(*aggregates_.fund_line, record_.federation, line.uuid, std::move(command),
            std::move(expected));
    }
    // A cap is the database's to judge, so its no is a refusal; the entitlement hears of it all the
    // same, and its task names it.
    void reserve(const EntitlementGranted& granted) {
        fund(granted.fund_line, reservation_of(granted), {kCapFull});
        commands_.back().otherwise.push_back({aggregates_.entitlement.get(), record_.federation,
                                              granted.entitlement.uuid,
                                              Entitlement::Command{RefuseReservation{kCapFull}}});
    }
    void entitlement(const EntitlementId& id, Entitlement::Command command) {
        add(*aggregates_.entitlement, record_.federation, id.uuid, std::move(command));
    }
    void cash_advance(const CashAdvanceId& id, CashAdvance::Command command) {
        add(*aggregates_.cash_advance, record_.federation, id.uuid, std::move(command));
    }
    void batch(const BatchId& id, PaymentBatch::Command command,
               std::vector<std::string> expected) {
        add(*aggregates_.batch, record_.federation, id.uuid, std::move(command),
            std::move(expected));
    }
    void each(const std::vector<EntitlementRef>& refs, const Entitlement::Command& command) {
        for (const EntitlementRef& ref : refs) {
            add(*aggregates_.entitlement, ref.federation, ref.id.uuid, command);
        }
    }

    // Money allocated or carried arrives in the other line's log under the same voucher.
    void receive_elsewhere(const FundsReturned& sent) {
        if (sent.movement == FundMovement::Returned) return;
        const FundMovement movement = sent.movement == FundMovement::CarriedOut
                                          ? FundMovement::CarriedIn
                                          : FundMovement::AllocatedIn;
        add(*aggregates_.fund_line, sent.to_federation, sent.to_line.uuid,
            FundLine::Command{ReceiveFunds{movement, sent.amount, sent.voucher_no,
                                           FundLineId{record_.stream_id}}});
    }

    const Aggregates& aggregates_;
    const Record& record_;
    Commands commands_;
};

Commands react(const Aggregates& aggregates, const Record& record) {
    Reactor reactor(aggregates, record);
    const auto& [type, schema, payload] =
        std::tie(record.type, record.schema_version, record.payload);
    if (const auto event = FundLineCodec::decode(type, schema, payload)) return reactor.on(*event);
    if (const auto event = AidFileCodec::decode(type, schema, payload)) return reactor.on(*event);
    if (const auto event = EntitlementCodec::decode(type, schema, payload)) {
        return reactor.on(*event);
    }
    if (const auto event = PaymentBatchCodec::decode(type, schema, payload)) {
        return reactor.on(*event);
    }
    if (const auto event = CashAdvanceCodec::decode(type, schema, payload)) {
        return reactor.on(*event);
    }
    return {};
}

}  // namespace

CashAdvanceId cash_advance_id(const VisitGroupId& group, const FundLineId& line) {
    return CashAdvanceId{crypto::derive_uuid(group.uuid, "cash-advance|" + line.to_string())};
}

consumer::Subscription own_subscription(const Aggregates& aggregates) {
    return {.source = "disbursement",
            .types = {"FundsReserved",       "ReservationRefused",   "FundsReturned",
                      "ReviewNoted",         "SuspensionNoted",      "ResumptionNoted",
                      "ClosingNoted",        "PayeeChanged",         "EntitlementGranted",
                      "InstalmentHeld",      "EntitlementStopped",   "LineSealed",
                      "LineStruck",          "LineFailed",           "LinePaid",
                      "BankReplyImported",   "LineReturned",         "CashReserved",
                      "CashRefused",         "CashAdvanceRequested", "CashReliefPaid",
                      "CashReliefTakenBack", "CashAdvanceSettled",   "CashAdvanceGivenUp"},
            .react = [&](const Record& record) { return react(aggregates, record); },
            // Our own log holds nothing that we do not know.
            .is_known = [](std::string_view) { return true; },
            .is_critical = [](std::string_view) { return true; }};
}

}  // namespace haven::disbursement
