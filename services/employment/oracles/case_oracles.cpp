#include "services/employment/oracles/case_oracles.hpp"

#include <set>

namespace haven::employment {
namespace {

constexpr std::size_t kTries = 3;

}  // namespace

void CaseOracles::see(const log::Record& record, const Hire::Event& event) {
    Work& work = work_[record.stream_id];
    if (const auto* confirmed = std::get_if<HireConfirmed>(&event)) {
        work.seeker = confirmed->seeker;
        work.starts_on = confirmed->starts_on;
    } else if (std::holds_alternative<EmploymentEnded>(event)) {
        work.ended = true;
    }
}

void CaseOracles::see(const log::Record& record, const ServiceCase::Event& event,
                      const std::string& where) {
    Journal& journal = journals_[record.stream_id];
    steps_.see(step(journal, event), where);
    if (const auto* opened = std::get_if<CaseOpened>(&event)) {
        open(journal, opened->opened_on, where);
    } else if (const auto* again = std::get_if<CaseReopened>(&event)) {
        open(journal, again->reopened_on, where);
    } else if (const auto* closed = std::get_if<CaseClosed>(&event)) {
        outcomes_.see(rests(journal, *closed), where);
        auto& stretches = stretches_[journal.person];
        if (!stretches.empty()) stretches.back().to = closed->closed_on;
    }
}

void CaseOracles::open(const Journal& journal, Date day, const std::string& where) {
    stretches_[journal.person].push_back({day, {}, where});
}

bool CaseOracles::step(Journal& journal, const ServiceCase::Event& event) const {
    const bool open = journal.open;
    return match(
        event,
        [&](const CaseOpened& e) {
            journal.seeker = e.seeker;
            journal.person = e.person;
            journal.open = true;
            return !std::exchange(journal.known, true);
        },
        [&](const AdviceGiven&) {
            ++journal.entries;
            journal.advised = true;
            return open;
        },
        [&](const CaseReferred& e) {
            journal.referrals[e.number] = e.target;
            return open && e.number == ++journal.entries;
        },
        [&](const ReferralAnswered& e) {
            const auto found = journal.referrals.find(e.number);
            if (found == journal.referrals.end()) return false;
            // The registry answers when it does.
            const bool of_registry = found->second == ReferralTarget::Registry;
            journal.taken_up =
                journal.taken_up || (of_registry && e.result == ReferralResult::TakenUp);
            journal.referrals.erase(found);
            return open || of_registry;
        },
        [&](const FollowUpDue&) { return open; },
        [&](const FollowedUp& e) {
            ++journal.entries;
            journal.asked.push_back({e.asked_on, e.finding});
            return open;
        },
        [&](const CaseClosed&) {
            journal.open = false;
            return open;
        },
        [&](const CaseReopened&) {
            journal.open = true;
            return journal.known && !open;
        });
}

bool CaseOracles::rests(const Journal& journal, const CaseClosed& closed) const {
    switch (closed.outcome) {
        case CaseOutcome::Hired: {
            const auto work = work_.find(closed.rests_on);
            return work != work_.end() && work->second.seeker == journal.seeker &&
                   work->second.starts_on <= closed.closed_on && !work->second.ended;
        }
        case CaseOutcome::Advised:
            return journal.advised;
        case CaseOutcome::HandedOn:
            return journal.taken_up;
        case CaseOutcome::NotReached: {
            std::set<Date> days;
            for (auto asked = journal.asked.rbegin();
                 asked != journal.asked.rend() && days.size() < kTries; ++asked) {
                if (asked->finding != FollowUpFinding::NotReached) break;
                days.insert(asked->day);
            }
            return days.size() == kTries;
        }
        case CaseOutcome::Withdrawn:
            return true;
        case CaseOutcome::Unset:
            break;
    }
    return false;
}

std::vector<audit::Oracle> CaseOracles::verdicts() const {
    audit::Oracle one{"ONE_CASE", 0, "cases"};
    for (const auto& [_, stretches] : stretches_) see_at_a_time(stretches, 1, one);
    return {one, steps_, outcomes_};
}

}  // namespace haven::employment
