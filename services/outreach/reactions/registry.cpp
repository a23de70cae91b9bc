#include "haven/registry/v1/registry_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "libs/family/told.hpp"
#include "services/outreach/codec/values.hpp"
#include "services/outreach/domain/family_file.hpp"
#include "services/outreach/domain/hotline_ticket.hpp"
#include "services/outreach/reactions/reactions.hpp"

namespace haven::outreach {
namespace {

namespace reg = haven::registry::v1;
using consumer::ReactionCommand;

FamilyNoted noted(const family::FamilyTold& file) {
    return {HouseholdId{file.household}, file.members};
}

// The ticket hears what its referral has become; a visit group asks for no answer.
std::vector<ReactionCommand> answered(const Aggregates& aggregates, const log::Record& record) {
    const auto e = parsed<reg::ReferralReceived>(record.payload);
    const auto& sheet = e.sheet();
    if (sheet.source() != reg::REFERRAL_SOURCE_HOTLINE) return {};
    const bool draft = e.becomes() == reg::REFERRAL_STATE_DRAFT;
    return {{.aggregate = aggregates.ticket.get(),
             .federation = federation_of(sheet.from_federation()),
             .stream = id_of<TicketId>(sheet.source_id()).uuid,
             .command = HotlineTicket::Command{
                 NoteReferral{id_of<ReferralId>(sheet.referral_id()),
                              draft ? ReferralOutcome::Draft : ReferralOutcome::Visit}}}};
}

std::vector<ReactionCommand> react(const Aggregates& aggregates, const log::Record& record) {
    if (record.type == "ReferralReceived") return answered(aggregates, record);
    return family::heard<FamilyFile>(*aggregates.family, record, noted);
}

}  // namespace

consumer::Subscription registry_subscription(const Aggregates& aggregates) {
    std::vector<std::string> types = family::file_events();
    types.emplace_back("ReferralReceived");
    return consumer::told_by("registry", *reg::ReferralReceived::descriptor()->file(),
                             std::move(types),
                             [&](const log::Record& record) { return react(aggregates, record); });
}

}  // namespace haven::outreach
