// What the aggregates of scholarship share (金秋助学, docs/rules.md R49 to R57). Plain values;
// personal fields are ciphertext about a pseudonym, and no rule reads them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libs/base/money.hpp"
#include "libs/base/sealed.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"

namespace haven::scholarship {

using SchemeId = Id<struct SchemeTag>;
using PledgeId = Id<struct PledgeTag>;
using ApplicationId = Id<struct ApplicationTag>;
using RollId = Id<struct RollTag>;
using AwardId = Id<struct AwardTag>;
using HouseholdId = Id<struct HouseholdTag>;
using FundLineId = Id<struct FundLineTag>;

enum class SchemeKind { Unset, UnionHardship, Charity, Employer, Reward };
enum class StudyStage {
    Unset,
    SeniorHigh,
    SecondaryVocational,
    JuniorCollege,
    Undergraduate,
    TopUp,  // 专升本: from junior college to a bachelor's degree
    Graduate
};
// What "one award a stage" counts by (I27): a top-up is no second award of the same autumn.
enum class StageLevel { Unset, SeniorSecondary, Higher, Graduate };
enum class ProgrammeKind {
    Unset,
    Regular,
    Military,
    FreeTeacher,
    Directed,
    PrivateHighFee,
    SelfFundedAbroad,
    SinoForeign,
    PartTime
};

StageLevel level_of(StudyStage stage);

enum class PayeeKind { Unset, Card, Account };

// Whose account is paid: the student's or the parent's.
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

// Where an award's money comes from: a fund line of the federation that pays and, unless it is the
// union's own, the pledge whose money lies on that line.
struct Funding {
    FundLineId fund_line = {};
    PledgeId pledge = {};  // nil: the union's own money

    bool operator==(const Funding&) const = default;
};

// An adult signs and is paid himself (docs/rules.md R55).
inline constexpr int kAdultYears = 18;

}  // namespace haven::scholarship
