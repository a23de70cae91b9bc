#include "libs/bus/kafka_message.hpp"

#include <charconv>

namespace haven::bus {
namespace {

std::vector<kafka::Header> headers_of(const log::Record& record, bool critical) {
    std::vector<kafka::Header> headers;
    headers.reserve(8);
    headers.emplace_back("service", record.service);
    headers.emplace_back("federation", std::to_string(record.federation.value));
    headers.emplace_back("incarnation", std::to_string(record.incarnation));
    headers.emplace_back("offset", std::to_string(record.offset));
    headers.emplace_back("type", record.type);
    headers.emplace_back("schema_version", std::to_string(record.schema_version));
    headers.emplace_back("critical", critical ? "1" : "0");
    std::string trace = log::decode_meta(record.meta).traceparent;
    if (!trace.empty()) headers.emplace_back("traceparent", std::move(trace));
    return headers;
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
    Number number{};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

std::string topic_of(const std::string& prefix, const std::string& service) {
    return prefix + service + ".events.v1";
}

KafkaMessage::KafkaMessage(const log::Record& record, bool critical)
    : partition_(record.federation.value),
      offset_(record.offset),
      key_(record.stream_id.to_string()),
      value_(log::encode_record(record)),
      headers_(headers_of(record, critical)) {}

kafka::Outgoing KafkaMessage::outgoing() const {
    return {.partition = partition_,
            .key = key_,
            .value = value_,
            .headers = headers_,
            .tag = static_cast<std::uint64_t>(offset_)};
}

std::optional<LogPlace> place_of(const kafka::Message& message, const std::string& service) {
    const auto federation = number_of<std::int16_t>(message.header("federation"));
    const auto incarnation = number_of<std::int16_t>(message.header("incarnation"));
    const auto offset = number_of<std::int64_t>(message.header("offset"));
    if (message.header("service") != service || !federation || !incarnation || !offset ||
        *federation != message.partition || *offset < 1) {
        return std::nullopt;
    }
    return LogPlace{FederationNo{*federation}, *incarnation, *offset};
}

bool is_critical(const kafka::Message& message) {
    return message.header("critical") != "0";
}

std::optional<log::Record> record_of(const kafka::Message& message, const LogPlace& place) {
    auto record = log::decode_record(message.value);
    if (!record || record->service != message.header("service") ||
        record->federation != place.federation || record->incarnation != place.incarnation ||
        record->offset != place.offset) {
        return std::nullopt;
    }
    return *std::move(record);
}

}  // namespace haven::bus
