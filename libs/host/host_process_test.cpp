// A real process with a PostgreSQL server of its own: what it says of itself while the database is
// away, and how it ends.
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <future>

#include "libs/host/run_file.hpp"
#include "libs/host/testing/process.hpp"
#include "libs/host/testing/staff.hpp"
#include "libs/rpc/raw_call.hpp"
#include "libs/rpc/tls.hpp"

#include "haven/ops/v1/ops_service.grpc.pb.h"

namespace haven::spec {
namespace {

namespace fs = std::filesystem;
namespace ops = haven::ops::v1;

constexpr int kServing = 1;
constexpr int kNotServing = 2;
constexpr int kPatientMs = 20'000;
const Date kDay = Date::of(2018, 6, 28);

class HostProcess : public ::testing::Test {
  protected:
    explicit HostProcess(std::vector<std::string> settings = {}) : cluster(std::move(settings)) {}
    void SetUp() override {
        start(cluster.conninfo(), "run");
        ASSERT_TRUE(soon([&] { return address_known(); })) << "it did not start";
        channel = rpc::connect(address);
    }
    ~HostProcess() override {
        if (pid > 0) {
            ::kill(pid, SIGKILL);
            ::waitpid(pid, nullptr, 0);
        }
    }

    void start(const std::string& conninfo, const std::string& migrations) {
        launch({"--postgres", conninfo, "--migrations", migrations, "--calendar-start",
                kDay.to_string()});
    }
    void launch(const std::vector<std::string>& more) {
        std::vector<std::string> words{HAVEN_HOST_PROCESS,
                                       "--run-dir",
                                       (folder.path / "run").string(),
                                       "--data-dir",
                                       (folder.path / "data").string(),
                                       "--vault-address",
                                       "127.0.0.1:9"};
        words.insert(words.end(), more.begin(), more.end());
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        ASSERT_EQ(::posix_spawn(&pid, arguments[0], nullptr, nullptr, arguments.data(), environ),
                  0);
    }
    bool address_known() {
        const auto found = host::address_of(folder.path / "run", "ops");
        if (found) address = *found;
        return found.has_value();
    }
    // Its exit code, or -1 when it has not ended in time or was killed.
    int wait_for_end() {
        int status = 0;
        if (!soon([&] { return ::waitpid(pid, &status, WNOHANG) == pid; })) return -1;
        pid = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    int health(const std::string& service) { return health_of(channel, service); }
    template <class Call>
    grpc::Status call(Call call) {
        grpc::ClientContext context;
        rpc::prepare(context,
                     {.bearer = bearer_of(folder.path / "data", access::Role::Administrator),
                      .timeout_ms = kPatientMs});
        return call(*ops::OpsService::NewStub(channel), context);
    }
    grpc::Status get_status() {
        return call([](ops::OpsService::Stub& stub, grpc::ClientContext& context) {
            ops::GetStatusResponse response;
            return stub.GetStatus(&context, {}, &response);
        });
    }
    // Moves the calendar to a date; true when all is done there.
    grpc::Status advance(Date date, bool& done) {
        return call([&](ops::OpsService::Stub& stub, grpc::ClientContext& context) {
            ops::AdvanceCalendarRequest request;
            request.set_date(date.to_string());
            ops::AdvanceCalendarResponse response;
            const grpc::Status status = stub.AdvanceCalendar(&context, request, &response);
            done = response.done();
            return status;
        });
    }
    // As another process that writes the same log.
    void open_purse_with_timer(Date due) {
        writer::Writer writer(std::make_unique<log::PostgresLog>(registry, "registry"),
                              [] { return Instant{1}; });
        int accepted = 0;
        const auto count = [&](const Result<log::Reply>& reply) { accepted += reply ? 1 : 0; };
        writer.submit(command(1, 1, OpenPurse{5, "a"}), count);
        writer.submit(command(1, 2, SchedulePurse{due}), count);
        while (writer.step()) {
        }
        ASSERT_EQ(accepted, 2);
    }
    std::int64_t left() {
        return postgres::Connection(registry).query("SELECT \"left\" FROM purse")[0].int64(0);
    }

    TestCluster cluster;
    const std::string registry =
        postgres::with_setting(cluster.conninfo(), "dbname", "haven_registry");
    HostFolder folder;
    pid_t pid = 0;
    std::string address;
    std::shared_ptr<grpc::Channel> channel;
};

TEST_F(HostProcess, IsNotReadyWhilePostgreSqlIsAwayAndReadyAgainByItself) {
    open_purse_with_timer(kDay.plus_days(1));
    ASSERT_TRUE(soon([&] { return health("") == kServing; }));
    EXPECT_EQ(health("liveness"), kServing);
    cluster.stop();
    EXPECT_TRUE(soon([&] { return health("") == kNotServing; }));
    EXPECT_EQ(health("haven.ops.v1.OpsService"), kNotServing);
    EXPECT_EQ(health("liveness"), kServing) << "nobody should restart it for that";
    EXPECT_EQ(get_status().error_code(), grpc::StatusCode::UNAVAILABLE);
    cluster.start();
    EXPECT_TRUE(soon([&] { return health("") == kServing; }));
    EXPECT_EQ(health("haven.ops.v1.OpsService"), kServing);
    // Not in word only: writer, timers and log work again.
    bool done = false;
    EXPECT_TRUE(soon([&] { return advance(kDay.plus_days(1), done).ok() && done; }));
    EXPECT_EQ(left(), 4);
}

TEST_F(HostProcess, SigtermDrainsACommandInFlightIsAnsweredAndNewOnesAreRefused) {
    open_purse_with_timer(kDay.plus_days(1));
    ASSERT_TRUE(soon([&] { return health("") == kServing; }));
    // The timer's command waits for the log's head, which we hold.
    postgres::Connection holder(registry);
    holder.exec("BEGIN; SELECT 1 FROM log_head FOR UPDATE");
    bool done = false;
    auto in_flight =
        std::async(std::launch::async, [&] { return advance(kDay.plus_days(1), done); });
    postgres::Connection watcher(registry);
    ASSERT_TRUE(
        soon([&] { return !watcher.query("SELECT 1 FROM pg_locks WHERE NOT granted").empty(); }));
    ASSERT_EQ(::kill(pid, SIGTERM), 0);
    EXPECT_TRUE(soon([&] { return get_status().error_code() == grpc::StatusCode::UNAVAILABLE; }))
        << "it takes new calls while it drains";
    EXPECT_EQ(in_flight.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
    holder.exec("COMMIT");
    const grpc::Status answer = in_flight.get();
    EXPECT_TRUE(answer.ok()) << answer.error_message();
    EXPECT_TRUE(done);
    EXPECT_EQ(left(), 4);
    EXPECT_EQ(wait_for_end(), 0);
    EXPECT_FALSE(address_known()) << "the run file is gone";
}

// As an operator of clusters prepares a server: roles that nobody but he may make.
class HostMigrations : public HostProcess {
  protected:
    void SetUp() override {
        postgres::Connection(cluster.conninfo())
            .exec(
                "CREATE ROLE haven_owner LOGIN; CREATE ROLE haven_writer LOGIN; "
                "CREATE ROLE haven_reader LOGIN; "
                "CREATE ROLE haven_admin LOGIN CREATEDB CREATEROLE IN ROLE haven_owner");
    }
    std::string as(const std::string& role) {
        return postgres::with_setting(cluster.conninfo(), "user", role);
    }
    int run(const std::string& role, const std::string& migrations) {
        start(as(role), migrations);
        return wait_for_end();
    }
};

TEST_F(HostMigrations, AreRunByAnAdministratorWhoIsNoSuperuserAndServedByThoseWhoMayNot) {
    EXPECT_EQ(run("haven_writer", "check"), 1) << "it serves a server without databases";
    EXPECT_EQ(run("haven_writer", "only"), 1);
    EXPECT_EQ(run("haven_admin", "only"), 0);
    EXPECT_EQ(run("haven_admin", "only"), 0) << "once more changes nothing";
    start(as("haven_writer"), "check");
    ASSERT_TRUE(soon([&] { return address_known(); }));
    channel = rpc::connect(address);
    EXPECT_TRUE(soon([&] { return health("") == kServing; }));
    open_purse_with_timer(kDay.plus_days(1));
    bool done = false;
    EXPECT_TRUE(soon([&] { return advance(kDay.plus_days(1), done).ok() && done; }));
    EXPECT_EQ(left(), 4);
}

TEST_F(HostMigrations, ThatAreMissingKeepAProcessFromServing) {
    ASSERT_EQ(run("haven_admin", "only"), 0);
    postgres::Connection(registry).exec("DELETE FROM migration WHERE set = 'registry'");
    EXPECT_EQ(run("haven_writer", "check"), 1);
}

// The production profile against a server that speaks TLS with a certificate of deploy/secrets.sh.
class HostInProduction : public HostProcess {
  protected:
    HostInProduction() : HostProcess(tls_settings()) {}
    void SetUp() override {}
    ~HostInProduction() override { rpc::use_tls({}); }

    static fs::path secrets(const std::string& authority = "ours") {
        const fs::path made = fs::temp_directory_path() /
                              ("haven-host-tls-" + std::to_string(::getpid())) / authority;
        if (!fs::exists(made)) {
            const std::string command =
                "'" HAVEN_SOURCE_DIR "/deploy/secrets.sh' make '" + made.string() + "'";
            HAVEN_CHECK(std::system(command.c_str()) == 0);
        }
        return made;
    }
    static void TearDownTestSuite() { fs::remove_all(secrets().parent_path()); }
    static std::string port() { return std::to_string(9'700 + ::getpid() % 250); }
    static std::vector<std::string> tls_settings() {
        const fs::path server = secrets().parent_path() / "server";
        fs::create_directory(server);
        for (const char* name : {"postgres.crt", "postgres.key"}) {
            fs::copy(secrets() / "tls" / name, server / name, fs::copy_options::skip_existing);
            fs::permissions(server / name, fs::perms(0600));
        }
        if (::geteuid() == 0) run_program({"chown", "-R", "postgres:", server.string()});
        return {"listen_addresses=127.0.0.1", "port=" + port(), "ssl=on",
                "ssl_cert_file=" + (server / "postgres.crt").string(),
                "ssl_key_file=" + (server / "postgres.key").string()};
    }
    static std::string server(const std::string& how) {
        return "host=localhost port=" + port() + " user=haven " + how;
    }
    static std::string verified(const std::string& authority) {
        return server("sslmode=verify-full sslrootcert=" +
                      (secrets(authority) / "tls" / "ca.crt").string());
    }
    static rpc::TlsFiles files(const std::string& name) {
        const fs::path tls = secrets() / "tls";
        return {tls / (name + ".crt"), tls / (name + ".key"), tls / "ca.crt"};
    }
    void launch_with_certificate(const std::string& conninfo) {
        const rpc::TlsFiles tls = files("registry");
        launch({"--profile=production", "--postgres", conninfo, "--address=0.0.0.0:0",
                "--tls-certificate", tls.certificate, "--tls-key", tls.key, "--tls-authority",
                tls.authority});
    }
    int run_with_certificate(const std::string& conninfo) {
        launch_with_certificate(conninfo);
        return wait_for_end();
    }
};

TEST_F(HostInProduction, ServesOverVerifiedWiresAndDoesNotStartOverOthers) {
    constexpr int kBadConfiguration = 2;
    constexpr int kCouldNotStart = 1;
    launch({"--profile=production", "--postgres", verified("ours"), "--address=0.0.0.0:0"});
    EXPECT_EQ(wait_for_end(), kBadConfiguration) << "INSECURE_GRPC";
    EXPECT_EQ(run_with_certificate(server("sslmode=require")), kBadConfiguration);
    EXPECT_EQ(run_with_certificate(verified("theirs")), kCouldNotStart)
        << "a server whose authority is not ours";
    launch_with_certificate(verified("ours"));
    ASSERT_TRUE(soon([&] { return address_known(); })) << "it did not start";
    EXPECT_TRUE(soon([&] {
        rpc::use_tls(files("vault"));
        return health_of(rpc::connect(address), "") == kServing;
    }));
    rpc::use_tls({});
    EXPECT_NE(health_of(rpc::connect(address), ""), kServing) << "without a certificate";
    const auto sessions =
        postgres::Connection(verified("ours") + " dbname=haven_registry")
            .query(
                "SELECT count(*) FILTER (WHERE NOT ssl), count(*) FILTER (WHERE ssl) "
                "FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) "
                "WHERE backend_type = 'client backend'");
    EXPECT_EQ(sessions[0].int64(0), 0) << "sessions in the clear";
    EXPECT_GT(sessions[0].int64(1), 1);
}

}  // namespace
}  // namespace haven::spec
