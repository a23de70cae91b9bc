#include "libs/rpc/guard.hpp"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <typeinfo>
#include <unordered_map>

#include "libs/access/token.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/rpc/errors.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/telemetry/trace.hpp"

#include "haven/options/v1/options.pb.h"

namespace haven::rpc {
namespace {

namespace options = haven::options::v1;
using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

static_assert(static_cast<int>(Role::Caseworker) == options::ROLE_CASEWORKER);
static_assert(static_cast<int>(Role::Approver) == options::ROLE_APPROVER);
static_assert(static_cast<int>(Role::FinanceMaker) == options::ROLE_FINANCE_MAKER);
static_assert(static_cast<int>(Role::FinanceChecker) == options::ROLE_FINANCE_CHECKER);
static_assert(static_cast<int>(Role::FinanceApprover) == options::ROLE_FINANCE_APPROVER);
static_assert(static_cast<int>(Role::Auditor) == options::ROLE_AUDITOR);
static_assert(static_cast<int>(Role::Administrator) == options::ROLE_ADMINISTRATOR);
static_assert(static_cast<int>(Role::PeerService) == options::ROLE_PEER_SERVICE);
static_assert(options::Role_MAX == options::ROLE_PEER_SERVICE);

struct Method {
    std::string service;
    std::string name;
    std::vector<Role> roles;
    bool anonymous = false;
};

[[noreturn]] void refuse_to_start(const MethodDescriptor& method, std::string_view why) {
    throw std::runtime_error("ACCESS_MISSING: " + method.full_name() + " " + std::string(why));
}

Method read_method(const MethodDescriptor& method) {
    if (!method.options().HasExtension(options::access)) {
        refuse_to_start(method, "has no haven.options.v1.access option");
    }
    const options::Access& access = method.options().GetExtension(options::access);
    Method read{method.service()->full_name(), method.name(), {}, access.anonymous()};
    for (const int role : access.roles()) {
        if (role == options::ROLE_UNSPECIFIED) refuse_to_start(method, "names ROLE_UNSPECIFIED");
        read.roles.push_back(static_cast<Role>(role));
    }
    if (read.anonymous != read.roles.empty()) {
        refuse_to_start(method, "must name roles, or be anonymous, and not both");
    }
    return read;
}

std::string metadata(const grpc::ServerContext& context, const char* key) {
    const auto found = context.client_metadata().find(key);
    if (found == context.client_metadata().end()) return {};
    return std::string(found->second.data(), found->second.size());
}

// What is left for waiting: the client's deadline, 5 s where it has none, at most 30 s.
int left_ms(const grpc::ServerContext& context) {
    const auto deadline = context.deadline();
    if (deadline == std::chrono::system_clock::time_point::max()) return kDefaultDeadlineMs;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::system_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, kDeadlineCapMs));
}

// Shutting down, starting, out of resources, deadlock, serialisation, lock timeout: the same call
// may succeed a moment later.
bool is_environment(const postgres::SqlError& error) {
    static constexpr std::string_view kClasses[] = {"08", "40", "53", "55", "57"};
    return std::ranges::any_of(
        kClasses, [&](std::string_view prefix) { return error.sqlstate().starts_with(prefix); });
}

Error environment_error() {
    return {ErrorKind::Unavailable,
            "DEPENDENCY_DOWN",
            "a database or service that this call needs does not answer",
            {},
            {}};
}

}  // namespace

class Guard::Impl {
  public:
    explicit Impl(GuardOptions options) : options_(std::move(options)) {
        if (options_.keys != nullptr) verifier_.emplace(*options_.keys);
    }

    void allow(const std::string& full_name) {
        const ServiceDescriptor* service =
            DescriptorPool::generated_pool()->FindServiceByName(full_name);
        if (service == nullptr) {
            throw std::runtime_error("no descriptor of service " + full_name);
        }
        for (int i = 0; i < service->method_count(); ++i) {
            const MethodDescriptor& method = *service->method(i);
            const auto [known, added] = methods_.emplace(method.input_type(), read_method(method));
            if (!added && known->second.name != method.name()) {
                refuse_to_start(method, "shares its request message with " + known->second.name);
            }
        }
    }

