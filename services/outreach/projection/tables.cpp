#include "services/outreach/projection/tables.hpp"

namespace haven::outreach {

using log::ColumnType;

const log::Table kCampaignTable{"campaign",
                                {{"campaign_id", ColumnType::Uuid},
                                 {"code", ColumnType::Text},
                                 {"kind", ColumnType::Int64},
                                 {"season", ColumnType::Int64},
                                 {"level", ColumnType::Int64},
                                 {"first_day", ColumnType::Date},
                                 {"last_day", ColumnType::Date},
                                 {"per_time_fen", ColumnType::Int64},
                                 {"per_season_fen", ColumnType::Int64},
                                 {"budget_fen", ColumnType::Int64},
                                 {"closed", ColumnType::Bool}},
                                1};

const log::Table kCampaignBudgetTable{"campaign_budget",
                                      {{"campaign_id", ColumnType::Uuid},
                                       {"fund_line_id", ColumnType::Uuid},
                                       {"budget_fen", ColumnType::Int64}},
                                      2};

const log::Table kGroupTable{"visit_group",
                             {{"group_id", ColumnType::Uuid},
                              {"group_no", ColumnType::Text},
                              {"campaign_id", ColumnType::Uuid},
                              {"kind", ColumnType::Int64},
                              {"season", ColumnType::Int64},
                              {"level", ColumnType::Int64},
                              {"leader_id", ColumnType::Uuid},
                              {"stops", ColumnType::Int64},
                              {"listed", ColumnType::Int64},
                              {"settled", ColumnType::Bool}},
                             1};

const log::Table kStopTable{"group_stop",
                            {{"group_id", ColumnType::Uuid},
                             {"position", ColumnType::Int64},
                             {"enterprise", ColumnType::Text},
                             {"union_node", ColumnType::Text},
                             {"planned_on", ColumnType::Date}},
                            2};

const log::Table kRecipientTable{"recipient",
                                 {{"group_id", ColumnType::Uuid},
                                  {"person_id", ColumnType::Uuid},
                                  {"campaign_id", ColumnType::Uuid},
                                  {"kind", ColumnType::Int64},
                                  {"enterprise", ColumnType::Text},
                                  {"plan_fen", ColumnType::Int64},
                                  {"fund_line_id", ColumnType::Uuid},
                                  {"state", ColumnType::Int64}},
                                 2};

const log::Table kDeliveryTable{"delivery",
                                {{"delivery_id", ColumnType::Uuid},
                                 {"group_id", ColumnType::Uuid},
                                 {"campaign_id", ColumnType::Uuid},
                                 {"campaign_kind", ColumnType::Int64},
                                 {"season", ColumnType::Int64},
                                 {"level", ColumnType::Int64},
                                 {"person_id", ColumnType::Uuid},
                                 {"kind", ColumnType::Int64},
                                 {"enterprise", ColumnType::Text},
                                 {"people", ColumnType::Int64},
                                 {"cash_fen", ColumnType::Int64},
                                 {"fund_line_id", ColumnType::Uuid},
                                 {"receipt_no", ColumnType::Text},
                                 {"witness_id", ColumnType::Uuid},
                                 {"delivered_on", ColumnType::Date},
                                 {"off_list_reason", ColumnType::Text},
                                 {"recalled", ColumnType::Bool}},
                                1};

const log::Table kFailedVisitTable{"failed_visit",
                                   {{"group_id", ColumnType::Uuid},
                                    {"person_id", ColumnType::Uuid},
                                    {"visited_on", ColumnType::Date},
                                    {"reason", ColumnType::Int64}},
                                   3};

const log::Table kPurseTable{"group_cash",
                             {{"group_id", ColumnType::Uuid},
                              {"fund_line_id", ColumnType::Uuid},
                              {"campaign_id", ColumnType::Uuid},
                              {"drawn_fen", ColumnType::Int64},
                              {"handed_fen", ColumnType::Int64},
                              {"given_back_fen", ColumnType::Int64},
                              {"balance_fen", ColumnType::Int64}},
                             2};

const log::Table kBagTable{"group_goods",
                           {{"group_id", ColumnType::Uuid},
                            {"goods", ColumnType::Text},
                            {"taken", ColumnType::Int64},
                            {"handed", ColumnType::Int64},
                            {"given_back", ColumnType::Int64},
                            {"lost", ColumnType::Int64},
                            {"balance", ColumnType::Int64}},
                           2};

const log::Table kReferralTable{"referral",
                                {{"referral_id", ColumnType::Uuid},
                                 {"group_id", ColumnType::Uuid},
                                 {"person_id", ColumnType::Uuid},
                                 {"to_federation", ColumnType::Int64},
                                 {"union_node", ColumnType::Text},
                                 {"signs", ColumnType::Int64},
                                 {"seen_on", ColumnType::Date}},
                                1};

const log::Table kStockTable{
    "stock", {{"stock_id", ColumnType::Uuid}, {"code", ColumnType::Text}}, 1};

const log::Table kStockGoodsTable{"stock_goods",
                                  {{"stock_id", ColumnType::Uuid},
                                   {"goods", ColumnType::Text},
                                   {"in_store", ColumnType::Int64},
                                   {"with_groups", ColumnType::Int64},
                                   {"lost", ColumnType::Int64}},
                                  2};

const log::Table kActivityTable{"activity",
                                {{"activity_id", ColumnType::Uuid},
                                 {"code", ColumnType::Text},
                                 {"theme", ColumnType::Text},
                                 {"level", ColumnType::Int64},
                                 {"first_day", ColumnType::Date},
                                 {"last_day", ColumnType::Date},
                                 {"items", ColumnType::Int64},
                                 {"reached", ColumnType::Int64},
                                 {"basis", ColumnType::Int64},
                                 {"amendments", ColumnType::Int64},
                                 {"cancelled", ColumnType::Bool}},
                                1};

const log::Table kClassTable{"training_class",
                             {{"class_id", ColumnType::Uuid},
                              {"code", ColumnType::Text},
                              {"kind", ColumnType::Int64},
                              {"level", ColumnType::Int64},
                              {"first_day", ColumnType::Date},
                              {"last_day", ColumnType::Date},
                              {"seats", ColumnType::Int64},
                              {"enrolled", ColumnType::Int64},
                              {"trained", ColumnType::Int64},
                              {"completed", ColumnType::Bool}},
                             1};

const log::Table kTraineeTable{
    "trainee",
    {{"class_id", ColumnType::Uuid}, {"person_id", ColumnType::Uuid}, {"days", ColumnType::Int64}},
    2};

const log::Table kTimeLimitsTable{"ticket_limits",
                                  {{"code", ColumnType::Text},
                                   {"first_day", ColumnType::Date},
                                   {"general_days", ColumnType::Int64},
                                   {"difficult_days", ColumnType::Int64},
                                   {"extra_complex_days", ColumnType::Int64},
                                   {"source", ColumnType::Text}},
                                  1};

const log::Table kTicketTable{"ticket",
                              {{"ticket_id", ColumnType::Uuid},
                               {"ticket_no", ColumnType::Text},
                               {"type", ColumnType::Int64},
                               {"class", ColumnType::Int64},
                               {"subject", ColumnType::Text},
                               {"person_id", ColumnType::Uuid},
                               {"union_node", ColumnType::Text},
                               {"level", ColumnType::Int64},
                               {"state", ColumnType::Int64},
                               {"logged_on", ColumnType::Date},
                               {"due_on", ColumnType::Date},
                               {"escalated", ColumnType::Bool},
                               {"round", ColumnType::Int64},
                               {"transfers", ColumnType::Int64},
                               {"escalations", ColumnType::Int64},
                               {"satisfaction", ColumnType::Int64},
                               {"referral_id", ColumnType::Uuid},
                               {"referral_outcome", ColumnType::Int64},
                               {"ended", ColumnType::Int64}},
                              1};

const log::Table kFamilyPersonTable{
    "family_person", {{"household_id", ColumnType::Uuid}, {"person_id", ColumnType::Uuid}}, 2};

const log::Table kFamilySpanTable{"family_span",
                                  {{"household_id", ColumnType::Uuid},
                                   {"opened_on", ColumnType::Date},
                                   {"closed_on", ColumnType::Date}},
                                  2};

std::span<const log::Table* const> tables() {
    static const log::Table* const all[] = {
        &kCampaignTable,  &kCampaignBudgetTable, &kGroupTable,       &kStopTable,
        &kRecipientTable, &kDeliveryTable,       &kFailedVisitTable, &kPurseTable,
        &kBagTable,       &kReferralTable,       &kStockTable,       &kStockGoodsTable,
        &kActivityTable,  &kClassTable,          &kTraineeTable,     &kTimeLimitsTable,
        &kTicketTable,    &kFamilyPersonTable,   &kFamilySpanTable};
    return all;
}

}  // namespace haven::outreach
