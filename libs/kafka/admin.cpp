#include <array>
#include <chrono>
#include <thread>

#include "libs/kafka/handle.hpp"

namespace haven::kafka {
namespace {

using NewTopicPtr = std::unique_ptr<rd_kafka_NewTopic_t, Deleter<rd_kafka_NewTopic_destroy>>;
using DeleteTopicPtr =
    std::unique_ptr<rd_kafka_DeleteTopic_t, Deleter<rd_kafka_DeleteTopic_destroy>>;
using NewPartitionsPtr =
    std::unique_ptr<rd_kafka_NewPartitions_t, Deleter<rd_kafka_NewPartitions_destroy>>;
using DeleteRecordsPtr =
    std::unique_ptr<rd_kafka_DeleteRecords_t, Deleter<rd_kafka_DeleteRecords_destroy>>;
using ResourcePtr =
    std::unique_ptr<rd_kafka_ConfigResource_t, Deleter<rd_kafka_ConfigResource_destroy>>;
using MetadataPtr = std::unique_ptr<const rd_kafka_metadata_t, Deleter<rd_kafka_metadata_destroy>>;

// The verdict on the only topic of a request.
void check_topics(const rd_kafka_topic_result_t** results, std::size_t count, const char* doing,
                  rd_kafka_resp_err_t harmless) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto error = rd_kafka_topic_result_error(results[i]);
        if (error != harmless) check(error, doing);
    }
}

}  // namespace

class Admin::Impl {
  public:
    Impl(const Settings& settings, int timeout_ms) : timeout_ms_(timeout_ms) {
        Configuration configuration(settings, {}, nullptr);
        client_.reset(configuration.make(RD_KAFKA_PRODUCER));
        queue_.reset(rd_kafka_queue_new(client_.get()));
    }

    std::optional<TopicShape> describe(const std::string& topic) {
        auto shape = shape_of(topic);
        if (shape) shape->config = config_of(topic);
        return shape;
    }

    void create(const std::string& topic, const TopicShape& shape) {
        std::array<char, 256> why{};
        const NewTopicPtr request(rd_kafka_NewTopic_new(topic.c_str(), shape.partitions,
                                                        shape.replication, why.data(), why.size()));
        if (!request) throw KafkaError("_INVALID_ARG", "creating a topic");
        for (const auto& [key, value] : shape.config) {
            check(rd_kafka_NewTopic_set_config(request.get(), key.c_str(), value.c_str()),
                  "creating a topic");
        }
        std::array all{request.get()};
        rd_kafka_CreateTopics(client_.get(), all.data(), all.size(), nullptr, queue_.get());
        const EventPtr answer = wait("creating a topic");
        std::size_t count = 0;
        const auto* const* results = rd_kafka_CreateTopics_result_topics(
            rd_kafka_event_CreateTopics_result(answer.get()), &count);
        check_topics(const_cast<const rd_kafka_topic_result_t**>(results), count,
                     "creating a topic", RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS);
        wait_until([&] { return describe(topic).has_value(); });
    }

    void grow(const std::string& topic, int partitions) {
        std::array<char, 256> why{};
        const NewPartitionsPtr request(rd_kafka_NewPartitions_new(
            topic.c_str(), static_cast<std::size_t>(partitions), why.data(), why.size()));
        if (!request) throw KafkaError("_INVALID_ARG", "growing a topic");
        std::array all{request.get()};
        rd_kafka_CreatePartitions(client_.get(), all.data(), all.size(), nullptr, queue_.get());
        const EventPtr answer = wait("growing a topic");
        std::size_t count = 0;
        const auto* const* results = rd_kafka_CreatePartitions_result_topics(
            rd_kafka_event_CreatePartitions_result(answer.get()), &count);
        check_topics(const_cast<const rd_kafka_topic_result_t**>(results), count, "growing a topic",
                     RD_KAFKA_RESP_ERR_NO_ERROR);
        wait_until([&] {
            const auto shape = shape_of(topic);
            return shape && shape->partitions >= partitions;
        });
    }

