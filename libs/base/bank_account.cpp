#include "libs/base/bank_account.hpp"

#include <algorithm>

namespace haven {
namespace {

std::string without_spaces(std::string_view text) {
    std::string kept;
    std::ranges::copy_if(text, std::back_inserter(kept), [](char c) { return c != ' '; });
    return kept;
}

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool passes_luhn(std::string_view digits) {
    if (digits.empty() || !all_digits(digits)) return false;
    int sum = 0;
    bool twice = false;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        const int value = (*digit - '0') * (twice ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
        twice = !twice;
    }
    return sum % 10 == 0;
}

Result<std::string> parse_card(std::string_view text) {
    std::string card = without_spaces(text);
    if (card.size() >= 16 && card.size() <= 19 && passes_luhn(card)) return card;
    return invalid("INVALID_CARD", "account",
                   "a card number of 16 to 19 digits with its check digit");
}

Result<std::string> parse_account(std::string_view text) {
    std::string account = without_spaces(text);
    if (account.size() >= 9 && account.size() <= 32 && all_digits(account)) return account;
    return invalid("INVALID_ACCOUNT", "account", "an account number of 9 to 32 digits");
}

}  // namespace haven
