// The tables of the read side. The engine adds `federation` and `last_offset`.
#pragma once

#include <span>

#include "libs/log/row.hpp"

namespace haven::employment {

extern const log::Table kFairTable;
extern const log::Table kEmployerTable;
extern const log::Table kParticipationTable;
extern const log::Table kVacancyTable;
extern const log::Table kVacancySkillsTable;
extern const log::Table kSeekerTable;
extern const log::Table kIntentTable;
extern const log::Table kHireTable;
extern const log::Table kRetentionTable;
extern const log::Table kRetentionDueTable;
extern const log::Table kServiceCaseTable;
extern const log::Table kCaseEntryTable;
extern const log::Table kPostRulesTable;
extern const log::Table kAllotmentTable;
extern const log::Table kBasicPostTable;
extern const log::Table kSubsidyRulesTable;
extern const log::Table kCourseTable;
extern const log::Table kEnrolmentTable;
extern const log::Table kFamilyTable;
extern const log::Table kFamilyEntryTable;
extern const log::Table kFamilyPersonTable;
extern const log::Table kFamilyExitTable;

std::span<const log::Table* const> tables();

}  // namespace haven::employment
