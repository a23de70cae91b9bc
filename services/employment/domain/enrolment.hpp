// Enrolment (参加网络课程): one person at one course, from the first lesson to the certificate and,
// where the course pays, to the subsidy (docs/rules.md R80). The money is paid by disbursement:
// what is approved here is one entitlement there, and what came of it is heard (docs/adr/0037).
// Lives in the course's federation, whose fund line pays, in a stream derived from course and
// person.
//
//   enrolled ─▶ certified ─▶ requested ─▶ approved ─▶ paid ⇄ returned
//                                └▶ refused ─▶ requested again
#pragma once

#include <optional>

#include "services/employment/domain/course.hpp"
#include "services/employment/domain/seeker.hpp"

namespace haven::employment {

enum class SubsidyState { Unset, Requested, Refused, Approved, Held, Paid, Returned };

// Whose account is paid: the seeker's own.
struct Payee {
    PersonId person = {};
    PayeeKind kind = PayeeKind::Unset;
    Sealed account = {};
    std::string last4 = {};
    Sealed name = {};
    std::string bank = {};
    bool operator==(const Payee&) const = default;
    [[nodiscard]] bool is_known() const {
        return kind != PayeeKind::Unset && !account.cipher.empty() && !name.cipher.empty();
    }
};

// The stored facts.
struct CourseEnrolled {
    EnrolmentId enrolment = {};
    CourseId course = {};
    std::string code = {};
    SeekerId seeker = {};
    PersonId person = {};
    int units = 0;
    Money subsidy = {};
    FundLineId fund_line = {};
    StaffId enrolled_by = {};
    Date enrolled_on = {};
    bool operator==(const CourseEnrolled&) const = default;
};
struct ProgressRecorded {
    int units_done = 0;
    Date recorded_on = {};
    bool operator==(const ProgressRecorded&) const = default;
};
struct CertificateIssued {
    std::string certificate_no = {};
    StaffId recorded_by = {};
    Date issued_on = {};
    bool operator==(const CertificateIssued&) const = default;
};
struct SubsidyRequested {
    Payee payee = {};
    Money amount = {};
    std::string rules = {};
    Money yearly = {};  // most of a person in a year, by those rules
    StaffId requested_by = {};
    Date requested_on = {};
    bool operator==(const SubsidyRequested&) const = default;
};
struct SubsidyRefused {
    std::string reason = {};
    StaffId decided_by = {};
    bool operator==(const SubsidyRefused&) const = default;
};
// What disbursement takes into an entitlement.
struct SubsidyApproved {
    PersonId person = {};
    std::string code = {};
    Money amount = {};
    Money yearly = {};
    FundLineId fund_line = {};
    Payee payee = {};
    StaffId approved_by = {};
    Date approved_on = {};
    bool operator==(const SubsidyApproved&) const = default;
};
struct SubsidyPayeeProposed {
    Payee payee = {};
    StaffId entered_by = {};
    bool operator==(const SubsidyPayeeProposed&) const = default;
};
// The same entitlement goes on with it.
struct SubsidyPayeeChanged {
    Payee payee = {};
    StaffId entered_by = {};
    StaffId confirmed_by = {};
    bool operator==(const SubsidyPayeeChanged&) const = default;
};
struct SubsidyHeld {
    std::string reason = {};
    Date held_on = {};
    bool operator==(const SubsidyHeld&) const = default;
};
struct SubsidyPaid {
    Money amount = {};
    std::string bank_serial = {};
    Date credited_on = {};
    bool operator==(const SubsidyPaid&) const = default;
};
struct SubsidyReturned {
    std::string return_serial = {};
    std::string code = {};
    Date returned_on = {};
    bool operator==(const SubsidyReturned&) const = default;
};

struct EnrolCourse {
    EnrolmentId enrolment = {};
    KnownSeeker seeker = {};
    std::optional<CourseTerms> course = {};
};
struct RecordProgress {
    int units_done = 0;
};
struct RecordCertificate {
    std::string certificate_no = {};
    Date issued_on = {};
};
// `rules`: those in force on the day of the certificate; nothing where there are none.
struct RequestSubsidy {
    Payee payee = {};
    std::optional<SubsidyRules> rules = {};
};
struct RefuseSubsidy {
    std::string reason = {};
};
// `fund_line`: of the year that pays, where it is not the course's; nil: the course's.
struct ApproveSubsidy {
    FundLineId fund_line = {};
};
struct ProposeSubsidyPayee {
    Payee payee = {};
};
// `last4` is read from the paper by whoever confirms.
struct ConfirmSubsidyPayee {
    std::string last4 = {};
};
// What disbursement says.
struct NoteSubsidyHeld {
    std::string reason = {};
    Date held_on = {};
};
struct RecordSubsidyPayment {
    Money amount = {};
    std::string bank_serial = {};
    Date credited_on = {};
};
struct RecordSubsidyReturn {
    std::string return_serial = {};
    std::string code = {};
    Date returned_on = {};
};

struct Enrolment {
    struct State {
        bool enrolled = false;
        CourseEnrolled at;
        int units_done = 0;
        std::optional<CertificateIssued> certificate;
        SubsidyState subsidy = SubsidyState::Unset;
        SubsidyRequested requested;
        Payee payee;  // as it was corrected last
        std::optional<SubsidyPayeeProposed> proposed;
        Date approved_on;
        std::string note;  // why it is refused, held or came back
        std::string bank_serial;
        std::string return_serial;
        Date credited_on;
    };
    using Command =
        std::variant<EnrolCourse, RecordProgress, RecordCertificate, RequestSubsidy, RefuseSubsidy,
                     ApproveSubsidy, ProposeSubsidyPayee, ConfirmSubsidyPayee, NoteSubsidyHeld,
                     RecordSubsidyPayment, RecordSubsidyReturn>;
    using Event =
        std::variant<CourseEnrolled, ProgressRecorded, CertificateIssued, SubsidyRequested,
                     SubsidyRefused, SubsidyApproved, SubsidyPayeeProposed, SubsidyPayeeChanged,
                     SubsidyHeld, SubsidyPaid, SubsidyReturned>;

    // Reasons: ENROLMENT_EXISTS, ENROLMENT_MISSING, COURSE_MISSING, COURSE_OVER, SEEKER_LEFT,
    // INVALID_PROGRESS, COURSE_NOT_FINISHED, CERTIFIED_ALREADY, NOT_CERTIFIED,
    // CERTIFICATE_EXPIRED, NO_SUBSIDY, SUBSIDY_UNDER_WAY, SUBSIDY_RULES_MISSING,
    // SUBSIDY_OVER_RULES, NO_SUBSIDY_REQUESTED, SUBSIDY_NOT_APPROVED, TWO_PEOPLE_NEEDED,
    // PAYEE_UNKNOWN, PAYEE_NOT_THE_SEEKER, NO_PAYEE_PROPOSED, ACCOUNT_DIFFERS,
    // PAYMENT_NOT_EXPECTED, RETURN_NOT_EXPECTED, INVALID_DATE, INVALID_WORD, REASON_MISSING,
    // NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claims "enrolment/<course>/<person>" and "certificate/<number>", for ever: one subsidy a
    // person and course. Quota "course-subsidies/<person>/<year>": fen approved.
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<Enrolment> && HasEffects<Enrolment>);

}  // namespace haven::employment
