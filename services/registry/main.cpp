#include "libs/host/host.hpp"
#include "services/registry/service.hpp"

int main(int argc, char** argv) {
    return haven::host::serve_main(argc, argv,
                                   {.services = {{"registry", haven::registry::make_service}}});
}
