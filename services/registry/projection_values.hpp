// Cells of rows, for the projections only.
#pragma once

#include <string>
#include <vector>

#include "libs/log/row.hpp"
#include "services/registry/domain/types.hpp"

namespace haven::registry {

inline log::Value cell(Date date) {
    if (!date.is_set()) return std::monostate{};
    return date;
}
inline log::Value cell(const Uuid& id) {
    if (id.is_nil()) return std::monostate{};
    return id;
}
inline log::Value cell(const Sealed& sealed) {
    if (sealed.cipher.empty()) return std::monostate{};
    return log::Bytes{sealed.cipher};
}
inline log::Value cell(Money amount) {
    return amount.in_fen();
}
template <class Enum>
    requires std::is_enum_v<Enum>
log::Value number(Enum value) {
    return static_cast<std::int64_t>(value);
}
inline log::Value number(std::int32_t value) {
    return static_cast<std::int64_t>(value);
}

// "1,3": numbers or texts.
template <class Item>
std::string list_text(const std::vector<Item>& items) {
    std::string text;
    for (const Item& item : items) {
        if (!text.empty()) text += ',';
        if constexpr (std::is_enum_v<Item>) {
            text += std::to_string(static_cast<int>(item));
        } else if constexpr (std::is_integral_v<Item>) {
            text += std::to_string(item);
        } else if constexpr (std::is_same_v<Item, Uuid>) {
            text += item.to_string();
        } else {
            text += item;
        }
    }
    return text;
}

}  // namespace haven::registry
