#include "haven/outreach/v1/outreach_events.pb.h"
#include "libs/codec/values.hpp"
#include "libs/consumer/peer_events.hpp"
#include "services/registry/aggregates.hpp"
#include "services/registry/domain/referral.hpp"
#include "services/registry/reactions/reactions.hpp"

namespace haven::registry {
namespace {

namespace out = haven::outreach::v1;
using codec::date_of;
using codec::parsed;
using codec::read_sealed;
using codec::uuid_of;
using consumer::ReactionCommand;

// HARDSHIP_SIGN_JOB_LOSS → JOB_LOSS
std::string word_of(int sign) {
    constexpr std::string_view kPrefix = "HARDSHIP_SIGN_";
    const std::string name = out::HardshipSign_Name(sign);
    return name.starts_with(kPrefix) ? name.substr(kPrefix.size()) : "OTHER";
}

// What both events say in the same words.
template <class Message>
Referral referral_of(const log::Record& record, const Message& e) {
    Referral referral{.referral = uuid_of(e.referral_id()),
                      .from = record.federation,
                      .source_id = record.stream_id,
                      .person = PersonId{uuid_of(e.person_id())},
                      .name = read_sealed(e.name()),
                      .union_node = e.union_node()};
    for (const int sign : e.signs()) referral.signs.push_back(word_of(sign));
    return referral;
}

std::vector<ReactionCommand> to_registry(std::int32_t federation, Referral referral) {
    const Uuid stream = referral.referral;
    return {{.aggregate = &referral_aggregate(),
             .federation = {static_cast<std::int16_t>(federation)},
             .stream = stream,
             .command = ReferralRecord::Command(ReceiveReferral{std::move(referral)})}};
}

std::vector<ReactionCommand> react(const log::Record& record) {
    if (record.type == "CallerReferred") {
        const auto e = parsed<out::CallerReferred>(record.payload);
        Referral referral = referral_of(record, e);
        referral.source = ReferralSource::Hotline;
        referral.source_no = e.ticket_no();
        referral.phone = read_sealed(e.phone());
        referral.identified = e.identified();
        referral.heard_on = date_of(e.heard_on());
        return to_registry(e.to_federation(), std::move(referral));
    }
    if (record.type == "ReliefReferred") {
        const auto e = parsed<out::ReliefReferred>(record.payload);
        Referral referral = referral_of(record, e);
        referral.source = ReferralSource::Campaign;
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
