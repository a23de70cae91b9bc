// The parts that producer, reader and admin share. Included by libs/kafka/*.cpp only: it needs
// librdkafka.
#pragma once

#include <librdkafka/rdkafka.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "libs/kafka/client.hpp"

namespace haven::kafka {

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};
using QueuePtr = std::unique_ptr<rd_kafka_queue_t, Deleter<rd_kafka_queue_destroy>>;
using TopicPtr = std::unique_ptr<rd_kafka_topic_t, Deleter<rd_kafka_topic_destroy>>;
using EventPtr = std::unique_ptr<rd_kafka_event_t, Deleter<rd_kafka_event_destroy>>;
using ListPtr = std::unique_ptr<rd_kafka_topic_partition_list_t,
                                Deleter<rd_kafka_topic_partition_list_destroy>>;
using ErrorPtr = std::unique_ptr<rd_kafka_error_t, Deleter<rd_kafka_error_destroy>>;

// Throws KafkaError unless there was none.
void check(rd_kafka_resp_err_t error, const char* doing);
void check(ErrorPtr error, const char* doing);

using Defaults = std::vector<std::pair<const char*, const char*>>;

// A configuration: `defaults`, then what the operator set. `opaque` reaches the callbacks.
class Configuration {
  public:
    Configuration(const Settings& settings, const Defaults& defaults, void* opaque);
    ~Configuration();
    Configuration(const Configuration&) = delete;
    Configuration& operator=(const Configuration&) = delete;

    rd_kafka_conf_t* get() { return conf_; }
    // A client of this configuration, which it takes over. Throws KafkaError.
    rd_kafka_t* make(rd_kafka_type_t type);

  private:
    void set(const std::string& key, const std::string& value);

    rd_kafka_conf_t* conf_;
};

// Of a partition, by any client.
Range range_of(rd_kafka_t* client, const std::string& topic, int partition);

// Calls `arrived` whenever `queue` is no longer empty; both must outlive the client.
void ring(rd_kafka_queue_t* queue, std::function<void()>& arrived);

}  // namespace haven::kafka
