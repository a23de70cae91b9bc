#include "services/disbursement/domain/payment_batch.hpp"

#include <set>

#include "libs/base/fault_point.hpp"
#include "libs/crypto/hash.hpp"

namespace haven::disbursement {
namespace {

using Events = std::vector<PaymentBatch::Event>;
using Line = PaymentBatch::Line;
using State = PaymentBatch::State;

constexpr const char* kFileTimer = "file";

std::unexpected<Error> not_staff() {
    return failure(ErrorKind::Denied, "NOT_STAFF", "only a registered member of staff may do this");
}

bool before_sending(const State& state) {
    return state.state == BatchState::Sealed || state.state == BatchState::Checked ||
           state.state == BatchState::Approved;
}

Result<void> check_open(const State& state) {
    if (before_sending(state)) return {};
    if (state.state == BatchState::Unset) {
        return failure(ErrorKind::Missing, "BATCH_NOT_OPEN", "there is no such batch");
    }
    if (state.state == BatchState::Void) return refused("BATCH_VOID", "every line was struck");
    return refused("BATCH_ALREADY_SENT", "the batch is with the bank already");
}

std::vector<const LineSealed*> standing(const State& state, const std::set<std::string>& without) {
    std::vector<const LineSealed*> lines;
    for (const std::string& ref : state.order) {
        const Line& line = state.lines.at(ref);
        if (line.state == LineState::Sealed && !without.contains(ref))
            lines.push_back(&line.sealed);
    }
    return lines;
}

Result<Events> seal(const State& state, const SealBatch& command, const Context& by) {
    if (state.state != BatchState::Unset) {
        return refused("BATCH_SEALED", "a sealed batch is never edited");
    }
    if (by.actor.is_nil()) return not_staff();
    if (command.lines.empty()) return refused("EMPTY_BATCH", "a batch has at least one line");
    if (command.lines.size() > kMaxBatchLines) {
        return refused("TOO_MANY_LINES", "a batch has at most 3,000 lines", {{"limit", "3000"}});
    }
    BatchSealed sealed{command.batch_no, command.fund_line, command.payer_account, 0, Money{}, {},
                       by.actor,         by.business_date};
    std::set<std::pair<EntitlementId, int>> instalments;
    std::set<std::string> refs;
    std::vector<const LineSealed*> lines;
    for (const LineSealed& line : command.lines) {
        if (!instalments.emplace(line.entitlement, line.instalment).second ||
            !refs.insert(line.line_ref).second) {
            return refused("DUPLICATE_LINE", "an instalment stands in a batch once");
        }
        if (line.amount <= Money{} || line.amount > kMaxAmount) {
            return refused("INVALID_AMOUNT", "every line pays more than nothing");
        }
        ++sealed.line_count;
        sealed.total += line.amount;
        lines.push_back(&line);
    }
    sealed.hash = hash_of(command.batch_no, lines);
    Events events{sealed};
    for (const LineSealed& line : command.lines) events.emplace_back(line);
    return events;
}

Result<Events> check(const State& state, const CheckBatch& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    if (by.actor.is_nil()) return not_staff();
    if (by.actor == state.batch.maker) {
        return refused("SAME_PERSON", "who made the batch cannot check it");
    }
    if (command.hash != state.hash) {
        return refused("HASH_DIFFERS", "the batch has changed since; look at it again");
    }
    if (state.checker == by.actor) return Events{};
    if (!state.checker.is_nil()) return refused("ALREADY_CHECKED", "somebody else checked it");
    return Events{BatchChecked{by.actor, state.hash}};
}

Result<Events> approve(const State& state, const ApproveBatch& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    if (by.actor.is_nil()) return not_staff();
    if (by.actor == state.batch.maker || by.actor == state.checker) {
        return refused("SAME_PERSON", "maker, checker and approver are three people");
    }
    if (state.checker.is_nil()) return refused("NOT_CHECKED", "the batch has not been checked");
    if (command.hash != state.hash) {
        return refused("HASH_DIFFERS", "the batch has changed since; look at it again");
    }
    if (state.approver == by.actor) return Events{};
    if (!state.approver.is_nil()) return refused("ALREADY_APPROVED", "somebody else approved it");
    return Events{BatchApproved{by.actor, state.hash}};
}

LineStruck strike(const State& state, const Line& line, const std::string& reason,
                  std::set<std::string>& without) {
    without.insert(line.sealed.line_ref);
    const auto lines = standing(state, without);
    LineStruck struck{line.sealed.line_ref,
                      reason,
                      static_cast<int>(lines.size()),
                      Money{},
                      {},
                      line.sealed.entitlement,
                      line.sealed.instalment};
    for (const LineSealed* left : lines) struck.total += left->amount;
    struck.hash = hash_of(state.batch.batch_no, lines);
    return struck;
}

Result<Events> strike_line(const State& state, const StrikeLine& command) {
    HAVEN_CHECKED(check_open(state));
    const auto line = state.lines.find(command.line_ref);
    if (line == state.lines.end()) {
        return failure(ErrorKind::Missing, "UNKNOWN_LINE", "the batch has no such line");
    }
    if (line->second.state != LineState::Sealed) {
        return refused("LINE_NOT_OPEN", "the line was struck before");
    }
    std::set<std::string> without;
    return Events{strike(state, line->second, command.reason, without)};
}

Result<Events> strike_instalment(const State& state, const StrikeInstalment& command) {
    HAVEN_CHECKED(check_open(state));
    Events events;
    std::set<std::string> without;
    for (const auto& [ref, line] : state.lines) {
        const bool meant =
            line.sealed.entitlement == command.entitlement && line.state == LineState::Sealed &&
            (command.instalment == 0 || command.instalment == line.sealed.instalment);
        if (meant) events.emplace_back(strike(state, line, command.reason, without));
    }
    return events;
}

Result<Events> send(const State& state, const SendBatch& command, const Context& by) {
    if (state.state == BatchState::Sent || state.state == BatchState::Answered) return Events{};
    HAVEN_CHECKED(check_open(state));
    if (state.approver.is_nil()) {
        return refused("NOT_APPROVED", "checker and approver have not both signed this list");
    }
    if (command.hash != state.hash) {
        return refused("HASH_DIFFERS", "the file was made of a list that has changed since");
    }
    if (command.file_digest == BatchHash{}) {
        return refused("FILE_NOT_MADE", "no file was made of this list");
    }
    if (command.made_on != by.business_date) {
        return refused("DAY_CHANGED", "the file names another day than this one; make it again");
    }
    return Events{BatchSent{command.layout, command.file_digest, by.business_date, state.line_count,
                            state.total}};
}

bool awaits_answer(const Line& line) {
    return line.state == LineState::Sent || line.state == LineState::Unknown;
}

// The whole file was refused: nothing was credited, each line goes back to its instalment.
Events refuse_all(const State& state, const TakeInReply& reply) {
    Events events{BatchRefused{reply.refused_code, reply.date}};
    for (const std::string& ref : state.order) {
        const Line& line = state.lines.at(ref);
        if (!awaits_answer(line)) continue;
        events.emplace_back(LineFailed{ref, reply.refused_code, reply.date, line.sealed.entitlement,
                                       line.sealed.instalment});
    }
    return events;
}

// The bank can have done nothing before it had the file, or after today.
Result<void> check_date(const std::string& line_ref, Date date, Date earliest, const Context& by) {
    if (!date.is_set() || (date >= earliest && date <= by.business_date)) return {};
    return refused("IMPOSSIBLE_DATE",
                   "the bank names a day before the file was sent or after today",
                   {{"line_ref", line_ref}, {"date", date.to_string()}});
}

std::unexpected<Error> serial_used_twice(const std::string& line_ref) {
    return refused("SERIAL_USED_TWICE", "the bank names one credit for two lines",
                   {{"line_ref", line_ref}});
}

Result<void> take_unknown(const Line& line, const ReplyLine& reply, Events& events) {
    if (line.state != LineState::Unknown) {
        events.emplace_back(LineUnknown{line.sealed.line_ref, reply.date});
    }
    return {};
}

// A final answer stands: the same one again changes nothing (I22), another one is for a person.
Result<void> check_repeat(const Line& line, const ReplyLine& reply) {
    const bool credited = line.state == LineState::Paid || line.state == LineState::Returned;
    const bool same =
        reply.state == ReplyLine::State::Unknown ||
        (credited ? reply.state == ReplyLine::State::Ok && reply.bank_serial == line.bank_serial
                  : reply.state == ReplyLine::State::Failed);
    if (same) return {};
    return refused("ANSWER_DIFFERS", "the bank has given another final answer for this line before",
                   {{"line_ref", line.sealed.line_ref}});
}

Result<void> take_line(const Line& line, const ReplyLine& reply, Events& events,
                       BankReplyImported& summary) {
    const LineSealed& sealed = line.sealed;
    switch (reply.state) {
        case ReplyLine::State::Ok:
            if (reply.amount != sealed.amount) {
                return refused("AMOUNT_DIFFERS", "the bank credited another amount than we sent",
                               {{"line_ref", sealed.line_ref}});
            }
            events.emplace_back(LinePaid{sealed.line_ref, reply.bank_serial, reply.date,
                                         reply.amount, sealed.entitlement, sealed.instalment});
            summary.paid += reply.amount;
            ++summary.paid_count;
            return {};
        case ReplyLine::State::Failed:
            // Under this reference the bank has another order, which it may have paid: ask.
            if (reply.code == "DUPLICATE_REFERENCE") return take_unknown(line, reply, events);
            events.emplace_back(LineFailed{sealed.line_ref, reply.code, reply.date,
                                           sealed.entitlement, sealed.instalment});
            return {};
        case ReplyLine::State::Unknown:
            if (HAVEN_PLANTED("unknown_sent_again")) {  // as a failure it is released once more
                events.emplace_back(LineFailed{sealed.line_ref, "UNKNOWN", reply.date,
                                               sealed.entitlement, sealed.instalment});
                return {};
            }
            return take_unknown(line, reply, events);
    }
    return {};
}

// What the reply says of lines of ours that wait for it. Errors: those of a line.
Result<Events> take_lines(const State& state, const TakeInReply& reply, const Context& by) {
    Events events;
    BankReplyImported summary{reply.reply_id, Money{}, 0, state.batch.fund_line};
    std::set<std::string> seen;
    std::set<std::string> serials;
    for (const auto& [_, line] : state.lines) serials.insert(line.bank_serial);
    for (const ReplyLine& line : reply.lines) {
        if (!seen.insert(line.line_ref).second) {
            return refused("DUPLICATE_LINE", "the reply answers a line twice",
                           {{"line_ref", line.line_ref}});
        }
        const auto ours = state.lines.find(line.line_ref);
        if (ours == state.lines.end() || ours->second.state == LineState::Struck) {
            return refused("UNKNOWN_LINE", "the bank answers a line that was not sent",
                           {{"line_ref", line.line_ref}});
        }
        if (!awaits_answer(ours->second)) {
            HAVEN_CHECKED(check_repeat(ours->second, line));
            continue;
        }
        HAVEN_CHECKED(check_date(line.line_ref, line.date, state.sent_on, by));
        const bool credited = line.state == ReplyLine::State::Ok;
        if (credited && !serials.insert(line.bank_serial).second) {
            return serial_used_twice(line.line_ref);
        }
        HAVEN_CHECKED(take_line(ours->second, line, events, summary));
    }
    if (!events.empty()) events.emplace_back(summary);
    return events;
}

Result<Events> take_in(const State& state, const TakeInReply& reply, const Context& by) {
    if (state.state == BatchState::Unset || before_sending(state)) {
        return refused("BATCH_NOT_SENT", "the bank answers a batch that was not sent");
    }
    HAVEN_CHECKED(check_date(reply.reply_id, reply.date, state.sent_on, by));
    if (!reply.refused_code.empty()) {
        // The bank has another file under this number, which it may have paid: not one line may be
        // taken as failed (I8). The answer to the first file stands.
        if (reply.refused_code == "DUPLICATE_BATCH") {
            return refused("NUMBER_USED_TWICE",
                           "the bank has this batch number with other content");
        }
        if (state.state == BatchState::Refused) return Events{};
        if (state.state != BatchState::Sent) {
            return refused("BATCH_ANSWERED", "the bank refuses a file that it answered before");
        }
        return refuse_all(state, reply);
    }
    return take_lines(state, reply, by);
}

Result<Events> take_in_return(const State& state, const TakeInReturn& command, const Context& by) {
    const auto found = state.lines.find(command.line_ref);
    if (found == state.lines.end()) {
        return failure(ErrorKind::Missing, "UNKNOWN_LINE", "the batch has no such line");
    }
    const Line& line = found->second;
    if (line.state == LineState::Returned) {
        const bool same = line.return_serial == command.return_serial &&
                          line.bank_serial == command.bank_serial &&
                          line.sealed.amount == command.amount;
        if (same) return Events{};
        return refused("RETURN_DIFFERS", "this credit came back before, otherwise",
                       {{"line_ref", command.line_ref}});
    }
    if (line.state != LineState::Paid || line.bank_serial != command.bank_serial) {
        return refused("RETURN_NOT_EXPECTED", "this credit is not one of ours");
    }
    if (command.amount != line.sealed.amount) {
        return refused("AMOUNT_DIFFERS", "another amount came back than was credited");
    }
    HAVEN_CHECKED(check_date(command.line_ref, command.date, line.credited_on, by));
    return Events{LineReturned{command.line_ref, command.bank_serial, command.return_serial,
                               command.date, command.code, command.amount, line.sealed.entitlement,
                               line.sealed.instalment, state.batch.fund_line}};
}

void answer(State& state, const std::string& ref, LineState line_state) {
    Line& line = state.lines.at(ref);
    if (awaits_answer(line)) --state.open_lines;
    line.state = line_state;
    if (state.open_lines == 0 && state.state == BatchState::Sent) {
        state.state = BatchState::Answered;
    }
}

std::string claim_of(const EntitlementId& entitlement, int instalment) {
    return "instalment/" + entitlement.to_string() + '/' + std::to_string(instalment);
}

}  // namespace

BatchHash hash_of(const std::string& batch_no, const std::vector<const LineSealed*>& lines) {
    std::string text = batch_no + '\n';
    for (const LineSealed* line : lines) {
        text += line->line_ref + '|' + line->entitlement.to_string() + '|' +
                std::to_string(line->instalment) + '|' + std::to_string(line->amount.in_fen()) +
                '|' + crypto::hex(crypto::sha256(line->payee.account_cipher)) + '|' +
                crypto::hex(crypto::sha256(line->payee.name_cipher)) + '\n';
    }
    return crypto::sha256(text);
}

Result<Events> PaymentBatch::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const SealBatch& c) { return seal(state, c, by); },
        [&](const CheckBatch& c) { return check(state, c, by); },
        [&](const ApproveBatch& c) { return approve(state, c, by); },
        [&](const StrikeLine& c) { return strike_line(state, c); },
        [&](const StrikeInstalment& c) { return strike_instalment(state, c); },
        [&](const SendBatch& c) { return send(state, c, by); },
        [&](const TakeInReply& c) { return take_in(state, c, by); },
        [&](const TakeInReturn& c) { return take_in_return(state, c, by); },
        [&](const ExpireFile&) -> Result<Events> {
            const bool settled =
                state.state == BatchState::Answered || state.state == BatchState::Refused;
            if (!settled || state.file_expired_on.is_set()) return Events{};
            return Events{BatchFileExpired{by.business_date}};
        });
}

