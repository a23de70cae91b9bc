// The figures of the report, from what was handed over. Pure.
#pragma once

#include <map>
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
// "fen", "times", "groups", "enterprises" or "persons".
std::string_view unit_of(std::string_view id);

}  // namespace haven::outreach
