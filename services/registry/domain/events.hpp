// The stored facts of a household file. They mirror haven/registry/v1/registry_events.proto, which
// is the stored format and says what each field means; the codec is the only bridge.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/registry/domain/types.hpp"

namespace haven::registry {

struct ApplicationSubmitted {
    HouseholdId household = {};
    std::string union_node = {};
    std::string division = {};
    Residence residence = Residence::None;
    bool union_member = false;
    bool migrant = false;
    std::int32_t labour_months = 0;
    std::string employer_uscc = {};
    FileTier tier = FileTier::None;
    FileRound round = FileRound::Unset;
    std::vector<HardshipCause> causes = {};
    std::vector<Document> documents = {};
    std::vector<Member> members = {};
    Payee payee = {};
    Money declared_income = {};
    Money declared_rigid = {};
    Money self_paid_medical = {};
    std::string privacy_notice = {};
    Date applied_on = {};
    std::string rule_set_id = {};
    Date investigate_by = {};

    bool operator==(const ApplicationSubmitted&) const = default;
};

struct ApplicationReturned {
    std::vector<DocumentKind> missing = {};
    std::vector<std::int32_t> missing_authorisations = {};
    Date complete_by = {};

    bool operator==(const ApplicationReturned&) const = default;
};

struct ApplicationCompleted {
    std::vector<Document> documents = {};
    std::vector<std::int32_t> authorisations = {};

    bool operator==(const ApplicationCompleted&) const = default;
};

struct ApplicationWithdrawn {
    Date withdrawn_on = {};

    bool operator==(const ApplicationWithdrawn&) const = default;
};

struct ApplicationLapsed {
    Date lapsed_on = {};

    bool operator==(const ApplicationLapsed&) const = default;
};

struct HomeVisitRecorded {
    VisitKind kind = VisitKind::None;
    std::vector<StaffId> visitors = {};
    Date visited_on = {};
    VisitFinding finding = VisitFinding::None;

    bool operator==(const HomeVisitRecorded&) const = default;
};

struct MeansCheckRequested {
    Uuid request = {};
    Date requested_on = {};
    std::vector<std::int32_t> members = {};

    bool operator==(const MeansCheckRequested&) const = default;
};

struct MeansCheckReturned {
    Uuid request = {};
    MeansCheckState state = MeansCheckState::None;
    std::string error = {};
    std::vector<std::int32_t> unmatched = {};
    MeansFigures figures = {};
    Date answered_on = {};

    bool operator==(const MeansCheckReturned&) const = default;
};

struct HouseholdClassified {
    HardshipClass hardship_class = HardshipClass::None;
    FileTier tier = FileTier::None;
    Comparison comparison = {};
    std::vector<Waiver> waivers = {};
    Date assessed_on = {};
    Uuid request = {};
    Date check_valid_until = {};
    std::int32_t notice_working_days = 0;

    bool operator==(const HouseholdClassified&) const = default;
};

struct AssessedNotEligible {
    std::string reason = {};
    std::vector<PropertySign> signs = {};
    Comparison comparison = {};
    Date assessed_on = {};

    bool operator==(const AssessedNotEligible&) const = default;
};

struct NoticeOpened {
    std::string subject = {};  // "enrolment" or "exit"
    Sealed row = {};
    Date first_day = {};
    Date last_day = {};
    std::int32_t working_days = 0;
    std::string place = {};

    bool operator==(const NoticeOpened&) const = default;
};

struct NoticeClosed {
    Date closed_on = {};

    bool operator==(const NoticeClosed&) const = default;
};

struct NoticeWithdrawn {
    std::string reason = {};

    bool operator==(const NoticeWithdrawn&) const = default;
};

struct ObjectionRaised {
    Uuid objection = {};
    std::string grounds = {};
    bool anonymous = false;
    Date raised_on = {};

    bool operator==(const ObjectionRaised&) const = default;
};

struct ObjectionUpheld {
    Uuid objection = {};
    StaffId resolved_by = {};

    bool operator==(const ObjectionUpheld&) const = default;
};

struct ObjectionDismissed {
    Uuid objection = {};
    StaffId resolved_by = {};

