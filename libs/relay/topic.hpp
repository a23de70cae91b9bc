// The topic of a log (docs/formats.md 12.1): what it has to be like, and whether one is.
//
// A log's topic must keep every record for ever and lose none with a broker. So it is never
// compacted, nothing in it expires, and what is acknowledged lies on several brokers.
#pragma once

#include <string>
#include <vector>

#include "libs/kafka/client.hpp"

namespace haven::relay {

struct TopicPolicy {
    int replication = 3;
    int min_insync = 2;  // replicas that must have a record before it is acknowledged
    bool strict = true;  // whether a topic that is not safe is refused, or only reported
};

kafka::TopicShape wanted_topic(const TopicPolicy& policy, int partitions);
// What is not as wanted, in words of Kafka's settings; empty for a safe topic. Its number of
// partitions is another matter: it can grow.
std::vector<std::string> unsafe_settings(const kafka::TopicShape& topic, const TopicPolicy& policy);

}  // namespace haven::relay
