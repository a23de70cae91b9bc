#include "haven/employment/v1/employment_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "services/registry/aggregates.hpp"
#include "services/registry/domain/household.hpp"
#include "services/registry/reactions/reactions.hpp"
#include "services/registry/reactions/referred.hpp"

namespace haven::registry {
namespace {

namespace emp = haven::employment::v1;
using codec::date_of;
using codec::parsed;
using codec::read_sealed;
using codec::uuid_of;
using consumer::ReactionCommand;

// Somebody without a file in the family concerns no file.
std::vector<ReactionCommand> to_file(const emp::FileRef& file, Household::Command command) {
    if (file.household_id().empty()) return {};
    return {{.aggregate = &household_aggregate(),
             .federation = codec::federation_of(file.federation()),
             .stream = uuid_of(file.household_id()),
             .command = std::move(command)}};
}

// To a vacancy nobody is referred here.
std::vector<ReactionCommand> referred(const log::Record& record, const emp::CaseReferred& e) {
    if (e.referral_id().empty()) return {};
    Referral referral = referral_of(record, ReferralSource::Case, e);
    referral.phone = read_sealed(e.phone());
    referral.identified = true;  // seekers are registered with their ID number
    referral.heard_on = date_of(e.referred_on());
    return to_registry(e.to_federation(), std::move(referral));
}

std::vector<ReactionCommand> react(const log::Record& record) {
    if (record.type == "RetentionConfirmed") {
        const auto e = parsed<emp::RetentionConfirmed>(record.payload);
        if (!e.income_evidenced()) return {};  // a word is no income
        return to_file(e.file(),
                       NoteRetainedJob{{.hire = uuid_of(e.hire_id()),
                                        .person = PersonId{uuid_of(e.person_id())},
                                        .employer_uscc = e.uscc(),
                                        .month = e.month(),
                                        .monthly_wage = Money::fen(e.monthly_wage_fen())}});
    }
    if (record.type == "EmploymentEnded") {
        const auto e = parsed<emp::EmploymentEnded>(record.payload);
        return to_file(e.file(), NoteJobEnded{uuid_of(e.hire_id()), date_of(e.ended_on())});
    }
    if (record.type == "CaseReferred") {
        return referred(record, parsed<emp::CaseReferred>(record.payload));
    }
    return {};
}

}  // namespace

consumer::Subscription employment_subscription() {
    return consumer::told_by("employment", *emp::HireConfirmed::descriptor()->file(),
                             {"RetentionConfirmed", "EmploymentEnded", "CaseReferred"}, react);
}

}  // namespace haven::registry
