#include "services/employment/domain/checks.hpp"

#include <algorithm>

#include "services/employment/domain/types.hpp"

namespace haven::employment {
namespace {

constexpr std::int64_t kLowestWageFen = 10'000;
constexpr std::int64_t kHighestWageFen = 10'000'000;
constexpr std::size_t kDivisionDigits = 6;
constexpr std::size_t kMaxSkills = 20;

}  // namespace

Result<void> check_staff(const Context& by) {
    if (!by.actor.is_nil()) return {};
    return failure(ErrorKind::Denied, "NOT_STAFF", "only a registered member of staff may do this");
}

Result<void> check_wage(Money wage, std::string_view field) {
    if (wage.in_fen() >= kLowestWageFen && wage.in_fen() <= kHighestWageFen) return {};
    return invalid("INVALID_WAGE", std::string(field), "100 to 100,000 yuan a month");
}

Result<void> check_division(std::string_view division, std::string_view field) {
    const bool digits = std::ranges::all_of(division, [](char c) { return c >= '0' && c <= '9'; });
    if (division.size() == kDivisionDigits && digits) return {};
    return invalid("INVALID_DIVISION", std::string(field), "six digits of GB/T 2260");
}

Result<void> check_skills(const std::vector<std::string>& skills, std::string_view field) {
    if (skills.size() > kMaxSkills) {
        return invalid("TOO_MANY_ITEMS", std::string(field), "at most 20");
    }
    for (const std::string& skill : skills) HAVEN_CHECKED(check_reason(skill, field));
    return {};
}

Result<void> check_working_age(Date birth, Date on) {
    if (birth.is_set() && birth.plus_years(kWorkingAge) <= on) return {};
    return refused("UNDER_16", "nobody under 16 is placed in work");
}

}  // namespace haven::employment
