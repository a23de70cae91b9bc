// A vault restored from a backup destroys again what was destroyed since, before it serves: real
// logs of registry and disbursement, a real vault, pg_dump and pg_restore.
#include "services/vault/destroyed_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/crypto/secret.hpp"
#include "libs/log/postgres_log.hpp"
#include "libs/log/schema.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/postgres/testing.hpp"
#include "libs/telemetry/machine_clock.hpp"
#include "libs/vault/batch_key.hpp"

#include "haven/registry/v1/registry_events.pb.h"

namespace haven::vault {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr FederationNo kCity{1};
constexpr FederationNo kWeibin{2};
const StaffId kApprover{crypto::uuid_of_code("staff", "approver")};
const Purpose kPurpose{{}, "test", "CASE_WORK", "household/1"};

// The database of a service's log, and events in it.
class SourceLog {
  public:
    explicit SourceLog(std::string service) : service_(std::move(service)), database_(service_) {
        postgres::Connection owner(database_.conninfo());
        log::ensure_roles(owner);
        const std::vector<log::FederationRow> rows{{kCity, "610300", "city", {}},
                                                   {kWeibin, "610302", "weibin", kCity}};
        EXPECT_TRUE(log::create_schema(owner, rows).has_value());
    }
    std::unique_ptr<log::Log> open() const {
        return std::make_unique<log::PostgresLog>(database_.conninfo(), service_);
    }
    void append(FederationNo federation, const Uuid& stream, std::string type,
                std::string payload) {
        log::Meta meta;
        meta.actor = kApprover;
        log::Batch batch;
        batch.proposals.push_back({.federation = federation,
                                   .stream_id = stream,
                                   .command_id = crypto::new_uuid_v4(),
                                   .meta = log::encode_meta(meta),
                                   .events = {{std::move(type), 1, std::move(payload)}}});
        const auto appended =
            open()->append(batch, machine_now(), [](std::size_t, std::int64_t, Instant) {
                return std::vector<std::pair<std::int64_t, log::RowChange>>{};
            });
        ASSERT_EQ(appended.outcomes[0].verdict, log::Verdict::Committed);
    }
    void append_something(FederationNo federation) {
        append(federation, crypto::new_uuid_v4(), "HomeVisitRecorded", "");
    }
    // In one transaction.
    void append_many(FederationNo federation, int count) {
        log::Batch batch;
        for (int i = 0; i < count; ++i) {
            batch.proposals.push_back({.unit = i,
                                       .federation = federation,
                                       .stream_id = crypto::new_uuid_v4(),
                                       .command_id = crypto::new_uuid_v4(),
                                       .events = {{"HomeVisitRecorded", 1, ""}}});
        }
        open()->append(batch, machine_now(), [](std::size_t, std::int64_t, Instant) {
            return std::vector<std::pair<std::int64_t, log::RowChange>>{};
        });
    }
    const spec::TestDatabase& database() const { return database_; }
    // As `haven restore` does after a dump has been put back.
    void raise_incarnation() {
        postgres::Connection owner(database_.conninfo());
        log::raise_incarnation(owner);
    }

  private:
    std::string service_;
    spec::TestDatabase database_;
};

class DestroyedKeysTest : public ::testing::Test {
  protected:
    DestroyedKeysTest()
        : folder_(fs::temp_directory_path() /
                  ("haven-keys-" + crypto::hex(crypto::random_bytes(6)))) {
        fs::create_directory(folder_);
        prepare_vault_database(vault_.conninfo());
        registry_.emplace("registry");
        disbursement_.emplace("disbursement");
    }
    ~DestroyedKeysTest() override { fs::remove_all(folder_); }

    // A vault process as it starts: nothing is in its memory.
    struct Process {
        std::unique_ptr<LocalVault> vault;
        std::unique_ptr<DestroyedKeys> keys;
    };
    Process start(int wait_ms = 5'000) {
        Process process;
        process.vault = std::make_unique<LocalVault>(LocalVaultOptions{
            vault_.conninfo_as("haven_vault"), folder_ / "vault.kek", machine_now});
        process.keys = std::make_unique<DestroyedKeys>(
            *process.vault,
            [this](const std::string& service) -> std::unique_ptr<log::Log> {
                if (!server_answers_) throw postgres::ConnectionLost("down");
                auto& source = service == "registry" ? registry_ : disbursement_;
                return source ? source->open() : nullptr;
            },
            wait_ms);
        return process;
    }
    Process serve() {
        Process process = start();
        process.keys->catch_up();
        return process;
    }

