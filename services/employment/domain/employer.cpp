#include "services/employment/domain/employer.hpp"

namespace haven::employment {
namespace {

using Events = std::vector<Employer::Event>;
using State = Employer::State;

bool is_valid(const std::string& number, Date until, Date on) {
    return !number.empty() && (!until.is_set() || until >= on);
}

// Without a licence an employer is known, and may not attend. A last day says of which paper.
Result<void> check_papers(const EmployerPapers& papers) {
    if (!papers.licence_no.empty()) {
        HAVEN_CHECKED(check_number_word(papers.licence_no, "papers.licence_no"));
    }
    if (!papers.permit_no.empty()) {
        HAVEN_CHECKED(check_number_word(papers.permit_no, "papers.permit_no"));
    }
    const bool day_of_nothing = (papers.licence_no.empty() && papers.licence_until.is_set()) ||
                                (papers.permit_no.empty() && papers.permit_until.is_set());
    const bool strange_permit = !papers.is_agency && !papers.permit_no.empty();
    if (day_of_nothing || strange_permit) {
        return invalid("INVALID_PAPERS", "papers",
                       "a last day with its number; a permit of an agency only");
    }
    return {};
}

Result<Events> enter(const State& state, const RegisterEmployer& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (command.employer.kind == EmployerKind::Unset) {
        return invalid("INVALID_EMPLOYER_KIND", "kind", "the kind of employer");
    }
    HAVEN_CHECKED(check_papers(command.employer.papers));
    if (!state.registered) return Events{command.employer};
    if (*state.registered == command.employer) return Events{};
    return failure(ErrorKind::Duplicate, "EMPLOYER_EXISTS",
                   "employer " + command.employer.uscc + " is known already",
                   {{"uscc", command.employer.uscc}});
}

Result<void> check_known(const State& state) {
    if (state.registered) return {};
    return failure(ErrorKind::Missing, "EMPLOYER_MISSING", "there is no such employer");
}

Result<Events> renew(const State& state, const RenewPapers& command, const Context& by) {
    HAVEN_CHECKED(check_known(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_papers(command.papers));
    if (state.known.papers == command.papers) return Events{};
    return Events{PapersRenewed{command.papers}};
}

Result<Events> bar(const State& state, const BarEmployer& command, const Context& by) {
    HAVEN_CHECKED(check_known(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    if (!command.until.is_set() || command.until < by.business_date) {
        return invalid("INVALID_DATE", "until", "today or later");
    }
    if (state.known.barred_until == command.until) return Events{};
    return Events{EmployerBarred{command.until, command.reason, by.actor}};
}

Result<Events> clear(const State& state, const ClearEmployer& command, const Context& by) {
    HAVEN_CHECKED(check_known(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    if (!state.known.barred_until.is_set()) return refused("NOT_BARRED", "it is not barred");
    return Events{EmployerCleared{command.reason, by.actor}};
}

}  // namespace

ParticipationRefusal KnownEmployer::fault(Date on) const {
    if (barred_until.is_set() && barred_until >= on) return ParticipationRefusal::Blacklist;
    if (!is_valid(papers.licence_no, papers.licence_until, on)) {
        return ParticipationRefusal::NoLicence;
    }
    if (papers.is_agency && !is_valid(papers.permit_no, papers.permit_until, on)) {
        return ParticipationRefusal::AgencyPermit;
    }
    return ParticipationRefusal::Unset;
}

Result<Events> Employer::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const RegisterEmployer& c) { return enter(state, c, by); },
        [&](const RenewPapers& c) { return renew(state, c, by); },
        [&](const BarEmployer& c) { return bar(state, c, by); },
        [&](const ClearEmployer& c) { return clear(state, c, by); });
}

State Employer::evolve(State state, const Event& event) {
    match(
        event,
        [&](const EmployerRegistered& e) {
            state.registered = e;
            state.known = {e.uscc, e.papers, {}};
        },
        [&](const PapersRenewed& e) { state.known.papers = e.papers; },
        [&](const EmployerBarred& e) { state.known.barred_until = e.until; },
        [&](const EmployerCleared&) { state.known.barred_until = {}; });
    return state;
}

Effects Employer::effects(const State&, const Event& event) {
    Effects effects;
    if (const auto* registered = std::get_if<EmployerRegistered>(&event)) {
        effects.claims.push_back({ClaimChange::Kind::Take, "employer/" + registered->uscc});
    }
    return effects;
}

}  // namespace haven::employment
