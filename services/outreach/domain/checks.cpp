#include "services/outreach/domain/checks.hpp"

#include <set>

namespace haven::outreach {
namespace {

constexpr std::size_t kMaxKinds = 20;

}  // namespace

Result<void> check_staff(const Context& by) {
    if (!by.actor.is_nil()) return {};
    return failure(ErrorKind::Denied, "NOT_STAFF", "only a registered member of staff may do this");
}

Result<void> check_amount(Money amount, std::string_view field) {
    if (amount > Money{} && amount <= kMaxAmount) return {};
    return invalid("INVALID_AMOUNT", std::string(field), "1 to 100,000,000,000 fen");
}

Result<void> check_goods(std::span<const Goods> goods) {
    std::set<std::string> seen;
    for (const Goods& one : goods) {
        HAVEN_CHECKED(check_reason(one.code, "goods"));
        if (one.pieces < 1 || one.pieces > kMaxPieces || !seen.insert(one.code).second) {
            return invalid("INVALID_GOODS", "goods", "each kind once, 1 to 100,000 pieces");
        }
    }
    if (!goods.empty() && goods.size() <= kMaxKinds) return {};
    return invalid("INVALID_GOODS", "goods", "1 to 20 kinds of goods");
}

Result<void> check_level(UnionLevel level) {
    if (level >= UnionLevel::City && level <= UnionLevel::Grassroots) return {};
    return invalid("INVALID_LEVEL", "level", "CITY, COUNTY or GRASSROOTS");
}

Result<void> check_window(Date first_day, Date last_day) {
    if (first_day.is_set() && last_day.is_set() && first_day <= last_day) return {};
    return invalid("INVALID_WINDOW", "last_day", "not before the first day");
}

std::unexpected<Error> same_person(std::string message) {
    return refused("SAME_PERSON", std::move(message));
}

}  // namespace haven::outreach
