// Vacancy (岗位): what an employer offers, at a fair or outside fairs; screened before anybody sees
// it, and shown only until its last day (docs/rules.md R59; I34). Lives in the federation that
// posts it: a fair's in that of the fair.
#pragma once

#include "services/employment/domain/employer.hpp"
#include "services/employment/domain/fair.hpp"
#include "services/employment/domain/screening.hpp"

namespace haven::employment {

enum class VacancyState { Unset, Open, Rejected, Closed, Expired };

// The stored facts.
struct VacancyPosted {
    VacancyTerms terms = {};
    std::string content = {};
    std::string screened_by_rules = {};
    Date posted_on = {};
    bool operator==(const VacancyPosted&) const = default;
};
struct VacancyRejected {
    VacancyTerms terms = {};
    VacancyRejection reason = VacancyRejection::Unset;
    std::string found = {};
    std::string screened_by_rules = {};
    bool operator==(const VacancyRejected&) const = default;
};
struct VacancyClosed {
    std::string reason = {};
    bool operator==(const VacancyClosed&) const = default;
};
struct VacancyExpired {
    Date expired_on = {};
    bool operator==(const VacancyExpired&) const = default;
};

struct PostVacancy {
    VacancyTerms terms = {};
    KnownEmployer employer = {};
    // Of a vacancy at a fair, as it stands in the read side.
    std::optional<KnownFair> fair = {};
    bool attends = false;    // its employer's participation is approved
    bool duplicate = false;  // the same is on offer there
};
struct CloseVacancy {
    std::string reason = {};
};
struct ExpireVacancy {};

// A vacancy as the Api knows it when somebody means to take it.
struct KnownVacancy {
    VacancyId id = {};
    FairId fair = {};
    std::string uscc = {};
    VacancyState state = VacancyState::Unset;
    Date valid_until = {};
    Date closed_on = {};  // where it is closed

    // On offer on that day, now or then; on the day on which it was closed, too.
    [[nodiscard]] bool offered(Date on) const;
};

struct Vacancy {
    struct State {
        VacancyState phase = VacancyState::Unset;
        VacancyTerms terms;
        std::string content;
        VacancyRejection rejection = VacancyRejection::Unset;
        std::string found;
    };
    using Command = std::variant<PostVacancy, CloseVacancy, ExpireVacancy>;
    using Event = std::variant<VacancyPosted, VacancyRejected, VacancyClosed, VacancyExpired>;

    // What the screening finds is answered by VacancyRejected. Reasons: VACANCY_EXISTS,
    // VACANCY_MISSING, VACANCY_NOT_OPEN, EMPLOYER_BARRED, EMPLOYER_PAPERS, NOT_ATTENDING,
    // FAIR_CANCELLED, FAIR_OVER, INVALID_AD_TEXT, INVALID_WAGE, INVALID_AGE, INVALID_COUNT,
    // INVALID_DIVISION, INVALID_VALIDITY, STILL_VALID, REASON_MISSING, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // The same is offered once at a fair, or once outside fairs: claim
    // "vacancy/<fair or ->/<content>". Timer "validity" ends it on the day after its last.
    static Effects effects(const State& after, const Event& event);
    static std::optional<Command> on_timer(const State& state, const TimerFired& fired);
};
static_assert(Decider<Vacancy> && HasEffects<Vacancy> && HasTimers<Vacancy>);

}  // namespace haven::employment
