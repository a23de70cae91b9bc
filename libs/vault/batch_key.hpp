// The key of a payment batch's files (protocols §10): it is held by no person, and named by the
// batch alone, so that whoever reads that the batch's files have expired knows which key that was.
#pragma once

#include "libs/base/uuid.hpp"
#include "libs/crypto/ids.hpp"

namespace haven::vault {

// The command under which its holder is made, at position 0 (NewPerson).
inline Uuid batch_key_command(const Uuid& batch) {
    return crypto::derive_uuid(batch, "bank_file");
}

}  // namespace haven::vault
