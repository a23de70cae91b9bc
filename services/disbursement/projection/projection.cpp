#include "services/disbursement/projection/projection.hpp"

#include <algorithm>

#include "libs/log/cells.hpp"
#include "services/disbursement/projection/tables.hpp"

namespace haven::disbursement {
namespace {

using log::Bytes;
using log::EventContext;
using log::fen;
using log::number;
using log::optional_date;
using log::optional_id;
using log::RowSink;
using log::Value;

struct Entry {
    std::string kind;
    Money amount;
    std::string reference;
};

Entry entry_of(const FundLine::Event& event) {
    return match(
        event, [](const FundLineOpened&) { return Entry{}; },
        [](const FundsReceived& e) {
            const bool plain = e.movement == FundMovement::Received;
            const char* kind = plain                                   ? "RECEIVED"
                               : e.movement == FundMovement::CarriedIn ? "CARRIED_IN"
                                                                       : "ALLOCATED_IN";
            return Entry{kind, e.amount, e.voucher_no};
        },
        [](const FundsReturned& e) {
            const bool plain = e.movement == FundMovement::Returned;
            const char* kind = plain                                    ? "RETURNED"
                               : e.movement == FundMovement::CarriedOut ? "CARRIED_OUT"
                                                                        : "ALLOCATED_OUT";
            return Entry{kind, e.amount, e.voucher_no};
        },
        [](const FundsReserved& e) {
            return Entry{"RESERVED", e.amount, e.entitlement.to_string()};
        },
        [](const ReservationRefused& e) {
            return Entry{"RESERVATION_REFUSED", e.amount, e.entitlement.to_string()};
        },
        [](const ReservationReleased& e) {
            return Entry{"RELEASED", e.amount, e.entitlement.to_string()};
        },
        [](const PaymentsPosted& e) { return Entry{"PAID", e.amount, e.batch.to_string()}; },
        [](const ReturnPosted& e) { return Entry{"PAYMENT_RETURNED", e.amount, e.return_serial}; },
        [](const CashReserved& e) {
            return Entry{"CASH_RESERVED", e.amount, e.advance.to_string()};
        },
        [](const CashRefused& e) { return Entry{"CASH_REFUSED", e.amount, e.advance.to_string()}; },
        [](const CashPosted& e) { return Entry{"CASH_PAID", e.amount, e.relief.to_string()}; },
        [](const CashPostingReversed& e) {
            return Entry{"CASH_TAKEN_BACK", e.amount, e.relief.to_string()};
        },
        [](const CashReleased& e) {
            return Entry{"CASH_RELEASED", e.amount, e.advance.to_string()};
        });
}

void put_instalment(const Entitlement::State& state, const Entitlement::Part& part, RowSink& sink) {
    const EntitlementGranted& grant = state.grant;
    sink.put(kInstalmentTable,
             {grant.entitlement.uuid, std::int64_t{part.granted.number}, grant.household.uuid,
              grant.person.uuid, number(grant.item), grant.programme, fen(part.granted.amount),
              part.granted.due_date, part.granted.release_on, number(part.state), part.reason,
              std::int64_t{part.attempt}, optional_id(part.batch), optional_date(part.credited_on),
              part.bank_serial, grant.fund_line.uuid});
}

// What closes the gates regardless of the day; REVIEW_OVERDUE follows from review_valid_until.
std::string lasting_gate(const Entitlement::State& state) {
    return Entitlement::gate(state, Date::of(1900, 1, 1));
}

void put_entitlement(const Entitlement::State& state, RowSink& sink) {
    const EntitlementGranted& grant = state.grant;
    const Payee& payee = state.payee;
    sink.put(kEntitlementTable, {grant.entitlement.uuid,
                                 grant.household.uuid,
                                 std::int64_t{grant.file_federation.value},
                                 grant.measure_id,
                                 std::int64_t{grant.year},
                                 number(grant.item),
                                 grant.programme,
                                 grant.person.uuid,
                                 grant.fund_line.uuid,
                                 fen(grant.annual),
                                 optional_date(state.review_valid_until),
                                 lasting_gate(state),
                                 state.unfunded,
                                 optional_id(payee.person),
                                 number(payee.kind),
                                 optional_id(payee.account_owner),
                                 Bytes{payee.account_cipher},
                                 payee.last4,
                                 optional_id(payee.name_owner),
                                 Bytes{payee.name_cipher},
                                 payee.bank});
}

int instalment_of(const Entitlement::Event& event) {
    return match(
        event, [](const EntitlementGranted&) { return 0; },
        [](const EntitlementFunded&) { return 0; }, [](const EntitlementUnfunded&) { return 0; },
        [](const InstalmentReleased& e) { return e.number; },
        [](const InstalmentHeld& e) { return e.number; },
        [](const InstalmentBatched& e) { return e.number; },
        [](const InstalmentUnbatched& e) { return e.number; },
        [](const ReliefPaid& e) { return e.instalment; },
        [](const PaymentReturned& e) { return e.instalment; },
        [](const ReviewExtended&) { return 0; }, [](const EntitlementPayeeChanged&) { return 0; },
        [](const EntitlementStopped&) { return 0; }, [](const EntitlementSuspended&) { return 0; },
        [](const EntitlementResumed&) { return 0; });
}

Bytes digest(const BatchHash& hash) {
    return {std::string(hash.begin(), hash.end())};
}

void put_batch(const PaymentBatch::State& state, const BatchId& id, RowSink& sink) {
    const BatchSealed& batch = state.batch;
    sink.put(kBatchTable,
             {id.uuid, batch.batch_no, batch.fund_line.uuid, batch.payer_account,
              number(state.state), std::int64_t{state.line_count}, fen(state.total),
              digest(state.hash), batch.maker.uuid, optional_id(state.checker),
              optional_id(state.approver), batch.sealed_on, optional_date(state.sent_on),
              digest(state.file_digest), optional_date(state.file_expired_on)});
}

void put_line(const PaymentBatch::State& state, const BatchId& id, const std::string& ref,
              const std::string& reason, Date credited_on, RowSink& sink) {
    const PaymentBatch::Line& line = state.lines.at(ref);
    const LineSealed& sealed = line.sealed;
    sink.put(kBatchLineTable,
             {id.uuid, ref, std::int64_t{line.position}, sealed.entitlement.uuid,
              std::int64_t{sealed.instalment}, sealed.household.uuid, number(sealed.item),
              fen(sealed.amount), number(line.state), reason, line.bank_serial,
              optional_date(credited_on), optional_id(sealed.payee.account_owner),
              Bytes{sealed.payee.account_cipher}, sealed.payee.last4,
              optional_id(sealed.payee.name_owner), Bytes{sealed.payee.name_cipher}});
}

}  // namespace

void project_fund_line(const FundLine::Event& event, const FundLine::State& after,
                       const EventContext& context, RowSink& sink) {
    const FundLineOpened& line = after.line;
    if (!after.open) return;  // a reservation that was asked of a line which does not exist
    sink.put(kFundLineTable,
             {context.stream_id, line.code, line.name, number(line.source), line.level,
              std::int64_t{line.year}, line.payer_account, fen(after.received), fen(after.reserved),
              fen(after.paid), fen(after.balance()), fen(after.returned)});
    Entry entry = entry_of(event);
    if (entry.kind.empty()) return;
    sink.put(kFundEntryTable,
             {context.stream_id, context.offset, context.business_date, std::move(entry.kind),
              fen(entry.amount), std::move(entry.reference), fen(after.received),
              fen(after.reserved), fen(after.paid), fen(after.balance()), fen(after.returned)});
}

void project_entitlement(const Entitlement::Event& event, const Entitlement::State& after,
                         const EventContext&, RowSink& sink) {
    if (const int changed = instalment_of(event); changed > 0) {
        put_instalment(after, *after.part(changed), sink);
    } else {
        put_entitlement(after, sink);
        for (const Entitlement::Part& part : after.parts) put_instalment(after, part, sink);
    }
    const EntitlementGranted& grant = after.grant;
    const auto credit = [&](int number_of, const std::string& serial, Money amount, int due_year,
                            Date credited_on, Date returned_on) {
        sink.put(kCreditTable,
                 {grant.entitlement.uuid, std::int64_t{number_of}, serial, grant.household.uuid,
                  grant.programme, number(grant.item), std::int64_t{due_year},
                  number(grant.file_tier), number(grant.file_round), fen(amount), credited_on,
                  optional_date(returned_on), grant.fund_line.uuid});
    };
    if (const auto* paid = std::get_if<ReliefPaid>(&event)) {
        credit(paid->instalment, paid->bank_serial, paid->amount, paid->due_year, paid->credited_on,
               {});
    } else if (const auto* back = std::get_if<PaymentReturned>(&event)) {
        credit(back->instalment, back->bank_serial, back->amount, back->due_year, back->credited_on,
               back->returned_on);
    }
}

void project_batch(const PaymentBatch::Event& event, const PaymentBatch::State& after,
                   const EventContext& context, RowSink& sink) {
    const BatchId id{context.stream_id};
    const auto line = [&](const std::string& ref, const std::string& reason, Date credited_on) {
        put_line(after, id, ref, reason, credited_on, sink);
    };
    const auto answer = [&](const std::string& ref, const char* kind, const std::string& code,
                            Date on) {
        sink.put(kBankAnswerTable, {id.uuid, ref, std::string(kind), code, on,
                                    fen(after.lines.at(ref).sealed.amount)});
    };
    match(
        event, [](const BatchSealed&) {}, [&](const LineSealed& e) { line(e.line_ref, "", {}); },
        [&](const LineStruck& e) { line(e.line_ref, e.reason, {}); }, [](const BatchChecked&) {},
        [](const BatchApproved&) {},
        [&](const BatchSent&) {
            for (const std::string& ref : after.order) {
                if (after.lines.at(ref).state == LineState::Sent) line(ref, "", {});
            }
        },
        [](const BatchRefused&) {}, [&](const LinePaid& e) { line(e.line_ref, "", e.credited_on); },
        [&](const LineFailed& e) {
            line(e.line_ref, e.code, {});
            answer(e.line_ref, "FAILED", e.code, e.failed_on);
        },
        [&](const LineUnknown& e) {
            line(e.line_ref, "", {});
            answer(e.line_ref, "UNKNOWN", "", e.as_of);
        },
        [&](const LineReturned& e) {
            line(e.line_ref, e.code, after.lines.at(e.line_ref).credited_on);
            answer(e.line_ref, "RETURNED", e.code, e.returned_on);
        },
        [](const BankReplyImported&) {}, [](const BatchFileExpired&) {});
    put_batch(after, id, sink);
}

}  // namespace haven::disbursement
