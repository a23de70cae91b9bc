#include "services/scholarship/domain/award.hpp"

#include <algorithm>

namespace haven::scholarship {
namespace {

using enum AwardYearState;
using Events = std::vector<Award::Event>;
using State = Award::State;
using Year = Award::Year;

constexpr int kMaxDeferral = 3;

Result<void> check_granted(const State& state) {
    if (state.granted) return {};
    return failure(ErrorKind::Missing, "AWARD_MISSING", "there is no such award");
}

Result<void> check_alive(const State& state) {
    HAVEN_CHECKED(check_granted(state));
    if (state.revoked) return refused("AWARD_REVOKED", "the award was revoked");
    return {};
}

Result<Year> year_of(const State& state, int number) {
    HAVEN_CHECKED(check_granted(state));
    if (const Year* year = state.year(number)) return *year;
    return failure(ErrorKind::Missing, "AWARD_YEAR_MISSING", "the award has nothing in that year");
}

AwardPayable payable(const State& state, int year, const Funding& funding) {
    const AwardApproved& approved = state.approved;
    return {year,
            approved.row.amount,
            approved.row.student,
            state.payee,
            funding.fund_line,
            approved.kind,
            approved.counts_as_hardship_aid,
            approved.award_no,
            state.years.at(year).asked + 1};
}

// The union's own money is reserved by its fund line; a pledge is asked first.
void ask_for_money(const State& state, int year, const Funding& funding, Events& events) {
    if (funding.pledge.is_nil()) {
        events.emplace_back(payable(state, year, funding));
    } else {
        events.emplace_back(AwardFundsAsked{year, state.approved.row.amount, funding.pledge});
    }
}

Result<Events> grant(const State& state, const GrantAward& command) {
    if (state.granted) {
        if (state.approved == command.approved) return Events{};
        return failure(ErrorKind::Duplicate, "AWARD_EXISTS", "the award stands with other content");
    }
    Events events{AwardGranted{command.approved}};
    const State after = Award::evolve(state, events.front());
    ask_for_money(after, command.approved.year, command.approved.row.funding, events);
    return events;
}

// Answers of the pledge that come after the award has ended change nothing: what it allotted is
// released by then.
Result<Events> confirm_funding(const State& state, const ConfirmFunding& command) {
    HAVEN_TRY(const Year year, year_of(state, command.year));
    if (year.state != Granted) return Events{};
    return Events{AwardFunded{command.year, year.funding},
                  payable(state, command.year, year.funding)};
}

Result<Events> refuse_funding(const State& state, const RefuseFunding& command) {
    HAVEN_TRY(const Year year, year_of(state, command.year));
    if (year.state != Granted) return Events{};
    return Events{AwardUnfunded{command.year, command.reason}};
}

// A defaulted sponsor's award waits; other money pays it only by a decision with a number.
Result<Events> change_funding(const State& state, const ChangeFunding& command, const Context& by) {
    HAVEN_CHECKED(check_alive(state));
    HAVEN_TRY(const Year year, year_of(state, command.year));
    HAVEN_CHECKED(check_staff(by));
    if (year.state != Unfunded) return refused("NOT_UNFUNDED", "this year does not want for money");
    if (command.funding.fund_line.is_nil()) {
        return failure(ErrorKind::Missing, "FUND_LINE_MISSING", "there is no such fund line");
    }
    if (command.funding != year.funding) {
        HAVEN_CHECKED(check_number_word(command.decision_no, "decision_no"));
    }
    Events events{FundingChanged{command.year, command.funding, command.decision_no}};
    ask_for_money(state, command.year, command.funding, events);
    return events;
}

Result<Events> record_payment(const State& state, const RecordAwardPayment& command) {
    HAVEN_TRY(const Year year, year_of(state, command.year));
    if (year.state == Paid && year.bank_serial == command.bank_serial) return Events{};
    if (year.state != Payable && year.state != Stopping && year.state != Returned) {
        return refused("PAYMENT_NOT_EXPECTED", "this year is not waiting for a payment");
    }
    return Events{AwardPaid{command.year, state.approved.row.amount, year.funding.pledge,
                            command.bank_serial, command.credited_on,
                            state.revoked || year.to_stop}};
}

Result<Events> record_return(const State& state, const RecordAwardReturn& command) {
    HAVEN_TRY(const Year year, year_of(state, command.year));
    if (year.return_serial == command.return_serial) return Events{};
    if (year.state != Paid) return refused("RETURN_NOT_EXPECTED", "nothing of this year was paid");
    Events events{AwardPaymentReturned{command.year, state.approved.row.amount, year.funding.pledge,
                                       command.return_serial, command.returned_on}};
    // It is not paid again.
    if (state.revoked || year.to_stop)
        events.emplace_back(AwardStopAsked{command.year, year.asked});
    return events;
}

// What ends a year that nobody has paid; nothing for one that is paid or over.
void end_year(const State& state, int number, const Year& year, Events& events) {
    const bool first = number == state.approved.year;
    const ApplicationId application = first ? state.approved.row.application : ApplicationId{};
    switch (year.state) {
        case Proposed:
            events.emplace_back(AwardYearReleased{number, {}, application});
            break;
        case Granted:
        case Unfunded:
            events.emplace_back(AwardYearReleased{number, year.funding.pledge, application});
            break;
        case Payable:
        case Returned:
            events.emplace_back(AwardStopAsked{number, year.asked});
            break;
        case Unset:
        case Paid:
        case Stopping:
        case Released:
        case Repeated:
            break;
    }
}

Result<void> check_renewal_year(const State& state, int year, const Context& by) {
    const auto& [last, before] = *state.years.rbegin();
    const bool again = year == last && before.state == Released;
    if (year < last || (year == last && !again)) {
        return refused("RENEWAL_YEAR_PAST", "that year has been dealt with");
    }
    if (!again && before.state != Paid && before.state != Released && before.state != Repeated) {
        return refused("LAST_YEAR_OPEN", "the year before is not settled yet");
    }
    if (year > by.business_date.year()) {
        return refused("RENEWAL_TOO_EARLY", "a year is renewed when it has begun");
    }
    if (year < state.deferred_until) {
        return refused("ENTRY_DEFERRED",
                       "the student enters in " + std::to_string(state.deferred_until));
    }
    if (year >= state.graduates) return refused("STUDIES_ENDED", "the studies have ended by then");
    return {};
}

Result<Events> propose_renewal(const State& state, const ProposeRenewal& command,
                               const Context& by) {
    HAVEN_CHECKED(check_alive(state));
    HAVEN_CHECKED(check_staff(by));
    // An entry that was put off is the same award later, whether or not the scheme renews.
    if (!state.approved.renewable && state.deferred_until == 0) {
        return refused("NOT_RENEWABLE", "the scheme pays once");
    }
    HAVEN_CHECKED(check_renewal_year(state, command.year, by));
    if (level_of(command.stage) != level_of(state.approved.row.stage)) {
        return refused("STAGE_CHANGED", "another stage is another application");
    }
    HAVEN_CHECKED(check_number_word(command.proof_no, "proof_no"));
    if (command.funding.fund_line.is_nil()) {
        return failure(ErrorKind::Missing, "FUND_LINE_MISSING", "there is no such fund line");
    }
    return Events{
        RenewalProposed{command.year, command.stage, command.funding, command.proof_no, by.actor}};
}

Result<Events> approve_renewal(const State& state, const ApproveRenewal& command,
                               const Context& by) {
    HAVEN_CHECKED(check_alive(state));
    HAVEN_TRY(const Year year, year_of(state, command.year));
    HAVEN_CHECKED(check_staff(by));
    if (year.state != Proposed) return refused("NO_RENEWAL_PROPOSED", "no renewal is proposed");
    if (by.actor == year.proposer) return same_person("who proposed a renewal does not approve it");
    Events events{AwardRenewed{command.year, by.actor}};
    ask_for_money(state, command.year, year.funding, events);
    return events;
}

Result<Events> reject_renewal(const State& state, const RejectRenewal& command, const Context& by) {
    HAVEN_TRY(const Year year, year_of(state, command.year));
    HAVEN_CHECKED(check_staff(by));
    if (year.state != Proposed) return refused("NO_RENEWAL_PROPOSED", "no renewal is proposed");
    Events events;
    end_year(state, command.year, year, events);
    return events;
}

Result<Events> defer(const State& state, const DeferAward& command, const Context& by) {
    HAVEN_CHECKED(check_alive(state));
    HAVEN_CHECKED(check_staff(by));
    if (state.deferred_until == command.until) return Events{};
    if (command.year != state.approved.year || state.years.size() != 1) {
        return refused("NOT_AN_ENTRY", "only the first year's entry is put off");
    }
    if (command.until <= command.year || command.until > command.year + kMaxDeferral) {
        return invalid("INVALID_YEAR", "until", "one to three years later");
    }
    const Year& year = state.years.at(command.year);
    if (year.state == Paid) {
        return refused("AWARD_PAID", "the money is out: revoke the award and recover it");
    }
    Events events{AwardDeferred{command.year, command.until}};
    end_year(state, command.year, year, events);
    return events;
}

Result<Events> repeat_year(const State& state, const RecordRepeatedYear& command,
                           const Context& by) {
    HAVEN_CHECKED(check_alive(state));
    HAVEN_CHECKED(check_staff(by));
    if (const Year* year = state.year(command.year); year && year->state == Repeated) {
        return Events{};
    }
    HAVEN_CHECKED(check_renewal_year(state, command.year, by));
    return Events{YearRepeated{command.year}};
}

Result<Events> revoke(const State& state, const RevokeAward& command, const Context& by) {
    HAVEN_CHECKED(check_granted(state));
    if (state.revoked) return Events{};
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_number_word(command.decision_no, "decision_no"));
    if (command.reason == RevocationReason::Unset) {
        return invalid("REASON_MISSING", "reason", "a reason code");
    }
    Events events{AwardRevoked{command.reason, command.decision_no, state.paid(), by.actor}};
    for (const auto& [number, year] : state.years) end_year(state, number, year, events);
    return events;
}

Result<Events> confirm_stopped(const State& state, const ConfirmStopped& command) {
    HAVEN_TRY(const Year year, year_of(state, command.year));
    if (year.state == Paid || year.state == Released) return Events{};
    if (year.state != Stopping) return refused("STOP_NOT_ASKED", "nobody asked to stop it");
    const bool first = command.year == state.approved.year;
    return Events{AwardYearReleased{command.year, year.funding.pledge,
                                    first ? state.approved.row.application : ApplicationId{}}};
}

// The bank's no is mended here: student or parent has another account (docs/rules.md R55).
Result<Events> propose_payee(const State& state, const ProposeAwardPayee& command,
                             const Context& by) {
    HAVEN_CHECKED(check_alive(state));
    HAVEN_CHECKED(check_staff(by));
    const Payee& payee = command.payee;
    if (!payee.is_known()) return refused("PAYEE_UNKNOWN", "whose account is paid is not known");
    const RollRow& row = state.approved.row;
    const bool theirs = payee.person == row.student || payee.person == row.parent;
    if (!theirs) {
        return refused("PAYEE_NOT_STUDENT_OR_PARENT", "only the student or the parent is paid");
    }
    AwardPayeeProposed proposed{payee, by.actor};
    if (state.proposed_payee == proposed) return Events{};
    return Events{std::move(proposed)};
}

Result<Events> confirm_payee(const State& state, const ConfirmAwardPayee& command,
                             const Context& by) {
    HAVEN_CHECKED(check_alive(state));
    HAVEN_CHECKED(check_staff(by));
    if (!state.proposed_payee) return refused("NO_PAYEE_PROPOSED", "no account waits for this");
    const auto& [payee, entered_by] = *state.proposed_payee;
    if (by.actor == entered_by) return same_person("who entered an account does not confirm it");
    if (command.last4 != payee.last4) {
        return refused("ACCOUNT_DIFFERS", "the paper has another account");
    }
    AwardPayeeChanged changed{payee, entered_by, by.actor, {}};
    for (const auto& [number, year] : state.years) {
        if (year.state == Payable || year.state == Returned) {
            changed.open_years.push_back({number, year.asked});
        }
    }
    return Events{std::move(changed)};
}

}  // namespace

