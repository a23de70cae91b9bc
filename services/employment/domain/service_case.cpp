#include "services/employment/domain/service_case.hpp"

#include <algorithm>
#include <ranges>
#include <set>

namespace haven::employment {
namespace {

using Events = std::vector<ServiceCase::Event>;
using State = ServiceCase::State;

constexpr int kFollowUpWithin = 90;  // days
constexpr int kSoon = 7;             // days until a case that was opened again is looked at
constexpr std::size_t kMostEntries = 200;
constexpr int kTries = 3;
constexpr const char* kTimer = "follow-up";

Result<void> check_there(const State& state) {
    if (state.phase != CaseState::Unset) return {};
    return failure(ErrorKind::Missing, "CASE_MISSING", "there is no such case");
}

Result<void> check_open(const State& state, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_there(state));
    if (state.phase == CaseState::Open) return {};
    return refused("CASE_CLOSED", "the case is closed");
}

Result<void> check_room(const State& state) {
    if (state.entries.size() < kMostEntries) return {};
    return refused("TOO_MANY_ITEMS", "a case has at most 200 entries");
}

Result<void> check_follow_up(Date on, const Context& by) {
    const bool ahead = on > by.business_date && on <= by.business_date.plus_days(kFollowUpWithin);
    if (on.is_set() && ahead) return {};
    return invalid("INVALID_FOLLOW_UP", "follow_up_on", "after today, at most 90 days ahead");
}

Result<Events> open(const State& state, const OpenCase& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (state.phase != CaseState::Unset) {
        return failure(ErrorKind::Duplicate, "CASE_EXISTS", "this case was entered already");
    }
    if (command.seeker.state != SeekerState::Seeking) {
        return refused("SEEKER_LEFT", "the person does not seek work");
    }
    if (command.need == CaseNeed::Unset) {
        return invalid("NEED_MISSING", "need", "what the person comes for");
    }
    HAVEN_CHECKED(check_number_word(command.counter, "counter"));
    HAVEN_CHECKED(check_follow_up(command.follow_up_on, by));
    return Events{CaseOpened{.service_case = command.service_case,
                             .seeker = command.seeker.id,
                             .person = command.seeker.person,
                             .need = command.need,
                             .counter = command.counter,
                             .follow_up_on = command.follow_up_on,
                             .opened_by = by.actor,
                             .opened_on = by.business_date}};
}

Result<Events> advise(const State& state, const Advise& command, const Context& by) {
    HAVEN_CHECKED(check_open(state, by));
    HAVEN_CHECKED(check_reason(command.policy, "policy"));
    const bool today = std::ranges::any_of(state.entries, [&](const CaseEntry& entry) {
        return entry.policy == command.policy && entry.day == by.business_date;
    });
    if (today) return Events{};
    HAVEN_CHECKED(check_room(state));
    return Events{AdviceGiven{command.policy, by.actor, by.business_date}};
}

Result<void> check_registry(const Refer& command) {
    if (command.file_open) return refused("ON_FILE_ALREADY", "the household's file is open");
    const auto& [id, person, name, phone, to, union_node, signs] = command.registry;
    if (!union_node.empty()) HAVEN_CHECKED(check_number_word(union_node, "union_node"));
    const std::set<HardshipSign> each(signs.begin(), signs.end());
    if (!each.empty() && each.size() == signs.size() && *each.begin() >= HardshipSign::Illness &&
        *each.rbegin() <= HardshipSign::Disability) {
        return {};
    }
    return invalid("INVALID_SIGNS", "signs", "of a person, each once");
}

Result<void> check_target(const Refer& command, const Context& by) {
    if (command.target == ReferralTarget::Unset) {
        return invalid("TARGET_MISSING", "target", "where the person is sent");
    }
    if (command.target == ReferralTarget::Registry) return check_registry(command);
    if (!command.vacancy) {
        return failure(ErrorKind::Missing, "VACANCY_MISSING", "there is no such vacancy");
    }
    const bool offered = command.vacancy->state == VacancyState::Open &&
                         command.vacancy->valid_until >= by.business_date;
    if (offered && command.shown) return {};  // I34
    return refused("VACANCY_NOT_OPEN", "the vacancy is offered no more, or is not shown");
}

Result<Events> refer(const State& state, const Refer& command, const Context& by) {
    HAVEN_CHECKED(check_open(state, by));
    HAVEN_CHECKED(check_target(command, by));
    const bool to_vacancy = command.target == ReferralTarget::Vacancy;
    const VacancyId vacancy = to_vacancy ? command.vacancy->id : VacancyId{};
    const bool under_way = std::ranges::any_of(state.entries, [&](const CaseEntry& entry) {
        return entry.target == command.target && entry.vacancy == vacancy &&
               entry.result == ReferralResult::Unset;
    });
    if (under_way) return refused("REFERRAL_OPEN", "the person was sent there already");
    HAVEN_CHECKED(check_room(state));
    CaseReferred referred{static_cast<int>(state.entries.size()) + 1, command.target, vacancy,
                          by.actor, by.business_date};
    if (!to_vacancy) {
        referred.registry = command.registry;
        referred.registry.person = state.opened.person;
        if (referred.registry.to.value == 0) referred.registry.to = by.federation;
        std::ranges::sort(referred.registry.signs);
    }
    return Events{std::move(referred)};
}

// The entry of that number; nothing where it is no referral.
const CaseEntry* referral(const State& state, int number) {
    if (number < 1 || static_cast<std::size_t>(number) > state.entries.size()) return nullptr;
    const CaseEntry& entry = state.entries[static_cast<std::size_t>(number) - 1];
    return entry.kind == CaseEntryKind::Referral ? &entry : nullptr;
}

Result<Events> answer(const State& state, const AnswerReferral& command, const Context& by) {
    HAVEN_CHECKED(check_open(state, by));
    if (command.result == ReferralResult::Unset) {
        return invalid("RESULT_MISSING", "result", "what came of it");
    }
    const CaseEntry* entry = referral(state, command.number);
    if (entry == nullptr) {
        return failure(ErrorKind::Missing, "REFERRAL_MISSING", "there is no such referral");
    }
    if (!entry->referral.is_nil()) {
        return refused("REGISTRY_ANSWERS", "what came of it the registry says");
    }
    if (entry->result == command.result) return Events{};
    if (entry->result != ReferralResult::Unset) {
        return refused("REFERRAL_ANSWERED", "what came of it is known already");
    }
    return Events{ReferralAnswered{command.number, command.result}};
}

// The first answer holds, also where the case was closed meanwhile.
Result<Events> note(const State& state, const NoteReferral& command) {
    HAVEN_CHECKED(check_there(state));
    if (command.referral.is_nil()) return Events{};
    const auto entry = std::ranges::find(state.entries, command.referral, &CaseEntry::referral);
    if (entry == state.entries.end() || entry->result != ReferralResult::Unset) return Events{};
    const auto number = static_cast<int>(entry - state.entries.begin()) + 1;
    return Events{ReferralAnswered{number, command.result}};
}

Result<Events> remind(const State& state, const Context& by) {
    if (state.phase != CaseState::Open) return Events{};
    const Date due = state.follow_up_on;
    if (due > by.business_date || due == state.reminded_of) return Events{};
    return Events{FollowUpDue{due}};
}

// Once a day: tries on one day are one try.
Result<Events> follow_up(const State& state, const FollowUp& command, const Context& by) {
    HAVEN_CHECKED(check_open(state, by));
    const bool found =
        command.channel != ContactChannel::Unset && command.finding != FollowUpFinding::Unset;
    if (!found) return invalid("CONTACT_MISSING", "finding", "how and what was found");
    HAVEN_CHECKED(check_follow_up(command.follow_up_on, by));
    const auto today = std::ranges::find_if(state.entries, [&](const CaseEntry& entry) {
        return entry.kind == CaseEntryKind::FollowUp && entry.day == by.business_date;
    });
    if (today != state.entries.end()) {
        const bool same = today->channel == command.channel && today->finding == command.finding &&
                          state.follow_up_on == command.follow_up_on;
        if (same) return Events{};
        return refused("FOLLOWED_UP_TODAY", "the person was asked today already");
    }
    HAVEN_CHECKED(check_room(state));
    return Events{FollowedUp{command.channel, command.finding, command.follow_up_on, by.actor,
                             by.business_date}};
}

// The last days on which the person was asked, without being reached.
bool out_of_reach(const State& state) {
    int tries = 0;
    for (const CaseEntry& entry : state.entries | std::views::reverse) {
        if (entry.kind != CaseEntryKind::FollowUp) continue;
        if (entry.finding != FollowUpFinding::NotReached) return false;
        if (++tries == kTries) return true;
    }
    return false;
}

Result<void> check_hire(const State& state, const CloseCase& command, const Context& by) {
    if (!command.hire) return failure(ErrorKind::Missing, "HIRE_MISSING", "there is no such hire");
    if (command.hire->seeker != state.opened.seeker) {
        return refused("HIRE_OF_ANOTHER", "the hire is of somebody else");
    }
    if (command.hire->ended) return refused("EMPLOYMENT_ENDED", "the employment has ended");
    if (command.hire->starts_on <= by.business_date) return {};
    return refused("HIRE_NOT_BEGUN", "the first day of work is to come");
}

// What an outcome rests on.
Result<void> check_outcome(const State& state, const CloseCase& command, const Context& by) {
    const auto some = [&](auto holds) { return std::ranges::any_of(state.entries, holds); };
    if (command.outcome == CaseOutcome::Hired) return check_hire(state, command, by);
    if (command.hire) return refused("OUTCOME_DIFFERS", "a hire goes with HIRED only");
    switch (command.outcome) {
        case CaseOutcome::Advised:
            if (some([](const CaseEntry& e) { return e.kind == CaseEntryKind::Advice; })) return {};
            return refused("ADVICE_MISSING", "no advice was given");
        case CaseOutcome::HandedOn:
            if (some([](const CaseEntry& e) {
                    return e.target == ReferralTarget::Registry &&
                           e.result == ReferralResult::TakenUp;
                })) {
                return {};
            }
            return refused("REFERRAL_NOT_TAKEN_UP", "the registry has not taken it up");
        case CaseOutcome::NotReached:
            if (out_of_reach(state)) return {};
            return refused("TRIES_MISSING", "not reached on three days, the last ones");
        case CaseOutcome::Withdrawn:
            return {};
        case CaseOutcome::Hired:
        case CaseOutcome::Unset:
            break;
    }
    return invalid("CASE_OUTCOME_MISSING", "outcome", "how the case ended");
}

Result<Events> close(const State& state, const CloseCase& command, const Context& by) {
    const Uuid rests_on = command.hire ? command.hire->id.uuid : Uuid{};
    if (state.phase == CaseState::Closed && state.outcome == command.outcome &&
        state.rests_on == rests_on) {
        return Events{};
    }
    HAVEN_CHECKED(check_open(state, by));
    HAVEN_CHECKED(check_outcome(state, command, by));
    return Events{CaseClosed{command.outcome, rests_on, by.actor, by.business_date}};
}

Result<Events> reopen(const State& state, const ReopenCase& command, const Context& by) {
    HAVEN_CHECKED(check_there(state));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    if (command.ended.is_nil()) {
        HAVEN_CHECKED(check_staff(by));
        if (state.phase == CaseState::Open) return refused("CASE_OPEN", "the case is open");
    } else if (state.phase == CaseState::Open || state.rests_on != command.ended.uuid) {
        return Events{};  // it does not rest on that work
    }
    return Events{
        CaseReopened{command.reason, by.business_date.plus_days(kSoon), by.business_date}};
}

void go_on(State& state, Date follow_up_on) {
    state.phase = CaseState::Open;
    state.follow_up_on = follow_up_on;
}

}  // namespace

