#include "libs/rpc/client.hpp"

#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <chrono>

#include "libs/rpc/tls.hpp"
#include "libs/telemetry/trace.hpp"

namespace haven::rpc {

std::shared_ptr<grpc::Channel> connect(const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
    arguments.SetMaxSendMessageSize(kMaxMessageBytes);
    // A server that has just been started again is found at once, not after gRPC's own 20 s.
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
    return grpc::CreateCustomChannel(address, channel_credentials(), arguments);
}

namespace {

void prepare_until(grpc::ClientContext& context, const CallOptions& options, int timeout_ms) {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(timeout_ms));
    if (!options.bearer.empty()) context.AddMetadata("authorization", "Bearer " + options.bearer);
    context.AddMetadata("traceparent", telemetry::next_traceparent(options.traceparent));
}

}  // namespace

void prepare(grpc::ClientContext& context, const CallOptions& options) {
    prepare_until(context, options, std::clamp(options.timeout_ms, 1, kDeadlineCapMs));
}

void prepare_stream(grpc::ClientContext& context, const CallOptions& options) {
    prepare_until(context, options, std::max(options.timeout_ms, 1));
}

Health health_of(const std::shared_ptr<grpc::Channel>& channel, const std::string& service,
                 int timeout_ms) {
    // HealthCheckRequest{service = 1} and HealthCheckResponse{status = 1}.
    std::string bytes;
    if (!service.empty()) bytes = "\x0a" + std::string(1, static_cast<char>(service.size()));
    const grpc::Slice slice(bytes + service);
    grpc::ClientContext context;
    prepare(context, {.timeout_ms = timeout_ms});
    grpc::GenericStub stub(channel);
    grpc::CompletionQueue queue;
    const auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check",
                                            grpc::ByteBuffer(&slice, 1), &queue);
    grpc::ByteBuffer answer;
    grpc::Status status;
    call->StartCall();
    call->Finish(&answer, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    HAVEN_CHECK(queue.Next(&tag, &ok));
    grpc::Slice read;
    if (!status.ok() || !answer.DumpToSingleSlice(&read).ok() || read.size() != 2) {
        return Health::Unknown;
    }
    return read.begin()[1] == 1 ? Health::Serving : Health::NotServing;
}

}  // namespace haven::rpc
