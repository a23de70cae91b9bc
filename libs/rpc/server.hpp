// Server: one gRPC server with health, reflection and the limits of design §10.
//
//     Server server({.address = "127.0.0.1:0"});
//     server.add(service);
//     server.start();                       // server.address() now has the port
//     server.set_serving("haven.registry.v1.RegistryService", true);
//
// Health: the empty name is readiness of the whole process, each service's full name its own, and
// "liveness" is SERVING as long as the process can answer at all.
//
// Thread rule: add() and start() on one thread; the rest from any thread.
#pragma once

#include <memory>
#include <string>

#include "libs/rpc/guard.hpp"

namespace grpc {
class Service;
}

namespace haven::rpc {

struct ServerOptions {
    std::string address = "127.0.0.1:0";  // port 0: a free one
    int handler_threads = 512;            // over it RESOURCE_EXHAUSTED at once
};

class Server {
  public:
    explicit Server(ServerOptions options);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void add(grpc::Service& service);
    // Throws std::runtime_error when the address cannot be bound, or is not loopback and there is
    // no TLS (TLS_MISSING).
    void start();
    [[nodiscard]] std::string address() const;  // "127.0.0.1:4711"
    void set_serving(const std::string& service, bool serving);
    // Refuses new calls, lets running ones end for at most `grace_ms`, then cancels them.
    void stop(int grace_ms);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace haven::rpc
