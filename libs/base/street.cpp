#include "libs/base/street.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace haven {
namespace {

constexpr std::array kWeibin = {
    Street{"610302001", "金陵街道"}, Street{"610302002", "经二路街道"},
    Street{"610302003", "清姜街道"}, Street{"610302004", "姜谭街道"},
    Street{"610302005", "桥南街道"}, Street{"610302100", "马营镇"},
    Street{"610302101", "石鼓镇"},   Street{"610302102", "神农镇"},
    Street{"610302103", "高家镇"},   Street{"610302104", "八鱼镇"},
};

// What papers write instead.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kAliases = {
    {{"姜谭路街道", "610302004"}, {"姜谭路", "610302004"}}};

constexpr std::array<std::pair<std::string_view, int>, 12> kCounts = {{{"610302", 10},
                                                                       {"610303", 11},
                                                                       {"610304", 18},
                                                                       {"610305", 12},
                                                                       {"610323", 9},
                                                                       {"610324", 8},
                                                                       {"610326", 10},
                                                                       {"610327", 10},
                                                                       {"610328", 7},
                                                                       {"610329", 7},
                                                                       {"610330", 11},
                                                                       {"610331", 7}}};

std::string_view without_last_word(std::string_view name) {
    for (const std::string_view word : {"街道", "镇"}) {
        if (name.ends_with(word)) return name.substr(0, name.size() - word.size());
    }
    return name;
}

}  // namespace

std::span<const Street> weibin_streets() {
    return kWeibin;
}

std::optional<Street> find_street(std::string_view text) {
    for (const auto& [alias, code] : kAliases) {
        if (text == alias) text = code;
    }
    const auto* const found = std::ranges::find_if(kWeibin, [&](const Street& street) {
        return text == street.code || text == street.name || text == without_last_word(street.name);
    });
    return found == kWeibin.end() ? std::nullopt : std::optional(*found);
}

int street_count(std::string_view county) {
    const auto* const found =
        std::ranges::find(kCounts, county, &std::pair<std::string_view, int>::first);
    return found == kCounts.end() ? 0 : found->second;
}

}  // namespace haven
