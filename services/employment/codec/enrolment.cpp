#include "services/employment/codec/codec.hpp"
#include "services/employment/codec/values.hpp"

namespace haven::employment {

static_assert(static_cast<int>(PayeeKind::Account) == reg::PAYEE_KIND_ACCOUNT);
static_assert(static_cast<int>(SubsidyState::Returned) == pb::SUBSIDY_STATE_RETURNED);

namespace {

void write_payee(const Payee& payee, reg::Payee& m) {
    m.set_person_id(id_text(payee.person));
    m.set_kind(to_proto<reg::PayeeKind>(payee.kind));
    write_sealed(payee.account, *m.mutable_account());
    m.set_last4(payee.last4);
    write_sealed(payee.name, *m.mutable_name());
    m.set_bank(payee.bank);
}
Payee read_payee(const reg::Payee& m) {
    Payee payee;
    payee.person = id_of<PersonId>(m.person_id());
    payee.kind = static_cast<PayeeKind>(m.kind());
    payee.account = read_sealed(m.account());
    payee.last4 = m.last4();
    payee.name = read_sealed(m.name());
    payee.bank = m.bank();
    return payee;
}

void write(const CourseEnrolled& e, pb::CourseEnrolled& m) {
    m.set_enrolment_id(id_text(e.enrolment));
    m.set_course_id(id_text(e.course));
    m.set_code(e.code);
    m.set_seeker_id(id_text(e.seeker));
    m.set_person_id(id_text(e.person));
    m.set_units(e.units);
    m.set_subsidy_fen(e.subsidy.in_fen());
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_enrolled_by(id_text(e.enrolled_by));
    m.set_enrolled_on(date_text(e.enrolled_on));
}
CourseEnrolled read(const pb::CourseEnrolled& m) {
    CourseEnrolled e;
    e.enrolment = id_of<EnrolmentId>(m.enrolment_id());
    e.course = id_of<CourseId>(m.course_id());
    e.code = m.code();
    e.seeker = id_of<SeekerId>(m.seeker_id());
    e.person = id_of<PersonId>(m.person_id());
    e.units = m.units();
    e.subsidy = Money::fen(m.subsidy_fen());
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.enrolled_by = id_of<StaffId>(m.enrolled_by());
    e.enrolled_on = date_of(m.enrolled_on());
    return e;
}

void write(const ProgressRecorded& e, pb::ProgressRecorded& m) {
    m.set_units_done(e.units_done);
    m.set_recorded_on(date_text(e.recorded_on));
}
ProgressRecorded read(const pb::ProgressRecorded& m) {
    ProgressRecorded e;
    e.units_done = m.units_done();
    e.recorded_on = date_of(m.recorded_on());
    return e;
}

void write(const CertificateIssued& e, pb::CertificateIssued& m) {
    m.set_certificate_no(e.certificate_no);
    m.set_recorded_by(id_text(e.recorded_by));
    m.set_issued_on(date_text(e.issued_on));
}
CertificateIssued read(const pb::CertificateIssued& m) {
    CertificateIssued e;
    e.certificate_no = m.certificate_no();
    e.recorded_by = id_of<StaffId>(m.recorded_by());
    e.issued_on = date_of(m.issued_on());
    return e;
}

void write(const SubsidyRequested& e, pb::SubsidyRequested& m) {
    write_payee(e.payee, *m.mutable_payee());
    m.set_amount_fen(e.amount.in_fen());
    m.set_rules(e.rules);
    m.set_yearly_fen(e.yearly.in_fen());
    m.set_requested_by(id_text(e.requested_by));
    m.set_requested_on(date_text(e.requested_on));
}
SubsidyRequested read(const pb::SubsidyRequested& m) {
    SubsidyRequested e;
    e.payee = read_payee(m.payee());
    e.amount = Money::fen(m.amount_fen());
    e.rules = m.rules();
    e.yearly = Money::fen(m.yearly_fen());
    e.requested_by = id_of<StaffId>(m.requested_by());
    e.requested_on = date_of(m.requested_on());
    return e;
}

void write(const SubsidyRefused& e, pb::SubsidyRefused& m) {
    m.set_reason(e.reason);
    m.set_decided_by(id_text(e.decided_by));
}
SubsidyRefused read(const pb::SubsidyRefused& m) {
    SubsidyRefused e;
    e.reason = m.reason();
    e.decided_by = id_of<StaffId>(m.decided_by());
    return e;
}

void write(const SubsidyApproved& e, pb::SubsidyApproved& m) {
    m.set_person_id(id_text(e.person));
    m.set_code(e.code);
    m.set_amount_fen(e.amount.in_fen());
    m.set_yearly_fen(e.yearly.in_fen());
    m.set_fund_line_id(id_text(e.fund_line));
    write_payee(e.payee, *m.mutable_payee());
    m.set_approved_by(id_text(e.approved_by));
    m.set_approved_on(date_text(e.approved_on));
}
SubsidyApproved read(const pb::SubsidyApproved& m) {
    SubsidyApproved e;
    e.person = id_of<PersonId>(m.person_id());
    e.code = m.code();
    e.amount = Money::fen(m.amount_fen());
    e.yearly = Money::fen(m.yearly_fen());
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.payee = read_payee(m.payee());
    e.approved_by = id_of<StaffId>(m.approved_by());
    e.approved_on = date_of(m.approved_on());
    return e;
}

void write(const SubsidyPayeeProposed& e, pb::SubsidyPayeeProposed& m) {
    write_payee(e.payee, *m.mutable_payee());
    m.set_entered_by(id_text(e.entered_by));
}
SubsidyPayeeProposed read(const pb::SubsidyPayeeProposed& m) {
    SubsidyPayeeProposed e;
    e.payee = read_payee(m.payee());
    e.entered_by = id_of<StaffId>(m.entered_by());
    return e;
}

void write(const SubsidyPayeeChanged& e, pb::SubsidyPayeeChanged& m) {
    write_payee(e.payee, *m.mutable_payee());
    m.set_entered_by(id_text(e.entered_by));
    m.set_confirmed_by(id_text(e.confirmed_by));
}
SubsidyPayeeChanged read(const pb::SubsidyPayeeChanged& m) {
    SubsidyPayeeChanged e;
    e.payee = read_payee(m.payee());
    e.entered_by = id_of<StaffId>(m.entered_by());
    e.confirmed_by = id_of<StaffId>(m.confirmed_by());
    return e;
}

void write(const SubsidyHeld& e, pb::SubsidyHeld& m) {
    m.set_reason(e.reason);
    m.set_held_on(date_text(e.held_on));
}
SubsidyHeld read(const pb::SubsidyHeld& m) {
    SubsidyHeld e;
    e.reason = m.reason();
    e.held_on = date_of(m.held_on());
    return e;
}

void write(const SubsidyPaid& e, pb::SubsidyPaid& m) {
    m.set_amount_fen(e.amount.in_fen());
    m.set_bank_serial(e.bank_serial);
    m.set_credited_on(date_text(e.credited_on));
}
SubsidyPaid read(const pb::SubsidyPaid& m) {
    SubsidyPaid e;
    e.amount = Money::fen(m.amount_fen());
    e.bank_serial = m.bank_serial();
    e.credited_on = date_of(m.credited_on());
    return e;
}

void write(const SubsidyReturned& e, pb::SubsidyReturned& m) {
    m.set_return_serial(e.return_serial);
    m.set_code(e.code);
    m.set_returned_on(date_text(e.returned_on));
}
SubsidyReturned read(const pb::SubsidyReturned& m) {
    SubsidyReturned e;
    e.return_serial = m.return_serial();
    e.code = m.code();
    e.returned_on = date_of(m.returned_on());
    return e;
}

constexpr std::string_view kTypes[] = {
    "CourseEnrolled", "ProgressRecorded", "CertificateIssued",    "SubsidyRequested",
    "SubsidyRefused", "SubsidyApproved",  "SubsidyPayeeProposed", "SubsidyPayeeChanged",
    "SubsidyHeld",    "SubsidyPaid",      "SubsidyReturned"};

}  // namespace

std::span<const std::string_view> EnrolmentCodec::types() {
    return kTypes;
}

log::NewEvent EnrolmentCodec::encode(const Enrolment::Event& event) {
    return match(
        event,
        [](const CourseEnrolled& e) {
            return encoded<pb::CourseEnrolled>([&](auto& m) { write(e, m); });
        },
        [](const ProgressRecorded& e) {
            return encoded<pb::ProgressRecorded>([&](auto& m) { write(e, m); });
        },
        [](const CertificateIssued& e) {
            return encoded<pb::CertificateIssued>([&](auto& m) { write(e, m); });
        },
        [](const SubsidyRequested& e) {
            return encoded<pb::SubsidyRequested>([&](auto& m) { write(e, m); });
        },
        [](const SubsidyRefused& e) {
            return encoded<pb::SubsidyRefused>([&](auto& m) { write(e, m); });
        },
        [](const SubsidyApproved& e) {
            return encoded<pb::SubsidyApproved>([&](auto& m) { write(e, m); });
        },
        [](const SubsidyPayeeProposed& e) {
            return encoded<pb::SubsidyPayeeProposed>([&](auto& m) { write(e, m); });
        },
        [](const SubsidyPayeeChanged& e) {
            return encoded<pb::SubsidyPayeeChanged>([&](auto& m) { write(e, m); });
        },
        [](const SubsidyHeld& e) {
            return encoded<pb::SubsidyHeld>([&](auto& m) { write(e, m); });
        },
        [](const SubsidyPaid& e) {
            return encoded<pb::SubsidyPaid>([&](auto& m) { write(e, m); });
        },
        [](const SubsidyReturned& e) {
            return encoded<pb::SubsidyReturned>([&](auto& m) { write(e, m); });
        });
}

std::optional<Enrolment::Event> EnrolmentCodec::decode(std::string_view type, int,
                                                       std::string_view payload) {
    if (type == "CourseEnrolled") return read(parsed<pb::CourseEnrolled>(payload));
    if (type == "ProgressRecorded") return read(parsed<pb::ProgressRecorded>(payload));
    if (type == "CertificateIssued") return read(parsed<pb::CertificateIssued>(payload));
    if (type == "SubsidyRequested") return read(parsed<pb::SubsidyRequested>(payload));
    if (type == "SubsidyRefused") return read(parsed<pb::SubsidyRefused>(payload));
    if (type == "SubsidyApproved") return read(parsed<pb::SubsidyApproved>(payload));
    if (type == "SubsidyPayeeProposed") return read(parsed<pb::SubsidyPayeeProposed>(payload));
    if (type == "SubsidyPayeeChanged") return read(parsed<pb::SubsidyPayeeChanged>(payload));
    if (type == "SubsidyHeld") return read(parsed<pb::SubsidyHeld>(payload));
    if (type == "SubsidyPaid") return read(parsed<pb::SubsidyPaid>(payload));
    if (type == "SubsidyReturned") return read(parsed<pb::SubsidyReturned>(payload));
    return std::nullopt;
}

}  // namespace haven::employment
