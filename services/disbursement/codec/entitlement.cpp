#include "services/disbursement/codec/codec.hpp"

#include "services/disbursement/codec/values.hpp"

namespace haven::disbursement {
namespace {

// Which year of which award an event is about; two fields that several messages have.
template <class Message>
void write_award(const AwardRef& award, Message& m) {
    m.set_award_id(id_text(award.award));
    m.set_award_year(award.year);
}
template <class Message>
AwardRef read_award(const Message& m) {
    return {id_of<AwardId>(m.award_id()), m.award_year()};
}

void write(const EntitlementGranted& e, pb::EntitlementGranted& m) {
    m.set_entitlement_id(id_text(e.entitlement));
    m.set_household_id(id_text(e.household));
    m.set_file_federation(e.file_federation.value);
    m.set_measure_id(e.measure_id);
    m.set_year(e.year);
    m.set_item(to_proto<reg::AidItem>(e.item));
    m.set_programme(e.programme);
    m.set_person_id(id_text(e.person));
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_annual_fen(e.annual.in_fen());
    write_instalments(e.instalments, *m.mutable_instalments());
    write_payee(e.payee, *m.mutable_payee());
    m.set_review_valid_until(e.review_valid_until.to_string());
    m.set_file_tier(to_proto<reg::FileTier>(e.file_tier));
    m.set_hardship_class(static_cast<reg::HardshipClass>(e.hardship_class));
    m.set_cap_fen(e.cap.in_fen());
    m.set_file_round(to_proto<reg::FileRound>(e.file_round));
    write_award(e.award, m);
    m.set_enrolment_id(id_text(e.enrolment));
}
EntitlementGranted read(const pb::EntitlementGranted& m) {
    EntitlementGranted e;
    e.entitlement = id_of<EntitlementId>(m.entitlement_id());
    e.household = id_of<HouseholdId>(m.household_id());
    e.file_federation = federation_of(m.file_federation());
    e.measure_id = m.measure_id();
    e.year = m.year();
    e.item = static_cast<AidItem>(m.item());
    e.programme = m.programme();
    e.person = id_of<PersonId>(m.person_id());
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.annual = Money::fen(m.annual_fen());
    e.instalments = read_instalments(m.instalments());
    e.payee = read_payee(m.payee());
    e.review_valid_until = date_of(m.review_valid_until());
    e.file_tier = static_cast<FileTier>(m.file_tier());
    e.hardship_class = static_cast<int>(m.hardship_class());
    e.cap = Money::fen(m.cap_fen());
    e.file_round = static_cast<FileRound>(m.file_round());
    e.award = read_award(m);
    e.enrolment = id_of<EnrolmentId>(m.enrolment_id());
    return e;
}

void write(const EntitlementFunded& e, pb::EntitlementFunded& m) {
    m.set_fund_line_id(id_text(e.fund_line));
}
EntitlementFunded read(const pb::EntitlementFunded& m) {
    EntitlementFunded e;
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    return e;
}

void write(const EntitlementUnfunded& e, pb::EntitlementUnfunded& m) {
    m.set_reason(e.reason);
}
EntitlementUnfunded read(const pb::EntitlementUnfunded& m) {
    EntitlementUnfunded e;
    e.reason = m.reason();
    return e;
}

void write(const InstalmentReleased& e, pb::InstalmentReleased& m) {
    m.set_number(e.number);
    m.set_attempt(e.attempt);
    m.set_released_on(e.released_on.to_string());
}
InstalmentReleased read(const pb::InstalmentReleased& m) {
    InstalmentReleased e;
    e.number = m.number();
    e.attempt = m.attempt();
    e.released_on = date_of(m.released_on());
    return e;
}

void write(const InstalmentHeld& e, pb::InstalmentHeld& m) {
    m.set_number(e.number);
    m.set_reason(e.reason);
    m.set_held_on(e.held_on.to_string());
    m.set_batch_id(id_text(e.batch));
    m.set_household_id(id_text(e.household));
    m.set_file_federation(e.file_federation.value);
    m.set_entitlement_id(id_text(e.entitlement));
    write_award(e.award, m);
    m.set_enrolment_id(id_text(e.enrolment));
}
InstalmentHeld read(const pb::InstalmentHeld& m) {
    InstalmentHeld e;
    e.number = m.number();
    e.reason = m.reason();
    e.held_on = date_of(m.held_on());
    e.batch = id_of<BatchId>(m.batch_id());
    e.household = id_of<HouseholdId>(m.household_id());
    e.file_federation = federation_of(m.file_federation());
    e.entitlement = id_of<EntitlementId>(m.entitlement_id());
    e.award = read_award(m);
    e.enrolment = id_of<EnrolmentId>(m.enrolment_id());
    return e;
}

void write(const InstalmentBatched& e, pb::InstalmentBatched& m) {
    m.set_number(e.number);
    m.set_batch_id(id_text(e.batch));
    m.set_payee_digest(e.payee_digest);
}
InstalmentBatched read(const pb::InstalmentBatched& m) {
    InstalmentBatched e;
    e.number = m.number();
    e.batch = id_of<BatchId>(m.batch_id());
    e.payee_digest = m.payee_digest();
    return e;
}

void write(const InstalmentUnbatched& e, pb::InstalmentUnbatched& m) {
    m.set_number(e.number);
    m.set_batch_id(id_text(e.batch));
    m.set_reason(e.reason);
}
InstalmentUnbatched read(const pb::InstalmentUnbatched& m) {
    InstalmentUnbatched e;
    e.number = m.number();
    e.batch = id_of<BatchId>(m.batch_id());
    e.reason = m.reason();
    return e;
}

void write(const ReliefPaid& e, pb::ReliefPaid& m) {
    m.set_entitlement_id(id_text(e.entitlement));
    m.set_household_id(id_text(e.household));
    m.set_file_federation(e.file_federation.value);
    m.set_person_id(id_text(e.person));
    m.set_instalment(e.instalment);
    m.set_item(to_proto<reg::AidItem>(e.item));
    m.set_programme(e.programme);
    m.set_amount_fen(e.amount.in_fen());
    m.set_due_year(e.due_year);
    m.set_credited_on(e.credited_on.to_string());
    m.set_bank_serial(e.bank_serial);
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_batch_id(id_text(e.batch));
    m.set_measure_id(e.measure_id);
    write_award(e.award, m);
    m.set_enrolment_id(id_text(e.enrolment));
}
ReliefPaid read(const pb::ReliefPaid& m) {
    ReliefPaid e;
    e.entitlement = id_of<EntitlementId>(m.entitlement_id());
    e.household = id_of<HouseholdId>(m.household_id());
    e.file_federation = federation_of(m.file_federation());
    e.person = id_of<PersonId>(m.person_id());
    e.instalment = m.instalment();
    e.item = static_cast<AidItem>(m.item());
    e.programme = m.programme();
    e.amount = Money::fen(m.amount_fen());
    e.due_year = m.due_year();
    e.credited_on = date_of(m.credited_on());
    e.bank_serial = m.bank_serial();
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.batch = id_of<BatchId>(m.batch_id());
    e.measure_id = m.measure_id();
    e.award = read_award(m);
    e.enrolment = id_of<EnrolmentId>(m.enrolment_id());
    return e;
}

void write(const PaymentReturned& e, pb::PaymentReturned& m) {
    m.set_entitlement_id(id_text(e.entitlement));
    m.set_household_id(id_text(e.household));
    m.set_file_federation(e.file_federation.value);
    m.set_instalment(e.instalment);
    m.set_amount_fen(e.amount.in_fen());
    m.set_returned_on(e.returned_on.to_string());
    m.set_bank_serial(e.bank_serial);
    m.set_return_serial(e.return_serial);
    m.set_code(e.code);
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_programme(e.programme);
    m.set_credited_on(e.credited_on.to_string());
    m.set_due_year(e.due_year);
    write_award(e.award, m);
    m.set_enrolment_id(id_text(e.enrolment));
}
PaymentReturned read(const pb::PaymentReturned& m) {
    PaymentReturned e;
    e.entitlement = id_of<EntitlementId>(m.entitlement_id());
    e.household = id_of<HouseholdId>(m.household_id());
    e.file_federation = federation_of(m.file_federation());
    e.instalment = m.instalment();
    e.amount = Money::fen(m.amount_fen());
    e.returned_on = date_of(m.returned_on());
    e.bank_serial = m.bank_serial();
    e.return_serial = m.return_serial();
    e.code = m.code();
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.programme = m.programme();
    e.credited_on = date_of(m.credited_on());
    e.due_year = m.due_year();
    e.award = read_award(m);
    e.enrolment = id_of<EnrolmentId>(m.enrolment_id());
    return e;
}

void write(const ReviewExtended& e, pb::ReviewExtended& m) {
    m.set_valid_until(e.valid_until.to_string());
}
ReviewExtended read(const pb::ReviewExtended& m) {
    ReviewExtended e;
    e.valid_until = date_of(m.valid_until());
    return e;
}

void write(const EntitlementPayeeChanged& e, pb::EntitlementPayeeChanged& m) {
    write_payee(e.payee, *m.mutable_payee());
}
EntitlementPayeeChanged read(const pb::EntitlementPayeeChanged& m) {
    EntitlementPayeeChanged e;
    e.payee = read_payee(m.payee());
    return e;
}

void write(const EntitlementStopped& e, pb::EntitlementStopped& m) {
    m.set_entitlement_id(id_text(e.entitlement));
    m.set_reason(e.reason);
    m.set_released_fen(e.released.in_fen());
    m.set_fund_line_id(id_text(e.fund_line));
    for (const auto& id : e.batches) m.add_batch_ids(id_text(id));
    write_award(e.award, m);
}
EntitlementStopped read(const pb::EntitlementStopped& m) {
    EntitlementStopped e;
    e.entitlement = id_of<EntitlementId>(m.entitlement_id());
    e.reason = m.reason();
    e.released = Money::fen(m.released_fen());
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    for (const auto& id : m.batch_ids()) e.batches.push_back(id_of<BatchId>(id));
    e.award = read_award(m);
    return e;
}

void write(const EntitlementSuspended&, pb::EntitlementSuspended&) {}
EntitlementSuspended read(const pb::EntitlementSuspended&) {
    return {};
}

void write(const EntitlementResumed&, pb::EntitlementResumed&) {}
EntitlementResumed read(const pb::EntitlementResumed&) {
    return {};
}

constexpr std::string_view kTypes[] = {
    "EntitlementGranted",   "EntitlementFunded", "EntitlementUnfunded",     "InstalmentReleased",
    "InstalmentHeld",       "InstalmentBatched", "InstalmentUnbatched",     "ReliefPaid",
    "PaymentReturned",      "ReviewExtended",    "EntitlementPayeeChanged", "EntitlementStopped",
    "EntitlementSuspended", "EntitlementResumed"};

}  // namespace

std::span<const std::string_view> EntitlementCodec::types() {
    return kTypes;
}

log::NewEvent EntitlementCodec::encode(const Entitlement::Event& event) {
    return match(
        event,
        [](const EntitlementGranted& e) {
            return encoded<pb::EntitlementGranted>([&](pb::EntitlementGranted& m) { write(e, m); });
        },
        [](const EntitlementFunded& e) {
            return encoded<pb::EntitlementFunded>([&](pb::EntitlementFunded& m) { write(e, m); });
        },
        [](const EntitlementUnfunded& e) {
            return encoded<pb::EntitlementUnfunded>(
                [&](pb::EntitlementUnfunded& m) { write(e, m); });
        },
        [](const InstalmentReleased& e) {
            return encoded<pb::InstalmentReleased>([&](pb::InstalmentReleased& m) { write(e, m); });
        },
        [](const InstalmentHeld& e) {
            return encoded<pb::InstalmentHeld>([&](pb::InstalmentHeld& m) { write(e, m); });
        },
        [](const InstalmentBatched& e) {
            return encoded<pb::InstalmentBatched>([&](pb::InstalmentBatched& m) { write(e, m); });
        },
        [](const InstalmentUnbatched& e) {
            return encoded<pb::InstalmentUnbatched>(
                [&](pb::InstalmentUnbatched& m) { write(e, m); });
        },
        [](const ReliefPaid& e) {
            return encoded<pb::ReliefPaid>([&](pb::ReliefPaid& m) { write(e, m); });
        },
        [](const PaymentReturned& e) {
            return encoded<pb::PaymentReturned>([&](pb::PaymentReturned& m) { write(e, m); });
        },
        [](const ReviewExtended& e) {
            return encoded<pb::ReviewExtended>([&](pb::ReviewExtended& m) { write(e, m); });
        },
        [](const EntitlementPayeeChanged& e) {
            return encoded<pb::EntitlementPayeeChanged>(
                [&](pb::EntitlementPayeeChanged& m) { write(e, m); });
        },
        [](const EntitlementStopped& e) {
            return encoded<pb::EntitlementStopped>([&](pb::EntitlementStopped& m) { write(e, m); });
        },
        [](const EntitlementSuspended& e) {
            return encoded<pb::EntitlementSuspended>(
                [&](pb::EntitlementSuspended& m) { write(e, m); });
        },
        [](const EntitlementResumed& e) {
            return encoded<pb::EntitlementResumed>([&](pb::EntitlementResumed& m) { write(e, m); });
        });
}

std::optional<Entitlement::Event> EntitlementCodec::decode(std::string_view type, int,
                                                           std::string_view payload) {
    if (type == "EntitlementGranted") return read(parsed<pb::EntitlementGranted>(payload));
    if (type == "EntitlementFunded") return read(parsed<pb::EntitlementFunded>(payload));
    if (type == "EntitlementUnfunded") return read(parsed<pb::EntitlementUnfunded>(payload));
    if (type == "InstalmentReleased") return read(parsed<pb::InstalmentReleased>(payload));
    if (type == "InstalmentHeld") return read(parsed<pb::InstalmentHeld>(payload));
    if (type == "InstalmentBatched") return read(parsed<pb::InstalmentBatched>(payload));
    if (type == "InstalmentUnbatched") return read(parsed<pb::InstalmentUnbatched>(payload));
    if (type == "ReliefPaid") return read(parsed<pb::ReliefPaid>(payload));
    if (type == "PaymentReturned") return read(parsed<pb::PaymentReturned>(payload));
    if (type == "ReviewExtended") return read(parsed<pb::ReviewExtended>(payload));
    if (type == "EntitlementPayeeChanged")
        return read(parsed<pb::EntitlementPayeeChanged>(payload));
    if (type == "EntitlementStopped") return read(parsed<pb::EntitlementStopped>(payload));
    if (type == "EntitlementSuspended") return read(parsed<pb::EntitlementSuspended>(payload));
    if (type == "EntitlementResumed") return read(parsed<pb::EntitlementResumed>(payload));
    return std::nullopt;
}

}  // namespace haven::disbursement
