// haven: `haven serve` runs the suite, or a part of it, in this process; every other command is the
// client on a running suite.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <stdexcept>
#include <string_view>

#include "libs/base/fault_point.hpp"
#include "libs/host/host.hpp"
#include "libs/rpc/tls.hpp"
#include "services/disbursement/service.hpp"
#include "services/employment/service.hpp"
#include "services/outreach/service.hpp"
#include "services/registry/service.hpp"
#include "services/scholarship/service.hpp"
#include "services/vault/service.hpp"
#include "tools/haven/audit_commands.hpp"
#include "tools/haven/client/cli.hpp"
#include "tools/haven/federation_commands.hpp"

namespace {

int serve(int argc, char** argv) {
    return haven::host::serve_main(
        argc, argv,
        {.services = {{"registry", haven::registry::make_service},
                      {"disbursement", haven::disbursement::make_service},
                      {"scholarship", haven::scholarship::make_service},
                      {"outreach", haven::outreach::make_service},
                      {"employment", haven::employment::make_service}},
         .plain = {{"vault", haven::vault::make_service}}});
}

// The client shows the certificate of the process that it is run beside.
std::string from_environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

}  // namespace

int main(int argc, char** argv) {
#ifdef HAVEN_TEETH
    if (argc > 1 && std::string_view(argv[1]) == "--fault-points") {
        haven::fault::list();
        return 0;
    }
#endif
    if (argc > 1 && std::string_view(argv[1]) == "serve") return serve(argc - 1, argv + 1);
    namespace client = haven::client;
    try {
        haven::rpc::use_tls({from_environment("HAVEN_TLS_CERTIFICATE"),
                             from_environment("HAVEN_TLS_KEY"),
                             from_environment("HAVEN_TLS_AUTHORITY")});
    } catch (const std::runtime_error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
    const client::Language language = client::language_of(argc, argv);
    const bool chinese = language == client::Language::Chinese;
    CLI::App app{chinese ? "Haven:困难职工帮扶" : "Haven: hardship aid of a trade-union federation",
                 "haven"};
    app.require_subcommand(1);
    app.add_subcommand("serve", chinese ? "启动全部服务,或 --services=a,b,直到 SIGTERM"
                                        : "Serve all services, or --services=a,b, until SIGTERM");
    int status = 0;
    auto tools = haven::audit_commands();
    std::ranges::move(haven::federation_commands(), std::back_inserter(tools));
    const auto table = client::whole_table(std::move(tools));
    client::add_commands(app, table, language, status);
    return client::parse(app, argc, argv, language, status);
}
