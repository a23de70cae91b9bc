// Sealed: a field of a person as it is stored: ciphertext that only the vault opens (design §6).
#pragma once

#include <string>

#include "libs/base/uuid.hpp"

namespace haven {

// An empty cipher = the field is absent.
struct Sealed {
    PersonId person = {};
    std::string cipher = {};

    bool operator==(const Sealed&) const = default;
};

}  // namespace haven
