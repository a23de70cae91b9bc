// Short digests of an imported file's fields: enough to name the fields in which the same file
// number came with other content (protocols §14). Not a security function: ciphers go in as they
// are, and the same plaintext under the same command has the same cipher.
#pragma once

#include <string>
#include <string_view>

#include "services/registry/domain/events.hpp"

namespace haven::registry {

// "division=0123456789abcdef;tier=…": one 64-bit FNV-1a digest a field.
std::string import_digests(const HouseholdImported& file);
// Names of the fields that differ, separated by commas; empty when none does.
std::string differing_fields(std::string_view one, std::string_view other);

}  // namespace haven::registry
