#include "services/disbursement/api/support.hpp"

#include <algorithm>
#include <cctype>

namespace haven::disbursement {
namespace {

bool consists_of(const std::string& text, std::string_view also, int (*kind)(int)) {
    return !text.empty() && text.size() <= 40 && std::ranges::all_of(text, [&](unsigned char c) {
        return std::isdigit(c) || kind(c) || also.find(static_cast<char>(c)) != also.npos;
    });
}

}  // namespace

Result<void> check_word(const std::string& text, const char* field) {
    if (consists_of(text, "_", std::isupper)) return {};
    return invalid("INVALID_WORD", field, "[A-Z0-9_]{1,40}");
}

Result<void> check_voucher(const std::string& text) {
    if (consists_of(text, "./-", std::isalpha)) return {};
    return invalid("INVALID_VOUCHER", "voucher_no", "[A-Za-z0-9./-]{1,40}");
}

Result<void> check_receipt(const std::string& text) {
    if (consists_of(text, "./-", std::isalpha)) return {};
    return invalid("INVALID_RECEIPT", "receipt_no", "[A-Za-z0-9./-]{1,40}");
}

Result<void> check_may_sign(const Caller& caller) {
    if (!caller.has(access::Role::Administrator)) return {};
    return failure(ErrorKind::Denied, "ADMINISTRATOR_MAY_NOT_SIGN",
                   "an administrator is never maker, checker or approver");
}

void write(const FundLineRow& row, pb::FundLine& message) {
    message.set_fund_line_id(row.id.to_string());
    message.set_code(row.code);
    message.set_name(row.name);
    message.set_federation(row.federation.value);
    message.set_source(to_proto<pb::FundSource>(row.source));
    message.set_level(row.level);
    message.set_year(row.year);
    message.set_received_fen(row.received.in_fen());
    message.set_reserved_fen(row.reserved.in_fen());
    message.set_paid_fen(row.paid.in_fen());
    message.set_balance_fen(row.balance.in_fen());
    message.set_returned_fen(row.returned.in_fen());
}

void write(const InstalmentRow& row, pb::Instalment& message) {
    message.set_entitlement_id(row.entitlement.to_string());
    message.set_number(row.number);
    message.set_household_id(id_text(row.household));
    message.set_person_id(row.person.to_string());
    message.set_item(to_proto<reg::AidItem>(row.item));
    message.set_programme(row.programme);
    message.set_amount_fen(row.amount.in_fen());
    message.set_due_date(row.due_date.to_string());
    message.set_release_on(row.release_on.to_string());
    message.set_state(to_proto<pb::InstalmentState>(row.state));
    message.set_reason(row.reason);
    message.set_batch_id(id_text(row.batch));
    message.set_credited_on(row.credited_on.to_string());
    message.set_bank_serial(row.bank_serial);
    message.set_fund_line_id(row.fund_line.to_string());
    message.set_attempt(row.attempt);
}

void write(const BatchRow& row, pb::PaymentBatch& message) {
    message.set_batch_id(row.id.to_string());
    message.set_batch_no(row.batch_no);
    message.set_federation(row.federation.value);
    message.set_fund_line_id(row.fund_line.to_string());
    message.set_state(to_proto<pb::BatchState>(row.state));
    message.set_line_count(row.line_count);
    message.set_total_fen(row.total.in_fen());
    message.set_hash(crypto::hex(row.hash));
    message.set_maker(id_text(row.maker));
    message.set_checker(id_text(row.checker));
    message.set_approver(id_text(row.approver));
    message.set_sealed_on(row.sealed_on.to_string());
    message.set_sent_on(row.sent_on.to_string());
}

void write(const BatchLineRow& row, pb::BatchLine& message) {
    message.set_line_ref(row.line_ref);
    message.set_entitlement_id(row.entitlement.to_string());
    message.set_instalment(row.instalment);
    message.set_household_id(id_text(row.household));
    message.set_amount_fen(row.amount.in_fen());
    message.set_last4(row.last4);
    message.set_state(to_proto<pb::LineState>(row.state));
    message.set_reason(row.reason);
    message.set_bank_serial(row.bank_serial);
    message.set_credited_on(row.credited_on.to_string());
}

}  // namespace haven::disbursement
