// What libs/rpc throws: environment failures of calls that we make ourselves.
#pragma once

#include <stdexcept>
#include <string>

namespace haven::rpc {

// Another service of the suite cannot be reached, or did not answer in time. Inside a handler it
// becomes UNAVAILABLE; consumers try again with back-off.
class PeerDown : public std::runtime_error {
  public:
    explicit PeerDown(const std::string& what) : std::runtime_error(what) {}
};

}  // namespace haven::rpc
