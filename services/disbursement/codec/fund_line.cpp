#include "services/disbursement/codec/codec.hpp"

#include "services/disbursement/codec/values.hpp"

namespace haven::disbursement {
namespace {

void write(const FundLineOpened& e, pb::FundLineOpened& m) {
    m.set_code(e.code);
    m.set_name(e.name);
    m.set_source(to_proto<pb::FundSource>(e.source));
    m.set_level(e.level);
    m.set_year(e.year);
    for (const auto value : e.items) m.add_items(to_proto<reg::AidItem>(value));
    for (const auto value : e.tiers) m.add_tiers(to_proto<reg::FileTier>(value));
    m.set_payer_account(e.payer_account);
}
FundLineOpened read(const pb::FundLineOpened& m) {
    FundLineOpened e;
    e.code = m.code();
    e.name = m.name();
    e.source = static_cast<FundSource>(m.source());
    e.level = m.level();
    e.year = m.year();
    for (const int value : m.items()) e.items.push_back(static_cast<AidItem>(value));
    for (const int value : m.tiers()) e.tiers.push_back(static_cast<FileTier>(value));
    e.payer_account = m.payer_account();
    return e;
}

void write(const FundsReceived& e, pb::FundsReceived& m) {
    m.set_movement(to_proto<pb::FundMovement>(e.movement));
    m.set_amount_fen(e.amount.in_fen());
    m.set_voucher_no(e.voucher_no);
    m.set_from_line_id(id_text(e.from_line));
}
FundsReceived read(const pb::FundsReceived& m) {
    FundsReceived e;
    e.movement = static_cast<FundMovement>(m.movement());
    e.amount = Money::fen(m.amount_fen());
    e.voucher_no = m.voucher_no();
    e.from_line = id_of<FundLineId>(m.from_line_id());
    return e;
}

void write(const FundsReturned& e, pb::FundsReturned& m) {
    m.set_movement(to_proto<pb::FundMovement>(e.movement));
    m.set_amount_fen(e.amount.in_fen());
    m.set_voucher_no(e.voucher_no);
    m.set_to_line_id(id_text(e.to_line));
    m.set_to_federation(e.to_federation.value);
}
FundsReturned read(const pb::FundsReturned& m) {
    FundsReturned e;
    e.movement = static_cast<FundMovement>(m.movement());
    e.amount = Money::fen(m.amount_fen());
    e.voucher_no = m.voucher_no();
    e.to_line = id_of<FundLineId>(m.to_line_id());
    e.to_federation = federation_of(m.to_federation());
    return e;
}

void write(const FundsReserved& e, pb::FundsReserved& m) {
    m.set_entitlement_id(id_text(e.entitlement));
    m.set_amount_fen(e.amount.in_fen());
    m.set_cap_key(e.cap.key);
    m.set_cap_fen(e.cap.limit.in_fen());
}
FundsReserved read(const pb::FundsReserved& m) {
    FundsReserved e;
    e.entitlement = id_of<EntitlementId>(m.entitlement_id());
    e.amount = Money::fen(m.amount_fen());
    e.cap = {m.cap_key(), Money::fen(m.cap_fen())};
    return e;
}

void write(const ReservationRefused& e, pb::ReservationRefused& m) {
    m.set_entitlement_id(id_text(e.entitlement));
    m.set_reason(e.reason);
    m.set_amount_fen(e.amount.in_fen());
}
ReservationRefused read(const pb::ReservationRefused& m) {
    ReservationRefused e;
    e.entitlement = id_of<EntitlementId>(m.entitlement_id());
    e.reason = m.reason();
    e.amount = Money::fen(m.amount_fen());
    return e;
}

void write(const ReservationReleased& e, pb::ReservationReleased& m) {
    m.set_entitlement_id(id_text(e.entitlement));
    m.set_amount_fen(e.amount.in_fen());
    m.set_key(e.key);
}
ReservationReleased read(const pb::ReservationReleased& m) {
    ReservationReleased e;
    e.entitlement = id_of<EntitlementId>(m.entitlement_id());
    e.amount = Money::fen(m.amount_fen());
    e.key = m.key();
    return e;
}

void write(const PaymentsPosted& e, pb::PaymentsPosted& m) {
    m.set_batch_id(id_text(e.batch));
    m.set_reply_id(e.reply_id);
    m.set_amount_fen(e.amount.in_fen());
}
PaymentsPosted read(const pb::PaymentsPosted& m) {
    PaymentsPosted e;
    e.batch = id_of<BatchId>(m.batch_id());
    e.reply_id = m.reply_id();
    e.amount = Money::fen(m.amount_fen());
    return e;
}

void write(const ReturnPosted& e, pb::ReturnPosted& m) {
    m.set_return_serial(e.return_serial);
    m.set_amount_fen(e.amount.in_fen());
}
ReturnPosted read(const pb::ReturnPosted& m) {
    ReturnPosted e;
    e.return_serial = m.return_serial();
    e.amount = Money::fen(m.amount_fen());
    return e;
}

void write(const CashReserved& e, pb::CashReserved& m) {
    m.set_advance_id(id_text(e.advance));
    m.set_amount_fen(e.amount.in_fen());
}
CashReserved read(const pb::CashReserved& m) {
    return {id_of<CashAdvanceId>(m.advance_id()), Money::fen(m.amount_fen())};
}

void write(const CashRefused& e, pb::CashRefused& m) {
    m.set_advance_id(id_text(e.advance));
    m.set_reason(e.reason);
    m.set_amount_fen(e.amount.in_fen());
}
CashRefused read(const pb::CashRefused& m) {
    return {id_of<CashAdvanceId>(m.advance_id()), m.reason(), Money::fen(m.amount_fen())};
}

void write(const CashPosted& e, pb::CashPosted& m) {
    m.set_advance_id(id_text(e.advance));
    m.set_relief_id(id_text(e.relief));
    m.set_amount_fen(e.amount.in_fen());
}
CashPosted read(const pb::CashPosted& m) {
    return {id_of<CashAdvanceId>(m.advance_id()), id_of<CashReliefId>(m.relief_id()),
            Money::fen(m.amount_fen())};
}

void write(const CashPostingReversed& e, pb::CashPostingReversed& m) {
    m.set_advance_id(id_text(e.advance));
    m.set_relief_id(id_text(e.relief));
    m.set_amount_fen(e.amount.in_fen());
}
CashPostingReversed read(const pb::CashPostingReversed& m) {
    return {id_of<CashAdvanceId>(m.advance_id()), id_of<CashReliefId>(m.relief_id()),
            Money::fen(m.amount_fen())};
}

void write(const CashReleased& e, pb::CashReleased& m) {
    m.set_advance_id(id_text(e.advance));
    m.set_amount_fen(e.amount.in_fen());
}
CashReleased read(const pb::CashReleased& m) {
    return {id_of<CashAdvanceId>(m.advance_id()), Money::fen(m.amount_fen())};
}

constexpr std::string_view kTypes[] = {
    "FundLineOpened",     "FundsReceived",       "FundsReturned",  "FundsReserved",
    "ReservationRefused", "ReservationReleased", "PaymentsPosted", "ReturnPosted",
    "CashReserved",       "CashRefused",         "CashPosted",     "CashPostingReversed",
    "CashReleased"};

}  // namespace

std::span<const std::string_view> FundLineCodec::types() {
    return kTypes;
}

log::NewEvent FundLineCodec::encode(const FundLine::Event& event) {
    return match(
        event,
        [](const FundLineOpened& e) {
            return encoded<pb::FundLineOpened>([&](pb::FundLineOpened& m) { write(e, m); });
        },
        [](const FundsReceived& e) {
            return encoded<pb::FundsReceived>([&](pb::FundsReceived& m) { write(e, m); });
        },
        [](const FundsReturned& e) {
            return encoded<pb::FundsReturned>([&](pb::FundsReturned& m) { write(e, m); });
        },
        [](const FundsReserved& e) {
            return encoded<pb::FundsReserved>([&](pb::FundsReserved& m) { write(e, m); });
        },
        [](const ReservationRefused& e) {
            return encoded<pb::ReservationRefused>([&](pb::ReservationRefused& m) { write(e, m); });
        },
        [](const ReservationReleased& e) {
            return encoded<pb::ReservationReleased>(
                [&](pb::ReservationReleased& m) { write(e, m); });
        },
        [](const PaymentsPosted& e) {
            return encoded<pb::PaymentsPosted>([&](pb::PaymentsPosted& m) { write(e, m); });
        },
        [](const ReturnPosted& e) {
            return encoded<pb::ReturnPosted>([&](pb::ReturnPosted& m) { write(e, m); });
        },
        [](const CashReserved& e) {
            return encoded<pb::CashReserved>([&](pb::CashReserved& m) { write(e, m); });
        },
        [](const CashRefused& e) {
            return encoded<pb::CashRefused>([&](pb::CashRefused& m) { write(e, m); });
        },
        [](const CashPosted& e) {
            return encoded<pb::CashPosted>([&](pb::CashPosted& m) { write(e, m); });
        },
        [](const CashPostingReversed& e) {
            return encoded<pb::CashPostingReversed>(
                [&](pb::CashPostingReversed& m) { write(e, m); });
        },
        [](const CashReleased& e) {
            return encoded<pb::CashReleased>([&](pb::CashReleased& m) { write(e, m); });
        });
}

std::optional<FundLine::Event> FundLineCodec::decode(std::string_view type, int,
                                                     std::string_view payload) {
    if (type == "FundLineOpened") return read(parsed<pb::FundLineOpened>(payload));
    if (type == "FundsReceived") return read(parsed<pb::FundsReceived>(payload));
    if (type == "FundsReturned") return read(parsed<pb::FundsReturned>(payload));
    if (type == "FundsReserved") return read(parsed<pb::FundsReserved>(payload));
    if (type == "ReservationRefused") return read(parsed<pb::ReservationRefused>(payload));
    if (type == "ReservationReleased") return read(parsed<pb::ReservationReleased>(payload));
    if (type == "PaymentsPosted") return read(parsed<pb::PaymentsPosted>(payload));
    if (type == "ReturnPosted") return read(parsed<pb::ReturnPosted>(payload));
    if (type == "CashReserved") return read(parsed<pb::CashReserved>(payload));
    if (type == "CashRefused") return read(parsed<pb::CashRefused>(payload));
    if (type == "CashPosted") return read(parsed<pb::CashPosted>(payload));
    if (type == "CashPostingReversed") return read(parsed<pb::CashPostingReversed>(payload));
    if (type == "CashReleased") return read(parsed<pb::CashReleased>(payload));
    return std::nullopt;
}

}  // namespace haven::disbursement
