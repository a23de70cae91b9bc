#include "libs/host/host.hpp"
#include "services/employment/service.hpp"

int main(int argc, char** argv) {
    return haven::host::serve_main(argc, argv,
                                   {.services = {{"employment", haven::employment::make_service}}});
}
