#include <array>
#include <bit>

#include "libs/kafka/handle.hpp"

namespace haven::kafka {
namespace {

// A message waits for its brokers for ever: giving up on one would break the order behind it. What
// is in flight is bounded, so a broker that is away costs no memory.
const Defaults kProducer{
    {"enable.idempotence", "true"},
    {"acks", "all"},
    {"linger.ms", "0"},
    {"message.timeout.ms", "0"},
    {"retry.backoff.ms", "20"},
    {"queue.buffering.max.messages", "20000"},
    {"queue.buffering.max.kbytes", "65536"},
};

struct HeadersDeleter {
    void operator()(rd_kafka_headers_t* headers) const { rd_kafka_headers_destroy(headers); }
};
using HeadersPtr = std::unique_ptr<rd_kafka_headers_t, HeadersDeleter>;

HeadersPtr headers_of(std::span<const Header> all) {
    HeadersPtr headers(rd_kafka_headers_new(all.size()));
    for (const auto& [name, value] : all) {
        check(rd_kafka_header_add(headers.get(), name.c_str(), static_cast<ssize_t>(name.size()),
                                  value.data(), static_cast<ssize_t>(value.size())),
              "adding a header");
    }
    return headers;
}

rd_kafka_vu_t of_type(rd_kafka_vtype_t type) {
    rd_kafka_vu_t value{};
    value.vtype = type;
    return value;
}

rd_kafka_vu_t of_bytes(rd_kafka_vtype_t type, std::string_view bytes) {
    rd_kafka_vu_t value = of_type(type);
    value.u.mem.ptr = const_cast<char*>(bytes.data());  // copied: RD_KAFKA_MSG_F_COPY
    value.u.mem.size = bytes.size();
    return value;
}

}  // namespace

class Producer::Impl {
  public:
    Impl(const Settings& settings, std::string topic, std::function<void()> arrived)
        : topic_(std::move(topic)), arrived_(std::move(arrived)) {
        Configuration configuration(settings, kProducer, this);
        rd_kafka_conf_set_dr_msg_cb(configuration.get(), on_verdict);
        client_.reset(configuration.make(RD_KAFKA_PRODUCER));
        // A topic that only a message names is asked for when librdkafka next looks over its
        // topics, up to a second later; this asks at once.
        topic_handle_.reset(rd_kafka_topic_new(client_.get(), topic_.c_str(), nullptr));
        if (!topic_handle_) check(rd_kafka_last_error(), "opening a topic");
        const QueuePtr queue(rd_kafka_queue_get_main(client_.get()));
        ring(queue.get(), arrived_);
    }

    ~Impl() {
        // Whoever lets go of a producer goes on from what was acknowledged.
        rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT |
                                          RD_KAFKA_PURGE_F_NON_BLOCKING);
    }

    bool send(const Outgoing& message) {
        HeadersPtr headers = headers_of(message.headers);
        std::array<rd_kafka_vu_t, 7> parts{
            of_type(RD_KAFKA_VTYPE_RKT),
            of_type(RD_KAFKA_VTYPE_PARTITION),
            of_type(RD_KAFKA_VTYPE_MSGFLAGS),
            of_bytes(RD_KAFKA_VTYPE_KEY, message.key),
            of_bytes(RD_KAFKA_VTYPE_VALUE, message.value),
            of_type(RD_KAFKA_VTYPE_HEADERS),
            of_type(RD_KAFKA_VTYPE_OPAQUE),
        };
        parts[0].u.rkt = topic_handle_.get();
        parts[1].u.i32 = message.partition;
        parts[2].u.i = RD_KAFKA_MSG_F_COPY;
        parts[5].u.headers = headers.get();
        parts[6].u.ptr = std::bit_cast<void*>(message.tag);
        ErrorPtr error(rd_kafka_produceva(client_.get(), parts.data(), parts.size()));
        if (error) {
            if (rd_kafka_error_code(error.get()) == RD_KAFKA_RESP_ERR__QUEUE_FULL) return false;
            check(std::move(error), "sending");
        }
        [[maybe_unused]] const auto* taken = headers.release();  // the client's now
        ++in_flight_;
        return true;
    }

    std::vector<Delivery> take(int timeout_ms) {
        rd_kafka_poll(client_.get(), timeout_ms);
        in_flight_ -= verdicts_.size();
        return std::exchange(verdicts_, {});
    }

    std::size_t in_flight() const { return in_flight_; }

    std::optional<std::string> fatal() const {
        std::array<char, 256> why{};
        const auto error = rd_kafka_fatal_error(client_.get(), why.data(), why.size());
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return std::nullopt;
        return rd_kafka_err2name(error);
    }

    Range range(int partition) { return range_of(client_.get(), topic_, partition); }

    void make_fatal() {
        rd_kafka_test_fatal_error(client_.get(), RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER,
                                  "by a test");
    }

  private:
    static void on_verdict(rd_kafka_t* /*client*/, const rd_kafka_message_t* message,
                           void* opaque) {
        Delivery delivery{.partition = message->partition,
                          .tag = std::bit_cast<std::uint64_t>(message->_private),
                          .offset = message->offset};
        if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            delivery.error = rd_kafka_err2name(message->err);
        }
        static_cast<Impl*>(opaque)->verdicts_.push_back(std::move(delivery));
    }

    const std::string topic_;
    std::function<void()> arrived_;
    std::vector<Delivery> verdicts_;
    std::size_t in_flight_ = 0;
    // Behind what its threads call, which end with it.
    std::unique_ptr<rd_kafka_t, Deleter<rd_kafka_destroy>> client_;
    TopicPtr topic_handle_;
};

Producer::Producer(const Settings& settings, std::string topic, std::function<void()> arrived)
    : impl_(std::make_unique<Impl>(settings, std::move(topic), std::move(arrived))) {}
Producer::~Producer() = default;

bool Producer::send(const Outgoing& message) {
    return impl_->send(message);
}
std::vector<Delivery> Producer::take(int timeout_ms) {
    return impl_->take(timeout_ms);
}
std::size_t Producer::in_flight() const {
    return impl_->in_flight();
}
std::optional<std::string> Producer::fatal() const {
    return impl_->fatal();
}
Range Producer::range(int partition) {
    return impl_->range(partition);
}
void Producer::make_fatal() {
    impl_->make_fatal();
}

}  // namespace haven::kafka
