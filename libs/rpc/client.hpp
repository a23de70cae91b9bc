// The calling side: channels and the metadata of a call. Only .cpp files that make calls include
// this (it pulls in gRPC).
//
//     auto stub = RegistryService::NewStub(rpc::connect(address));
//     grpc::ClientContext context;
//     rpc::prepare(context, {.bearer = token, .timeout_ms = 5'000});
//
// Thread rule: channels are shared freely; a context serves one call.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "libs/rpc/guard.hpp"

namespace haven::rpc {

struct CallOptions {
    std::string bearer = {};       // empty: an anonymous rpc
    std::string traceparent = {};  // of the request that this call serves; empty starts a trace
    int timeout_ms = kDefaultDeadlineMs;
};

// `address` is "127.0.0.1:4711", or with TLS (tls.hpp) "registry.haven:50051": a name that the
// server's certificate is for.
std::shared_ptr<grpc::Channel> connect(const std::string& address);
void prepare(grpc::ClientContext& context, const CallOptions& options);
// The same for a stream of long work, an import say, whose deadline is not capped.
void prepare_stream(grpc::ClientContext& context, const CallOptions& options);

// What a server says of one of its services, or with an empty name of the whole process
// ("liveness": that it can answer at all). Of grpc.health.v1, whose proto Debian does not package.
enum class Health { Unknown = 0, Serving = 1, NotServing = 2 };
Health health_of(const std::shared_ptr<grpc::Channel>& channel, const std::string& service,
                 int timeout_ms = 2'000);

}  // namespace haven::rpc
