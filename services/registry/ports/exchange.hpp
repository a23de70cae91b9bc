// Handing files to a peer and taking files from it, by folder (docs/formats.md 1). Killed between
// any two calls: a file written again has the same bytes, one read again must change nothing.
// Throws std::filesystem::filesystem_error and std::runtime_error on failure of the disk. One thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/time.hpp"

namespace haven::registry::ports {

class ExchangeFolder {
  public:
    // Makes the folder and `taken/` with mode 0700 when they are not there.
    explicit ExchangeFolder(std::filesystem::path path);

    // Handed over before, taken or not.
    [[nodiscard]] bool has(const std::string& name) const;
    void put(const std::string& name, const std::string& body);
    // Names of marked files, in order.
    [[nodiscard]] std::vector<std::string> marked() const;
    // nullopt: the bytes are not those that were marked (BAD_DIGEST).
    [[nodiscard]] std::optional<std::string> read(const std::string& name) const;
    void take(const std::string& name);

  private:
    std::filesystem::path path_;
};

// The business date as Haven hands it to a peer.
class ExchangeCalendar {
  public:
    explicit ExchangeCalendar(std::filesystem::path path);

    // Writes DATE.day unless it was answered or stands there already.
    void hand_over(Date day);
    [[nodiscard]] bool answered(Date day) const;
    // What the peer last said is its next day; nullopt: none, or it has not spoken yet.
    [[nodiscard]] std::optional<Date> next_due() const;

  private:
    std::filesystem::path path_;
};

}  // namespace haven::registry::ports
