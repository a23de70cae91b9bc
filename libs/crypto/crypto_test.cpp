#include <gtest/gtest.h>
#include <sys/stat.h>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/crypto/secret.hpp"

namespace haven::crypto {
namespace {

std::string bytes(std::string_view text) {
    return from_hex(text).value();
}

TEST(Hash, Sha256OfTheStandard) {  // FIPS 180-4
    EXPECT_EQ(hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hash, HmacOfRfc4231) {
    EXPECT_EQ(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'),
                              "Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hash, Base64UrlGoesBothWaysAndRefusesTheRest) {
    for (const std::string_view text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"}) {
        EXPECT_EQ(from_base64url(base64url(text)).value(), text);
    }
    EXPECT_EQ(base64url("\xfb\xff"), "-_8");
    for (const std::string_view bad : {"Zg==", "Zh", "Z", "Zm9v\n", "+/8"}) {
        EXPECT_EQ(from_base64url(bad).error().reason, "INVALID_BASE64") << bad;
    }
}

TEST(Ids, DerivedOnesKeepTheirParentsTimeAndAreAlwaysTheSame) {
    const Uuid parent = new_uuid_v7(Instant{1'600'000'000'000'000});
    const Uuid child = derive_uuid(parent, "household");
    EXPECT_EQ(child, derive_uuid(parent, "household"));
    EXPECT_NE(child, derive_uuid(parent, "household2"));
    EXPECT_EQ(child.to_string().substr(0, 13), parent.to_string().substr(0, 13));
    EXPECT_EQ(child.to_string()[14], '8');
    EXPECT_EQ(parent.to_string()[14], '7');
    EXPECT_NE(uuid_of_code("a", "bc"), uuid_of_code("ab", "c"));
}

TEST(Secret, Ed25519OfRfc8032) {
    const KeyPair pair =
        key_pair_of(bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    EXPECT_EQ(hex(pair.public_key),
              "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    const std::string signature = sign(pair.seed, "\x72");
    EXPECT_EQ(hex(signature),
              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
              "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    EXPECT_TRUE(verify(pair.public_key, "\x72", signature));
    EXPECT_FALSE(verify(pair.public_key, "\x73", signature));
    EXPECT_FALSE(verify(pair.public_key, "\x72", signature.substr(1)));
}

TEST(Secret, XChaCha20Poly1305OfTheDraft) {  // draft-irtf-cfrg-xchacha, A.3.1
    const std::string key =
        bytes("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
    const std::string nonce = bytes("404142434445464748494a4b4c4d4e4f5051525354555657");
    const std::string data = bytes("50515253c0c1c2c3c4c5c6c7");
    const std::string plain =
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
        "future, sunscreen would be it.";
    const std::string sealed = seal(key, nonce, data, plain);
    EXPECT_EQ(hex(sealed).substr(0, 32), "bd6d179d3e83d43b9576579493c0e939");
    EXPECT_EQ(hex(sealed).substr(sealed.size() * 2 - 32), "c0875924c1c7987947deafd8780acf49");
    EXPECT_EQ(open(key, nonce, data, sealed), plain);
}

TEST(Secret, AnyFlippedBitKeepsItShut) {
    const std::string key(kKeyBytes, 'k');
    const std::string nonce(kNonceBytes, 'n');
    const std::string sealed = seal(key, nonce, "person|name|1", "赵女士");
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        std::string damaged = sealed;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
        EXPECT_FALSE(open(key, nonce, "person|name|1", damaged).has_value());
    }
    EXPECT_FALSE(open(key, nonce, "person|phone|1", sealed).has_value());
}

TEST(Secret, FilesOpenToOthersAreRefused) {
    const auto folder = std::filesystem::temp_directory_path() / ("haven-" + hex(random_bytes(6)));
    std::filesystem::create_directory(folder);
    const auto file = folder / "key";
    EXPECT_EQ(read_secret(file).error().reason, "SECRET_MISSING");
    const std::string made = read_or_make_secret(file, 32).value();
    EXPECT_EQ(made.size(), 32U);
    EXPECT_EQ(read_or_make_secret(file, 32).value(), made);
    EXPECT_EQ(write_new_secret(file, "x").error().reason, "SECRET_EXISTS");
    ::chmod(file.c_str(), 0640);
    EXPECT_EQ(read_secret(file).error().reason, "SECRET_TOO_OPEN");
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace haven::crypto
