#include "tools/haven/client/dynamic.hpp"

#include <algorithm>
#include <charconv>

#include "libs/crypto/hash.hpp"

namespace haven::client {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::Reflection;

std::unexpected<Error> bad_option(const std::string& path, const std::string& expected) {
    return invalid("INVALID_OPTION", path, expected);
}

std::unique_ptr<Message> new_message(const Descriptor* descriptor) {
    const Message* prototype = MessageFactory::generated_factory()->GetPrototype(descriptor);
    return std::unique_ptr<Message>(prototype->New());
}

// "HARDSHIP_CLASS_" of HardshipClass: what people need not type.
std::string prefix_of(const EnumDescriptor* type) {
    const std::string& zero = type->value(0)->name();
    return zero.substr(0, zero.size() - std::string("UNSPECIFIED").size());
}

// "item=,beneficiary_seq=,…": what may stand in a group.
std::string group_form(const Descriptor& type) {
    std::string form;
    for (int i = 0; i < type.field_count(); ++i) {
        form += (form.empty() ? "" : ",") + type.field(i)->name() + "=";
    }
    return form;
}

std::vector<std::string> words_of(const EnumDescriptor& type) {
    std::vector<std::string> all;
    for (int i = 1; i < type.value_count(); ++i) {
        all.push_back(type.value(i)->name().substr(prefix_of(&type).size()));
    }
    return all;
}

Result<std::int64_t> number_of(const std::string& path, const std::string& text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return bad_option(path, "a whole number");
    }
    return value;
}

// 7500.00 (yuan) or 750000 (fen).
Result<std::int64_t> fen_of(const std::string& path, const std::string& text) {
    if (text.find('.') == std::string::npos) return number_of(path, text);
    HAVEN_TRY(const Money amount, Money::parse_yuan(text));
    return amount.in_fen();
}

Result<void> set_enum(Message& message, const FieldDescriptor& field, const std::string& path,
                      const std::string& text) {
    const auto* value = field.enum_type()->FindValueByName(prefix_of(field.enum_type()) + text);
    if (value == nullptr) {
        std::string all;
        for (const std::string& word : words_of(*field.enum_type())) {
            all += (all.empty() ? "" : ", ") + word;
        }
        return bad_option(path, "one of " + all);
    }
    const Reflection& reflection = *message.GetReflection();
    field.is_repeated() ? reflection.AddEnum(&message, &field, value)
                        : reflection.SetEnum(&message, &field, value);
    return {};
}

Result<void> set_integer(Message& message, const FieldDescriptor& field, const std::string& path,
                         const std::string& text) {
    const bool amount = field.name().ends_with("_fen");
    HAVEN_TRY(const std::int64_t value, amount ? fen_of(path, text) : number_of(path, text));
    const Reflection& reflection = *message.GetReflection();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
        field.is_repeated() ? reflection.AddInt64(&message, &field, value)
                            : reflection.SetInt64(&message, &field, value);
        return {};
    }
    if (value < INT32_MIN || value > INT32_MAX) return bad_option(path, "a smaller number");
    const auto small = static_cast<std::int32_t>(value);
    field.is_repeated() ? reflection.AddInt32(&message, &field, small)
                        : reflection.SetInt32(&message, &field, small);
    return {};
}

std::string enum_text(const Message& message, const FieldDescriptor& field) {
    const auto* value = message.GetReflection()->GetEnum(message, &field);
    if (value->number() == 0) return {};
    return value->name().substr(prefix_of(field.enum_type()).size());
}

// By the types alone: nothing need be set. Aborts on a path that is not there.
const FieldDescriptor* field_at(const Message& message, const std::string& path) {
    const Descriptor* type = message.GetDescriptor();
    std::size_t from = 0;
    for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', from)) {
        type = type->FindFieldByName(path.substr(from, dot - from))->message_type();
        from = dot + 1;
    }
    const auto* field = type->FindFieldByName(path.substr(from));
    HAVEN_CHECK(field != nullptr);
    return field;
}

