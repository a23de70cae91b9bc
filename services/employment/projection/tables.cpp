#include "services/employment/projection/tables.hpp"

namespace haven::employment {

using log::ColumnType;

const log::Table kFairTable{"fair",
                            {{"fair_id", ColumnType::Uuid},
                             {"code", ColumnType::Text},
                             {"venue", ColumnType::Text},
                             {"first_day", ColumnType::Date},
                             {"days", ColumnType::Int64},
                             {"stalls", ColumnType::Int64},
                             {"cancelled", ColumnType::Bool},
                             {"reported_firms", ColumnType::Int64},
                             {"reported_posts", ColumnType::Int64},
                             {"reported_intents", ColumnType::Int64},
                             {"reported_on", ColumnType::Date}},
                            1};

const log::Table kEmployerTable{"employer",
                                {{"employer_id", ColumnType::Uuid},
                                 {"uscc", ColumnType::Text},
                                 {"kind", ColumnType::Int64},
                                 {"licence_no", ColumnType::Text},
                                 {"licence_until", ColumnType::Date},
                                 {"is_agency", ColumnType::Bool},
                                 {"permit_no", ColumnType::Text},
                                 {"permit_until", ColumnType::Date},
                                 {"barred_until", ColumnType::Date}},
                                1};

const log::Table kParticipationTable{"participation",
                                     {{"participation_id", ColumnType::Uuid},
                                      {"fair_id", ColumnType::Uuid},
                                      {"uscc", ColumnType::Text},
                                      {"branch", ColumnType::Text},
                                      {"state", ColumnType::Int64},
                                      {"stall", ColumnType::Int64},
                                      {"refusal", ColumnType::Int64},
                                      {"applied_on", ColumnType::Date}},
                                     1};

const log::Table kVacancyTable{"vacancy",
                               {{"vacancy_id", ColumnType::Uuid},
                                {"fair_id", ColumnType::Uuid},
                                {"uscc", ColumnType::Text},
                                {"occupation", ColumnType::Text},
                                {"conditions", ColumnType::Text},
                                {"posts", ColumnType::Int64},
                                {"wage_min_fen", ColumnType::Int64},
                                {"wage_max_fen", ColumnType::Int64},
                                {"min_schooling", ColumnType::Int64},
                                {"min_age", ColumnType::Int64},
                                {"max_age", ColumnType::Int64},
                                {"insurance", ColumnType::Int64},
                                {"division", ColumnType::Text},
                                {"valid_until", ColumnType::Date},
                                {"state", ColumnType::Int64},
                                {"rejection", ColumnType::Int64},
                                {"found", ColumnType::Text},
                                {"content", ColumnType::Text}},
                               1};

const log::Table kVacancySkillsTable{
    "vacancy_skills", {{"vacancy_id", ColumnType::Uuid}, {"skills", ColumnType::Text}}, 1};

const log::Table kSeekerTable{"seeker",
                              {{"seeker_id", ColumnType::Uuid},
                               {"person_id", ColumnType::Uuid},
                               {"seeker_group", ColumnType::Int64},
                               {"schooling", ColumnType::Int64},
                               {"wage_wish_fen", ColumnType::Int64},
                               {"division", ColumnType::Text},
                               {"household_id", ColumnType::Uuid},
                               {"file_federation", ColumnType::Int64},
                               {"union_node", ColumnType::Text},
                               {"state", ColumnType::Int64},
                               {"registered_on", ColumnType::Date}},
                              1};

const log::Table kIntentTable{"intent",
                              {{"intent_id", ColumnType::Uuid},
                               {"fair_id", ColumnType::Uuid},
                               {"person_id", ColumnType::Uuid},
                               {"seeker_id", ColumnType::Uuid},
                               {"vacancy_id", ColumnType::Uuid},
                               {"uscc", ColumnType::Text},
                               {"reached_on", ColumnType::Date},
                               {"state", ColumnType::Int64}},
                              1};

const log::Table kHireTable{"hire",
                            {{"hire_id", ColumnType::Uuid},
                             {"seeker_id", ColumnType::Uuid},
                             {"person_id", ColumnType::Uuid},
                             {"seeker_group", ColumnType::Int64},
                             {"household_id", ColumnType::Uuid},
                             {"file_federation", ColumnType::Int64},
                             {"uscc", ColumnType::Text},
                             {"vacancy_id", ColumnType::Uuid},
                             {"intent_id", ColumnType::Uuid},
                             {"contract", ColumnType::Int64},
                             {"starts_on", ColumnType::Date},
                             {"contract_until", ColumnType::Date},
                             {"monthly_wage_fen", ColumnType::Int64},
                             {"ended_on", ColumnType::Date},
                             {"end_reason", ColumnType::Int64}},
                            1};

const log::Table kRetentionTable{"retention",
                                 {{"hire_id", ColumnType::Uuid},
                                  {"month", ColumnType::Int64},
                                  {"monthly_wage_fen", ColumnType::Int64},
                                  {"evidence", ColumnType::Int64},
                                  {"income_evidenced", ColumnType::Bool},
                                  {"confirmed_on", ColumnType::Date}},
                                 2};

const log::Table kRetentionDueTable{
    "retention_due",
    {{"hire_id", ColumnType::Uuid}, {"month", ColumnType::Int64}, {"due_on", ColumnType::Date}},
    2};

const log::Table kServiceCaseTable{"service_case",
                                   {{"case_id", ColumnType::Uuid},
                                    {"seeker_id", ColumnType::Uuid},
                                    {"person_id", ColumnType::Uuid},
                                    {"need", ColumnType::Int64},
                                    {"counter", ColumnType::Text},
                                    {"opened_on", ColumnType::Date},
                                    {"follow_up_on", ColumnType::Date},
                                    {"state", ColumnType::Int64},
                                    {"outcome", ColumnType::Int64},
                                    {"rests_on", ColumnType::Uuid},
                                    {"closed_on", ColumnType::Date},
                                    {"reopened", ColumnType::Int64}},
                                   1};

const log::Table kCaseEntryTable{"case_entry",
                                 {{"case_id", ColumnType::Uuid},
                                  {"number", ColumnType::Int64},
                                  {"kind", ColumnType::Int64},
                                  {"day", ColumnType::Date},
                                  {"policy", ColumnType::Text},
                                  {"target", ColumnType::Int64},
                                  {"vacancy_id", ColumnType::Uuid},
                                  {"result", ColumnType::Int64},
                                  {"channel", ColumnType::Int64},
                                  {"finding", ColumnType::Int64}},
                                 2};

const log::Table kPostRulesTable{"post_rules",
                                 {{"rules_id", ColumnType::Uuid},
                                  {"code", ColumnType::Text},
                                  {"effective_from", ColumnType::Date},
                                  {"min_age_men", ColumnType::Int64},
                                  {"min_age_women", ColumnType::Int64},
                                  {"months_jobless", ColumnType::Int64},
                                  {"max_months", ColumnType::Int64},
                                  {"source", ColumnType::Text}},
                                 1};

const log::Table kAllotmentTable{"post_allotment",
                                 {{"allotment_id", ColumnType::Uuid},
                                  {"code", ColumnType::Text},
                                  {"funder", ColumnType::Text},
                                  {"first_day", ColumnType::Date},
                                  {"last_day", ColumnType::Date},
                                  {"posts", ColumnType::Int64},
                                  {"source", ColumnType::Text}},
                                 1};

const log::Table kBasicPostTable{"basic_post",
                                 {{"post_id", ColumnType::Uuid},
                                  {"seeker_id", ColumnType::Uuid},
                                  {"person_id", ColumnType::Uuid},
                                  {"allotment_id", ColumnType::Uuid},
                                  {"uscc", ColumnType::Text},
                                  {"work", ColumnType::Text},
                                  {"rules", ColumnType::Text},
                                  {"age", ColumnType::Int64},
                                  {"months_jobless", ColumnType::Int64},
                                  {"offered_on", ColumnType::Date},
                                  {"state", ColumnType::Int64},
                                  {"starts_on", ColumnType::Date},
                                  {"last_day", ColumnType::Date},
                                  {"ended_on", ColumnType::Date},
                                  {"end_reason", ColumnType::Int64}},
                                 1};

const log::Table kSubsidyRulesTable{"subsidy_rules",
                                    {{"rules_id", ColumnType::Uuid},
                                     {"code", ColumnType::Text},
                                     {"effective_from", ColumnType::Date},
                                     {"highest_fen", ColumnType::Int64},
                                     {"yearly_fen", ColumnType::Int64},
                                     {"request_days", ColumnType::Int64},
                                     {"source", ColumnType::Text}},
                                    1};

const log::Table kCourseTable{"course",
                              {{"course_id", ColumnType::Uuid},
                               {"code", ColumnType::Text},
                               {"skill", ColumnType::Text},
                               {"units", ColumnType::Int64},
                               {"first_day", ColumnType::Date},
                               {"last_day", ColumnType::Date},
                               {"subsidy_fen", ColumnType::Int64},
                               {"fund_line_id", ColumnType::Uuid},
                               {"source", ColumnType::Text}},
                              1};

const log::Table kEnrolmentTable{"enrolment",
                                 {{"enrolment_id", ColumnType::Uuid},
                                  {"course_id", ColumnType::Uuid},
                                  {"code", ColumnType::Text},
                                  {"seeker_id", ColumnType::Uuid},
                                  {"person_id", ColumnType::Uuid},
                                  {"units", ColumnType::Int64},
                                  {"units_done", ColumnType::Int64},
                                  {"enrolled_on", ColumnType::Date},
                                  {"certificate_no", ColumnType::Text},
                                  {"certified_on", ColumnType::Date},
                                  {"subsidy_fen", ColumnType::Int64},
                                  {"state", ColumnType::Int64},
                                  {"note", ColumnType::Text},
                                  {"payee_last4", ColumnType::Text},
                                  {"approved_on", ColumnType::Date},
                                  {"bank_serial", ColumnType::Text},
                                  {"credited_on", ColumnType::Date}},
                                 1};

const log::Table kFamilyTable{"family",
                              {{"household_id", ColumnType::Uuid},
                               {"round", ColumnType::Int64},
                               {"open", ColumnType::Bool},
                               {"enrolled", ColumnType::Bool}},
                              1};

const log::Table kFamilyEntryTable{
    "family_entry", {{"household_id", ColumnType::Uuid}, {"entered_on", ColumnType::Date}}, 1};

const log::Table kFamilyPersonTable{
    "family_person", {{"household_id", ColumnType::Uuid}, {"person_id", ColumnType::Uuid}}, 2};

const log::Table kFamilyExitTable{"family_exit",
                                  {{"household_id", ColumnType::Uuid},
                                   {"hire_id", ColumnType::Uuid},
                                   {"person_id", ColumnType::Uuid},
                                   {"monthly_wage_fen", ColumnType::Int64},
                                   {"resolved_on", ColumnType::Date}},
                                  1};

std::span<const log::Table* const> tables() {
    static const log::Table* const all[] = {
        &kFairTable,          &kEmployerTable,     &kParticipationTable, &kVacancyTable,
        &kVacancySkillsTable, &kSeekerTable,       &kIntentTable,        &kHireTable,
        &kRetentionTable,     &kRetentionDueTable, &kServiceCaseTable,   &kCaseEntryTable,
        &kPostRulesTable,     &kAllotmentTable,    &kBasicPostTable,     &kSubsidyRulesTable,
        &kCourseTable,        &kEnrolmentTable,    &kFamilyTable,        &kFamilyEntryTable,
        &kFamilyPersonTable,  &kFamilyExitTable};
    return all;
}

}  // namespace haven::employment
