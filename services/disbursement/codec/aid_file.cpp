#include "services/disbursement/codec/codec.hpp"

#include "services/disbursement/codec/values.hpp"

namespace haven::disbursement {
namespace {

void write(const PlanNoted& e, pb::PlanNoted& m) {
    m.set_household_id(id_text(e.household));
    m.set_year(e.year);
    write_refs(e.entitlements, *m.mutable_entitlements());
    write_payee(e.payee, *m.mutable_payee());
    m.set_review_valid_until(e.review_valid_until.to_string());
}
PlanNoted read(const pb::PlanNoted& m) {
    PlanNoted e;
    e.household = id_of<HouseholdId>(m.household_id());
    e.year = m.year();
    e.entitlements = read_refs(m.entitlements());
    e.payee = read_payee(m.payee());
    e.review_valid_until = date_of(m.review_valid_until());
    return e;
}

void write(const ReviewNoted& e, pb::ReviewNoted& m) {
    m.set_valid_until(e.valid_until.to_string());
    write_refs(e.entitlements, *m.mutable_entitlements());
}
ReviewNoted read(const pb::ReviewNoted& m) {
    ReviewNoted e;
    e.valid_until = date_of(m.valid_until());
    e.entitlements = read_refs(m.entitlements());
    return e;
}

void write(const SuspensionNoted& e, pb::SuspensionNoted& m) {
    write_refs(e.entitlements, *m.mutable_entitlements());
}
SuspensionNoted read(const pb::SuspensionNoted& m) {
    SuspensionNoted e;
    e.entitlements = read_refs(m.entitlements());
    return e;
}

void write(const ResumptionNoted& e, pb::ResumptionNoted& m) {
    write_refs(e.entitlements, *m.mutable_entitlements());
}
ResumptionNoted read(const pb::ResumptionNoted& m) {
    ResumptionNoted e;
    e.entitlements = read_refs(m.entitlements());
    return e;
}

void write(const ClosingNoted& e, pb::ClosingNoted& m) {
    m.set_reason(e.reason);
    write_refs(e.entitlements, *m.mutable_entitlements());
}
ClosingNoted read(const pb::ClosingNoted& m) {
    ClosingNoted e;
    e.reason = m.reason();
    e.entitlements = read_refs(m.entitlements());
    return e;
}

void write(const ReopeningNoted& e, pb::ReopeningNoted& m) {
    m.set_review_valid_until(e.review_valid_until.to_string());
}
ReopeningNoted read(const pb::ReopeningNoted& m) {
    ReopeningNoted e;
    e.review_valid_until = date_of(m.review_valid_until());
    return e;
}

void write(const PayeeChanged& e, pb::PayeeChanged& m) {
    write_payee(e.payee, *m.mutable_payee());
    m.set_entered_by(id_text(e.entered_by));
    m.set_confirmed_by(id_text(e.confirmed_by));
    write_refs(e.entitlements, *m.mutable_entitlements());
}
PayeeChanged read(const pb::PayeeChanged& m) {
    PayeeChanged e;
    e.payee = read_payee(m.payee());
    e.entered_by = id_of<StaffId>(m.entered_by());
    e.confirmed_by = id_of<StaffId>(m.confirmed_by());
    e.entitlements = read_refs(m.entitlements());
    return e;
}

constexpr std::string_view kTypes[] = {"PlanNoted",       "ReviewNoted",  "SuspensionNoted",
                                       "ResumptionNoted", "ClosingNoted", "ReopeningNoted",
                                       "PayeeChanged"};

}  // namespace

std::span<const std::string_view> AidFileCodec::types() {
    return kTypes;
}

log::NewEvent AidFileCodec::encode(const AidFile::Event& event) {
    return match(
        event,
        [](const PlanNoted& e) {
            return encoded<pb::PlanNoted>([&](pb::PlanNoted& m) { write(e, m); });
        },
        [](const ReviewNoted& e) {
            return encoded<pb::ReviewNoted>([&](pb::ReviewNoted& m) { write(e, m); });
        },
        [](const SuspensionNoted& e) {
            return encoded<pb::SuspensionNoted>([&](pb::SuspensionNoted& m) { write(e, m); });
        },
        [](const ResumptionNoted& e) {
            return encoded<pb::ResumptionNoted>([&](pb::ResumptionNoted& m) { write(e, m); });
        },
        [](const ClosingNoted& e) {
            return encoded<pb::ClosingNoted>([&](pb::ClosingNoted& m) { write(e, m); });
        },
        [](const ReopeningNoted& e) {
            return encoded<pb::ReopeningNoted>([&](pb::ReopeningNoted& m) { write(e, m); });
        },
        [](const PayeeChanged& e) {
            return encoded<pb::PayeeChanged>([&](pb::PayeeChanged& m) { write(e, m); });
        });
}

std::optional<AidFile::Event> AidFileCodec::decode(std::string_view type, int,
                                                   std::string_view payload) {
    if (type == "PlanNoted") return read(parsed<pb::PlanNoted>(payload));
    if (type == "ReviewNoted") return read(parsed<pb::ReviewNoted>(payload));
    if (type == "SuspensionNoted") return read(parsed<pb::SuspensionNoted>(payload));
    if (type == "ResumptionNoted") return read(parsed<pb::ResumptionNoted>(payload));
    if (type == "ClosingNoted") return read(parsed<pb::ClosingNoted>(payload));
    if (type == "ReopeningNoted") return read(parsed<pb::ReopeningNoted>(payload));
    if (type == "PayeeChanged") return read(parsed<pb::PayeeChanged>(payload));
    return std::nullopt;
}

}  // namespace haven::disbursement
