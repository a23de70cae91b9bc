// What stands in the bank's own ledger, as `bank ledger --json` prints it (docs/formats.md 10).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/base/money.hpp"
#include "libs/base/result.hpp"

namespace haven::disbursement {

struct BankCredit {
    std::string line_ref;
    std::string bank_serial;
    Money amount;
    bool returned = false;
};

// Error: NOT_A_LEDGER on field "bank_ledger".
Result<std::vector<BankCredit>> read_bank_ledger(std::string_view json);

}  // namespace haven::disbursement
