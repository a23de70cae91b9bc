#include "libs/host/federations.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace haven::host {

// Generated from deploy/data/federations.csv by libs/host/CMakeLists.txt.
std::string_view federations_csv();

namespace {

std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells;
    while (true) {
        const auto comma = line.find(',');
        cells.emplace_back(line.substr(0, comma));
        if (comma == std::string_view::npos) return cells;
        line.remove_prefix(comma + 1);
    }
}

Result<FederationNo> number_of(const std::string& text, int line) {
    std::int16_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size() || value <= 0) {
        return invalid("INVALID_FEDERATIONS", "line " + std::to_string(line),
                       "a positive number of a federation");
    }
    return FederationNo{value};
}

}  // namespace

Result<std::vector<Federation>> parse_federations(std::string_view csv) {
    std::vector<Federation> list;
    for (int line = 1; !csv.empty(); ++line) {
        const auto end = csv.find('\n');
        const std::string_view text = csv.substr(0, end);
        csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
        if (line == 1 || text.empty()) continue;
        const auto cells = cells_of(text);
        if (cells.size() != 4) {
            return invalid("INVALID_FEDERATIONS", "line " + std::to_string(line),
                           "number,code,name,parent_number");
        }
        HAVEN_TRY(const FederationNo number, number_of(cells[0], line));
        FederationNo parent;
        if (!cells[3].empty()) {
            HAVEN_TRY(parent, number_of(cells[3], line));
        }
        list.push_back({number, cells[1], cells[2], parent});
    }
    std::ranges::sort(list, {}, &Federation::number);
    return list;
}

std::vector<Federation> federations(const std::filesystem::path& file) {
    std::ostringstream text;
    if (file.empty()) {
        text << federations_csv();
    } else {
        text << std::ifstream(file).rdbuf();
    }
    auto list = parse_federations(text.str());
    if (!list || list->empty()) {
        throw std::runtime_error("INVALID_FEDERATIONS: " + file.string() + ": " +
                                 (list ? "no federation" : list.error().message));
    }
    return *std::move(list);
}

}  // namespace haven::host
