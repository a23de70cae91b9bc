// Household: the file of one hardship household, from application to exit and follow-up. One open
// file per person is the claim "open-file/<person_id>", taken for every member when the application
// comes in and freed when it fails or the file ends.
//
//     auto events = Household::decide(state, AssessHousehold{…}, context);
//
// Refusal reasons are listed in services/registry/README.md. Pure; any thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libs/decider/decider.hpp"
#include "services/registry/domain/commands.hpp"
#include "services/registry/domain/events.hpp"

namespace haven::registry {

struct Household {
    struct Check {
        Uuid request;
        Date requested_on = {};
        MeansCheckState state = MeansCheckState::None;  // None: awaited
        MeansFigures figures = {};
        Date answered_on = {};

        bool operator==(const Check&) const = default;
    };

    struct Notice {
        std::string subject;
        Sealed row = {};
        Date first_day = {};
        Date last_day = {};
        std::string place = {};
        Date closed_on = {};

        [[nodiscard]] bool closed() const { return closed_on.is_set(); }

        bool operator==(const Notice&) const = default;
    };

    // What one entitlement has paid and not got back.
    struct Credit {
        std::int32_t year = 0;
        AidItem item = AidItem::None;
        Money amount = {};
        std::string measure_id = {};

        bool operator==(const Credit&) const = default;
    };

    // Where a file stands apart from suspension and exit, which lie on top of Enrolled.
    struct State {
        HouseholdState phase = HouseholdState::None;
        FederationNo federation;
        ApplicationSubmitted application;  // members' authorisations are kept current
        std::optional<HouseholdImported> imported;
        std::optional<Payee> changed_payee;
        std::optional<PayeeChangeProposed> proposed_payee;
        std::vector<StaffId> investigators;
        bool investigated = false;
        bool returned_before = false;
        Date complete_by;
        std::optional<Check> check;
        std::optional<HouseholdClassified> decision;  // what made the class it has now
        std::optional<Notice> notice;
        std::vector<Uuid> open_objections;
        Date enrolled_on;
        Date review_anchor;  // anniversaries are counted from here: 29 February comes back
        Date review_valid_until;
        std::int32_t review_months = 0;
        std::int32_t review_reminder_months = 0;
        bool review_reminded = false;
        std::map<Uuid, RetainedJob> jobs;          // that are kept, by hire
        bool income_changed = false;               // since the last review
        std::optional<RetainedJob> resolving_job;  // that the exit rests on
        std::set<SuspensionReason> suspensions;    // aid goes on when none is left
        std::optional<ExitProposed> exit;
        std::map<std::int32_t, std::vector<Measure>> plans;  // by year
        std::set<std::string> stopped_measures;  // by a closing; what they paid counts, no more
        std::map<std::string, Credit> credits;   // by entitlement
        // Entitlement and instalment that are held until the payee is corrected.
        std::set<std::pair<std::string, std::int32_t>> waits_for_payee;
        std::vector<std::string> programmes;
        Date closed_on;
        ExitKind exit_kind = ExitKind::None;
        std::vector<std::int32_t> follow_up_months;
        std::vector<std::int32_t> follow_ups_due;
        bool follow_up_closed = false;
        bool relapse_seen = false;
        Money aid_paid;  // credited and not returned

        bool operator==(const State&) const = default;

        // Open and on file, suspended or not.
        [[nodiscard]] bool on_file() const { return phase == HouseholdState::Enrolled; }
        // What lists show: suspension and a proposed exit on top of the phase.
        [[nodiscard]] HouseholdState shown() const;
        [[nodiscard]] bool suspended() const { return !suspensions.empty(); }
        // Of our own application, or of the old system's file.
        [[nodiscard]] HouseholdId household() const;
        [[nodiscard]] const std::vector<HardshipCause>& causes() const;
        [[nodiscard]] FileTier tier() const;
        [[nodiscard]] FileRound round() const;
        [[nodiscard]] const std::vector<Member>& members() const;
        [[nodiscard]] const Payee& payee() const;
        [[nodiscard]] HardshipClass hardship_class() const;
        // The measures of a year that no closing has stopped.
        [[nodiscard]] std::vector<Measure> running_measures(std::int32_t year) const;
        // The last year that has running measures; 0 without any.
        [[nodiscard]] std::int32_t last_planned_year() const;
    };

    using Command = HouseholdCommand;
    using Event = HouseholdEvent;

    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    static Effects effects(const State& after, const Event& event);
    static std::optional<Command> on_timer(const State& state, const TimerFired& fired);
};

// The claim that a person holds while an application or a file of the household is open.
std::string open_file_claim(PersonId person);

}  // namespace haven::registry
