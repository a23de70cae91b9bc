#include "tests/privacy/wrong_fields.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <functional>

#include "haven/options/v1/options.pb.h"

namespace haven::spec {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr int kDepth = 3;  // of messages within messages

using Path = std::vector<const FieldDescriptor*>;

void text_fields(const Descriptor& type, Path& path, std::vector<Path>& found) {
    for (int i = 0; i < type.field_count(); ++i) {
        const FieldDescriptor& field = *type.field(i);
        if (field.name() == "command_id") continue;
        path.push_back(&field);
        if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
            found.push_back(path);
        } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && path.size() < kDepth) {
            text_fields(*field.message_type(), path, found);
        }
        path.pop_back();
    }
}

void set(Message& message, const Path& path, const std::string& value) {
    Message* inner = &message;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        const auto* reflection = inner->GetReflection();
        inner = path[i]->is_repeated() ? reflection->AddMessage(inner, path[i])
                                       : reflection->MutableMessage(inner, path[i]);
    }
    const auto* reflection = inner->GetReflection();
    if (path.back()->is_repeated()) {
        reflection->AddString(inner, path.back(), value);
    } else {
        reflection->SetString(inner, path.back(), value);
    }
}

std::string name_of(const Path& path) {
    std::string name;
    for (const FieldDescriptor* field : path) name += (name.empty() ? "" : ".") + field->name();
    return name;
}

std::unique_ptr<Message> request_of(const MethodDescriptor& method,
                                    const std::map<std::string, std::string>& known) {
    std::unique_ptr<Message> request(google::protobuf::MessageFactory::generated_factory()
                                         ->GetPrototype(method.input_type())
                                         ->New());
    const auto* command = method.input_type()->FindFieldByName("command_id");
    if (command != nullptr) {
        request->GetReflection()->SetString(request.get(), command, Suite::new_id());
    }
    for (const auto& [name, value] : known) {
        const auto* field = method.input_type()->FindFieldByName(name);
        if (field == nullptr || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) continue;
        request->GetReflection()->SetString(request.get(), field, value);
    }
    return request;
}

// A file of which each row is answered for: one with faults in it is refused as a whole.
bool is_refused_as_a_file(const MethodDescriptor& method, const std::string& bytes) {
    const auto* faults = method.output_type()->FindFieldByName("faults");
    const auto* merged = method.output_type()->FindFieldByName("merged_count");
    if (faults == nullptr || merged == nullptr) return false;
    const std::unique_ptr<Message> answer(google::protobuf::MessageFactory::generated_factory()
                                              ->GetPrototype(method.output_type())
                                              ->New());
    if (!answer->ParseFromString(bytes)) return false;
    const auto* reflection = answer->GetReflection();
    return reflection->FieldSize(*answer, faults) > 0 && reflection->GetInt32(*answer, merged) == 0;
}

}  // namespace

WrongFields ask_with_values_in_wrong_fields(Suite& suite, FederationNo county,
                                            const std::map<std::string, std::string>& known,
                                            const std::vector<std::string>& values) {
    WrongFields result;
    for (const MethodDescriptor* method : suite.methods()) {
        std::vector<Path> paths;
        Path path;
        text_fields(*method->input_type(), path, paths);
        const auto& access = method->options().GetExtension(haven::options::v1::access);
        const auto role = access.roles_size() == 0 ? access::Role::Caseworker
                                                   : static_cast<access::Role>(access.roles(0));
        const std::string token = suite.token(role, county);
        const bool command = method->input_type()->FindFieldByName("command_id") != nullptr;
        for (const Path& field : paths) {
            const std::string& value =
                values[static_cast<std::size_t>(result.asked) % values.size()];
            const auto request = request_of(*method, known);
            set(*request, field, value);
            ++result.asked;
            const RawAnswer answer = suite.call(*method, *request, token);
            if (!answer.status.ok() || is_refused_as_a_file(*method, answer.bytes)) {
                ++result.refused;
            } else if (command) {
                result.taken.push_back(method->full_name() + ": " + name_of(field));
            }
        }
    }
    return result;
}

}  // namespace haven::spec