    grpc::Status run(grpc::ServerContext& context, const Descriptor& request,
                     const Handler& handler) {
        const auto begun = std::chrono::steady_clock::now();
        const std::string trace = telemetry::next_traceparent(metadata(context, "traceparent"));
        const auto known = methods_.find(&request);
        CallRecord record{.service = {},
                          .method = {},
                          .code = {},
                          .reason = {},
                          .traceparent = trace,
                          .staff = {},
                          .exception = {}};
        if (known != methods_.end()) {
            record.service = known->second.service;
            record.method = known->second.name;
        }
        const grpc::Status status = answer(known == methods_.end() ? nullptr : &known->second,
                                           context, trace, handler, record);
        record.code = status_code_name(static_cast<int>(status.error_code()));
        record.micros = std::chrono::duration_cast<std::chrono::microseconds>(
                            std::chrono::steady_clock::now() - begun)
                            .count();
        if (options_.observe) options_.observe(record);
        return status;
    }

  private:
    Result<Caller> admit(const Method* method, const grpc::ServerContext& context) {
        if (method == nullptr) {
            return failure(ErrorKind::Denied, "METHOD_NOT_ALLOWED", "nobody may call this method");
        }
        if (method->anonymous) return Caller{};
        HAVEN_CHECK(verifier_.has_value());
        HAVEN_TRY(Caller caller,
                  verifier_->verify(metadata(context, "authorization"), options_.now()));
        const bool allowed =
            std::ranges::any_of(method->roles, [&](Role role) { return caller.has(role); });
        if (!allowed) {
            return failure(ErrorKind::Denied, "ROLE_MISSING",
                           "none of the caller's roles may call " + method->name,
                           {{"method", method->name}});
        }
        return caller;
    }

    grpc::Status answer(const Method* method, grpc::ServerContext& context,
                        const std::string& trace, const Handler& handler, CallRecord& record) {
        const auto refuse = [&](const Error& error) {
            record.reason = error.reason;
            return to_status(error, options_.domain);
        };
        auto caller = admit(method, context);
        if (!caller) return refuse(caller.error());
        record.staff = caller->staff.is_nil() ? caller->service : caller->staff.to_string();
        caller->traceparent = trace;
        caller->deadline_ms = left_ms(context);
        if (caller->deadline_ms == 0) {
            return refuse({ErrorKind::Unavailable, "DEADLINE_EXCEEDED", "no time is left", {}, {}});
        }
        try {
            const Result<void> result = handler(*caller);
            return result ? grpc::Status::OK : refuse(result.error());
        } catch (const PeerDown&) {
            return refuse(environment_error());
        } catch (const postgres::ConnectionLost&) {
            return refuse(environment_error());
        } catch (const postgres::SqlError& error) {
            if (is_environment(error)) return refuse(environment_error());
            return internal(record, "SqlError " + error.sqlstate());
        } catch (const std::exception& error) {
            return internal(record, typeid(error).name());
        }
    }

    // The text of an exception may hold anything, personal data included: it goes nowhere.
    static grpc::Status internal(CallRecord& record, std::string what) {
        record.reason = "INTERNAL";
        record.exception = std::move(what);
        return grpc::Status(grpc::StatusCode::INTERNAL, "internal error");
    }

    GuardOptions options_;
    std::optional<access::Verifier> verifier_;
    std::unordered_map<const Descriptor*, Method> methods_;
};

Guard::Guard(GuardOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Guard::~Guard() = default;

void Guard::allow_services(std::span<const std::string> full_names) {
    for (const std::string& name : full_names) impl_->allow(name);
}

grpc::Status Guard::run(grpc::ServerContext& context, const Descriptor& request,
                        const Handler& handler) {
    return impl_->run(context, request, handler);
}

std::vector<std::string> services_of_file(const std::string& proto_file) {
    const auto* file = DescriptorPool::generated_pool()->FindFileByName(proto_file);
    if (file == nullptr) throw std::runtime_error("no descriptor of file " + proto_file);
    std::vector<std::string> names;
    for (int i = 0; i < file->service_count(); ++i) names.push_back(file->service(i)->full_name());
    return names;
}

}  // namespace haven::rpc
