#include "haven/employment/v1/employment_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "services/registry/aggregates.hpp"
#include "services/registry/domain/household.hpp"
#include "services/registry/reactions/reactions.hpp"

namespace haven::registry {
namespace {

namespace emp = haven::employment::v1;
using consumer::ReactionCommand;

template <class Message>
Message parsed(const std::string& payload) {
    Message message;
    HAVEN_CHECK(message.ParseFromString(payload));
    return message;
}

Uuid id_of(const std::string& text) {
    const auto id = Uuid::parse(text);
    HAVEN_CHECK(id.has_value());
    return *id;
}

// Somebody without a file in the family concerns no file.
std::vector<ReactionCommand> to_file(const emp::FileRef& file, Household::Command command) {
    if (file.household_id().empty()) return {};
    return {{.aggregate = &household_aggregate(),
             .federation = {static_cast<std::int16_t>(file.federation())},
             .stream = id_of(file.household_id()),
             .command = std::move(command)}};
}

std::vector<ReactionCommand> react(const log::Record& record) {
    if (record.type == "RetentionConfirmed") {
        const auto e = parsed<emp::RetentionConfirmed>(record.payload);
        if (!e.income_evidenced()) return {};  // a word is no income
        return to_file(e.file(),
                       NoteRetainedJob{{.hire = id_of(e.hire_id()),
                                        .person = PersonId{id_of(e.person_id())},
                                        .employer_uscc = e.uscc(),
                                        .month = e.month(),
                                        .monthly_wage = Money::fen(e.monthly_wage_fen())}});
    }
    if (record.type == "EmploymentEnded") {
        const auto e = parsed<emp::EmploymentEnded>(record.payload);
        const auto ended_on = Date::parse(e.ended_on());
        HAVEN_CHECK(ended_on.has_value());
        return to_file(e.file(), NoteJobEnded{id_of(e.hire_id()), *ended_on});
    }
    return {};
}

}  // namespace

consumer::Subscription employment_subscription() {
    return consumer::told_by("employment", *emp::HireConfirmed::descriptor()->file(),
                             {"RetentionConfirmed", "EmploymentEnded"}, react);
}

}  // namespace haven::registry
