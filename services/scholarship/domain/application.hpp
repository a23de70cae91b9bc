// Application (助学申请) of one student in one scheme: from the parent's file or without one,
// through survey, check, nomination and public notice onto the award roll (docs/rules.md R52 to
// R55).
//
//   applied ─survey─▶ surveyed ─check─▶ checked ─▶ nominated ─▶ noticed ─▶ ready ⇄ on a roll ─▶
//   awarded
//                                └▶ excluded          └── objection upheld: back to applied      └▶
//                                released
//
// It ends early as withdrawn or rejected. From nomination on it holds the claim to the year's one
// hardship award, so that what is posted and approved cannot be refused for it any more (I27).
#pragma once

#include <optional>

#include "services/scholarship/domain/scheme.hpp"

namespace haven::scholarship {

enum class ApplicationState {
    Unset,
    Applied,
    Surveyed,
    Checked,
    Excluded,
    Nominated,
    Noticed,
    Ready,
    OnRoll,
    Awarded,
    Rejected,
    Withdrawn,
    Released  // its award was revoked before it was paid, or came back
};
// Why a family without a file needs help.
enum class HardshipGround { Unset, Illness, Injury, LowIncome, SchoolCost };
enum class SurveyFinding { Unset, AsDeclared, Differs };
enum class ExclusionReason {
    Unset,
    Military,
    FreeTeacher,
    Directed,
    PrivateHighFee,
    SelfFundedAbroad,
    SinoForeign,
    NotFullTime,
    AlreadyAided,
    Late
};
enum class ObjectionGround { Unset, Income, Property, NotTheirChild, AidedElsewhere, Other };

// The parent's file as it stands in the read side; nil = applied without one.
struct FileRef {
    HouseholdId household = {};
    FederationNo federation = {};

