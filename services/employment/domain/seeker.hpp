// Seeker (求职者): somebody who seeks work, by group, once in the whole suite (docs/rules.md R60).
// Lives in the federation that took the person in.
#pragma once

#include "libs/base/resident_id.hpp"
#include "services/employment/domain/checks.hpp"
#include "services/employment/domain/types.hpp"

namespace haven::employment {

enum class SeekerState { Unset, Seeking, Left };

struct SeekerProfile {
    SeekerGroup group = SeekerGroup::Unset;
    SchoolingLevel schooling = SchoolingLevel::Unset;
    std::vector<std::string> skills = {};
    Money wage_wish = {};
    std::string division = {};
    bool draws_pension = false;
    bool operator==(const SeekerProfile&) const = default;
};

// A seeker as the Api knows it when somebody comes to terms or is hired.
struct KnownSeeker {
    SeekerId id = {};
    PersonId person = {};
    Date birth = {};
    SeekerGroup group = SeekerGroup::Unset;
    bool draws_pension = false;
    FileRef file = {};
    SeekerState state = SeekerState::Unset;
    Sex sex = Sex::Unknown;  // of people taken in before it was kept
};

// The stored facts.
struct SeekerRegistered {
    PersonId person = {};
    Date birth = {};
    SeekerProfile profile = {};
    FileRef file = {};
    std::string union_node = {};
    std::string consent = {};
    Sealed name = {};
    Sealed phone = {};
    Date registered_on = {};
    Sex sex = Sex::Unknown;
    bool operator==(const SeekerRegistered&) const = default;
};
struct SeekerUpdated {
    SeekerProfile profile = {};
    bool operator==(const SeekerUpdated&) const = default;
};
struct SeekerLeft {
    std::string reason = {};
    Date left_on = {};
    bool operator==(const SeekerLeft&) const = default;
};

// `file_open` and `on_file`: what our own log knows of the household's file.
struct RegisterSeeker {
    SeekerRegistered seeker = {};
    bool file_open = false;
    bool on_file = false;
};
struct UpdateSeeker {
    SeekerProfile profile = {};
};
struct LeaveRegister {
    std::string reason = {};
};

struct Seeker {
    struct State {
        SeekerState phase = SeekerState::Unset;
        SeekerRegistered registered;  // with the profile as it is now
    };
    using Command = std::variant<RegisterSeeker, UpdateSeeker, LeaveRegister>;
    using Event = std::variant<SeekerRegistered, SeekerUpdated, SeekerLeft>;

    // Reasons: SEEKER_EXISTS, SEEKER_MISSING, SEEKER_LEFT, UNDER_16, CONSENT_MISSING,
    // GROUP_MISSING, SCHOOLING_MISSING, FILE_NOT_ENROLLED, NOT_ON_FILE, INVALID_DIVISION,
    // INVALID_WAGE, TOO_MANY_ITEMS, INVALID_WORD, REASON_MISSING, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claim "seeker/<person>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<Seeker> && HasEffects<Seeker>);

}  // namespace haven::employment
