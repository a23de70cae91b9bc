// Repeated fields, both ways. Only codec*.cpp include this.
#pragma once

#include <string>
#include <vector>

#include "services/registry/codec/values.hpp"

namespace haven::registry {

inline FederationNo federation_of(std::int32_t number) {
    return {static_cast<std::int16_t>(number)};
}

template <class Value, class Repeated>
void put_all(const std::vector<Value>& values, Repeated& out) {
    for (const Value& value : values) *out.Add() = to_proto(value);
}

template <class Repeated>
auto read_all(const Repeated& values) {
    std::vector<decltype(from_proto(values.Get(0)))> result;
    for (const auto& value : values) result.push_back(from_proto(value));
    return result;
}

// Numbers and enumerators.
template <class Value>
void put_numbers(const std::vector<Value>& values,
                 google::protobuf::RepeatedField<std::int32_t>& out) {
    for (Value value : values) out.Add(static_cast<std::int32_t>(value));
}

inline std::vector<std::int32_t> read_numbers(
    const google::protobuf::RepeatedField<std::int32_t>& values) {
    return {values.begin(), values.end()};
}

template <class Enum>
std::vector<Enum> read_enums(const google::protobuf::RepeatedField<int>& values) {
    std::vector<Enum> result;
    for (int value : values) result.push_back(static_cast<Enum>(value));
    return result;
}

template <class IdType>
void put_ids(const std::vector<IdType>& ids, google::protobuf::RepeatedPtrField<std::string>& out) {
    for (const IdType& id : ids) *out.Add() = id.to_string();
}

template <class IdType>
std::vector<IdType> read_ids(const google::protobuf::RepeatedPtrField<std::string>& texts) {
    std::vector<IdType> result;
    for (const std::string& text : texts) result.push_back(IdType{stored_uuid(text)});
    return result;
}

}  // namespace haven::registry
