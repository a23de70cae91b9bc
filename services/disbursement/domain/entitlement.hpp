// Entitlement (救助待遇): the right of one person to one item in one year, and its instalments; of
// a household's plan, or of an award of scholarship, which no file and no review stands behind. It
// lives in the federation whose fund line pays (protocols §8). What must not be refused later is
// made unrefusable first: nothing is released before its money is reserved.
//
//   scheduled ─timer, gates─▶ released ─▶ batched ─▶ paid
//        └────▶ held ◀───────────┴───────────┴─────────┘ (gate, strike, bank's refusal, late
//        return)
#pragma once

#include "libs/decider/decider.hpp"
#include "services/disbursement/domain/types.hpp"

namespace haven::disbursement {

struct EntitlementGranted {
    EntitlementId entitlement;
    HouseholdId household;
    FederationNo file_federation;
    std::string measure_id;
    int year = 0;
    AidItem item = AidItem::Unset;
    std::string programme;
    PersonId person;
    FundLineId fund_line;
    Money annual;
    std::vector<GrantedInstalment> instalments;
    Payee payee;
    Date review_valid_until;
    FileTier file_tier = FileTier::Unset;
    int hardship_class = 0;  // registry's HardshipClass
    Money cap;  // most that this person may have of this item in this year; zero: none is known
    FileRound file_round = FileRound::Unset;
    AwardRef award = {};
    EnrolmentId enrolment = {};
    bool operator==(const EntitlementGranted&) const = default;
};
struct EntitlementFunded {
    FundLineId fund_line;
    bool operator==(const EntitlementFunded&) const = default;
};
struct EntitlementUnfunded {
    std::string reason;
    bool operator==(const EntitlementUnfunded&) const = default;
};
struct InstalmentReleased {
    int number = 0;
    int attempt = 0;
    Date released_on;
    bool operator==(const InstalmentReleased&) const = default;
};
// With a batch: its line is to be struck. Carries what the registry needs to show it on the file.
struct InstalmentHeld {
    int number = 0;
    std::string reason;
    Date held_on;
    BatchId batch;
    HouseholdId household;
    FederationNo file_federation;
    EntitlementId entitlement;
    AwardRef award = {};
    EnrolmentId enrolment = {};
    bool operator==(const InstalmentHeld&) const = default;
};
struct InstalmentBatched {
    int number = 0;
    BatchId batch;
    std::string payee_digest = {};  // see payee_digest(); of the payee in the batch's line
    bool operator==(const InstalmentBatched&) const = default;
};
struct InstalmentUnbatched {
    int number = 0;
    BatchId batch;
    std::string reason;
    bool operator==(const InstalmentUnbatched&) const = default;
};
struct ReliefPaid {
    EntitlementId entitlement;
    HouseholdId household;
    FederationNo file_federation;
    PersonId person;
    int instalment = 0;
    AidItem item = AidItem::Unset;
    std::string programme;
    Money amount;
    int due_year = 0;
    Date credited_on;
    std::string bank_serial;
    FundLineId fund_line;
    BatchId batch;
    std::string measure_id = {};
    AwardRef award = {};
    EnrolmentId enrolment = {};
    bool operator==(const ReliefPaid&) const = default;
};
struct PaymentReturned {
    EntitlementId entitlement;
    HouseholdId household;
    FederationNo file_federation;
    int instalment = 0;
    Money amount;
    Date returned_on;
    std::string bank_serial;
    std::string return_serial;
    std::string code;
    FundLineId fund_line;
    std::string programme;
    int due_year = 0;
    Date credited_on;
    AwardRef award = {};
    EnrolmentId enrolment = {};
    bool operator==(const PaymentReturned&) const = default;
};
struct ReviewExtended {
    Date valid_until;
    bool operator==(const ReviewExtended&) const = default;
};
struct EntitlementPayeeChanged {
    Payee payee;
    bool operator==(const EntitlementPayeeChanged&) const = default;
};
// `released` is what of the reservation nobody needs any more; `batches` hold lines not known to be
// sent.
struct EntitlementStopped {
    EntitlementId entitlement;
    std::string reason;
    Money released;
    FundLineId fund_line;
    std::vector<BatchId> batches;
    AwardRef award = {};
    bool operator==(const EntitlementStopped&) const = default;
};
struct EntitlementSuspended {
    bool operator==(const EntitlementSuspended&) const = default;
};
struct EntitlementResumed {
    bool operator==(const EntitlementResumed&) const = default;
};

struct GrantEntitlement {
    EntitlementGranted grant;
};
struct ConfirmReservation {
    FundLineId fund_line;
};
struct RefuseReservation {
    std::string reason;
};
// By timer a gate that says no holds the instalment; by a person it refuses the command.
struct ReleaseInstalment {
    int number = 0;
    bool by_timer = false;
};
struct ExtendReview {
    Date valid_until;
};
struct SuspendEntitlement {};
struct ResumeEntitlement {};
struct StopEntitlement {
    std::string reason;
};
struct ChangeEntitlementPayee {
    Payee payee;
};
// Never refused: an instalment that may no longer be paid answers InstalmentHeld, which strikes the
// line.
struct TakeIntoBatch {
    int number = 0;
    BatchId batch;
    std::string payee_digest = {};
};
struct LeaveBatch {
    int number = 0;
    BatchId batch;
    std::string reason;
};
struct RecordPayment {
    int number = 0;
    BatchId batch;
    std::string bank_serial;
    Date credited_on;
};
struct RecordReturn {
    int number = 0;
    std::string bank_serial;
    std::string return_serial;
    Date returned_on;
    std::string code;
};

// Whether a corrected account is what an instalment held for this reason needs.
bool is_mended_by_payee(std::string_view reason);
// SHA-256 over what is sealed of a payee, to tell one correction from the next.
std::string payee_digest(const Payee& payee);

struct Entitlement {
    struct Part {
        GrantedInstalment granted;
        InstalmentState state = InstalmentState::Scheduled;
        std::string reason;
        int attempt = 0;
        BatchId batch;  // whose line is alive; nil = in none
        std::string bank_serial;
        Date credited_on;
        bool corrected = false;  // another payee has come since its last line was sealed
    };
    struct State {
        bool granted = false;
        EntitlementGranted grant;
        Payee payee;
        Date review_valid_until;
        bool funded = false;
        std::string unfunded;  // why not, as its fund line last said
        bool suspended = false;
        std::string stopped;  // the reason, or empty
        std::vector<Part> parts;