State PaymentBatch::evolve(State state, const Event& event) {
    match(
        event,
        [&](const BatchSealed& e) {
            state.state = BatchState::Sealed;
            state.batch = e;
            state.line_count = e.line_count;
            state.total = e.total;
            state.hash = e.hash;
        },
        [&](const LineSealed& e) {
            state.order.push_back(e.line_ref);
            state.lines[e.line_ref] = {
                e, LineState::Sealed, static_cast<int>(state.order.size()), {}, {}, {}};
        },
        [&](const LineStruck& e) {
            state.state = e.line_count == 0 ? BatchState::Void : BatchState::Sealed;
            state.lines.at(e.line_ref).state = LineState::Struck;
            state.line_count = e.line_count;
            state.total = e.total;
            state.hash = e.hash;
            state.checker = {};
            state.approver = {};
        },
        [&](const BatchChecked& e) {
            state.state = BatchState::Checked;
            state.checker = e.checker;
        },
        [&](const BatchApproved& e) {
            state.state = BatchState::Approved;
            state.approver = e.approver;
        },
        [&](const BatchSent& e) {
            state.state = BatchState::Sent;
            state.sent_on = e.sent_on;
            state.file_digest = e.file_digest;
            state.open_lines = e.line_count;
            for (auto& [_, line] : state.lines) {
                if (line.state == LineState::Sealed) line.state = LineState::Sent;
            }
        },
        [&](const BatchRefused&) { state.state = BatchState::Refused; },
        [&](const LinePaid& e) {
            state.lines.at(e.line_ref).bank_serial = e.bank_serial;
            state.lines.at(e.line_ref).credited_on = e.credited_on;
            answer(state, e.line_ref, LineState::Paid);
        },
        [&](const LineFailed& e) { answer(state, e.line_ref, LineState::Failed); },
        [&](const LineUnknown& e) { state.lines.at(e.line_ref).state = LineState::Unknown; },
        [&](const LineReturned& e) {
            state.lines.at(e.line_ref).state = LineState::Returned;
            state.lines.at(e.line_ref).return_serial = e.return_serial;
        },
        [&](const BankReplyImported&) {},
        [&](const BatchFileExpired& e) { state.file_expired_on = e.expired_on; });
    return state;
}

