// A call by method name with bytes as they are: for tests of every method of a server. Included by
// tests only.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <string>

#include "libs/rpc/client.hpp"

namespace haven::spec {

struct RawAnswer {
    grpc::Status status;
    std::string bytes;
};

// `method` is "/haven.ops.v1.OpsService/GetStatus". Streaming methods get one request and are read
// up to their first answer.
inline RawAnswer raw_call(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                          const std::string& request, const rpc::CallOptions& options) {
    grpc::ClientContext context;
    rpc::prepare(context, options);
    grpc::GenericStub stub(channel);
    grpc::CompletionQueue queue;
    const auto wait = [&] {
        void* tag = nullptr;
        bool ok = false;
        queue.Next(&tag, &ok);
        return ok;
    };
    auto call = stub.PrepareCall(&context, method, &queue);
    call->StartCall(nullptr);
    RawAnswer answer;
    if (wait()) {
        const grpc::Slice slice(request);
        call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
        if (wait()) {
            grpc::ByteBuffer buffer;
            call->Read(&buffer, nullptr);
            grpc::Slice read;
            if (wait() && buffer.DumpToSingleSlice(&read).ok()) {
                answer.bytes.assign(reinterpret_cast<const char*>(read.begin()), read.size());
                // A stream that goes on is of no further interest.
                grpc::ByteBuffer more;
                call->Read(&more, nullptr);
                if (wait()) context.TryCancel();
            }
        }
    }
    call->Finish(&answer.status, nullptr);
    wait();
    return answer;
}

// 1 = SERVING, 2 = NOT_SERVING; 0 when the health service does not know the name or is not there.
inline int health_of(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
    return static_cast<int>(rpc::health_of(channel, service));
}

}  // namespace haven::spec
