// The values that several event messages share, both ways. Internal to the codec and the reactions;
// pulls in protobuf, so only .cpp files include it.
#pragma once

#include <string>
#include <vector>

#include "haven/outreach/v1/outreach_events.pb.h"
#include "libs/log/log.hpp"
#include "services/outreach/domain/campaign.hpp"
#include "services/outreach/domain/publicity_activity.hpp"
#include "services/outreach/domain/training_class.hpp"
#include "services/outreach/domain/visit_group.hpp"

namespace haven::outreach {

namespace pb = haven::outreach::v1;

// An id of nil is written as the empty text, as is a day that is not set.
template <class Tag>
std::string id_text(const Id<Tag>& id) {
    return id.is_nil() ? std::string{} : id.to_string();
}
template <class TypedId>
TypedId id_of(const std::string& text) {
    if (text.empty()) return {};
    const auto parsed = TypedId::parse(text);
    HAVEN_CHECK(parsed.has_value());
    return *parsed;
}
std::string date_text(Date date);
Date date_of(const std::string& text);
FederationNo federation_of(std::int32_t number);

// The enums of domain and proto have the same numbers.
template <class Proto, class Domain>
Proto to_proto(Domain value) {
    return static_cast<Proto>(static_cast<int>(value));
}

using PbGoods = google::protobuf::RepeatedPtrField<pb::Goods>;
void write_goods(const std::vector<Goods>& goods, PbGoods& m);
std::vector<Goods> read_goods(const PbGoods& m);
void write_sealed(const Sealed& sealed, type::v1::Sealed& m);
Sealed read_sealed(const type::v1::Sealed& m);
void write_value(const Caps& e, pb::Caps& m);
Caps read_value(const pb::Caps& m);
void write_value(const CampaignRef& e, pb::CampaignRef& m);
CampaignRef read_value(const pb::CampaignRef& m);
void write_value(const BudgetLine& e, pb::BudgetLine& m);
BudgetLine read_value(const pb::BudgetLine& m);
void write_value(const CampaignTerms& e, pb::CampaignTerms& m);
CampaignTerms read_value(const pb::CampaignTerms& m);
void write_value(const Stop& e, pb::Stop& m);
Stop read_value(const pb::Stop& m);
void write_value(const Recipient& e, pb::Recipient& m);
Recipient read_value(const pb::Recipient& m);
void write_value(const ActivityTerms& e, pb::ActivityTerms& m);
ActivityTerms read_value(const pb::ActivityTerms& m);
void write_value(const Counts& e, pb::Counts& m);
Counts read_value(const pb::Counts& m);
void write_value(const ClassTerms& e, pb::ClassTerms& m);
ClassTerms read_value(const pb::ClassTerms& m);

// `write` fills the message of the event's own type.
template <class Message, class Write>
log::NewEvent encoded(Write write_message) {
    Message message;
    write_message(message);
    log::NewEvent event{Message::descriptor()->name(), 1, {}};
    HAVEN_CHECK(message.SerializeToString(&event.payload));
    return event;
}
template <class Message>
Message parsed(std::string_view payload) {
    Message message;
    HAVEN_CHECK(message.ParseFromArray(payload.data(), static_cast<int>(payload.size())));
    return message;
}

}  // namespace haven::outreach
