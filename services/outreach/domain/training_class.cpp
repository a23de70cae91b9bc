#include "services/outreach/domain/training_class.hpp"

#include <algorithm>

namespace haven::outreach {
namespace {

using Events = std::vector<TrainingClass::Event>;
using State = TrainingClass::State;

constexpr int kMaxSeats = 1'000;

Result<void> check_terms(const ClassTerms& terms) {
    HAVEN_CHECKED(check_number_word(terms.code, "code"));
    if (terms.kind < ClassKind::Cadres || terms.kind > ClassKind::StudyMeeting) {
        return invalid("INVALID_KIND", "kind", "cadres, skills or a study meeting");
    }
    HAVEN_CHECKED(check_level(terms.level));
    HAVEN_CHECKED(check_window(terms.first_day, terms.last_day));
    if (terms.seats < 1 || terms.seats > kMaxSeats) {
        return invalid("INVALID_COUNT", "seats", "1 to 1,000");
    }
    return {};
}

Result<void> check_running(const State& state, const Context& by) {
    if (!state.terms) {
        return failure(ErrorKind::Missing, "CLASS_MISSING", "there is no such class");
    }
    HAVEN_CHECKED(check_staff(by));
    if (state.completed) return refused("CLASS_COMPLETED", "the class has been completed");
    return {};
}

std::unexpected<Error> not_on_roster(const PersonId& person) {
    return failure(ErrorKind::Missing, "NOT_ON_ROSTER", "this person is not on the roster",
                   {{"person", person.to_string()}});
}

Result<Events> open(const State& state, const OpenClass& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_terms(command.terms));
    if (!state.terms) return Events{ClassOpened{command.terms}};
    if (*state.terms == command.terms) return Events{};
    return failure(ErrorKind::Duplicate, "CLASS_EXISTS", "another class has this code");
}

Result<Events> enrol(const State& state, const EnrolTrainees& command, const Context& by) {
    HAVEN_CHECKED(check_running(state, by));
    if (command.names.empty() || std::ssize(command.names) > kMaxSeats) {
        return invalid("INVALID_COUNT", "rows", "1 to 1,000 people");
    }
    Events events;
    std::set<PersonId> added;
    for (const Sealed& name : command.names) {
        if (state.roster.contains(name.person) || !added.insert(name.person).second) continue;
        events.emplace_back(TraineeEnrolled{name});
    }
    const auto wanted = std::ssize(state.roster) + std::ssize(added);
    if (wanted > state.terms->seats) {
        return refused(
            "CLASS_FULL", "the class has fewer seats",
            {{"seats", std::to_string(state.terms->seats)}, {"wanted", std::to_string(wanted)}});
    }
    return events;
}

Result<Events> strike(const State& state, const StrikeTrainee& command, const Context& by) {
    HAVEN_CHECKED(check_running(state, by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    const auto found = state.roster.find(command.person);
    if (found == state.roster.end()) return not_on_roster(command.person);
    if (!found->second.days.empty()) return refused("TRAINEE_ATTENDED", "the trainee was there");
    return Events{TraineeStruck{command.person, command.reason}};
}

Result<Events> attend(const State& state, const RecordAttendance& command, const Context& by) {
    HAVEN_CHECKED(check_running(state, by));
    const ClassTerms& terms = *state.terms;
    const bool inside = command.day.is_set() && command.day >= terms.first_day &&
                        command.day <= terms.last_day && command.day <= by.business_date;
    if (!inside) {
        return invalid("DATE_OUTSIDE_CLASS", "day", "a day of the class that is not to come");
    }
    if (command.people.empty() || std::ssize(command.people) > kMaxSeats) {
        return invalid("INVALID_COUNT", "people", "1 to 1,000 people");
    }
    AttendanceRecorded recorded{command.day, {}};
    for (const PersonId& person : command.people) {
        const auto found = state.roster.find(person);
        if (found == state.roster.end()) return not_on_roster(person);
        const bool twice = std::ranges::find(recorded.people, person) != recorded.people.end();
        if (!found->second.days.contains(command.day) && !twice) recorded.people.push_back(person);
    }
    if (recorded.people.empty()) return Events{};
    return Events{std::move(recorded)};
}

Result<Events> complete(const State& state, const Context& by) {
    HAVEN_CHECKED(check_running(state, by));
    if (by.business_date < state.terms->last_day) {
        return refused("CLASS_NOT_OVER", "it is completed from its last day on",
                       {{"last_day", state.terms->last_day.to_string()}});
    }
    const int trained = state.trained();
    if (trained == 0) return refused("NOBODY_ATTENDED", "nobody was there on any day");
    return Events{ClassCompleted{trained}};
}

}  // namespace

int TrainingClass::State::trained() const {
    return static_cast<int>(
        std::ranges::count_if(roster, [](const auto& one) { return !one.second.days.empty(); }));
}

Result<Events> TrainingClass::decide(const State& state, const Command& command,
                                     const Context& by) {
    return match(
        command, [&](const OpenClass& c) { return open(state, c, by); },
        [&](const EnrolTrainees& c) { return enrol(state, c, by); },
        [&](const StrikeTrainee& c) { return strike(state, c, by); },
        [&](const RecordAttendance& c) { return attend(state, c, by); },
        [&](const CompleteClass&) { return complete(state, by); });
}

State TrainingClass::evolve(State state, const Event& event) {
    match(
        event, [&](const ClassOpened& e) { state.terms = e.terms; },
        [&](const TraineeEnrolled& e) { state.roster[e.name.person].name = e.name; },
        [&](const TraineeStruck& e) { state.roster.erase(e.person); },
        [&](const AttendanceRecorded& e) {
            for (const PersonId& person : e.people) state.roster[person].days.insert(e.day);
        },
        [&](const ClassCompleted&) { state.completed = true; });
    return state;
}

Effects TrainingClass::effects(const State&, const Event& event) {
    Effects effects;
    if (const auto* opened = std::get_if<ClassOpened>(&event)) {
        effects.claims.push_back({ClaimChange::Kind::Take, "class/" + opened->terms.code});
    }
    return effects;
}

}  // namespace haven::outreach
