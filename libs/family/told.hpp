// What the registry's events say of a household's file, for every service that keeps a FamilyFile:
// which of them open a file and close it, who stands on it, and since when. In one place, so that
// no two services read them differently. Pure; any thread.
#pragma once

#include <any>
#include <optional>
#include <string>
#include <vector>

#include "libs/consumer/consumer.hpp"
#include "libs/family/family_file.hpp"

namespace haven::family {

// Somebody has applied for a file, or has one of the old system.
struct FamilyTold {
    Uuid household;
    PersonId head;                  // nil: the registry named none
    std::vector<PersonId> members;  // the head among them
    int round = 0;                  // registry's FileRound, by its number
    bool open = false;              // of the old system, and not closed there
    Date opened_on;                 // set where it is open
};

using Told = std::variant<FamilyTold, OpenFamilyFile, CloseFamilyFile>;

// The types of the registry that told() reads: a subscription wants them all.
std::vector<std::string> file_events();
// Nothing: the event says nothing of the kind.
std::optional<Told> told(const log::Record& record);

// The command to the service's own FamilyFile `File`, in the file's federation; none where the
// event says nothing of the kind. `noted` picks what the service keeps of the family.
template <class File, class Noted>
std::vector<consumer::ReactionCommand> heard(const writer::Aggregate& family,
                                             const log::Record& record,
                                             Noted (*noted)(const FamilyTold&)) {
    const auto said = told(record);
    if (!said) return {};
    using Command = typename File::Command;
    Command command = match(
        *said,
        [&](const FamilyTold& file) -> Command {
            return NoteFamily<Noted>{noted(file), file.open, file.opened_on};
        },
        [](const auto& c) -> Command { return c; });
    return {{.aggregate = &family,
             .federation = record.federation,
             .stream = record.stream_id,
             .command = std::any(std::move(command))}};
}

}  // namespace haven::family
