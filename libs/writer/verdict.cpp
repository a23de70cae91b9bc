#include "libs/writer/verdict.hpp"

namespace haven::writer {
namespace {

using log::Verdict;

// Design §10. A service's name, which the record also holds, is shorter than this one.
constexpr std::size_t kMaxEventsACommand = 4'000;
constexpr std::string_view kLongServiceName = "a-service-name-longer-than-any";

}  // namespace

Error error_of(const log::Outcome& outcome) {
    switch (outcome.verdict) {
        case Verdict::CommandIdReused:
            return {
                ErrorKind::Invalid,
                "COMMAND_ID_REUSED",
                "this command_id was used for another command",
                {},
                {{"command_id", "a new UUID for each command; the same one only to repeat it"}}};
        case Verdict::VersionConflict:
            return {ErrorKind::Conflict, "VERSION_CONFLICT", "somebody else changed it first"};
        case Verdict::ClaimTaken:
            return {ErrorKind::Duplicate,
                    "ALREADY_HELD",
                    outcome.detail + " is already held by " + outcome.holder.to_string(),
                    {{"claim", outcome.detail}, {"holder", outcome.holder.to_string()}}};
        case Verdict::QuotaFull:
            return {ErrorKind::Refused,
                    "QUOTA_FULL",
                    "the limit of " + outcome.detail + " is reached",
                    {{"quota", outcome.detail}}};
        case Verdict::FederationClosed:
            return {ErrorKind::Unavailable, "FEDERATION_MOVING",
                    "this federation is not open here; try again"};
        case Verdict::Barred:
            return {ErrorKind::Conflict, "COMMAND_BARRED",
                    "it was given up while others waited for it; send it under a new command_id"};
        case Verdict::Committed:
        case Verdict::Repeated:
        case Verdict::CursorMoved:
        case Verdict::UnitLost:
        case Verdict::Refused:
            break;
    }
    HAVEN_CHECK(false);
    return {};
}

Error shutting_down() {
    return {ErrorKind::Unavailable, "SHUTTING_DOWN", "this process is stopping"};
}

Error queue_full(std::size_t limit) {
    return {ErrorKind::Exhausted,
            "QUEUE_FULL",
            "more than " + std::to_string(limit) + " commands are waiting; try again",
            {{"limit", std::to_string(limit)}}};
}

Error write_failed() {
    return {ErrorKind::Unavailable, "WRITE_FAILED", "the database refused this command"};
}

std::optional<Error> over_a_limit(const Decided& decided, const log::Meta& meta) {
    if (decided.events.size() > kMaxEventsACommand) {
        return Error{ErrorKind::Invalid,
                     "TOO_MANY_EVENTS",
                     "one command makes at most " + std::to_string(kMaxEventsACommand) + " events",
                     {{"limit", std::to_string(kMaxEventsACommand)}}};
    }
    const std::string encoded_meta = log::encode_meta(meta);
    const bool too_large = std::ranges::any_of(decided.events, [&](const log::NewEvent& event) {
        return log::record_size(kLongServiceName, event.type, encoded_meta, event.payload) >
               log::kMaxRecordBytes;
    });
    if (!too_large) return std::nullopt;
    return Error{ErrorKind::Invalid,
                 "RECORD_TOO_LARGE",
                 "one event takes at most " + std::to_string(log::kMaxRecordBytes) + " bytes",
                 {{"limit", std::to_string(log::kMaxRecordBytes)}}};
}

}  // namespace haven::writer
