// What no handler should have to look for in a request, found before it sees one.
//
// Enum numbers that the proto file does not name: proto3 keeps any number that comes over the wire,
// and a cast to an enumerator would carry it inwards. Free text in fields that hold a code and are
// stored as they come: it would carry a name or an illness past the vault into the log (I35).
// Federation numbers beyond 16 bits: a cast would make them another federation's.
#pragma once

#include "libs/base/result.hpp"

namespace google::protobuf {
class Message;
}

namespace haven::rpc {

// Walks the whole message; any thread. Errors (Invalid), naming the path of the first such field
// ("members[1].relation") and never its value:
//   UNKNOWN_ENUM_VALUE  zero in a repeated field too: an element that is there has to say
//                       something. A single field at zero is absent, which the domain judges.
//   INVALID_FEDERATION  numbers called federation(s) or …_federation are 0 to 32767.
//   NOT_A_CODE          text fields called reason, grounds, origin or purpose are empty or a code,
//                       [A-Z][A-Z0-9_]{0,62} without a number of more than six digits in it;
//                       privacy_notice is a version, [0-9A-Za-z.-]{0,10}.
Result<void> check_request(const google::protobuf::Message& message);

}  // namespace haven::rpc
