// What is alike in the events by which others refer a person: they name its fields in the same
// words. Only the reactions include this.
#pragma once

#include <vector>

#include "haven/outreach/v1/outreach.pb.h"
#include "libs/codec/values.hpp"
#include "libs/consumer/consumer.hpp"
#include "services/registry/domain/referral.hpp"

namespace haven::registry {

// "JOB_LOSS"; OTHER: of a later version.
std::string word_of(outreach::v1::HardshipSign sign);

// Of the stream that the record is of; what only some of them say is left to the caller.
template <class Message>
Referral referral_of(const log::Record& record, ReferralSource source, const Message& e) {
    Referral referral{.referral = codec::uuid_of(e.referral_id()),
                      .origin = {source, record.federation, record.stream_id},
                      .person = PersonId{codec::uuid_of(e.person_id())},
                      .name = codec::read_sealed(e.name()),
                      .union_node = e.union_node()};
    for (int i = 0; i < e.signs_size(); ++i) referral.signs.push_back(word_of(e.signs(i)));
    return referral;
}

// The one command, to the registry of that federation.
std::vector<consumer::ReactionCommand> to_registry(std::int32_t federation, Referral referral);

}  // namespace haven::registry
