#include "services/scholarship/domain/award_roll.hpp"

#include <algorithm>
#include <set>

#include "libs/crypto/hash.hpp"

namespace haven::scholarship {
namespace {

using Events = std::vector<AwardRoll::Event>;
using Row = AwardRoll::Row;
using RowState = AwardRoll::RowState;
using State = AwardRoll::State;

constexpr int kMaxPresent = 100'000;

std::unexpected<Error> no_such_row() {
    return failure(ErrorKind::Missing, "ROLL_ROW_MISSING", "the roll has no such row");
}

Result<void> check_row(const RollRow& row) {
    HAVEN_CHECKED(check_amount(row.amount, "rows.amount_fen"));
    if (!row.payee.is_known()) {
        return refused("PAYEE_UNKNOWN", "whose account is paid is not known");
    }
    const bool whole = !row.application.is_nil() && !row.award.is_nil() && !row.student.is_nil() &&
                       !row.funding.fund_line.is_nil() && !row.surveyor.is_nil() &&
                       !row.checker.is_nil() && !row.nominator.is_nil();
    if (!whole) return invalid("INVALID_ROWS", "rows", "a nominated student with a fund line");
    return {};
}

Result<Events> seal(const State& state, const SealRoll& command, const Context& by) {
    if (state.sealed) return refused("ROLL_SEALED", "a sealed roll is never edited");
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_number_word(command.roll.roll_no, "roll_no"));
    if (command.rows.empty() || command.rows.size() > kMaxRollRows) {
        return invalid("INVALID_ROWS", "rows", "1 to 1,000 rows");
    }
    RollSealed sealed = command.roll;
    sealed.maker = by.actor;
    sealed.row_count = static_cast<int>(command.rows.size());
    sealed.total = {};
    std::set<ApplicationId> applications;
    std::set<PersonId> students;
    std::vector<const RollRow*> rows;
    for (const RollRow& row : command.rows) {
        HAVEN_CHECKED(check_row(row));
        const bool first = applications.insert(row.application).second;
        if (!students.insert(row.student).second || !first) {
            return refused("ROW_TWICE", "a student stands on a roll once");
        }
        sealed.total += row.amount;
        rows.push_back(&row);
    }
    sealed.hash = hash_of(sealed.roll_no, rows);
    Events events{sealed};
    for (const RollRow& row : command.rows) events.emplace_back(RowSealed{row});
    return events;
}

Result<void> check_open(const State& state) {
    if (!state.sealed) return failure(ErrorKind::Missing, "ROLL_MISSING", "there is no such roll");
    if (!state.approver.is_nil()) return refused("ROLL_APPROVED", "the roll is approved");
    return {};
}

Result<Events> confirm(const State& state, const ConfirmRow& command) {
    const auto found = state.rows.find(command.application);
    if (found == state.rows.end()) return no_such_row();
    if (found->second.state != RowState::Sealed) return Events{};
    return Events{RowConfirmed{command.application}};
}

std::vector<const RollRow*> standing(const State& state) {
    std::vector<const RollRow*> rows;
    for (const ApplicationId& id : state.order) {
        const Row& row = state.rows.at(id);
        if (row.state != RowState::Struck) rows.push_back(&row.row);
    }
    return rows;
}

// By a reaction when the application says no, or by a person.
Result<Events> strike(const State& state, const StrikeRow& command) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    const auto found = state.rows.find(command.application);
    if (found == state.rows.end()) return no_such_row();
    if (found->second.state == RowState::Struck) return Events{};
    std::vector<const RollRow*> rows = standing(state);
    std::erase(rows, &found->second.row);
    RowStruck struck{command.application, command.reason, static_cast<int>(rows.size()), {}, {}};
    for (const RollRow* row : rows) struck.total += row->amount;
    struck.hash = hash_of(state.roll.roll_no, rows);
    return Events{struck};
}

// Four eyes by staff ids on the log (protocols §11).
Result<void> check_approver(const State& state, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (by.actor == state.roll.maker) return same_person("who made the roll does not approve it");
    for (const RollRow* row : standing(state)) {
        if (by.actor == row->nominator) {
            return refused("NOMINATOR_APPROVES",
                           "who nominated a student does not approve the roll");
        }
        if (by.actor == row->surveyor || by.actor == row->checker) {
            return refused("INVESTIGATOR_APPROVES",
                           "who surveyed or checked a student does not approve the roll");
        }
    }
    return {};
}

