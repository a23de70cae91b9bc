#include "services/disbursement/api/explain.hpp"

#include "libs/log/record.hpp"
#include "libs/postgres/rows.hpp"
#include "services/disbursement/codec/codec.hpp"

namespace haven::disbursement {
namespace {

constexpr postgres::Statement kEvents{
    "disbursement_explain",
    "SELECT type, schema_version, meta, payload, log_offset, federation FROM event "
    "WHERE stream_id = $1 "
    "ORDER BY version"};

std::string instalment_text(int number) {
    return "instalment " + std::to_string(number);
}

std::string told(const Entitlement::Event& event) {
    return match(
        event,
        [](const EntitlementGranted& e) {
            std::string text = "measure " + e.measure_id + " of " + std::to_string(e.year) +
                               " grants " + e.annual.yuan() + " yuan:";
            for (const GrantedInstalment& part : e.instalments) {
                text += ' ' + part.amount.yuan() + " due " + part.due_date.to_string() +
                        " (released " + part.release_on.to_string() + ")";
            }
            return text;
        },
        [](const EntitlementFunded&) { return std::string("the whole amount is reserved"); },
        [](const EntitlementUnfunded& e) { return "the money could not be reserved: " + e.reason; },
        [](const InstalmentReleased& e) {
            return instalment_text(e.number) + " passed the gates, attempt " +
                   std::to_string(e.attempt);
        },
        [](const InstalmentHeld& e) { return instalment_text(e.number) + " is held: " + e.reason; },
        [](const InstalmentBatched& e) {
            return instalment_text(e.number) + " is in batch " + e.batch.to_string();
        },
        [](const InstalmentUnbatched& e) {
            return instalment_text(e.number) + " left its batch unpaid: " + e.reason;
        },
        [](const ReliefPaid& e) {
            return instalment_text(e.instalment) + " credited with " + e.amount.yuan() +
                   " yuan on " + e.credited_on.to_string() + ", bank serial " + e.bank_serial;
        },
        [](const PaymentReturned& e) {
            return instalment_text(e.instalment) + " came back on " + e.returned_on.to_string() +
                   ": " + e.code;
        },
        [](const ReviewExtended& e) { return "review counts until " + e.valid_until.to_string(); },
        [](const EntitlementPayeeChanged& e) {
            return "paid to the account that ends in " + e.payee.last4;
        },
        [](const EntitlementStopped& e) {
            return "stopped: " + e.reason + ", " + e.released.yuan() + " yuan given back";
        },
        [](const EntitlementSuspended&) { return std::string("aid of the file is suspended"); },
        [](const EntitlementResumed&) { return std::string("aid of the file goes on"); });
}

}  // namespace

Result<void> explain_amount(ApiContext& context, const Caller& caller,
                            const EntitlementId& entitlement, pb::ExplainAmountResponse& response) {
    access::ScopedRead read(context.host.readers, caller.scope);
    Money paid;
    for (const postgres::Row row : read.query(kEvents, postgres::Params().uuid(entitlement.uuid))) {
        const auto event = EntitlementCodec::decode(row.text(0), row.int16(1), row.bytes(3));
        if (!event) continue;
        auto& step = *response.add_steps();
        step.set_date(log::decode_meta(row.bytes(2)).business_date.to_string());
        step.set_event(row.text(0));
        step.set_text(told(*event));
        step.set_offset(row.int64(4));
        if (const auto* granted = std::get_if<EntitlementGranted>(&*event)) {
            response.set_annual_fen(granted->annual.in_fen());
        } else if (const auto* credit = std::get_if<ReliefPaid>(&*event)) {
            paid += credit->amount;
        } else if (const auto* back = std::get_if<PaymentReturned>(&*event)) {
            paid -= back->amount;
        }
    }
    if (response.steps_size() == 0) return missing("ENTITLEMENT_MISSING", "entitlement");
    response.set_paid_fen(paid.in_fen());
    return {};
}

Result<std::pair<FederationNo, EntitlementGranted>> find_grant(ApiContext& context,
                                                               const Caller& caller,
                                                               const EntitlementId& entitlement) {
    access::ScopedRead read(context.host.readers, caller.scope);
    for (const postgres::Row row : read.query(kEvents, postgres::Params().uuid(entitlement.uuid))) {
        const auto event = EntitlementCodec::decode(row.text(0), row.int16(1), row.bytes(3));
        const auto* granted = event ? std::get_if<EntitlementGranted>(&*event) : nullptr;
        if (granted) return std::pair{FederationNo{row.int16(5)}, *granted};
    }
    return missing("ENTITLEMENT_MISSING", "entitlement");
}

}  // namespace haven::disbursement