    void erase(PersonId person, FederationNo federation = kWeibin) {
        haven::registry::v1::PersonErased event;
        event.set_person_id(person.to_string());
        registry_->append(federation, crypto::derive_uuid(person.uuid, "person"), "PersonErased",
                          event.SerializeAsString());
    }
    static PersonId person(LocalVault& vault, const std::string& number) {
        return vault
            .resolve_one({{IdType::ResidentId, "61039919800101" + number}, "林国强", kWeibin})
            .value();
    }
    static std::string sealing(LocalVault& vault, PersonId person) {
        const auto sealed = vault.seal_one(crypto::new_uuid_v4(), {person, "name", "林国强"});
        return sealed ? "OK" : sealed.error().reason;
    }
    static std::vector<std::string> destructions(LocalVault& vault, PersonId person) {
        std::vector<std::string> found;
        for (const Opening& opening : vault.openings(0, person, 50)) {
            if (opening.kind != "DESTROY") continue;
            EXPECT_EQ(opening.actor, kApprover);
            found.push_back(opening.service + ' ' + opening.purpose + ' ' + opening.subject);
        }
        return found;
    }
    fs::path dump() const {
        const fs::path file = folder_ / "vault.dump";
        vault_.dump_to(file);
        return file;
    }

    spec::TestDatabase vault_{"destroyed_keys"};
    fs::path folder_;
    std::optional<SourceLog> registry_;
    std::optional<SourceLog> disbursement_;
    bool server_answers_ = true;
};

TEST_F(DestroyedKeysTest, WhomRegistryForgetsTheVaultForgets) {
    const Process process = serve();
    const PersonId gone = person(*process.vault, "0015");
    const PersonId stays = person(*process.vault, "0023");
    const auto name = process.vault->seal_one(crypto::new_uuid_v4(), {gone, "name", "林国强"});
    registry_->append_something(kWeibin);
    erase(gone);
    process.keys->step();
    EXPECT_EQ(process.vault->open_one(kPurpose, {gone, "name", name->cipher}).value(),
              std::nullopt);
    EXPECT_EQ(sealing(*process.vault, gone), "PERSON_ERASED");
    EXPECT_EQ(sealing(*process.vault, stays), "OK");
    EXPECT_THAT(destructions(*process.vault, gone),
                UnorderedElementsAre("registry PERSON_ERASED registry/2/2"));
    // The number leads to somebody new, who has nothing of the person who was forgotten.
    EXPECT_NE(person(*process.vault, "0015"), gone);
}

TEST_F(DestroyedKeysTest, ARestoredVaultDestroysAgainBeforeItServes) {
    std::optional<Process> first = serve();
    const PersonId before = person(*first->vault, "0015");
    const PersonId after = person(*first->vault, "0023");
    const PersonId stays = person(*first->vault, "0031");
    erase(before);
    first->keys->step();
    const fs::path backup = dump();
    erase(after, kCity);
    first->keys->step();
    EXPECT_EQ(sealing(*first->vault, after), "PERSON_ERASED");
    first.reset();
    vault_.restore(backup);
    {
        const Process bare = start();  // the backup has the key, and knows nothing
        ASSERT_EQ(sealing(*bare.vault, after), "OK");
    }
    const Process restored = serve();
    EXPECT_EQ(sealing(*restored.vault, before), "PERSON_ERASED");
    EXPECT_EQ(sealing(*restored.vault, after), "PERSON_ERASED");
    EXPECT_EQ(sealing(*restored.vault, stays), "OK");
    EXPECT_THAT(destructions(*restored.vault, after), SizeIs(1));
}

TEST_F(DestroyedKeysTest, ABackupFromBeforeThePersonCameNeverMakesThemAgain) {
    std::optional<Process> first = serve();
    const fs::path backup = dump();
    const Uuid command = crypto::new_uuid_v4();
    const PersonId child = first->vault->new_person(command, 1, "林晓", kWeibin).value();
    erase(child);
    first.reset();
    vault_.restore(backup);
    const Process restored = serve();
    const auto again = restored.vault->new_person(command, 1, "林晓", kWeibin);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().reason, "PERSON_ERASED");
}

TEST_F(DestroyedKeysTest, KeysOfBatchesWhoseFilesExpiredAreDestroyedAgainToo) {
    std::optional<Process> first = serve();
    const Uuid batch = crypto::new_uuid_v4();
    const PersonId holder =
        first->vault->new_person(batch_key_command(batch), 0, "", kWeibin).value();
    const fs::path backup = dump();
    disbursement_->append(kWeibin, batch, "BatchFileExpired", "");
    first->keys->step();
    EXPECT_EQ(sealing(*first->vault, holder), "PERSON_ERASED");
    first.reset();
    vault_.restore(backup);
    const Process restored = serve();
    EXPECT_EQ(sealing(*restored.vault, holder), "PERSON_ERASED");
    EXPECT_THAT(destructions(*restored.vault, holder),
                UnorderedElementsAre("disbursement SETTLE_WINDOW_OVER disbursement/2/1"));
}

