// A progress bar with rate and time left; silent without a terminal. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace haven::client {

class Progress {
  public:
    Progress();
    // On for tests that look at what is drawn.
    explicit Progress(bool terminal) : terminal_(terminal) {}
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // `total` 0: not known, the rate stands alone.
    void show(std::string_view stage, std::int64_t done, std::int64_t total);

  private:
    const bool terminal_;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    bool shown_ = false;
};

// "SEALING  [#####.....]  4620/9247  1650/s  3 s"
std::string progress_line(std::string_view stage, std::int64_t done, std::int64_t total,
                          double seconds);

}  // namespace haven::client
