// Cells of rows, for the projections only.
#pragma once

#include <string>
#include <vector>

#include "libs/log/cells.hpp"
#include "services/registry/domain/types.hpp"

namespace haven::registry {

using log::number;

inline log::Value cell(Date date) {
    return log::optional_date(date);
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
    return log::fen(amount);
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
