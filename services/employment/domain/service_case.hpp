// ServiceCase (一条龙服务): what the job centre does for one person, from the counter to the
// outcome: advice, referrals, and follow-ups with a day on which the next one is due (docs/rules.md
// R78). A person has one open case. One that was closed by a hire is opened again when the work
// ends. Whom it sends to the registry the registry hears of, and answers. Lives in the seeker's
// federation.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "services/employment/domain/hire.hpp"

namespace haven::employment {

enum class CaseState { Unset, Open, Closed };
enum class CaseEntryKind { Unset, Advice, Referral, FollowUp };

// The stored facts.
struct CaseOpened {
    CaseId service_case = {};
    SeekerId seeker = {};
    PersonId person = {};
    CaseNeed need = CaseNeed::Unset;
    std::string counter = {};
    Date follow_up_on = {};
    StaffId opened_by = {};
    Date opened_on = {};
    bool operator==(const CaseOpened&) const = default;
};
struct AdviceGiven {
    std::string policy = {};
    StaffId given_by = {};
    Date given_on = {};
    bool operator==(const AdviceGiven&) const = default;
};
// What the registry hears of the person.
struct RegistryReferral {
    ReferralId id = {};  // nil: to a vacancy, or of before the registry heard of it
    PersonId person = {};
    Sealed name = {};
    Sealed phone = {};
    FederationNo to = {};
    std::string union_node = {};  // empty: not known
    std::vector<HardshipSign> signs = {};
    bool operator==(const RegistryReferral&) const = default;
};
struct CaseReferred {
    int number = 0;
    ReferralTarget target = ReferralTarget::Unset;
    VacancyId vacancy = {};
    StaffId referred_by = {};
    Date referred_on = {};
    RegistryReferral registry = {};
    bool operator==(const CaseReferred&) const = default;
};
struct ReferralAnswered {
    int number = 0;
    ReferralResult result = ReferralResult::Unset;
    bool operator==(const ReferralAnswered&) const = default;
};
struct FollowUpDue {
    Date due_on = {};
    bool operator==(const FollowUpDue&) const = default;
};
struct FollowedUp {
    ContactChannel channel = ContactChannel::Unset;
    FollowUpFinding finding = FollowUpFinding::Unset;
    Date follow_up_on = {};
    StaffId asked_by = {};
    Date asked_on = {};
    bool operator==(const FollowedUp&) const = default;
};
struct CaseClosed {
    CaseOutcome outcome = CaseOutcome::Unset;
    Uuid rests_on = {};
    StaffId closed_by = {};
    Date closed_on = {};
    bool operator==(const CaseClosed&) const = default;
};
struct CaseReopened {
    std::string reason = {};
    Date follow_up_on = {};
    Date reopened_on = {};
    bool operator==(const CaseReopened&) const = default;
};

// A line of the case's journal. What does not belong to its kind is not set.
struct CaseEntry {
    CaseEntryKind kind = CaseEntryKind::Unset;
    Date day = {};
    std::string policy = {};
    ReferralTarget target = ReferralTarget::Unset;
    VacancyId vacancy = {};
    ReferralId referral = {};  // that the registry answers
    ReferralResult result = ReferralResult::Unset;
    ContactChannel channel = ContactChannel::Unset;
    FollowUpFinding finding = FollowUpFinding::Unset;
    bool operator==(const CaseEntry&) const = default;
};

struct OpenCase {
    CaseId service_case = {};
    KnownSeeker seeker = {};
    CaseNeed need = CaseNeed::Unset;
    std::string counter = {};
    Date follow_up_on = {};
};
struct Advise {
    std::string policy = {};
};
// `vacancy` is nothing where the person is sent elsewhere; `file_open`: what our own log knows of
// the household's file; `shown`: the vacancy is on the list of today (I34); `registry`: what it
// hears, the person left to the case, as is the federation where it is 0.
struct Refer {
    ReferralTarget target = ReferralTarget::Unset;
    std::optional<KnownVacancy> vacancy = {};
    bool file_open = false;
    bool shown = false;
    RegistryReferral registry = {};
};
struct AnswerReferral {
    int number = 0;
    ReferralResult result = ReferralResult::Unset;
};
// What the registry answers.
struct NoteReferral {
    ReferralId referral = {};
    ReferralResult result = ReferralResult::Unset;
};
struct RemindFollowUp {};
struct FollowUp {
    ContactChannel channel = ContactChannel::Unset;
    FollowUpFinding finding = FollowUpFinding::Unset;
    Date follow_up_on = {};
};
struct CloseCase {
    CaseOutcome outcome = CaseOutcome::Unset;
    std::optional<KnownHire> hire = {};
};
// By an officer, or because the hire by which it was closed has ended.
struct ReopenCase {
    std::string reason = {};
    HireId ended = {};
};

struct ServiceCase {
    struct State {
        CaseState phase = CaseState::Unset;
        CaseOpened opened;
        std::vector<CaseEntry> entries;
        Date follow_up_on;  // unset: closed
        Date reminded_of;
        CaseOutcome outcome = CaseOutcome::Unset;
        Uuid rests_on;
        Date closed_on;
        int reopened = 0;
    };
    using Command = std::variant<OpenCase, Advise, Refer, AnswerReferral, NoteReferral,
                                 RemindFollowUp, FollowUp, CloseCase, ReopenCase>;
    using Event = std::variant<CaseOpened, AdviceGiven, CaseReferred, ReferralAnswered, FollowUpDue,
                               FollowedUp, CaseClosed, CaseReopened>;

    // Reasons: CASE_EXISTS, CASE_MISSING, CASE_OPEN, CASE_CLOSED, SEEKER_LEFT, NEED_MISSING,
    // INVALID_FOLLOW_UP, TARGET_MISSING, VACANCY_MISSING, VACANCY_NOT_OPEN, ON_FILE_ALREADY,
    // INVALID_SIGNS, REFERRAL_OPEN, REFERRAL_MISSING, REFERRAL_ANSWERED, REGISTRY_ANSWERS,
    // RESULT_MISSING, CONTACT_MISSING, FOLLOWED_UP_TODAY, CASE_OUTCOME_MISSING, OUTCOME_DIFFERS,
    // HIRE_MISSING, HIRE_OF_ANOTHER, HIRE_NOT_BEGUN, EMPLOYMENT_ENDED, ADVICE_MISSING,
    // REFERRAL_NOT_TAKEN_UP, TRIES_MISSING, TOO_MANY_ITEMS, INVALID_WORD, REASON_MISSING,
    // NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claim "case/<person>" while it is open. Timer "follow-up".
    static Effects effects(const State& after, const Event& event);
    static std::optional<Command> on_timer(const State& state, const TimerFired& fired);
};
static_assert(Decider<ServiceCase> && HasEffects<ServiceCase> && HasTimers<ServiceCase>);

}  // namespace haven::employment
