#include "libs/telemetry/journal.hpp"

#include <unistd.h>

#include <chrono>
#include <nlohmann/json.hpp>

namespace haven::telemetry {
namespace {

// A pipe takes at most 4096 bytes in one piece; a value must not fill a line on its own.
constexpr std::size_t kLongestValue = 2'000;

}  // namespace

std::string journal_line(Instant at, std::string_view level, std::string_view what,
                         const Fields& fields) {
    nlohmann::ordered_json line{{"at", at.to_string()}, {"level", level}, {"what", what}};
    for (const auto& [key, value] : fields) {
        const bool taken = key == "at" || key == "level" || key == "what";
        line[taken ? key + "_" : key] = value.substr(0, kLongestValue);
    }
    return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

void journal(std::string_view level, std::string_view what, const Fields& fields) {
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    const std::string text = journal_line(Instant{micros.count()}, level, what, fields);
    // One write(2) a line: lines of several threads do not mix. A log that cannot be written has
    // nowhere to say so.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace haven::telemetry
