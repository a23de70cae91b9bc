// Small conversions between requests, replies and orders. Only api/*.cpp include this.
#pragma once

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <optional>
#include <string>

#include "haven/type/v1/types.pb.h"
#include "libs/log/log.hpp"

namespace haven::registry {

// Bytes of a request without personal fields: what a repeat must have again (protocols §2).
template <class Request>
std::string hashed_bytes(const Request& request) {
    std::string bytes = request.GetDescriptor()->full_name();
    {
        google::protobuf::io::StringOutputStream stream(&bytes);
        google::protobuf::io::CodedOutputStream coded(&stream);
        coded.SetSerializationDeterministic(true);
        request.SerializeToCodedStream(&coded);
    }  // the streams write their last bytes when they end
    return bytes;
}

template <class Request>
std::optional<std::int32_t> expected_version(const Request& request) {
    if (!request.has_expected_version()) return std::nullopt;
    return request.expected_version();
}

inline void put_reply(const log::Reply& reply, haven::type::v1::CommandReply* out) {
    out->set_version(reply.version);
    out->set_offset(reply.offset);
}

}  // namespace haven::registry
