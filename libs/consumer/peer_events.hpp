// A subscription to a peer service, whose stored events are the messages of one proto file
// (haven/<peer>/v1/<peer>_events.proto). Apart from consumer.hpp, which knows no protobuf.
#pragma once

#include "libs/consumer/consumer.hpp"

namespace google::protobuf {
class FileDescriptor;
}

namespace haven::consumer {

// `events` outlives the subscription. What this build knows is what the file declares; a type that
// it does not declare may be of a kind that must not be overlooked, so it counts as critical.
Subscription told_by(std::string peer, const google::protobuf::FileDescriptor& events,
                     std::vector<std::string> types,
                     std::function<std::vector<ReactionCommand>(const log::Record&)> react);

}  // namespace haven::consumer
