// TLS with a password on a real broker, whose certificate a private authority has signed
// (tools/dev/kafka.sh, deploy/secrets.sh).
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <vector>

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

    // How many of them are. All at once: who is refused is so only when its time is over.
    static int count_let_in(const std::vector<Settings>& all) {
        std::vector<std::future<bool>> answers;
        for (const Settings& one : all) {
            answers.push_back(std::async(std::launch::async, [&one] { return is_let_in(one); }));
        }
        int count = 0;
        for (auto& answer : answers) count += answer.get() ? 1 : 0;
        return count;
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
    Settings other = settings;
    other.more["ssl.ca.location"] = (folder / "tls" / "ca.crt").string();
    // Nor one whose authority we have no reason to know: the system's list is not asked.
    Settings unknown = settings;
    unknown.more.erase("ssl.ca.location");
    EXPECT_EQ(count_let_in({other, unknown}), 0);
    std::filesystem::remove_all(folder);
}

TEST_F(SecureKafka, WithoutThePasswordNobodyIsLetIn) {
    ASSERT_TRUE(is_let_in(settings));
    Settings guessed = settings;
    guessed.more["sasl.password"] = "guessed";
    Settings without = settings;
    without.more["security.protocol"] = "ssl";
    Settings in_the_clear = settings;
    in_the_clear.more = {};
    Settings password_in_the_clear = in_the_clear;
    password_in_the_clear.more["security.protocol"] = "sasl_plaintext";
    password_in_the_clear.more["sasl.mechanism"] = "PLAIN";
    password_in_the_clear.more["sasl.username"] = "haven";
    password_in_the_clear.more["sasl.password"] = settings.more["sasl.password"];
    EXPECT_EQ(count_let_in({guessed, without, in_the_clear, password_in_the_clear}), 0);
}

}  // namespace
}  // namespace haven::kafka
