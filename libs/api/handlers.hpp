// Handlers: what every class that serves rpcs of a service has: the guard in front of a handler,
// and the way of a command to the service's own submit(). Api files only; any thread.
//
//     class FairApi final : public Api, public pb::FairService::Service, api::Handlers<ApiContext>
#pragma once

#include <any>
#include <string>
#include <utility>

#include "libs/api/command.hpp"

namespace haven::api {

template <class ApiContext>
class Handlers {
  protected:
    explicit Handlers(const ApiContext& context) : context_(context) {}

    template <class Request, class Handler>
    grpc::Status handle(grpc::ServerContext* c, const Request& q, Handler&& handler) {
        return rpc::handle(context_.host.guard, *c, q, std::forward<Handler>(handler));
    }
    // Submits with the service's own submit(), which says who may; answers the reply.
    template <class Request, class Response>
    Result<void> to(const Caller& caller, const Request& q, const Target& target, std::any command,
                    Response& r, std::string hashed = {}) {
        HAVEN_TRY(const auto reply,
                  submit(context_, caller, q, target, std::move(command), std::move(hashed)));
        write_reply(reply, *r.mutable_reply());
        return {};
    }

    ApiContext context_;
};

}  // namespace haven::api