Effects PaymentBatch::effects(const State& after, const Event& event) {
    Effects effects;
    // The bank's serials are unique: two lines under one would be one credit counted twice (I22).
    const auto take = [&](const char* kind, const std::string& serial) {
        effects.claims.push_back({ClaimChange::Kind::Take, kind + serial});
    };
    const auto keep_file_from = [&](Date last_word) {
        const bool settled =
            after.state == BatchState::Answered || after.state == BatchState::Refused;
        if (!settled || after.file_expired_on.is_set()) return;
        effects.timers.push_back({kFileTimer, last_word.plus_days(kSettleDays)});
    };
    const auto free = [&](const EntitlementId& entitlement, int instalment) {
        effects.claims.push_back({ClaimChange::Kind::Free, claim_of(entitlement, instalment)});
    };
    if (const auto* sealed = std::get_if<LineSealed>(&event)) {
        effects.claims.push_back(
            {ClaimChange::Kind::Take, claim_of(sealed->entitlement, sealed->instalment)});
    } else if (const auto* struck = std::get_if<LineStruck>(&event)) {
        free(struck->entitlement, struck->instalment);
    } else if (const auto* failed = std::get_if<LineFailed>(&event)) {
        free(failed->entitlement, failed->instalment);
        keep_file_from(failed->failed_on);
    } else if (const auto* paid = std::get_if<LinePaid>(&event)) {
        take("bank-serial/", paid->bank_serial);
        keep_file_from(paid->credited_on);
    } else if (const auto* returned = std::get_if<LineReturned>(&event)) {
        free(returned->entitlement, returned->instalment);
        take("return-serial/", returned->return_serial);
        keep_file_from(returned->returned_on);
    } else if (std::holds_alternative<BatchFileExpired>(event)) {
        effects.timers.push_back({kFileTimer, std::nullopt});
    }
    return effects;
}

std::optional<PaymentBatch::Command> PaymentBatch::on_timer(const State&, const TimerFired& fired) {
    if (fired.key != kFileTimer) return std::nullopt;
    return ExpireFile{};
}

}  // namespace haven::disbursement
