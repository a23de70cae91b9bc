#include "libs/log/cells.hpp"
#include "services/disbursement/projection/projection.hpp"
#include "services/disbursement/projection/tables.hpp"

namespace haven::disbursement {
namespace {

using log::fen;
using log::number;
using log::optional_date;
using log::optional_id;
using log::RowSink;

void put_relief(const CashReliefPaid& paid, Date taken_back_on, const std::string& taken_back_for,
                RowSink& sink) {
    sink.put(
        kCashReliefTable,
        {paid.advance.uuid, paid.relief.uuid, paid.person.uuid, fen(paid.amount), number(paid.item),
         std::int64_t{paid.year}, paid.fund_line.uuid, paid.receipt_no, paid.witness.uuid,
         paid.reason, paid.paid_on, optional_date(taken_back_on), taken_back_for});
}

// What leaves the bank for the holder's hands, and what comes back from there.
void put_entry(const CashAdvanceRequested& request, const char* kind, Money amount,
               const log::EventContext& context, RowSink& sink) {
    sink.put(kCashEntryTable, {request.advance.uuid, context.offset, request.fund_line.uuid,
                               context.business_date, std::string(kind), fen(amount)});
}

}  // namespace

void project_cash_advance(const CashAdvance::Event& event, const CashAdvance::State& after,
                          const log::EventContext& context, RowSink& sink) {
    const CashAdvanceRequested& request = after.request;
    sink.put(kCashAdvanceTable, {request.advance.uuid,
                                 request.fund_line.uuid,
                                 fen(request.amount),
                                 fen(after.spent),
                                 fen(after.counted),
                                 number(request.item),
                                 std::int64_t{request.year},
                                 number(after.state),
                                 after.unfunded,
                                 request.reason,
                                 optional_id(request.campaign.campaign),
                                 optional_id(request.campaign.group),
                                 request.requester.uuid,
                                 request.holder.uuid,
                                 optional_id(after.approver),
                                 optional_id(after.counter),
                                 optional_id(after.confirmer),
                                 request.requested_on,
                                 optional_date(after.handed_over_on),
                                 optional_date(after.settled_on)});
    if (const auto* paid = std::get_if<CashReliefPaid>(&event)) {
        put_relief(*paid, {}, "", sink);
    } else if (const auto* back = std::get_if<CashReliefTakenBack>(&event)) {
        put_relief(after.reliefs.at(back->relief).paid, back->taken_back_on, back->reason, sink);
    } else if (std::holds_alternative<CashAdvanceHandedOver>(event)) {
        put_entry(request, "CASH_HANDED_OVER", request.amount, context, sink);
    } else if (const auto* settled = std::get_if<CashAdvanceSettled>(&event);
               settled != nullptr && settled->unspent > Money{}) {
        put_entry(request, "CASH_BANKED", settled->unspent, context, sink);
    }
}

}  // namespace haven::disbursement
