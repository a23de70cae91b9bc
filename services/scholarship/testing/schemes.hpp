// The schemes that tests of scholarship are played in: figures of Tianmen 2024 for the union's own
// (docs/rules.md R50), of the article's sponsors for the others.
#pragma once

#include "libs/decider/spec.hpp"
#include "services/scholarship/domain/scheme.hpp"

namespace haven::scholarship::testing {

inline Date day(std::string_view text) {
    return Date::parse(text).value();
}
inline Money yuan(std::int64_t amount) {
    return Money::fen(amount * 100);
}

// 金秋助学: four tiers by stage and file; applications from 1 July to 27 August.
inline SchemeTerms union_scheme(int year = 2023) {
    using enum StudyStage;
    const std::vector<StudyStage> higher{JuniorCollege, Undergraduate, TopUp};
    const std::vector<StudyStage> senior{SeniorHigh, SecondaryVocational};
    return {.scheme = spec::id<SchemeId>(static_cast<std::uint8_t>(year % 100)),
            .code = "autumn-" + std::to_string(year),
            .kind = SchemeKind::UnionHardship,
            .year = year,
            .counts_as_hardship_aid = true,
            .first_day = Date::of(year, 7, 1),
            .last_day = Date::of(year, 8, 27),
            .tiers = {{"HIGHER-FILED", yuan(5'000), higher, TierFor::Filed, true},
                      {"SENIOR-FILED", yuan(3'000), senior, TierFor::Filed, true},
                      {"HIGHER-UNFILED", yuan(4'000), higher, TierFor::Unfiled, true},
                      {"SENIOR-UNFILED", yuan(2'000), senior, TierFor::Unfiled, true}},
            .excluded = {ProgrammeKind::Military, ProgrammeKind::FreeTeacher,
                         ProgrammeKind::Directed, ProgrammeKind::PartTime},
            .excludes_other_aid = true,
            .renewable = true,
            .notice_working_days = 5,
            .source = "TM-2024"};
}

inline const std::string kSponsor = "91610300MA00000078";

// 员工子女 or 奖励金 of one enterprise: two tiers, anybody who works there.
inline SchemeTerms sponsored(SchemeKind kind) {
    SchemeTerms terms = union_scheme();
    terms.scheme = spec::id<SchemeId>(77);
    terms.code = "xifeng-2023";
    terms.kind = kind;
    terms.sponsor = kSponsor;
    terms.counts_as_hardship_aid = kind == SchemeKind::Charity;
    terms.excludes_other_aid = false;
    terms.renewable = false;
    terms.tiers = {{"A", yuan(3'000), {StudyStage::Undergraduate}, TierFor::Anybody, true},
                   {"B", yuan(1'500), {StudyStage::JuniorCollege}, TierFor::Anybody, true}};
    return terms;
}

template <class Event>
std::vector<Event> with(std::vector<Event> events, std::vector<Event> more) {
    for (auto& event : more) events.push_back(std::move(event));
    return events;
}

}  // namespace haven::scholarship::testing
