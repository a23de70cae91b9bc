#include "libs/vault/identity.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <stdexcept>

namespace haven::vault {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, is_digit);
}

bool is_paper_character(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || c == '(' || c == ')';
}

std::string compact(std::string_view number) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no NFKC");
    const icu::UnicodeString text =
        nfkc->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(
                            number.data(), static_cast<std::int32_t>(number.size()))),
                        status);
    icu::UnicodeString kept;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        if (!u_isUWhiteSpace(c) && c != '-') kept.append(u_toupper(c));
    }
    std::string utf8;
    kept.toUTF8String(utf8);
    return utf8;
}

bool fits(IdType type, std::string_view number) {
    switch (type) {
        case IdType::ResidentId:
            return number.size() == 18 && all_digits(number.substr(0, 17)) &&
                   (is_digit(number[17]) || number[17] == 'X');
        case IdType::ResidentId15:
            return number.size() == 15 && all_digits(number);
        case IdType::Other:
            return number.size() >= 4 && number.size() <= 32 &&
                   std::ranges::all_of(number, is_paper_character);
    }
    return false;
}

// ISO 7064 MOD 11-2 over the first 17 digits (GB 11643).
char check_character(std::string_view first_17) {
    static constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) sum += (first_17[i] - '0') * kWeights[i];
    return "10X98765432"[sum % 11];
}

}  // namespace

std::optional<std::string> normalised_number(const Identity& identity) {
    std::string number = compact(identity.number);
    if (!fits(identity.type, number)) return std::nullopt;
    return number;
}

std::optional<Identity> other_form(const Identity& normalised) {
    const std::string& number = normalised.number;
    if (normalised.type == IdType::ResidentId15) {
        std::string longer = number.substr(0, 6) + "19" + number.substr(6);
        longer += check_character(longer);
        return Identity{IdType::ResidentId, longer};
    }
    if (normalised.type == IdType::ResidentId && number.substr(6, 2) == "19") {
        return Identity{IdType::ResidentId15, number.substr(0, 6) + number.substr(8, 9)};
    }
    return std::nullopt;
}

}  // namespace haven::vault
