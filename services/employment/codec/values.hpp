// The values that several event messages share, both ways. Internal to the codec and the reactions;
// pulls in protobuf, so only .cpp files include it.
#pragma once

#include <string>

#include "haven/employment/v1/employment_events.pb.h"
#include "libs/log/log.hpp"
#include "services/employment/domain/employer.hpp"
#include "services/employment/domain/fair.hpp"
#include "services/employment/domain/screening.hpp"
#include "services/employment/domain/seeker.hpp"

namespace haven::employment {

namespace pb = haven::employment::v1;
namespace reg = haven::registry::v1;

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
Uuid uuid_of(const std::string& text);
std::string date_text(Date date);
Date date_of(const std::string& text);
FederationNo federation_of(std::int32_t number);

// The enums of domain and proto have the same numbers.
template <class Proto, class Domain>
Proto to_proto(Domain value) {
    return static_cast<Proto>(static_cast<int>(value));
}

void write_sealed(const Sealed& sealed, type::v1::Sealed& m);
Sealed read_sealed(const type::v1::Sealed& m);
void write_value(const FileRef& e, pb::FileRef& m);
FileRef read_value(const pb::FileRef& m);
void write_value(const FairTerms& e, pb::FairTerms& m);
FairTerms read_value(const pb::FairTerms& m);
void write_value(const EmployerPapers& e, pb::EmployerPapers& m);
EmployerPapers read_value(const pb::EmployerPapers& m);
void write_value(const VacancyTerms& e, pb::VacancyTerms& m);
VacancyTerms read_value(const pb::VacancyTerms& m);
void write_value(const SeekerProfile& e, pb::SeekerProfile& m);
SeekerProfile read_value(const pb::SeekerProfile& m);

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

}  // namespace haven::employment
