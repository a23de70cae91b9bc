// Guard: what stands in front of every rpc (design §6). It knows the Access option of each method
// of the registered services, verifies the caller's token, and denies by default.
//
//     Guard guard{{.domain = "registry.haven", .keys = &keyring, .now = clock}};
//     guard.allow_services({"haven.registry.v1.RegistryService"});   // throws on ACCESS_MISSING
//
// Thread rule: allow_services() before the server starts; everything else from any thread. This
// header is free of gRPC, so that libs/host/service.hpp can name it.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "libs/access/caller.hpp"
#include "libs/base/time.hpp"

namespace google::protobuf {
class Descriptor;
class Message;
}  // namespace google::protobuf
namespace grpc {
class ServerContext;
class Status;
}  // namespace grpc
namespace haven::access {
class Keyring;
}

namespace haven::rpc {

using access::Caller;
using access::Role;

inline constexpr int kDefaultDeadlineMs = 5'000;
inline constexpr int kDeadlineCapMs = 30'000;
inline constexpr int kMaxMessageBytes = 1 << 20;

// One finished call, for the log line and the metrics; never what was asked or answered.
struct CallRecord {
    std::string service;      // "haven.registry.v1.RegistryService"
    std::string method;       // "SubmitApplication"
    std::string code;         // "OK", "FAILED_PRECONDITION", …
    std::string reason;       // UPPER_SNAKE, or empty
    std::string traceparent;  // W3C
    std::string staff;        // staff id or peer service; empty when anonymous
    std::string exception;    // type of what was thrown, when the answer was INTERNAL
    std::int64_t micros = 0;
};

struct GuardOptions {
    std::string domain = "haven";           // ErrorInfo.domain is "<domain>.haven" of a service
    const access::Keyring* keys = nullptr;  // whose tokens are believed; must outlive the guard
    std::function<Instant()> now;           // the machine's clock
    std::function<void(const CallRecord&)> observe = {};  // called after each call
};

// "FAILED_PRECONDITION" for 9.
std::string status_code_name(int code);
// Full names of the services that a proto file defines; throws when it is not linked in.
std::vector<std::string> services_of_file(const std::string& proto_file);

class Guard {
  public:
    using Handler = std::function<Result<void>(const Caller&)>;

    explicit Guard(GuardOptions options);
    ~Guard();
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

    // Walks the descriptors of these services (full names). Throws std::runtime_error that names
    // ACCESS_MISSING and the method when an rpc has no Access option, or has one that lets nobody
    // in, or when two rpcs share a request message (then the method could not be told).
    void allow_services(std::span<const std::string> full_names);

    // Runs `handler` when the caller may call the method that takes `request`; turns its Error, or
    // an exception, into a status. Used through rpc::handle (handler.hpp).
    grpc::Status run(grpc::ServerContext& context, const google::protobuf::Descriptor& request,
                     const Handler& handler);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace haven::rpc
