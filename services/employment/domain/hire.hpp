// Hire (录用): somebody employed by a contract that was seen, and whether the person is still there
// after 3, 6 and 12 months. Only a month kept with proof of the income calls the household's
// review; it never ends a file by itself (docs/rules.md R62, R63; I33). Lives in the seeker's
// federation.
#pragma once

#include <array>
#include <map>

#include "services/employment/domain/seeker.hpp"
#include "services/employment/domain/vacancy.hpp"

namespace haven::employment {

// After how many months of work the person is asked (R63).
inline constexpr std::array<int, 3> kRetentionMonths = {3, 6, 12};

// The stored facts.
struct HireConfirmed {
    HireId hire = {};
    SeekerId seeker = {};
    PersonId person = {};
    SeekerGroup group = SeekerGroup::Unset;
    FileRef file = {};
    std::string uscc = {};
    VacancyId vacancy = {};
    IntentId intent = {};
    ContractKind contract = ContractKind::Unset;
    std::string contract_no = {};
    Date starts_on = {};
    Date contract_until = {};
    Money monthly_wage = {};
    StaffId confirmed_by = {};
    Date confirmed_on = {};
    bool operator==(const HireConfirmed&) const = default;
};
struct ContractExtended {
    std::string contract_no = {};
    Date contract_until = {};
    bool operator==(const ContractExtended&) const = default;
};
struct RetentionDue {
    int month = 0;
    bool operator==(const RetentionDue&) const = default;
};
struct RetentionConfirmed {
    HireId hire = {};
    PersonId person = {};
    FileRef file = {};
    std::string uscc = {};
    int month = 0;
    Money monthly_wage = {};
    WageEvidence evidence = WageEvidence::Unset;
    std::string evidence_no = {};
    bool income_evidenced = false;
    StaffId confirmed_by = {};
    Date confirmed_on = {};
    bool operator==(const RetentionConfirmed&) const = default;
};
struct RetentionWithdrawn {
    int month = 0;
    bool operator==(const RetentionWithdrawn&) const = default;
};
struct EmploymentEnded {
    HireId hire = {};
    PersonId person = {};
    FileRef file = {};
    std::string uscc = {};
    Date ended_on = {};
    EndReason reason = EndReason::Unset;
    CaseId service_case = {};
    bool operator==(const EmploymentEnded&) const = default;
};
struct HireLinked {
    CaseId service_case = {};
    bool ended = false;
    bool operator==(const HireLinked&) const = default;
};

// A hire as the Api knows it when a case is closed by it.
struct KnownHire {
    HireId id = {};
    SeekerId seeker = {};
    Date starts_on = {};
    bool ended = false;
};

// What is taken from the seeker and the contract; `vacancy` and `intent_person` are nothing where
// the work was found otherwise.
struct ConfirmHire {
    HireId hire = {};
    KnownSeeker seeker = {};
    std::string uscc = {};  // of a registered employer
    std::optional<KnownVacancy> vacancy = {};
    IntentId intent = {};
    PersonId intent_person = {};  // whose intent it is
    ContractKind contract = ContractKind::Unset;
    std::string contract_no = {};
    Date starts_on = {};
    Date contract_until = {};
    Money monthly_wage = {};
};
struct ExtendContract {
    std::string contract_no = {};
    Date contract_until = {};
};
struct RemindRetention {
    int month = 0;
};
struct RecordRetention {
    int month = 0;
    Money monthly_wage = {};
    WageEvidence evidence = WageEvidence::Unset;
    std::string evidence_no = {};
};
struct EndEmployment {
    Date ended_on = {};
    EndReason reason = EndReason::Unset;
};
// The case that was closed by this hire hears when the work ends.
struct LinkCase {
    CaseId service_case = {};
};

struct Hire {
    struct State {
        bool confirmed = false;
        HireConfirmed hire;  // with the contract as extended
        std::map<int, RetentionConfirmed> kept;
        std::optional<EmploymentEnded> ended;
        CaseId service_case;
    };
    using Command = std::variant<ConfirmHire, ExtendContract, RemindRetention, RecordRetention,
                                 EndEmployment, LinkCase>;
    using Event = std::variant<HireConfirmed, ContractExtended, RetentionDue, RetentionConfirmed,
                               RetentionWithdrawn, EmploymentEnded, HireLinked>;

    // Reasons: HIRE_EXISTS, HIRE_MISSING, EMPLOYER_MISSING, SEEKER_LEFT, UNDER_16,
    // EMPLOYER_DIFFERS, INTENT_DIFFERS, CONTRACT_MISSING, NO_LABOUR_CONTRACT_ON_PENSION,
    // INVALID_DATE, INVALID_WAGE, INVALID_MONTH, RETENTION_TOO_EARLY, RETENTION_CONFIRMED,
    // CONTRACT_OVER, EMPLOYMENT_ENDED, EVIDENCE_MISSING, REASON_MISSING, INVALID_WORD, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claim "hire/<person>/<credit code>" until it has ended. Timers "retention-3", "-6", "-12".
    static Effects effects(const State& after, const Event& event);
    static std::optional<Command> on_timer(const State& state, const TimerFired& fired);
};
static_assert(Decider<Hire> && HasEffects<Hire> && HasTimers<Hire>);

}  // namespace haven::employment
