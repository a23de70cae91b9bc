// Bus: how one service reads another's log (design §5). Embedded: PostgreSQL read directly; grown:
// Kafka. Thread rule: each consumer owns its Bus object; wake() may be called from any thread.
#pragma once

#include <string>
#include <vector>

#include "libs/log/log.hpp"

namespace haven::bus {

class Bus {
  public:
    virtual ~Bus() = default;
    // Records of `source` with offset > after, in order, at most `limit`. Throws on environment
    // failures.
    virtual std::vector<log::Record> read(const std::string& source, FederationNo federation,
                                          std::int64_t after, int limit) = 0;
    // The same from the source itself, without holes.
    virtual std::vector<log::Record> refill(const std::string& source, FederationNo federation,
                                            std::int64_t after, int limit) {
        return read(source, federation, after, limit);
    }
    virtual std::vector<log::Head> heads(const std::string& source) = 0;
    // Blocks until the source may have something new, or timeout_ms has passed. A hint only.
    virtual void wait(int timeout_ms) = 0;
    virtual void wake() = 0;
};

}  // namespace haven::bus
