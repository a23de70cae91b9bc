#include "libs/rpc/client.hpp"

#include <algorithm>
#include <chrono>

#include "libs/telemetry/trace.hpp"

namespace haven::rpc {

std::shared_ptr<grpc::Channel> connect(const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
    arguments.SetMaxSendMessageSize(kMaxMessageBytes);
    // A server that has just been started again is found at once, not after gRPC's own 20 s.
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
    return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

void prepare(grpc::ClientContext& context, const CallOptions& options) {
    const int timeout = std::clamp(options.timeout_ms, 1, kDeadlineCapMs);
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(timeout));
    if (!options.bearer.empty()) context.AddMetadata("authorization", "Bearer " + options.bearer);
    context.AddMetadata("traceparent", telemetry::next_traceparent(options.traceparent));
}

}  // namespace haven::rpc
