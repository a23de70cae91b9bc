#include "libs/base/credit_code.hpp"

#include <algorithm>
#include <array>

#include "libs/base/text.hpp"

namespace haven {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::size_t kLength = 18;
constexpr std::size_t kDivisionAt = 2;
constexpr std::size_t kOrganisationAt = 8;
constexpr std::size_t kOrganisationLength = 9;

int value_in_code(char c) {
    const std::size_t value = kAlphabet.find(c);
    HAVEN_CHECK(value != std::string_view::npos);
    return static_cast<int>(value);
}

// GB 11714 counts all letters, also those that GB 32100 leaves out.
int value_in_organisation(char c) {
    HAVEN_CHECK((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'));
    return c <= '9' ? c - '0' : c - 'A' + 10;
}

std::unexpected<Error> bad(const char* reason, const char* expected) {
    return invalid(reason, "uscc", expected);
}

// Upper case and narrow, or empty when there is anything else.
std::string normalised(std::string_view text) {
    if (!text::is_valid_utf8(text)) return {};
    std::string code;
    for (const char32_t c : text::decode(text)) {
        if (c == U' ' || c == U'-' || c == 0x3000) continue;
        char32_t narrow = c >= 0xff01 && c <= 0xff5e ? c - 0xfee0 : c;
        if (narrow >= U'a' && narrow <= U'z') narrow -= U'a' - U'A';
        const bool known = narrow < 0x80 && kAlphabet.contains(static_cast<char>(narrow));
        if (!known) return {};
        code.push_back(static_cast<char>(narrow));
    }
    return code;
}

}  // namespace

char credit_code_check(std::string_view seventeen) {
    HAVEN_CHECK(seventeen.size() == kLength - 1);
    int sum = 0;
    int weight = 1;
    for (const char c : seventeen) {
        sum += value_in_code(c) * weight;
        weight = weight * 3 % 31;
    }
    return kAlphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

char organisation_code_check(std::string_view eight) {
    constexpr std::array<int, 8> kWeights = {3, 7, 9, 10, 5, 8, 4, 2};
    HAVEN_CHECK(eight.size() == kWeights.size());
    int sum = 0;
    for (std::size_t i = 0; i < kWeights.size(); ++i) {
        sum += value_in_organisation(eight[i]) * kWeights[i];
    }
    const int check = 11 - sum % 11;
    if (check == 10) return 'X';
    return check == 11 ? '0' : static_cast<char>('0' + check);
}

Result<CreditCode> parse_credit_code(std::string_view text) {
    const std::string number = normalised(text);
    const std::string division = number.size() == kLength ? number.substr(kDivisionAt, 6) : "";
    const bool digits = std::ranges::all_of(division, [](char c) { return c >= '0' && c <= '9'; });
    if (division.empty() || !digits) {
        return bad("CREDIT_CODE_FORM", "18 digits and capital letters without I, O, S, V and Z");
    }
    std::string organisation = number.substr(kOrganisationAt, kOrganisationLength);
    if (organisation_code_check(organisation.substr(0, kOrganisationLength - 1)) !=
        organisation.back()) {
        return bad("CREDIT_CODE_ORGANISATION", "another organisation code: a character is wrong");
    }
    if (credit_code_check(number.substr(0, kLength - 1)) != number.back()) {
        return bad("CREDIT_CODE_CHECK", "another check character: a character is wrong");
    }
    return CreditCode{number, number.front(), division, std::move(organisation)};
}

}  // namespace haven
