// Texts as people write them: UTF-8, code points, width on a screen, names and their masks,
// GB18030. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "libs/base/result.hpp"

namespace haven::text {

// The longest name, in code points (design §10).
inline constexpr std::size_t kMaxNameCodePoints = 64;

bool is_valid_utf8(std::string_view text);
// Code points of valid UTF-8; aborts on anything else.
std::u32string decode(std::string_view text);
std::string encode(std::u32string_view code_points);
std::size_t code_points(std::string_view text);
// Columns on a terminal: wide characters count two, combining ones none. Bad bytes count one.
std::size_t display_width(std::string_view text);

// A person's name: trimmed, the middle dots • and ・ as ·, no control, bidi, zero-width or other
// invisible characters and no |, which parts the fields of bank files; 1 to 64 code points. Error:
// INVALID_NAME on field "name"; the value is not repeated.
Result<std::string> parse_name(std::string_view text);
// 11 digits of a mobile number, or area code and number. Error: INVALID_PHONE on field "phone".
Result<std::string> parse_phone(std::string_view text);

// What a public notice and a screen may show (docs/rules.md R43):
std::string mask_name(std::string_view name);         // 张*, 张*明, 欧阳*明
std::string mask_id_number(std::string_view number);  // 6103**********0015
std::string mask_account(std::string_view last4);     // **** 0014
std::string mask_phone(std::string_view phone);       // 139****0000

// Error: NOT_ENCODABLE / NOT_GB18030 on field "text".
Result<std::string> to_gb18030(std::string_view utf8);
Result<std::string> from_gb18030(std::string_view bytes);
// Whether the older GBK, which many banks use, has every character.
bool fits_gbk(std::string_view utf8);

}  // namespace haven::text
