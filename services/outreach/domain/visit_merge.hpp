// Merging what visitors noted off line (docs/formats.md 15, docs/rules.md R77): each visit is taken
// in whole or shown with what stands against it, and none keeps another from being taken in.
// Merging is idempotent and knows what was noted by its receipt, or by person and day. Pure; any
// thread.
//
//     const Merge merged = merge(state, visits, by);
//     // RecordVisits{those of merged.good} is accepted on this state.
#pragma once

#include <span>

#include "services/outreach/domain/visit_group.hpp"

namespace haven::outreach {

// One thing that stands against one visit.
struct VisitConflict {
    std::size_t visit = 0;      // place among the visits, from 0
    std::string field = {};     // of VisitInput
    std::string reason = {};    // of RecordVisits, or VISIT_CONTRADICTED
    std::string expected = {};  // what stands or is possible; never personal

    bool operator==(const VisitConflict&) const = default;
};

struct Merge {
    std::vector<std::size_t> good;            // places of what is new
    std::vector<std::size_t> unchanged = {};  // places of what stands already
    std::vector<VisitConflict> conflicts = {};

    bool operator==(const Merge&) const = default;
};

// In order: a visit is judged on those before it that were good.
Merge merge(const VisitGroup::State& state, std::span<const Visit> visits, const Context& by);

// What an error of RecordVisits says of that one visit: a conflict for each field.
std::vector<VisitConflict> conflicts_of(const Error& error, const VisitGroup::State& state,
                                        const Visit& visit, std::size_t place);

// "800.00 and RICE_10KG*1 on receipt S-1/1", or that the person is only listed.
std::string standing_of(const VisitGroup::State& state, const VisitGroup::Row& row);

}  // namespace haven::outreach