    void remove(const std::string& topic) {
        const DeleteTopicPtr request(rd_kafka_DeleteTopic_new(topic.c_str()));
        std::array all{request.get()};
        rd_kafka_DeleteTopics(client_.get(), all.data(), all.size(), nullptr, queue_.get());
        const EventPtr answer = wait("removing a topic");
        std::size_t count = 0;
        const auto* const* results = rd_kafka_DeleteTopics_result_topics(
            rd_kafka_event_DeleteTopics_result(answer.get()), &count);
        check_topics(const_cast<const rd_kafka_topic_result_t**>(results), count,
                     "removing a topic", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
        wait_until([&] { return !shape_of(topic); });
    }

    void forget(const std::string& topic, int partition, std::int64_t offset) {
        const ListPtr before(rd_kafka_topic_partition_list_new(1));
        rd_kafka_topic_partition_list_add(before.get(), topic.c_str(), partition)->offset = offset;
        const DeleteRecordsPtr request(rd_kafka_DeleteRecords_new(before.get()));
        std::array all{request.get()};
        rd_kafka_DeleteRecords(client_.get(), all.data(), all.size(), nullptr, queue_.get());
        const EventPtr answer = wait("forgetting messages");
        const auto* left = rd_kafka_DeleteRecords_result_offsets(
            rd_kafka_event_DeleteRecords_result(answer.get()));
        for (int i = 0; i < left->cnt; ++i) check(left->elems[i].err, "forgetting messages");
    }

  private:
    EventPtr wait(const char* doing) {
        EventPtr event(rd_kafka_queue_poll(queue_.get(), timeout_ms_));
        if (!event) throw KafkaError("_TIMED_OUT", doing);
        check(rd_kafka_event_error(event.get()), doing);
        return event;
    }

    // The controller's answer comes before every broker knows of it.
    template <class Condition>
    void wait_until(Condition condition) {
        const auto until =
            std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms_);
        while (!condition()) {
            if (std::chrono::steady_clock::now() > until) {
                throw KafkaError("_TIMED_OUT", "waiting for a topic's change");
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }

    std::optional<TopicShape> shape_of(const std::string& topic) {
        const TopicPtr handle(rd_kafka_topic_new(client_.get(), topic.c_str(), nullptr));
        const rd_kafka_metadata_t* raw = nullptr;
        check(rd_kafka_metadata(client_.get(), 0, handle.get(), &raw, timeout_ms_),
              "asking for a topic");
        const MetadataPtr metadata(raw);
        if (metadata->topic_cnt == 0) return std::nullopt;
        const rd_kafka_metadata_topic& found = metadata->topics[0];
        if (found.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) return std::nullopt;
        check(found.err, "asking for a topic");
        TopicShape shape{.partitions = found.partition_cnt, .replication = 0};
        for (int i = 0; i < found.partition_cnt; ++i) {
            const int replicas = found.partitions[i].replica_cnt;
            if (i == 0 || replicas < shape.replication) shape.replication = replicas;
        }
        return shape;
    }

    std::map<std::string, std::string> config_of(const std::string& topic) {
        const ResourcePtr request(
            rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str()));
        std::array all{request.get()};
        rd_kafka_DescribeConfigs(client_.get(), all.data(), all.size(), nullptr, queue_.get());
        const EventPtr answer = wait("asking for a topic's configuration");
        std::size_t count = 0;
        const auto* const* resources = rd_kafka_DescribeConfigs_result_resources(
            rd_kafka_event_DescribeConfigs_result(answer.get()), &count);
        std::map<std::string, std::string> config;
        for (std::size_t i = 0; i < count; ++i) {
            check(rd_kafka_ConfigResource_error(resources[i]),
                  "asking for a topic's configuration");
            std::size_t entries = 0;
            const auto* const* entry = rd_kafka_ConfigResource_configs(resources[i], &entries);
            for (std::size_t at = 0; at < entries; ++at) {
                const char* value = rd_kafka_ConfigEntry_value(entry[at]);
                config[rd_kafka_ConfigEntry_name(entry[at])] = value == nullptr ? "" : value;
            }
        }
        return config;
    }

    const int timeout_ms_;
    // The queue goes before its client.
    std::unique_ptr<rd_kafka_t, Deleter<rd_kafka_destroy>> client_;
    QueuePtr queue_;
};

Admin::Admin(const Settings& settings, int timeout_ms)
    : impl_(std::make_unique<Impl>(settings, timeout_ms)) {}
Admin::~Admin() = default;

std::optional<TopicShape> Admin::describe(const std::string& topic) {
    return impl_->describe(topic);
}
void Admin::create(const std::string& topic, const TopicShape& shape) {
    impl_->create(topic, shape);
}
void Admin::grow(const std::string& topic, int partitions) {
    impl_->grow(topic, partitions);
}
void Admin::remove(const std::string& topic) {
    impl_->remove(topic);
}
void Admin::forget(const std::string& topic, int partition, std::int64_t offset) {
    impl_->forget(topic, partition, offset);
}

}  // namespace haven::kafka
