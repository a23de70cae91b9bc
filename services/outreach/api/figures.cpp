#include "services/outreach/api/figures.hpp"

#include <algorithm>

namespace haven::outreach {
namespace {

std::string level_word(UnionLevel level) {
    switch (level) {
        case UnionLevel::City:
            return "city";
        case UnionLevel::County:
            return "county";
        case UnionLevel::Grassroots:
            return "grassroots";
        case UnionLevel::Unset:
            break;
    }
    return "other";
}

// "outreach.city2023." of the season's warmth, "outreach.medical.city_" of a special campaign.
std::string part_of(const Season& of) {
    return "outreach." + level_word(of.level) + std::to_string(of.season) + '.';
}

bool is_medical(const Season& of, RecipientKind kind) {
    return of.kind == CampaignKind::Special && kind == RecipientKind::MedicalWorker;
}

}  // namespace

std::map<std::string, std::int64_t> figures_of(const std::vector<DeliveredRow>& delivered,
                                               const std::vector<VisitedPerson>& persons,
                                               const std::vector<VisitedPlaces>& places) {
    std::map<std::string, std::int64_t> values = {
        {"outreach.warmth.fen", 0},       {"outreach.warmth.person_times", 0},
        {"outreach.warmth.headcount", 0}, {"outreach.warmth.distinct_persons", 0},
        {"outreach.medical.fen", 0},      {"outreach.medical.person_times", 0}};
    for (const DeliveredRow& row : delivered) {
        if (row.of.kind == CampaignKind::Warmth) {
            values["outreach.warmth.fen"] += row.cash.in_fen();
            values["outreach.warmth.person_times"] += row.person_times;
            values["outreach.warmth.headcount"] += row.headcount;
            values[part_of(row.of) + "fen"] += row.cash.in_fen();
            values[part_of(row.of) + "person_times"] += row.person_times;
            values[part_of(row.of) + "headcount"] += row.headcount;
        } else if (is_medical(row.of, row.kind)) {
            const std::string level = "outreach.medical." + level_word(row.of.level);
            values["outreach.medical.fen"] += row.cash.in_fen();
            values["outreach.medical.person_times"] += row.person_times;
            values[level + "_fen"] += row.cash.in_fen();
            values[level + "_person_times"] += row.person_times;
        }
    }
    std::set<PersonId> all;
    std::map<std::string, std::set<PersonId>> hardship;
    for (const VisitedPerson& one : persons) {
        if (one.of.kind != CampaignKind::Warmth) continue;
        all.insert(one.person);
        if (one.kind == RecipientKind::HardshipWorker) hardship[part_of(one.of)].insert(one.person);
    }
    values["outreach.warmth.distinct_persons"] = static_cast<std::int64_t>(all.size());
    for (const auto& [part, people] : hardship) {
        values[part + "hardship_workers"] = static_cast<std::int64_t>(people.size());
    }
    for (const VisitedPlaces& one : places) {
        if (one.of.kind != CampaignKind::Warmth) continue;
        const std::set<std::string> enterprises(one.enterprises.begin(), one.enterprises.end());
        values[part_of(one.of) + "groups"] = one.groups;
        values[part_of(one.of) + "enterprises"] = static_cast<std::int64_t>(enterprises.size());
    }
    return values;
}

std::set<PersonId> last_season(const std::vector<VisitedPerson>& persons) {
    std::set<PersonId> found;
    int season = 0;
    for (const VisitedPerson& one : persons) {
        if (one.of.kind != CampaignKind::Warmth || one.of.season < season) continue;
        if (one.of.season > season) found.clear();
        season = one.of.season;
        found.insert(one.person);
    }
    return found;
}

std::vector<CountedFigure> publicity_figures(const std::vector<ThemeRow>& themes,
                                             std::int64_t trained) {
    std::vector<CountedFigure> figures;
    for (const ThemeRow& row : themes) {
        std::string part = "outreach." + row.theme + '.';
        std::ranges::transform(part, part.begin(), [](char letter) {
            return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
        });
        figures.push_back({part + "items", row.counts.items, row.counts.basis});
        figures.push_back({part + "reached", row.counts.reached, row.counts.basis});
    }
    figures.push_back({"outreach.training.trainees", trained, CountBasis::Exact});
    return figures;
}

std::string_view word_of(CountBasis basis) {
    switch (basis) {
        case CountBasis::Estimated:
            return "ESTIMATED";
        case CountBasis::LowerBound:
            return "LOWER_BOUND";
        case CountBasis::Exact:
        case CountBasis::Unset:
            break;
    }
    return "EXACT";
}

std::string_view unit_of(std::string_view id) {
    if (id.ends_with("items")) return "items";
    if (id.ends_with("fen")) return "fen";
    if (id.ends_with("person_times")) return "times";
    if (id.ends_with("groups")) return "groups";
    if (id.ends_with("enterprises")) return "enterprises";
    return "persons";
}

}  // namespace haven::outreach
