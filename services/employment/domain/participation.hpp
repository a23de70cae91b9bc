// Participation (参会): an employer at a fair, from the application to the stall. It attends only
// with papers that are valid on the days of the fair (docs/rules.md R58). Lives in the fair's
// federation.
#pragma once

#include <optional>

#include "services/employment/domain/employer.hpp"
#include "services/employment/domain/fair.hpp"

namespace haven::employment {

enum class ParticipationState { Unset, Applied, Approved, Refused, Withdrawn };

// The stored facts.
struct ParticipationApplied {
    FairId fair = {};
    std::string uscc = {};
    std::string branch = {};
    std::string branch_letter_no = {};
    Date applied_on = {};
    bool operator==(const ParticipationApplied&) const = default;
};
struct ParticipationApproved {
    int stall = 0;
    std::string licence_no = {};
    StaffId screened_by = {};
    bool operator==(const ParticipationApproved&) const = default;
};
struct ParticipationRefused {
    ParticipationRefusal reason = ParticipationRefusal::Unset;
    StaffId screened_by = {};
    bool operator==(const ParticipationRefused&) const = default;
};
struct ParticipationWithdrawn {
    Date withdrawn_on = {};
    bool operator==(const ParticipationWithdrawn&) const = default;
};

struct ApplyToAttend {
    ParticipationApplied application = {};
    KnownFair fair = {};
};
struct ScreenParticipation {
    int stall = 0;
    KnownEmployer employer = {};
    KnownFair fair = {};
};
struct WithdrawParticipation {
    KnownFair fair = {};
};

struct Participation {
    struct State {
        ParticipationState phase = ParticipationState::Unset;
        ParticipationApplied application;
        int stall = 0;
        ParticipationRefusal refusal = ParticipationRefusal::Unset;
        Date withdrawn_on = {};

        // It has a stall, or had one and did not give it up before that day.
        [[nodiscard]] bool stands_on(Date day) const;
    };
    using Command = std::variant<ApplyToAttend, ScreenParticipation, WithdrawParticipation>;
    using Event = std::variant<ParticipationApplied, ParticipationApproved, ParticipationRefused,
                               ParticipationWithdrawn>;

    // A fault of the papers is answered by ParticipationRefused. Reasons: PARTICIPATION_EXISTS,
    // PARTICIPATION_MISSING, NO_SCREENING_DUE, PARTICIPATION_ENDED, FAIR_CANCELLED, FAIR_HELD,
    // FAIR_OVER, INVALID_STALL, INVALID_WORD, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // One place per legal person and fair, whatever branch comes: claim
    // "attends/<fair>/<credit code>"; and its stall: "stall/<fair>/<number>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<Participation> && HasEffects<Participation>);

}  // namespace haven::employment