// Bytes are written in hex.
Result<void> set_text(Message& message, const FieldDescriptor& field, const std::string& path,
                      const std::string& text) {
    std::string value = text;
    if (field.type() == FieldDescriptor::TYPE_BYTES) {
        auto bytes = crypto::from_hex(text);
        if (!bytes) return bad_option(path, "hexadecimal digits");
        value = *std::move(bytes);
    }
    const Reflection& reflection = *message.GetReflection();
    field.is_repeated() ? reflection.AddString(&message, &field, value)
                        : reflection.SetString(&message, &field, value);
    return {};
}

// Where the value ends that begins at `from`: a comma ends it only in front of another field's
// name, so that a value may hold commas.
std::size_t end_of_value(const std::string& text, std::size_t from, const Descriptor& type) {
    for (std::size_t at = text.find(',', from); at != std::string::npos;
         at = text.find(',', at + 1)) {
        const std::size_t equals = text.find('=', at);
        if (equals == std::string::npos) break;
        if (type.FindFieldByName(text.substr(at + 1, equals - at - 1))) return at;
    }
    return text.size();
}

// "item=LIVING,annual_fen=7500.00": fields of a message by name.
Result<void> set_group(Message& group, const std::string& path, const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t equals = text.find('=', at);
        if (equals == std::string::npos)
            return bad_option(path, group_form(*group.GetDescriptor()));
        const std::string name = text.substr(at, equals - at);
        if (!group.GetDescriptor()->FindFieldByName(name)) {
            return bad_option(path, group_form(*group.GetDescriptor()));
        }
        const std::size_t end = end_of_value(text, equals + 1, *group.GetDescriptor());
        const auto set = set_field(group, name, text.substr(equals + 1, end - equals - 1));
        if (!set) {
            const Error& error = set.error();
            return bad_option(
                path,
                name + ": " + (error.fields.empty() ? error.message : error.fields[0].description));
        }
        at = end + 1;
    }
    return {};
}

// The message that holds the last piece of the path, and that piece.
std::pair<const Message*, const FieldDescriptor*> find(const Message& message,
                                                       const std::string& path) {
    const std::size_t dot = path.find('.');
    const auto* field = message.GetDescriptor()->FindFieldByName(path.substr(0, dot));
    HAVEN_CHECK(field != nullptr);
    if (dot == std::string::npos) return {&message, field};
    return find(message.GetReflection()->GetMessage(message, field), path.substr(dot + 1));
}

std::string repeated_text(const Message& message, const FieldDescriptor& field) {
    const Reflection& reflection = *message.GetReflection();
    std::string joined;
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
        if (i > 0) joined += ' ';
        switch (field.cpp_type()) {
            case FieldDescriptor::CPPTYPE_STRING:
                joined += reflection.GetRepeatedString(message, &field, i);
                break;
            case FieldDescriptor::CPPTYPE_ENUM:
                joined += reflection.GetRepeatedEnum(message, &field, i)
                              ->name()
                              .substr(prefix_of(field.enum_type()).size());
                break;
            case FieldDescriptor::CPPTYPE_INT32:
                joined += std::to_string(reflection.GetRepeatedInt32(message, &field, i));
                break;
            default:
                joined += reflection.GetRepeatedMessage(message, &field, i).ShortDebugString();
        }
    }
    return joined;
}

Cell cell_of(const Message& row, const FieldColumn& column) {
    const auto [message, field] = find(row, column.path);
    const Reflection& reflection = *message->GetReflection();
    if (field->is_repeated()) {
        std::string text = repeated_text(*message, *field);
        const auto* type = field->enum_type();
        return type ? Cell::word(type->name(), std::move(text)) : Cell(std::move(text));
    }
    switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_STRING: {
            std::string text = reflection.GetString(*message, field);
            if (column.vocabulary.empty()) return text;
            return Cell::word(column.vocabulary, std::move(text));
        }
        case FieldDescriptor::CPPTYPE_ENUM:
            return Cell::word(field->enum_type()->name(), enum_text(*message, *field));
        case FieldDescriptor::CPPTYPE_BOOL:
            return reflection.GetBool(*message, field) ? "✓" : "";
        case FieldDescriptor::CPPTYPE_INT32:
            return Cell::count(reflection.GetInt32(*message, field));
        case FieldDescriptor::CPPTYPE_INT64: {
            const std::int64_t value = reflection.GetInt64(*message, field);
            return field->name().ends_with("_fen") ? Cell::money(value) : Cell::count(value);
        }
        default:
            return reflection.GetMessage(*message, field).ShortDebugString();
    }
}