AwardApproved award_of(const State& state, const Row& row) {
    const RollSealed& roll = state.roll;
    return {roll.roll_no + '/' + std::to_string(row.position),
            roll.scheme,
            roll.kind,
            roll.year,
            roll.counts_as_hardship_aid,
            roll.renewable,
            row.row};
}

Result<Events> approve(const State& state, const ApproveRoll& command, const Context& by) {
    if (!state.approver.is_nil() && state.approver == by.actor) return Events{};
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_approver(state, by));
    HAVEN_CHECKED(check_number_word(command.minutes_no, "minutes_no"));
    if (command.hash != state.roll.hash) {
        return refused("ROLL_CHANGED", "the roll has changed since; look at it again");
    }
    Events events{RollApproved{by.actor, command.minutes_no, state.roll.hash}};
    for (const ApplicationId& id : state.order) {
        const Row& row = state.rows.at(id);
        if (row.state == RowState::Struck) continue;
        if (row.state == RowState::Sealed) {
            return refused("ROLL_IN_FLIGHT", "not every application has answered; try again");
        }
        events.emplace_back(award_of(state, row));
    }
    if (events.size() == 1) return refused("ROLL_EMPTY", "every row was struck");
    return events;
}

Result<Events> record_ceremony(const State& state, const RecordCeremony& command,
                               const Context& by) {
    if (state.approver.is_nil()) return refused("NOT_AWARDED", "the roll is not approved");
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_past(command.held_on, "held_on", by));
    HAVEN_CHECKED(check_number_word(command.place, "place"));
    if (command.present < 0 || command.present > std::min(kMaxPresent, state.roll.row_count)) {
        return invalid("INVALID_COUNT", "present", "not more than were awarded");
    }
    if (std::ranges::find(state.ceremonies, command.held_on) != state.ceremonies.end()) {
        return Events{};
    }
    return Events{CeremonyHeld{command.held_on, command.place, command.present}};
}

}  // namespace

RollHash hash_of(const std::string& roll_no, const std::vector<const RollRow*>& rows) {
    std::string text = roll_no + '\n';
    for (const RollRow* row : rows) {
        text += row->application.to_string() + '|' + row->award.to_string() + '|' +
                row->student.to_string() + '|' + row->tier + '|' +
                std::to_string(row->amount.in_fen()) + '|' + row->funding.fund_line.to_string() +
                '|' + row->funding.pledge.to_string() + '|' +
                crypto::hex(crypto::sha256(row->payee.account.cipher)) + '|' +
                crypto::hex(crypto::sha256(row->payee.name.cipher)) + '\n';
    }
    return crypto::sha256(text);
}

Result<Events> AwardRoll::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const SealRoll& c) { return seal(state, c, by); },
        [&](const ConfirmRow& c) { return confirm(state, c); },
        [&](const StrikeRow& c) { return strike(state, c); },
        [&](const ApproveRoll& c) { return approve(state, c, by); },
        [&](const RecordCeremony& c) { return record_ceremony(state, c, by); });
}

State AwardRoll::evolve(State state, const Event& event) {
    match(
        event,
        [&](const RollSealed& e) {
            state.sealed = true;
            state.roll = e;
        },
        [&](const RowSealed& e) {
            state.order.push_back(e.row.application);
            state.rows[e.row.application] = {e.row, RowState::Sealed,
                                             static_cast<int>(state.order.size())};
        },
        [&](const RowConfirmed& e) { state.rows.at(e.application).state = RowState::Confirmed; },
        [&](const RowStruck& e) {
            state.rows.at(e.application).state = RowState::Struck;
            state.roll.row_count = e.row_count;
            state.roll.total = e.total;
            state.roll.hash = e.hash;
        },
        [&](const RollApproved& e) { state.approver = e.approver; }, [&](const AwardApproved&) {},
        [&](const CeremonyHeld& e) { state.ceremonies.push_back(e.held_on); });
    return state;
}

Effects AwardRoll::effects(const State&, const Event& event) {
    Effects effects;
    if (const auto* sealed = std::get_if<RollSealed>(&event)) {
        effects.claims.push_back({ClaimChange::Kind::Take, "roll/" + sealed->roll_no});
    }
    return effects;
}

}  // namespace haven::scholarship
