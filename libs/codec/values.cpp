#include "libs/codec/values.hpp"

namespace haven::codec {

Uuid uuid_of(const std::string& text) {
    const auto parsed = Uuid::parse(text);
    HAVEN_CHECK(parsed.has_value());
    return *parsed;
}

std::string date_text(Date date) {
    return date.is_set() ? date.to_string() : std::string{};
}

Date date_of(const std::string& text) {
    if (text.empty()) return {};
    const auto parsed = Date::parse(text);
    HAVEN_CHECK(parsed.has_value());
    return *parsed;
}

FederationNo federation_of(std::int32_t number) {
    HAVEN_CHECK(number >= 0 && number <= INT16_MAX);
    return FederationNo{static_cast<std::int16_t>(number)};
}

void write_sealed(const Sealed& sealed, type::v1::Sealed& message) {
    message.set_person_id(id_text(sealed.person));
    message.set_cipher(sealed.cipher);
}

Sealed read_sealed(const type::v1::Sealed& message) {
    return {id_of<PersonId>(message.person_id()), message.cipher()};
}

}  // namespace haven::codec
