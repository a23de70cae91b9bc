#include "tests/load/report.hpp"

#include <fmt/core.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

namespace haven::load {
namespace {

std::string number(double value) {
    if (value >= 1000) return fmt::format("{:.0f}", value);
    if (value >= 10) return fmt::format("{:.1f}", value);
    return fmt::format("{:.3f}", value);
}

// "≥ 4 / 8": what must be, and the aim.
std::string text_of(const Goal& goal) {
    std::string text = goal.sense == Goal::Sense::AtLeast ? "≥ " : "≤ ";
    text += fmt::format("{:g}", goal.must);
    if (goal.aim) text += fmt::format(" / {:g}", *goal.aim);
    return text;
}

std::string_view mark(std::optional<bool> holds) {
    if (!holds) return "–";
    return *holds ? "✓" : "✗";
}

std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    }
    return "unknown";
}

nlohmann::json machine() {
    utsname name{};
    uname(&name);
    const auto bytes =
        static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
    return {{"processor", processor()},
            {"cores", sysconf(_SC_NPROCESSORS_ONLN)},
            {"memory_gib", static_cast<int>(bytes / (1U << 30U) + 0.5)},
            {"kernel", name.release}};
}

nlohmann::json json_of(const Row& row) {
    nlohmann::json out{{"row", row.row},   {"unit", row.unit}, {"haven", row.haven.median},
                       {"peer", row.peer}, {"size", row.size}, {"beside", nullptr},
                       {"ratio", nullptr}, {"must", nullptr},  {"aim", nullptr},
                       {"holds", nullptr}};
    out["spread"]["haven"] = {row.haven.least, row.haven.most};
    if (row.beside) {
        out["beside"] = row.beside->median;
        out["spread"]["beside"] = {row.beside->least, row.beside->most};
    }
    if (row.ratio) {
        out["ratio"] = row.ratio->median;
        out["spread"]["ratio"] = {row.ratio->least, row.ratio->most};
    }
    if (row.goal) {
        out["must"] = row.goal->must;
        if (row.goal->aim) out["aim"] = *row.goal->aim;
    }
    if (const auto holds = row.holds()) out["holds"] = *holds;
    return out;
}

}  // namespace

Spread spread_of(std::vector<double> values) {
    if (values.empty()) return {};
    std::ranges::sort(values);
    return {values[values.size() / 2], values.front(), values.back()};
}

std::optional<bool> Row::holds() const {
    if (!goal || !ratio) return std::nullopt;
    return goal->sense == Goal::Sense::AtLeast ? ratio->median >= goal->must
                                               : ratio->median <= goal->must;
}

void Report::add(Row row) {
    if (rows_.empty()) {
        fmt::print("{:<44} {:>10} {:>10} {:>7} {:>13}  {:<13}    {}\n", "row", "Haven", "beside",
                   "ratio", "least…most", "must / aim", "beside what, unit, size");
    }
    const std::string beside = row.beside ? number(row.beside->median) : "–";
    const std::string ratio = row.ratio ? fmt::format("{:.2f}", row.ratio->median) : "–";
    const std::string range =
        row.ratio ? fmt::format("{:.2f}…{:.2f}", row.ratio->least, row.ratio->most) : "";
    fmt::print("{:<44} {:>10} {:>10} {:>7} {:>13}  {:<13} {}  {}; {}; {}\n", row.row,
               number(row.haven.median), beside, ratio, range,
               row.goal ? text_of(*row.goal) : std::string(), mark(row.holds()),
               row.beside || row.peer.empty() ? row.peer : row.peer + " (could not be fetched)",
               row.unit, row.size);
    std::fflush(stdout);
    rows_.push_back(std::move(row));
}

int Report::exit_code() const {
    return std::ranges::any_of(rows_, [](const Row& row) { return row.holds() == false; }) ? 1 : 0;
}

std::string Report::json() const {
    nlohmann::json rows = nlohmann::json::array();
    for (const Row& row : rows_) rows.push_back(json_of(row));
    return nlohmann::json{{"machine", machine()}, {"rows", rows}}.dump(2);
}

Row compare(std::string row, std::string unit, std::string size, const std::vector<double>& haven,
            std::string peer, const std::vector<double>& beside, std::optional<Goal> goal) {
    Row result{.row = std::move(row),
               .unit = std::move(unit),
               .haven = spread_of(haven),
               .beside = {},
               .peer = std::move(peer),
               .ratio = {},
               .goal = goal,
               .size = std::move(size)};
    if (beside.empty()) return result;
    std::vector<double> ratios;
    for (std::size_t i = 0; i < haven.size() && i < beside.size(); ++i) {
        if (beside[i] > 0) ratios.push_back(haven[i] / beside[i]);
    }
    result.beside = spread_of(beside);
    result.ratio = spread_of(std::move(ratios));
    return result;
}

}  // namespace haven::load
