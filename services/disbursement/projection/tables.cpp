#include "services/disbursement/projection/tables.hpp"

namespace haven::disbursement {

using log::ColumnType;

const log::Table kFundLineTable{"fund_line",
                                {{"fund_line_id", ColumnType::Uuid},
                                 {"code", ColumnType::Text},
                                 {"name", ColumnType::Text},
                                 {"source", ColumnType::Int64},
                                 {"level", ColumnType::Text},
                                 {"year", ColumnType::Int64},
                                 {"payer_account", ColumnType::Text},
                                 {"received_fen", ColumnType::Int64},
                                 {"reserved_fen", ColumnType::Int64},
                                 {"paid_fen", ColumnType::Int64},
                                 {"balance_fen", ColumnType::Int64},
                                 {"returned_fen", ColumnType::Int64}},
                                1};

const log::Table kFundEntryTable{"fund_entry",
                                 {{"fund_line_id", ColumnType::Uuid},
                                  {"entry_offset", ColumnType::Int64},
                                  {"booked_on", ColumnType::Date},
                                  {"kind", ColumnType::Text},
                                  {"amount_fen", ColumnType::Int64},
                                  {"reference", ColumnType::Text},
                                  {"received_fen", ColumnType::Int64},
                                  {"reserved_fen", ColumnType::Int64},
                                  {"paid_fen", ColumnType::Int64},
                                  {"balance_fen", ColumnType::Int64},
                                  {"returned_fen", ColumnType::Int64}},
                                 2};

const log::Table kEntitlementTable{"entitlement",
                                   {{"entitlement_id", ColumnType::Uuid},
                                    {"household_id", ColumnType::Uuid},
                                    {"file_federation", ColumnType::Int64},
                                    {"measure_id", ColumnType::Text},
                                    {"year", ColumnType::Int64},
                                    {"item", ColumnType::Int64},
                                    {"programme", ColumnType::Text},
                                    {"person_id", ColumnType::Uuid},
                                    {"fund_line_id", ColumnType::Uuid},
                                    {"annual_fen", ColumnType::Int64},
                                    {"review_valid_until", ColumnType::Date},
                                    {"gate_closed", ColumnType::Text},
                                    {"unfunded", ColumnType::Text},
                                    {"payee_person_id", ColumnType::Uuid},
                                    {"payee_kind", ColumnType::Int64},
                                    {"account_owner_id", ColumnType::Uuid},
                                    {"account_cipher", ColumnType::Bytes},
                                    {"last4", ColumnType::Text},
                                    {"name_owner_id", ColumnType::Uuid},
                                    {"name_cipher", ColumnType::Bytes},
                                    {"bank", ColumnType::Text}},
                                   1};

const log::Table kInstalmentTable{"instalment",
                                  {{"entitlement_id", ColumnType::Uuid},
                                   {"number", ColumnType::Int64},
                                   {"household_id", ColumnType::Uuid},
                                   {"person_id", ColumnType::Uuid},
                                   {"item", ColumnType::Int64},
                                   {"programme", ColumnType::Text},
                                   {"amount_fen", ColumnType::Int64},
                                   {"due_date", ColumnType::Date},
                                   {"release_on", ColumnType::Date},
                                   {"state", ColumnType::Int64},
                                   {"reason", ColumnType::Text},
                                   {"attempt", ColumnType::Int64},
                                   {"batch_id", ColumnType::Uuid},
                                   {"credited_on", ColumnType::Date},
                                   {"bank_serial", ColumnType::Text},
                                   {"fund_line_id", ColumnType::Uuid}},
                                  2};

const log::Table kCreditTable{"credit",
                              {{"entitlement_id", ColumnType::Uuid},
                               {"number", ColumnType::Int64},
                               {"bank_serial", ColumnType::Text},
                               {"household_id", ColumnType::Uuid},
                               {"programme", ColumnType::Text},
                               {"item", ColumnType::Int64},
                               {"due_year", ColumnType::Int64},
                               {"file_tier", ColumnType::Int64},
                               {"file_round", ColumnType::Int64},
                               {"amount_fen", ColumnType::Int64},
                               {"credited_on", ColumnType::Date},
                               {"returned_on", ColumnType::Date},
                               {"fund_line_id", ColumnType::Uuid}},
                              3};

const log::Table kBatchTable{"batch",
                             {{"batch_id", ColumnType::Uuid},
                              {"batch_no", ColumnType::Text},
                              {"fund_line_id", ColumnType::Uuid},
                              {"payer_account", ColumnType::Text},
                              {"state", ColumnType::Int64},
                              {"line_count", ColumnType::Int64},
                              {"total_fen", ColumnType::Int64},
                              {"hash", ColumnType::Bytes},
                              {"maker", ColumnType::Uuid},
                              {"checker", ColumnType::Uuid},
                              {"approver", ColumnType::Uuid},
                              {"sealed_on", ColumnType::Date},
                              {"sent_on", ColumnType::Date},
                              {"file_digest", ColumnType::Bytes},
                              {"file_expired_on", ColumnType::Date}},
                             1};

const log::Table kBatchLineTable{"batch_line",
                                 {{"batch_id", ColumnType::Uuid},
                                  {"line_ref", ColumnType::Text},
                                  {"position", ColumnType::Int64},
                                  {"entitlement_id", ColumnType::Uuid},
                                  {"instalment", ColumnType::Int64},
                                  {"household_id", ColumnType::Uuid},
                                  {"item", ColumnType::Int64},
                                  {"amount_fen", ColumnType::Int64},
                                  {"state", ColumnType::Int64},
                                  {"reason", ColumnType::Text},
                                  {"bank_serial", ColumnType::Text},
                                  {"credited_on", ColumnType::Date},
                                  {"account_owner_id", ColumnType::Uuid},
                                  {"account_cipher", ColumnType::Bytes},
                                  {"last4", ColumnType::Text},
                                  {"name_owner_id", ColumnType::Uuid},
                                  {"name_cipher", ColumnType::Bytes}},
                                 2};

const log::Table kBankAnswerTable{"bank_answer",
                                  {{"batch_id", ColumnType::Uuid},
                                   {"line_ref", ColumnType::Text},
                                   {"kind", ColumnType::Text},
                                   {"code", ColumnType::Text},
                                   {"answered_on", ColumnType::Date},
                                   {"amount_fen", ColumnType::Int64}},
                                  3};

std::span<const log::Table* const> tables() {
    static constexpr const log::Table* kAll[] = {
        &kFundLineTable, &kFundEntryTable, &kEntitlementTable, &kInstalmentTable,
        &kCreditTable,   &kBatchTable,     &kBatchLineTable,   &kBankAnswerTable};
    return kAll;
}

}  // namespace haven::disbursement
