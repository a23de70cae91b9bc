// A record as a Kafka message (docs/formats.md 12.1): its topic, partition, key and headers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/kafka/client.hpp"
#include "libs/log/record.hpp"

namespace haven::bus {

// "haven.registry.events.v1"; other prefixes than "haven." are for tests.
std::string topic_of(const std::string& prefix, const std::string& service);

// What goes to Kafka for one record. Owns the bytes that outgoing() points at.
class KafkaMessage {
  public:
    // `critical`: who does not know the record's type must stop for a person (protocols §4).
    KafkaMessage(const log::Record& record, bool critical);

    // Tagged with the record's offset. Valid as long as this object.
    [[nodiscard]] kafka::Outgoing outgoing() const;
    [[nodiscard]] std::size_t size() const { return value_.size(); }

  private:
    const int partition_;
    const std::int64_t offset_;
    const std::string key_;
    const std::string value_;
    const std::vector<kafka::Header> headers_;
};

// Where a message says it stands in a log, by its headers alone.
struct LogPlace {
    FederationNo federation;
    std::int16_t incarnation = 0;
    std::int64_t offset = 0;
};

// Nothing for a message that is not of this service and of the federation that its partition is.
std::optional<LogPlace> place_of(const kafka::Message& message, const std::string& service);
bool is_critical(const kafka::Message& message);
// Nothing when its value is no record, or another one than its headers say.
std::optional<log::Record> record_of(const kafka::Message& message, const LogPlace& place);

}  // namespace haven::bus
