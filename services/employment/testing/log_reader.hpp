// A log that a test writes event by event, as the oracles of employment read it.
#pragma once

#include <string>
#include <vector>

#include "libs/decider/spec.hpp"
#include "services/employment/codec/codec.hpp"
#include "services/employment/oracles/employment_oracles.hpp"

namespace haven::employment::testing {

class LogReader {
  public:
    // Of the stream of this number, behind what was written before.
    template <class Codec, class Event>
    void write(std::uint8_t stream, const std::vector<Event>& events) {
        for (const Event& event : events) {
            const log::NewEvent stored = Codec::encode(event);
            log::Record record;
            record.federation = FederationNo{1};
            record.offset = ++offset_;
            record.stream_id = spec::id<HireId>(stream).uuid;
            record.type = stored.type;
            record.payload = stored.payload;
            oracles_.see(record);
        }
    }
    // Names of the oracles that do not hold, in their order.
    [[nodiscard]] std::vector<std::string> broken() const {
        std::vector<std::string> names;
        for (const audit::Oracle& oracle : oracles_.verdicts()) {
            if (!oracle.holds()) names.push_back(oracle.name);
        }
        return names;
    }
    // What one of them has looked at.
    [[nodiscard]] std::int64_t counted(const std::string& name) const {
        for (const audit::Oracle& oracle : oracles_.verdicts()) {
            if (oracle.name == name) return oracle.counted;
        }
        return -1;
    }

  private:
    EmploymentOracles oracles_;
    std::int64_t offset_ = 0;
};

}  // namespace haven::employment::testing
