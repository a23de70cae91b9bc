#include "services/scholarship/domain/application.hpp"

#include <algorithm>

#include "services/scholarship/domain/application_phases.hpp"

namespace haven::scholarship {
namespace {

using Events = application::Events;
using State = Application::State;

constexpr const char* kNoticeTimer = "notice-close";

// By what a family is counted.
std::vector<std::string> family_keys(const ScholarshipApplied& applied) {
    std::vector<std::string> keys;
    for (const PersonId& person : applied.family) keys.push_back(person.to_string());
    if (!keys.empty()) return keys;
    return {applied.file.household.is_nil() ? applied.parent.to_string()
                                            : applied.file.household.to_string()};
}

void hold_nomination(const State& state, ClaimChange::Kind kind, Effects& effects) {
    const ScholarshipApplied& applied = state.applied;
    if (applied.counts_as_hardship_aid) {
        effects.claims.push_back(
            {kind, hardship_claim(applied.student, applied.year, applied.stage)});
    }
    const std::int64_t delta = kind == ClaimChange::Kind::Take ? 1 : -1;
    const StudentNominated& nomination = *state.nomination;
    const std::string scheme = applied.scheme.to_string();
    if (nomination.places > 0) {
        effects.quotas.push_back({"scheme-places/" + scheme, delta, nomination.places});
    }
    if (nomination.per_family == 0) return;
    for (const std::string& key : family_keys(applied)) {
        effects.quotas.push_back(
            {"scheme-family/" + scheme + '/' + key, delta, nomination.per_family});
    }
}

bool ends_application(const Application::Event& event) {
    return std::holds_alternative<ApplicationExcluded>(event) ||
           std::holds_alternative<ScholarshipRejected>(event) ||
           std::holds_alternative<ScholarshipWithdrawn>(event) ||
           std::holds_alternative<ApplicationReleased>(event);
}

void take_down_notice(State& state) {
    state.notice.reset();
    state.notice_closed_on = {};
    state.open_objections.clear();
}

void close_objection(State& state, const Uuid& objection) {
    std::erase(state.open_objections, objection);
}

}  // namespace

std::string hardship_claim(const PersonId& student, int year, StudyStage stage) {
    return "hardship-award/" + student.to_string() + '/' + std::to_string(year) + '/' +
           std::to_string(static_cast<int>(level_of(stage)));
}

Result<Events> Application::decide(const State& state, const Command& command, const Context& by) {
    return std::visit([&](const auto& c) { return application::decide(state, c, by); }, command);
}

State Application::evolve(State state, const Event& event) {
    using enum ApplicationState;
    match(
        event,
        [&](const ScholarshipApplied& e) {
            state.phase = Applied;
            state.applied = e;
        },
        [&](const StudentSurveyed& e) {
            state.phase = Surveyed;
            state.surveyor = e.surveyor;
            state.finding = e.finding;
        },
        [&](const ApplicationChecked& e) {
            state.phase = Checked;
            state.checker = e.checker;
        },
        [&](const ApplicationExcluded& e) {
            state.phase = Excluded;
            state.checker = e.checker;
        },
        [&](const StudentNominated& e) {
            state.phase = Nominated;
            state.nomination = e;
        },
        [&](const NominationLapsed&) { take_down_notice(state); },
        [&](const AwardNoticeOpened& e) {
            state.phase = Noticed;
            state.notice = e;
        },
        [&](const AwardNoticeClosed& e) {
            state.phase = Ready;
            state.notice_closed_on = e.closed_on;
        },
        [&](const AwardObjectionRaised& e) { state.open_objections.push_back(e.objection); },
        [&](const AwardObjectionDismissed& e) { close_objection(state, e.objection); },
        [&](const AwardObjectionUpheld&) { state.phase = Applied; },
        [&](const ApplicationRolled& e) {
            state.phase = OnRoll;
            state.roll = e.roll;
        },
        [&](const RollEntryRefused&) {},
        [&](const ApplicationUnrolled&) {
            state.phase = Ready;
            state.roll = {};
        },
        [&](const ApplicationAwarded& e) {
            state.phase = Awarded;
            state.award = e.award;
        },
        [&](const ScholarshipRejected&) { state.phase = Rejected; },
        [&](const ScholarshipWithdrawn&) { state.phase = Withdrawn; },
        [&](const ApplicationReleased&) { state.phase = Released; });
    return state;
}

Effects Application::effects(const State& after, const Event& event) {
    Effects effects;
    const auto& applied = after.applied;
    const std::string own =
        "application/" + applied.scheme.to_string() + '/' + applied.student.to_string();
    if (std::holds_alternative<ScholarshipApplied>(event)) {
        effects.claims.push_back({ClaimChange::Kind::Take, own});
    } else if (ends_application(event)) {
        effects.claims.push_back({ClaimChange::Kind::Free, own});
    } else if (std::holds_alternative<StudentNominated>(event)) {
        hold_nomination(after, ClaimChange::Kind::Take, effects);
    } else if (std::holds_alternative<NominationLapsed>(event)) {
        hold_nomination(after, ClaimChange::Kind::Free, effects);
        effects.timers.push_back({kNoticeTimer, std::nullopt});
    } else if (const auto* opened = std::get_if<AwardNoticeOpened>(&event)) {
        effects.timers.push_back({kNoticeTimer, opened->last_day.plus_days(1)});
    } else if (std::holds_alternative<AwardNoticeClosed>(event)) {
        effects.timers.push_back({kNoticeTimer, std::nullopt});
    }
    return effects;
}

std::optional<Application::Command> Application::on_timer(const State& state,
                                                          const TimerFired& fired) {
    if (fired.key != kNoticeTimer || state.phase != ApplicationState::Noticed) return std::nullopt;
    return CloseAwardNotice{};
}

}  // namespace haven::scholarship
