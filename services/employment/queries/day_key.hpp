// Where a list by day goes on, as its statement wants it. Internal to queries.
#pragma once

#include "libs/postgres/params.hpp"
#include "services/employment/queries/queries.hpp"

namespace haven::employment {

inline postgres::Params& add_key(postgres::Params& params,
                                 const std::optional<Queries::DayKey>& after) {
    if (after) return params.date(after->day).uuid(after->id);
    return params.null(postgres::Type::Date).null(postgres::Type::Uuid);
}

}  // namespace haven::employment
