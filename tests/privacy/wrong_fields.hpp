// Planted values where they do not belong: in every text field of every request, one at a time, as
// everybody who may call it. What is refused must not repeat them.
#pragma once

#include <string>
#include <vector>

#include "tests/suite/suite.hpp"

namespace haven::spec {

struct WrongFields {
    int asked = 0;
    int refused = 0;
    // "haven.registry.v1.X as CASEWORKER: field a.b was taken": commands, which store something.
    std::vector<std::string> taken = {};
};

WrongFields ask_with_values_in_wrong_fields(Suite& suite, FederationNo county,
                                            const std::vector<std::string>& values);

}  // namespace haven::spec
