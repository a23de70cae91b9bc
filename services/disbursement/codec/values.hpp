// The values that several event messages share, both ways. Internal to the codec and the reactions;
// pulls in protobuf, so only .cpp files include it.
#pragma once

#include <string>
#include <vector>

#include "haven/disbursement/v1/disbursement_events.pb.h"
#include "libs/crypto/hash.hpp"
#include "libs/log/log.hpp"
#include "services/disbursement/domain/payment_batch.hpp"
#include "services/disbursement/domain/types.hpp"

namespace haven::disbursement {

namespace pb = haven::disbursement::v1;
namespace reg = haven::registry::v1;

// An id of nil is written as the empty text.
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

Date date_of(const std::string& text);
FederationNo federation_of(std::int32_t number);
BatchHash hash_value(const std::string& bytes);

// The enums of domain and proto have the same numbers.
template <class Proto, class Domain>
Proto to_proto(Domain value) {
    return static_cast<Proto>(static_cast<int>(value));
}

void write_payee(const Payee& payee, reg::Payee& message);
Payee read_payee(const reg::Payee& message);

using RefMessages = google::protobuf::RepeatedPtrField<pb::EntitlementRef>;
void write_refs(const std::vector<EntitlementRef>& refs, RefMessages& messages);
std::vector<EntitlementRef> read_refs(const RefMessages& messages);

using InstalmentMessages = google::protobuf::RepeatedPtrField<pb::GrantedInstalment>;
void write_instalments(const std::vector<GrantedInstalment>& parts, InstalmentMessages& messages);
std::vector<GrantedInstalment> read_instalments(const InstalmentMessages& messages);

template <class Message, class Fill>
log::NewEvent encoded(const char* type, Fill fill) {
    Message message;
    fill(message);
    log::NewEvent event{type, 1, {}};
    HAVEN_CHECK(message.SerializeToString(&event.payload));
    return event;
}
template <class Message>
Message parsed(std::string_view payload) {
    Message message;
    HAVEN_CHECK(message.ParseFromArray(payload.data(), static_cast<int>(payload.size())));
    return message;
}

}  // namespace haven::disbursement
