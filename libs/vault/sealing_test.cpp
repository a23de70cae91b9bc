#include "libs/vault/sealing.hpp"

#include <gtest/gtest.h>

#include "libs/crypto/ids.hpp"
#include "libs/vault/key_cache.hpp"

namespace haven::vault {
namespace {

const PersonId kPerson{crypto::uuid_of_code("person", "a")};
const PersonId kOther{crypto::uuid_of_code("person", "b")};
const Uuid kCommand = crypto::uuid_of_code("command", "1");

TEST(Sealing, AnHonestRepeatHasTheSameBytes) {
    const FieldKeys key(new_key());
    const auto first = seal_field(key, kPerson, "phone", kCommand, "13912340000");
    EXPECT_EQ(first, seal_field(key, kPerson, "phone", kCommand, "13912340000"));
    EXPECT_NE(first, seal_field(key, kPerson, "phone", kCommand, "13912340001"));
    EXPECT_NE(first, seal_field(key, kPerson, "phone", crypto::uuid_of_code("command", "2"),
                                "13912340000"));
}

TEST(Sealing, OpensOnlyForItsPersonFieldAndKey) {
    const FieldKeys key(new_key());
    const std::string cipher = seal_field(key, kPerson, "name", kCommand, "林秀");
    EXPECT_EQ(open_field(key, kPerson, "name", cipher), "林秀");
    EXPECT_FALSE(open_field(key, kOther, "name", cipher));
    EXPECT_FALSE(open_field(key, kPerson, "phone", cipher));
    EXPECT_FALSE(open_field(FieldKeys(new_key()), kPerson, "name", cipher));
}

TEST(Sealing, EveryDamagedByteIsRefused) {
    const FieldKeys key(new_key());
    const std::string cipher = seal_field(key, kPerson, "name", kCommand, "林秀");
    for (std::size_t i = 0; i < cipher.size(); ++i) {
        std::string damaged = cipher;
        damaged[i] = static_cast<char>(damaged[i] ^ 1);
        EXPECT_FALSE(open_field(key, kPerson, "name", damaged)) << "byte " << i;
    }
    for (std::size_t length = 0; length < cipher.size(); ++length) {
        EXPECT_FALSE(open_field(key, kPerson, "name", cipher.substr(0, length)));
    }
}

TEST(Sealing, AWrappedKeyOpensOnlyForItsOwnerAndItsKek) {
    const Key kek = new_key();
    const Key key = new_key();
    const std::string wrapped = wrap_key(kek, "owner", key);
    const auto opened = unwrap_key(kek, "owner", wrapped);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->bytes(), key.bytes());
    EXPECT_FALSE(unwrap_key(kek, "another", wrapped));
    EXPECT_FALSE(unwrap_key(new_key(), "owner", wrapped));
    EXPECT_EQ(wrapped.find(key.bytes()), std::string::npos);
}

TEST(KeyCache, ForgetsAfterSixtySeconds) {
    KeyCache cache;
    cache.add(kPerson, FieldKeys(new_key()), Instant{0});
    EXPECT_TRUE(cache.find(kPerson, Instant{KeyCache::kLifeMicros - 1}));
    EXPECT_FALSE(cache.find(kPerson, Instant{KeyCache::kLifeMicros}));
    // Use does not lengthen its life.
    cache.add(kPerson, FieldKeys(new_key()), Instant{0});
    EXPECT_TRUE(cache.find(kPerson, Instant{KeyCache::kLifeMicros - 1}));
    EXPECT_FALSE(cache.find(kPerson, Instant{KeyCache::kLifeMicros + 1}));
}

}  // namespace
}  // namespace haven::vault
