// The vault's archive as an operator runs it (deploy/vault/archive.sh): the server is killed while
// people are sealed, and what comes back from backup and WAL holds every key that was answered for.
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "libs/crypto/ids.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/postgres/testing.hpp"
#include "libs/telemetry/machine_clock.hpp"
#include "libs/vault/local_vault.hpp"

namespace haven::vault {
namespace {

namespace fs = std::filesystem;
using spec::run_program;
using spec::TestCluster;

constexpr FederationNo kWeibin{2};
constexpr int kSealers = 3;
constexpr int kBeforeBackup = 20;
constexpr int kAfterBackup = 200;
const std::string kScript = std::string(HAVEN_SOURCE_DIR) + "/deploy/vault/archive.sh";
const std::vector<std::string> kSettings{"synchronous_standby_names=haven_vault_archive",
                                         "max_connections=150", "dynamic_shared_memory_type=mmap"};

// archive.sh receive, until the object ends.
class Receiver {
  public:
    Receiver(std::string conninfo, std::string archive) {
        std::string script = kScript;
        std::string word = "receive";
        char* const words[] = {script.data(), word.data(), conninfo.data(), archive.data(),
                               nullptr};
        if (::posix_spawn(&pid_, words[0], nullptr, nullptr, words, environ) != 0) {
            throw std::runtime_error("archive.sh does not start");
        }
        postgres::Connection admin(conninfo, 30'000);
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (admin.query("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'").empty()) {
            if (std::chrono::steady_clock::now() > until) {
                throw std::runtime_error("nothing is archived");
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }
    ~Receiver() {
        ::kill(pid_, SIGTERM);
        ::waitpid(pid_, nullptr, 0);
    }
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;

  private:
    pid_t pid_ = 0;
};

// A key that the vault has answered for: the text can be opened as long as the key is there.
struct Kept {
    Uuid command;
    Sealed name;
};

class WalArchive : public ::testing::Test {
  protected:
    WalArchive() {
        std::string name = (fs::temp_directory_path() / "haven 存档-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
        folder_ = name;
    }
    ~WalArchive() override { fs::remove_all(folder_); }

    // pg_ctl comes back while the archive is still being replayed.
    static void wait_until_open(const TestCluster& cluster) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (true) {
            try {
                postgres::Connection(cluster.conninfo(), 5'000).exec("SELECT 1");
                return;
            } catch (const std::exception&) {
                if (std::chrono::steady_clock::now() > until) throw;
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
            }
        }
    }
    // Makes the vault's database at the first call.
    std::unique_ptr<LocalVault> vault_on(const TestCluster& cluster) const {
        postgres::Connection admin(cluster.conninfo(), 30'000);
        if (admin.query("SELECT 1 FROM pg_database WHERE datname = 'haven_vault'").empty()) {
            admin.exec("CREATE DATABASE haven_vault");
            prepare_vault_database(
                postgres::with_setting(cluster.conninfo(), "dbname", "haven_vault"));
        }
        return std::make_unique<LocalVault>(LocalVaultOptions{
            postgres::with_setting(
                postgres::with_setting(cluster.conninfo(), "dbname", "haven_vault"), "user",
                "haven_vault"),
            folder_ / "vault.kek", machine_now});
    }
    // Makes a person and seals a name; true when both were answered.
    bool seal_one(LocalVault& vault) {
        try {
            const Uuid command = crypto::new_uuid_v4();
            const auto person = vault.new_person(command, 0, "林国强", kWeibin);
            if (!person) return false;
            const auto sealed = vault.seal_one(command, {*person, "name", "林国强"});
            if (!sealed) return false;
            const std::lock_guard lock(mutex_);
            kept_.push_back({command, *sealed});
            return true;
        } catch (const std::exception&) {
            return false;  // the server is gone
        }
    }
    std::size_t kept() {
        const std::lock_guard lock(mutex_);
        return kept_.size();
    }
    void seal_until(LocalVault& vault, std::size_t count) {
        while (kept() < count) ASSERT_TRUE(seal_one(vault));
    }
    // Seals on several threads and kills the server in the midst of it.
    void kill_while_sealing(LocalVault& vault, const TestCluster& cluster, std::size_t count) {
        std::vector<std::jthread> sealers;
        for (int i = 0; i < kSealers; ++i) {
            sealers.emplace_back([&] {
                while (seal_one(vault)) {
                }
            });
        }
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (kept() < count && std::chrono::steady_clock::now() < until) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        cluster.kill();
    }

    fs::path folder_;
    std::mutex mutex_;
    std::vector<Kept> kept_;
};

TEST_F(WalArchive, EveryAnsweredKeyComesBackAfterTheServersDiskIsLost) {
    const fs::path archive = folder_ / "archive";
    {
        const TestCluster lost(kSettings);
        const Receiver receiver(lost.conninfo(), archive);
        const auto vault = vault_on(lost);
        seal_until(*vault, kBeforeBackup);
        run_program({kScript, "backup", lost.conninfo(), archive});
        kill_while_sealing(*vault, lost, kBeforeBackup + kAfterBackup);
        ASSERT_GE(kept(), static_cast<std::size_t>(kBeforeBackup + kAfterBackup));
    }  // its data are gone now
    // The archive is read by the server, as the user it runs as.
    run_program({"chmod", "a+rx", folder_});
    run_program({"chmod", "-R", "a+rX", archive});
    const TestCluster restored(
        {}, [&](const fs::path& data) { run_program({kScript, "restore", archive, data}); });
    wait_until_open(restored);
    const auto vault = vault_on(restored);
    for (const Kept& one : kept_) {
        const auto name = vault->open_one({{}, "test", "RESTORE", "test"},
                                          {one.name.person, "name", one.name.cipher});
        ASSERT_TRUE(name) << name.error().reason;
        EXPECT_EQ(*name, "林国强");
    }
}

TEST_F(WalArchive, NothingIsAnsweredThatIsNotArchived) {
    const TestCluster cluster(kSettings);
    auto receiver = std::make_unique<Receiver>(cluster.conninfo(), folder_ / "archive");
    const auto vault = vault_on(cluster);
    ASSERT_TRUE(seal_one(*vault));
    receiver.reset();
    std::atomic<bool> answered = false;
    std::jthread waits([&] { answered = seal_one(*vault); });
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    EXPECT_FALSE(answered);
    receiver = std::make_unique<Receiver>(cluster.conninfo(), folder_ / "archive");
    waits.join();
    EXPECT_TRUE(answered);
}

TEST_F(WalArchive, ABackupLeavesOnlyTheWalThatItNeeds) {
    const TestCluster cluster(kSettings);
    const Receiver receiver(cluster.conninfo(), folder_ / "archive");
    const auto vault = vault_on(cluster);
    const auto segments = [&] {
        const fs::directory_iterator found(folder_ / "archive" / "wal");
        return std::distance(begin(found), end(found));
    };
    postgres::Connection admin(cluster.conninfo(), 30'000);
    for (int i = 0; i < 4; ++i) {
        ASSERT_TRUE(seal_one(*vault));
        admin.exec("SELECT pg_switch_wal()");
    }
    ASSERT_TRUE(seal_one(*vault));  // answered: all segments before it are there
    const auto before = segments();
    run_program({kScript, "backup", cluster.conninfo(), folder_ / "archive"});
    EXPECT_GE(before, 5);
    EXPECT_LE(segments(), 3);
}

}  // namespace
}  // namespace haven::vault
