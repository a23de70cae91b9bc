#include "libs/rpc/server.hpp"

#include "libs/rpc/tls.hpp"

#include <absl/synchronization/mutex.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <chrono>
#include <mutex>
#include <stdexcept>

namespace haven::rpc {
namespace {

constexpr int kPermittedPingMs = 20'000;
constexpr int kWaitingThreads = 64;

void enable_plugins() {
    static std::once_flag once;
    std::call_once(once, [] {
        // Debian's build looks for deadlocks at every lock of gRPC's: a tenth of a call's cost.
        absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
        grpc::EnableDefaultHealthCheckService(true);
        grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    });
}

std::string host_of(const std::string& address) {
    const auto colon = address.rfind(':');
    if (colon == std::string::npos) throw std::runtime_error("no port in address " + address);
    return address.substr(0, colon);
}

}  // namespace

class Server::Impl {
  public:
    explicit Impl(ServerOptions options) : options_(std::move(options)) {
        enable_plugins();
        const std::string host = host_of(options_.address);
        if (!has_tls() && host != "127.0.0.1" && host != "localhost" && host != "[::1]") {
            throw std::runtime_error("TLS_MISSING: address " + options_.address +
                                     " is not loopback, and other machines need TLS");
        }
        grpc::ResourceQuota quota("haven");
        quota.SetMaxThreads(options_.handler_threads);
        builder_.SetResourceQuota(quota);
        // A handler's thread waits for the next call instead of ending: to make one for every call
        // costs more than the call.
        builder_.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MAX_POLLERS,
                                     kWaitingThreads);
        builder_.SetMaxReceiveMessageSize(kMaxMessageBytes);
        builder_.SetMaxSendMessageSize(kMaxMessageBytes);
        builder_.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                                    kPermittedPingMs);
        // Two processes on one port would answer each other's callers.
        builder_.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
        builder_.AddListeningPort(options_.address, server_credentials(), &port_);
    }

    void add(grpc::Service& service) { builder_.RegisterService(&service); }

    void start() {
        server_ = builder_.BuildAndStart();
        if (server_ == nullptr || port_ == 0) {
            throw std::runtime_error("cannot listen on " + options_.address);
        }
        server_->GetHealthCheckService()->SetServingStatus(false);
        server_->GetHealthCheckService()->SetServingStatus("liveness", true);
    }

    // Where callers of this machine find it: "any" is no address to call, nor in a certificate.
    std::string address() const {
        const std::string host = host_of(options_.address);
        return (host == "0.0.0.0" || host == "[::]" ? "localhost" : host) + ":" +
               std::to_string(port_);
    }

    void set_serving(const std::string& service, bool serving) {
        server_->GetHealthCheckService()->SetServingStatus(service, serving);
    }

    void stop(int grace_ms) {
        if (server_ == nullptr) return;
        server_->Shutdown(std::chrono::system_clock::now() + std::chrono::milliseconds(grace_ms));
        server_->Wait();
        server_.reset();
    }

  private:
    ServerOptions options_;
    grpc::ServerBuilder builder_;
    int port_ = 0;
    std::unique_ptr<grpc::Server> server_;
};

Server::Server(ServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Server::~Server() {
    stop(0);
}
void Server::add(grpc::Service& service) {
    impl_->add(service);
}
void Server::start() {
    impl_->start();
}
std::string Server::address() const {
    return impl_->address();
}
void Server::set_serving(const std::string& service, bool serving) {
    impl_->set_serving(service, serving);
}
void Server::stop(int grace_ms) {
    impl_->stop(grace_ms);
}

}  // namespace haven::rpc
