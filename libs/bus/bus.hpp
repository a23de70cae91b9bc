// Bus: how one service reads another's log (design §5). Embedded: PostgreSQL read directly; grown:
// Kafka. Thread rule: each consumer owns its Bus object; wake() may be called from any thread.
#pragma once

#include <optional>
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
    // As far as this transport knows without asking the source; never ahead of it.
    virtual std::vector<log::Head> heads(const std::string& source) = 0;
    // Of the source itself.
    virtual std::vector<log::Head> source_heads(const std::string& source) { return heads(source); }
    // The consumer stands at `after` and wants what follows, until it leaves.
    virtual void follow(const std::string& source, FederationNo federation, std::int64_t after) {
        static_cast<void>(source), static_cast<void>(federation), static_cast<void>(after);
    }
    virtual void leave(const std::string& source, FederationNo federation) {
        static_cast<void>(source), static_cast<void>(federation);
    }
    // Whether the source said that who does not know the type of this record must stop for a
    // person (protocols §4); nothing where the transport does not carry it.
    virtual std::optional<bool> says_critical(const log::Record& record) {
        static_cast<void>(record);
        return std::nullopt;
    }
    // Blocks until the source may have something new, or timeout_ms has passed. A hint only.
    virtual void wait(int timeout_ms) = 0;
    virtual void wake() = 0;
};

}  // namespace haven::bus
