#include "libs/host/host.hpp"
#include "services/vault/service.hpp"

int main(int argc, char** argv) {
    return haven::host::serve_main(argc, argv, {.plain = {{"vault", haven::vault::make_service}}});
}
