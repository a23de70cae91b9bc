// Result and Error: how a refusal by a rule or bad input travels (never as an exception).
//
//     Result<Money> parsed = Money::parse(text);
//     if (!parsed) return std::unexpected(parsed.error());
//
// Environment failures (database, network) are exceptions; bugs abort through HAVEN_CHECK.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haven {

// What kind of "no" it is; libs/rpc maps each to one gRPC status code.
enum class ErrorKind {
    Invalid,          // the request itself is wrong               INVALID_ARGUMENT
    Missing,          // what it names does not exist              NOT_FOUND
    Duplicate,        // what it creates exists already            ALREADY_EXISTS
    Refused,          // a business rule says no                   FAILED_PRECONDITION
    Conflict,         // somebody else was faster                  ABORTED
    Denied,           // the caller may not                        PERMISSION_DENIED
    Unauthenticated,  // we do not know the caller                 UNAUTHENTICATED
    Exhausted,        // a named limit is reached                  RESOURCE_EXHAUSTED
    Unavailable,      // a dependency is down, try again           UNAVAILABLE
};

struct FieldViolation {
    std::string field;        // path as in the proto: "members[2].id_number"
    std::string description;  // what was expected; never the value that was sent

    bool operator==(const FieldViolation&) const = default;
};

// `reason` is UPPER_SNAKE, at most 63 characters, stable: it is API. `message` is for people and
// never contains personal data. `metadata` repeats every value that the message mentions.
struct [[nodiscard]] Error {
    ErrorKind kind;
    std::string reason;
    std::string message;
    std::vector<std::pair<std::string, std::string>> metadata = {};
    std::vector<FieldViolation> fields = {};

    bool operator==(const Error&) const = default;
};

template <class T>
using Result = std::expected<T, Error>;

using Metadata = std::vector<std::pair<std::string, std::string>>;

// Bad input, with the field that is at fault.
inline std::unexpected<Error> invalid(std::string reason, std::string field, std::string expected) {
    std::string message = field + ": " + expected;
    return std::unexpected(Error{ErrorKind::Invalid,
                                 std::move(reason),
                                 std::move(message),
                                 {},
                                 {{std::move(field), std::move(expected)}}});
}

// A business rule says no.
inline std::unexpected<Error> refused(std::string reason, std::string message,
                                      Metadata metadata = {}) {
    return std::unexpected(
        Error{ErrorKind::Refused, std::move(reason), std::move(message), std::move(metadata), {}});
}

inline std::unexpected<Error> failure(ErrorKind kind, std::string reason, std::string message,
                                      Metadata metadata = {}) {
    return std::unexpected(
        Error{kind, std::move(reason), std::move(message), std::move(metadata), {}});
}

// Aborts with file and line: a bug, never a reaction to input.
[[noreturn]] void check_failed(const char* expression, const char* file, int line);

}  // namespace haven

#define HAVEN_CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::haven::check_failed(#condition, __FILE__, __LINE__))

// Leaves the function with the error of a Result; otherwise goes on with its value.
//     HAVEN_TRY(auto amount, Money::parse(text));
#define HAVEN_TRY_CONCAT_(a, b) a##b
#define HAVEN_TRY_NAME_(a, b) HAVEN_TRY_CONCAT_(a, b)
#define HAVEN_TRY_IMPL_(name, declaration, expression)          \
    auto name = (expression);                                   \
    if (!name) return std::unexpected(std::move(name).error()); \
    declaration = *std::move(name)
#define HAVEN_TRY(declaration, expression) \
    HAVEN_TRY_IMPL_(HAVEN_TRY_NAME_(haven_try_, __LINE__), declaration, expression)
// The same where there is no value: Result<void>.
#define HAVEN_CHECKED(expression)                          \
    if (auto haven_checked = (expression); !haven_checked) \
    return std::unexpected(std::move(haven_checked).error())
