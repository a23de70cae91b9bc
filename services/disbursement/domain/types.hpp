// What the aggregates of disbursement share. Plain values; the numbers of the enums are those of
// the protos (the codec checks them), so they may be cast.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libs/base/money.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"

namespace haven::disbursement {

using HouseholdId = Id<struct HouseholdTag>;
using FundLineId = Id<struct FundLineTag>;
using EntitlementId = Id<struct EntitlementTag>;
using BatchId = Id<struct BatchTag>;
using AwardId = Id<struct AwardTag>;
using EnrolmentId = Id<struct EnrolmentTag>;
using CashAdvanceId = Id<struct CashAdvanceTag>;
using CashReliefId = Id<struct CashReliefTag>;
using CampaignId = Id<struct CampaignTag>;
using VisitGroupId = Id<struct VisitGroupTag>;

enum class AidItem { Unset, Living, Medical, Schooling, Training, Placement, Legal, Temporary };
enum class FileTier { Unset, National, Provincial, City, County, Grassroots };
enum class FileRound { Unset, From2016To2020, Since2020, None };
enum class FundSource { Unset, CentralFiscal, LocalFiscal, SuperiorUnion, OwnFunds, Donation };
enum class FundMovement {
    Unset,
    Received,
    CarriedIn,
    AllocatedIn,
    Returned,
    CarriedOut,
    AllocatedOut
};
enum class InstalmentState { Unset, Scheduled, Released, Batched, Paid, Held, Stopped };
enum class BatchState { Unset, Sealed, Checked, Approved, Sent, Answered, Refused, Void };
enum class LineState { Unset, Sealed, Struck, Sent, Paid, Failed, Unknown, Returned };
enum class PayeeKind { Unset, Card, Account };
enum class BookAccount {
    Unset,
    Bank,
    CashAdvance,
    ReceivedCentralFiscal,
    ReceivedLocalFiscal,
    ReceivedSuperiorUnion,
    ReceivedOwnFunds,
    ReceivedDonation,
    AllocatedIn,
    AllocatedOut,
    Carried,
    ReturnedToSource,
    Aid
};
enum class CashState { Unset, Requested, Funded, Unfunded, HandedOver, Counted, Settled, GivenUp };

// Who is paid. Number and name are sealed: nothing here says who it is.
struct Payee {
    PersonId person;
    PayeeKind kind = PayeeKind::Unset;
    PersonId account_owner;      // whose key opens the account
    std::string account_cipher;  // field "account"
    std::string last4;
    PersonId name_owner;
    std::string name_cipher;  // field "name"
    std::string bank;

    bool operator==(const Payee&) const = default;
    [[nodiscard]] bool is_known() const { return !account_cipher.empty() && !name_cipher.empty(); }
};

// An entitlement, named from another stream.
struct EntitlementRef {
    EntitlementId id;
    FederationNo federation;

    auto operator<=>(const EntitlementRef&) const = default;
};

// One year of an award of scholarship, which an entitlement pays; nil: aid of a household file.
struct AwardRef {
    AwardId award = {};
    int year = 0;

    bool operator==(const AwardRef&) const = default;
    [[nodiscard]] bool is_nil() const { return award.is_nil(); }
};

// The visit group of a campaign that takes cash along; nil: cash for another occasion.
struct CampaignRef {
    CampaignId campaign = {};
    VisitGroupId group = {};

    bool operator==(const CampaignRef&) const = default;
};

// An instalment as it is granted.
struct GrantedInstalment {
    int number = 0;
    Date due_date;
    Date release_on;  // the working day before, where the due date is a day off
    Money amount;

    bool operator==(const GrantedInstalment&) const = default;
};

}  // namespace haven::disbursement
