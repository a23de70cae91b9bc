#include "libs/base/text.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <optional>

namespace haven::text {
namespace {

using namespace std::literals;

// One code point from the front of `rest`, which moves on; nullopt on bytes that are not UTF-8.
std::optional<char32_t> take(std::string_view& rest) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(rest[i]); };
    const std::uint8_t lead = byte(0);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead >= 0x80 && (lead < 0xc2 || lead > 0xf4)) return std::nullopt;
    if (rest.size() < length) return std::nullopt;
    char32_t value = length == 1 ? lead : lead & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return std::nullopt;
        value = value << 6 | (byte(i) & 0x3fU);
    }
    constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < kSmallest[length] || value > 0x10ffff || surrogate) return std::nullopt;
    rest.remove_prefix(length);
    return value;
}

bool in(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

bool is_combining(char32_t c) {
    return in(c, 0x300, 0x36f) || in(c, 0x200b, 0x200f) || in(c, 0xfe00, 0xfe0f) ||
           in(c, 0xe0100, 0xe01ef);
}

bool is_wide(char32_t c) {
    return in(c, 0x1100, 0x115f) || in(c, 0x2e80, 0xa4cf) || in(c, 0xac00, 0xd7a3) ||
           in(c, 0xf900, 0xfaff) || in(c, 0xfe30, 0xfe6f) || in(c, 0xff00, 0xff60) ||
           in(c, 0xffe0, 0xffe6) || in(c, 0x1f300, 0x1faff) || in(c, 0x20000, 0x3fffd);
}

// Control, bidirectional and invisible characters have no place in a name.
bool is_forbidden_in_names(char32_t c) {
    const bool control = c < 0x20 || in(c, 0x7f, 0x9f) || in(c, 0x2028, 0x2029);
    const bool direction =
        c == 0x61c || in(c, 0x200e, 0x200f) || in(c, 0x202a, 0x202e) || in(c, 0x2066, 0x2069);
    const bool invisible = c == 0xad || c == 0x34f || c == 0x180e || in(c, 0x200b, 0x200d) ||
                           in(c, 0x2060, 0x206f) || c == 0xfeff || in(c, 0xe0000, 0xe007f);
    const bool unassigned = in(c, 0xe000, 0xf8ff) || in(c, 0xfff0, 0xffff) || c >= 0xf0000;
    return control || direction || invisible || unassigned || c == U'|';
}

// Surnames of two characters that are in common use.
constexpr std::array kCompoundSurnames = {
    U"欧阳"sv, U"司马"sv, U"上官"sv, U"诸葛"sv, U"司徒"sv, U"东方"sv, U"皇甫"sv, U"尉迟"sv,
    U"公孙"sv, U"慕容"sv, U"令狐"sv, U"夏侯"sv, U"轩辕"sv, U"端木"sv, U"百里"sv, U"宇文"sv,
    U"西门"sv, U"南宫"sv, U"独孤"sv, U"长孙"sv, U"钟离"sv, U"澹台"sv, U"呼延"sv, U"申屠"sv,
    U"淳于"sv, U"单于"sv, U"公羊"sv, U"拓跋"sv, U"闾丘"sv, U"濮阳"sv, U"东郭"sv, U"鲜于"sv};

Result<std::string> convert(std::string_view from, const char* from_code, const char* to_code,
                            const char* reason, const char* expected) {
    const auto close = [](void* handle) { iconv_close(handle); };
    const std::unique_ptr<void, decltype(close)> converter(iconv_open(to_code, from_code), close);
    HAVEN_CHECK(converter.get() != reinterpret_cast<iconv_t>(-1));
    std::string input(from);
    std::string output(from.size() * 4 + 16, '\0');
    char* in_at = input.data();
    std::size_t in_left = input.size();
    char* out_at = output.data();
    std::size_t out_left = output.size();
    if (iconv(converter.get(), &in_at, &in_left, &out_at, &out_left) != 0) {
        return invalid(reason, "text", expected);
    }
    output.resize(output.size() - out_left);
    return output;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
    while (!text.empty()) {
        if (!take(text)) return false;
    }
    return true;
}

std::u32string decode(std::string_view text) {
    std::u32string decoded;
    while (!text.empty()) {
        const auto c = take(text);
        HAVEN_CHECK(c.has_value());
        decoded.push_back(*c);
    }
    return decoded;
}

std::string encode(std::u32string_view code_points) {
    std::string text;
    for (const char32_t c : code_points) {
        const auto put = [&](char32_t value) { text.push_back(static_cast<char>(value)); };
        if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xc0 | c >> 6);
            put(0x80 | (c & 0x3f));
        } else if (c < 0x10000) {
            put(0xe0 | c >> 12);
            put(0x80 | (c >> 6 & 0x3f));
            put(0x80 | (c & 0x3f));
        } else {
            put(0xf0 | c >> 18);
            put(0x80 | (c >> 12 & 0x3f));
            put(0x80 | (c >> 6 & 0x3f));
            put(0x80 | (c & 0x3f));
        }
    }
    return text;
}

