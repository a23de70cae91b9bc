#include "libs/api/payee.hpp"

#include <algorithm>

#include "libs/api/fields.hpp"
#include "libs/base/bank_account.hpp"
#include "libs/base/text.hpp"

namespace haven::api {
namespace {

constexpr int kCard = 1;
constexpr int kAccount = 2;
constexpr std::size_t kMaxBankCodePoints = 40;

}  // namespace

Result<std::string> asked_account(int payee_kind, const std::string& account) {
    if (payee_kind == kCard) return in_field(parse_card(account), "account");
    if (payee_kind == kAccount) return in_field(parse_account(account), "account");
    return invalid("PAYEE_KIND_MISSING", "payee_kind", "CARD or ACCOUNT");
}

std::string last4(const std::string& account) {
    return account.substr(account.size() - 4);
}

Result<void> check_bank(const std::string& text, const char* field) {
    const bool good = text::is_valid_utf8(text) && text::code_points(text) <= kMaxBankCodePoints &&
                      std::ranges::none_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (good) return {};
    return invalid("INVALID_TEXT", field, "name of a bank: at most 40 characters, no digit");
}

}  // namespace haven::api