    bool operator==(const FileRef&) const = default;
};

// The stored facts.
struct ScholarshipApplied {
    SchemeId scheme = {};
    SchemeKind kind = SchemeKind::Unset;
    int year = 0;
    bool counts_as_hardship_aid = false;
    int notice_working_days = 0;
    PersonId student = {};
    Date student_birth = {};
    PersonId parent = {};  // who applies
    FileRef file = {};
    HardshipGround ground = HardshipGround::Unset;  // without a file
    std::string employer = {};                      // credit code, where it counts
    std::string union_node = {};
    Sealed school = {};
    Sealed admission_no = {};
    StudyStage stage = StudyStage::Unset;
    int study_year = 0;  // 1 = entrant
    ProgrammeKind programme = ProgrammeKind::Unset;
    Money fees = {};
    Money other_aid = {};  // of this year for the same need
    Payee payee = {};
    bool sponsor_may_know = false;  // the guardian's or adult student's consent to that purpose
    Date applied_on = {};
    Sealed student_name = {};
    Sealed parent_name = {};
    FederationNo intake = {};  // whose union took it in; the log it lies in is the payer's
    // The student's family as far as it is known: both parents and whoever is on the file, sorted.
    // Empty in events that are older than it: the file, or else the parent, is the family.
    std::vector<PersonId> family = {};
    bool operator==(const ScholarshipApplied&) const = default;
};
struct StudentSurveyed {
    StaffId surveyor = {};
    SurveyFinding finding = SurveyFinding::Unset;
    Date surveyed_on = {};
    bool operator==(const StudentSurveyed&) const = default;
};
struct ApplicationChecked {
    StaffId checker = {};
    std::string late_decision = {};  // number of the decision that lets a late one pass
    bool operator==(const ApplicationChecked&) const = default;
};
struct ApplicationExcluded {
    ExclusionReason reason = ExclusionReason::Unset;
    StaffId checker = {};
    bool operator==(const ApplicationExcluded&) const = default;
};
struct StudentNominated {
    std::string tier = {};
    Money amount = {};
    StaffId nominator = {};
    int places = 0;  // the scheme's limits that it was judged by
    int per_family = 0;
    bool operator==(const StudentNominated&) const = default;
};
// Its claim and places are free again.
struct NominationLapsed {
    bool operator==(const NominationLapsed&) const = default;
};
struct AwardNoticeOpened {
    Sealed row = {};  // masked
    std::string place = {};
    Date first_day = {};
    Date last_day = {};
    int working_days = 0;
    bool operator==(const AwardNoticeOpened&) const = default;
};
struct AwardNoticeClosed {
    Date closed_on = {};
    bool operator==(const AwardNoticeClosed&) const = default;
};
struct AwardObjectionRaised {
    Uuid objection = {};
    ObjectionGround ground = ObjectionGround::Unset;
    bool anonymous = false;
    Date raised_on = {};
    bool operator==(const AwardObjectionRaised&) const = default;
};
struct AwardObjectionDismissed {
    Uuid objection = {};
    StaffId by = {};
    bool operator==(const AwardObjectionDismissed&) const = default;
};
// The notice is taken down, the nomination void.
struct AwardObjectionUpheld {
    Uuid objection = {};
    StaffId by = {};
    bool operator==(const AwardObjectionUpheld&) const = default;
};
struct ApplicationRolled {
    RollId roll = {};
    bool operator==(const ApplicationRolled&) const = default;
};
// It may not stand on that roll: the row is to be struck.
struct RollEntryRefused {
    RollId roll = {};
    std::string reason = {};
    bool operator==(const RollEntryRefused&) const = default;
};
struct ApplicationUnrolled {
    RollId roll = {};
    bool operator==(const ApplicationUnrolled&) const = default;
};
struct ApplicationAwarded {
    RollId roll = {};
    AwardId award = {};
    bool operator==(const ApplicationAwarded&) const = default;
};
struct ScholarshipRejected {
    std::string reason = {};
    StaffId by = {};
    bool operator==(const ScholarshipRejected&) const = default;
};
struct ScholarshipWithdrawn {
    Date withdrawn_on = {};
    bool operator==(const ScholarshipWithdrawn&) const = default;
};
struct ApplicationReleased {
    AwardId award = {};
    bool operator==(const ApplicationReleased&) const = default;
};

// Who is on the parent's file, as it stands in the read side.
struct FileFacts {
    bool open = false;
    PersonId head = {};
    std::vector<PersonId> members = {};
};
// The scheme's own fields of `application` are taken from the terms, its family from what is named
// here.
struct SubmitScholarshipApplication {
    ScholarshipApplied application = {};
    PersonId other_parent = {};    // who does not apply
    bool no_other_parent = false;  // dead, or unknown
    FileFacts file = {};
    SchemeTerms terms = {};
    bool scheme_closed = false;
};
struct RecordSurvey {
    SurveyFinding finding = SurveyFinding::Unset;
};
struct CheckApplication {
    std::string late_decision = {};
    SchemeTerms terms = {};
};
struct NominateStudent {
    std::string tier = {};
    SchemeTerms terms = {};
};
// `working_days` are the calendar's next ones, in order.
struct OpenAwardNotice {
    Sealed row = {};
    std::string place = {};
    std::vector<Date> working_days = {};
};
struct CloseAwardNotice {};
struct RaiseAwardObjection {
    Uuid objection = {};
    ObjectionGround ground = ObjectionGround::Unset;
    bool anonymous = false;
};
struct ResolveAwardObjection {
    Uuid objection = {};
    bool upheld = false;
};
// Refused only where there is no application; what may not stand on the roll answers
// RollEntryRefused, which strikes the row.
struct EnterRoll {
    RollId roll = {};
    std::string tier = {};
    Money amount = {};
};
struct LeaveRoll {
    RollId roll = {};
};
struct MarkAwarded {
    RollId roll = {};
    AwardId award = {};
};
struct RejectScholarship {
    std::string reason = {};
};
struct WithdrawScholarship {};
struct ReleaseAwarded {
    AwardId award = {};
};

struct Application {
    struct State {
        ApplicationState phase = ApplicationState::Unset;
        ScholarshipApplied applied;
        StaffId surveyor;
        SurveyFinding finding = SurveyFinding::Unset;
        StaffId checker;
        std::optional<StudentNominated> nomination;  // the last one, lapsed or not
        std::optional<AwardNoticeOpened> notice;
        Date notice_closed_on;
        std::vector<Uuid> open_objections;
        RollId roll;
        AwardId award;
    };
    using Command =
        std::variant<SubmitScholarshipApplication, RecordSurvey, CheckApplication, NominateStudent,
                     OpenAwardNotice, CloseAwardNotice, RaiseAwardObjection, ResolveAwardObjection,
                     EnterRoll, LeaveRoll, MarkAwarded, RejectScholarship, WithdrawScholarship,
                     ReleaseAwarded>;
    using Event =
        std::variant<ScholarshipApplied, StudentSurveyed, ApplicationChecked, ApplicationExcluded,
                     StudentNominated, NominationLapsed, AwardNoticeOpened, AwardNoticeClosed,
                     AwardObjectionRaised, AwardObjectionDismissed, AwardObjectionUpheld,
                     ApplicationRolled, RollEntryRefused, ApplicationUnrolled, ApplicationAwarded,
                     ScholarshipRejected, ScholarshipWithdrawn, ApplicationReleased>;

    // Reasons: see README.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claims "application/<scheme>/<student>" until it ends and, from nomination on,
    // "hardship-award/<student>/<year>/<level>"; quotas of places and of awards in one family,
    // counted in awards and not in fen, at each of its persons: so it is one family whichever
    // parent applies, with the file or without. Timer "notice-close".
    static Effects effects(const State& after, const Event& event);
    static std::optional<Command> on_timer(const State& state, const TimerFired& fired);
};
static_assert(Decider<Application> && HasEffects<Application> && HasTimers<Application>);

// "hardship-award/<student>/<year>/<level>": one over all counties and shards (I27).
std::string hardship_claim(const PersonId& student, int year, StudyStage stage);

}  // namespace haven::scholarship