std::size_t code_points(std::string_view text) {
    return decode(text).size();
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const auto c = take(text);
        if (!c) {
            text.remove_prefix(1);
            ++width;
        } else if (!is_combining(*c)) {
            width += is_wide(*c) ? 2 : 1;
        }
    }
    return width;
}

Result<std::string> parse_name(std::string_view text) {
    const auto bad = [] {
        return invalid("INVALID_NAME", "name",
                       "1 to 64 characters, none of them invisible or a control character");
    };
    if (!is_valid_utf8(text)) return bad();
    std::u32string name = decode(text);
    const auto is_space = [](char32_t c) { return c == U' ' || c == 0x3000 || c == 0xa0; };
    while (!name.empty() && is_space(name.back())) name.pop_back();
    name.erase(name.begin(), std::ranges::find_if_not(name, is_space));
    for (char32_t& c : name) {
        if (c == 0x2022 || c == 0x30fb || c == 0xff65 || c == 0x2027) c = 0xb7;
    }
    if (name.empty() || name.size() > kMaxNameCodePoints) return bad();
    if (std::ranges::any_of(name, is_forbidden_in_names)) return bad();
    return encode(name);
}

Result<std::string> parse_phone(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9') digits.push_back(c);
        if ((c < '0' || c > '9') && c != ' ' && c != '-') digits.clear(), digits.push_back('?');
    }
    const bool mobile = digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
    const bool fixed = digits.size() >= 10 && digits.size() <= 12 && digits[0] == '0';
    if (digits.find('?') == std::string::npos && (mobile || fixed)) return digits;
    return invalid("INVALID_PHONE", "phone",
                   "11 digits of a mobile number, or area code and number");
}

std::string mask_name(std::string_view name) {
    const std::u32string full = decode(name);
    if (full.empty()) return {};
    if (full.size() == 1) return encode(full) + "*";
    std::size_t shown = 1;
    for (const auto& surname : kCompoundSurnames) {
        if (full.size() > 2 && full.starts_with(surname)) shown = 2;
    }
    const std::size_t hidden_to = full.size() > shown + 1 ? full.size() - 1 : full.size();
    std::u32string masked = full.substr(0, shown);
    for (std::size_t i = shown; i < hidden_to; ++i) masked.push_back(full[i] == 0xb7 ? 0xb7 : U'*');
    return encode(masked + full.substr(hidden_to));
}

std::string mask_id_number(std::string_view number) {
    if (number.size() < 9) return std::string(number.size(), '*');
    return std::string(number.substr(0, 4)) + std::string(number.size() - 8, '*') +
           std::string(number.substr(number.size() - 4));
}

std::string mask_account(std::string_view last4) {
    return "**** " + std::string(last4);
}

std::string mask_phone(std::string_view phone) {
    if (phone.size() < 8) return std::string(phone.size(), '*');
    return std::string(phone.substr(0, 3)) + "****" + std::string(phone.substr(phone.size() - 4));
}

Result<std::string> to_gb18030(std::string_view utf8) {
    return convert(utf8, "UTF-8", "GB18030", "NOT_ENCODABLE", "characters that GB18030 has");
}
Result<std::string> from_gb18030(std::string_view bytes) {
    return convert(bytes, "GB18030", "UTF-8", "NOT_GB18030", "text in GB18030");
}
bool fits_gbk(std::string_view utf8) {
    return convert(utf8, "UTF-8", "GBK", "NOT_ENCODABLE", "").has_value();
}

}  // namespace haven::text
