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
    Payee planned_payee = {};  // the plan's, where a correction made here stands instead
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
struct PayeeProposed {
    Payee payee;
    StaffId proposed_by;
    bool operator==(const PayeeProposed&) const = default;
};
struct PayeeChanged {
    Payee payee;
    StaffId proposed_by;
    StaffId confirmed_by;
    std::vector<EntitlementRef> entitlements;
    bool by_registry = false;  // on the file, by two people there
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
// The registry's file has another payee: two people changed it there.
struct NotePayee {
    Payee payee;
    StaffId entered_by;
    StaffId confirmed_by;
};
struct ProposePayee {
    Payee payee;
};
// `last4` is the second person's check that they look at the same account.
struct ConfirmPayee {
    std::string last4;
};

struct AidFile {
    struct State {
        bool known = false;
        bool closed = false;
        bool suspended = false;
        Date review_valid_until;
        Payee payee;
        Payee registry_payee;  // as the registry last named one
        std::optional<PayeeProposed> proposal;
        std::vector<EntitlementRef> entitlements;
    };
    using Command = std::variant<NotePlan, NoteReview, NoteSuspension, NoteResumption, NoteClosing,
                                 NoteReopening, NotePayee, ProposePayee, ConfirmPayee>;
    using Event = std::variant<PlanNoted, ReviewNoted, SuspensionNoted, ResumptionNoted,
                               ClosingNoted, ReopeningNoted, PayeeProposed, PayeeChanged>;

    // Reasons: AID_FILE_MISSING, NOTHING_PROPOSED, SAME_PERSON, LAST4_DIFFERS, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
};
static_assert(Decider<AidFile>);

}  // namespace haven::disbursement
