// Batches: the steps of a payment batch that need more than one command: gathering released
// instalments, running the gates once more, making the bank's file. Thread-safe (no state of its
// own).
#pragma once

#include "services/disbursement/api/support.hpp"

namespace haven::disbursement {

// Why nothing of this entitlement may be paid on this day; empty when it may: the entitlement's own
// gates (I9).
std::string gate_of(const PayableRow& row, Date business_date);
// Why this line of the batch may not be sent on this day; empty when it may: the gates are open and
// the instalment is in this very batch.
std::string strike_reason(const PayableRow& row, const BatchId& batch, Date business_date);

// What is released on the fund line and passes the gates, oldest first, as lines of a batch to be.
// Errors: FUND_LINE_MISSING, NOTHING_RELEASED, TOO_MANY_LINES.
struct Gathered {
    FundLineRow fund_line;
    BatchId id;
    SealBatch command;
};
Result<Gathered> gather(ApiContext& context, const Caller& caller, const pb::MakeBatchRequest& q);

// Strikes every line that may not be sent, or, when there is none, makes the file of that day.
// Errors: BATCH_IN_FLIGHT and those of StrikeLine.
struct Prepared {
    int struck = 0;
    BatchHash file_digest{};  // with none struck
};
Result<Prepared> prepare_sending(ApiContext& context, const Caller& caller, const BatchRow& batch,
                                 Date day, const Uuid& command_id);

}  // namespace haven::disbursement
