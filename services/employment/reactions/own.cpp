#include "services/employment/codec/codec.hpp"
#include "services/employment/reactions/reactions.hpp"

namespace haven::employment {
namespace {

using consumer::ReactionCommand;
using log::Record;

constexpr const char* kEnded = "EMPLOYMENT_ENDED";

ReactionCommand to(const writer::Aggregate& aggregate, const Record& record, Uuid stream,
                   std::any command) {
    ReactionCommand reaction;
    reaction.aggregate = &aggregate;
    reaction.federation = record.federation;
    reaction.stream = stream;
    reaction.command = std::move(command);
    return reaction;
}

// Case and hire lie in the seeker's federation. Where the person has another open case by now, that
// one looks after the person.
std::vector<ReactionCommand> reopen(const Aggregates& aggregates, const Record& record,
                                    CaseId service_case) {
    if (service_case.is_nil()) return {};
    ReactionCommand again = to(*aggregates.service_case, record, service_case.uuid,
                               ServiceCase::Command{ReopenCase{kEnded, HireId{record.stream_id}}});
    again.expected_refusals.emplace_back("ALREADY_HELD");
    return {std::move(again)};
}

std::vector<ReactionCommand> react(const Aggregates& aggregates, const Record& record) {
    const auto& [type, schema, payload] =
        std::tie(record.type, record.schema_version, record.payload);
    if (const auto of_case = ServiceCaseCodec::decode(type, schema, payload)) {
        const auto* closed = std::get_if<CaseClosed>(&*of_case);
        if (closed == nullptr || closed->outcome != CaseOutcome::Hired) return {};
        return {to(*aggregates.hire, record, closed->rests_on,
                   Hire::Command{LinkCase{CaseId{record.stream_id}}})};
    }
    if (const auto of_hire = HireCodec::decode(type, schema, payload)) {
        if (const auto* ended = std::get_if<EmploymentEnded>(&*of_hire)) {
            return reopen(aggregates, record, ended->service_case);
        }
        const auto* linked = std::get_if<HireLinked>(&*of_hire);
        if (linked != nullptr && linked->ended) {
            return reopen(aggregates, record, linked->service_case);
        }
    }
    return {};
}

}  // namespace

consumer::Subscription own_subscription(const Aggregates& aggregates) {
    return {.source = "employment",
            .types = {"CaseClosed", "EmploymentEnded", "HireLinked"},
            .react = [&](const Record& record) { return react(aggregates, record); },
            // Our own log holds nothing that we do not know.
            .is_known = [](std::string_view) { return true; },
            .is_critical = [](std::string_view) { return true; }};
}

}  // namespace haven::employment
