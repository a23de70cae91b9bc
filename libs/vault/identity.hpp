// How the vault reads identity numbers: only their shape. Check digits and dates are judged where
// they come in (libs/base).
#pragma once

#include <optional>
#include <string>

#include "libs/vault/vault.hpp"

namespace haven::vault {

// NFKC, without spaces and hyphens, letters upper case. nullopt when it has not the shape of its
// type: 17 digits and a digit or X; 15 digits; 4 to 32 letters, digits and brackets.
std::optional<std::string> normalised_number(const Identity& identity);

// The other form that the same paper may be written in: 15 digits → 18 (born 19..), 18 → 15. It
// offers candidates and never decides anything.
std::optional<Identity> other_form(const Identity& normalised);

}  // namespace haven::vault
