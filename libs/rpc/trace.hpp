// W3C trace context: one trace id from a client's request to the last projection it reaches.
#pragma once

#include <string>
#include <string_view>

namespace haven::rpc {

// A new span of the incoming trace ("00-<32 hex>-<16 hex>-01"), or of a new trace when `incoming`
// is empty or malformed.
std::string next_traceparent(std::string_view incoming);

}  // namespace haven::rpc
