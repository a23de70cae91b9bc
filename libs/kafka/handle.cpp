#include "libs/kafka/handle.hpp"

#include <array>

namespace haven::kafka {
namespace {

constexpr int kRangeTimeoutMs = 2'000;

// What every client of ours is set to; the figures were measured on a small machine.
const Defaults kCommon{
    {"broker.address.family", "v4"},
    {"socket.nagle.disable", "true"},
    {"reconnect.backoff.ms", "20"},
    {"reconnect.backoff.max.ms", "500"},
    {"topic.metadata.propagation.max.ms", "1000"},
    {"topic.metadata.refresh.interval.ms", "10000"},
    {"log_level", "3"},
};

// Whatever librdkafka would print: an error that matters comes as an error.
void drop_log(const rd_kafka_t* /*client*/, int /*level*/, const char* /*facility*/,
              const char* /*text*/) {}

void call(rd_kafka_t* /*client*/, void* opaque) {
    (*static_cast<std::function<void()>*>(opaque))();
}

}  // namespace

void check(rd_kafka_resp_err_t error, const char* doing) {
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) throw KafkaError(rd_kafka_err2name(error), doing);
}

void check(ErrorPtr error, const char* doing) {
    if (error) throw KafkaError(rd_kafka_error_name(error.get()), doing);
}

Configuration::Configuration(const Settings& settings, const Defaults& defaults, void* opaque)
    : conf_(rd_kafka_conf_new()) {
    try {
        set("bootstrap.servers", settings.brokers);
        for (const auto& [key, value] : kCommon) set(key, value);
        for (const auto& [key, value] : defaults) set(key, value);
        for (const auto& [key, value] : settings.more) set(key, value);
    } catch (...) {
        rd_kafka_conf_destroy(conf_);
        throw;
    }
    rd_kafka_conf_set_opaque(conf_, opaque);
    rd_kafka_conf_set_log_cb(conf_, drop_log);
}

Configuration::~Configuration() {
    if (conf_ != nullptr) rd_kafka_conf_destroy(conf_);
}

void Configuration::set(const std::string& key, const std::string& value) {
    std::array<char, 256> why{};
    if (rd_kafka_conf_set(conf_, key.c_str(), value.c_str(), why.data(), why.size()) !=
        RD_KAFKA_CONF_OK) {
        // The key only: the value may be a password.
        throw KafkaError("_INVALID_ARG", "setting " + key);
    }
}

rd_kafka_t* Configuration::make(rd_kafka_type_t type) {
    std::array<char, 256> why{};
    rd_kafka_t* client = rd_kafka_new(type, conf_, why.data(), why.size());
    if (client == nullptr) {
        throw KafkaError(rd_kafka_err2name(rd_kafka_last_error()), "making a client");
    }
    conf_ = nullptr;
    return client;
}

Range range_of(rd_kafka_t* client, const std::string& topic, int partition) {
    Range range;
    check(rd_kafka_query_watermark_offsets(client, topic.c_str(), partition, &range.low,
                                           &range.high, kRangeTimeoutMs),
          "asking for a partition's range");
    return range;
}

void ring(rd_kafka_queue_t* queue, std::function<void()>& arrived) {
    if (arrived) rd_kafka_queue_cb_event_enable(queue, call, &arrived);
}

}  // namespace haven::kafka
