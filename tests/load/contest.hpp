// A contest: contestants take turns for some rounds, so that whatever the machine does meanwhile
// falls on all of them.
//
// Thread rule: one thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/load/histogram.hpp"

namespace haven::load {

// What one turn came to.
struct Run {
    double per_second = 0;
    Histogram latency = {};
};

class Contest {
  public:
    void enter(std::string name, std::function<Run()> turn) {
        names_.push_back(std::move(name));
        turns_.push_back(std::move(turn));
    }
    void hold(int rounds) {
        for (int round = 0; round < rounds; ++round) {
            for (std::size_t i = 0; i < turns_.size(); ++i) {
                results_[names_[i]].push_back(turns_[i]());
            }
        }
    }
    // A figure of each round; empty for somebody who did not enter.
    [[nodiscard]] std::vector<double> rates(const std::string& name) const {
        return figures(name, [](const Run& run) { return run.per_second; });
    }
    [[nodiscard]] std::vector<double> quantiles_ms(const std::string& name, double share) const {
        return figures(name, [share](const Run& run) { return run.latency.quantile(share); });
    }

  private:
    [[nodiscard]] std::vector<double> figures(const std::string& name,
                                              const std::function<double(const Run&)>& of) const {
        std::vector<double> values;
        const auto found = results_.find(name);
        if (found == results_.end()) return values;
        for (const Run& run : found->second) values.push_back(of(run));
        return values;
    }

    std::vector<std::string> names_;
    std::vector<std::function<Run()>> turns_;
    std::map<std::string, std::vector<Run>> results_;
};

}  // namespace haven::load
