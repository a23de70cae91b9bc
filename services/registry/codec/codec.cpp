#include "services/registry/codec/codec.hpp"

#include <array>
#include <string>
#include <unordered_map>

#include "haven/options/v1/options.pb.h"
#include "haven/registry/v1/registry_events.pb.h"
#include "services/registry/codec/events.hpp"

namespace haven::registry {

namespace {

template <class DomainEvent>
using MessageOf = decltype(to_event(std::declval<const DomainEvent&>()));

template <class Variant>
struct Alternatives;
template <class... Events>
struct Alternatives<std::variant<Events...>> {
    using Variant = std::variant<Events...>;
    using Reader = Variant (*)(std::string_view payload);

    template <class E>
    static Variant read(std::string_view payload) {
        MessageOf<E> message;
        HAVEN_CHECK(message.ParseFromArray(payload.data(), static_cast<int>(payload.size())));
        return Variant(from_event(message));
    }

    static const auto& names() {
        static const std::array<std::string_view, sizeof...(Events)> list = {
            std::string_view(MessageOf<Events>::descriptor()->name())...};
        return list;
    }
    static const auto& readers() {
        static const std::unordered_map<std::string_view, Reader> map = {
            {std::string_view(MessageOf<Events>::descriptor()->name()), &read<Events>}...};
        return map;
    }
};

// Every event message of RegistryEvent, with its `critical` option.
const std::unordered_map<std::string_view, bool>& all_events() {
    static const std::unordered_map<std::string_view, bool> events = [] {
        std::unordered_map<std::string_view, bool> found;
        const auto* oneof = v1::RegistryEvent::descriptor()->oneof_decl(0);
        for (int i = 0; i < oneof->field_count(); ++i) {
            const auto* message = oneof->field(i)->message_type();
            found.emplace(message->name(),
                          message->options().GetExtension(haven::options::v1::critical));
        }
        return found;
    }();
    return events;
}

}  // namespace

template <class D>
log::NewEvent Codec<D>::encode(const typename D::Event& event) {
    return std::visit(
        [](const auto& typed) {
            const auto message = to_event(typed);
            return log::NewEvent{message.GetDescriptor()->name(), 1, message.SerializeAsString()};
        },
        event);
}

template <class D>
std::optional<typename D::Event> Codec<D>::decode(std::string_view type, int,
                                                  std::string_view payload) {
    const auto& readers = Alternatives<typename D::Event>::readers();
    const auto found = readers.find(type);
    if (found == readers.end()) return std::nullopt;
    return found->second(payload);
}

template <class D>
std::span<const std::string_view> Codec<D>::types() {
    return Alternatives<typename D::Event>::names();
}

template struct Codec<Household>;
template struct Codec<UnionNodeRecord>;
template struct Codec<StaffRecord>;
template struct Codec<EnterpriseRecord>;
template struct Codec<DibaoLineRecord>;
template struct Codec<RuleSetRecord>;
template struct Codec<PersonRecord>;
template struct Codec<ReferralRecord>;

bool is_known_event(std::string_view type) {
    return all_events().contains(type);
}

bool is_critical_event(std::string_view type) {
    const auto found = all_events().find(type);
    return found != all_events().end() && found->second;
}

}  // namespace haven::registry
