#include "services/registry/codec/values.hpp"

namespace haven::registry {

namespace {

FederationNo federation_of(std::int32_t number) {
    return {static_cast<std::int16_t>(number)};
}

template <class Enum>
std::vector<Enum> enums(const google::protobuf::RepeatedField<int>& values) {
    std::vector<Enum> result;
    for (int value : values) result.push_back(static_cast<Enum>(value));
    return result;
}

}  // namespace

std::string to_text(Date date) {
    return date.is_set() ? date.to_string() : std::string();
}

std::string to_text(const Uuid& id) {
    return id.is_nil() ? std::string() : id.to_string();
}

Date stored_date(const std::string& text) {
    if (text.empty()) return Date{};
    const auto date = Date::parse(text);
    HAVEN_CHECK(date.has_value());
    return *date;
}

Uuid stored_uuid(const std::string& text) {
    if (text.empty()) return Uuid{};
    const auto id = Uuid::parse(text);
    HAVEN_CHECK(id.has_value());
    return *id;
}

Result<Date> asked_date(const std::string& text, std::string_view field) {
    const auto date = Date::parse(text);
    if (!date) return invalid("INVALID_DATE", std::string(field), "YYYY-MM-DD");
    return *date;
}

Result<Date> asked_date_or_none(const std::string& text, std::string_view field) {
    if (text.empty()) return Date{};
    return asked_date(text, field);
}

haven::type::v1::Sealed to_proto(const Sealed& sealed) {
    haven::type::v1::Sealed out;
    out.set_person_id(sealed.person.to_string());
    out.set_cipher(sealed.cipher);
    return out;
}

Sealed from_proto(const haven::type::v1::Sealed& sealed) {
    return {PersonId{stored_uuid(sealed.person_id())}, sealed.cipher()};
}

namespace {

void put(const Sealed& sealed, haven::type::v1::Sealed* out) {
    *out = to_proto(sealed);
}

}  // namespace

v1::Member to_proto(const Member& member) {
    v1::Member out;
    out.set_seq(member.seq);
    out.set_person_id(member.person.to_string());
    out.set_relation(same_number<v1::Relation>(member.relation));
    if (!member.name.cipher.empty()) put(member.name, out.mutable_name());
    if (!member.id_number.cipher.empty()) put(member.id_number, out.mutable_id_number());
    out.set_sex(same_number<v1::Sex>(member.sex));
    out.set_birth_date(to_text(member.birth_date));
    if (!member.phone.cipher.empty()) put(member.phone, out.mutable_phone());
    if (!member.address.cipher.empty()) put(member.address, out.mutable_address());
    out.set_work(same_number<v1::WorkState>(member.work));
    out.set_health(same_number<v1::Health>(member.health));
    out.set_schooling(same_number<v1::Schooling>(member.schooling));
    out.set_yearly_income_fen(member.yearly_income.in_fen());
    out.set_authorised(member.authorised);
    if (!member.diagnosis.cipher.empty()) put(member.diagnosis, out.mutable_diagnosis());
    return out;
}

Member from_proto(const v1::Member& member) {
    const PersonId person{stored_uuid(member.person_id())};
    return {.seq = member.seq(),
            .person = person,
            .relation = same_number<Relation>(member.relation()),
            .name = from_proto(member.name()),
            .id_number = from_proto(member.id_number()),
            .sex = same_number<Sex>(member.sex()),
            .birth_date = stored_date(member.birth_date()),
            .phone = from_proto(member.phone()),
            .address = from_proto(member.address()),
            .work = static_cast<CodeNumber>(member.work()),
            .health = static_cast<CodeNumber>(member.health()),
            .schooling = static_cast<CodeNumber>(member.schooling()),
            .yearly_income = Money::fen(member.yearly_income_fen()),
            .authorised = member.authorised(),
            .diagnosis = from_proto(member.diagnosis())};
}

v1::Document to_proto(const Document& document) {
    v1::Document out;
    out.set_kind(same_number<v1::DocumentKind>(document.kind));
    put(document.name, out.mutable_name());
    return out;
}

Document from_proto(const v1::Document& document) {
    return {same_number<DocumentKind>(document.kind()), from_proto(document.name())};
}

v1::Payee to_proto(const Payee& payee) {
    v1::Payee out;
    out.set_person_id(to_text(payee.person.uuid));
    out.set_kind(same_number<v1::PayeeKind>(payee.kind));
    put(payee.account, out.mutable_account());
    out.set_last4(payee.last4);
    put(payee.name, out.mutable_name());
    out.set_bank(payee.bank);
    return out;
}

Payee from_proto(const v1::Payee& payee) {
    return {.person = PersonId{stored_uuid(payee.person_id())},
            .kind = same_number<PayeeKind>(payee.kind()),
            .account = from_proto(payee.account()),
            .last4 = payee.last4(),
            .name = from_proto(payee.name()),
            .bank = payee.bank()};
}

v1::MeansFigures to_proto(const MeansFigures& figures) {
    v1::MeansFigures out;
    out.set_income_fen(figures.income.in_fen());
    out.set_rigid_fen(figures.rigid.in_fen());
    for (PropertySign sign : figures.signs) out.add_signs(same_number<v1::PropertySign>(sign));
    out.set_dibao(figures.dibao);
    out.set_relief_received(figures.relief_received);
    out.set_months_below_line(figures.months_below_line);
    return out;
}

MeansFigures from_proto(const v1::MeansFigures& figures) {
    return {.income = Money::fen(figures.income_fen()),
            .rigid = Money::fen(figures.rigid_fen()),
            .signs = enums<PropertySign>(figures.signs()),
            .dibao = figures.dibao(),
            .relief_received = figures.relief_received(),
            .months_below_line = figures.months_below_line()};
}

v1::Comparison to_proto(const Comparison& comparison) {
    v1::Comparison out;
    out.set_rule_set_id(comparison.rule_set_id);
    out.set_line_id(comparison.line_id);
    out.set_line_monthly_fen(comparison.line_monthly.in_fen());
    out.set_line_is_placeholder(comparison.line_is_placeholder);
    out.set_income_fen(comparison.income.in_fen());
    out.set_rigid_fen(comparison.rigid.in_fen());
    out.set_net_fen(comparison.net.in_fen());
    out.set_member_count(comparison.member_count);
    out.set_line_year_fen(comparison.line_year.in_fen());
    out.set_multiple_permille(comparison.multiple_permille);
    out.set_relation_sign(comparison.relation_sign);
    out.set_accident_cost_fen(comparison.accident_cost.in_fen());
    out.set_savings_fen(comparison.savings.in_fen());
    out.set_months_below_line(comparison.months_below_line);
    out.set_relief_received(comparison.relief_received);
    out.set_self_paid_medical_fen(comparison.self_paid_medical.in_fen());
    out.set_temporary_hardship(comparison.temporary_hardship);
    return out;
}

Comparison from_proto(const v1::Comparison& comparison) {
    return {.rule_set_id = comparison.rule_set_id(),
            .line_id = comparison.line_id(),
            .line_monthly = Money::fen(comparison.line_monthly_fen()),
            .line_is_placeholder = comparison.line_is_placeholder(),
            .income = Money::fen(comparison.income_fen()),
            .rigid = Money::fen(comparison.rigid_fen()),
            .net = Money::fen(comparison.net_fen()),
            .member_count = comparison.member_count(),
            .line_year = Money::fen(comparison.line_year_fen()),
            .multiple_permille = comparison.multiple_permille(),
            .relation_sign = comparison.relation_sign(),
            .accident_cost = Money::fen(comparison.accident_cost_fen()),
            .savings = Money::fen(comparison.savings_fen()),
            .months_below_line = comparison.months_below_line(),
            .relief_received = comparison.relief_received(),
            .self_paid_medical = Money::fen(comparison.self_paid_medical_fen()),
            .temporary_hardship = comparison.temporary_hardship()};
}

v1::Waiver to_proto(const Waiver& waiver) {
    v1::Waiver out;
    out.set_sign(same_number<v1::PropertySign>(waiver.sign));
    out.set_reason(waiver.reason);
    return out;
}

Waiver from_proto(const v1::Waiver& waiver) {
    return {same_number<PropertySign>(waiver.sign()), waiver.reason()};
}

v1::Meeting to_proto(const Meeting& meeting) {
    v1::Meeting out;
    out.set_minutes_no(meeting.minutes_no);
    out.set_held_on(to_text(meeting.held_on));
    for (StaffId staff : meeting.present) out.add_present(staff.to_string());
    return out;
}

Meeting from_proto(const v1::Meeting& meeting) {
    Meeting out{meeting.minutes_no(), stored_date(meeting.held_on()), {}};
    for (const auto& staff : meeting.present()) out.present.push_back(StaffId{stored_uuid(staff)});
    return out;
}

SuperiorApproval from_proto(const v1::SuperiorApproval& approval) {
    return {same_number<FileTier>(approval.level()), approval.document_no()};
}

v1::Measure to_proto(const Measure& measure) {
    v1::Measure out;
    out.set_measure_id(measure.measure_id);
    out.set_item(same_number<v1::AidItem>(measure.item));
    out.set_programme(measure.programme);
    out.set_beneficiary_person_id(measure.beneficiary.to_string());
    out.set_annual_fen(measure.annual.in_fen());
    out.set_fund_line_id(measure.fund_line.to_string());
    out.set_fund_federation(measure.fund_federation.value);
    for (const Instalment& instalment : measure.instalments) {
        auto* added = out.add_instalments();
        added->set_number(instalment.number);
        added->set_due_date(to_text(instalment.due));
        added->set_amount_fen(instalment.amount.in_fen());
    }
    out.set_cap_fen(measure.cap.in_fen());
    if (measure.approval != SuperiorApproval{}) {
        out.mutable_approval()->set_level(same_number<v1::FileTier>(measure.approval.level));
        out.mutable_approval()->set_document_no(measure.approval.document_no);
    }
    return out;
}

Measure from_proto(const v1::Measure& measure) {
    Measure out{.measure_id = measure.measure_id(),
                .item = same_number<AidItem>(measure.item()),
                .programme = measure.programme(),
                .beneficiary = PersonId{stored_uuid(measure.beneficiary_person_id())},
                .annual = Money::fen(measure.annual_fen()),
                .fund_line = stored_uuid(measure.fund_line_id()),
                .fund_federation = federation_of(measure.fund_federation()),
                .instalments = {},
                .cap = Money::fen(measure.cap_fen()),
                .approval = from_proto(measure.approval())};
    for (const auto& instalment : measure.instalments()) {
        out.instalments.push_back({instalment.number(), stored_date(instalment.due_date()),
                                   Money::fen(instalment.amount_fen())});
    }
    return out;
}

}  // namespace haven::registry
