// TLS with a password on a real broker, whose certificate a private authority has signed
// (tools/dev/kafka.sh, deploy/secrets.sh).
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "libs/kafka/client.hpp"
#include "libs/kafka/testing.hpp"

namespace haven::kafka {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kPatience = std::chrono::seconds(20);
constexpr int kRefusedMs = 2'000;

class SecureKafka : public ::testing::Test {
  protected:
    // Whether a client with these settings learns anything of the broker.
    static bool is_let_in(const Settings& settings) {
        try {
            Admin(settings, kRefusedMs).describe("any");
            return true;
        } catch (const KafkaError&) {
            return false;
        }
    }

    spec::TestTopics topics;
    Settings settings = spec::TestTopics::secure();
};

TEST_F(SecureKafka, MakesATopicSendsAndReads) {
    const std::string topic = topics.of("registry");
    Admin(settings).create(topic, {.partitions = 1, .replication = 1, .config = {}});
    Producer producer(settings, topic);
    ASSERT_TRUE(producer.send({.partition = 0, .key = "k", .value = "sealed"}));
    std::vector<Delivery> verdicts;
    const auto until = Clock::now() + kPatience;
    while (verdicts.empty() && Clock::now() < until) verdicts = producer.take(20);
    ASSERT_EQ(verdicts.size(), 1U);
    EXPECT_EQ(verdicts[0].error, "");
    Reader reader(settings, topic);
    reader.read_from(0, 0);
    std::optional<Message> message;
    while (!message && Clock::now() < until) message = reader.take(20);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->value, "sealed");
}

TEST_F(SecureKafka, ABrokerThatAnotherAuthorityHasSignedIsNotSpokenTo) {
    ASSERT_TRUE(is_let_in(settings));
    const auto folder =
        std::filesystem::temp_directory_path() / ("haven-kafka-ca-" + std::to_string(::getpid()));
    const std::string command =
        "'" HAVEN_SOURCE_DIR "/deploy/secrets.sh' make '" + folder.string() + "' kafka";
    ASSERT_EQ(std::system(command.c_str()), 0);
    settings.more["ssl.ca.location"] = (folder / "tls" / "ca.crt").string();
    EXPECT_FALSE(is_let_in(settings));
    // Nor one whose authority we have no reason to know: the system's list is not asked.
    settings.more.erase("ssl.ca.location");
    EXPECT_FALSE(is_let_in(settings));
    std::filesystem::remove_all(folder);
}

TEST_F(SecureKafka, WithoutThePasswordNobodyIsLetIn) {
    ASSERT_TRUE(is_let_in(settings));
    Settings other = settings;
    other.more["sasl.password"] = "guessed";
    EXPECT_FALSE(is_let_in(other));
    other = settings;
    other.more["security.protocol"] = "ssl";
    EXPECT_FALSE(is_let_in(other));
    other = settings;
    other.more = {};
    EXPECT_FALSE(is_let_in(other)) << "not in the clear either";
    other.more["security.protocol"] = "sasl_plaintext";
    other.more["sasl.mechanism"] = "PLAIN";
    other.more["sasl.username"] = "haven";
    other.more["sasl.password"] = settings.more["sasl.password"];
    EXPECT_FALSE(is_let_in(other));
}

}  // namespace
}  // namespace haven::kafka