    bool operator==(const ObjectionDismissed&) const = default;
};

struct HouseholdEnrolled {
    HouseholdId household = {};
    FederationNo federation = {};
    Meeting meeting = {};
    Date enrolled_on = {};
    Date review_valid_until = {};
    HardshipClass hardship_class = HardshipClass::None;
    FileTier tier = FileTier::None;
    FileRound round = FileRound::Unset;
    std::int32_t review_months = 0;
    std::int32_t review_reminder_months = 0;

    bool operator==(const HouseholdEnrolled&) const = default;
};

struct EnrolmentRejected {
    std::string reason = {};
    Meeting meeting = {};  // empty when the union rejected it before any meeting
    Date rejected_on = {};

    bool operator==(const EnrolmentRejected&) const = default;
};

struct HelpPlanAdopted {
    HouseholdId household = {};
    FederationNo federation = {};
    std::int32_t year = 0;
    Date review_valid_until = {};
    Payee payee = {};
    std::vector<Measure> measures = {};
    FileTier tier = FileTier::None;
    HardshipClass hardship_class = HardshipClass::None;
    Date adopted_on = {};
    std::string line_id = {};
    std::string rule_set_id = {};
    FileRound round = FileRound::Unset;

    bool operator==(const HelpPlanAdopted&) const = default;
};

struct ProgrammeEnrolled {
    std::string programme = {};
    PersonId beneficiary = {};
    std::string enterprise_uscc = {};
    Date enrolled_on = {};

    bool operator==(const ProgrammeEnrolled&) const = default;
};

struct ReviewReminded {
    Date due_on = {};

    bool operator==(const ReviewReminded&) const = default;
};

struct ReviewCompleted {
    HouseholdId household = {};
    ReviewOutcome outcome = ReviewOutcome::None;
    Date valid_until = {};
    HardshipClass hardship_class = HardshipClass::None;
    Comparison comparison = {};  // rule_set_id is empty when no figures were taken
    Date completed_on = {};
    std::vector<StaffId> reviewers = {};
    std::optional<RetainedJob> job = {};  // which the outcome rests on

    bool operator==(const ReviewCompleted&) const = default;
};

struct AidSuspended {
    HouseholdId household = {};
    SuspensionReason reason = SuspensionReason::None;
    Date suspended_on = {};

    bool operator==(const AidSuspended&) const = default;
};

// One of several reasons is gone; AidResumed follows when none is left.
struct SuspensionLifted {
    HouseholdId household = {};
    SuspensionReason reason = SuspensionReason::None;
    Date lifted_on = {};

    bool operator==(const SuspensionLifted&) const = default;
};

struct AidResumed {
    HouseholdId household = {};
    Date resumed_on = {};

    bool operator==(const AidResumed&) const = default;
};

struct ExitProposed {
    ExitKind kind = ExitKind::None;
    std::string origin = {};
    Date proposed_on = {};
    std::int32_t notice_working_days = 0;

    bool operator==(const ExitProposed&) const = default;
};

struct ExitRejected {
    std::string reason = {};
    Date rejected_on = {};

    bool operator==(const ExitRejected&) const = default;
};

struct HardshipResolved {
    HouseholdId household = {};
    Date resolved_on = {};
    std::optional<RetainedJob> job = {};  // which the decision names

    bool operator==(const HardshipResolved&) const = default;
};

struct FileClosed {
    HouseholdId household = {};
    ExitKind kind = ExitKind::None;
    Date closed_on = {};
    Meeting meeting = {};
    std::vector<std::int32_t> follow_up_months = {};

    bool operator==(const FileClosed&) const = default;
};

struct FileCancelled {
    HouseholdId household = {};
    ExitKind kind = ExitKind::None;
    Date cancelled_on = {};

    bool operator==(const FileCancelled&) const = default;
};

struct FollowUpDue {
    std::int32_t month = 0;

    bool operator==(const FollowUpDue&) const = default;
};

struct FollowUpRecorded {
    std::int32_t month = 0;
    std::vector<StaffId> visitors = {};
    VisitFinding finding = VisitFinding::None;
    Date visited_on = {};

    bool operator==(const FollowUpRecorded&) const = default;
};

struct FollowUpClosed {
    Date closed_on = {};

