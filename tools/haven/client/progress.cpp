#include "tools/haven/client/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>

namespace haven::client {
namespace {

constexpr int kBarWidth = 20;

}  // namespace

std::string progress_line(std::string_view stage, std::int64_t done, std::int64_t total,
                          double seconds) {
    const double rate = static_cast<double>(done) / std::max(seconds, 0.001);
    const std::string speed = std::to_string(static_cast<std::int64_t>(rate)) + "/s";
    std::string line(stage);
    if (total <= 0) return line + "  " + std::to_string(done) + "  " + speed;
    const auto full = static_cast<std::size_t>(kBarWidth * std::min(done, total) / total);
    const double left = static_cast<double>(total - done) / std::max(rate, 0.001);
    line += "  [" + std::string(full, '#') + std::string(kBarWidth - full, '.') + "]  ";
    line += std::to_string(done) + '/' + std::to_string(total) + "  " + speed + "  ";
    return line + std::to_string(static_cast<std::int64_t>(left)) + " s";
}

Progress::Progress() : Progress(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (shown_) std::cerr << '\n';
}

void Progress::show(std::string_view stage, std::int64_t done, std::int64_t total) {
    if (!terminal_) return;
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start_;
    // Back to the first column, and clear what a longer line left.
    std::cerr << "\r" << progress_line(stage, done, total, spent.count()) << "\x1b[K" << std::flush;
    shown_ = true;
}

}  // namespace haven::client
