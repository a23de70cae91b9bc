// Who is paid, as it comes in: number and bank of an account. The number lives in plaintext only
// while the request is served. Api files only; pure.
#pragma once

#include <string>

#include "libs/base/result.hpp"

namespace haven::api {

// `payee_kind`: haven.registry.v1.PayeeKind. The number, normalised. Errors: PAYEE_KIND_MISSING;
// those of libs/base/bank_account, on the field account.
Result<std::string> asked_account(int payee_kind, const std::string& account);
// What a screen shows of it.
std::string last4(const std::string& account);
// Stands in plaintext: the name of an institution has no digits, so no number hides in it (I35).
// Error: INVALID_TEXT.
Result<void> check_bank(const std::string& text, const char* field);

}  // namespace haven::api
