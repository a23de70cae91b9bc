// Host: the composition root of a process (design §2). It opens databases, starts services, serves
// them on one gRPC server, says whether they are ready, and drains on SIGTERM.
//
//     int main(int argc, char** argv) {
//         return haven::host::serve_main(argc, argv,
//                                        {.services = {{"registry",
//                                        haven::registry::make_service}}});
//     }
//
// Start order: lock, keys, databases, vault (caught up on destroyed keys), writers, services, gRPC,
// workers, readiness, run file. The end is the reverse, within ten seconds.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "libs/host/config.hpp"
#include "libs/host/plain_service.hpp"
#include "libs/host/service.hpp"

namespace haven::host {

// What a program can serve.
struct Parts {
    std::map<std::string, std::function<std::unique_ptr<Service>()>> services = {};
    std::map<std::string, std::function<std::unique_ptr<PlainService>()>> plain = {};
    // Test programs only: what stands between the services and the vault given.
    std::function<std::unique_ptr<vault::Vault>(vault::Vault&)> before_vault = {};

    [[nodiscard]] std::vector<std::string> names() const;
};

// A running process, for main() and for tests. Constructing it starts everything, or throws
// std::runtime_error; destroying it drains.
class Host {
  public:
    Host(Config config, const Parts& parts);
    ~Host();
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;

    [[nodiscard]] std::string address() const;
    [[nodiscard]] std::string metrics_address() const;
    [[nodiscard]] bool is_ready() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

// Reads the config, serves until SIGTERM or SIGINT. Exit codes: 0 drained, 1 could not start, 2 bad
// configuration, 3 runs already.
int serve_main(int argc, const char* const* argv, const Parts& parts);

}  // namespace haven::host
