// AidFile: what disbursement knows of a household's file: whether it is open, until when its review
// counts, who is paid, and which entitlements hang on it. The registry's events come in here and go
// on from here to the entitlements, so that one reaction needs no query. Lives in the file's own
// federation; its stream is the household's id.
#pragma once

#include "libs/decider/decider.hpp"
#include "services/disbursement/domain/types.hpp"

namespace haven::disbursement {

struct PlanNoted {
    HouseholdId household;
    int year = 0;
    std::vector<EntitlementRef> entitlements;
    Payee payee;
    Date review_valid_until;
    bool operator==(const PlanNoted&) const = default;
};
struct ReviewNoted {
    Date valid_until;
    std::vector<EntitlementRef> entitlements;
    bool operator==(const ReviewNoted&) const = default;
};
struct SuspensionNoted {
    std::vector<EntitlementRef> entitlements;
    bool operator==(const SuspensionNoted&) const = default;
};
struct ResumptionNoted {
    std::vector<EntitlementRef> entitlements;
    bool operator==(const ResumptionNoted&) const = default;
};
struct ClosingNoted {
    std::string reason;  // FILE_CLOSED or FILE_CANCELLED
    std::vector<EntitlementRef> entitlements;
    bool operator==(const ClosingNoted&) const = default;
};
struct ReopeningNoted {
    Date review_valid_until;
    bool operator==(const ReopeningNoted&) const = default;
};
struct PayeeChanged {
    Payee payee;
    StaffId entered_by;
    StaffId confirmed_by;
    std::vector<EntitlementRef> entitlements;
    bool operator==(const PayeeChanged&) const = default;
};

struct NotePlan {
    HouseholdId household;
    int year = 0;
    std::vector<EntitlementRef> entitlements;
    Payee payee;
    Date review_valid_until;
};
struct NoteReview {
    Date valid_until;
};
struct NoteSuspension {};
struct NoteResumption {};
struct NoteClosing {
    std::string reason;
};
struct NoteReopening {
    Date review_valid_until;
};
// Two people corrected the payee on the registry's file: the one place where it can be done.
struct NotePayee {
    Payee payee;
    StaffId entered_by;
    StaffId confirmed_by;
};

struct AidFile {
    struct State {
        bool known = false;
        bool closed = false;
        bool suspended = false;
        Date review_valid_until;
        Payee payee;
        std::vector<EntitlementRef> entitlements;
    };
    using Command = std::variant<NotePlan, NoteReview, NoteSuspension, NoteResumption, NoteClosing,
                                 NoteReopening, NotePayee>;
    using Event = std::variant<PlanNoted, ReviewNoted, SuspensionNoted, ResumptionNoted,
                               ClosingNoted, ReopeningNoted, PayeeChanged>;

    // Refuses nothing: the registry has decided.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
};
static_assert(Decider<AidFile>);

}  // namespace haven::disbursement
