#include "services/outreach/domain/hotline_ticket.hpp"

#include <algorithm>
#include <functional>

namespace haven::outreach {
namespace {

using Events = std::vector<HotlineTicket::Event>;
using State = HotlineTicket::State;

constexpr const char* kDeadline = "deadline";
constexpr int kMaxTransfers = 10;     // between federations; then somebody has to answer
constexpr int kDaysNotReached = 3;    // on which nobody answered the telephone
constexpr std::size_t kMaxSigns = 6;  // kinds of HardshipSign

Result<void> check_there(const State& state) {
    if (state.phase != TicketState::Unset) return {};
    return failure(ErrorKind::Missing, "TICKET_MISSING", "there is no such ticket");
}

Result<void> check_open(const State& state, const Context& by) {
    HAVEN_CHECKED(check_there(state));
    HAVEN_CHECKED(check_staff(by));
    if (state.phase == TicketState::Open) return {};
    return refused("TICKET_NOT_OPEN", "the ticket is answered, closed or with somebody else");
}

Result<void> check_office(const std::string& union_node, UnionLevel level) {
    if (!union_node.empty()) HAVEN_CHECKED(check_number_word(union_node, "union_node"));
    return check_level(level);
}

// The last of `days` working days; `ahead` are those after `from`.
Result<Date> due_after(const std::vector<Date>& ahead, int days, Date from) {
    const bool in_order = std::ranges::is_sorted(ahead, std::less_equal<>{}) &&
                          (ahead.empty() || ahead.front() > from);
    const auto wanted = static_cast<std::size_t>(days);
    if (days < 1 || ahead.size() < wanted || !in_order) {
        return refused("WORKING_DAYS_MISSING", "the working-day calendar does not reach that far");
    }
    return ahead[wanted - 1];
}

Result<void> check_call(const TicketSheet& sheet) {
    HAVEN_CHECKED(check_number_word(sheet.ticket_no, "ticket_no"));
    HAVEN_CHECKED(check_reason(sheet.subject, "subject"));
    if (sheet.type < TicketType::Inquiry || sheet.type > TicketType::Suggestion) {
        return invalid("INVALID_KIND", "type", "what the caller wants");
    }
    if (sheet.ticket_class < TicketClass::General ||
        sheet.ticket_class > TicketClass::ExtraComplex) {
        return invalid("INVALID_KIND", "ticket_class", "general, difficult or extra complex");
    }
    const bool stray = sheet.anonymous() && (sheet.has_phone() || sheet.identified);
    const bool others = sheet.has_phone() && sheet.phone.person != sheet.name.person;
    if (stray || others) return invalid("INVALID_CALLER", "caller", "name and telephone of one");
    return check_office(sheet.union_node, sheet.level);
}

Result<Events> log_call(const State& state, const LogTicket& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_call(command.sheet));
    if (state.phase != TicketState::Unset) {
        return failure(ErrorKind::Duplicate, "TICKET_EXISTS", "another ticket has this number");
    }
    if (!command.limits || command.limits->first_day > by.business_date) {
        return refused("NO_TIME_LIMITS_IN_FORCE", "no time limits are in force on this day");
    }
    TicketSheet sheet = command.sheet;
    HAVEN_TRY(sheet.due_on,
              due_after(command.working_days, command.limits->days_of(sheet.ticket_class),
                        by.business_date));
    sheet.logger = by.actor;
    sheet.logged_on = by.business_date;
    sheet.limits = *command.limits;
    sheet.round = 1;
    sheet.started_on = by.business_date;
    sheet.escalated = false;
    sheet.transfers = 0;
    return Events{TicketLogged{std::move(sheet)}};
}

Result<Events> assign(const State& state, const AssignTicket& command, const Context& by) {
    HAVEN_CHECKED(check_open(state, by));
    HAVEN_CHECKED(check_office(command.union_node, command.level));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    const TicketSheet& sheet = state.sheet;
    if (sheet.union_node == command.union_node && sheet.level == command.level) return Events{};
    return Events{TicketAssigned{command.union_node, command.level, command.reason}};
}

// A referral is answered and the caller told of it where it was made.
Result<void> check_referral_told(const State& state) {
    if (!state.referral || state.told) return {};
    if (state.outcome == ReferralOutcome::Unset) {
        return refused("REFERRAL_UNANSWERED", "the registry has not answered the referral yet");
    }
    return refused("REFERRAL_UNTOLD", "the caller has not been told of the referral yet");
}

Result<Events> transfer(const State& state, const TransferTicket& command, const Context& by) {
    HAVEN_CHECKED(check_open(state, by));
    HAVEN_CHECKED(check_office(command.union_node, command.level));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    if (command.to.value < 1 || command.to == by.federation) {
        return invalid("INVALID_FEDERATION", "to_federation", "another federation");
    }
    HAVEN_CHECKED(check_referral_told(state));
    if (state.sheet.transfers >= kMaxTransfers) {
        return refused("TRANSFERRED_TOO_OFTEN", "it has gone round enough; somebody has to answer");
    }
    TicketSheet sheet = state.sheet;
    sheet.union_node = command.union_node;
    sheet.level = command.level;
    ++sheet.transfers;
    return Events{
        TicketTransferred{command.to, command.to_ticket, command.reason, std::move(sheet)}};
}

Result<Events> receive(const State& state, const ReceiveTicket& command) {
    const bool known = state.phase != TicketState::Unset;
    if (known && state.sheet.transfers >= command.sheet.transfers) return Events{};
    return Events{TicketReceived{command.from, command.sheet}};
}

Result<Events> reclassify(const State& state, const ReclassifyTicket& command, const Context& by) {
    HAVEN_CHECKED(check_open(state, by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    const TicketSheet& sheet = state.sheet;
    if (sheet.limits.days_of(command.ticket_class) == 0) {
        return invalid("INVALID_KIND", "ticket_class", "general, difficult or extra complex");
    }
    if (sheet.ticket_class == command.ticket_class) return Events{};
    if (sheet.escalated || by.business_date > sheet.due_on) {
        return refused("DEADLINE_PASSED", "the last day has passed and is not moved any more");
    }
    HAVEN_TRY(const Date due_on,
              due_after(command.working_days, sheet.limits.days_of(command.ticket_class),
                        sheet.started_on));
    if (due_on < by.business_date) {
        return refused("DEADLINE_PASSED", "the last day of that class has passed");
    }
    return Events{TicketReclassified{command.ticket_class, due_on, command.reason}};
}

// Who is told that nobody has answered.
UnionLevel above(UnionLevel level) {
    return level == UnionLevel::Grassroots ? UnionLevel::County : UnionLevel::City;
}

Result<Events> escalate(const State& state, const Context& by) {
    HAVEN_CHECKED(check_there(state));
    const TicketSheet& sheet = state.sheet;
    const bool late = state.phase == TicketState::Open && by.business_date > sheet.due_on;
    if (!late || sheet.escalated) return Events{};
    return Events{TicketEscalated{above(sheet.level), sheet.due_on}};
}

Result<Events> reply(const State& state, const ReplyTicket& command, const Context& by) {
    HAVEN_CHECKED(check_open(state, by));
    HAVEN_CHECKED(check_number_word(command.reply_no, "reply_no"));
    HAVEN_CHECKED(check_reason(command.outcome, "outcome"));
    if (state.referral && state.outcome == ReferralOutcome::Unset) {
        return refused("REFERRAL_UNANSWERED", "the registry has not answered the referral yet");
    }
    return Events{TicketReplied{command.reply_no, command.outcome, state.outcome, by.actor,
                                by.business_date}};
}

Result<void> check_replied(const State& state, const Context& by) {
    HAVEN_CHECKED(check_there(state));
    HAVEN_CHECKED(check_staff(by));
    if (state.phase == TicketState::Replied) return {};
    return refused("TICKET_NOT_REPLIED", "the caller has not been answered, or it is closed");
}

bool content(Satisfaction said) {
    return said == Satisfaction::Satisfied || said == Satisfaction::MostlySatisfied;
}

Result<Events> call_back(const State& state, const RecordCallBack& command, const Context& by) {
    HAVEN_CHECKED(check_replied(state, by));
    if (command.satisfaction < Satisfaction::Satisfied ||
        command.satisfaction > Satisfaction::NotReached) {
        return invalid("INVALID_KIND", "satisfaction", "what the caller said");
    }
    const TicketSheet& sheet = state.sheet;
    if (!sheet.has_phone()) return refused("NOBODY_TO_CALL", "the caller left no telephone");
    if (by.actor == state.reply->replier) {
        return same_person("who replied does not ask whether the reply was good");
    }
    if (state.call_back) {
        const auto& [said, staff, called_on] = *state.call_back;
        if (content(said)) return refused("CALLED_BACK", "the caller has said so already");
        if (called_on == by.business_date) {
            return refused("CALLED_TODAY", "nobody answered today; try on another day");
        }
    }
    Events events{CallBackMade{command.satisfaction, by.actor, by.business_date}};
    if (command.satisfaction == Satisfaction::Unsatisfied) {
        HAVEN_TRY(const Date due_on,
                  due_after(command.working_days, sheet.limits.days_of(sheet.ticket_class),
                            by.business_date));
        events.emplace_back(TicketReopened{sheet.round + 1, due_on});
    }
    return events;
}

Result<Events> refer(const State& state, const ReferCaller& command, const Context& by) {
    HAVEN_CHECKED(check_open(state, by));
    const TicketSheet& sheet = state.sheet;
    if (state.referral) return refused("ALREADY_REFERRED", "the caller was referred already");
    if (sheet.anonymous()) return refused("NOBODY_TO_CALL", "an anonymous caller is nobody");
    if (!command.union_node.empty()) {
        HAVEN_CHECKED(check_number_word(command.union_node, "union_node"));
    }
    auto signs = command.signs;
    std::ranges::sort(signs);
    const bool twice = std::ranges::adjacent_find(signs) != signs.end();
    if (signs.empty() || signs.size() > kMaxSigns || twice ||
        signs.front() < HardshipSign::Illness || signs.back() > HardshipSign::Disability) {
        return invalid("INVALID_SIGNS", "signs", "of a person, each once");
    }
    return Events{CallerReferred{.referral = command.referral,
                                 .ticket_no = sheet.ticket_no,
                                 .name = sheet.name,
                                 .phone = sheet.phone,
                                 .identified = sheet.identified,
                                 .to = command.to.value == 0 ? by.federation : command.to,
                                 .union_node = command.union_node,
                                 .signs = std::move(signs),
                                 .heard_on = by.business_date}};
}

Result<Events> note(const State& state, const NoteReferral& command) {
    HAVEN_CHECKED(check_there(state));
    const bool ours = state.referral && state.referral->referral == command.referral;
    if (!ours || state.outcome != ReferralOutcome::Unset) return Events{};
    return Events{ReferralAnswered{command.referral, command.outcome}};
}

Result<Events> close(const State& state, const Context& by) {
    HAVEN_CHECKED(check_replied(state, by));
    const auto ended = [&](TicketEnd end) -> Result<Events> {
        return Events{TicketClosed{end, {}, by.business_date}};
    };
    if (state.call_back && content(state.call_back->satisfaction)) {
        return ended(TicketEnd::Satisfied);
    }
    if (!state.sheet.has_phone()) return ended(TicketEnd::Anonymous);
    if (state.not_reached >= kDaysNotReached) return ended(TicketEnd::NotReached);
    return refused("CALL_BACK_MISSING", "the caller is called back, on three days if need be");
}

Result<Events> dismiss(const State& state, const DismissTicket& command, const Context& by) {
    HAVEN_CHECKED(check_there(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    if (state.phase == TicketState::Closed || state.phase == TicketState::PassedOn) {
        return refused("TICKET_CLOSED", "the ticket is closed or with somebody else");
    }
    if (by.actor == state.sheet.logger) {
        return same_person("who took the call does not dismiss it");
    }
    HAVEN_CHECKED(check_referral_told(state));
    return Events{TicketClosed{TicketEnd::Dismissed, command.reason, by.business_date}};
}

void take_over(State& state, const TicketSheet& sheet) {
    state.phase = TicketState::Open;
    state.sheet = sheet;
    state.reply.reset();
    state.call_back.reset();
    state.not_reached = 0;
}

void reopen(State& state, const TicketReopened& e) {
    state.phase = TicketState::Open;
    state.sheet.round = e.round;
    state.sheet.started_on = state.call_back->called_on;
    state.sheet.due_on = e.due_on;
    state.sheet.escalated = false;
}

}  // namespace

Result<Events> HotlineTicket::decide(const State& state, const Command& command,
                                     const Context& by) {
    return match(
        command, [&](const LogTicket& c) { return log_call(state, c, by); },
        [&](const AssignTicket& c) { return assign(state, c, by); },
        [&](const TransferTicket& c) { return transfer(state, c, by); },
        [&](const ReceiveTicket& c) { return receive(state, c); },
        [&](const ReclassifyTicket& c) { return reclassify(state, c, by); },
        [&](const EscalateTicket&) { return escalate(state, by); },
        [&](const ReplyTicket& c) { return reply(state, c, by); },
        [&](const RecordCallBack& c) { return call_back(state, c, by); },
        [&](const ReferCaller& c) { return refer(state, c, by); },
        [&](const NoteReferral& c) { return note(state, c); },
        [&](const CloseTicket&) { return close(state, by); },
        [&](const DismissTicket& c) { return dismiss(state, c, by); });
}

State HotlineTicket::evolve(State state, const Event& event) {
    match(
        event, [&](const TicketLogged& e) { take_over(state, e.sheet); },
        [&](const TicketAssigned& e) {
            state.sheet.union_node = e.union_node;
            state.sheet.level = e.level;
        },
        [&](const TicketTransferred& e) {
            state.phase = TicketState::PassedOn;
            state.sheet = e.sheet;
        },
        [&](const TicketReceived& e) { take_over(state, e.sheet); },
        [&](const TicketReclassified& e) {
            state.sheet.ticket_class = e.ticket_class;
            state.sheet.due_on = e.due_on;
        },
        [&](const TicketEscalated&) {
            state.sheet.escalated = true;
            ++state.escalations;
        },
        [&](const TicketReplied& e) {
            state.phase = TicketState::Replied;
            state.reply = e;
            state.call_back.reset();
            state.not_reached = 0;
            state.told = e.referral != ReferralOutcome::Unset;
        },
        [&](const CallBackMade& e) {
            state.call_back = e;
            if (e.satisfaction == Satisfaction::NotReached) ++state.not_reached;
        },
        [&](const TicketReopened& e) { reopen(state, e); },
        [&](const CallerReferred& e) {
            state.referral = e;
            state.outcome = ReferralOutcome::Unset;
            state.told = false;
        },
        [&](const ReferralAnswered& e) { state.outcome = e.outcome; },
        [&](const TicketClosed& e) {
            state.phase = TicketState::Closed;
            state.end = e.end;
        });
    return state;
}

Effects HotlineTicket::effects(const State& after, const Event& event) {
    Effects effects;
    const auto set = [&] {
        if (after.sheet.escalated) return;  // once a round, whoever has it
        effects.timers.push_back({kDeadline, after.sheet.due_on.plus_days(1)});
    };
    const auto cancel = [&] { effects.timers.push_back({kDeadline, std::nullopt}); };
    match(
        event,
        [&](const TicketLogged& e) {
            effects.claims.push_back({ClaimChange::Kind::Take, "ticket/" + e.sheet.ticket_no});
            set();
        },
        [](const TicketAssigned&) {}, [&](const TicketTransferred&) { cancel(); },
        [&](const TicketReceived&) { set(); }, [&](const TicketReclassified&) { set(); },
        [&](const TicketEscalated&) { cancel(); }, [&](const TicketReplied&) { cancel(); },
        [](const CallBackMade&) {}, [&](const TicketReopened&) { set(); },
        [](const CallerReferred&) {}, [](const ReferralAnswered&) {},
        [&](const TicketClosed&) { cancel(); });
    return effects;
}

std::optional<HotlineTicket::Command> HotlineTicket::on_timer(const State& state,
                                                              const TimerFired& fired) {
    if (fired.key != kDeadline || state.phase != TicketState::Open || state.sheet.escalated) {
        return std::nullopt;
    }
    return EscalateTicket{};
}

}  // namespace haven::outreach
