#include "services/employment/domain/seeker.hpp"

namespace haven::employment {
namespace {

using Events = std::vector<Seeker::Event>;
using State = Seeker::State;

// The two groups are of families on file: what they are called says so.
bool is_of_a_file(SeekerGroup group) {
    return group == SeekerGroup::HardshipWorker || group == SeekerGroup::HardshipGraduate;
}

Result<void> check_profile(const SeekerProfile& profile) {
    if (profile.group == SeekerGroup::Unset) {
        return invalid("GROUP_MISSING", "profile.group", "which group the person belongs to");
    }
    if (profile.schooling == SchoolingLevel::Unset) {
        return invalid("SCHOOLING_MISSING", "profile.schooling", "ANY where none was finished");
    }
    HAVEN_CHECKED(check_skills(profile.skills, "profile.skills"));
    if (profile.wage_wish != Money{}) {
        HAVEN_CHECKED(check_wage(profile.wage_wish, "profile.wage_wish_fen"));
    }
    return check_division(profile.division, "profile.division");
}

Result<void> check_file(const RegisterSeeker& command) {
    if (command.seeker.file.household.is_nil()) {
        if (!is_of_a_file(command.seeker.profile.group)) return {};
        return refused("FILE_NOT_ENROLLED", "this group is of families on file");
    }
    if (!command.file_open) return refused("FILE_NOT_ENROLLED", "the file is not open");
    if (!command.on_file) return refused("NOT_ON_FILE", "the person is not on this file");
    return {};
}

Result<Events> enter(const State& state, const RegisterSeeker& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (state.phase != SeekerState::Unset) {
        return failure(ErrorKind::Duplicate, "SEEKER_EXISTS", "this seeker was entered already");
    }
    SeekerRegistered seeker = command.seeker;
    seeker.registered_on = by.business_date;
    HAVEN_CHECKED(check_number_word(seeker.union_node, "union_node"));
    if (seeker.consent.empty()) {
        return refused("CONSENT_MISSING", "the person has not signed the notice on personal data");
    }
    HAVEN_CHECKED(check_number_word(seeker.consent, "consent"));
    HAVEN_CHECKED(check_profile(seeker.profile));
    HAVEN_CHECKED(check_working_age(seeker.birth, by.business_date));
    HAVEN_CHECKED(check_file(command));
    return Events{std::move(seeker)};
}

Result<void> check_seeking(const State& state) {
    if (state.phase == SeekerState::Seeking) return {};
    if (state.phase == SeekerState::Left) return refused("SEEKER_LEFT", "seeks work no more");
    return failure(ErrorKind::Missing, "SEEKER_MISSING", "there is no such seeker");
}

// The group of a family on file is what the file says; it is not chosen afterwards.
Result<Events> update(const State& state, const UpdateSeeker& command, const Context& by) {
    HAVEN_CHECKED(check_seeking(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_profile(command.profile));
    if (is_of_a_file(command.profile.group) && state.registered.file.household.is_nil()) {
        return refused("FILE_NOT_ENROLLED", "this group is of families on file");
    }
    if (command.profile == state.registered.profile) return Events{};
    return Events{SeekerUpdated{command.profile}};
}

Result<Events> leave(const State& state, const LeaveRegister& command, const Context& by) {
    if (state.phase == SeekerState::Left) return Events{};
    HAVEN_CHECKED(check_seeking(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    return Events{SeekerLeft{command.reason, by.business_date}};
}

}  // namespace

Result<Events> Seeker::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const RegisterSeeker& c) { return enter(state, c, by); },
        [&](const UpdateSeeker& c) { return update(state, c, by); },
        [&](const LeaveRegister& c) { return leave(state, c, by); });
}

State Seeker::evolve(State state, const Event& event) {
    match(
        event,
        [&](const SeekerRegistered& e) {
            state.phase = SeekerState::Seeking;
            state.registered = e;
        },
        [&](const SeekerUpdated& e) { state.registered.profile = e.profile; },
        [&](const SeekerLeft&) { state.phase = SeekerState::Left; });
    return state;
}

Effects Seeker::effects(const State& after, const Event& event) {
    Effects effects;
    const std::string claim = "seeker/" + after.registered.person.to_string();
    if (std::holds_alternative<SeekerRegistered>(event)) {
        effects.claims.push_back({ClaimChange::Kind::Take, claim});
    } else if (std::holds_alternative<SeekerLeft>(event)) {
        effects.claims.push_back({ClaimChange::Kind::Free, claim});
    }
    return effects;
}

}  // namespace haven::employment
