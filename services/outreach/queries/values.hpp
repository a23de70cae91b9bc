// What the statements of outreach's queries share. Internal to queries.
#pragma once

#include "libs/postgres/params.hpp"
#include "libs/postgres/rows.hpp"
#include "services/outreach/domain/types.hpp"

namespace haven::outreach {

template <class TypedId>
TypedId id_or_nil(const postgres::Row& row, int column) {
    return TypedId{row.uuid_or_null(column).value_or(Uuid{})};
}
// The stream that a code of this kind names, or the id itself.
Uuid named(std::string_view kind, const std::string& id_or_code);

}  // namespace haven::outreach
