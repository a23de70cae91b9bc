#include "services/disbursement/oracles/bank_ledger.hpp"

#include <nlohmann/json.hpp>

namespace haven::disbursement {

Result<std::vector<BankCredit>> read_bank_ledger(std::string_view text) {
    const auto ledger = nlohmann::json::parse(text, nullptr, false);
    const auto not_a_ledger = [] {
        return invalid("NOT_A_LEDGER", "bank_ledger", "what `bank ledger --json` printed");
    };
    if (!ledger.is_object() || !ledger.contains("credits")) return not_a_ledger();
    std::vector<BankCredit> credits;
    try {
        for (const auto& row : ledger["credits"]) {
            credits.push_back({.line_ref = row.at("ref"),
                               .bank_serial = row.at("bank_serial"),
                               .amount = Money::fen(row.at("amount_fen").get<std::int64_t>()),
                               .returned = !row.at("returned_on").is_null()});
        }
    } catch (const nlohmann::json::exception&) {
        return not_a_ledger();
    }
    return credits;
}

}  // namespace haven::disbursement
