// TrainingClass (培训班, 学习会): a roster by name and who was there on which day (docs/rules.md
// R73). Trained is who was there on at least one day; who is only on the roster is not.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "services/outreach/domain/checks.hpp"
#include "services/outreach/domain/types.hpp"

namespace haven::outreach {

enum class ClassKind { Unset, Cadres, Skills, StudyMeeting };

struct ClassTerms {
    std::string code = {};
    ClassKind kind = ClassKind::Unset;
    UnionLevel level = UnionLevel::Unset;
    Date first_day = {};
    Date last_day = {};
    int seats = 0;

    bool operator==(const ClassTerms&) const = default;
};

// The stored facts.
struct ClassOpened {
    ClassTerms terms = {};
    bool operator==(const ClassOpened&) const = default;
};
struct TraineeEnrolled {
    Sealed name = {};  // its person is the trainee
    bool operator==(const TraineeEnrolled&) const = default;
};
struct TraineeStruck {
    PersonId person = {};
    std::string reason = {};
    bool operator==(const TraineeStruck&) const = default;
};
// Who was there on that day and had not been noted yet.
struct AttendanceRecorded {
    Date day = {};
    std::vector<PersonId> people = {};
    bool operator==(const AttendanceRecorded&) const = default;
};
struct ClassCompleted {
    int trained = 0;
    bool operator==(const ClassCompleted&) const = default;
};

struct OpenClass {
    ClassTerms terms = {};
};
// Who is on the roster already stays there once.
struct EnrolTrainees {
    std::vector<Sealed> names = {};
};
struct StrikeTrainee {
    PersonId person = {};
    std::string reason = {};
};
struct RecordAttendance {
    Date day = {};
    std::vector<PersonId> people = {};
};
struct CompleteClass {};

struct TrainingClass {
    struct Trainee {
        Sealed name;
        std::set<Date> days;  // on which the person was there
    };
    struct State {
        std::optional<ClassTerms> terms;
        std::map<PersonId, Trainee> roster;
        bool completed = false;

        [[nodiscard]] int trained() const;
    };
    using Command =
        std::variant<OpenClass, EnrolTrainees, StrikeTrainee, RecordAttendance, CompleteClass>;
    using Event = std::variant<ClassOpened, TraineeEnrolled, TraineeStruck, AttendanceRecorded,
                               ClassCompleted>;

    // Reasons: CLASS_EXISTS, CLASS_MISSING, CLASS_COMPLETED, CLASS_FULL, CLASS_NOT_OVER,
    // NOT_ON_ROSTER, TRAINEE_ATTENDED, NOBODY_ATTENDED, DATE_OUTSIDE_CLASS, INVALID_COUNT,
    // INVALID_KIND, INVALID_LEVEL, INVALID_WINDOW, INVALID_WORD, REASON_MISSING, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // A code names one class of the whole suite: claim "class/<code>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<TrainingClass> && HasEffects<TrainingClass>);

}  // namespace haven::outreach
