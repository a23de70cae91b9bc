#include "libs/kafka/testing.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>

namespace haven::spec {
namespace {

std::string wanted(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') {
        throw std::runtime_error(std::string(name) +
                                 " is not set: run this through ./dev test, which starts a broker");
    }
    return value;
}

}  // namespace

kafka::Settings TestTopics::secure() {
    kafka::Settings settings{.brokers = wanted("HAVEN_TEST_KAFKA_SECURE"), .more = {}};
    std::ifstream file(wanted("HAVEN_TEST_KAFKA_SETTINGS"));
    for (std::string line; std::getline(file, line);) {
        const auto equals = line.find('=');
        settings.more[line.substr(0, equals)] = line.substr(equals + 1);
    }
    return settings;
}

TestTopics::TestTopics() {
    const std::string brokers = wanted("HAVEN_TEST_KAFKA");
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
