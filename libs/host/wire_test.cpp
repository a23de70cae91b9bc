// What the production profile does not start with: a wire that somebody could listen in on.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/host/config.hpp"

namespace haven::host {
namespace {

using testing::HasSubstr;

std::expected<Config, ConfigStop> parse(const std::vector<std::string>& words) {
    std::vector<const char*> line{"haven", "--run-dir", "/r", "--data-dir", "/d"};
    for (const std::string& word : words) line.push_back(word.c_str());
    return parse_config(static_cast<int>(line.size()), line.data(), {"registry", "vault"});
}

// "" for one that may start.
std::string refusal(std::vector<std::string> words) {
    if (std::ranges::none_of(words, [](const auto& w) { return w.starts_with("--postgres"); })) {
        words.emplace_back("--postgres=host=/run/pg");
    }
    words.emplace_back("--profile=production");
    const auto config = parse(words);
    return config ? "" : config.error().text;
}

TEST(ProductionWire, OtherMachinesAreServedAndCalledWithCertificatesOnly) {
    EXPECT_EQ(refusal({}), "");
    EXPECT_EQ(refusal({"--address=localhost:1", "--vault-address=127.0.0.1:2"}), "");
    for (const char* open :
         {"--address=0.0.0.0:1", "--address=10.0.0.1:1", "--address=localhost.example:1",
          "--vault-address=vault:1", "--peer=registry=registry:1"}) {
        EXPECT_THAT(refusal({open}), HasSubstr("INSECURE_GRPC")) << open;
        EXPECT_EQ(refusal({open, "--tls-certificate=/tls.crt"}), "") << open;
    }
    EXPECT_EQ(refusal({"--address=0.0.0.0:1", "--migrations=only"}), "") << "it serves nobody";
}

TEST(ProductionWire, PostgreSqlIsReachedByASocketOrWithItsNameVerified) {
    for (const char* open :
         {"host=db", "host=127.0.0.1 sslmode=require", "host=db sslmode=verify-ca"}) {
        const std::string conninfo = open;
        EXPECT_THAT(refusal({"--postgres=" + conninfo}),
                    HasSubstr("INSECURE_POSTGRES: --postgres"));
        EXPECT_THAT(refusal({"--vault-postgres=" + conninfo}),
                    HasSubstr("INSECURE_POSTGRES: --vault-postgres"));
        EXPECT_THAT(refusal({"--postgres=" + conninfo, "--migrations=only"}),
                    HasSubstr("INSECURE_POSTGRES"));
    }
    EXPECT_EQ(refusal({"--postgres=host=db sslmode=verify-full sslrootcert=/ca.crt",
                       "--vault-postgres=host=vaultdb sslmode=verify-full"}),
              "");
}

TEST(ProductionWire, KafkaIsSpokenToOverTlsWithItsNameVerified) {
    const auto kafka = [](std::vector<std::string> settings) {
        std::vector<std::string> words{"--kafka=a:1"};
        for (const std::string& setting : settings) words.push_back("--kafka-set=" + setting);
        return refusal(words);
    };
    EXPECT_EQ(kafka({"security.protocol=ssl"}), "");
    EXPECT_EQ(kafka({"security.protocol=SASL_SSL", "sasl.mechanism=PLAIN"}), "");
    for (const std::vector<std::string>& open :
         {std::vector<std::string>{},
          {"security.protocol=plaintext"},
          {"security.protocol=sasl_plaintext"},
          {"security.protocol=ssl", "enable.ssl.certificate.verification=false"},
          {"security.protocol=ssl", "ssl.endpoint.identification.algorithm=none"}}) {
        EXPECT_THAT(kafka(open), HasSubstr("INSECURE_KAFKA"));
    }
}

TEST(ProductionWire, NothingOfItIsAskedOfADemo) {
    EXPECT_TRUE(parse({"--postgres=host=db", "--kafka=a:1", "--vault-address=vault:1"}));
}

TEST(KafkaSettings, OfAFileThatNobodyElseMayReadAndTheCommandLineWins) {
    const auto file = std::filesystem::temp_directory_path() /
                      ("haven-kafka-" + crypto::hex(crypto::random_bytes(6)));
    std::ofstream(file) << "# for haven\nsasl.password=a=b\nsecurity.protocol=sasl_ssl\n";
    const std::string option = "--kafka-settings=" + file.string();
    const std::string postgres = "--postgres=host=/run/pg";
    std::filesystem::permissions(file, std::filesystem::perms(0640));
    EXPECT_THAT(parse({option, postgres}).error().text, HasSubstr("SECRET_TOO_OPEN"));
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    const auto config = parse({option, postgres, "--kafka-set=security.protocol=ssl"});
    ASSERT_TRUE(config) << config.error().text;
    EXPECT_EQ(config->kafka_settings.at("sasl.password"), "a=b");
    EXPECT_EQ(config->kafka_settings.at("security.protocol"), "ssl");
    std::ofstream(file, std::ios::app) << "secret without a name\n";
    const std::string told = parse({option, postgres}).error().text;
    EXPECT_THAT(told, HasSubstr("INVALID_SETTING"));
    EXPECT_THAT(told, ::testing::Not(HasSubstr("secret"))) << "it may be the password";
    std::filesystem::remove(file);
    EXPECT_THAT(parse({option, postgres}).error().text, HasSubstr("SECRET_MISSING"));
}

}  // namespace
}  // namespace haven::host
