// What the aggregates of outreach share (送温暖, docs/rules.md R64 to R69). Plain values; personal
// fields are ciphertext about a pseudonym, and no rule reads them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libs/base/money.hpp"
#include "libs/base/sealed.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"

namespace haven::outreach {

using CampaignId = Id<struct CampaignTag>;
using GroupId = Id<struct GroupTag>;
using StockId = Id<struct StockTag>;
using DeliveryId = Id<struct DeliveryTag>;
using ReferralId = Id<struct ReferralTag>;
using ActivityId = Id<struct ActivityTag>;
using ClassId = Id<struct ClassTag>;
using FundLineId = Id<struct FundLineTag>;
using HouseholdId = Id<struct HouseholdTag>;

enum class CampaignKind {
    Unset,
    Warmth,  // 双节送温暖: New Year and Spring Festival
    Special  // 专项慰问: its own money, in no total of warmth
};
enum class UnionLevel { Unset, City, County, Grassroots };
enum class RecipientKind {
    Unset,
    HardshipWorker,
    DistressedFirmWorker,
    FrontLineWorker,
    NewFormWorker,
    MedicalWorker,
    InjuredWorker,
    OnDutyWorker,
    ModelWorker
};
// What a visitor saw that the registry should hear of.
enum class HardshipSign { Unset, Illness, Accident, JobLoss, NoPay, SchoolCost, Disability };
enum class VisitFailure { Unset, Declined, Absent, Moved, Died };
// Why money was handed over as cash (docs/rules.md R67).
enum class CashReason { Unset, OnTheSpot, NoAccount, Urgent };

// Goods are counted in pieces and never as money.
struct Goods {
    std::string code = {};  // RICE_10KG
    int pieces = 0;

    auto operator<=>(const Goods&) const = default;
};

// What one person may be given, of the rules that the campaign is under.
struct Caps {
    Money per_time = {};
    Money per_season = {};

    bool operator==(const Caps&) const = default;
};

// The campaign as its groups know it.
struct CampaignRef {
    CampaignId campaign = {};
    CampaignKind kind = CampaignKind::Unset;
    int season = 0;  // the year of the Spring Festival
    UnionLevel level = UnionLevel::Unset;
    Date first_day = {};
    Date last_day = {};
    Caps caps = {};

    bool operator==(const CampaignRef&) const = default;
};

}  // namespace haven::outreach
