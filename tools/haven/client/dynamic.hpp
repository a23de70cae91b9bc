// Requests and answers by their descriptors: a command's options fill fields of its request by
// name, and the repeated field of an answer becomes a table. So a new rpc is one more row in
// commands.cpp.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include "libs/base/result.hpp"
#include "tools/haven/client/table.hpp"

namespace haven::client {

// The request and answer types of "haven.registry.v1.RegistryService/ProposeExit".
struct Exchange {
    std::unique_ptr<google::protobuf::Message> request;
    std::unique_ptr<google::protobuf::Message> reply;
};
// Aborts on a method that this program was not linked with.
Exchange exchange_of(const std::string& method);

// Sets `path` ("meeting.minutes_no"; a repeated field gets one more element) from a text: enums by
// their short names, bytes in hex, amounts in fen or, for fields that end in _fen, in yuan with a
// point; a message by its fields, "item=LIVING,annual_fen=7500.00". Error: INVALID_OPTION.
Result<void> set_field(google::protobuf::Message& message, const std::string& path,
                       const std::string& text);
// Sets the fields that a JSON object names, each as set_field takes it. Error: INVALID_OPTION.
Result<void> set_json(google::protobuf::Message& message, const std::string& text);

// What an enum field takes, in the order of its numbers; empty for any other field.
std::vector<std::string> enum_words(const google::protobuf::Message& message,
                                    const std::string& path);

// "item=,annual_fen=,…" for a field that is a message; empty for any other field.
std::string group_form(const google::protobuf::Message& message, const std::string& path);

// A column of a table: the field's path in one element.
struct FieldColumn {
    std::string path;
    std::string chinese;
    std::string english;
    // Of a text that holds codes: "event", or the name of an enum. Enum fields know theirs.
    std::string vocabulary = {};
};
// The elements of the repeated field `list` ("household.members"), or the message itself as one row
// where `list` is empty.
Table table_of(const google::protobuf::Message& message, const std::string& list,
               const std::vector<FieldColumn>& columns);

}  // namespace haven::client
