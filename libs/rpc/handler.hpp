// rpc::handle: the frame of every rpc handler. Only api*.cpp files include this (it pulls in gRPC).
//
//     grpc::Status SubmitApplication(grpc::ServerContext* c, const Req* q, Resp* r) override {
//         return rpc::handle(guard_, *c, *q, [&](const rpc::Caller& caller) -> Result<void> {
//             HAVEN_CHECKED(caller.may_touch(federation));
//             r->set_…;
//             return {};
//         });
//     }
//
// A request that check_request() refuses (request_check.hpp) never reaches the handler. An Error
// becomes a status with google.rpc details; an exception becomes UNAVAILABLE or INTERNAL without
// its text.
#pragma once

#include <grpcpp/grpcpp.h>

#include "libs/access/caller.hpp"
#include "libs/base/result.hpp"
#include "libs/rpc/guard.hpp"
#include "libs/rpc/request_check.hpp"

namespace haven::rpc {

// A unary rpc, or one that answers with a stream.
template <class Request, class Function>
grpc::Status handle(Guard& guard, grpc::ServerContext& context, const Request& request,
                    Function&& function) {
    return guard.run(context, *request.GetDescriptor(), [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(check_request(request));
        return function(caller);
    });
}

// An rpc whose requests come as a stream: handle_stream<UploadRequest>(guard_, *c, …).
template <class Request, class Function>
grpc::Status handle_stream(Guard& guard, grpc::ServerContext& context, Function&& function) {
    return guard.run(context, *Request::descriptor(), std::forward<Function>(function));
}

// The one place where an Error becomes a status (ErrorInfo, BadRequest, PreconditionFailure,
// RetryInfo). `domain` as in GuardOptions.
grpc::Status to_status(const Error& error, std::string_view domain);
// The way back, for clients: kind, reason, metadata and fields of a status that we made; reason is
// the code's name ("UNAVAILABLE", "DEADLINE_EXCEEDED") when it carries no details.
Error to_error(const grpc::Status& status);

}  // namespace haven::rpc
