#include "libs/base/code_word.hpp"

#include <algorithm>

namespace haven {
namespace {

constexpr std::size_t kMaxWord = 40;
constexpr int kMaxDigitsInARow = 8;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

}  // namespace

Result<void> check_reason(const std::string& reason, std::string_view field) {
    if (reason.empty()) return invalid("REASON_MISSING", std::string(field), "a reason code");
    const bool word =
        reason.size() <= kMaxWord && is_upper(reason.front()) &&
        std::ranges::all_of(reason, [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
    if (word) return {};
    return invalid("INVALID_WORD", std::string(field), "a code, [A-Z][A-Z0-9_]{0,39}");
}

Result<void> check_number_word(const std::string& text, std::string_view field) {
    int in_a_row = 0;
    int longest = 0;
    bool good = !text.empty() && text.size() <= kMaxWord;
    for (char c : text) {
        in_a_row = is_digit(c) ? in_a_row + 1 : 0;
        longest = std::max(longest, in_a_row);
        good =
            good && (is_digit(c) || is_upper(c) || is_lower(c) || c == '.' || c == '/' || c == '-');
    }
    if (good && longest <= kMaxDigitsInARow) return {};
    return invalid("INVALID_WORD", std::string(field),
                   "[A-Za-z0-9./-]{1,40} with at most 8 digits in a row");
}

}  // namespace haven
