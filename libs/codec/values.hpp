// What the event codecs of all services share: how ids, days, federations, enums and sealed fields
// are written into a message and read back. Reading is for what stands in a log: text that is none
// of these aborts, so a caller's request is checked first (libs/api/asked.hpp). Pulls in protobuf,
// so only .cpp files include it. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "haven/type/v1/types.pb.h"
#include "libs/base/result.hpp"
#include "libs/base/sealed.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"
#include "libs/log/log.hpp"

namespace haven::codec {

// An id of nil is written as the empty text, as is a day that is not set.
template <class Tag>
std::string id_text(const Id<Tag>& id) {
    return id.is_nil() ? std::string{} : id.to_string();
}
template <class TypedId>
TypedId id_of(const std::string& text) {
    if (text.empty()) return {};
    const auto parsed = TypedId::parse(text);
    HAVEN_CHECK(parsed.has_value());
    return *parsed;
}
// Never empty.
Uuid uuid_of(const std::string& text);
std::string date_text(Date date);
Date date_of(const std::string& text);
FederationNo federation_of(std::int32_t number);

// The enums of domain and proto have the same numbers; the codecs assert it of their last ones.
template <class Proto, class Domain>
Proto to_proto(Domain value) {
    return static_cast<Proto>(static_cast<int>(value));
}

void write_sealed(const Sealed& sealed, type::v1::Sealed& message);
Sealed read_sealed(const type::v1::Sealed& message);

// `write` fills the message of the event's own type.
template <class Message, class Write>
log::NewEvent encoded(Write write_message) {
    Message message;
    write_message(message);
    log::NewEvent event{Message::descriptor()->name(), 1, {}};
    HAVEN_CHECK(message.SerializeToString(&event.payload));
    return event;
}
template <class Message>
Message parsed(std::string_view payload) {
    Message message;
    HAVEN_CHECK(message.ParseFromArray(payload.data(), static_cast<int>(payload.size())));
    return message;
}

}  // namespace haven::codec