    bool operator==(const FollowUpClosed&) const = default;
};

struct RelapseConfirmed {
    HardshipClass hardship_class = HardshipClass::None;
    Comparison comparison = {};
    Date confirmed_on = {};
    std::vector<Waiver> waivers = {};

    bool operator==(const RelapseConfirmed&) const = default;
};

struct FileReopened {
    HouseholdId household = {};
    Date reopened_on = {};
    Date review_valid_until = {};
    Meeting meeting = {};

    bool operator==(const FileReopened&) const = default;
};

struct HouseholdImported {
    HouseholdId household = {};
    FederationNo federation = {};
    std::string file_no = {};
    std::string division = {};
    std::string grassroots_union = {};
    FileTier tier = FileTier::None;
    FileRound round = FileRound::Unset;
    HardshipClass hardship_class = HardshipClass::None;
    std::string class_word = {};
    std::vector<HardshipCause> causes = {};
    std::vector<Member> members = {};
    Money income = {};
    Money rigid = {};
    Payee payee = {};  // nil person: none
    Date enrolled_on = {};
    Date closed_on = {};
    ExitKind exit_kind = ExitKind::None;
    Sealed kept_columns = {};

    bool operator==(const HouseholdImported&) const = default;
};

struct AidRecorded {
    std::string entitlement_id = {};
    std::int32_t instalment = 0;
    PersonId person = {};
    AidItem item = AidItem::None;
    std::string programme = {};
    Money amount = {};
    std::int32_t due_year = 0;
    Date credited_on = {};
    std::string bank_serial = {};
    std::string measure_id = {};

    bool operator==(const AidRecorded&) const = default;
};

struct AidReturned {
    std::string entitlement_id = {};
    std::int32_t instalment = 0;
    Money amount = {};
    Date returned_on = {};
    std::string bank_serial = {};
    std::string code = {};

    bool operator==(const AidReturned&) const = default;
};

struct AidHeld {
    std::string entitlement_id = {};
    std::int32_t instalment = 0;
    std::string reason = {};
    Date held_on = {};

    bool operator==(const AidHeld&) const = default;
};

struct PayeeChangeProposed {
    HouseholdId household = {};
    Uuid proposal = {};
    Payee payee = {};
    StaffId proposed_by = {};
    Date proposed_on = {};

    bool operator==(const PayeeChangeProposed&) const = default;
};

struct PayeeAccountChanged {
    HouseholdId household = {};
    Payee payee = {};
    StaffId entered_by = {};
    StaffId confirmed_by = {};
    Date changed_on = {};

    bool operator==(const PayeeAccountChanged&) const = default;
};

// Somebody of the household has kept work with proof of the wage: a review may come before its
// time.
struct IncomeChangeSignalled {
    HouseholdId household = {};
    RetainedJob job = {};
    Date signalled_on = {};

    bool operator==(const IncomeChangeSignalled&) const = default;
};

struct RetainedJobEnded {
    HouseholdId household = {};
    Uuid hire = {};
    Date ended_on = {};

    bool operator==(const RetainedJobEnded&) const = default;
};

using HouseholdEvent =
    std::variant<ApplicationSubmitted, ApplicationReturned, ApplicationCompleted,
                 ApplicationWithdrawn, ApplicationLapsed, HomeVisitRecorded, MeansCheckRequested,
                 MeansCheckReturned, HouseholdClassified, AssessedNotEligible, NoticeOpened,
                 NoticeClosed, NoticeWithdrawn, ObjectionRaised, ObjectionUpheld,
                 ObjectionDismissed, HouseholdEnrolled, EnrolmentRejected, HelpPlanAdopted,
                 ProgrammeEnrolled, ReviewReminded, ReviewCompleted, AidSuspended, AidResumed,
                 ExitProposed, ExitRejected, HardshipResolved, FileClosed, FileCancelled,
                 FollowUpDue, FollowUpRecorded, FollowUpClosed, RelapseConfirmed, FileReopened,
                 HouseholdImported, AidRecorded, AidReturned, AidHeld, PayeeChangeProposed,
                 PayeeAccountChanged, SuspensionLifted, IncomeChangeSignalled, RetainedJobEnded>;

}  // namespace haven::registry
