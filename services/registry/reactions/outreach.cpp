#include "haven/outreach/v1/outreach_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "services/registry/reactions/reactions.hpp"
#include "services/registry/reactions/referred.hpp"

namespace haven::registry {
namespace {

namespace out = haven::outreach::v1;
using codec::date_of;
using codec::parsed;
using codec::read_sealed;

std::vector<consumer::ReactionCommand> react(const log::Record& record) {
    if (record.type == "CallerReferred") {
        const auto e = parsed<out::CallerReferred>(record.payload);
        Referral referral = referral_of(record, ReferralSource::Hotline, e);
        referral.source_no = e.ticket_no();
        referral.phone = read_sealed(e.phone());
        referral.identified = e.identified();
        referral.heard_on = date_of(e.heard_on());
        return to_registry(e.to_federation(), std::move(referral));
    }
    if (record.type == "ReliefReferred") {
        const auto e = parsed<out::ReliefReferred>(record.payload);
        Referral referral = referral_of(record, ReferralSource::Campaign, e);
        referral.identified = true;  // people by name are listed with their ID number
        referral.heard_on = date_of(e.seen_on());
        return to_registry(e.to_federation(), std::move(referral));
    }
    return {};
}

}  // namespace

consumer::Subscription outreach_subscription() {
    return consumer::told_by("outreach", *out::CallerReferred::descriptor()->file(),
                             {"CallerReferred", "ReliefReferred"}, react);
}

}  // namespace haven::registry