bool is_number(const Descriptor* row, const std::string& path) {
    const std::size_t dot = path.find('.');
    const auto* field = row->FindFieldByName(path.substr(0, dot));
    HAVEN_CHECK(field != nullptr);
    if (dot != std::string::npos) return is_number(field->message_type(), path.substr(dot + 1));
    return !field->is_repeated() && (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 ||
                                     field->cpp_type() == FieldDescriptor::CPPTYPE_INT64);
}

}  // namespace

Exchange exchange_of(const std::string& method) {
    std::string name = method;
    std::ranges::replace(name, '/', '.');
    const auto* found = DescriptorPool::generated_pool()->FindMethodByName(name);
    HAVEN_CHECK(found != nullptr);
    return {new_message(found->input_type()), new_message(found->output_type())};
}

Result<void> set_field(Message& message, const std::string& path, const std::string& text) {
    const std::size_t dot = path.find('.');
    const auto* field = message.GetDescriptor()->FindFieldByName(path.substr(0, dot));
    if (field == nullptr) return bad_option(path, "a field of " + message.GetDescriptor()->name());
    const Reflection& reflection = *message.GetReflection();
    if (dot != std::string::npos) {
        Message* inner = field->is_repeated() ? reflection.AddMessage(&message, field)
                                              : reflection.MutableMessage(&message, field);
        return set_field(*inner, path.substr(dot + 1), text);
    }
    switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_STRING:
            return set_text(message, *field, path, text);
        case FieldDescriptor::CPPTYPE_BOOL:
            if (text != "true" && text != "false") return bad_option(path, "true or false");
            reflection.SetBool(&message, field, text == "true");
            return {};
        case FieldDescriptor::CPPTYPE_ENUM:
            return set_enum(message, *field, path, text);
        case FieldDescriptor::CPPTYPE_INT32:
        case FieldDescriptor::CPPTYPE_INT64:
            return set_integer(message, *field, path, text);
        case FieldDescriptor::CPPTYPE_MESSAGE:
            return set_group(field->is_repeated() ? *reflection.AddMessage(&message, field)
                                                  : *reflection.MutableMessage(&message, field),
                             path, text);
        default:
            return bad_option(path, "a field that an option can fill");
    }
}

std::vector<std::string> enum_words(const Message& message, const std::string& path) {
    const auto* type = field_at(message, path)->enum_type();
    return type ? words_of(*type) : std::vector<std::string>{};
}

std::string group_form(const Message& message, const std::string& path) {
    const auto* type = field_at(message, path)->message_type();
    return type ? group_form(*type) : std::string{};
}

Table table_of(const Message& message, const std::string& list,
               const std::vector<FieldColumn>& columns) {
    if (const std::size_t dot = list.find('.'); dot != std::string::npos) {
        const auto [_, outer] = find(message, list.substr(0, dot));
        return table_of(message.GetReflection()->GetMessage(message, outer), list.substr(dot + 1),
                        columns);
    }
    const FieldDescriptor* field =
        list.empty() ? nullptr : message.GetDescriptor()->FindFieldByName(list);
    HAVEN_CHECK(list.empty() || field != nullptr);
    const Descriptor* row_type = field ? field->message_type() : message.GetDescriptor();
    std::vector<TableColumn> heads;
    for (const FieldColumn& column : columns) {
        std::string key = column.path;
        std::ranges::replace(key, '.', '_');
        heads.push_back({std::move(key), column.chinese, column.english,
                         is_number(row_type, column.path) ? Align::Right : Align::Left});
    }
    Table table(std::move(heads));
    const auto add = [&](const Message& row) {
        std::vector<Cell> cells;
        for (const FieldColumn& column : columns) cells.push_back(cell_of(row, column));
        table.add(std::move(cells));
    };
    if (field == nullptr) {
        add(message);
        return table;
    }
    const Reflection& reflection = *message.GetReflection();
    if (!field->is_repeated()) {
        add(reflection.GetMessage(message, field));
        return table;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        add(reflection.GetRepeatedMessage(message, field, i));
    }
    return table;
}

}  // namespace haven::client