const Award::Year* Award::State::year(int number) const {
    const auto found = years.find(number);
    return found == years.end() ? nullptr : &found->second;
}

Money Award::State::paid() const {
    const auto count =
        std::ranges::count_if(years, [](const auto& entry) { return entry.second.state == Paid; });
    return approved.row.amount * count;
}

Result<Events> Award::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const GrantAward& c) { return grant(state, c); },
        [&](const ConfirmFunding& c) { return confirm_funding(state, c); },
        [&](const RefuseFunding& c) { return refuse_funding(state, c); },
        [&](const ChangeFunding& c) { return change_funding(state, c, by); },
        [&](const RecordAwardPayment& c) { return record_payment(state, c); },
        [&](const RecordAwardReturn& c) { return record_return(state, c); },
        [&](const ProposeRenewal& c) { return propose_renewal(state, c, by); },
        [&](const ApproveRenewal& c) { return approve_renewal(state, c, by); },
        [&](const RejectRenewal& c) { return reject_renewal(state, c, by); },
        [&](const DeferAward& c) { return defer(state, c, by); },
        [&](const RecordRepeatedYear& c) { return repeat_year(state, c, by); },
        [&](const RevokeAward& c) { return revoke(state, c, by); },
        [&](const ConfirmStopped& c) { return confirm_stopped(state, c); },
        [&](const ProposeAwardPayee& c) { return propose_payee(state, c, by); },
        [&](const ConfirmAwardPayee& c) { return confirm_payee(state, c, by); });
}

