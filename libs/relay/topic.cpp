#include "libs/relay/topic.hpp"

#include <charconv>

namespace haven::relay {
namespace {

const std::map<std::string, std::string> kKeepsAll{{"cleanup.policy", "delete"},
                                                   {"retention.ms", "-1"},
                                                   {"retention.bytes", "-1"},
                                                   {"unclean.leader.election.enable", "false"}};
constexpr const char* kMinInsync = "min.insync.replicas";

std::string value_of(const kafka::TopicShape& topic, const std::string& key) {
    const auto found = topic.config.find(key);
    return found == topic.config.end() ? "" : found->second;
}

int number_of(const std::string& text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

kafka::TopicShape wanted_topic(const TopicPolicy& policy, int partitions) {
    kafka::TopicShape topic{.partitions = partitions, .replication = policy.replication};
    topic.config = kKeepsAll;
    topic.config[kMinInsync] = std::to_string(policy.min_insync);
    return topic;
}

std::vector<std::string> unsafe_settings(const kafka::TopicShape& topic,
                                         const TopicPolicy& policy) {
    std::vector<std::string> found;
    for (const auto& [key, wanted] : kKeepsAll) {
        const std::string value = value_of(topic, key);
        if (value == wanted) continue;
        std::string& text = found.emplace_back(key);
        text.append(" is ").append(value).append(", not ").append(wanted);
    }
    const auto at_least = [&](const std::string& name, int value, int least) {
        if (value >= least) return;
        found.push_back(name + " is " + std::to_string(value) + ", less than " +
                        std::to_string(least));
    };
    at_least("replication", topic.replication, policy.replication);
    at_least(kMinInsync, number_of(value_of(topic, kMinInsync)), policy.min_insync);
    return found;
}

}  // namespace haven::relay
