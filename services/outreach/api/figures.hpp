// The figures of the report, from what was handed over. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/outreach/queries/queries.hpp"

namespace haven::outreach {

// Each delivery counts once: under its campaign's kind in the totals, and under season and level in
// the parts ("outreach.city2023.fen"), which no other level is added to (I32). People by name are
// times and persons; headcounts stand apart.
std::map<std::string, std::int64_t> figures_of(const std::vector<DeliveredRow>& delivered,
                                               const std::vector<VisitedPerson>& persons,
                                               const std::vector<VisitedPlaces>& places);
// Who was given something by name in the season whose warmth was last handed out; nobody where none
// was. Special money is in no season of warmth.
std::set<PersonId> last_season(const std::vector<VisitedPerson>& persons);
// A figure that may rest on an estimate.
struct CountedFigure {
    std::string id;
    std::int64_t value = 0;
    CountBasis basis = CountBasis::Exact;
};
// "outreach.<theme>.items" and ".reached" of each theme, and the people trained.
std::vector<CountedFigure> publicity_figures(const std::vector<ThemeRow>& themes,
                                             std::int64_t trained);
// "EXACT", "ESTIMATED" or "LOWER_BOUND".
std::string_view word_of(CountBasis basis);
// "items", "fen", "times", "groups", "enterprises" or "persons".
std::string_view unit_of(std::string_view id);

}  // namespace haven::outreach
