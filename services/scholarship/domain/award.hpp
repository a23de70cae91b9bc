// Award (助学金): what one student gets, year by year until the studies end (docs/rules.md R57). It
// pays nothing itself: it asks its pledge for the money, then asks disbursement, by AwardPayable,
// to pay, and hears what came of it.
//
//   granted ─pledge─▶ payable ─bank─▶ paid ⇄ returned        no money: unfunded, until funded
//   otherwise
//      └──────────────┴── revoked or deferred: stopping ─▶ released
//
// What has been asked for is released only when disbursement says that it has stopped; a payment
// that was under way wins, and of a revoked award it is to be recovered.
#pragma once

#include <map>
#include <optional>

#include "services/scholarship/domain/application.hpp"
#include "services/scholarship/domain/award_roll.hpp"

namespace haven::scholarship {

enum class AwardYearState {
    Unset,
    Proposed,  // a renewal that nobody has approved yet
    Granted,   // the pledge is asked
    Unfunded,
    Payable,  // disbursement is asked
    Paid,
    Returned,  // the credit came back; disbursement pays again when the payee is corrected
    Stopping,  // disbursement is asked to stop
    Released,
    Repeated  // a year that the student repeats: not paid
};
enum class RevocationReason {
    Unset,
    DroppedOut,
    DeferredEntry,
    LetterForged,
    AidedElsewhere,
    Declined,
    Died
};

// The stored facts.
struct AwardGranted {
    AwardApproved approved = {};
    bool operator==(const AwardGranted&) const = default;
};
// Asks the pledge to keep the money.
struct AwardFundsAsked {
    int year = 0;
    Money amount = {};
    PledgeId pledge = {};
    bool operator==(const AwardFundsAsked&) const = default;
};
struct AwardFunded {
    int year = 0;
    Funding funding = {};
    bool operator==(const AwardFunded&) const = default;
};
struct AwardUnfunded {
    int year = 0;
    std::string reason = {};
    bool operator==(const AwardUnfunded&) const = default;
};
// The pledge is asked anew, or another one: by a decision.
struct FundingChanged {
    int year = 0;
    Funding funding = {};
    std::string decision_no = {};
    bool operator==(const FundingChanged&) const = default;
};
// Asks disbursement to pay.
struct AwardPayable {
    int year = 0;
    Money amount = {};
    PersonId student = {};
    Payee payee = {};
    FundLineId fund_line = {};
    SchemeKind kind = SchemeKind::Unset;
    bool counts_as_hardship_aid = false;
    std::string award_no = {};
    int asked = 0;  // 1, or how often this year has been asked for: given up and granted anew
    bool operator==(const AwardPayable&) const = default;
};
struct AwardPaid {
    int year = 0;
    Money amount = {};
    PledgeId pledge = {};
    std::string bank_serial = {};
    Date credited_on = {};
    bool to_recover = false;  // the award had been revoked
    bool operator==(const AwardPaid&) const = default;
};
struct AwardPaymentReturned {
    int year = 0;
    Money amount = {};
    PledgeId pledge = {};
    std::string return_serial = {};
    Date returned_on = {};
    bool operator==(const AwardPaymentReturned&) const = default;
};
struct RenewalProposed {
    int year = 0;
    StudyStage stage = StudyStage::Unset;
    Funding funding = {};
    std::string proof_no = {};  // of being enrolled
    StaffId proposer = {};
    bool operator==(const RenewalProposed&) const = default;
};
struct AwardRenewed {
    int year = 0;
    StaffId approver = {};
    bool operator==(const AwardRenewed&) const = default;
};
// Takes the award to a later year: the entry was put off.
struct AwardDeferred {
    int year = 0;
    int until = 0;
    bool operator==(const AwardDeferred&) const = default;
};
struct YearRepeated {
    int year = 0;
    bool operator==(const YearRepeated&) const = default;
};
struct AwardRevoked {
    RevocationReason reason = RevocationReason::Unset;
    std::string decision_no = {};
    Money paid = {};  // what of it has been paid
    StaffId by = {};
    bool operator==(const AwardRevoked&) const = default;
};
// Asks disbursement to stop what it was asked to pay.
struct AwardStopAsked {
    int year = 0;
    int asked = 0;  // which AwardPayable of the year is to be stopped
    bool operator==(const AwardStopAsked&) const = default;
};
// Nothing of this year is or will be paid: what was kept for it is free.
struct AwardYearReleased {
    int year = 0;
    PledgeId pledge = {};            // whose allotment ends; nil: none
    ApplicationId application = {};  // whose nomination ends; nil: a renewal
    bool operator==(const AwardYearReleased&) const = default;
};

// One year that disbursement may still pay.
struct OpenYear {
    int year = 0;
    int asked = 0;
    bool operator==(const OpenYear&) const = default;
};
// Another account of the student's or the parent's; in force when another person confirms it.
struct AwardPayeeProposed {
    Payee payee = {};
    StaffId entered_by = {};
    bool operator==(const AwardPayeeProposed&) const = default;
};
struct AwardPayeeChanged {
    Payee payee = {};
    StaffId entered_by = {};
    StaffId confirmed_by = {};
    std::vector<OpenYear> open_years = {};
    bool operator==(const AwardPayeeChanged&) const = default;
};

struct GrantAward {
    AwardApproved approved = {};
};
struct ConfirmFunding {
    int year = 0;
};
struct RefuseFunding {
    int year = 0;
    std::string reason = {};
};
struct ChangeFunding {
    int year = 0;
    Funding funding = {};
    std::string decision_no = {};
};
struct RecordAwardPayment {
    int year = 0;
    std::string bank_serial = {};
    Date credited_on = {};
};
struct RecordAwardReturn {
    int year = 0;
    std::string return_serial = {};
    Date returned_on = {};
};
struct ProposeRenewal {
    int year = 0;
    StudyStage stage = StudyStage::Unset;
    Funding funding = {};
    std::string proof_no = {};
};
struct ApproveRenewal {
    int year = 0;
};
struct RejectRenewal {
    int year = 0;
};
struct DeferAward {
    int year = 0;
    int until = 0;
};
struct RecordRepeatedYear {
    int year = 0;
};
struct RevokeAward {
    RevocationReason reason = RevocationReason::Unset;
    std::string decision_no = {};
};
struct ConfirmStopped {
    int year = 0;
};
struct ProposeAwardPayee {
    Payee payee = {};
};
// `last4` is read from the paper by whoever confirms.
struct ConfirmAwardPayee {
    std::string last4 = {};
};

struct Award {
    struct Year {
        AwardYearState state = AwardYearState::Unset;
        Funding funding;
        StaffId proposer;  // of a renewal
        StudyStage stage = StudyStage::Unset;
        std::string unfunded;     // why there is no money for it
        std::string bank_serial;  // of the last credit
        Date credited_on;
        std::string return_serial;  // of the last return
        Date returned_on;
        int asked = 0;            // how often disbursement was asked to pay it
        bool to_stop = false;     // disbursement was asked to stop it
        bool to_recover = false;  // and paid it all the same
    };
    struct State {
        bool granted = false;
        AwardApproved approved;
        int graduates = 0;
        int deferred_until = 0;  // 0 = not deferred
        bool revoked = false;
        std::map<int, Year> years;
        Payee payee;  // as it was corrected last
        std::optional<AwardPayeeProposed> proposed_payee;

        [[nodiscard]] const Year* year(int number) const;
        [[nodiscard]] Money paid() const;
    };
    using Command = std::variant<GrantAward, ConfirmFunding, RefuseFunding, ChangeFunding,
                                 RecordAwardPayment, RecordAwardReturn, ProposeRenewal,
                                 ApproveRenewal, RejectRenewal, DeferAward, RecordRepeatedYear,
                                 RevokeAward, ConfirmStopped, ProposeAwardPayee, ConfirmAwardPayee>;
    using Event =
        std::variant<AwardGranted, AwardFundsAsked, AwardFunded, AwardUnfunded, FundingChanged,
                     AwardPayable, AwardPaid, AwardPaymentReturned, RenewalProposed, AwardRenewed,
                     AwardDeferred, YearRepeated, AwardRevoked, AwardStopAsked, AwardYearReleased,
                     AwardPayeeProposed, AwardPayeeChanged>;

    // Reasons: see README.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // A renewal that counts as hardship aid claims the student's one award of its year, as the
    // nomination did for the first.
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<Award> && HasEffects<Award>);

}  // namespace haven::scholarship
