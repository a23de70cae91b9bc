#include "libs/base/money.hpp"

namespace haven {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Takes well-placed thousands commas out: "1,234" → "1234"; false when one is misplaced.
bool without_commas(std::string_view whole, std::string& digits) {
    if (whole.find(',') == std::string_view::npos) {
        digits = whole;
        return true;
    }
    const std::size_t first = whole.find(',');
    if (first == 0 || first > 3) return false;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        const bool comma_expected = i >= first && (i - first) % 4 == 0;
        if (comma_expected != (whole[i] == ',')) return false;
        if (!comma_expected) digits.push_back(whole[i]);
    }
    return (whole.size() - first) % 4 == 0;
}

}  // namespace

Result<Money> Money::parse_yuan(std::string_view text) {
    const auto bad = [] {
        return invalid("INVALID_AMOUNT", "amount",
                       "yuan as digits with at most two decimals, for example 2000 or 2000.00");
    };
    const std::size_t point = text.find('.');
    const std::string_view decimals =
        point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (point != std::string_view::npos && (decimals.empty() || decimals.size() > 2)) return bad();
    std::string digits;
    if (!without_commas(text.substr(0, point), digits)) return bad();
    if (digits.empty() || digits.size() > 10) return bad();
    std::int64_t fen = 0;
    for (const char c : digits) {
        if (!is_digit(c)) return bad();
        fen = fen * 10 + (c - '0');
    }
    for (std::size_t i = 0; i < 2; ++i) {
        const char c = i < decimals.size() ? decimals[i] : '0';
        if (!is_digit(c)) return bad();
        fen = fen * 10 + (c - '0');
    }
    return Money{fen};
}

std::string Money::yuan() const {
    // Through unsigned, so that the smallest int64 prints as well.
    const auto magnitude =
        fen_ < 0 ? 0 - static_cast<std::uint64_t>(fen_) : static_cast<std::uint64_t>(fen_);
    std::string cents = std::to_string(magnitude % 100);
    if (cents.size() < 2) cents.insert(cents.begin(), '0');
    return (fen_ < 0 ? "-" : "") + std::to_string(magnitude / 100) + "." + cents;
}

}  // namespace haven
