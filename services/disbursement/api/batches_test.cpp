#include "services/disbursement/api/batches.hpp"

#include <gtest/gtest.h>

namespace haven::disbursement {
namespace {

const Date kDay = Date::of(2018, 6, 29);

BatchId batch(std::uint8_t number) {
    BatchId id;
    id.uuid.bytes[15] = number;
    return id;
}

PayableRow batched() {
    PayableRow row;
    row.instalment.state = InstalmentState::Batched;
    row.instalment.batch = batch(1);
    row.review_valid_until = kDay;
    return row;
}

TEST(StrikeReason, ALineIsSentOnlyWhenItsInstalmentIsInThisVeryBatch) {
    EXPECT_EQ(strike_reason(batched(), batch(1), kDay), "");
    EXPECT_EQ(strike_reason(batched(), batch(2), kDay), "NOT_RELEASED");
    PayableRow row = batched();
    row.instalment.state = InstalmentState::Released;
    row.instalment.batch = {};
    EXPECT_EQ(strike_reason(row, batch(1), kDay), "NOT_RELEASED");
    row.instalment.state = InstalmentState::Held;
    row.instalment.reason = "AID_SUSPENDED";
    EXPECT_EQ(strike_reason(row, batch(1), kDay), "AID_SUSPENDED");
}

TEST(StrikeReason, I9_TheGatesComeFirst) {
    EXPECT_EQ(strike_reason(batched(), batch(1), kDay.plus_days(1)), "REVIEW_OVERDUE");
    PayableRow row = batched();
    row.gate_closed = "FILE_NOT_OPEN";
    EXPECT_EQ(strike_reason(row, batch(1), kDay), "FILE_NOT_OPEN");
}

}  // namespace
}  // namespace haven::disbursement
