#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/codec/values.hpp"

namespace haven::scholarship {
namespace {

void write(const PledgeMade& e, pb::PledgeMade& m) {
    m.set_code(e.code);
    m.set_sponsor(e.sponsor);
    m.set_scheme_id(id_text(e.scheme));
    m.set_promised_fen(e.promised.in_fen());
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_agreement_no(e.agreement_no);
}
PledgeMade read(const pb::PledgeMade& m) {
    PledgeMade e;
    e.code = m.code();
    e.sponsor = m.sponsor();
    e.scheme = id_of<SchemeId>(m.scheme_id());
    e.promised = Money::fen(m.promised_fen());
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.agreement_no = m.agreement_no();
    return e;
}

void write(const PledgeReceived& e, pb::PledgeReceived& m) {
    m.set_amount_fen(e.amount.in_fen());
    m.set_voucher_no(e.voucher_no);
    m.set_received_on(date_text(e.received_on));
    m.set_fund_line_id(id_text(e.fund_line));
}
PledgeReceived read(const pb::PledgeReceived& m) {
    PledgeReceived e;
    e.amount = Money::fen(m.amount_fen());
    e.voucher_no = m.voucher_no();
    e.received_on = date_of(m.received_on());
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    return e;
}

void write(const PledgeDefaulted& e, pb::PledgeDefaulted& m) {
    m.set_missing_fen(e.missing.in_fen());
    m.set_reason(e.reason);
}
PledgeDefaulted read(const pb::PledgeDefaulted& m) {
    PledgeDefaulted e;
    e.missing = Money::fen(m.missing_fen());
    e.reason = m.reason();
    return e;
}

void write(const PledgeGivenBack& e, pb::PledgeGivenBack& m) {
    m.set_amount_fen(e.amount.in_fen());
    m.set_voucher_no(e.voucher_no);
}
PledgeGivenBack read(const pb::PledgeGivenBack& m) {
    PledgeGivenBack e;
    e.amount = Money::fen(m.amount_fen());
    e.voucher_no = m.voucher_no();
    return e;
}

void write(const AwardAllotted& e, pb::AwardAllotted& m) {
    write_value(e.award, *m.mutable_award());
    m.set_amount_fen(e.amount.in_fen());
}
AwardAllotted read(const pb::AwardAllotted& m) {
    AwardAllotted e;
    e.award = read_value(m.award());
    e.amount = Money::fen(m.amount_fen());
    return e;
}

void write(const AllotmentRefused& e, pb::AllotmentRefused& m) {
    write_value(e.award, *m.mutable_award());
    m.set_amount_fen(e.amount.in_fen());
    m.set_reason(e.reason);
}
AllotmentRefused read(const pb::AllotmentRefused& m) {
    AllotmentRefused e;
    e.award = read_value(m.award());
    e.amount = Money::fen(m.amount_fen());
    e.reason = m.reason();
    return e;
}

void write(const AllotmentReleased& e, pb::AllotmentReleased& m) {
    write_value(e.award, *m.mutable_award());
    m.set_amount_fen(e.amount.in_fen());
}
AllotmentReleased read(const pb::AllotmentReleased& m) {
    AllotmentReleased e;
    e.award = read_value(m.award());
    e.amount = Money::fen(m.amount_fen());
    return e;
}

void write(const AllotmentPaid& e, pb::AllotmentPaid& m) {
    write_value(e.award, *m.mutable_award());
    m.set_amount_fen(e.amount.in_fen());
    m.set_bank_serial(e.bank_serial);
    m.set_credited_on(date_text(e.credited_on));
}
AllotmentPaid read(const pb::AllotmentPaid& m) {
    AllotmentPaid e;
    e.award = read_value(m.award());
    e.amount = Money::fen(m.amount_fen());
    e.bank_serial = m.bank_serial();
    e.credited_on = date_of(m.credited_on());
    return e;
}

void write(const AllotmentReturned& e, pb::AllotmentReturned& m) {
    write_value(e.award, *m.mutable_award());
    m.set_amount_fen(e.amount.in_fen());
    m.set_return_serial(e.return_serial);
    m.set_returned_on(date_text(e.returned_on));
}
AllotmentReturned read(const pb::AllotmentReturned& m) {
    AllotmentReturned e;
    e.award = read_value(m.award());
    e.amount = Money::fen(m.amount_fen());
    e.return_serial = m.return_serial();
    e.returned_on = date_of(m.returned_on());
    return e;
}

void write(const GiftInKindReceived& e, pb::GiftInKindReceived& m) {
    m.set_goods(e.goods);
    m.set_pieces(e.pieces);
    m.set_receipt_no(e.receipt_no);
}
GiftInKindReceived read(const pb::GiftInKindReceived& m) {
    GiftInKindReceived e;
    e.goods = m.goods();
    e.pieces = m.pieces();
    e.receipt_no = m.receipt_no();
    return e;
}

void write(const GiftHandedOut& e, pb::GiftHandedOut& m) {
    m.set_goods(e.goods);
    m.set_award_id(id_text(e.award));
    m.set_handed_on(date_text(e.handed_on));
}
GiftHandedOut read(const pb::GiftHandedOut& m) {
    GiftHandedOut e;
    e.goods = m.goods();
    e.award = id_of<AwardId>(m.award_id());
    e.handed_on = date_of(m.handed_on());
    return e;
}

constexpr std::string_view kTypes[] = {"PledgeMade",         "PledgeReceived", "PledgeDefaulted",
                                       "PledgeGivenBack",    "AwardAllotted",  "AllotmentRefused",
                                       "AllotmentReleased",  "AllotmentPaid",  "AllotmentReturned",
                                       "GiftInKindReceived", "GiftHandedOut"};

}  // namespace

std::span<const std::string_view> PledgeCodec::types() {
    return kTypes;
}

log::NewEvent PledgeCodec::encode(const Pledge::Event& event) {
    return match(
        event,
        [](const PledgeMade& e) { return encoded<pb::PledgeMade>([&](auto& m) { write(e, m); }); },
        [](const PledgeReceived& e) {
            return encoded<pb::PledgeReceived>([&](auto& m) { write(e, m); });
        },
        [](const PledgeDefaulted& e) {
            return encoded<pb::PledgeDefaulted>([&](auto& m) { write(e, m); });
        },
        [](const PledgeGivenBack& e) {
            return encoded<pb::PledgeGivenBack>([&](auto& m) { write(e, m); });
        },
        [](const AwardAllotted& e) {
            return encoded<pb::AwardAllotted>([&](auto& m) { write(e, m); });
        },
        [](const AllotmentRefused& e) {
            return encoded<pb::AllotmentRefused>([&](auto& m) { write(e, m); });
        },
        [](const AllotmentReleased& e) {
            return encoded<pb::AllotmentReleased>([&](auto& m) { write(e, m); });
        },
        [](const AllotmentPaid& e) {
            return encoded<pb::AllotmentPaid>([&](auto& m) { write(e, m); });
        },
        [](const AllotmentReturned& e) {
            return encoded<pb::AllotmentReturned>([&](auto& m) { write(e, m); });
        },
        [](const GiftInKindReceived& e) {
            return encoded<pb::GiftInKindReceived>([&](auto& m) { write(e, m); });
        },
        [](const GiftHandedOut& e) {
            return encoded<pb::GiftHandedOut>([&](auto& m) { write(e, m); });
        });
}

std::optional<Pledge::Event> PledgeCodec::decode(std::string_view type, int,
                                                 std::string_view payload) {
    if (type == "PledgeMade") return read(parsed<pb::PledgeMade>(payload));
    if (type == "PledgeReceived") return read(parsed<pb::PledgeReceived>(payload));
    if (type == "PledgeDefaulted") return read(parsed<pb::PledgeDefaulted>(payload));
    if (type == "PledgeGivenBack") return read(parsed<pb::PledgeGivenBack>(payload));
    if (type == "AwardAllotted") return read(parsed<pb::AwardAllotted>(payload));
    if (type == "AllotmentRefused") return read(parsed<pb::AllotmentRefused>(payload));
    if (type == "AllotmentReleased") return read(parsed<pb::AllotmentReleased>(payload));
    if (type == "AllotmentPaid") return read(parsed<pb::AllotmentPaid>(payload));
    if (type == "AllotmentReturned") return read(parsed<pb::AllotmentReturned>(payload));
    if (type == "GiftInKindReceived") return read(parsed<pb::GiftInKindReceived>(payload));
    if (type == "GiftHandedOut") return read(parsed<pb::GiftHandedOut>(payload));
    return std::nullopt;
}

}  // namespace haven::scholarship