Result<Events> ServiceCase::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const OpenCase& c) { return open(state, c, by); },
        [&](const Advise& c) { return advise(state, c, by); },
        [&](const Refer& c) { return refer(state, c, by); },
        [&](const AnswerReferral& c) { return answer(state, c, by); },
        [&](const NoteReferral& c) { return note(state, c); },
        [&](const RemindFollowUp&) { return remind(state, by); },
        [&](const FollowUp& c) { return follow_up(state, c, by); },
        [&](const CloseCase& c) { return close(state, c, by); },
        [&](const ReopenCase& c) { return reopen(state, c, by); });
}

State ServiceCase::evolve(State state, const Event& event) {
    match(
        event,
        [&](const CaseOpened& e) {
            state.opened = e;
            go_on(state, e.follow_up_on);
        },
        [&](const AdviceGiven& e) {
            state.entries.push_back(
                {.kind = CaseEntryKind::Advice, .day = e.given_on, .policy = e.policy});
        },
        [&](const CaseReferred& e) {
            state.entries.push_back({.kind = CaseEntryKind::Referral,
                                     .day = e.referred_on,
                                     .target = e.target,
                                     .vacancy = e.vacancy,
                                     .referral = e.registry.id});
        },
        [&](const ReferralAnswered& e) {
            if (referral(state, e.number) == nullptr) return;
            state.entries[static_cast<std::size_t>(e.number) - 1].result = e.result;
        },
        [&](const FollowUpDue& e) { state.reminded_of = e.due_on; },
        [&](const FollowedUp& e) {
            state.entries.push_back({.kind = CaseEntryKind::FollowUp,
                                     .day = e.asked_on,
                                     .channel = e.channel,
                                     .finding = e.finding});
            state.follow_up_on = e.follow_up_on;
        },
        [&](const CaseClosed& e) {
            state.phase = CaseState::Closed;
            state.outcome = e.outcome;
            state.rests_on = e.rests_on;
            state.closed_on = e.closed_on;
            state.follow_up_on = {};
        },
        [&](const CaseReopened& e) {
            go_on(state, e.follow_up_on);
            state.outcome = CaseOutcome::Unset;
            state.rests_on = {};
            state.closed_on = {};
            ++state.reopened;
        });
    return state;
}

Effects ServiceCase::effects(const State& after, const Event& event) {
    Effects effects;
    const std::string claim = "case/" + after.opened.person.to_string();
    const auto take = [&] {
        effects.claims.push_back({ClaimChange::Kind::Take, claim});
        effects.timers.push_back({kTimer, after.follow_up_on});
    };
    match(
        event, [&](const CaseOpened&) { take(); }, [](const AdviceGiven&) {},
        [](const CaseReferred&) {}, [](const ReferralAnswered&) {},
        [&](const FollowUpDue&) { effects.timers.push_back({kTimer, std::nullopt}); },
        [&](const FollowedUp&) { effects.timers.push_back({kTimer, after.follow_up_on}); },
        [&](const CaseClosed&) {
            effects.claims.push_back({ClaimChange::Kind::Free, claim});
            effects.timers.push_back({kTimer, std::nullopt});
        },
        [&](const CaseReopened&) { take(); });
    return effects;
}

std::optional<ServiceCase::Command> ServiceCase::on_timer(const State& state,
                                                          const TimerFired& fired) {
    if (state.phase != CaseState::Open || fired.key != kTimer) return std::nullopt;
    return RemindFollowUp{};
}

}  // namespace haven::employment
