// The read side's tables (migrations/). The engine adds `federation` and
// `last_offset`.
#pragma once

#include <span>

#include "libs/log/row.hpp"

namespace haven::disbursement {

extern const log::Table kFundLineTable;
extern const log::Table kFundEntryTable;
extern const log::Table kEntitlementTable;
extern const log::Table kInstalmentTable;
extern const log::Table kCreditTable;
extern const log::Table kBatchTable;
extern const log::Table kBatchLineTable;
extern const log::Table kBankAnswerTable;
extern const log::Table kCashAdvanceTable;
extern const log::Table kCashReliefTable;
extern const log::Table kCashEntryTable;
extern const log::Table kAccountSubjectTable;

std::span<const log::Table* const> tables();

}  // namespace haven::disbursement
