#include "libs/rpc/known_enums.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

namespace haven::rpc {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

Result<void> check(const Message& message, const std::string& path);

std::unexpected<Error> unknown(const std::string& path) {
    return invalid("UNKNOWN_ENUM_VALUE", path, "one of the values that the proto file names");
}

Result<void> check_repeated(const Message& message, const FieldDescriptor& field,
                            const std::string& path) {
    const Reflection& reflection = *message.GetReflection();
    const bool is_enum = field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM;
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
        const std::string element = path + "[" + std::to_string(i) + "]";
        if (is_enum) {
            const int number = reflection.GetRepeatedEnumValue(message, &field, i);
            const bool known = field.enum_type()->FindValueByNumber(number) != nullptr;
            if (!known || number == 0) return unknown(element);
        } else {
            HAVEN_CHECKED(check(reflection.GetRepeatedMessage(message, &field, i), element));
        }
    }
    return {};
}

Result<void> check_single(const Message& message, const FieldDescriptor& field,
                          const std::string& path) {
    const Reflection& reflection = *message.GetReflection();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        return check(reflection.GetMessage(message, &field), path);
    }
    const int number = reflection.GetEnumValue(message, &field);
    if (field.enum_type()->FindValueByNumber(number) == nullptr) return unknown(path);
    return {};
}

Result<void> check(const Message& message, const std::string& path) {
    std::vector<const FieldDescriptor*> set;
    message.GetReflection()->ListFields(message, &set);
    for (const FieldDescriptor* field : set) {
        if (field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM &&
            field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
            continue;
        }
        const std::string name = path.empty() ? field->name() : path + "." + field->name();
        HAVEN_CHECKED(field->is_repeated() ? check_repeated(message, *field, name)
                                           : check_single(message, *field, name));
    }
    return {};
}

}  // namespace

Result<void> check_enums(const Message& message) {
    return check(message, {});
}

}  // namespace haven::rpc
