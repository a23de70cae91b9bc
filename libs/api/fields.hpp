// Errors of values, told of the field of the request they stand in. Pure.
#pragma once

#include <string>

#include "libs/base/result.hpp"

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

}  // namespace haven::api
