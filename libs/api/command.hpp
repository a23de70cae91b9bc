// How the handlers of every service take a command in: what a caller may do at all, what a request
// must look like, and the way to the writer and back. Whether the caller may touch the target is
// asked by the handler, since only it knows whose the target is. Pulls in gRPC and protobuf: api
// files only. Any thread.
#pragma once

#include <any>
#include <cstdint>
#include <string>
#include <vector>

#include "haven/type/v1/types.pb.h"
#include "libs/api/context.hpp"
#include "libs/base/result.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"
#include "libs/rpc/handler.hpp"

namespace haven::api {

using rpc::Caller;

struct Target {
    const writer::Aggregate& aggregate;
    FederationNo federation;
    Uuid stream;
};

// Neither an administrator nor a service is one of the people whom a rule asks for (protocols §11).
// Error: Denied ADMINISTRATOR_TAKES_NO_PART.
Result<void> takes_part(const Caller& caller);
// The caller's federations and those above them: what is offered to the caller's people.
std::vector<FederationNo> with_superiors(const Context& context, const Caller& caller);
// Error: Denied OUTSIDE_SCOPE, unless the federation is one of with_superiors().
Result<void> may_hand_in(const Context& context, const Caller& caller, FederationNo federation);

// The federation at the head, which keeps what holds for all.
FederationNo head_of(const Context& context);
// Error: INVALID_FEDERATION on that field, unless it is one of ours.
Result<void> check_federation(const Context& context, std::int32_t number,
                              const std::string& field);

// Error: INVALID_UUID on that field.
Result<Uuid> asked_uuid(const std::string& text, const char* field);
// Error: INVALID_DATE on that field.
Result<Date> asked_date(const std::string& text, const char* field);
// A unified social credit code, or nothing: what stands in plaintext of an enterprise is checked,
// so that nobody's name gets there (I35). Errors: those of libs/base/credit_code.
Result<void> check_enterprise(const std::string& uscc, const char* field);

inline std::unexpected<Error> missing(const char* reason, const char* what) {
    return failure(ErrorKind::Missing, reason,
                   std::string("there is no such ") + what + " in scope");
}

// A command of the caller's as the writer takes it. `hashed` stands for its content: the request,
// or what is sealed of it.
writer::Submission submission(const Context& context, const Caller& caller, const Uuid& command_id,
                              const Target& target, std::any command, const std::string& hashed);

// Submits one command and waits.
template <class Request>
Result<log::Reply> pass_on(const Context& context, const Caller& caller, const Request& request,
                           const Target& target, std::any command, std::string hashed = {}) {
    HAVEN_TRY(const Uuid command_id, asked_uuid(request.command_id(), "command_id"));
    if (hashed.empty()) hashed = request.SerializeAsString();
    writer::Submission one =
        submission(context, caller, command_id, target, std::move(command), hashed);
    if (request.has_expected_version()) one.expected_version = request.expected_version();
    return writer::submit_and_wait(context.host.writer, std::move(one), caller.deadline_ms);
}

inline void write_reply(const log::Reply& reply, type::v1::CommandReply& message) {
    message.set_version(reply.version);
    message.set_offset(reply.offset);
}

}  // namespace haven::api
