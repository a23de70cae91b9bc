// Suite: disbursement with all that it runs on (host, PostgreSQL, vault, gRPC) for tests of the
// whole line. Its two neighbours are stand-ins for test programs only: a registry that says what it
// is told to say, and the bank of testing/bank.hpp. Thread rule: one thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "haven/disbursement/v1/disbursement_service.grpc.pb.h"
#include "haven/registry/v1/registry_events.pb.h"
#include "libs/access/token.hpp"
#include "libs/host/host.hpp"
#include "libs/postgres/testing.hpp"
#include "libs/rpc/client.hpp"
#include "libs/vault/local_vault.hpp"
#include "services/disbursement/testing/bank.hpp"

namespace haven::disbursement::testing {

namespace pb = haven::disbursement::v1;
namespace reg = haven::registry::v1;

inline constexpr FederationNo kCity{1};
inline constexpr FederationNo kWeibin{2};
inline constexpr FederationNo kJintai{3};

enum class Staff { Maker, Checker, Payer, Clerk, SecondClerk, JintaiMaker, Administrator };
StaffId staff_id(Staff staff);

class Suite {
  public:
    explicit Suite(Date start);
    ~Suite();
    Suite(const Suite&) = delete;
    Suite& operator=(const Suite&) = delete;

    // To `date`, and on until nothing is in flight there.
    void advance(Date date);
    // The same on the day that it is.
    void settle() { advance(today_); }

    // "OK", or the reason of the refusal. A command without an id gets one.
    template <class Stub, class Request, class Response>
    std::string call(Staff who,
                     grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                     const Request& request, Response* response = nullptr) {
        if constexpr (requires(Request r) { r.set_command_id(std::string()); }) {
            if (request.command_id().empty()) {
                Request with_id = request;
                with_id.set_command_id(next_id());
                return send(who, method, with_id, response);
            }
        }
        return send(who, method, request, response);
    }

    // An event of the registry, in the log of the file's federation.
    template <class Message>
    void registry_says(FederationNo federation, const Uuid& household, const Message& message) {
        append(federation, household, std::string(Message::descriptor()->name()),
               message.SerializeAsString());
    }
    reg::Payee payee(const std::string& name, const std::string& card);

    Bank& bank() { return *bank_; }
    vault::Vault& vault() { return *vault_; }
    // Where the services keep their files.
    [[nodiscard]] std::filesystem::path data() const { return folder_ / "data"; }
    // Records that a consumer could not apply.
    [[nodiscard]] int parked();
    [[nodiscard]] std::string conninfo(const std::string& service) const;

  private:
    template <class Stub, class Request, class Response>
    std::string send(Staff who,
                     grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                     const Request& request, Response* response) {
        Response unread;
        grpc::ClientContext context;
        rpc::prepare(context, {.bearer = bearer(who), .timeout_ms = 20'000});
        Stub stub(channel_);
        return outcome((stub.*method)(&context, request, response ? response : &unread));
    }

    void append(FederationNo federation, const Uuid& household, std::string type,
                std::string payload);
    [[nodiscard]] std::string bearer(Staff who) const;
    static std::string outcome(const grpc::Status& status);
    std::string next_id();

    spec::TestDatabase database_{"suite"};
    const std::filesystem::path folder_;
    Date today_;
    std::unique_ptr<Bank> bank_;
    std::unique_ptr<host::Host> host_;
    std::unique_ptr<access::TokenIssuer> issuer_;
    std::unique_ptr<vault::LocalVault> vault_;
    std::shared_ptr<grpc::Channel> channel_;
    int ids_ = 0;
};

}  // namespace haven::disbursement::testing
