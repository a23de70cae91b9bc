#include "libs/base/division.hpp"

#include <algorithm>
#include <array>

namespace haven {
namespace {

constexpr std::string_view kBaoji = "6103";

constexpr std::array kEras = {
    DivisionEra{"610300", "宝鸡市", 1980, kStillInForce, "610300"},
    DivisionEra{"610301", "市辖区", 1980, kStillInForce, "610301"},
    DivisionEra{"610302", "渭滨区", 1980, kStillInForce, "610302"},
    DivisionEra{"610303", "金台区", 1980, kStillInForce, "610303"},
    DivisionEra{"610304", "杨陵区", 1982, 1982, "610403"},
    DivisionEra{"610304", "陈仓区", 2003, kStillInForce, "610304"},
    DivisionEra{"610305", "凤翔区", 2021, kStillInForce, "610305"},
    DivisionEra{"610321", "宝鸡县", 1980, 2002, "610304"},
    DivisionEra{"610322", "凤翔县", 1980, 2020, "610305"},
    DivisionEra{"610323", "岐山县", 1980, kStillInForce, "610323"},
    DivisionEra{"610324", "扶风县", 1980, kStillInForce, "610324"},
    DivisionEra{"610325", "武功县", 1980, 1982, "610431"},
    DivisionEra{"610326", "眉县", 1980, kStillInForce, "610326"},
    DivisionEra{"610327", "陇县", 1980, kStillInForce, "610327"},
    DivisionEra{"610328", "千阳县", 1980, kStillInForce, "610328"},
    DivisionEra{"610329", "麟游县", 1980, kStillInForce, "610329"},
    DivisionEra{"610330", "凤县", 1980, kStillInForce, "610330"},
    DivisionEra{"610331", "太白县", 1980, kStillInForce, "610331"},
};

}  // namespace

std::span<const DivisionEra> baoji_divisions() {
    return kEras;
}

std::optional<DivisionEra> division_in(std::string_view code, int year) {
    const auto* const era = std::ranges::find_if(kEras, [&](const DivisionEra& e) {
        return e.code == code && e.first_year <= year && year <= e.last_year;
    });
    return era == kEras.end() ? std::nullopt : std::optional(*era);
}

bool may_stand_in_id_number(std::string_view code) {
    if (!code.starts_with(kBaoji)) return true;
    return std::ranges::any_of(kEras, [&](const DivisionEra& e) { return e.code == code; });
}

}  // namespace haven
