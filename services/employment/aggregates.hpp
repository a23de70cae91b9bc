// The aggregates of employment with their codecs and projections. Immutable; thread-safe.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "libs/writer/aggregate.hpp"

namespace haven::employment {

struct Aggregates {
    Aggregates();

    std::unique_ptr<const writer::Aggregate> fair;
    std::unique_ptr<const writer::Aggregate> employer;
    std::unique_ptr<const writer::Aggregate> participation;
    std::unique_ptr<const writer::Aggregate> vacancy;
    std::unique_ptr<const writer::Aggregate> seeker;
    std::unique_ptr<const writer::Aggregate> intent;
    std::unique_ptr<const writer::Aggregate> hire;
    std::unique_ptr<const writer::Aggregate> service_case;
    std::unique_ptr<const writer::Aggregate> post_rules;
    std::unique_ptr<const writer::Aggregate> allotment;
    std::unique_ptr<const writer::Aggregate> basic_post;
    std::unique_ptr<const writer::Aggregate> subsidy_rules;
    std::unique_ptr<const writer::Aggregate> course;
    std::unique_ptr<const writer::Aggregate> enrolment;
    std::unique_ptr<const writer::Aggregate> family;
    std::vector<const writer::Aggregate*> all;
};

}  // namespace haven::employment
