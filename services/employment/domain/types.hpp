// What the aggregates of employment share (就业服务, docs/rules.md R58 to R63, R78 to R80). Plain
// values; stored values and events mirror haven/employment/v1, which says what each field means.
// Personal fields are ciphertext about a pseudonym, and no rule reads them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libs/base/money.hpp"
#include "libs/base/sealed.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"

namespace haven::employment {

using FairId = Id<struct FairTag>;
using ParticipationId = Id<struct ParticipationTag>;
using VacancyId = Id<struct VacancyTag>;
using SeekerId = Id<struct SeekerTag>;
using IntentId = Id<struct IntentTag>;
using HireId = Id<struct HireTag>;
using HouseholdId = Id<struct HouseholdTag>;
using CaseId = Id<struct CaseTag>;
using AllotmentId = Id<struct AllotmentTag>;
using BasicPostId = Id<struct BasicPostTag>;
using CourseId = Id<struct CourseTag>;
using EnrolmentId = Id<struct EnrolmentTag>;
using FundLineId = Id<struct FundLineTag>;
using ReferralId = Id<struct ReferralTag>;

enum class EmployerKind {
    Unset,
    KeyProject,
    NewForm,
    Private,
    Small,
    Manufacturing,
    PublicInstitution,
    SocialOrganisation,
    SelfEmployed
};
enum class SeekerGroup { Unset, LaidOff, HardshipWorker, HardshipGraduate, Migrant, NewForm };
enum class SchoolingLevel { Unset, Any, JuniorHigh, SeniorHigh, JuniorCollege, Bachelor, Graduate };
enum class InsuranceCover { Unset, Full, WorkInjury, None };
enum class ParticipationRefusal { Unset, NoLicence, AgencyPermit, Blacklist, BranchLetter };
enum class VacancyRejection { Unset, Discrimination, Deposit, Vague, Duplicate };
enum class ContractKind { Unset, Labour, Service };
enum class WageEvidence {
    Unset,
    BankStatement,
    Payslip,
    SocialInsurance,
    CashSigned,
    EmployersWord
};
enum class EndReason { Unset, Resigned, Dismissed, ContractOver, EmployerClosed, Retired, Died };
enum class CaseNeed { Unset, Work, Training, Policy, Relief };
enum class ReferralTarget { Unset, Vacancy, Registry };
enum class ReferralResult { Unset, TakenUp, Declined, TurnedDown };
enum class ContactChannel { Unset, Counter, Phone, Visit };
enum class FollowUpFinding { Unset, Seeking, InTraining, AtWork, InNeed, NotReached };
enum class CaseOutcome { Unset, Hired, Advised, HandedOn, NotReached, Withdrawn };
enum class PostEndReason { Unset, TermOver, FoundWork, Resigned, Dismissed, Retired, Died };
enum class PayeeKind { Unset, Card, Account };
// What the registry should hear of, as outreach numbers it.
enum class HardshipSign { Unset, Illness, Accident, JobLoss, NoPay, SchoolCost, Disability };
// Round of a household's file, as the registry numbers it.
enum class FileRound { Unset, From2016To2020, Since2020, None };

struct FileRef {
    HouseholdId household = {};
    FederationNo federation = {};
    bool operator==(const FileRef&) const = default;
};

// Nobody younger works (docs/rules.md R60).
inline constexpr int kWorkingAge = 16;

}  // namespace haven::employment
