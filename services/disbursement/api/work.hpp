// What waits for somebody: instalments, batches, accounts, and files of the bank that nobody could
// read.
#pragma once

#include "services/disbursement/api/support.hpp"

namespace haven::disbursement {

// Errors: those of a page.
Result<void> list_work(ApiContext& context, const Caller& caller,
                       const pb::ListPaymentWorkRequest& request,
                       pb::ListPaymentWorkResponse& response);

}  // namespace haven::disbursement
