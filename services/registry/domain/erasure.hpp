// PersonRecord: what became of a person apart from any file. Today: forgotten, once and for ever
// (PIPL 47). The stream is derived from the person (`erasure_stream`), and the claim that an open
// file would need (open_file_claim) is held from then on, so nobody who was forgotten is ever put
// on a file again, whichever comes first. Pure; any thread.
#pragma once

#include <variant>
#include <vector>

#include "libs/decider/decider.hpp"
#include "services/registry/domain/types.hpp"

namespace haven::registry {

// Files are kept so long after they end (R18), vouchers so long after the year they belong to.
inline constexpr int kFileKeptYears = 10;
inline constexpr int kVoucherKeptYears = 30;

// A file or an application that has the person, as it stands.
struct PersonsFile {
    bool open = false;
    Date closed_on = {};  // unset: it never became a file
    bool paid = false;    // money went to the person, or was meant for them

    bool operator==(const PersonsFile&) const = default;
};

struct ErasePerson {
    PersonId person;
    ErasureGround ground = ErasureGround::None;
    std::vector<PersonsFile> files = {};  // all, of every federation
};

struct PersonErased {
    PersonId person;
    ErasureGround ground = ErasureGround::None;
    Date erased_on = {};

    bool operator==(const PersonErased&) const = default;
};

// Refusals: PERSON_ON_OPEN_FILE, KEEPING_TERM_RUNS (metadata "kept_until"). Errors:
// GROUND_MISSING.
struct PersonRecord {
    struct State {
        bool erased = false;

        bool operator==(const State&) const = default;
    };
    using Command = std::variant<ErasePerson>;
    using Event = std::variant<PersonErased>;
    static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
    static State evolve(State, const Event&);
    static Effects effects(const State& after, const Event&);
};

// The last day on which what is known of the file must be kept; unset: none.
Date kept_until(const PersonsFile& file);

}  // namespace haven::registry
