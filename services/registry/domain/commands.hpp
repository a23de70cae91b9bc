// What can be asked of a household file. The Api puts in what rules need from elsewhere (rule sets,
// lines, working days, the employer's programmes), so that every decision is pure.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/registry/domain/events.hpp"
#include "services/registry/domain/rules.hpp"

namespace haven::registry {

// The day of the application and the rule set come from the decision, not from the caller.
struct SubmitApplication {
    ApplicationSubmitted application = {};
    Rules rules = {};
};

struct ReturnApplication {
    std::vector<DocumentKind> missing = {};
    std::vector<std::int32_t> missing_authorisations = {};
    Rules rules = {};
};

struct CompleteApplication {
    std::vector<Document> documents = {};
    std::vector<std::int32_t> authorisations = {};
};

struct WithdrawApplication {};
struct LapseApplication {};

struct RejectApplication {
    std::string reason = {};
};

struct RecordHomeVisit {
    VisitKind kind = VisitKind::None;
    std::vector<StaffId> visitors = {};
    Date visited_on = {};  // unset: the business date
    VisitFinding finding = VisitFinding::None;
};

struct RequestMeansCheck {
    Uuid request = {};
};

struct RecordMeansCheckResult {
    MeansCheckReturned result = {};
};

struct AssessHousehold {
    Money accident_cost = {};
    Money savings = {};
    bool temporary_hardship = false;
    std::vector<Waiver> waivers = {};
    Rules rules = {};
};

// `working_days`: the next working days after the business date, at least as many as a notice
// takes.
struct OpenNotice {
    Sealed row = {};
    std::string place = {};
    std::vector<Date> working_days = {};
};

struct CloseNotice {};

struct RaiseObjection {
    Uuid objection = {};
    std::string grounds = {};
    bool anonymous = false;
};

struct ResolveObjection {
    Uuid objection = {};
    bool upheld = false;
};

// Binds the command id of a meeting's list to the list's bytes; no event comes of it.
struct BindMeetingList {};

// One row of a meeting's list: an enrolment or an exit, whichever the file waits for.
struct DecideAtMeeting {
    Meeting meeting = {};
    bool struck = false;
    std::string reason = {};  // of a struck row
    Rules rules = {};
};

struct PlannedMeasure {
    AidItem item = AidItem::None;
    std::int32_t beneficiary_seq = 0;  // 0: the head
    Money annual = {};
    Uuid fund_line = {};
    FederationNo fund_federation = {};  // 0: the file's own
    std::string programme = {};
    SuperiorApproval approval = {};
};

struct AdoptHelpPlan {
    std::int32_t year = 0;
    std::vector<PlannedMeasure> measures = {};
    Rules rules = {};
};

struct EnrolInProgramme {
    std::string programme = {};
    PlannedMeasure measure = {};
    std::int32_t year = 0;  // 0: this year
    // Programmes on whose list the employer stands.
    std::vector<std::string> employer_programmes = {};
    Rules rules = {};
};

struct RemindReview {};

struct CompleteReview {
    ReviewOutcome outcome = ReviewOutcome::None;
    std::vector<StaffId> reviewers = {};
    std::optional<MeansFigures> figures = {};
    std::vector<PlannedMeasure> measures = {};
    Money self_paid_medical = {};  // 0: as before
    // Not given: as before.
    std::optional<Money> accident_cost = {};
    std::optional<Money> savings = {};
    std::optional<bool> temporary_hardship = {};
    Uuid retained_hire = {};  // whose wage the outcome rests on; nil: none
    Rules rules = {};
};

struct SuspendAid {
    SuspensionReason reason = SuspensionReason::None;
};

struct ResumeAid {
    SuspensionReason reason = SuspensionReason::None;  // None: the only one that a person can end
};

struct ProposeExit {
    ExitKind kind = ExitKind::None;
    std::string origin = {};
    Rules rules = {};
};

struct CancelFile {
    ExitKind kind = ExitKind::None;
};

struct RemindFollowUp {
    std::int32_t month = 0;
};

struct RecordFollowUp {
    std::int32_t month = 0;
    std::vector<StaffId> visitors = {};
    VisitFinding finding = VisitFinding::None;
};

struct ReopenFile {
    Meeting meeting = {};
    Money accident_cost = {};
    Money savings = {};
    Money self_paid_medical = {};
    bool temporary_hardship = false;
    std::vector<Waiver> waivers = {};
    Rules rules = {};
};

// Entered by one person; it counts when another has confirmed it.
struct ChangePayeeAccount {
    Uuid proposal = {};
    Payee payee = {};
};

// `last4` of the card that the second person has before them.
struct ConfirmPayeeAccount {
    Uuid proposal = {};
    std::string last4 = {};
};

struct ImportHousehold {
    HouseholdImported file = {};
};

struct RecordAid {
    AidRecorded aid = {};
};

struct RecordAidReturn {
    AidReturned aid = {};
};

struct RecordAidHold {
    AidHeld aid = {};
};

// Employment's word. A file that is not open, or does not have the person, hears nothing.
struct NoteRetainedJob {
    RetainedJob job = {};
};

struct NoteJobEnded {
    Uuid hire = {};
    Date ended_on = {};
};

using HouseholdCommand =
    std::variant<SubmitApplication, ReturnApplication, CompleteApplication, WithdrawApplication,
                 LapseApplication, RejectApplication, RecordHomeVisit, RequestMeansCheck,
                 RecordMeansCheckResult, AssessHousehold, OpenNotice, CloseNotice, RaiseObjection,
                 ResolveObjection, BindMeetingList, DecideAtMeeting, AdoptHelpPlan,
                 EnrolInProgramme, RemindReview, CompleteReview, SuspendAid, ResumeAid, ProposeExit,
                 CancelFile, RemindFollowUp, RecordFollowUp, ReopenFile, ChangePayeeAccount,
                 ConfirmPayeeAccount, ImportHousehold, RecordAid, RecordAidReturn, RecordAidHold,
                 NoteRetainedJob, NoteJobEnded>;

}  // namespace haven::registry
