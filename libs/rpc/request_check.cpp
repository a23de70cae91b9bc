#include "libs/rpc/request_check.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <array>
#include <cstdint>
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

// Where a field stands in the request; written out only for an error.
struct Place {
    const Place* parent;
    const FieldDescriptor& field;
    int index;  // -1 in a field that is not repeated

    [[nodiscard]] std::string path() const {
        std::string text = parent == nullptr ? "" : parent->path() + ".";
        text += field.name();
        return index < 0 ? text : text + "[" + std::to_string(index) + "]";
    }
};

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

Result<void> check_number(int number, const Place& place) {
    const bool known = place.field.enum_type()->FindValueByNumber(number) != nullptr;
    if (known && (number != 0 || place.index < 0)) return {};
    return invalid("UNKNOWN_ENUM_VALUE", place.path(),
                   "one of the values that the proto file names");
}

Result<void> check_text(const std::string& text, const Place& place) {
    const std::string& name = place.field.name();
    if (std::ranges::find(kCodes, name) != kCodes.end() && !is_code(text)) {
        return invalid("NOT_A_CODE", place.path(), "a code such as CASE_WORK, no free text");
    }
    if (name == "privacy_notice" && !is_version(text)) {
        return invalid("NOT_A_CODE", place.path(),
                       "the version of the privacy notice, such as 2021-11");
    }
    return {};
}

Result<void> check_federation(std::int32_t number, const Place& place) {
    const std::string& name = place.field.name();
    const bool federation =
        name == "federation" || name == "federations" || name.ends_with("_federation");
    if (!federation || (number >= 0 && number <= INT16_MAX)) return {};
    return invalid("INVALID_FEDERATION", place.path(), "number of a federation, 0 to 32767");
}

Result<void> check(const Message& message, const Place* parent);

// One field, or one element of a repeated one.
Result<void> check_value(const Message& message, const Place& place) {
    const auto& reflection = *message.GetReflection();
    const FieldDescriptor* field = &place.field;
    const bool single = place.index < 0;
    switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_MESSAGE:
            return check(single ? reflection.GetMessage(message, field)
                                : reflection.GetRepeatedMessage(message, field, place.index),
                         &place);
        case FieldDescriptor::CPPTYPE_ENUM:
            return check_number(single
                                    ? reflection.GetEnumValue(message, field)
                                    : reflection.GetRepeatedEnumValue(message, field, place.index),
                                place);
        case FieldDescriptor::CPPTYPE_INT32:
            return check_federation(single
                                        ? reflection.GetInt32(message, field)
                                        : reflection.GetRepeatedInt32(message, field, place.index),
                                    place);
        case FieldDescriptor::CPPTYPE_STRING:
            return check_text(single ? reflection.GetString(message, field)
                                     : reflection.GetRepeatedString(message, field, place.index),
                              place);
        default:
            return {};
    }
}

Result<void> check(const Message& message, const Place* parent) {
    const auto& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> set;
    reflection.ListFields(message, &set);
    for (const FieldDescriptor* field : set) {
        if (!field->is_repeated()) {
            HAVEN_CHECKED(check_value(message, {parent, *field, -1}));
            continue;
        }
        for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
            HAVEN_CHECKED(check_value(message, {parent, *field, i}));
        }
    }
    return {};
}

}  // namespace

Result<void> check_request(const Message& message) {
    return check(message, nullptr);
}

}  // namespace haven::rpc
