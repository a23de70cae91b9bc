#include "services/disbursement/codec/codec.hpp"

#include "services/disbursement/codec/values.hpp"

namespace haven::disbursement {
namespace {

void write(const BatchSealed& e, pb::BatchSealed& m) {
    m.set_batch_no(e.batch_no);
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_payer_account(e.payer_account);
    m.set_line_count(e.line_count);
    m.set_total_fen(e.total.in_fen());
    m.set_hash(crypto::as_bytes(e.hash));
    m.set_maker(id_text(e.maker));
    m.set_sealed_on(e.sealed_on.to_string());
}
BatchSealed read(const pb::BatchSealed& m) {
    BatchSealed e;
    e.batch_no = m.batch_no();
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.payer_account = m.payer_account();
    e.line_count = m.line_count();
    e.total = Money::fen(m.total_fen());
    e.hash = hash_value(m.hash());
    e.maker = id_of<StaffId>(m.maker());
    e.sealed_on = date_of(m.sealed_on());
    return e;
}

void write(const LineSealed& e, pb::LineSealed& m) {
    m.set_line_ref(e.line_ref);
    m.set_entitlement_id(id_text(e.entitlement));
    m.set_instalment(e.instalment);
    m.set_household_id(id_text(e.household));
    m.set_amount_fen(e.amount.in_fen());
    write_payee(e.payee, *m.mutable_payee());
    m.set_item(to_proto<reg::AidItem>(e.item));
}
LineSealed read(const pb::LineSealed& m) {
    LineSealed e;
    e.line_ref = m.line_ref();
    e.entitlement = id_of<EntitlementId>(m.entitlement_id());
    e.instalment = m.instalment();
    e.household = id_of<HouseholdId>(m.household_id());
    e.amount = Money::fen(m.amount_fen());
    e.payee = read_payee(m.payee());
    e.item = static_cast<AidItem>(m.item());
    return e;
}

void write(const LineStruck& e, pb::LineStruck& m) {
    m.set_line_ref(e.line_ref);
    m.set_reason(e.reason);
    m.set_line_count(e.line_count);
    m.set_total_fen(e.total.in_fen());
    m.set_hash(crypto::as_bytes(e.hash));
    m.set_entitlement_id(id_text(e.entitlement));
    m.set_instalment(e.instalment);
}
LineStruck read(const pb::LineStruck& m) {
    LineStruck e;
    e.line_ref = m.line_ref();
    e.reason = m.reason();
    e.line_count = m.line_count();
    e.total = Money::fen(m.total_fen());
    e.hash = hash_value(m.hash());
    e.entitlement = id_of<EntitlementId>(m.entitlement_id());
    e.instalment = m.instalment();
    return e;
}

void write(const BatchChecked& e, pb::BatchChecked& m) {
    m.set_checker(id_text(e.checker));
    m.set_hash(crypto::as_bytes(e.hash));
}
BatchChecked read(const pb::BatchChecked& m) {
    BatchChecked e;
    e.checker = id_of<StaffId>(m.checker());
    e.hash = hash_value(m.hash());
    return e;
}

void write(const BatchApproved& e, pb::BatchApproved& m) {
    m.set_approver(id_text(e.approver));
    m.set_hash(crypto::as_bytes(e.hash));
}
BatchApproved read(const pb::BatchApproved& m) {
    BatchApproved e;
    e.approver = id_of<StaffId>(m.approver());
    e.hash = hash_value(m.hash());
    return e;
}

void write(const BatchSent& e, pb::BatchSent& m) {
    m.set_layout(e.layout);
    m.set_file_digest(crypto::as_bytes(e.file_digest));
    m.set_sent_on(e.sent_on.to_string());
    m.set_line_count(e.line_count);
    m.set_total_fen(e.total.in_fen());
}
BatchSent read(const pb::BatchSent& m) {
    BatchSent e;
    e.layout = m.layout();
    e.file_digest = hash_value(m.file_digest());
    e.sent_on = date_of(m.sent_on());
    e.line_count = m.line_count();
    e.total = Money::fen(m.total_fen());
    return e;
}

void write(const BatchRefused& e, pb::BatchRefused& m) {
    m.set_code(e.code);
    m.set_refused_on(e.refused_on.to_string());
}
BatchRefused read(const pb::BatchRefused& m) {
    BatchRefused e;
    e.code = m.code();
    e.refused_on = date_of(m.refused_on());
    return e;
}

void write(const LinePaid& e, pb::LinePaid& m) {
    m.set_line_ref(e.line_ref);
    m.set_bank_serial(e.bank_serial);
    m.set_credited_on(e.credited_on.to_string());
    m.set_amount_fen(e.amount.in_fen());
    m.set_entitlement_id(id_text(e.entitlement));
    m.set_instalment(e.instalment);
}
LinePaid read(const pb::LinePaid& m) {
    LinePaid e;
    e.line_ref = m.line_ref();
    e.bank_serial = m.bank_serial();
    e.credited_on = date_of(m.credited_on());
    e.amount = Money::fen(m.amount_fen());
    e.entitlement = id_of<EntitlementId>(m.entitlement_id());
    e.instalment = m.instalment();
    return e;
}

void write(const LineFailed& e, pb::LineFailed& m) {
    m.set_line_ref(e.line_ref);
    m.set_code(e.code);
    m.set_failed_on(e.failed_on.to_string());
    m.set_entitlement_id(id_text(e.entitlement));
    m.set_instalment(e.instalment);
}
LineFailed read(const pb::LineFailed& m) {
    LineFailed e;
    e.line_ref = m.line_ref();
    e.code = m.code();
    e.failed_on = date_of(m.failed_on());
    e.entitlement = id_of<EntitlementId>(m.entitlement_id());
    e.instalment = m.instalment();
    return e;
}

void write(const LineUnknown& e, pb::LineUnknown& m) {
    m.set_line_ref(e.line_ref);
    m.set_as_of(e.as_of.to_string());
}
LineUnknown read(const pb::LineUnknown& m) {
    LineUnknown e;
    e.line_ref = m.line_ref();
    e.as_of = date_of(m.as_of());
    return e;
}

void write(const LineReturned& e, pb::LineReturned& m) {
    m.set_line_ref(e.line_ref);
    m.set_bank_serial(e.bank_serial);
    m.set_return_serial(e.return_serial);
    m.set_returned_on(e.returned_on.to_string());
    m.set_code(e.code);
    m.set_amount_fen(e.amount.in_fen());
    m.set_entitlement_id(id_text(e.entitlement));
    m.set_instalment(e.instalment);
    m.set_fund_line_id(id_text(e.fund_line));
}
LineReturned read(const pb::LineReturned& m) {
    LineReturned e;
    e.line_ref = m.line_ref();
    e.bank_serial = m.bank_serial();
    e.return_serial = m.return_serial();
    e.returned_on = date_of(m.returned_on());
    e.code = m.code();
    e.amount = Money::fen(m.amount_fen());
    e.entitlement = id_of<EntitlementId>(m.entitlement_id());
    e.instalment = m.instalment();
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    return e;
}

void write(const BankReplyImported& e, pb::BankReplyImported& m) {
    m.set_reply_id(e.reply_id);
    m.set_paid_fen(e.paid.in_fen());
    m.set_paid_count(e.paid_count);
    m.set_fund_line_id(id_text(e.fund_line));
}
BankReplyImported read(const pb::BankReplyImported& m) {
    BankReplyImported e;
    e.reply_id = m.reply_id();
    e.paid = Money::fen(m.paid_fen());
    e.paid_count = m.paid_count();
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    return e;
}

void write(const BatchFileExpired& e, pb::BatchFileExpired& m) {
    m.set_expired_on(e.expired_on.to_string());
}
BatchFileExpired read(const pb::BatchFileExpired& m) {
    BatchFileExpired e;
    e.expired_on = date_of(m.expired_on());
    return e;
}

constexpr std::string_view kTypes[] = {
    "BatchSealed",  "LineSealed",        "LineStruck",      "BatchChecked", "BatchApproved",
    "BatchSent",    "BatchRefused",      "LinePaid",        "LineFailed",   "LineUnknown",
    "LineReturned", "BankReplyImported", "BatchFileExpired"};

}  // namespace

std::span<const std::string_view> PaymentBatchCodec::types() {
    return kTypes;
}

log::NewEvent PaymentBatchCodec::encode(const PaymentBatch::Event& event) {
    return match(
        event,
        [](const BatchSealed& e) {
            return encoded<pb::BatchSealed>([&](pb::BatchSealed& m) { write(e, m); });
        },
        [](const LineSealed& e) {
            return encoded<pb::LineSealed>([&](pb::LineSealed& m) { write(e, m); });
        },
        [](const LineStruck& e) {
            return encoded<pb::LineStruck>([&](pb::LineStruck& m) { write(e, m); });
        },
        [](const BatchChecked& e) {
            return encoded<pb::BatchChecked>([&](pb::BatchChecked& m) { write(e, m); });
        },
        [](const BatchApproved& e) {
            return encoded<pb::BatchApproved>([&](pb::BatchApproved& m) { write(e, m); });
        },
        [](const BatchSent& e) {
            return encoded<pb::BatchSent>([&](pb::BatchSent& m) { write(e, m); });
        },
        [](const BatchRefused& e) {
            return encoded<pb::BatchRefused>([&](pb::BatchRefused& m) { write(e, m); });
        },
        [](const LinePaid& e) {
            return encoded<pb::LinePaid>([&](pb::LinePaid& m) { write(e, m); });
        },
        [](const LineFailed& e) {
            return encoded<pb::LineFailed>([&](pb::LineFailed& m) { write(e, m); });
        },
        [](const LineUnknown& e) {
            return encoded<pb::LineUnknown>([&](pb::LineUnknown& m) { write(e, m); });
        },
        [](const LineReturned& e) {
            return encoded<pb::LineReturned>([&](pb::LineReturned& m) { write(e, m); });
        },
        [](const BankReplyImported& e) {
            return encoded<pb::BankReplyImported>([&](pb::BankReplyImported& m) { write(e, m); });
        },
        [](const BatchFileExpired& e) {
            return encoded<pb::BatchFileExpired>([&](pb::BatchFileExpired& m) { write(e, m); });
        });
}

std::optional<PaymentBatch::Event> PaymentBatchCodec::decode(std::string_view type, int,
                                                             std::string_view payload) {
    if (type == "BatchSealed") return read(parsed<pb::BatchSealed>(payload));
    if (type == "LineSealed") return read(parsed<pb::LineSealed>(payload));
    if (type == "LineStruck") return read(parsed<pb::LineStruck>(payload));
    if (type == "BatchChecked") return read(parsed<pb::BatchChecked>(payload));
    if (type == "BatchApproved") return read(parsed<pb::BatchApproved>(payload));
    if (type == "BatchSent") return read(parsed<pb::BatchSent>(payload));
    if (type == "BatchRefused") return read(parsed<pb::BatchRefused>(payload));
    if (type == "LinePaid") return read(parsed<pb::LinePaid>(payload));
    if (type == "LineFailed") return read(parsed<pb::LineFailed>(payload));
    if (type == "LineUnknown") return read(parsed<pb::LineUnknown>(payload));
    if (type == "LineReturned") return read(parsed<pb::LineReturned>(payload));
    if (type == "BankReplyImported") return read(parsed<pb::BankReplyImported>(payload));
    if (type == "BatchFileExpired") return read(parsed<pb::BatchFileExpired>(payload));
    return std::nullopt;
}

}  // namespace haven::disbursement
