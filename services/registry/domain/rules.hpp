// Rules as data: dibao lines and rule sets with their dates (design §7, docs/rules.md R1 to R5).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/registry/domain/types.hpp"

namespace haven::registry {

struct DibaoLine {
    std::string line_id;  // "610302-URBAN-2020-01-01"
    std::string division;
    Residence residence = Residence::None;
    Money monthly;
    Date effective_from;
    std::string source;
    bool placeholder = false;

    bool operator==(const DibaoLine&) const = default;
};

// One test of a rule set; see haven.registry.v1.ClassTest.
struct ClassTest {
    HardshipClass gives = HardshipClass::None;
    std::int32_t multiple_permille = 0;
    bool strict = false;
    std::int32_t min_months_below_without_relief = 0;
    std::vector<HardshipCause> causes = {};
    std::int32_t cost_gt_income_percent = 0;
    bool above_if_cost_ruins = false;
    bool ignores_line = false;
    bool temporary_only = false;

    bool operator==(const ClassTest&) const = default;
};

struct PlanCap {
    HardshipClass of = HardshipClass::None;
    std::int32_t living_months = 0;
    std::int32_t medical_self_paid_percent = 0;
    bool single_item = false;

    bool operator==(const PlanCap&) const = default;
};

// Who agrees before a household gets more of an item in a year (I24).
struct ApprovalRule {
    AidItem item = AidItem::None;
    Money above;
    FileTier level = FileTier::None;  // of the union that agrees, or one above it

    bool operator==(const ApprovalRule&) const = default;
};

struct ProgrammeRule {
    std::string programme;  // "PILOT-2018"
    Date effective_from;
    Money annual;
    std::vector<HardshipCause> causes = {};  // one of them must be among the household's

    bool operator==(const ProgrammeRule&) const = default;
};

// A day of every year.
struct DueDay {
    unsigned month = 0;
    unsigned day = 0;

    bool operator==(const DueDay&) const = default;
};

// When files may be applied for in a round; an unset last day is open.
struct RoundRule {
    FileRound round = FileRound::Unset;
    Date first_day;
    Date last_day;

    bool operator==(const RoundRule&) const = default;
};

struct RuleSet {
    std::string rule_set_id;  // "CN-UNION-2020"
    Date effective_from;
    Date effective_until;  // inclusive; unset = open
    std::string source;
    FileTier tier = FileTier::None;  // the highest tier its tests give
    std::vector<ClassTest> tests = {};
    std::vector<PropertySign> exclusions = {};
    std::int32_t migrant_months = 0;
    std::int32_t notice_working_days = 0;
    std::int32_t means_check_valid_days = 0;
    std::int32_t review_months = 0;
    std::int32_t review_reminder_months = 0;
    std::int32_t complete_within_days = 0;
    std::vector<std::int32_t> follow_up_months = {};
    std::vector<PlanCap> caps = {};
    std::vector<ProgrammeRule> programmes = {};
    std::int32_t investigation_days = 0;
    std::int32_t review_window_months = 0;
    std::int32_t meeting_minimum = 0;
    std::vector<DueDay> due_days = {};  // of LIVING and programmes; the first is everybody's
    std::vector<RoundRule> rounds = {};
    std::vector<ApprovalRule> approvals = {};

    bool operator==(const RuleSet&) const = default;
};

// What the Api puts into a command, so that a decision is pure: all rule sets, and the lines of the
// household's division and kind.
struct Rules {
    std::vector<RuleSet> sets = {};
    std::vector<DibaoLine> lines = {};

    bool operator==(const Rules&) const = default;
};

// nullptr: none in force on that day. Valid as long as `sets`.
const RuleSet* in_force(std::span<const RuleSet> sets, Date on);
// The line that started last before or on that day.
const DibaoLine* in_force(std::span<const DibaoLine> lines, Date on);
const RuleSet* find_set(std::span<const RuleSet> sets, std::string_view id);

}  // namespace haven::registry
