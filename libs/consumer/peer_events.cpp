#include "libs/consumer/peer_events.hpp"

#include "haven/options/v1/options.pb.h"

namespace haven::consumer {

Subscription told_by(std::string peer, const google::protobuf::FileDescriptor& events,
                     std::vector<std::string> types,
                     std::function<std::vector<ReactionCommand>(const log::Record&)> react) {
    const auto declared = [&events](std::string_view type) {
        return events.FindMessageTypeByName(std::string(type));
    };
    return {.source = std::move(peer),
            .types = std::move(types),
            .react = std::move(react),
            .is_known = [declared](std::string_view type) { return declared(type) != nullptr; },
            .is_critical =
                [declared](std::string_view type) {
                    const auto* event = declared(type);
                    return event == nullptr ||
                           event->options().GetExtension(haven::options::v1::critical);
                }};
}

}  // namespace haven::consumer
