#include "libs/host/host.hpp"
#include "services/scholarship/service.hpp"

int main(int argc, char** argv) {
    return haven::host::serve_main(
        argc, argv, {.services = {{"scholarship", haven::scholarship::make_service}}});
}
