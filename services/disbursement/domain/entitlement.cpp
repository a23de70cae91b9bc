#include "services/disbursement/domain/entitlement.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "libs/crypto/hash.hpp"
#include "services/disbursement/domain/fund_line.hpp"

namespace haven::disbursement {
namespace {

using Events = std::vector<Entitlement::Event>;
using Part = Entitlement::Part;
using State = Entitlement::State;

constexpr std::string_view kTimer = "release/";
constexpr const char* kNotFunded = "NOT_FUNDED";
// A credit came back with a code that says nothing of the account.
constexpr const char* kReturned = "RETURNED";
// What a corrected payee may mend: gates, codes of the bank (docs/formats.md 3, 4), and what stops
// a line before the file is made.
constexpr std::array<std::string_view, 10> kPayeeReasons = {
    "PAYEE_UNKNOWN",      "NAME_MISMATCH", "NO_ACCOUNT",         "CLOSED",       "FROZEN", "LIMIT",
    "PAYEE_BANK_REFUSED", kReturned,       "NAME_NOT_ENCODABLE", "PERSON_ERASED"};

std::string timer_key(int number) {
    return std::string(kTimer) + std::to_string(number);
}

Result<const Part*> find_part(const State& state, int number) {
    if (!state.granted) {
        return failure(ErrorKind::Missing, "ENTITLEMENT_MISSING", "there is no such entitlement");
    }
    const Part* part = state.part(number);
    if (part) return part;
    return failure(ErrorKind::Missing, "INSTALMENT_MISSING",
                   "the entitlement has no such instalment", {{"number", std::to_string(number)}});
}

InstalmentHeld held(const State& state, int number, std::string reason, Date on, BatchId batch) {
    return {number,
            std::move(reason),
            on,
            batch,
            state.grant.household,
            state.grant.file_federation,
            state.grant.entitlement,
            state.grant.award,
            state.grant.enrolment};
}

Result<Events> grant(const State& state, const GrantEntitlement& command) {
    if (state.granted) {
        if (state.grant == command.grant) return Events{};
        return failure(ErrorKind::Duplicate, "ENTITLEMENT_EXISTS",
                       "it was granted otherwise before");
    }
    Money sum;
    int next = 1;
    for (const GrantedInstalment& instalment : command.grant.instalments) {
        sum += instalment.amount;
        const bool good = instalment.number == next++ && instalment.amount > Money{};
        if (!good)
            return refused("INSTALMENTS_DIFFER", "instalments count from 1, each above zero");
    }
    // The instalments are the whole year's aid (I19); how it is split is the plan's decision.
    if (sum != command.grant.annual || sum == Money{} || sum > kMaxAmount) {
        return refused("INSTALMENTS_DIFFER", "the instalments do not sum to the year's amount",
                       {{"annual_fen", std::to_string(command.grant.annual.in_fen())},
                        {"sum_fen", std::to_string(sum.in_fen())}});
    }
    return Events{command.grant};
}

Result<Events> refuse_reservation(const State& state, const RefuseReservation& command,
                                  const Context& by) {
    if (state.funded || !state.granted || !state.stopped.empty()) return Events{};
    Events events{EntitlementUnfunded{command.reason}};
    for (const Part& part : state.parts) {
        if (part.state != InstalmentState::Scheduled) continue;
        events.push_back(held(state, part.granted.number, kNotFunded, by.business_date, {}));
    }
    return events;
}

// The money has come for an entitlement that ended while it was on its way: it goes back at once.
Result<Events> confirm_reservation(const State& state, const ConfirmReservation& command) {
    if (state.funded || !state.granted) return Events{};
    Events events{EntitlementFunded{command.fund_line}};
    if (!state.stopped.empty()) {
        events.push_back(EntitlementStopped{state.grant.entitlement,
                                            state.stopped,
                                            state.grant.annual,
                                            command.fund_line,
                                            {},
                                            state.grant.award});
    }
    return events;
}

bool awaits_correction(const Part& part) {
    return part.state == InstalmentState::Held && is_mended_by_payee(part.reason) &&
           !part.corrected;
}

// The payee was corrected before the bank's no came in: the instalment is released at once.
void release_if_corrected(const State& after, const Part& part, const Context& by, Events& events) {
    const bool mended = part.state == InstalmentState::Held && part.batch.is_nil() &&
                        is_mended_by_payee(part.reason) && part.corrected;
    if (!mended || !Entitlement::gate(after, by.business_date).empty()) return;
    events.push_back(InstalmentReleased{part.granted.number, part.attempt + 1, by.business_date});
}

// What comes of an instalment that the bank has not paid: where its payee is to be corrected first,
// the file's federation is told, which alone can do that.
void go_on(const State& state, int number, const Context& by, Events& events) {
    State after = state;
    for (const auto& event : events) after = Entitlement::evolve(std::move(after), event);
    const Part& part = *after.part(number);
    if (awaits_correction(part)) {
        events.push_back(held(state, number, part.reason, by.business_date, {}));
    }
    release_if_corrected(after, part, by, events);
}

Result<Events> release(const State& state, const ReleaseInstalment& command, const Context& by) {
    HAVEN_TRY(const Part* part, find_part(state, command.number));
    if (part->state == InstalmentState::Released) return Events{};
    if (part->state == InstalmentState::Paid) {
        return refused("ALREADY_PAID", "this instalment has been credited",
                       {{"bank_serial", part->bank_serial}});
    }
    if (!part->batch.is_nil()) {
        return refused("IN_BATCH", "a batch holds this instalment",
                       {{"batch_id", part->batch.to_string()}});
    }
    if (part->state == InstalmentState::Scheduled && by.business_date < part->granted.release_on) {
        return refused("NOT_DUE", "it is released on " + part->granted.release_on.to_string());
    }
    const std::string gate = Entitlement::gate(state, by.business_date);
    // The bank would only send it back again: nobody may repeat what it has refused.
    if (gate.empty() && awaits_correction(*part)) {
        if (command.by_timer) return Events{};
        return refused(
            "PAYEE_NOT_CORRECTED",
            "it is held for " + part->reason + ": first the payee is corrected by two people",
            {{"held_for", part->reason}});
    }
    if (gate.empty()) {
        return Events{InstalmentReleased{command.number, part->attempt + 1, by.business_date}};
    }
    if (!command.by_timer) return refused(gate, "the instalment may not be released");
    return Events{held(state, command.number, gate, by.business_date, {})};
}

Result<Events> suspend(const State& state, const Context& by) {
    if (state.suspended || !state.granted || !state.stopped.empty()) return Events{};
    Events events{EntitlementSuspended{}};
    for (const Part& part : state.parts) {
        if (part.state != InstalmentState::Released && part.state != InstalmentState::Batched) {
            continue;
        }
        events.push_back(
            held(state, part.granted.number, "AID_SUSPENDED", by.business_date, part.batch));
    }
    return events;
}

Result<Events> stop(const State& state, const StopEntitlement& command) {
    if (!state.granted || !state.stopped.empty()) return Events{};
    EntitlementStopped stopped{
        state.grant.entitlement, command.reason, Money{}, state.grant.fund_line, {},
        state.grant.award};
    for (const Part& part : state.parts) {
        if (part.state == InstalmentState::Paid) continue;
        if (!part.batch.is_nil()) {
            const bool named =
                std::ranges::find(stopped.batches, part.batch) != stopped.batches.end();
            if (!named) stopped.batches.push_back(part.batch);
        } else if (state.funded) {
            stopped.released += part.granted.amount;
        }
    }
    return Events{stopped};
}

Result<Events> change_payee(const State& state, const ChangeEntitlementPayee& command,
                            const Context& by) {
    if (!state.granted || !state.stopped.empty() || state.payee == command.payee) return Events{};
    Events events{EntitlementPayeeChanged{command.payee}};
    const State after = Entitlement::evolve(state, events.front());
    for (const Part& part : after.parts) release_if_corrected(after, part, by, events);
    return events;
}

Result<Events> take(const State& state, const TakeIntoBatch& command, const Context& by) {
    HAVEN_TRY(const Part* part, find_part(state, command.number));
    if (part->batch == command.batch) return Events{};
    if (part->state == InstalmentState::Released && part->batch.is_nil()) {
        return Events{InstalmentBatched{command.number, command.batch, command.payee_digest}};
    }
    const std::string gate = Entitlement::gate(state, by.business_date);
    return Events{held(state, command.number, gate.empty() ? "NOT_RELEASED" : gate,
                       by.business_date, command.batch)};
}

Result<Events> leave(const State& state, const LeaveBatch& command, const Context& by) {
    HAVEN_TRY(const Part* part, find_part(state, command.number));
    if (part->batch != command.batch) return Events{};
    Events events{InstalmentUnbatched{command.number, command.batch, command.reason}};
    if (!state.stopped.empty()) {
        events.push_back(EntitlementStopped{state.grant.entitlement,
                                            state.stopped,
                                            part->granted.amount,
                                            state.grant.fund_line,
                                            {},
                                            state.grant.award});
    }
    go_on(state, command.number, by, events);
    return events;
}

Result<Events> record_payment(const State& state, const RecordPayment& command) {
    HAVEN_TRY(const Part* part, find_part(state, command.number));
    if (part->state == InstalmentState::Paid && part->bank_serial == command.bank_serial) {
        return Events{};
    }
    // A second success for the same instalment is never taken as one (I8): it stays in sight,
    // parked.
    if (part->state == InstalmentState::Paid || part->batch != command.batch) {
        return refused("PAYMENT_NOT_EXPECTED", "no line of this instalment is with the bank",
                       {{"number", std::to_string(command.number)}});
    }
    const EntitlementGranted& grant = state.grant;
    return Events{ReliefPaid{state.grant.entitlement, grant.household, grant.file_federation,
                             grant.person, command.number, grant.item, grant.programme,
                             part->granted.amount, part->granted.due_date.year(),
                             command.credited_on, command.bank_serial, grant.fund_line,
                             command.batch, grant.measure_id, grant.award, grant.enrolment}};
}

Result<Events> record_return(const State& state, const RecordReturn& command, const Context& by) {
    HAVEN_TRY(const Part* part, find_part(state, command.number));
    if (part->bank_serial != command.bank_serial) return Events{};  // it came back before
    if (part->state != InstalmentState::Paid) return Events{};
    const EntitlementGranted& grant = state.grant;
    Events events{PaymentReturned{state.grant.entitlement, grant.household, grant.file_federation,
                                  command.number, part->granted.amount, command.returned_on,
                                  command.bank_serial, command.return_serial, command.code,
                                  grant.fund_line, grant.programme, part->granted.due_date.year(),
                                  part->credited_on, grant.award, grant.enrolment}};
    if (!state.stopped.empty()) {
        events.push_back(EntitlementStopped{grant.entitlement,
                                            state.stopped,
                                            part->granted.amount,
                                            grant.fund_line,
                                            {},
                                            grant.award});
    }
    go_on(state, command.number, by, events);
    return events;
}

Part& part_of(State& state, int number) {
    return state.parts.at(static_cast<std::size_t>(number - 1));
}

void hold(State& state, Part& part, const std::string& reason) {
    const bool over = !state.stopped.empty();
    part.state = over ? InstalmentState::Stopped : InstalmentState::Held;
    part.reason = over ? state.stopped : reason;
}

}  // namespace

bool is_mended_by_payee(std::string_view reason) {
    return std::ranges::find(kPayeeReasons, reason) != kPayeeReasons.end();
}

std::string payee_digest(const Payee& payee) {
    const std::string text = std::to_string(payee.account_cipher.size()) + '|' +
                             payee.account_cipher + '|' + payee.name_cipher;
    return crypto::as_bytes(crypto::sha256(text));
}

ReserveFunds reservation_of(const EntitlementGranted& grant) {
    AidCap cap;
    if (grant.cap > Money{}) {
        cap = {"aid/" + grant.person.to_string() + '/' +
                   std::to_string(static_cast<int>(grant.item)) + '/' + std::to_string(grant.year),
               grant.cap};
    }
    return {grant.entitlement, grant.annual, grant.item, grant.file_tier, grant.year, cap};
}

const Part* Entitlement::State::part(int number) const {
    if (number < 1 || static_cast<std::size_t>(number) > parts.size()) return nullptr;
    return &parts[static_cast<std::size_t>(number - 1)];
}

std::string Entitlement::gate(const State& state, Date business_date) {
    if (!state.granted || !state.stopped.empty()) return "FILE_NOT_OPEN";
    if (state.suspended) return "AID_SUSPENDED";
    // Without a file there is no review: an award is judged by its roll, a subsidy by who approved
    // it.
    const bool of_file = state.grant.award.is_nil() && state.grant.enrolment.is_nil();
    if (of_file && business_date > state.review_valid_until) return "REVIEW_OVERDUE";
    if (!state.payee.is_known()) return "PAYEE_UNKNOWN";
    if (!state.funded) return kNotFunded;
    return {};
}

Result<Events> Entitlement::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const GrantEntitlement& c) { return grant(state, c); },
        [&](const ConfirmReservation& c) { return confirm_reservation(state, c); },
        [&](const RefuseReservation& c) { return refuse_reservation(state, c, by); },
        [&](const ReleaseInstalment& c) { return release(state, c, by); },
        [&](const ExtendReview& c) -> Result<Events> {
            if (!state.granted || c.valid_until <= state.review_valid_until) return Events{};
            return Events{ReviewExtended{c.valid_until}};
        },
        [&](const SuspendEntitlement&) { return suspend(state, by); },
        [&](const ResumeEntitlement&) -> Result<Events> {
            if (!state.suspended) return Events{};
            return Events{EntitlementResumed{}};
        },
        [&](const StopEntitlement& c) { return stop(state, c); },
        [&](const ChangeEntitlementPayee& c) { return change_payee(state, c, by); },
        [&](const TakeIntoBatch& c) { return take(state, c, by); },
        [&](const LeaveBatch& c) { return leave(state, c, by); },
        [&](const RecordPayment& c) { return record_payment(state, c); },
        [&](const RecordReturn& c) { return record_return(state, c, by); });
}

