// What stands in the fields of requests: errors of values, told of their field, and names for ids.
// Pure.
#pragma once

#include <string>

#include "libs/base/result.hpp"
#include "libs/base/uuid.hpp"
#include "libs/crypto/ids.hpp"

namespace haven::api {

// As `result`, its error told of `field`.
template <class Value>
Result<Value> in_field(Result<Value> result, const std::string& field) {
    if (result) return result;
    Error error = std::move(result).error();
    for (FieldViolation& violation : error.fields) violation.field = field;
    error.message =
        field + ": " + (error.fields.empty() ? error.message : error.fields.front().description);
    return std::unexpected(std::move(error));
}

// A fund line of disbursement, by id or code; nil for nothing.
inline Uuid fund_line_of(const std::string& id_or_code) {
    return id_or_code.empty() ? Uuid{} : crypto::uuid_named("fund-line", id_or_code);
}

}  // namespace haven::api
