#include "services/scholarship/projection/tables.hpp"

namespace haven::scholarship {

using log::ColumnType;

const log::Table kSchemeTable{"scheme",
                              {{"scheme_id", ColumnType::Uuid},
                               {"code", ColumnType::Text},
                               {"kind", ColumnType::Int64},
                               {"year", ColumnType::Int64},
                               {"sponsor", ColumnType::Text},
                               {"counts_as_hardship_aid", ColumnType::Bool},
                               {"first_day", ColumnType::Date},
                               {"last_day", ColumnType::Date},
                               {"places", ColumnType::Int64},
                               {"per_family", ColumnType::Int64},
                               {"window_closed", ColumnType::Bool},
                               {"closed", ColumnType::Bool},
                               {"awards", ColumnType::Int64},
                               {"total_fen", ColumnType::Int64}},
                              1};

const log::Table kSchemeTierTable{"scheme_tier",
                                  {{"scheme_id", ColumnType::Uuid},
                                   {"code", ColumnType::Text},
                                   {"amount_fen", ColumnType::Int64},
                                   {"for_whom", ColumnType::Int64},
                                   {"entrants_only", ColumnType::Bool}},
                                  2};

const log::Table kPledgeTable{"pledge",
                              {{"pledge_id", ColumnType::Uuid},
                               {"code", ColumnType::Text},
                               {"sponsor", ColumnType::Text},
                               {"scheme_id", ColumnType::Uuid},
                               {"fund_line_id", ColumnType::Uuid},
                               {"promised_fen", ColumnType::Int64},
                               {"received_fen", ColumnType::Int64},
                               {"allotted_fen", ColumnType::Int64},
                               {"paid_fen", ColumnType::Int64},
                               {"given_back_fen", ColumnType::Int64},
                               {"balance_fen", ColumnType::Int64},
                               {"defaulted", ColumnType::Bool}},
                              1};

const log::Table kPledgeEntryTable{"pledge_entry",
                                   {{"pledge_id", ColumnType::Uuid},
                                    {"entry_offset", ColumnType::Int64},
                                    {"booked_on", ColumnType::Date},
                                    {"kind", ColumnType::Text},
                                    {"amount_fen", ColumnType::Int64},
                                    {"reference", ColumnType::Text},
                                    {"award_id", ColumnType::Uuid},
                                    {"year", ColumnType::Int64},
                                    {"happened_on", ColumnType::Date}},
                                   2};

const log::Table kPledgeGoodsTable{"pledge_goods",
                                   {{"pledge_id", ColumnType::Uuid},
                                    {"goods", ColumnType::Text},
                                    {"received", ColumnType::Int64},
                                    {"handed_out", ColumnType::Int64}},
                                   2};

const log::Table kPledgeGoodsEntryTable{"pledge_goods_entry",
                                        {{"pledge_id", ColumnType::Uuid},
                                         {"entry_offset", ColumnType::Int64},
                                         {"booked_on", ColumnType::Date},
                                         {"kind", ColumnType::Text},
                                         {"goods", ColumnType::Text},
                                         {"pieces", ColumnType::Int64},
                                         {"reference", ColumnType::Text},
                                         {"award_id", ColumnType::Uuid}},
                                        2};

const log::Table kApplicationTable{"application",
                                   {{"application_id", ColumnType::Uuid},
                                    {"scheme_id", ColumnType::Uuid},
                                    {"kind", ColumnType::Int64},
                                    {"year", ColumnType::Int64},
                                    {"student_id", ColumnType::Uuid},
                                    {"parent_id", ColumnType::Uuid},
                                    {"household_id", ColumnType::Uuid},
                                    {"file_federation", ColumnType::Int64},
                                    {"union_node", ColumnType::Text},
                                    {"stage", ColumnType::Int64},
                                    {"state", ColumnType::Int64},
                                    {"exclusion", ColumnType::Int64},
                                    {"tier", ColumnType::Text},
                                    {"amount_fen", ColumnType::Int64},
                                    {"notice_last_day", ColumnType::Date},
                                    {"open_objections", ColumnType::Int64},
                                    {"roll_id", ColumnType::Uuid},
                                    {"award_id", ColumnType::Uuid},
                                    {"applied_on", ColumnType::Date},
                                    {"intake_federation", ColumnType::Int64},
                                    {"sponsor_may_know", ColumnType::Bool}},
                                   1};

const log::Table kFamilyTable{"family",
                              {{"household_id", ColumnType::Uuid},
                               {"head_id", ColumnType::Uuid},
                               {"members", ColumnType::Int64},
                               {"open", ColumnType::Bool}},
                              1};

const log::Table kRollTable{"roll",
                            {{"roll_id", ColumnType::Uuid},
                             {"roll_no", ColumnType::Text},
                             {"scheme_id", ColumnType::Uuid},
                             {"kind", ColumnType::Int64},
                             {"year", ColumnType::Int64},
                             {"row_count", ColumnType::Int64},
                             {"total_fen", ColumnType::Int64},
                             {"hash", ColumnType::Bytes},
                             {"maker_id", ColumnType::Uuid},
                             {"approver_id", ColumnType::Uuid},
                             {"ceremonies", ColumnType::Int64}},
                            1};

const log::Table kRollRowTable{"roll_row",
                               {{"roll_id", ColumnType::Uuid},
                                {"application_id", ColumnType::Uuid},
                                {"position", ColumnType::Int64},
                                {"award_id", ColumnType::Uuid},
                                {"student_id", ColumnType::Uuid},
                                {"tier", ColumnType::Text},
                                {"amount_fen", ColumnType::Int64},
                                {"state", ColumnType::Int64}},
                               2};

const log::Table kAwardTable{"award",
                             {{"award_id", ColumnType::Uuid},
                              {"award_no", ColumnType::Text},
                              {"scheme_id", ColumnType::Uuid},
                              {"kind", ColumnType::Int64},
                              {"counts_as_hardship_aid", ColumnType::Bool},
                              {"student_id", ColumnType::Uuid},
                              {"application_id", ColumnType::Uuid},
                              {"stage", ColumnType::Int64},
                              {"graduates", ColumnType::Int64},
                              {"deferred_until", ColumnType::Int64},
                              {"revoked", ColumnType::Bool}},
                             1};

const log::Table kAwardYearTable{"award_year",
                                 {{"award_id", ColumnType::Uuid},
                                  {"year", ColumnType::Int64},
                                  {"state", ColumnType::Int64},
                                  {"amount_fen", ColumnType::Int64},
                                  {"fund_line_id", ColumnType::Uuid},
                                  {"pledge_id", ColumnType::Uuid},
                                  {"unfunded", ColumnType::Text},
                                  {"bank_serial", ColumnType::Text},
                                  {"credited_on", ColumnType::Date},
                                  {"return_serial", ColumnType::Text},
                                  {"returned_on", ColumnType::Date},
                                  {"to_recover", ColumnType::Bool}},
                                 2};

std::span<const log::Table* const> tables() {
    static const log::Table* const all[] = {
        &kSchemeTable,      &kSchemeTierTable,       &kPledgeTable,      &kPledgeEntryTable,
        &kPledgeGoodsTable, &kPledgeGoodsEntryTable, &kApplicationTable, &kFamilyTable,
        &kRollTable,        &kRollRowTable,          &kAwardTable,       &kAwardYearTable};
    return all;
}

}  // namespace haven::scholarship
