// Report: the one table of ./dev bench. Each row stands beside a peer that ran in the same minute
// on the same server; what counts is the ratio.
//
// Thread rule: one thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace haven::load {

// What a row must reach and what it aims at, in ratios (Haven ÷ beside). `AtMost` where less is
// better.
struct Goal {
    enum class Sense { AtLeast, AtMost };
    Sense sense = Sense::AtLeast;
    double must = 0;
    std::optional<double> aim = std::nullopt;
};

// One measured figure: the median of the rounds, and the rounds' extremes.
struct Spread {
    double median = 0;
    double least = 0;
    double most = 0;
};
Spread spread_of(std::vector<double> values);

struct Row {
    std::string row;
    std::string unit;  // "commands/s", "ms p50"
    Spread haven;
    std::optional<Spread> beside;  // nullopt: the peer could not be fetched
    std::string peer;
    std::optional<Spread> ratio;  // of each round, then the median
    std::optional<Goal> goal;     // nullopt: shown for information
    std::string size;             // "64 callers, 13 federations"

    [[nodiscard]] std::optional<bool> holds() const;
};

class Report {
  public:
    // Prints the row at once.
    void add(Row row);
    // 0 when every row with a goal holds.
    [[nodiscard]] int exit_code() const;
    // {"machine": …, "rows": [{"row", "haven", "beside", "peer", "ratio", "must", "aim", "holds",
    // "spread", "size"}]}
    [[nodiscard]] std::string json() const;

  private:
    std::vector<Row> rows_;
};

// A row out of the rounds' figures; `beside` is empty where the peer could not be fetched.
Row compare(std::string row, std::string unit, std::string size, const std::vector<double>& haven,
            std::string peer, const std::vector<double>& beside, std::optional<Goal> goal);

}  // namespace haven::load
