// sslmode=verify-full with a private authority, as deploy/secrets.sh makes one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "libs/postgres/connection.hpp"
#include "libs/postgres/testing.hpp"

namespace haven::postgres {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::ThrowsMessage;

class PostgresTls : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        folder = fs::temp_directory_path() / ("haven-pg-tls-" + std::to_string(::getpid()));
        for (const char* authority : {"ours", "theirs"}) {
            const std::string command = "'" HAVEN_SOURCE_DIR "/deploy/secrets.sh' make '" +
                                        (folder / authority).string() + "'";
            ASSERT_EQ(std::system(command.c_str()), 0);
        }
        const fs::path server = folder / "server";
        fs::create_directory(server);
        for (const char* name : {"postgres.crt", "postgres.key"}) {
            fs::copy(folder / "ours" / "tls" / name, server / name);
            fs::permissions(server / name, fs::perms(0600));
        }
        if (::geteuid() == 0) spec::run_program({"chown", "-R", "postgres:", server.string()});
        fs::permissions(folder, fs::perms(0711));
        cluster = std::make_unique<spec::TestCluster>(
            std::vector<std::string>{"listen_addresses=127.0.0.1", "port=" + port(), "ssl=on",
                                     "ssl_cert_file=" + (server / "postgres.crt").string(),
                                     "ssl_key_file=" + (server / "postgres.key").string()});
    }
    static void TearDownTestSuite() {
        cluster.reset();
        fs::remove_all(folder);
    }
    // Two of this process, apart from those that systems hand out.
    static std::string port(int which = 0) {
        return std::to_string(5'600 + ::getpid() % 2'000 * 2 + which);
    }
    static std::string over_tls(const std::string& authority,
                                const std::string& host = "localhost") {
        return "user=haven dbname=postgres port=" + port() + " host=" + host +
               " hostaddr=127.0.0.1 sslmode=verify-full sslrootcert=" +
               (folder / authority / "tls" / "ca.crt").string();
    }

    static inline fs::path folder;
    static inline std::unique_ptr<spec::TestCluster> cluster;
};

TEST_F(PostgresTls, AServerOfTheAuthorityThatIsNamedInItsCertificateIsSpokenTo) {
    ASSERT_TRUE(is_secure(over_tls("ours")));
    for (const char* name : {"localhost", "127.0.0.1", "postgres"}) {
        Connection db(over_tls("ours", name));
        EXPECT_TRUE(
            db.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")[0].boolean(0));
    }
}

TEST_F(PostgresTls, OneOfAnotherAuthorityIsNot) {
    EXPECT_THAT([] { Connection(over_tls("theirs")); },
                ThrowsMessage<ConnectionLost>(HasSubstr("certificate verify failed")));
}

TEST_F(PostgresTls, OneThatIsNamedOtherwiseIsNot) {
    EXPECT_THAT([] { Connection(over_tls("ours", "vault-postgres")); },
                ThrowsMessage<ConnectionLost>(HasSubstr("does not match host name")));
}

TEST_F(PostgresTls, OneThatSpeaksInTheClearIsNot) {
    const spec::TestCluster open({"listen_addresses=127.0.0.1", "port=" + port(1)});
    const std::string conninfo = with_setting(over_tls("ours"), "port", port(1));
    EXPECT_THAT([&] { Connection{conninfo}; },
                ThrowsMessage<ConnectionLost>(HasSubstr("does not support SSL")));
    EXPECT_NO_THROW(Connection(with_setting(conninfo, "sslmode", "disable")));
}

}  // namespace
}  // namespace haven::postgres