        [[nodiscard]] const Part* part(int number) const;
    };
    using Command = std::variant<GrantEntitlement, ConfirmReservation, RefuseReservation,
                                 ReleaseInstalment, ExtendReview, SuspendEntitlement,
                                 ResumeEntitlement, StopEntitlement, ChangeEntitlementPayee,
                                 TakeIntoBatch, LeaveBatch, RecordPayment, RecordReturn>;
    using Event =
        std::variant<EntitlementGranted, EntitlementFunded, EntitlementUnfunded, InstalmentReleased,
                     InstalmentHeld, InstalmentBatched, InstalmentUnbatched, ReliefPaid,
                     PaymentReturned, ReviewExtended, EntitlementPayeeChanged, EntitlementStopped,
                     EntitlementSuspended, EntitlementResumed>;

    // Reasons: ENTITLEMENT_MISSING, ENTITLEMENT_EXISTS, INSTALMENTS_DIFFER, INSTALMENT_MISSING,
    // PAYMENT_NOT_EXPECTED, ALREADY_PAID, IN_BATCH, NOT_DUE, PAYEE_NOT_CORRECTED, and the gates'
    // (see gate()).
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    static Effects effects(const State& after, const Event& event);
    static std::optional<Command> on_timer(const State& state, const TimerFired& fired);

    // Why nothing may be paid on this day: FILE_NOT_OPEN, AID_SUSPENDED, REVIEW_OVERDUE,
    // PAYEE_UNKNOWN, NOT_FUNDED; empty when it may (I9).
    static std::string gate(const State& state, Date business_date);
};
static_assert(Decider<Entitlement> && HasEffects<Entitlement> && HasTimers<Entitlement>);

}  // namespace haven::disbursement
