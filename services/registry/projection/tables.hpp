// The tables of the registry's projections. Their SQL is migrations/0001_registry.sql; a test
// compares the two. Enumerators stand as the numbers of haven.registry.v1; lists as comma-separated
// text.
#pragma once

#include <span>

#include "libs/log/row.hpp"

namespace haven::registry::tables {

// One row a file, as lists and the file's page show it.
extern const log::Table kHousehold;
// Members of every file; personal fields are ciphertext.
extern const log::Table kHouseholdMember;
// One row for each time a file was open: figures as of a day are counted here.
extern const log::Table kFilePeriod;
// Files that joined a programme.
extern const log::Table kProgrammeMember;
// Measures of help plans.
extern const log::Table kPlanMeasure;
// Why a class was given or not: the comparison of each decision.
extern const log::Table kClassDecision;
// One row an event of a file.
extern const log::Table kTimeline;
// Notices that are posted; a row goes when the notice is taken down.
extern const log::Table kNotice;
// Requests to civil affairs; state 0 = awaited.
extern const log::Table kMeansCheck;
// What is to be done at a file: at most one thing.
extern const log::Table kWorkItem;
// What an import is compared with when it comes again.
extern const log::Table kImportedFile;
// The union tree.
extern const log::Table kUnionNode;
// Staff with their public keys.
extern const log::Table kStaff;
// Enterprises and the programmes that list them.
extern const log::Table kEnterprise;
// Dibao lines.
extern const log::Table kDibaoLine;
// Rule sets; content is the stored RuleSetAdded.
extern const log::Table kRuleSet;
// People whom outreach has referred; personal fields are ciphertext.
extern const log::Table kReferral;

// All of them.
std::span<const log::Table* const> all();

}  // namespace haven::registry::tables
