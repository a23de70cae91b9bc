#include "libs/rpc/code_fields.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace haven::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::size_t kLongestCode = 63;
constexpr std::size_t kLongestVersion = 10;
constexpr int kMostDigits = 6;
constexpr std::array<std::string_view, 4> kCodes{"reason", "grounds", "origin", "purpose"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_code(std::string_view text) {
    if (text.empty()) return true;
    int digits = 0;
    for (const char c : text) {
        digits = is_digit(c) ? digits + 1 : 0;
        if (digits > kMostDigits || !(is_digit(c) || is_capital(c) || c == '_')) return false;
    }
    return text.size() <= kLongestCode && is_capital(text.front());
}

bool is_version(std::string_view text) {
    return text.size() <= kLongestVersion && std::ranges::all_of(text, [](char c) {
               return is_digit(c) || is_capital(c) || (c >= 'a' && c <= 'z') || c == '.' ||
                      c == '-';
           });
}

Result<void> check_text(const FieldDescriptor& field, const std::string& text,
                        const std::string& path) {
    if (std::ranges::find(kCodes, field.name()) != kCodes.end() && !is_code(text)) {
        return invalid("NOT_A_CODE", path, "a code such as CASE_WORK, no free text");
    }
    if (field.name() == "privacy_notice" && !is_version(text)) {
        return invalid("NOT_A_CODE", path, "the version of the privacy notice, such as 2021-11");
    }
    return {};
}

Result<void> check(const Message& message, const std::string& path) {
    const auto& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> set;
    reflection.ListFields(message, &set);
    for (const FieldDescriptor* field : set) {
        const std::string name = path.empty() ? field->name() : path + "." + field->name();
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !field->is_repeated()) {
            HAVEN_CHECKED(check_text(*field, reflection.GetString(message, field), name));
        }
        if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
        if (!field->is_repeated()) {
            HAVEN_CHECKED(check(reflection.GetMessage(message, field), name));
            continue;
        }
        for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
            HAVEN_CHECKED(check(reflection.GetRepeatedMessage(message, field, i),
                                name + "[" + std::to_string(i) + "]"));
        }
    }
    return {};
}

}  // namespace

Result<void> check_codes(const Message& message) {
    return check(message, {});
}

}  // namespace haven::rpc
