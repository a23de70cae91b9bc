// The bank's own ledger beside our payment lines: whether any instalment was credited twice. Haven
// reads that ledger nowhere else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "libs/base/result.hpp"

namespace haven::client {

class Session;

// The text of the bank's ledger: of `file`, or where that is empty of what the demo's bank keeps in
// the run folder; nothing where there is neither. Error: FILE_UNREADABLE.
Result<std::optional<std::string>> bank_ledger(const std::filesystem::path& run_dir,
                                               const std::string& file);

// What a payment line pays. Each attempt has a reference of its own, so a double payment shows only
// by instalment.
struct PaidInstalment {
    std::string entitlement;
    int number = 0;
    auto operator<=>(const PaidInstalment&) const = default;
};
using PaymentLines = std::map<std::string, PaidInstalment>;  // by line reference

// Every line of every batch in the caller's scope.
Result<PaymentLines> payment_lines(Session& session);

// Instalments with more than one credit that did not come back; `ledger` is what
// `bank ledger --json` prints (docs/formats.md 10). A reference that is none of ours counts as an
// instalment of its own. Error: NOT_A_LEDGER.
Result<std::int64_t> paid_twice(std::string_view ledger, const PaymentLines& lines);

}  // namespace haven::client
