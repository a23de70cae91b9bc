#include "libs/host/journal.hpp"

#include <unistd.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "libs/base/time.hpp"

namespace haven::host {

void journal(std::string_view level, std::string_view what,
             const std::vector<std::pair<std::string, std::string>>& fields) {
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    nlohmann::ordered_json line{
        {"at", Instant{micros.count()}.to_string()}, {"level", level}, {"what", what}};
    for (const auto& [key, value] : fields) line[key] = value;
    const std::string text =
        line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    // One write(2) a line: lines of several threads do not mix. A log that cannot be written has
    // nowhere to say so.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace haven::host
