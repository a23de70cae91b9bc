// The aggregates of outreach with their codecs and projections. Immutable; thread-safe.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "libs/writer/aggregate.hpp"

namespace haven::outreach {

struct Aggregates {
    Aggregates();

    std::unique_ptr<const writer::Aggregate> campaign;
    std::unique_ptr<const writer::Aggregate> group;
    std::unique_ptr<const writer::Aggregate> stock;
    std::unique_ptr<const writer::Aggregate> activity;
    std::unique_ptr<const writer::Aggregate> training_class;
    std::unique_ptr<const writer::Aggregate> ticket_rules;
    std::unique_ptr<const writer::Aggregate> ticket;
    std::unique_ptr<const writer::Aggregate> family;
    std::vector<const writer::Aggregate*> all;
};

}  // namespace haven::outreach
