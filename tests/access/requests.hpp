// Requests made by field name, for tests that walk every rpc.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <memory>
#include <string>

#include "haven/options/v1/options.pb.h"
#include "libs/access/token.hpp"

namespace haven::spec {

inline constexpr access::Role kRoles[] = {
    access::Role::Caseworker,     access::Role::Approver,        access::Role::FinanceMaker,
    access::Role::FinanceChecker, access::Role::FinanceApprover, access::Role::Auditor,
    access::Role::Administrator,  access::Role::PeerService};

inline const haven::options::v1::Access& access_of(
    const google::protobuf::MethodDescriptor& method) {
    return method.options().GetExtension(haven::options::v1::access);
}

inline bool may(const google::protobuf::MethodDescriptor& method, access::Role role) {
    const auto& access = access_of(method);
    return access.anonymous() || std::ranges::any_of(access.roles(), [&](int allowed) {
               return allowed == static_cast<int>(role);
           });
}

// An empty request of the method's type.
inline std::unique_ptr<google::protobuf::Message> request_of(
    const google::protobuf::MethodDescriptor& method) {
    return std::unique_ptr<google::protobuf::Message>(
        google::protobuf::MessageFactory::generated_factory()
            ->GetPrototype(method.input_type())
            ->New());
}

// Sets the field when the message has it as a single value of that kind.
inline bool set_text(google::protobuf::Message& message, const std::string& name,
                     const std::string& value) {
    const auto* field = message.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || field->is_repeated() ||
        field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
        return false;
    }
    message.GetReflection()->SetString(&message, field, value);
    return true;
}

inline bool set_number(google::protobuf::Message& message, const std::string& name, int value) {
    const auto* field = message.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || field->is_repeated() ||
        field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_INT32) {
        return false;
    }
    message.GetReflection()->SetInt32(&message, field, value);
    return true;
}

}  // namespace haven::spec
