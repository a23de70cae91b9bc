#include "services/registry/projection/tables.hpp"

#include <array>

namespace haven::registry::tables {

using enum log::ColumnType;

const log::Table kHousehold{"household",
                            {{"household_id", Uuid},
                             {"union_node", Text},
                             {"division", Text},
                             {"residence", Int64},
                             {"state", Int64},
                             {"hardship_class", Int64},
                             {"tier", Int64},
                             {"round", Int64},
                             {"origin", Int64},
                             {"primary_cause", Int64},
                             {"causes", Text},
                             {"head_person", Uuid},
                             {"head_name", Bytes},
                             {"member_count", Int64},
                             {"applied_on", Date},
                             {"enrolled_on", Date},
                             {"closed_on", Date},
                             {"exit_kind", Int64},
                             {"review_valid_until", Date},
                             {"employer_uscc", Text},
                             {"version", Int64},
                             {"notice_last_day", Date},
                             {"open_objections", Text},
                             {"check_request", Uuid},
                             {"check_state", Int64},
                             {"file_no", Text},
                             {"payee_person", Uuid},
                             {"payee_last4", Text},
                             {"payee_bank", Text},
                             {"proposed_payee", Uuid},
                             {"proposed_last4", Text},
                             {"programmes", Text},
                             {"aid_paid_fen", Int64}},
                            1};

const log::Table kHouseholdMember{"household_member",
                                  {{"household_id", Uuid},
                                   {"seq", Int64},
                                   {"person_id", Uuid},
                                   {"relation", Int64},
                                   {"name", Bytes},
                                   {"id_number", Bytes},
                                   {"sex", Int64},
                                   {"birth_date", Date},
                                   {"phone", Bytes},
                                   {"address", Bytes},
                                   {"work", Int64},
                                   {"health", Int64},
                                   {"schooling", Int64},
                                   {"yearly_income_fen", Int64},
                                   {"authorised", Bool}},
                                  2};

const log::Table kFilePeriod{"file_period",
                             {{"household_id", Uuid},
                              {"opened_on", Date},
                              {"closed_on", Date},
                              {"exit_kind", Int64},
                              {"round", Int64},
                              {"tier", Int64},
                              {"origin", Int64}},
                             2};

const log::Table kProgrammeMember{"programme_member",
                                  {{"household_id", Uuid},
                                   {"programme", Text},
                                   {"beneficiary", Uuid},
                                   {"enterprise_uscc", Text},
                                   {"enrolled_on", Date}},
                                  2};

const log::Table kPlanMeasure{"plan_measure",
                              {{"household_id", Uuid},
                               {"measure_id", Text},
                               {"year", Int64},
                               {"adopted_on", Date},
                               {"item", Int64},
                               {"programme", Text},
                               {"beneficiary", Uuid},
                               {"annual_fen", Int64},
                               {"fund_line", Uuid},
                               {"fund_federation", Int64},
                               {"instalments", Text}},
                              2};

const log::Table kClassDecision{"class_decision",
                                {{"household_id", Uuid},
                                 {"version", Int64},
                                 {"type", Text},
                                 {"decided_on", Date},
                                 {"hardship_class", Int64},
                                 {"reason", Text},
                                 {"rule_set_id", Text},
                                 {"line_id", Text},
                                 {"line_monthly_fen", Int64},
                                 {"line_is_placeholder", Bool},
                                 {"income_fen", Int64},
                                 {"rigid_fen", Int64},
                                 {"net_fen", Int64},
                                 {"member_count", Int64},
                                 {"line_year_fen", Int64},
                                 {"multiple_permille", Int64},
                                 {"relation_sign", Text},
                                 {"accident_cost_fen", Int64},
                                 {"savings_fen", Int64},
                                 {"months_below_line", Int64},
                                 {"relief_received", Bool},
                                 {"self_paid_medical_fen", Int64},
                                 {"temporary_hardship", Bool}},
                                2};

const log::Table kTimeline{"timeline",
                           {{"household_id", Uuid},
                            {"version", Int64},
                            {"type", Text},
                            {"on_date", Date},
                            {"actor", Uuid},
                            {"amount_fen", Int64},
                            {"detail", Text}},
                           2};

const log::Table kNotice{"notice",
                         {{"household_id", Uuid},
                          {"subject", Text},
                          {"row_person", Uuid},
                          {"row_cipher", Bytes},
                          {"first_day", Date},
                          {"last_day", Date},
                          {"place", Text}},
                         1};

const log::Table kMeansCheck{"means_check",
                             {{"request_id", Uuid},
                              {"household_id", Uuid},
                              {"requested_on", Date},
                              {"state", Int64},
                              {"answered_on", Date},
                              {"error", Text},
                              {"division", Text}},
                             1};

const log::Table kWorkItem{"work_item",
                           {{"household_id", Uuid},
                            {"task", Text},
                            {"due_on", Date},
                            {"union_node", Text},
                            {"head_person", Uuid},
                            {"head_name", Bytes}},
                           1};

const log::Table kImportedFile{
    "imported_file", {{"household_id", Uuid}, {"file_no", Text}, {"digests", Text}}, 1};

const log::Table kUnionNode{"union_node",
                            {{"code", Text},
                             {"name", Text},
                             {"parent_code", Text},
                             {"owner_federation", Int64},
                             {"kind", Int64}},
                            1};

const log::Table kStaff{"staff",
                        {{"staff_id", Uuid},
                         {"login", Text},
                         {"display_name", Text},
                         {"owner_federation", Int64},
                         {"union_node", Text},
                         {"roles", Text},
                         {"public_key", Bytes},
                         {"has_left", Bool}},
                        1};

const log::Table kEnterprise{"enterprise",
                             {{"uscc", Text},
                              {"name", Text},
                              {"owner_federation", Int64},
                              {"union_node", Text},
                              {"division", Text},
                              {"city_owned", Bool},
                              {"distressed_from", Date},
                              {"programmes", Text}},
                             1};

const log::Table kDibaoLine{"dibao_line",
                            {{"line_id", Text},
                             {"division", Text},
                             {"residence", Int64},
                             {"monthly_fen", Int64},
                             {"effective_from", Date},
                             {"source", Text},
                             {"placeholder", Bool}},
                            1};

const log::Table kRuleSet{
    "rule_set", {{"rule_set_id", Text}, {"effective_from", Date}, {"content", Bytes}}, 1};

const log::Table kReferral{"referral",
                           {{"referral_id", Uuid},
                            {"source", Int64},
                            {"source_no", Text},
                            {"person_id", Uuid},
                            {"name", Bytes},
                            {"phone", Bytes},
                            {"union_node", Text},
                            {"signs", Text},
                            {"heard_on", Date},
                            {"state", Int64},
                            {"household_id", Uuid},
                            {"reason", Text}},
                           1};

std::span<const log::Table* const> all() {
    static const std::array list = {
        &kHousehold,     &kHouseholdMember, &kFilePeriod, &kProgrammeMember, &kPlanMeasure,
        &kClassDecision, &kTimeline,        &kNotice,     &kMeansCheck,      &kWorkItem,
        &kImportedFile,  &kUnionNode,       &kStaff,      &kEnterprise,      &kDibaoLine,
        &kRuleSet,       &kReferral};
    return list;
}

}  // namespace haven::registry::tables
