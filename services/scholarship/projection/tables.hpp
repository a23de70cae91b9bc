// The tables of the read side. The engine adds `federation` and
// `last_offset`.
#pragma once

#include <span>

#include "libs/log/row.hpp"

namespace haven::scholarship {

extern const log::Table kSchemeTable;
extern const log::Table kSchemeTierTable;
extern const log::Table kPledgeTable;
extern const log::Table kPledgeEntryTable;
extern const log::Table kPledgeGoodsTable;
extern const log::Table kPledgeGoodsEntryTable;
extern const log::Table kApplicationTable;
extern const log::Table kFamilyTable;
extern const log::Table kRollTable;
extern const log::Table kRollRowTable;
extern const log::Table kAwardTable;
extern const log::Table kAwardYearTable;

std::span<const log::Table* const> tables();

}  // namespace haven::scholarship
