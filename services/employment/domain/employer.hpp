// Employer (用人单位): one by unified social credit code in the whole suite, kept by the federation
// at its head, so that who is barred is barred in every county (docs/rules.md R58).
#pragma once

#include <optional>

#include "services/employment/domain/checks.hpp"
#include "services/employment/domain/types.hpp"

namespace haven::employment {

struct EmployerPapers {
    std::string licence_no = {};
    Date licence_until = {};
    bool is_agency = false;
    std::string permit_no = {};
    Date permit_until = {};
    bool operator==(const EmployerPapers&) const = default;
};

// An employer as the Api knows it when it wants to attend, to offer posts or has hired somebody.
struct KnownEmployer {
    std::string uscc = {};
    EmployerPapers papers = {};
    Date barred_until = {};  // unset: not barred

    // Why it may not attend or offer posts on that day; Unset: it may.
    [[nodiscard]] ParticipationRefusal fault(Date on) const;
};

// The stored facts.
struct EmployerRegistered {
    std::string uscc = {};
    EmployerKind kind = EmployerKind::Unset;
    EmployerPapers papers = {};
    bool code_fails_check = false;
    bool operator==(const EmployerRegistered&) const = default;
};
struct PapersRenewed {
    EmployerPapers papers = {};
    bool operator==(const PapersRenewed&) const = default;
};
struct EmployerBarred {
    Date until = {};
    std::string reason = {};
    StaffId decided_by = {};
    bool operator==(const EmployerBarred&) const = default;
};
struct EmployerCleared {
    std::string reason = {};
    StaffId decided_by = {};
    bool operator==(const EmployerCleared&) const = default;
};

struct RegisterEmployer {
    EmployerRegistered employer = {};
};
struct RenewPapers {
    EmployerPapers papers = {};
};
struct BarEmployer {
    Date until = {};
    std::string reason = {};
};
struct ClearEmployer {
    std::string reason = {};
};

struct Employer {
    struct State {
        std::optional<EmployerRegistered> registered;
        KnownEmployer known;  // with the papers as they are now
    };
    using Command = std::variant<RegisterEmployer, RenewPapers, BarEmployer, ClearEmployer>;
    using Event = std::variant<EmployerRegistered, PapersRenewed, EmployerBarred, EmployerCleared>;

    // Reasons: EMPLOYER_EXISTS, EMPLOYER_MISSING, INVALID_EMPLOYER_KIND, INVALID_PAPERS,
    // INVALID_DATE, NOT_BARRED, INVALID_WORD, REASON_MISSING, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claim "employer/<credit code>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<Employer> && HasEffects<Employer>);

}  // namespace haven::employment
