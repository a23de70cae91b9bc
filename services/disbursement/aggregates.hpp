// The aggregates of disbursement with their codecs and projections. Immutable; thread-safe.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "libs/writer/aggregate.hpp"

namespace haven::disbursement {

struct Aggregates {
    Aggregates();

    std::unique_ptr<const writer::Aggregate> fund_line;
    std::unique_ptr<const writer::Aggregate> aid_file;
    std::unique_ptr<const writer::Aggregate> entitlement;
    std::unique_ptr<const writer::Aggregate> batch;
    std::unique_ptr<const writer::Aggregate> cash_advance;
    std::unique_ptr<const writer::Aggregate> subjects;
    std::vector<const writer::Aggregate*> all;
};

}  // namespace haven::disbursement
