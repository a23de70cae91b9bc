// CivilAffairs: the other end of the means-check folder (docs/formats.md 6), answering at once on a
// thread of its own that every family has 20,000 yuan a year and 3,400 of rigid costs. A stand-in
// for test programs only; the demo's is a process (tools/civil_affairs). Thread-safe.
#pragma once

#include <filesystem>
#include <thread>

#include "libs/exchange/folder.hpp"

namespace haven::spec {

class CivilAffairs {
  public:
    explicit CivilAffairs(const std::filesystem::path& folder);

  private:
    void run(const std::stop_token& stop);
    void answer_days();
    void answer(const exchange::Received& request);

    const std::filesystem::path folder_;
    exchange::PeerFolder exchange_;
    std::string day_ = "2000-01-01";
    std::jthread thread_;
};

}  // namespace haven::spec
