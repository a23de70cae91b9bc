#include "libs/kafka/testing.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdlib>

namespace haven::spec {

TestTopics::TestTopics() {
    const char* brokers = std::getenv("HAVEN_TEST_KAFKA");
    if (brokers == nullptr || *brokers == '\0') {
        throw std::runtime_error(
            "HAVEN_TEST_KAFKA is not set: run this through ./dev test, which starts a broker");
    }
    static std::atomic<int> counter{0};
    settings_.brokers = brokers;
    prefix_ = "test-" + std::to_string(::getpid()) + "-" + std::to_string(++counter) + ".";
}

TestTopics::~TestTopics() {
    try {
        kafka::Admin admin(settings_);
        for (const char* service : {"registry", "disbursement"}) admin.remove(of(service));
    } catch (const kafka::KafkaError&) {
        return;  // the broker's data are thrown away anyway
    }
}

}  // namespace haven::spec
