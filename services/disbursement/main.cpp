#include "libs/host/host.hpp"
#include "services/disbursement/service.hpp"

int main(int argc, char** argv) {
    return haven::host::serve_main(
        argc, argv, {.services = {{"disbursement", haven::disbursement::make_service}}});
}