TEST_F(DestroyedKeysTest, KilledBetweenEventAndDestructionItIsDoneAtTheNextStart) {
    std::optional<Process> first = serve();
    const PersonId gone = person(*first->vault, "0015");
    erase(gone);
    first.reset();  // it never read the event
    const Process second = serve();
    EXPECT_EQ(sealing(*second.vault, gone), "PERSON_ERASED");
}

TEST_F(DestroyedKeysTest, TheSameEventTwiceDestroysOnce) {
    const Process process = serve();
    const PersonId gone = person(*process.vault, "0015");
    erase(gone);
    const Process other = serve();  // another process on the same database
    process.keys->step();
    other.keys->step();
    EXPECT_THAT(destructions(*process.vault, gone), SizeIs(1));
}

TEST_F(DestroyedKeysTest, ARegistryThatWasRestoredItselfStopsNothing) {
    std::optional<Process> first = serve();
    const PersonId lost = person(*first->vault, "0015");
    const PersonId later = person(*first->vault, "0023");
    const fs::path backup = folder_ / "registry.dump";
    registry_->database().dump_to(backup);
    erase(lost);
    first->keys->step();
    registry_->database().restore(backup);
    registry_->raise_incarnation();
    erase(later);  // at the offset that the vault has read already
    EXPECT_THROW(first->keys->step(), postgres::ConnectionLost);  // the restore ended all sessions
    first->keys->step();
    EXPECT_EQ(sealing(*first->vault, later), "PERSON_ERASED");
    EXPECT_EQ(sealing(*first->vault, lost), "PERSON_ERASED");  // a key never comes back
    first.reset();
    const Process second = serve();
    EXPECT_EQ(sealing(*second.vault, later), "PERSON_ERASED");
}

TEST_F(DestroyedKeysTest, ANewVaultServesBeforeRegistryHasADatabase) {
    registry_.reset();
    disbursement_.reset();
    const Process process = serve();
    const PersonId gone = person(*process.vault, "0015");
    process.keys->step();
    registry_.emplace("registry");
    erase(gone);
    process.keys->step();
    EXPECT_EQ(sealing(*process.vault, gone), "PERSON_ERASED");
}

TEST_F(DestroyedKeysTest, ANewVaultDoesNotServeARegistryWhosePeopleItHasNot) {
    for (const char* type : {"ApplicationSubmitted", "HouseholdImported"}) {
        registry_.reset();
        registry_.emplace("registry");
        registry_->append_many(kCity, 501);  // more than one reading holds
        registry_->append(kCity, crypto::new_uuid_v4(), type, "");
        for (int again = 0; again < 2; ++again) {
            const Process process = start(300);
            std::string said;
            try {
                process.keys->catch_up();
            } catch (const std::runtime_error& error) {
                said = error.what();
            }
            EXPECT_THAT(said, ::testing::StartsWith("VAULT_EMPTY: ")) << type;
            EXPECT_TRUE(process.vault->is_new()) << "it is refused the next time too";
        }
    }
    // Whoever is here makes it theirs.
    const Process process = start(300);
    person(*process.vault, "0015");
    EXPECT_NO_THROW(process.keys->catch_up());
    EXPECT_FALSE(process.vault->is_new());
}

TEST_F(DestroyedKeysTest, ANewVaultServesARegistryThatHasOnlyReferenceData) {
    registry_->append(kCity, crypto::new_uuid_v4(), "StaffRegistered", "");
    const Process process = serve();
    EXPECT_FALSE(process.vault->is_new()) << "it has read registry's log";
}

TEST_F(DestroyedKeysTest, ABackupFromBeforeAnybodyCameIsNoNewVault) {
    std::optional<Process> first = serve();
    const fs::path backup = dump();
    first.reset();
    registry_->append(kCity, crypto::new_uuid_v4(), "ApplicationSubmitted", "");
    vault_.restore(backup);
    EXPECT_NO_THROW(serve());
}

TEST_F(DestroyedKeysTest, AVaultThatHasReadALogDoesNotServeWithoutIt) {
    serve();
    registry_.reset();
    const Process lost = start(300);
    EXPECT_THROW(lost.keys->catch_up(), std::runtime_error);
    registry_.emplace("registry");
    server_answers_ = false;
    const Process down = start(300);
    EXPECT_THROW(down.keys->catch_up(), std::runtime_error);
}

TEST_F(DestroyedKeysTest, ALongLogIsReadOnceAndNotAgainAtEachStart) {
    registry_->append_many(kWeibin, 5'200);
    const Process process = serve();
    for (const ListCursor& cursor : process.vault->list_cursors("registry")) {
        EXPECT_EQ(cursor.offset, cursor.federation == kWeibin ? 5'000 : 0);
    }
    EXPECT_THAT(process.vault->openings(0, {}, 10), IsEmpty());
}

}  // namespace
}  // namespace haven::vault
