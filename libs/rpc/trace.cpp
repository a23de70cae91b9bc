#include "libs/rpc/trace.hpp"

#include <algorithm>
#include <random>

namespace haven::rpc {
namespace {

constexpr std::size_t kLength = 55;  // 00-32 hex-16 hex-2 hex

bool is_lower_hex(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool all_zero(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c == '0'; });
}

bool well_formed(std::string_view text) {
    return text.size() == kLength && text.substr(0, 3) == "00-" && text[35] == '-' &&
           text[52] == '-' && is_lower_hex(text.substr(3, 32)) &&
           is_lower_hex(text.substr(36, 16)) && is_lower_hex(text.substr(53, 2)) &&
           !all_zero(text.substr(3, 32)) && !all_zero(text.substr(36, 16));
}

std::string random_hex(std::size_t digits) {
    // Trace ids are labels, not secrets: a fast generator is right.
    thread_local std::mt19937_64 generator{std::random_device{}()};
    static constexpr std::string_view kHex = "0123456789abcdef";
    std::string text;
    while (text.size() < digits) {
        std::uint64_t bits = generator();
        for (int i = 0; i < 16 && text.size() < digits; ++i, bits >>= 4) text += kHex[bits & 15];
    }
    if (all_zero(text)) text.back() = '1';
    return text;
}

}  // namespace

std::string next_traceparent(std::string_view incoming) {
    const std::string trace =
        well_formed(incoming) ? std::string(incoming.substr(3, 32)) : random_hex(32);
    return "00-" + trace + "-" + random_hex(16) + "-01";
}

}  // namespace haven::rpc
