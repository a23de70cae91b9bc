// What the statements of disbursement's queries share. Internal to queries.
#pragma once

#include "libs/postgres/rows.hpp"
#include "services/disbursement/domain/types.hpp"

namespace haven::disbursement {

template <class TypedId>
TypedId id_or_nil(const postgres::Row& row, int column) {
    return TypedId{row.uuid_or_null(column).value_or(Uuid{})};
}
inline Date date_or_unset(const postgres::Row& row, int column) {
    return row.date_or_null(column).value_or(Date{});
}

}  // namespace haven::disbursement
