#include "libs/base/resident_id.hpp"

#include <algorithm>
#include <array>

#include "libs/base/division.hpp"
#include "libs/base/text.hpp"

namespace haven {
namespace {

constexpr std::string_view kField = "id_number";
constexpr std::string_view kSyntheticDivision = "610399";
constexpr int kOldestYears = 120;
// First two digits of every province, region and municipality (GB/T 2260), and of residents from
// outside.
constexpr std::array<std::string_view, 37> kProvinces = {
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35",
    "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54",
    "61", "62", "63", "64", "65", "71", "81", "82", "83", "91", "99"};

std::unexpected<Error> bad(const char* reason, const char* expected) {
    return invalid(reason, std::string(kField), expected);
}

// Digits and X only, or an empty text.
std::string normalised(std::string_view text) {
    if (!text::is_valid_utf8(text)) return {};
    std::string number;
    for (const char32_t c : text::decode(text)) {
        if (c == U' ' || c == U'-' || c == 0x3000) continue;
        const char32_t narrow = c >= 0xff01 && c <= 0xff5e ? c - 0xfee0 : c;
        if (narrow >= U'0' && narrow <= U'9') {
            number.push_back(static_cast<char>(narrow));
        } else if (narrow == U'x' || narrow == U'X') {
            number.push_back('X');
        } else {
            return {};
        }
    }
    return number;
}

bool is_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

char resident_id_check(std::string_view seventeen_digits) {
    constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    HAVEN_CHECK(seventeen_digits.size() == kWeights.size());
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i)
        sum += (seventeen_digits[i] - '0') * kWeights[i];
    return "10X98765432"[sum % 11];
}

Result<ResidentId> parse_resident_id(std::string_view text, Date today, bool synthetic) {
    std::string number = normalised(text);
    const bool legacy = number.size() == 15 && is_digits(number);
    const bool current = number.size() == 18 && is_digits(std::string_view(number).substr(0, 17));
    if (!legacy && !current) {
        return bad("ID_NUMBER_FORM", "18 characters (the last a digit or X), or 15 digits");
    }
    ResidentId id;
    id.upgraded = legacy;
    if (legacy) {
        // Sequences 996 to 999 were kept for people born in the 1800s.
        const bool eighteen_hundreds = std::string_view(number).substr(12) >= "996";
        number.insert(6, eighteen_hundreds ? "18" : "19");
        number.push_back(resident_id_check(number));
    }
    id.division = number.substr(0, 6);
    const std::string province = number.substr(0, 2);
    const bool invented = id.division == kSyntheticDivision;
    const bool assigned = invented ? synthetic : may_stand_in_id_number(id.division);
    if (std::ranges::find(kProvinces, province) == kProvinces.end() || !assigned) {
        return bad("ID_NUMBER_DIVISION", "a division code that was ever assigned");
    }
    const auto birth =
        Date::parse(number.substr(6, 4) + '-' + number.substr(10, 2) + '-' + number.substr(12, 2));
    if (!birth || *birth > today || birth->plus_years(kOldestYears) < today) {
        return bad("ID_NUMBER_DATE", "a birth date that exists and is not in the future");
    }
    if (resident_id_check(number.substr(0, 17)) != number.back()) {
        return bad("ID_NUMBER_CHECK_DIGIT", "another check digit: a digit was mistyped");
    }
    id.birth = *birth;
    id.sex = (number[16] - '0') % 2 == 1 ? Sex::Male : Sex::Female;
    id.number = std::move(number);
    return id;
}

}  // namespace haven
