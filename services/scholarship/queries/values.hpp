// What the statements of scholarship's queries share. Internal to queries.
#pragma once

#include "libs/postgres/params.hpp"
#include "libs/postgres/rows.hpp"
#include "services/scholarship/domain/types.hpp"

namespace haven::scholarship {

template <class TypedId>
TypedId id_or_nil(const postgres::Row& row, int column) {
    return TypedId{row.uuid_or_null(column).value_or(Uuid{})};
}
// Nil is NULL.
template <class Tag>
postgres::Params& add_id(postgres::Params& params, const Id<Tag>& id) {
    return id.is_nil() ? params.null(postgres::Type::Uuid) : params.uuid(id.uuid);
}
inline FederationNo federation_of(std::int64_t number) {
    return FederationNo{static_cast<std::int16_t>(number)};
}
// The stream that a code of this kind names, or the id itself.
Uuid named(std::string_view kind, const std::string& id_or_code);

}  // namespace haven::scholarship
