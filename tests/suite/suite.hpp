// The whole suite in this process on fresh databases, and calls to it by method name with the token
// of any role. For tests that walk every rpc, and for those that walk the whole line (line.hpp).
// Thread rule: one thread.
#pragma once

#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "libs/access/token.hpp"
#include "libs/base/result.hpp"
#include "libs/host/host.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/rpc/raw_call.hpp"

namespace google::protobuf {
class Message;
class MethodDescriptor;
}  // namespace google::protobuf

namespace haven::spec {

struct SuiteOptions {
    Date start = Date::of(2016, 1, 4);
    std::string metrics_address = {};  // empty: none
    // Databases of each service; counties lie in them in turn, the city in the first.
    std::size_t shards = 1;
    // Brokers and prefix of topics; with them disbursement reads registry's log from Kafka.
    std::string kafka = {};
    std::string kafka_topic_prefix = {};
    // As in host::Parts.
    std::function<std::unique_ptr<vault::Vault>(vault::Vault&)> before_vault = {};
};

inline constexpr FederationNo kCity{1};

class Suite {
  public:
    explicit Suite(SuiteOptions options = {});
    ~Suite();
    Suite(const Suite&) = delete;
    Suite& operator=(const Suite&) = delete;

    // Every method of every service that the suite serves.
    [[nodiscard]] std::vector<const google::protobuf::MethodDescriptor*> methods() const;
    // A token of a member of staff of one federation, or of a peer service for PeerService. The
    // city's sees all of them.
    [[nodiscard]] std::string token(access::Role role, FederationNo federation) const;
    // The same person may hold tokens of several roles.
    [[nodiscard]] std::string token_of(StaffId staff, access::Role role,
                                       FederationNo federation) const;
    // One token of several roles.
    [[nodiscard]] std::string token_of(StaffId staff, std::vector<access::Role> roles,
                                       FederationNo federation) const;
    // The members of staff of each role and county are people of their own.
    [[nodiscard]] static StaffId staff(access::Role role, FederationNo county);

    RawAnswer call(const google::protobuf::MethodDescriptor& method,
                   const google::protobuf::Message& request, const std::string& bearer);
    RawAnswer call(const google::protobuf::MethodDescriptor& method, const std::string& bytes,
                   const std::string& bearer);
    // "OK", or the reason of the refusal. A command without an id gets one.
    template <class Stub, class Request, class Response>
    std::string call(const std::string& bearer,
                     grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                     Request request, Response* response = nullptr) {
        if constexpr (requires { request.set_command_id(std::string()); }) {
            if (request.command_id().empty()) request.set_command_id(new_id());
        }
        Response unread;
        grpc::ClientContext context;
        rpc::prepare(context, {.bearer = bearer, .timeout_ms = 20'000});
        Stub stub(channel_);
        return noted((stub.*method)(&context, request, response ? response : &unread));
    }

    // The same as a member of staff of that role and federation.
    template <class Method, class Request, class Response = std::nullptr_t>
    std::string ask(access::Role role, FederationNo federation, Method method,
                    const Request& request, Response response = nullptr) {
        if constexpr (std::is_same_v<Response, std::nullptr_t>) {
            return call(token(role, federation), method, request);
        } else {
            return call(token(role, federation), method, request, response);
        }
    }

    // Ends the process; what is done meanwhile is done to what it left; starts it again.
    void restart(const std::function<void()>& meanwhile);

    // To `date`, and on until nothing is in flight there; throws when it does not come to that.
    void advance(Date date);
    void settle() { advance(today_); }
    [[nodiscard]] Date today() const { return today_; }

    [[nodiscard]] std::string conninfo(const std::string& service, std::size_t shard = 0) const;
    [[nodiscard]] std::size_t shards() const {
        return std::max<std::size_t>(config_.shards.shards.size(), 1);
    }
    [[nodiscard]] static std::vector<std::string> databases();  // their services' names
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] std::string metrics_address() const { return host_->metrics_address(); }
    // Messages and details of every refusal so far, as they came over the wire.
    [[nodiscard]] const std::string& refusals() const { return refusals_; }
    static std::string new_id();
    [[nodiscard]] const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  private:
    void start();
    [[nodiscard]] std::string prefix(std::size_t shard) const;
    [[nodiscard]] access::TokenIssuer issuer(const std::string& service) const;

    std::string noted(const grpc::Status& status);

    std::string prefix_;
    std::filesystem::path folder_;
    Date today_;
    std::string refusals_;
    host::Config config_;
    host::Parts parts_;
    std::unique_ptr<host::Host> host_;
    std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace haven::spec
