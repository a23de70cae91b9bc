#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/codec/values.hpp"

namespace haven::scholarship {
namespace {

void write(const AwardGranted& e, pb::AwardGranted& m) {
    write_value(e.approved, *m.mutable_approved());
}
AwardGranted read(const pb::AwardGranted& m) {
    AwardGranted e;
    e.approved = read_value(m.approved());
    return e;
}

void write(const AwardFundsAsked& e, pb::AwardFundsAsked& m) {
    m.set_year(e.year);
    m.set_amount_fen(e.amount.in_fen());
    m.set_pledge_id(id_text(e.pledge));
}
AwardFundsAsked read(const pb::AwardFundsAsked& m) {
    AwardFundsAsked e;
    e.year = m.year();
    e.amount = Money::fen(m.amount_fen());
    e.pledge = id_of<PledgeId>(m.pledge_id());
    return e;
}

void write(const AwardFunded& e, pb::AwardFunded& m) {
    m.set_year(e.year);
    write_value(e.funding, *m.mutable_funding());
}
AwardFunded read(const pb::AwardFunded& m) {
    AwardFunded e;
    e.year = m.year();
    e.funding = read_value(m.funding());
    return e;
}

void write(const AwardUnfunded& e, pb::AwardUnfunded& m) {
    m.set_year(e.year);
    m.set_reason(e.reason);
}
AwardUnfunded read(const pb::AwardUnfunded& m) {
    AwardUnfunded e;
    e.year = m.year();
    e.reason = m.reason();
    return e;
}

void write(const FundingChanged& e, pb::FundingChanged& m) {
    m.set_year(e.year);
    write_value(e.funding, *m.mutable_funding());
    m.set_decision_no(e.decision_no);
}
FundingChanged read(const pb::FundingChanged& m) {
    FundingChanged e;
    e.year = m.year();
    e.funding = read_value(m.funding());
    e.decision_no = m.decision_no();
    return e;
}

void write(const AwardPayable& e, pb::AwardPayable& m) {
    m.set_year(e.year);
    m.set_amount_fen(e.amount.in_fen());
    m.set_student_id(id_text(e.student));
    write_payee(e.payee, *m.mutable_payee());
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_kind(to_proto<pb::SchemeKind>(e.kind));
    m.set_counts_as_hardship_aid(e.counts_as_hardship_aid);
    m.set_award_no(e.award_no);
    m.set_asked(e.asked);
}
AwardPayable read(const pb::AwardPayable& m) {
    AwardPayable e;
    e.year = m.year();
    e.amount = Money::fen(m.amount_fen());
    e.student = id_of<PersonId>(m.student_id());
    e.payee = read_payee(m.payee());
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.kind = static_cast<SchemeKind>(m.kind());
    e.counts_as_hardship_aid = m.counts_as_hardship_aid();
    e.award_no = m.award_no();
    e.asked = m.asked();
    return e;
}

void write(const AwardPaid& e, pb::AwardPaid& m) {
    m.set_year(e.year);
    m.set_amount_fen(e.amount.in_fen());
    m.set_pledge_id(id_text(e.pledge));
    m.set_bank_serial(e.bank_serial);
    m.set_credited_on(date_text(e.credited_on));
    m.set_to_recover(e.to_recover);
}
AwardPaid read(const pb::AwardPaid& m) {
    AwardPaid e;
    e.year = m.year();
    e.amount = Money::fen(m.amount_fen());
    e.pledge = id_of<PledgeId>(m.pledge_id());
    e.bank_serial = m.bank_serial();
    e.credited_on = date_of(m.credited_on());
    e.to_recover = m.to_recover();
    return e;
}

void write(const AwardPaymentReturned& e, pb::AwardPaymentReturned& m) {
    m.set_year(e.year);
    m.set_amount_fen(e.amount.in_fen());
    m.set_pledge_id(id_text(e.pledge));
    m.set_return_serial(e.return_serial);
    m.set_returned_on(date_text(e.returned_on));
}
AwardPaymentReturned read(const pb::AwardPaymentReturned& m) {
    AwardPaymentReturned e;
    e.year = m.year();
    e.amount = Money::fen(m.amount_fen());
    e.pledge = id_of<PledgeId>(m.pledge_id());
    e.return_serial = m.return_serial();
    e.returned_on = date_of(m.returned_on());
    return e;
}

void write(const RenewalProposed& e, pb::RenewalProposed& m) {
    m.set_year(e.year);
    m.set_stage(to_proto<pb::StudyStage>(e.stage));
    write_value(e.funding, *m.mutable_funding());
    m.set_proof_no(e.proof_no);
    m.set_proposer(id_text(e.proposer));
}
RenewalProposed read(const pb::RenewalProposed& m) {
    RenewalProposed e;
    e.year = m.year();
    e.stage = static_cast<StudyStage>(m.stage());
    e.funding = read_value(m.funding());
    e.proof_no = m.proof_no();
    e.proposer = id_of<StaffId>(m.proposer());
    return e;
}

void write(const AwardRenewed& e, pb::AwardRenewed& m) {
    m.set_year(e.year);
    m.set_approver(id_text(e.approver));
}
AwardRenewed read(const pb::AwardRenewed& m) {
    AwardRenewed e;
    e.year = m.year();
    e.approver = id_of<StaffId>(m.approver());
    return e;
}

void write(const AwardDeferred& e, pb::AwardDeferred& m) {
    m.set_year(e.year);
    m.set_until(e.until);
}
AwardDeferred read(const pb::AwardDeferred& m) {
    AwardDeferred e;
    e.year = m.year();
    e.until = m.until();
    return e;
}

void write(const YearRepeated& e, pb::YearRepeated& m) {
    m.set_year(e.year);
}
YearRepeated read(const pb::YearRepeated& m) {
    YearRepeated e;
    e.year = m.year();
    return e;
}

void write(const AwardRevoked& e, pb::AwardRevoked& m) {
    m.set_reason(to_proto<pb::RevocationReason>(e.reason));
    m.set_decision_no(e.decision_no);
    m.set_paid_fen(e.paid.in_fen());
    m.set_by(id_text(e.by));
}
AwardRevoked read(const pb::AwardRevoked& m) {
    AwardRevoked e;
    e.reason = static_cast<RevocationReason>(m.reason());
    e.decision_no = m.decision_no();
    e.paid = Money::fen(m.paid_fen());
    e.by = id_of<StaffId>(m.by());
    return e;
}

void write(const AwardStopAsked& e, pb::AwardStopAsked& m) {
    m.set_year(e.year);
    m.set_asked(e.asked);
}
AwardStopAsked read(const pb::AwardStopAsked& m) {
    AwardStopAsked e;
    e.year = m.year();
    e.asked = m.asked();
    return e;
}

void write(const AwardYearReleased& e, pb::AwardYearReleased& m) {
    m.set_year(e.year);
    m.set_pledge_id(id_text(e.pledge));
    m.set_application_id(id_text(e.application));
}
AwardYearReleased read(const pb::AwardYearReleased& m) {
    AwardYearReleased e;
    e.year = m.year();
    e.pledge = id_of<PledgeId>(m.pledge_id());
    e.application = id_of<ApplicationId>(m.application_id());
    return e;
}

void write(const AwardPayeeProposed& e, pb::AwardPayeeProposed& m) {
    write_payee(e.payee, *m.mutable_payee());
    m.set_entered_by(id_text(e.entered_by));
}
AwardPayeeProposed read(const pb::AwardPayeeProposed& m) {
    AwardPayeeProposed e;
    e.payee = read_payee(m.payee());
    e.entered_by = id_of<StaffId>(m.entered_by());
    return e;
}

void write(const AwardPayeeChanged& e, pb::AwardPayeeChanged& m) {
    write_payee(e.payee, *m.mutable_payee());
    m.set_entered_by(id_text(e.entered_by));
    m.set_confirmed_by(id_text(e.confirmed_by));
    for (const OpenYear& open : e.open_years) {
        auto& one = *m.add_open_years();
        one.set_year(open.year);
        one.set_asked(open.asked);
    }
}
AwardPayeeChanged read(const pb::AwardPayeeChanged& m) {
    AwardPayeeChanged e;
    e.payee = read_payee(m.payee());
    e.entered_by = id_of<StaffId>(m.entered_by());
    e.confirmed_by = id_of<StaffId>(m.confirmed_by());
    for (const auto& open : m.open_years()) e.open_years.push_back({open.year(), open.asked()});
    return e;
}

constexpr std::string_view kTypes[] = {
    "AwardGranted",     "AwardFundsAsked", "AwardFunded",       "AwardUnfunded",
    "FundingChanged",   "AwardPayable",    "AwardPaid",         "AwardPaymentReturned",
    "RenewalProposed",  "AwardRenewed",    "AwardDeferred",     "YearRepeated",
    "AwardRevoked",     "AwardStopAsked",  "AwardYearReleased", "AwardPayeeProposed",
    "AwardPayeeChanged"};

}  // namespace

std::span<const std::string_view> AwardCodec::types() {
    return kTypes;
}

log::NewEvent AwardCodec::encode(const Award::Event& event) {
    return match(
        event,
        [](const AwardGranted& e) {
            return encoded<pb::AwardGranted>([&](auto& m) { write(e, m); });
        },
        [](const AwardFundsAsked& e) {
            return encoded<pb::AwardFundsAsked>([&](auto& m) { write(e, m); });
        },
        [](const AwardFunded& e) {
            return encoded<pb::AwardFunded>([&](auto& m) { write(e, m); });
        },
        [](const AwardUnfunded& e) {
            return encoded<pb::AwardUnfunded>([&](auto& m) { write(e, m); });
        },
        [](const FundingChanged& e) {
            return encoded<pb::FundingChanged>([&](auto& m) { write(e, m); });
        },
        [](const AwardPayable& e) {
            return encoded<pb::AwardPayable>([&](auto& m) { write(e, m); });
        },
        [](const AwardPaid& e) { return encoded<pb::AwardPaid>([&](auto& m) { write(e, m); }); },
        [](const AwardPaymentReturned& e) {
            return encoded<pb::AwardPaymentReturned>([&](auto& m) { write(e, m); });
        },
        [](const RenewalProposed& e) {
            return encoded<pb::RenewalProposed>([&](auto& m) { write(e, m); });
        },
        [](const AwardRenewed& e) {
            return encoded<pb::AwardRenewed>([&](auto& m) { write(e, m); });
        },
        [](const AwardDeferred& e) {
            return encoded<pb::AwardDeferred>([&](auto& m) { write(e, m); });
        },
        [](const YearRepeated& e) {
            return encoded<pb::YearRepeated>([&](auto& m) { write(e, m); });
        },
        [](const AwardRevoked& e) {
            return encoded<pb::AwardRevoked>([&](auto& m) { write(e, m); });
        },
        [](const AwardStopAsked& e) {
            return encoded<pb::AwardStopAsked>([&](auto& m) { write(e, m); });
        },
        [](const AwardYearReleased& e) {
            return encoded<pb::AwardYearReleased>([&](auto& m) { write(e, m); });
        },
        [](const AwardPayeeProposed& e) {
            return encoded<pb::AwardPayeeProposed>([&](auto& m) { write(e, m); });
        },
        [](const AwardPayeeChanged& e) {
            return encoded<pb::AwardPayeeChanged>([&](auto& m) { write(e, m); });
        });
}

std::optional<Award::Event> AwardCodec::decode(std::string_view type, int,
                                               std::string_view payload) {
    if (type == "AwardGranted") return read(parsed<pb::AwardGranted>(payload));
    if (type == "AwardFundsAsked") return read(parsed<pb::AwardFundsAsked>(payload));
    if (type == "AwardFunded") return read(parsed<pb::AwardFunded>(payload));
    if (type == "AwardUnfunded") return read(parsed<pb::AwardUnfunded>(payload));
    if (type == "FundingChanged") return read(parsed<pb::FundingChanged>(payload));
    if (type == "AwardPayable") return read(parsed<pb::AwardPayable>(payload));
    if (type == "AwardPaid") return read(parsed<pb::AwardPaid>(payload));
    if (type == "AwardPaymentReturned") return read(parsed<pb::AwardPaymentReturned>(payload));
    if (type == "RenewalProposed") return read(parsed<pb::RenewalProposed>(payload));
    if (type == "AwardRenewed") return read(parsed<pb::AwardRenewed>(payload));
    if (type == "AwardDeferred") return read(parsed<pb::AwardDeferred>(payload));
    if (type == "YearRepeated") return read(parsed<pb::YearRepeated>(payload));
    if (type == "AwardRevoked") return read(parsed<pb::AwardRevoked>(payload));
    if (type == "AwardStopAsked") return read(parsed<pb::AwardStopAsked>(payload));
    if (type == "AwardYearReleased") return read(parsed<pb::AwardYearReleased>(payload));
    if (type == "AwardPayeeProposed") return read(parsed<pb::AwardPayeeProposed>(payload));
    if (type == "AwardPayeeChanged") return read(parsed<pb::AwardPayeeChanged>(payload));
    return std::nullopt;
}

}  // namespace haven::scholarship
