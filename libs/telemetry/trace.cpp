#include "libs/telemetry/trace.hpp"

#include <algorithm>
#include <cstdint>
#include <random>

namespace haven::telemetry {
namespace {

// 00-32 hex-16 hex-2 hex
constexpr std::size_t kLength = 55;
constexpr std::size_t kTraceAt = 3;
constexpr std::size_t kTraceDigits = 32;
constexpr std::size_t kSpanAt = 36;
constexpr std::size_t kSpanDigits = 16;
constexpr std::size_t kFlagsAt = 53;

bool is_lower_hex(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool all_zero(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c == '0'; });
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

std::optional<TraceContext> TraceContext::parse(std::string_view traceparent) {
    if (traceparent.size() < kLength) return std::nullopt;
    const std::string_view version = traceparent.substr(0, 2);
    const bool longer = traceparent.size() > kLength;
    if (!is_lower_hex(version) || version == "ff") return std::nullopt;
    if (longer && (version == "00" || traceparent[kLength] != '-')) return std::nullopt;
    if (traceparent[2] != '-' || traceparent[35] != '-' || traceparent[52] != '-') {
        return std::nullopt;
    }
    const std::string_view trace = traceparent.substr(kTraceAt, kTraceDigits);
    const std::string_view span = traceparent.substr(kSpanAt, kSpanDigits);
    const std::string_view flags = traceparent.substr(kFlagsAt, 2);
    if (!is_lower_hex(trace) || !is_lower_hex(span) || !is_lower_hex(flags)) return std::nullopt;
    if (all_zero(trace) || all_zero(span)) return std::nullopt;
    const bool sampled = std::string_view("13579bdf").contains(flags[1]);
    return TraceContext{std::string(trace), std::string(span), sampled};
}

TraceContext TraceContext::make() {
    return {random_hex(kTraceDigits), random_hex(kSpanDigits), true};
}

TraceContext TraceContext::child() const {
    return {trace_id, random_hex(kSpanDigits), sampled};
}

std::string TraceContext::to_string() const {
    return "00-" + trace_id + "-" + span_id + (sampled ? "-01" : "-00");
}

std::string next_traceparent(std::string_view incoming) {
    const auto parent = TraceContext::parse(incoming);
    return (parent ? parent->child() : TraceContext::make()).to_string();
}

}  // namespace haven::telemetry
