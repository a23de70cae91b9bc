#include <nlohmann/json.hpp>

#include "tools/haven/client/dynamic.hpp"

namespace haven::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using nlohmann::json;

Result<void> put(Message& message, const json& object) {
    const auto& type = *message.GetDescriptor();
    if (!object.is_object()) return invalid("INVALID_OPTION", type.name(), "a JSON object");
    const auto& reflection = *message.GetReflection();
    for (const auto& [name, value] : object.items()) {
        const FieldDescriptor* field = type.FindFieldByName(name);
        if (field == nullptr) return invalid("INVALID_OPTION", name, "a field of " + type.name());
        const bool list = field->is_repeated();
        for (const json& one : list&& value.is_array() ? value : json::array({value})) {
            if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
                HAVEN_CHECKED(put(list ? *reflection.AddMessage(&message, field)
                                       : *reflection.MutableMessage(&message, field),
                                  one));
            } else if (!one.is_null()) {
                HAVEN_CHECKED(set_field(message, name,
                                        one.is_string() ? one.get<std::string>() : one.dump()));
            }
        }
    }
    return {};
}

}  // namespace

Result<void> set_json(Message& message, const std::string& text) {
    const json object = json::parse(text, nullptr, false);
    if (object.is_discarded()) return invalid("INVALID_OPTION", "file", "JSON");
    return put(message, object);
}

}  // namespace haven::client
