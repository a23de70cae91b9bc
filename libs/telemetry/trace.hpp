// W3C trace context: one trace id from a client's request through stored events to the last
// projection it reaches. A label, never a secret. Thread-safe.
//
//     const auto cause = TraceContext::parse(metadata).value_or(TraceContext::make());
//     call.set("traceparent", cause.child().to_string());
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace haven::telemetry {

struct TraceContext {
    std::string trace_id;  // 32 lower-case hex digits, not all 0
    std::string span_id;   // 16, likewise
    bool sampled = true;

    bool operator==(const TraceContext&) const = default;

    // "00-<trace id>-<span id>-<flags>". A later version may have more behind it, which is left
    // out; nullopt for anything malformed, and for version ff.
    static std::optional<TraceContext> parse(std::string_view traceparent);
    // A new trace.
    static TraceContext make();
    // A new span of the same trace.
    [[nodiscard]] TraceContext child() const;
    [[nodiscard]] std::string to_string() const;
};

// A new span of the incoming trace, or of a new one when `incoming` is empty or malformed.
std::string next_traceparent(std::string_view incoming);

}  // namespace haven::telemetry
