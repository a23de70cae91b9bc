// Cells of rows, for the projections of all services (libs/log/row.hpp). What is nil or not set is
// NULL.
#pragma once

#include <type_traits>

#include "libs/log/row.hpp"

namespace haven::log {

template <class Tag>
Value optional_id(const Id<Tag>& id) {
    return id.is_nil() ? Value{} : Value{id.uuid};
}
inline Value optional_id(const Uuid& id) {
    return id.is_nil() ? Value{} : Value{id};
}
inline Value optional_date(Date date) {
    return date.is_set() ? Value{date} : Value{};
}
// An enum by its number, or an integer.
template <class Number>
    requires std::is_enum_v<Number> || std::is_integral_v<Number>
Value number(Number value) {
    return static_cast<std::int64_t>(value);
}
inline Value fen(Money amount) {
    return amount.in_fen();
}

}  // namespace haven::log
