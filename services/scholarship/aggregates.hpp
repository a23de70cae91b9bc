// The aggregates of scholarship with their codecs and projections. Immutable; thread-safe.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "libs/writer/aggregate.hpp"

namespace haven::scholarship {

struct Aggregates {
    Aggregates();

    std::unique_ptr<const writer::Aggregate> scheme;
    std::unique_ptr<const writer::Aggregate> pledge;
    std::unique_ptr<const writer::Aggregate> application;
    std::unique_ptr<const writer::Aggregate> family;
    std::unique_ptr<const writer::Aggregate> roll;
    std::unique_ptr<const writer::Aggregate> award;
    std::vector<const writer::Aggregate*> all;
};

}  // namespace haven::scholarship
