#include "libs/host/host.hpp"
#include "services/outreach/service.hpp"

int main(int argc, char** argv) {
    return haven::host::serve_main(argc, argv,
                                   {.services = {{"outreach", haven::outreach::make_service}}});
}
