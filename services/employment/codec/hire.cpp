#include "services/employment/codec/codec.hpp"
#include "services/employment/codec/values.hpp"

namespace haven::employment {
namespace {

void write(const HireConfirmed& e, pb::HireConfirmed& m) {
    m.set_hire_id(id_text(e.hire));
    m.set_seeker_id(id_text(e.seeker));
    m.set_person_id(id_text(e.person));
    m.set_group(to_proto<pb::SeekerGroup>(e.group));
    write_value(e.file, *m.mutable_file());
    m.set_uscc(e.uscc);
    m.set_vacancy_id(id_text(e.vacancy));
    m.set_intent_id(id_text(e.intent));
    m.set_contract(to_proto<pb::ContractKind>(e.contract));
    m.set_contract_no(e.contract_no);
    m.set_starts_on(date_text(e.starts_on));
    m.set_contract_until(date_text(e.contract_until));
    m.set_monthly_wage_fen(e.monthly_wage.in_fen());
    m.set_confirmed_by(id_text(e.confirmed_by));
    m.set_confirmed_on(date_text(e.confirmed_on));
}
HireConfirmed read(const pb::HireConfirmed& m) {
    HireConfirmed e;
    e.hire = id_of<HireId>(m.hire_id());
    e.seeker = id_of<SeekerId>(m.seeker_id());
    e.person = id_of<PersonId>(m.person_id());
    e.group = static_cast<SeekerGroup>(m.group());
    e.file = read_value(m.file());
    e.uscc = m.uscc();
    e.vacancy = id_of<VacancyId>(m.vacancy_id());
    e.intent = id_of<IntentId>(m.intent_id());
    e.contract = static_cast<ContractKind>(m.contract());
    e.contract_no = m.contract_no();
    e.starts_on = date_of(m.starts_on());
    e.contract_until = date_of(m.contract_until());
    e.monthly_wage = Money::fen(m.monthly_wage_fen());
    e.confirmed_by = id_of<StaffId>(m.confirmed_by());
    e.confirmed_on = date_of(m.confirmed_on());
    return e;
}

void write(const ContractExtended& e, pb::ContractExtended& m) {
    m.set_contract_no(e.contract_no);
    m.set_contract_until(date_text(e.contract_until));
}
ContractExtended read(const pb::ContractExtended& m) {
    ContractExtended e;
    e.contract_no = m.contract_no();
    e.contract_until = date_of(m.contract_until());
    return e;
}

void write(const RetentionDue& e, pb::RetentionDue& m) {
    m.set_month(e.month);
}
RetentionDue read(const pb::RetentionDue& m) {
    RetentionDue e;
    e.month = m.month();
    return e;
}

void write(const RetentionConfirmed& e, pb::RetentionConfirmed& m) {
    m.set_hire_id(id_text(e.hire));
    m.set_person_id(id_text(e.person));
    write_value(e.file, *m.mutable_file());
    m.set_uscc(e.uscc);
    m.set_month(e.month);
    m.set_monthly_wage_fen(e.monthly_wage.in_fen());
    m.set_evidence(to_proto<pb::WageEvidence>(e.evidence));
    m.set_evidence_no(e.evidence_no);
    m.set_income_evidenced(e.income_evidenced);
    m.set_confirmed_by(id_text(e.confirmed_by));
    m.set_confirmed_on(date_text(e.confirmed_on));
}
RetentionConfirmed read(const pb::RetentionConfirmed& m) {
    RetentionConfirmed e;
    e.hire = id_of<HireId>(m.hire_id());
    e.person = id_of<PersonId>(m.person_id());
    e.file = read_value(m.file());
    e.uscc = m.uscc();
    e.month = m.month();
    e.monthly_wage = Money::fen(m.monthly_wage_fen());
    e.evidence = static_cast<WageEvidence>(m.evidence());
    e.evidence_no = m.evidence_no();
    e.income_evidenced = m.income_evidenced();
    e.confirmed_by = id_of<StaffId>(m.confirmed_by());
    e.confirmed_on = date_of(m.confirmed_on());
    return e;
}

void write(const RetentionWithdrawn& e, pb::RetentionWithdrawn& m) {
    m.set_month(e.month);
}
RetentionWithdrawn read(const pb::RetentionWithdrawn& m) {
    RetentionWithdrawn e;
    e.month = m.month();
    return e;
}

void write(const EmploymentEnded& e, pb::EmploymentEnded& m) {
    m.set_hire_id(id_text(e.hire));
    m.set_person_id(id_text(e.person));
    write_value(e.file, *m.mutable_file());
    m.set_uscc(e.uscc);
    m.set_ended_on(date_text(e.ended_on));
    m.set_reason(to_proto<pb::EndReason>(e.reason));
    m.set_case_id(id_text(e.service_case));
}
EmploymentEnded read(const pb::EmploymentEnded& m) {
    EmploymentEnded e;
    e.hire = id_of<HireId>(m.hire_id());
    e.person = id_of<PersonId>(m.person_id());
    e.file = read_value(m.file());
    e.uscc = m.uscc();
    e.ended_on = date_of(m.ended_on());
    e.reason = static_cast<EndReason>(m.reason());
    e.service_case = id_of<CaseId>(m.case_id());
    return e;
}

void write(const HireLinked& e, pb::HireLinked& m) {
    m.set_case_id(id_text(e.service_case));
    m.set_ended(e.ended);
}
HireLinked read(const pb::HireLinked& m) {
    return {id_of<CaseId>(m.case_id()), m.ended()};
}

constexpr std::string_view kTypes[] = {
    "HireConfirmed",      "ContractExtended", "RetentionDue", "RetentionConfirmed",
    "RetentionWithdrawn", "EmploymentEnded",  "HireLinked"};

}  // namespace

std::span<const std::string_view> HireCodec::types() {
    return kTypes;
}

log::NewEvent HireCodec::encode(const Hire::Event& event) {
    return match(
        event,
        [](const HireConfirmed& e) {
            return encoded<pb::HireConfirmed>([&](auto& m) { write(e, m); });
        },
        [](const ContractExtended& e) {
            return encoded<pb::ContractExtended>([&](auto& m) { write(e, m); });
        },
        [](const RetentionDue& e) {
            return encoded<pb::RetentionDue>([&](auto& m) { write(e, m); });
        },
        [](const RetentionConfirmed& e) {
            return encoded<pb::RetentionConfirmed>([&](auto& m) { write(e, m); });
        },
        [](const RetentionWithdrawn& e) {
            return encoded<pb::RetentionWithdrawn>([&](auto& m) { write(e, m); });
        },
        [](const EmploymentEnded& e) {
            return encoded<pb::EmploymentEnded>([&](auto& m) { write(e, m); });
        },
        [](const HireLinked& e) { return encoded<pb::HireLinked>([&](auto& m) { write(e, m); }); });
}

std::optional<Hire::Event> HireCodec::decode(std::string_view type, int, std::string_view payload) {
    if (type == "HireConfirmed") return read(parsed<pb::HireConfirmed>(payload));
    if (type == "ContractExtended") return read(parsed<pb::ContractExtended>(payload));
    if (type == "RetentionDue") return read(parsed<pb::RetentionDue>(payload));
    if (type == "RetentionConfirmed") return read(parsed<pb::RetentionConfirmed>(payload));
    if (type == "RetentionWithdrawn") return read(parsed<pb::RetentionWithdrawn>(payload));
    if (type == "EmploymentEnded") return read(parsed<pb::EmploymentEnded>(payload));
    if (type == "HireLinked") return read(parsed<pb::HireLinked>(payload));
    return std::nullopt;
}

}  // namespace haven::employment
