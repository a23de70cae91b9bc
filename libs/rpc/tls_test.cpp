// Mutual TLS over real sockets, with private authorities as deploy/secrets.sh makes them.
#include "libs/rpc/tls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "libs/rpc/client.hpp"
#include "libs/rpc/server.hpp"

namespace haven::rpc {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

class Tls : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        folder =
            std::filesystem::temp_directory_path() / ("haven-tls-" + std::to_string(::getpid()));
        for (const char* authority : {"ours", "theirs"}) {
            const std::string command =
                std::string("'" HAVEN_SOURCE_DIR "/deploy/secrets.sh' make '") +
                (folder / authority).string() + "'";
            ASSERT_EQ(std::system(command.c_str()), 0);
        }
    }
    static void TearDownTestSuite() { std::filesystem::remove_all(folder); }
    ~Tls() override { use_tls({}); }

    static TlsFiles files(const std::string& authority, const std::string& name) {
        const auto tls = folder / authority / "tls";
        return {tls / (name + ".crt"), tls / (name + ".key"), tls / "ca.crt"};
    }
    // A server that lives as long as the test.
    std::string serve(const std::string& address) {
        server = std::make_unique<Server>(ServerOptions{.address = address});
        server->start();
        server->set_serving("", true);
        return server->address();
    }
    static Health ask(const std::string& address) { return health_of(connect(address), ""); }

    static inline std::filesystem::path folder;
    std::unique_ptr<Server> server;
};

TEST_F(Tls, WhoeverHasACertificateOfTheSameAuthorityIsLetIn) {
    use_tls(files("ours", "registry"));
    const std::string address = serve("0.0.0.0:0");
    EXPECT_THAT(address, HasSubstr("localhost:")) << "nobody's certificate is for 'any address'";
    use_tls(files("ours", "vault"));
    EXPECT_EQ(ask(address), Health::Serving);
}

TEST_F(Tls, WithoutOneOrWithThatOfAnotherAuthorityNobodyIs) {
    use_tls(files("ours", "registry"));
    const std::string address = serve("127.0.0.1:0");
    use_tls({});
    EXPECT_EQ(ask(address), Health::Unknown);
    use_tls(files("theirs", "vault"));
    EXPECT_EQ(ask(address), Health::Unknown);
    // A stranger who knows our authority, as everybody may, and has no certificate of it.
    TlsFiles stranger = files("theirs", "vault");
    stranger.authority = files("ours", "vault").authority;
    use_tls(stranger);
    EXPECT_EQ(ask(address), Health::Unknown);
}

TEST_F(Tls, AServerWhoseCertificateIsForAnotherNameIsNotBelieved) {
    use_tls(files("ours", "registry"));
    EXPECT_EQ(ask(serve("127.0.0.2:0")), Health::Unknown);
    EXPECT_EQ(ask(serve("127.0.0.1:0")), Health::Serving);
}

TEST_F(Tls, WithoutItOnlyLoopbackIsServed) {
    EXPECT_THAT([] { Server({.address = "0.0.0.0:0"}); },
                ThrowsMessage<std::runtime_error>(HasSubstr("TLS_MISSING")));
    EXPECT_EQ(ask(serve("127.0.0.1:0")), Health::Serving);
}

TEST_F(Tls, HalfOfItIsRefused) {
    TlsFiles half = files("ours", "registry");
    half.key.clear();
    EXPECT_THAT([&] { use_tls(half); },
                ThrowsMessage<std::runtime_error>(HasSubstr("TLS_INCOMPLETE")));
    EXPECT_FALSE(has_tls());
}

}  // namespace
}  // namespace haven::rpc
