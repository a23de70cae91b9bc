// What the fuzz targets of disbursement share.
#pragma once

#include "libs/crypto/ids.hpp"
#include "services/disbursement/codec/codec.hpp"
#include "services/disbursement/projection/projection.hpp"
#include "tests/fuzz/aggregate_fuzz.hpp"

namespace haven::disbursement {

// An amount of a plan or of a bank's file that was read.
inline bool is_amount(Money amount) {
    return amount >= Money{} && amount <= kMaxAmount;
}

template <class TypedId>
TypedId small_id(std::uint8_t number) {
    TypedId id;
    id.uuid.bytes.back() = number;
    return id;
}

// Known, and so that gates let it pass.
inline Payee known_payee() {
    return {.person = small_id<PersonId>(1),
            .kind = PayeeKind::Card,
            .account_owner = small_id<PersonId>(1),
            .account_cipher = "cipher",
            .last4 = "0014",
            .name_owner = small_id<PersonId>(1),
            .name_cipher = "cipher",
            .bank = ""};
}

}  // namespace haven::disbursement
