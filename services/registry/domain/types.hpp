// The values of the registry's domain. Enumerators have the numbers of haven.registry.v1, which the
// codec relies on. Personal fields are ciphertext about a pseudonym: no rule reads them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libs/base/money.hpp"
#include "libs/base/sealed.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"

namespace haven::registry {

using HouseholdId = Id<struct HouseholdTag>;

enum class HardshipClass { None = 0, Deep, Relative, Accident, Dibao, Marginal };
// A smaller number is a higher tier.
enum class FileTier { None = 0, National, Provincial, City, County, Grassroots };
enum class FileRound { Unset = 0, From2016To2020, Since2020, None };
enum class HardshipCause {
    None = 0,
    SuddenEvent,
    Accident,
    MajorIllness,
    Disability,
    EnterpriseDistress,
    ChildSchooling,
    Unemployment,
    NoLabourAbility,
    AbleNotEmployed,
    NoSocialInsurance,
    InsuranceNotHonoured,
    Other,
    SingleParent,
};
enum class Relation {
    None = 0,
    Head,
    Spouse,
    Son,
    Daughter,
    Father,
    Mother,
    Grandparent,
    Sibling,
    Grandchild,
    Other,
};
enum class Sex { Unknown = 0, Male, Female };
// Work, health and schooling decide nothing here; they are kept by their proto number.
using CodeNumber = std::int32_t;
enum class DocumentKind { None = 0, Application = 1, AccidentReport = 13 };
enum class PayeeKind { None = 0, Card, Account };
enum class Residence { None = 0, Urban, Rural };
enum class HouseholdState {
    None = 0,
    Applied,
    Returned,
    Checking,
    Checked,
    Classified,
    Noticed,
    NoticeClosed,
    Enrolled,
    Suspended,
    ExitProposed,
    Closed,
    Cancelled,
    NotEligible,
    Withdrawn,
    Lapsed,
    Rejected,
};
enum class ExitKind { None = 0, Resolved, Died, Retired, Moved, Mistaken, Fraud, Backstop };
enum class VisitKind { None = 0, Investigate, Routine, FollowUp };
enum class VisitFinding { None = 0, AsDeclared, Better, Worse, Absent };
enum class ReviewOutcome { None = 0, Continue, Adjust, Stop };
enum class ErasureGround { None = 0, PurposeEnded, TermEnded, ConsentWithdrawn, Unlawful };
enum class SuspensionReason { None = 0, ReviewOverdue, FraudCheck, ConsentWithdrawn };
enum class AidItem { None = 0, Living, Medical, Schooling, Training, Placement, Legal, Temporary };
enum class PropertySign {
    None = 0,
    HomesGe2,
    ShopOrEmployer,
    HighFeeSchoolGt2x,
    SelfFundedAbroad,
    NonLivelihoodVehicle,
};
enum class MeansCheckState { None = 0, Complete, Partial, Error };

// Work that somebody of the household has kept for some months, with proof of the wage, as
// employment says (docs/rules.md R63).
struct RetainedJob {
    Uuid hire = {};
    PersonId person = {};
    std::string employer_uscc = {};
    std::int32_t month = 0;  // 3, 6 or 12
    Money monthly_wage = {};

    bool operator==(const RetainedJob&) const = default;
};

struct Member {
    std::int32_t seq = 0;
    PersonId person = {};
    Relation relation = Relation::None;
    Sealed name = {};
    Sealed id_number = {};
    Sex sex = Sex::Unknown;
    Date birth_date = {};
    Sealed phone = {};
    Sealed address = {};
    CodeNumber work = 0;
    CodeNumber health = 0;
    CodeNumber schooling = 0;
    Money yearly_income = {};
    bool authorised = false;
    Sealed diagnosis = {};

    bool operator==(const Member&) const = default;
};

// Adults sign the means-check authorisation themselves.
inline constexpr int kAdultYears = 18;
inline bool is_adult(const Member& member, Date on) {
    return member.birth_date.plus_years(kAdultYears) <= on;
}

struct Document {
    DocumentKind kind = DocumentKind::None;
    Sealed name = {};

    bool operator==(const Document&) const = default;
};

struct Payee {
    PersonId person = {};
    PayeeKind kind = PayeeKind::None;
    Sealed account = {};
    std::string last4 = {};
    Sealed name = {};
    std::string bank = {};

    bool operator==(const Payee&) const = default;
};

struct MeansFigures {
    Money income = {};
    Money rigid = {};
    std::vector<PropertySign> signs = {};
    bool dibao = false;
    bool relief_received = false;
    std::int32_t months_below_line = 0;

    bool operator==(const MeansFigures&) const = default;
};

struct Waiver {
    PropertySign sign = PropertySign::None;
    std::string reason = {};

    bool operator==(const Waiver&) const = default;
};

// The figures of a decision and the ids of the rules it used: "why" is answered from here, for
// ever.
struct Comparison {
    std::string rule_set_id = {};
    std::string line_id = {};
    Money line_monthly = {};
    bool line_is_placeholder = false;
    Money income = {};
    Money rigid = {};
    Money net = {};  // income - rigid; may be negative
    std::int32_t member_count = 0;
    Money line_year = {};  // line * 12 * members
    std::int32_t multiple_permille = 0;
    std::string relation_sign = {};  // "<" or "<="
    Money accident_cost = {};
    Money savings = {};
    std::int32_t months_below_line = 0;
    bool relief_received = false;
    Money self_paid_medical = {};
    bool temporary_hardship = false;

    bool operator==(const Comparison&) const = default;
};

struct Meeting {
    std::string minutes_no = {};
    Date held_on = {};
    std::vector<StaffId> present = {};

    bool operator==(const Meeting&) const = default;
};

struct Instalment {
    std::int32_t number = 0;
    Date due = {};
    Money amount = {};

    bool operator==(const Instalment&) const = default;
};

// A superior union has agreed to an amount above what the office grants by itself (上级批准).
struct SuperiorApproval {
    FileTier level = FileTier::None;  // None: nobody was asked
    std::string document_no = {};

    bool operator==(const SuperiorApproval&) const = default;
};

struct Measure {
    std::string measure_id =
        {};  // "2018-1": year and position among the file's measures of that year
    AidItem item = AidItem::None;
    std::string programme = {};
    PersonId beneficiary = {};
    Money annual = {};
    Uuid fund_line = {};
    FederationNo fund_federation = {};
    std::vector<Instalment> instalments = {};
    Money cap = {};  // most that a person may have of this item in this year; zero: no cap
    SuperiorApproval approval = {};

    bool operator==(const Measure&) const = default;
};

}  // namespace haven::registry
