#include "services/outreach/codec/codec.hpp"
#include "services/outreach/codec/values.hpp"

namespace haven::outreach {

static_assert(static_cast<int>(TicketType::Suggestion) == pb::TICKET_TYPE_SUGGESTION);
static_assert(static_cast<int>(TicketClass::ExtraComplex) == pb::TICKET_CLASS_EXTRA_COMPLEX);
static_assert(static_cast<int>(TicketState::Closed) == pb::TICKET_STATE_CLOSED);
static_assert(static_cast<int>(Satisfaction::NotReached) == pb::SATISFACTION_NOT_REACHED);
static_assert(static_cast<int>(ReferralOutcome::Visit) == pb::REFERRAL_OUTCOME_VISIT);
static_assert(static_cast<int>(TicketEnd::Dismissed) == pb::TICKET_END_DISMISSED);

void write_value(const TimeLimits& e, pb::TimeLimits& m) {
    m.set_code(e.code);
    m.set_first_day(date_text(e.first_day));
    m.set_general_days(e.general);
    m.set_difficult_days(e.difficult);
    m.set_extra_complex_days(e.extra_complex);
    m.set_source(e.source);
}
TimeLimits read_value(const pb::TimeLimits& m) {
    TimeLimits e;
    e.code = m.code();
    e.first_day = date_of(m.first_day());
    e.general = m.general_days();
    e.difficult = m.difficult_days();
    e.extra_complex = m.extra_complex_days();
    e.source = m.source();
    return e;
}

void write_value(const TicketSheet& e, pb::TicketSheet& m) {
    m.set_ticket_no(e.ticket_no);
    m.set_type(to_proto<pb::TicketType>(e.type));
    m.set_ticket_class(to_proto<pb::TicketClass>(e.ticket_class));
    m.set_subject(e.subject);
    write_sealed(e.name, *m.mutable_name());
    write_sealed(e.phone, *m.mutable_phone());
    m.set_identified(e.identified);
    m.set_logger(id_text(e.logger));
    m.set_logged_on(date_text(e.logged_on));
    write_value(e.limits, *m.mutable_limits());
    m.set_union_node(e.union_node);
    m.set_level(to_proto<pb::UnionLevel>(e.level));
    m.set_round(e.round);
    m.set_started_on(date_text(e.started_on));
    m.set_due_on(date_text(e.due_on));
    m.set_escalated(e.escalated);
    m.set_transfers(e.transfers);
}
TicketSheet read_value(const pb::TicketSheet& m) {
    TicketSheet e;
    e.ticket_no = m.ticket_no();
    e.type = static_cast<TicketType>(m.type());
    e.ticket_class = static_cast<TicketClass>(m.ticket_class());
    e.subject = m.subject();
    e.name = read_sealed(m.name());
    e.phone = read_sealed(m.phone());
    e.identified = m.identified();
    e.logger = id_of<StaffId>(m.logger());
    e.logged_on = date_of(m.logged_on());
    e.limits = read_value(m.limits());
    e.union_node = m.union_node();
    e.level = static_cast<UnionLevel>(m.level());
    e.round = m.round();
    e.started_on = date_of(m.started_on());
    e.due_on = date_of(m.due_on());
    e.escalated = m.escalated();
    e.transfers = m.transfers();
    return e;
}

namespace {

void write(const TicketLogged& e, pb::TicketLogged& m) {
    write_value(e.sheet, *m.mutable_sheet());
}
TicketLogged read(const pb::TicketLogged& m) {
    return {read_value(m.sheet())};
}

void write(const TicketAssigned& e, pb::TicketAssigned& m) {
    m.set_union_node(e.union_node);
    m.set_level(to_proto<pb::UnionLevel>(e.level));
    m.set_reason(e.reason);
}
TicketAssigned read(const pb::TicketAssigned& m) {
    return {m.union_node(), static_cast<UnionLevel>(m.level()), m.reason()};
}

void write(const TicketTransferred& e, pb::TicketTransferred& m) {
    m.set_to_federation(e.to.value);
    m.set_to_ticket_id(id_text(e.to_ticket));
    m.set_reason(e.reason);
    write_value(e.sheet, *m.mutable_sheet());
}
TicketTransferred read(const pb::TicketTransferred& m) {
    return {federation_of(m.to_federation()), id_of<TicketId>(m.to_ticket_id()), m.reason(),
            read_value(m.sheet())};
}

void write(const TicketReceived& e, pb::TicketReceived& m) {
    m.set_from_federation(e.from.value);
    write_value(e.sheet, *m.mutable_sheet());
}
TicketReceived read(const pb::TicketReceived& m) {
    return {federation_of(m.from_federation()), read_value(m.sheet())};
}

void write(const TicketReclassified& e, pb::TicketReclassified& m) {
    m.set_ticket_class(to_proto<pb::TicketClass>(e.ticket_class));
    m.set_due_on(date_text(e.due_on));
    m.set_reason(e.reason);
}
TicketReclassified read(const pb::TicketReclassified& m) {
    return {static_cast<TicketClass>(m.ticket_class()), date_of(m.due_on()), m.reason()};
}

void write(const TicketEscalated& e, pb::TicketEscalated& m) {
    m.set_level(to_proto<pb::UnionLevel>(e.level));
    m.set_due_on(date_text(e.due_on));
}
TicketEscalated read(const pb::TicketEscalated& m) {
    return {static_cast<UnionLevel>(m.level()), date_of(m.due_on())};
}

void write(const TicketReplied& e, pb::TicketReplied& m) {
    m.set_reply_no(e.reply_no);
    m.set_outcome(e.outcome);
    m.set_referral(to_proto<pb::ReferralOutcome>(e.referral));
    m.set_replier(id_text(e.replier));
    m.set_replied_on(date_text(e.replied_on));
}
TicketReplied read(const pb::TicketReplied& m) {
    return {m.reply_no(), m.outcome(), static_cast<ReferralOutcome>(m.referral()),
            id_of<StaffId>(m.replier()), date_of(m.replied_on())};
}

void write(const CallBackMade& e, pb::CallBackMade& m) {
    m.set_satisfaction(to_proto<pb::Satisfaction>(e.satisfaction));
    m.set_staff_id(id_text(e.staff));
    m.set_called_on(date_text(e.called_on));
}
CallBackMade read(const pb::CallBackMade& m) {
    return {static_cast<Satisfaction>(m.satisfaction()), id_of<StaffId>(m.staff_id()),
            date_of(m.called_on())};
}

void write(const TicketReopened& e, pb::TicketReopened& m) {
    m.set_round(e.round);
    m.set_due_on(date_text(e.due_on));
}
TicketReopened read(const pb::TicketReopened& m) {
    return {m.round(), date_of(m.due_on())};
}

void write(const CallerReferred& e, pb::CallerReferred& m) {
    m.set_referral_id(id_text(e.referral));
    m.set_ticket_no(e.ticket_no);
    m.set_person_id(id_text(e.name.person));
    write_sealed(e.name, *m.mutable_name());
    write_sealed(e.phone, *m.mutable_phone());
    m.set_identified(e.identified);
    m.set_to_federation(e.to.value);
    m.set_union_node(e.union_node);
    for (const HardshipSign sign : e.signs) m.add_signs(to_proto<pb::HardshipSign>(sign));
    m.set_heard_on(date_text(e.heard_on));
}
CallerReferred read(const pb::CallerReferred& m) {
    CallerReferred e;
    e.referral = id_of<ReferralId>(m.referral_id());
    e.ticket_no = m.ticket_no();
    e.name = read_sealed(m.name());
    e.phone = read_sealed(m.phone());
    e.identified = m.identified();
    e.to = federation_of(m.to_federation());
    e.union_node = m.union_node();
    for (const int sign : m.signs()) e.signs.push_back(static_cast<HardshipSign>(sign));
    e.heard_on = date_of(m.heard_on());
    return e;
}

void write(const ReferralAnswered& e, pb::ReferralAnswered& m) {
    m.set_referral_id(id_text(e.referral));
    m.set_outcome(to_proto<pb::ReferralOutcome>(e.outcome));
}
ReferralAnswered read(const pb::ReferralAnswered& m) {
    return {id_of<ReferralId>(m.referral_id()), static_cast<ReferralOutcome>(m.outcome())};
}

void write(const TicketClosed& e, pb::TicketClosed& m) {
    m.set_end(to_proto<pb::TicketEnd>(e.end));
    m.set_reason(e.reason);
    m.set_closed_on(date_text(e.closed_on));
}
TicketClosed read(const pb::TicketClosed& m) {
    return {static_cast<TicketEnd>(m.end()), m.reason(), date_of(m.closed_on())};
}

constexpr std::string_view kRuleTypes[] = {"TimeLimitsAdded"};
constexpr std::string_view kTypes[] = {"TicketLogged",   "TicketAssigned",     "TicketTransferred",
                                       "TicketReceived", "TicketReclassified", "TicketEscalated",
                                       "TicketReplied",  "CallBackMade",       "TicketReopened",
                                       "CallerReferred", "ReferralAnswered",   "TicketClosed"};

}  // namespace

std::span<const std::string_view> TicketRulesCodec::types() {
    return kRuleTypes;
}

log::NewEvent TicketRulesCodec::encode(const TicketRules::Event& event) {
    return encoded<pb::TimeLimitsAdded>([&](auto& m) {
        write_value(std::get<TimeLimitsAdded>(event).limits, *m.mutable_limits());
    });
}

std::optional<TicketRules::Event> TicketRulesCodec::decode(std::string_view type, int,
                                                           std::string_view payload) {
    if (type != "TimeLimitsAdded") return std::nullopt;
    return TimeLimitsAdded{read_value(parsed<pb::TimeLimitsAdded>(payload).limits())};
}

std::span<const std::string_view> HotlineTicketCodec::types() {
    return kTypes;
}

log::NewEvent HotlineTicketCodec::encode(const HotlineTicket::Event& event) {
    return match(
        event,
        [](const TicketLogged& e) {
            return encoded<pb::TicketLogged>([&](auto& m) { write(e, m); });
        },
        [](const TicketAssigned& e) {
            return encoded<pb::TicketAssigned>([&](auto& m) { write(e, m); });
        },
        [](const TicketTransferred& e) {
            return encoded<pb::TicketTransferred>([&](auto& m) { write(e, m); });
        },
        [](const TicketReceived& e) {
            return encoded<pb::TicketReceived>([&](auto& m) { write(e, m); });
        },
        [](const TicketReclassified& e) {
            return encoded<pb::TicketReclassified>([&](auto& m) { write(e, m); });
        },
        [](const TicketEscalated& e) {
            return encoded<pb::TicketEscalated>([&](auto& m) { write(e, m); });
        },
        [](const TicketReplied& e) {
            return encoded<pb::TicketReplied>([&](auto& m) { write(e, m); });
        },
        [](const CallBackMade& e) {
            return encoded<pb::CallBackMade>([&](auto& m) { write(e, m); });
        },
        [](const TicketReopened& e) {
            return encoded<pb::TicketReopened>([&](auto& m) { write(e, m); });
        },
        [](const CallerReferred& e) {
            return encoded<pb::CallerReferred>([&](auto& m) { write(e, m); });
        },
        [](const ReferralAnswered& e) {
            return encoded<pb::ReferralAnswered>([&](auto& m) { write(e, m); });
        },
        [](const TicketClosed& e) {
            return encoded<pb::TicketClosed>([&](auto& m) { write(e, m); });
        });
}

std::optional<HotlineTicket::Event> HotlineTicketCodec::decode(std::string_view type, int,
                                                               std::string_view payload) {
    if (type == "TicketLogged") return read(parsed<pb::TicketLogged>(payload));
    if (type == "TicketAssigned") return read(parsed<pb::TicketAssigned>(payload));
    if (type == "TicketTransferred") return read(parsed<pb::TicketTransferred>(payload));
    if (type == "TicketReceived") return read(parsed<pb::TicketReceived>(payload));
    if (type == "TicketReclassified") return read(parsed<pb::TicketReclassified>(payload));
    if (type == "TicketEscalated") return read(parsed<pb::TicketEscalated>(payload));
    if (type == "TicketReplied") return read(parsed<pb::TicketReplied>(payload));
    if (type == "CallBackMade") return read(parsed<pb::CallBackMade>(payload));
    if (type == "TicketReopened") return read(parsed<pb::TicketReopened>(payload));
    if (type == "CallerReferred") return read(parsed<pb::CallerReferred>(payload));
    if (type == "ReferralAnswered") return read(parsed<pb::ReferralAnswered>(payload));
    if (type == "TicketClosed") return read(parsed<pb::TicketClosed>(payload));
    return std::nullopt;
}

}  // namespace haven::outreach
