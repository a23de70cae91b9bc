// Fields that hold a code and are stored as they come: free text in one of them would carry a name
// or an illness past the vault into the log (I35). Found before a handler sees the request.
#pragma once

#include "libs/base/result.hpp"

namespace google::protobuf {
class Message;
}

namespace haven::rpc {

// Walks the whole message. Text fields called reason, grounds, origin or purpose are empty or a
// code, [A-Z][A-Z0-9_]{0,62} without a number of more than six digits in it; privacy_notice is a
// version, [0-9A-Za-z.-]{0,10}. Error: Invalid NOT_A_CODE, naming the path and never the value. Any
// thread.
Result<void> check_codes(const google::protobuf::Message& message);

}  // namespace haven::rpc
