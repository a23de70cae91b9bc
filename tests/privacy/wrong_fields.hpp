// Planted values where they do not belong: in every text field of every request, one at a time, as
// everybody who may call it. What is refused must not repeat them.
#pragma once

#include <map>
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

// `known` are real ids by the name of the field that asks for one: the request is about something,
// so that it comes as far as the field in question.
WrongFields ask_with_values_in_wrong_fields(Suite& suite, FederationNo county,
                                            const std::map<std::string, std::string>& known,
                                            const std::vector<std::string>& values);

}  // namespace haven::spec
