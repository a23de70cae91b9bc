// Enum numbers that a proto file does not know, found before a handler sees the request. proto3
// keeps any number that comes over the wire, and a cast to an enumerator would carry it inwards.
#pragma once

#include "libs/base/result.hpp"

namespace google::protobuf {
class Message;
}

namespace haven::rpc {

// Walks the whole message. Error: Invalid UNKNOWN_ENUM_VALUE, naming the path of the first such
// field ("members[1].relation"). Zero in a repeated field is refused too: an element that is there
// has to say something. A single field at zero is absent, which the domain judges. Any thread.
Result<void> check_enums(const google::protobuf::Message& message);

}  // namespace haven::rpc
