// ReferralRecord: somebody whom the hotline, a visit group or the job centre has referred
// (docs/rules.md R76, R78). With an identity and a union node it is a draft application, otherwise
// somebody goes and sees; it never is a file. It ends with the application that is handed in, or
// with a reason, and says to whom that is of interest. The stream is the referral's id. Pure; any
// thread.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "libs/decider/decider.hpp"
#include "services/registry/domain/types.hpp"

namespace haven::registry {

enum class ReferralSource { None, Campaign, Hotline, Case };
enum class ReferralState { None, Draft, Visit, Applied, SetAside };

struct ReferralOrigin {
    ReferralSource source = ReferralSource::None;
    FederationNo federation = {};
    Uuid id = {};  // ticket, visit group or case

    bool operator==(const ReferralOrigin&) const = default;
};

struct Referral {
    Uuid referral = {};
    ReferralOrigin origin = {};
    std::string source_no = {};  // of a ticket
    PersonId person = {};
    Sealed name = {};
    Sealed phone = {};        // empty: not known
    bool identified = false;  // by ID number
    std::string union_node = {};
    std::vector<std::string> signs = {};
    Date heard_on = {};

    bool operator==(const Referral&) const = default;
};

struct ReferralReceived {
    Referral referral;
    ReferralState becomes = ReferralState::None;  // Draft or Visit

    bool operator==(const ReferralReceived&) const = default;
};
// `origin` is not set in those of before it was kept in them.
struct ReferralApplied {
    HouseholdId household = {};
    ReferralOrigin origin = {};

    bool operator==(const ReferralApplied&) const = default;
};
struct ReferralPutAside {
    std::string reason = {};
    ReferralOrigin origin = {};

    bool operator==(const ReferralPutAside&) const = default;
};

// What outreach's and employment's events become here.
struct ReceiveReferral {
    Referral referral;
};
struct TakeUpReferral {
    HouseholdId household;
    std::vector<PersonId> members = {};  // of that application
};
struct SetReferralAside {
    std::string reason;
};

// Refusals: REFERRAL_MISSING, REFERRAL_SETTLED, NO_SUCH_MEMBER, NOT_STAFF. Errors: REASON_MISSING,
// INVALID_WORD.
struct ReferralRecord {
    struct State {
        std::optional<Referral> referral;
        ReferralState phase = ReferralState::None;
        HouseholdId household;
        std::string reason;
    };
    using Command = std::variant<ReceiveReferral, TakeUpReferral, SetReferralAside>;
    using Event = std::variant<ReferralReceived, ReferralApplied, ReferralPutAside>;
    static Result<std::vector<Event>> decide(const State&, const Command&, const Context&);
    static State evolve(State, const Event&);
};
static_assert(Decider<ReferralRecord>);

}  // namespace haven::registry
