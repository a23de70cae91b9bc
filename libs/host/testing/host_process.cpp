// A whole process of the suite whose only service is one of purses; started, stopped and killed by
// host_process_test. Flags as for `haven serve`.
#include "libs/host/host.hpp"
#include "libs/host/testing/purse_service.hpp"

int main(int argc, char** argv) {
    const auto hooks = std::make_shared<haven::spec::PurseHooks>();
    return haven::host::serve_main(
        argc, argv, {.services = {{"registry", [hooks] {
                                       return std::make_unique<haven::spec::PurseService>(
                                           "registry", "", hooks);
                                   }}}});
}
