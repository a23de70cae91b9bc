// The tables of the read side. The engine adds `federation` and `last_offset`.
#pragma once

#include <span>

#include "libs/log/row.hpp"

namespace haven::outreach {

extern const log::Table kCampaignTable;
extern const log::Table kCampaignBudgetTable;
extern const log::Table kGroupTable;
extern const log::Table kStopTable;
extern const log::Table kRecipientTable;
extern const log::Table kDeliveryTable;
extern const log::Table kFailedVisitTable;
extern const log::Table kPurseTable;
extern const log::Table kBagTable;
extern const log::Table kReferralTable;
extern const log::Table kStockTable;
extern const log::Table kStockGoodsTable;
extern const log::Table kActivityTable;
extern const log::Table kClassTable;
extern const log::Table kTraineeTable;
extern const log::Table kTimeLimitsTable;
extern const log::Table kTicketTable;
extern const log::Table kFamilyPersonTable;
extern const log::Table kFamilySpanTable;

std::span<const log::Table* const> tables();

}  // namespace haven::outreach
