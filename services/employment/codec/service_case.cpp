#include "services/employment/codec/codec.hpp"
#include "services/employment/codec/values.hpp"

namespace haven::employment {

static_assert(static_cast<int>(CaseNeed::Relief) == pb::CASE_NEED_RELIEF);
static_assert(static_cast<int>(ReferralTarget::Registry) == pb::REFERRAL_TARGET_REGISTRY);
static_assert(static_cast<int>(ReferralResult::TurnedDown) == pb::REFERRAL_RESULT_TURNED_DOWN);
static_assert(static_cast<int>(HardshipSign::Disability) == out::HARDSHIP_SIGN_DISABILITY);
static_assert(static_cast<int>(ContactChannel::Visit) == pb::CONTACT_CHANNEL_VISIT);
static_assert(static_cast<int>(FollowUpFinding::NotReached) == pb::FOLLOW_UP_FINDING_NOT_REACHED);
static_assert(static_cast<int>(CaseOutcome::Withdrawn) == pb::CASE_OUTCOME_WITHDRAWN);

namespace {

void write(const CaseOpened& e, pb::CaseOpened& m) {
    m.set_case_id(id_text(e.service_case));
    m.set_seeker_id(id_text(e.seeker));
    m.set_person_id(id_text(e.person));
    m.set_need(to_proto<pb::CaseNeed>(e.need));
    m.set_counter(e.counter);
    m.set_follow_up_on(date_text(e.follow_up_on));
    m.set_opened_by(id_text(e.opened_by));
    m.set_opened_on(date_text(e.opened_on));
}
CaseOpened read(const pb::CaseOpened& m) {
    CaseOpened e;
    e.service_case = id_of<CaseId>(m.case_id());
    e.seeker = id_of<SeekerId>(m.seeker_id());
    e.person = id_of<PersonId>(m.person_id());
    e.need = static_cast<CaseNeed>(m.need());
    e.counter = m.counter();
    e.follow_up_on = date_of(m.follow_up_on());
    e.opened_by = id_of<StaffId>(m.opened_by());
    e.opened_on = date_of(m.opened_on());
    return e;
}

void write(const AdviceGiven& e, pb::AdviceGiven& m) {
    m.set_policy(e.policy);
    m.set_given_by(id_text(e.given_by));
    m.set_given_on(date_text(e.given_on));
}
AdviceGiven read(const pb::AdviceGiven& m) {
    AdviceGiven e;
    e.policy = m.policy();
    e.given_by = id_of<StaffId>(m.given_by());
    e.given_on = date_of(m.given_on());
    return e;
}

void write(const RegistryReferral& e, pb::CaseReferred& m) {
    m.set_referral_id(id_text(e.id));
    m.set_person_id(id_text(e.person));
    if (e.name != Sealed{}) write_sealed(e.name, *m.mutable_name());
    if (e.phone != Sealed{}) write_sealed(e.phone, *m.mutable_phone());
    m.set_to_federation(e.to.value);
    m.set_union_node(e.union_node);
    for (const HardshipSign sign : e.signs) m.add_signs(to_proto<out::HardshipSign>(sign));
}
RegistryReferral read_registry(const pb::CaseReferred& m) {
    RegistryReferral e;
    e.id = id_of<ReferralId>(m.referral_id());
    e.person = id_of<PersonId>(m.person_id());
    e.name = read_sealed(m.name());
    e.phone = read_sealed(m.phone());
    e.to = federation_of(m.to_federation());
    e.union_node = m.union_node();
    for (const int sign : m.signs()) e.signs.push_back(static_cast<HardshipSign>(sign));
    return e;
}

void write(const CaseReferred& e, pb::CaseReferred& m) {
    m.set_number(e.number);
    m.set_target(to_proto<pb::ReferralTarget>(e.target));
    m.set_vacancy_id(id_text(e.vacancy));
    m.set_referred_by(id_text(e.referred_by));
    m.set_referred_on(date_text(e.referred_on));
    write(e.registry, m);
}
CaseReferred read(const pb::CaseReferred& m) {
    CaseReferred e;
    e.number = m.number();
    e.target = static_cast<ReferralTarget>(m.target());
    e.vacancy = id_of<VacancyId>(m.vacancy_id());
    e.referred_by = id_of<StaffId>(m.referred_by());
    e.referred_on = date_of(m.referred_on());
    e.registry = read_registry(m);
    return e;
}

void write(const ReferralAnswered& e, pb::ReferralAnswered& m) {
    m.set_number(e.number);
    m.set_result(to_proto<pb::ReferralResult>(e.result));
}
ReferralAnswered read(const pb::ReferralAnswered& m) {
    return {m.number(), static_cast<ReferralResult>(m.result())};
}

void write(const FollowUpDue& e, pb::FollowUpDue& m) {
    m.set_due_on(date_text(e.due_on));
}
FollowUpDue read(const pb::FollowUpDue& m) {
    return {date_of(m.due_on())};
}

void write(const FollowedUp& e, pb::FollowedUp& m) {
    m.set_channel(to_proto<pb::ContactChannel>(e.channel));
    m.set_finding(to_proto<pb::FollowUpFinding>(e.finding));
    m.set_follow_up_on(date_text(e.follow_up_on));
    m.set_asked_by(id_text(e.asked_by));
    m.set_asked_on(date_text(e.asked_on));
}
FollowedUp read(const pb::FollowedUp& m) {
    FollowedUp e;
    e.channel = static_cast<ContactChannel>(m.channel());
    e.finding = static_cast<FollowUpFinding>(m.finding());
    e.follow_up_on = date_of(m.follow_up_on());
    e.asked_by = id_of<StaffId>(m.asked_by());
    e.asked_on = date_of(m.asked_on());
    return e;
}

void write(const CaseClosed& e, pb::CaseClosed& m) {
    m.set_outcome(to_proto<pb::CaseOutcome>(e.outcome));
    m.set_rests_on(e.rests_on.is_nil() ? std::string{} : e.rests_on.to_string());
    m.set_closed_by(id_text(e.closed_by));
    m.set_closed_on(date_text(e.closed_on));
}
CaseClosed read(const pb::CaseClosed& m) {
    CaseClosed e;
    e.outcome = static_cast<CaseOutcome>(m.outcome());
    if (!m.rests_on().empty()) e.rests_on = uuid_of(m.rests_on());
    e.closed_by = id_of<StaffId>(m.closed_by());
    e.closed_on = date_of(m.closed_on());
    return e;
}

void write(const CaseReopened& e, pb::CaseReopened& m) {
    m.set_reason(e.reason);
    m.set_follow_up_on(date_text(e.follow_up_on));
    m.set_reopened_on(date_text(e.reopened_on));
}
CaseReopened read(const pb::CaseReopened& m) {
    return {m.reason(), date_of(m.follow_up_on()), date_of(m.reopened_on())};
}

constexpr std::string_view kTypes[] = {"CaseOpened",       "AdviceGiven", "CaseReferred",
                                       "ReferralAnswered", "FollowUpDue", "FollowedUp",
                                       "CaseClosed",       "CaseReopened"};

}  // namespace

std::span<const std::string_view> ServiceCaseCodec::types() {
    return kTypes;
}

log::NewEvent ServiceCaseCodec::encode(const ServiceCase::Event& event) {
    return match(
        event,
        [](const CaseOpened& e) { return encoded<pb::CaseOpened>([&](auto& m) { write(e, m); }); },
        [](const AdviceGiven& e) {
            return encoded<pb::AdviceGiven>([&](auto& m) { write(e, m); });
        },
        [](const CaseReferred& e) {
            return encoded<pb::CaseReferred>([&](auto& m) { write(e, m); });
        },
        [](const ReferralAnswered& e) {
            return encoded<pb::ReferralAnswered>([&](auto& m) { write(e, m); });
        },
        [](const FollowUpDue& e) {
            return encoded<pb::FollowUpDue>([&](auto& m) { write(e, m); });
        },
        [](const FollowedUp& e) { return encoded<pb::FollowedUp>([&](auto& m) { write(e, m); }); },
        [](const CaseClosed& e) { return encoded<pb::CaseClosed>([&](auto& m) { write(e, m); }); },
        [](const CaseReopened& e) {
            return encoded<pb::CaseReopened>([&](auto& m) { write(e, m); });
        });
}

std::optional<ServiceCase::Event> ServiceCaseCodec::decode(std::string_view type, int,
                                                           std::string_view payload) {
    if (type == "CaseOpened") return read(parsed<pb::CaseOpened>(payload));
    if (type == "AdviceGiven") return read(parsed<pb::AdviceGiven>(payload));
    if (type == "CaseReferred") return read(parsed<pb::CaseReferred>(payload));
    if (type == "ReferralAnswered") return read(parsed<pb::ReferralAnswered>(payload));
    if (type == "FollowUpDue") return read(parsed<pb::FollowUpDue>(payload));
    if (type == "FollowedUp") return read(parsed<pb::FollowedUp>(payload));
    if (type == "CaseClosed") return read(parsed<pb::CaseClosed>(payload));
    if (type == "CaseReopened") return read(parsed<pb::CaseReopened>(payload));
    return std::nullopt;
}

}  // namespace haven::employment
