#include "libs/log/log.hpp"

#include <algorithm>

namespace haven::log {

Answer Log::ask(std::span<const Behind> places, int limit) {
    return {[this, places = std::vector(places.begin(), places.end()), limit] {
        News news{heads(), {}};
        for (const Behind& place : places) {
            if (std::ranges::find(news.heads, place.federation, &Head::federation) ==
                news.heads.end()) {
                continue;
            }
            auto records = read(place.federation, place.after, limit);
            std::ranges::move(records, back_inserter(news.records));
        }
        return news;
    }};
}

}  // namespace haven::log
