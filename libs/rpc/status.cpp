#include <grpcpp/grpcpp.h>

#include <array>

#include "libs/rpc/handler.hpp"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace haven::rpc {
namespace {

struct Mapping {
    ErrorKind kind;
    grpc::StatusCode code;
};

constexpr std::array kMappings{
    Mapping{ErrorKind::Invalid, grpc::StatusCode::INVALID_ARGUMENT},
    Mapping{ErrorKind::Missing, grpc::StatusCode::NOT_FOUND},
    Mapping{ErrorKind::Duplicate, grpc::StatusCode::ALREADY_EXISTS},
    Mapping{ErrorKind::Refused, grpc::StatusCode::FAILED_PRECONDITION},
    Mapping{ErrorKind::Conflict, grpc::StatusCode::ABORTED},
    Mapping{ErrorKind::Denied, grpc::StatusCode::PERMISSION_DENIED},
    Mapping{ErrorKind::Unauthenticated, grpc::StatusCode::UNAUTHENTICATED},
    Mapping{ErrorKind::Exhausted, grpc::StatusCode::RESOURCE_EXHAUSTED},
    Mapping{ErrorKind::Unavailable, grpc::StatusCode::UNAVAILABLE},
};

// The one reason whose code is more telling than its kind's.
constexpr std::string_view kDeadlineReason = "DEADLINE_EXCEEDED";
constexpr int kRetryAfterMs = 200;

grpc::StatusCode code_of(const Error& error) {
    if (error.reason == kDeadlineReason) return grpc::StatusCode::DEADLINE_EXCEEDED;
    for (const Mapping& mapping : kMappings) {
        if (mapping.kind == error.kind) return mapping.code;
    }
    return grpc::StatusCode::INTERNAL;
}

ErrorKind kind_of(grpc::StatusCode code) {
    for (const Mapping& mapping : kMappings) {
        if (mapping.code == code) return mapping.kind;
    }
    return ErrorKind::Unavailable;
}

std::string name_of(grpc::StatusCode code) {
    static constexpr std::array kNames{"OK",
                                       "CANCELLED",
                                       "UNKNOWN",
                                       "INVALID_ARGUMENT",
                                       "DEADLINE_EXCEEDED",
                                       "NOT_FOUND",
                                       "ALREADY_EXISTS",
                                       "PERMISSION_DENIED",
                                       "RESOURCE_EXHAUSTED",
                                       "FAILED_PRECONDITION",
                                       "ABORTED",
                                       "OUT_OF_RANGE",
                                       "UNIMPLEMENTED",
                                       "INTERNAL",
                                       "UNAVAILABLE",
                                       "DATA_LOSS",
                                       "UNAUTHENTICATED"};
    const auto index = static_cast<std::size_t>(code);
    return index < kNames.size() ? kNames[index] : "UNKNOWN";
}

void add_details(const Error& error, std::string_view domain, google::rpc::Status& status) {
    google::rpc::ErrorInfo info;
    info.set_reason(error.reason);
    info.set_domain(std::string(domain));
    for (const auto& [key, value] : error.metadata) (*info.mutable_metadata())[key] = value;
    status.add_details()->PackFrom(info);
    if (!error.fields.empty()) {
        google::rpc::BadRequest bad;
        for (const FieldViolation& violation : error.fields) {
            auto* added = bad.add_field_violations();
            added->set_field(violation.field);
            added->set_description(violation.description);
        }
        status.add_details()->PackFrom(bad);
    }
    if (error.kind == ErrorKind::Refused) {
        google::rpc::PreconditionFailure failure;
        auto* added = failure.add_violations();
        added->set_type(error.reason);
        added->set_subject(error.metadata.empty() ? std::string() : error.metadata.front().second);
        added->set_description(error.message);
        status.add_details()->PackFrom(failure);
    }
    if (error.kind == ErrorKind::Unavailable || error.kind == ErrorKind::Exhausted) {
        google::rpc::RetryInfo retry;
        retry.mutable_retry_delay()->set_nanos(kRetryAfterMs * 1'000'000);
        status.add_details()->PackFrom(retry);
    }
}

}  // namespace

grpc::Status to_status(const Error& error, std::string_view domain) {
    const grpc::StatusCode code = code_of(error);
    google::rpc::Status details;
    details.set_code(static_cast<int>(code));
    details.set_message(error.message);
    add_details(error, domain, details);
    return grpc::Status(code, error.message, details.SerializeAsString());
}

Error to_error(const grpc::Status& status) {
    Error error{
        kind_of(status.error_code()), name_of(status.error_code()), status.error_message(), {}, {}};
    google::rpc::Status details;
    if (!details.ParseFromString(status.error_details())) return error;
    for (const auto& detail : details.details()) {
        google::rpc::ErrorInfo info;
        google::rpc::BadRequest bad;
        if (detail.UnpackTo(&info)) {
            error.reason = info.reason();
            error.metadata.assign(info.metadata().begin(), info.metadata().end());
            std::ranges::sort(error.metadata);
        } else if (detail.UnpackTo(&bad)) {
            for (const auto& violation : bad.field_violations()) {
                error.fields.push_back({violation.field(), violation.description()});
            }
        }
    }
    return error;
}

std::string status_code_name(int code) {
    return name_of(static_cast<grpc::StatusCode>(code));
}

}  // namespace haven::rpc
