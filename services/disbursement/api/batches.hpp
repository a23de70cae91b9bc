// Batches: the steps of a payment batch that need more than one command: gathering released
// instalments, running the gates once more, writing the bank's file. Thread-safe (no state of its
// own).
#pragma once

#include "services/disbursement/api/support.hpp"

namespace haven::disbursement {

// Why this line may not be paid on this day; empty when it may. The entitlement's own gates (I9).
std::string gate_of(const PayableRow& row, Date business_date);

// Everything that is released on the fund line and passes the gates, as lines of a batch to be.
// Errors: FUND_LINE_MISSING, NOTHING_RELEASED.
struct Gathered {
    FundLineRow fund_line;
    BatchId id;
    SealBatch command;
};
Result<Gathered> gather(ApiContext& context, const Caller& caller, const pb::MakeBatchRequest& q);

// Strikes every line that no longer passes; how many. Errors: those of StrikeLine.
Result<int> strike_what_fails(ApiContext& context, const Caller& caller, const BatchRow& batch,
                              const Uuid& command_id);

// Opens accounts and names (one opening a line is recorded), writes the encrypted copy, and answers
// its digest. The same batch gives the same bytes. Errors: NAME_NOT_ENCODABLE, PERSON_ERASED.
Result<BatchHash> write_bank_file(ApiContext& context, const Caller& caller, const BatchRow& batch);

}  // namespace haven::disbursement
