#include "libs/codec/values.hpp"

#include <gtest/gtest.h>

namespace haven::codec {
namespace {

TEST(CodecValues, NilAndUnsetAreTheEmptyTextBothWays) {
    EXPECT_EQ(id_text(PersonId{}), "");
    EXPECT_TRUE(id_of<PersonId>("").is_nil());
    EXPECT_EQ(date_text(Date{}), "");
    EXPECT_FALSE(date_of("").is_set());
}

TEST(CodecValues, WhatIsWrittenIsReadBack) {
    const PersonId person = id_of<PersonId>("018f3c5e-7a10-7bcd-9e2f-0123456789ab");
    EXPECT_EQ(id_of<PersonId>(id_text(person)), person);
    EXPECT_EQ(uuid_of(person.to_string()), person.uuid);
    EXPECT_EQ(date_of(date_text(Date::of(2024, 2, 29))), Date::of(2024, 2, 29));
    type::v1::Sealed message;
    write_sealed({person, "cipher"}, message);
    EXPECT_EQ(read_sealed(message), (Sealed{person, "cipher"}));
    const auto event = encoded<type::v1::Sealed>([&](auto& m) { m = message; });
    EXPECT_EQ(event.type, "Sealed");
    EXPECT_EQ(parsed<type::v1::Sealed>(event.payload).cipher(), "cipher");
}

TEST(CodecValuesDeathTest, WhatNoLogHoldsAborts) {
    EXPECT_DEATH(date_of("31.12.2024"), "");
    EXPECT_DEATH(uuid_of(""), "");
    EXPECT_DEATH(federation_of(-1), "");
    EXPECT_DEATH(parsed<type::v1::Sealed>("\x0a"), "");
}

}  // namespace
}  // namespace haven::codec