State Entitlement::evolve(State state, const Event& event) {
    match(
        event,
        [&](const EntitlementGranted& e) {
            state.granted = true;
            state.grant = e;
            state.payee = e.payee;
            state.review_valid_until = e.review_valid_until;
            for (const GrantedInstalment& instalment : e.instalments) {
                state.parts.push_back({.granted = instalment,
                                       .state = InstalmentState::Scheduled,
                                       .reason = {},
                                       .attempt = 0,
                                       .batch = {},
                                       .bank_serial = {},
                                       .credited_on = {},
                                       .corrected = false});
            }
        },
        [&](const EntitlementFunded&) {
            state.funded = true;
            state.unfunded.clear();
            for (Part& part : state.parts) {
                if (part.reason != kNotFunded || part.state != InstalmentState::Held) continue;
                part.state = InstalmentState::Scheduled;
                part.reason.clear();
            }
        },
        [&](const EntitlementUnfunded& e) { state.unfunded = e.reason; },
        [&](const InstalmentReleased& e) {
            Part& part = part_of(state, e.number);
            part.state = InstalmentState::Released;
            part.attempt = e.attempt;
            part.reason.clear();
            part.corrected = false;
        },
        [&](const InstalmentHeld& e) {
            Part& part = part_of(state, e.number);
            // The other batch's line is struck; this payment goes on where it is.
            const bool elsewhere = part.state == InstalmentState::Paid ||
                                   (!part.batch.is_nil() && part.batch != e.batch);
            if (!elsewhere) hold(state, part, e.reason);
        },
        [&](const InstalmentBatched& e) {
            Part& part = part_of(state, e.number);
            part.state = InstalmentState::Batched;
            part.batch = e.batch;
            // The account may have changed between the line's sealing and now.
            part.corrected = !e.payee_digest.empty() && e.payee_digest != payee_digest(state.payee);
        },
        [&](const InstalmentUnbatched& e) {
            Part& part = part_of(state, e.number);
            part.batch = {};
            hold(state, part, e.reason);
        },
        [&](const ReliefPaid& e) {
            Part& part = part_of(state, e.instalment);
            part.state = InstalmentState::Paid;
            part.reason.clear();
            part.batch = {};
            part.bank_serial = e.bank_serial;
            part.credited_on = e.credited_on;
        },
        [&](const PaymentReturned& e) {
            Part& part = part_of(state, e.instalment);
            part.bank_serial.clear();
            part.credited_on = {};
            hold(state, part, is_mended_by_payee(e.code) ? e.code : kReturned);
        },
        [&](const ReviewExtended& e) { state.review_valid_until = e.valid_until; },
        [&](const EntitlementPayeeChanged& e) {
            state.payee = e.payee;
            for (Part& part : state.parts) part.corrected = true;
        },
        [&](const EntitlementStopped& e) {
            state.stopped = e.reason;
            for (Part& part : state.parts) {
                if (part.state == InstalmentState::Paid) continue;
                if (part.batch.is_nil()) hold(state, part, e.reason);
            }
        },
        [&](const EntitlementSuspended&) { state.suspended = true; },
        [&](const EntitlementResumed&) { state.suspended = false; });
    return state;
}

Effects Entitlement::effects(const State& after, const Event& event) {
    Effects effects;
    const auto cancel = [&](int number) {
        effects.timers.push_back({timer_key(number), std::nullopt});
    };
    if (std::holds_alternative<EntitlementFunded>(event)) {
        for (const Part& part : after.parts) {
            if (part.state != InstalmentState::Scheduled) continue;
            effects.timers.push_back({timer_key(part.granted.number), part.granted.release_on});
        }
    } else if (const auto* released = std::get_if<InstalmentReleased>(&event)) {
        cancel(released->number);
    } else if (const auto* on_hold = std::get_if<InstalmentHeld>(&event)) {
        cancel(on_hold->number);
    } else if (std::holds_alternative<EntitlementStopped>(event)) {
        for (const Part& part : after.parts) cancel(part.granted.number);
    }
    return effects;
}

std::optional<Entitlement::Command> Entitlement::on_timer(const State&, const TimerFired& fired) {
    if (!fired.key.starts_with(kTimer)) return std::nullopt;
    int number = 0;
    const char* digits = fired.key.data() + kTimer.size();
    std::from_chars(digits, fired.key.data() + fired.key.size(), number);
    return ReleaseInstalment{number, true};
}

}  // namespace haven::disbursement