State Award::evolve(State state, const Event& event) {
    match(
        event,
        [&](const AwardGranted& e) {
            state.granted = true;
            state.approved = e.approved;
            state.graduates = e.approved.row.graduates;
            state.payee = e.approved.row.payee;
            Year& year = state.years[e.approved.year];
            year.state = Granted;
            year.funding = e.approved.row.funding;
            year.stage = e.approved.row.stage;
        },
        [&](const AwardFundsAsked&) {}, [&](const AwardFunded&) {},
        [&](const AwardUnfunded& e) {
            state.years.at(e.year).state = Unfunded;
            state.years.at(e.year).unfunded = e.reason;
        },
        [&](const FundingChanged& e) {
            Year& year = state.years.at(e.year);
            year.state = Granted;
            year.funding = e.funding;
            year.unfunded.clear();
        },
        [&](const AwardPayable& e) {
            state.years.at(e.year).state = Payable;
            ++state.years.at(e.year).asked;
        },
        [&](const AwardPaid& e) {
            Year& year = state.years.at(e.year);
            year.state = Paid;
            year.bank_serial = e.bank_serial;
            year.credited_on = e.credited_on;
            year.returned_on = {};
            year.to_recover = e.to_recover;
        },
        [&](const AwardPaymentReturned& e) {
            Year& year = state.years.at(e.year);
            year.state = Returned;
            year.return_serial = e.return_serial;
            year.returned_on = e.returned_on;
            year.to_recover = false;
        },
        [&](const RenewalProposed& e) {
            Year year;
            year.asked = state.years[e.year].asked;
            year.state = Proposed;
            year.funding = e.funding;
            year.proposer = e.proposer;
            year.stage = e.stage;
            state.years[e.year] = std::move(year);
        },
        [&](const AwardRenewed& e) { state.years.at(e.year).state = Granted; },
        [&](const AwardDeferred& e) {
            state.deferred_until = e.until;
            state.graduates += e.until - e.year;
        },
        [&](const YearRepeated& e) {
            state.years[e.year].state = Repeated;
            ++state.graduates;
        },
        [&](const AwardRevoked&) { state.revoked = true; },
        [&](const AwardStopAsked& e) {
            state.years.at(e.year).state = Stopping;
            state.years.at(e.year).to_stop = true;
        },
        [&](const AwardYearReleased& e) { state.years.at(e.year).state = Released; },
        [&](const AwardPayeeProposed& e) { state.proposed_payee = e; },
        [&](const AwardPayeeChanged& e) {
            state.payee = e.payee;
            state.proposed_payee.reset();
        });
    return state;
}

Effects Award::effects(const State& after, const Event& event) {
    Effects effects;
    if (!after.approved.counts_as_hardship_aid) return effects;
    const auto claim = [&](ClaimChange::Kind kind, int year) {
        effects.claims.push_back(
            {kind, hardship_claim(after.approved.row.student, year, after.years.at(year).stage)});
    };
    if (const auto* proposed = std::get_if<RenewalProposed>(&event)) {
        claim(ClaimChange::Kind::Take, proposed->year);
    } else if (const auto* released = std::get_if<AwardYearReleased>(&event)) {
        if (released->application.is_nil()) claim(ClaimChange::Kind::Free, released->year);
    }
    return effects;
}

}  // namespace haven::scholarship
