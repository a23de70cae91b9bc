// Intent (就业意向): a seeker and an employer mean to go on after a fair. One a person and fair,
// however many stalls were visited; it is no hire and no exit (docs/rules.md R61; I33). Lives in
// the fair's federation.
#pragma once

#include "services/employment/domain/seeker.hpp"
#include "services/employment/domain/vacancy.hpp"

namespace haven::employment {

enum class IntentState { Unset, Stands, Withdrawn };

// The stored facts.
struct IntentReached {
    SeekerId seeker = {};
    PersonId person = {};
    FairId fair = {};
    VacancyId vacancy = {};
    std::string uscc = {};
    Date reached_on = {};
    bool operator==(const IntentReached&) const = default;
};
struct IntentWithdrawn {
    Date withdrawn_on = {};
    bool operator==(const IntentWithdrawn&) const = default;
};

// The vacancy's employer at the fair, as the Api knows it on the day of the intent.
struct KnownStall {
    bool stands = false;  // it did not withdraw before
    bool barred = false;  // since a day before
};

struct RecordIntent {
    KnownSeeker seeker = {};
    KnownFair fair = {};
    KnownVacancy vacancy = {};
    KnownStall stall = {};
    Date reached_on = {};
};
struct WithdrawIntent {};

struct Intent {
    struct State {
        IntentState phase = IntentState::Unset;
        IntentReached reached;
    };
    using Command = std::variant<RecordIntent, WithdrawIntent>;
    using Event = std::variant<IntentReached, IntentWithdrawn>;

    // Reasons: INTENT_EXISTS, INTENT_MISSING, SEEKER_LEFT, UNDER_16, FAIR_CANCELLED, FAIR_NOT_HELD,
    // FAIR_OVER, INVALID_FAIR_DAY, VACANCY_OF_ANOTHER_FAIR, VACANCY_NOT_OPEN, EMPLOYER_BARRED,
    // NOT_ATTENDING, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claim "intent/<fair>/<person>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<Intent> && HasEffects<Intent>);

}  // namespace haven::employment
