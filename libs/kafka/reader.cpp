#include <algorithm>
#include <set>

#include "libs/kafka/handle.hpp"

namespace haven::kafka {
namespace {

// librdkafka wants a group to read at all; nothing is ever stored under it. A place that does not
// exist must be told and never be chosen for us: the default goes to the end of the log.
const Defaults kReader{
    {"group.id", "haven-without-group"},
    {"enable.auto.commit", "false"},
    {"enable.auto.offset.store", "false"},
    {"auto.offset.reset", "error"},
    {"allow.auto.create.topics", "false"},
    {"fetch.min.bytes", "1"},
    {"fetch.wait.max.ms", "10"},
    {"fetch.error.backoff.ms", "20"},
    // Smaller ones cost more than memory: whenever one is reached, fetching pauses for a second.
    {"queued.min.messages", "100000"},
    {"queued.max.messages.kbytes", "65536"},
};

using MessagePtr = std::unique_ptr<rd_kafka_message_t, Deleter<rd_kafka_message_destroy>>;

std::string text(const void* bytes, std::size_t size) {
    return bytes == nullptr ? std::string() : std::string(static_cast<const char*>(bytes), size);
}

Message message_of(const rd_kafka_message_t& from) {
    Message message{.partition = from.partition,
                    .offset = from.offset,
                    .key = text(from.key, from.key_len),
                    .value = text(from.payload, from.len),
                    .headers = {}};
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&from, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return message;
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0;
         rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i) {
        message.headers.emplace_back(name, text(value, size));
    }
    return message;
}

void destroy_reader(rd_kafka_t* client) {
    // There is no group to take leave of.
    rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

}  // namespace

std::string_view Message::header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, &Header::first);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

class Reader::Impl {
  public:
    Impl(const Settings& settings, std::string topic, std::function<void()> arrived)
        : topic_(std::move(topic)), arrived_(std::move(arrived)) {
        Configuration configuration(settings, kReader, this);
        client_.reset(configuration.make(RD_KAFKA_CONSUMER));
        check(rd_kafka_poll_set_consumer(client_.get()), "making a reader");
        const QueuePtr queue(rd_kafka_queue_get_consumer(client_.get()));
        ring(queue.get(), arrived_);
    }

    void read_from(int partition, std::int64_t offset) {
        leave(partition);
        const ListPtr list(rd_kafka_topic_partition_list_new(1));
        rd_kafka_topic_partition_list_add(list.get(), topic_.c_str(), partition)->offset = offset;
        check(ErrorPtr(rd_kafka_incremental_assign(client_.get(), list.get())), "assigning");
        assigned_.insert(partition);
    }

    void leave(int partition) {
        std::erase(out_of_range_, partition);
        if (assigned_.erase(partition) == 0) return;
        const ListPtr list(rd_kafka_topic_partition_list_new(1));
        rd_kafka_topic_partition_list_add(list.get(), topic_.c_str(), partition);
        check(ErrorPtr(rd_kafka_incremental_unassign(client_.get(), list.get())), "unassigning");
    }

    std::optional<Message> take(int timeout_ms) {
        while (true) {
            const MessagePtr message(rd_kafka_consumer_poll(client_.get(), timeout_ms));
            if (!message) return std::nullopt;
            if (!assigned_.contains(message->partition)) continue;
            if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) return message_of(*message);
            // All others mend themselves: brokers away, a topic that is not there yet.
            if (message->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
                out_of_range_.push_back(message->partition);
                return std::nullopt;
            }
        }
    }

    std::vector<int> take_out_of_range() { return std::exchange(out_of_range_, {}); }

    Range range(int partition) { return range_of(client_.get(), topic_, partition); }

  private:
    const std::string topic_;
    std::function<void()> arrived_;
    std::set<int> assigned_;
    std::vector<int> out_of_range_;
    // Last: its threads end before what they call.
    std::unique_ptr<rd_kafka_t, Deleter<destroy_reader>> client_;
};

Reader::Reader(const Settings& settings, std::string topic, std::function<void()> arrived)
    : impl_(std::make_unique<Impl>(settings, std::move(topic), std::move(arrived))) {}
Reader::~Reader() = default;

void Reader::read_from(int partition, std::int64_t offset) {
    impl_->read_from(partition, offset);
}
void Reader::leave(int partition) {
    impl_->leave(partition);
}
std::optional<Message> Reader::take(int timeout_ms) {
    return impl_->take(timeout_ms);
}
std::vector<int> Reader::take_out_of_range() {
    return impl_->take_out_of_range();
}
Range Reader::range(int partition) {
    return impl_->range(partition);
}

}  // namespace haven::kafka
