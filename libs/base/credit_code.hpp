// Unified social credit codes 统一社会信用代码 (GB 32100-2015) of enterprises and unions, see
// docs/rules.md R36. Pure; thread-safe.
//
//     HAVEN_TRY(auto code, parse_credit_code("91610300MA00000078"));
#pragma once

#include <string>
#include <string_view>

#include "libs/base/result.hpp"

namespace haven {

struct CreditCode {
    std::string number;        // 18 characters, upper case
    char department = '0';     // who registers: 9 market regulation, 5 civil affairs, 8 unions
    std::string division;      // GB/T 2260 code of the registering office
    std::string organisation;  // GB 11714 code with its own check character

    bool operator==(const CreditCode&) const = default;
};

// Full-width characters and lower case are read, spaces and hyphens taken out. Errors on field
// "uscc": CREDIT_CODE_FORM (length, or a letter that the standard leaves out: I O S V Z),
// CREDIT_CODE_ORGANISATION (inner check), CREDIT_CODE_CHECK (outer check). A few codes in use fail
// a check although their licence is real: an application may let a person override the last two,
// never the first.
Result<CreditCode> parse_credit_code(std::string_view text);

// The check character of the first 17 (modulus 31), of the first 8 of an organisation code
// (modulus 11). Aborts on characters outside the alphabet.
char credit_code_check(std::string_view seventeen);
char organisation_code_check(std::string_view eight);

}  // namespace haven
