// TestTopics: topics of a test on the broker that ./dev test starts; gone at the end.
//
// The broker is named by HAVEN_TEST_KAFKA, its listener with TLS by HAVEN_TEST_KAFKA_SECURE and
// HAVEN_TEST_KAFKA_SETTINGS. Without them the test fails: it is never skipped silently.
#pragma once

#include <string>

#include "libs/kafka/client.hpp"

namespace haven::spec {

class TestTopics {
  public:
    TestTopics();
    ~TestTopics();
    TestTopics(const TestTopics&) = delete;
    TestTopics& operator=(const TestTopics&) = delete;

    [[nodiscard]] const kafka::Settings& settings() const { return settings_; }
    // The same broker over TLS with a password (tools/dev/kafka.sh).
    [[nodiscard]] static kafka::Settings secure();
    // Of all topics of this test.
    [[nodiscard]] const std::string& prefix() const { return prefix_; }
    // The topic of a service's log.
    [[nodiscard]] std::string of(const std::string& service) const {
        return prefix_ + service + ".events.v1";
    }

  private:
    kafka::Settings settings_;
    std::string prefix_;
};

}  // namespace haven::spec
