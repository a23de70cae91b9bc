#include "libs/vault/local_vault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/crypto/secret.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/postgres/migrate.hpp"
#include "libs/postgres/testing.hpp"
#include "libs/vault/sealing.hpp"
#include "libs/vault/sql_statements.hpp"

namespace haven::vault {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr FederationNo kWeibin{2};
constexpr FederationNo kJintai{3};
const Purpose kPurpose{StaffId{crypto::uuid_of_code("staff", "1")}, "", "CASE_WORK", "household/1"};

Uuid command(std::string_view code) {
    return crypto::uuid_of_code("command", code);
}

class LocalVaultTest : public testing::Test {
  protected:
    LocalVaultTest() : database_("vault") {
        folder_ = std::filesystem::temp_directory_path() /
                  ("haven-vault-" + crypto::hex(crypto::random_bytes(6)));
        std::filesystem::create_directory(folder_);
        prepare_vault_database(database_.conninfo());
        vault_ = start();
    }
    ~LocalVaultTest() override {
        vault_.reset();
        std::filesystem::remove_all(folder_);
    }

    std::unique_ptr<LocalVault> start() {
        return std::make_unique<LocalVault>(LocalVaultOptions{database_.conninfo_as("haven_vault"),
                                                              folder_ / "vault.kek",
                                                              [this] { return Instant{clock_}; }});
    }

    PersonId resolve(const std::string& number, const std::string& name,
                     FederationNo federation = kWeibin, IdType type = IdType::ResidentId) {
        const auto person = vault_->resolve_one({{type, number}, name, federation});
        EXPECT_TRUE(person) << person.error().reason;
        return person.value_or(PersonId{});
    }

    std::int64_t count(const std::string& sql) {
        postgres::Connection db(database_.conninfo());
        return db.query("SELECT count(*) FROM " + sql)[0].int64(0);
    }

    // Every row of every table of the vault, as text (bytea as hex).
    std::string dump() {
        postgres::Connection db(database_.conninfo());
        std::string all;
        for (const char* table : {"secret", "person", "destroyed", "opening"}) {
            db.copy_out(std::string("COPY ") + table + " TO STDOUT",
                        [&](std::string_view piece) { all += piece; });
        }
        return all;
    }

    spec::TestDatabase database_;
    std::filesystem::path folder_;
    std::int64_t clock_ = 1'700'000'000'000'000;
    std::unique_ptr<LocalVault> vault_;
};

TEST_F(LocalVaultTest, SameNumberIsTheSamePersonInEveryFederation) {
    const PersonId first = resolve("610399198001010015", "林国强", kWeibin);
    EXPECT_EQ(first, resolve("610399 19800101 0015", "林国强", kJintai));
    EXPECT_NE(first, resolve("61039919800101004X", "林国强", kWeibin));
    EXPECT_EQ(count("person"), 2);
}

// Spaces, hyphens, full width and a small x are no other person; one digit is.
TEST_F(LocalVaultTest, I2_EverySpellingOfANumberIsOnePerson) {
    const PersonId first = resolve("61039919800101004X", "林秀");
    for (const char* spelling : {"61039919800101004x", " 610399 19800101 004X ",
                                 "610399-19800101-004X", "６１０３９９１９８００１０１００４Ｘ"}) {
        EXPECT_EQ(resolve(spelling, "林秀", kJintai), first) << spelling;
    }
    EXPECT_EQ(count("person"), 1);
    EXPECT_NE(resolve("610399198001010015", "林秀"), first);
}

// 15 digits say no century: never merged by themselves, always shown as a candidate.
TEST_F(LocalVaultTest, I2_FifteenDigitsAreComparedWithEighteenAndMergeNobody) {
    const PersonId person = resolve("610399198001010015", "林国强");
    const PersonId old = resolve("610399800101001", "林国强", kWeibin, IdType::ResidentId15);
    EXPECT_NE(old, person);
    EXPECT_EQ(resolve("610399 800101 001", "林国强", kJintai, IdType::ResidentId15), old);
    const auto found = vault_->lookup(kPurpose, {IdType::ResidentId15, "610399800101001"});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->person, old);
    EXPECT_THAT(found->candidates, ElementsAre(person));
}

TEST_F(LocalVaultTest, OneRequestThatNamesAPersonTwiceMakesOne) {
    const ResolveRequest request{{IdType::ResidentId, "610399198001010015"}, "林国强", kWeibin};
    const std::vector<ResolveRequest> twice{request, request};
    const auto people = vault_->resolve(twice);
    ASSERT_TRUE(people);
    EXPECT_EQ((*people)[0], (*people)[1]);
    EXPECT_EQ(count("person"), 1);
}

TEST_F(LocalVaultTest, RivalsForOneNumberAgreeOnThePerson) {
    std::vector<PersonId> found(8);
    {
        std::vector<std::jthread> rivals;
        for (PersonId& person : found) {
            rivals.emplace_back([&] {
                person = *vault_->resolve_one(
                    {{IdType::ResidentId, "610399198001010015"}, "林国强", kWeibin});
            });
        }
    }
    for (const PersonId person : found) EXPECT_EQ(person, found.front());
    EXPECT_EQ(count("person"), 1);
}

TEST_F(LocalVaultTest, PersonWithoutANumberIsDerivedFromTheCommand) {
    const auto first = vault_->new_person(command("a"), 2, "林小", kWeibin);
    ASSERT_TRUE(first);
    EXPECT_EQ(first, vault_->new_person(command("a"), 2, "林小", kWeibin));
    EXPECT_NE(first, vault_->new_person(command("a"), 3, "林小", kWeibin));
    EXPECT_NE(first, vault_->new_person(command("b"), 2, "林小", kWeibin));
}

TEST_F(LocalVaultTest, SealsAndOpensAfterARestart) {
    const PersonId person = resolve("610399198001010015", "林国强");
    const auto sealed = vault_->seal_one(command("a"), {person, "phone", "13912340000"});
    ASSERT_TRUE(sealed);
    vault_ = start();
    EXPECT_EQ(vault_->seal_one(command("a"), {person, "phone", "13912340000"}), sealed);
    EXPECT_EQ(vault_->open_one(kPurpose, {person, "phone", sealed->cipher}), "13912340000");
}

TEST_F(LocalVaultTest, RefusesUnknownFieldsPeopleAndForeignEnvelopes) {
    const PersonId person = resolve("610399198001010015", "林国强");
    const PersonId other = resolve("61039919800101004X", "林秀");
    EXPECT_EQ(vault_->seal_one(command("a"), {person, "nickname", "x"}).error().reason,
              "UNKNOWN_FIELD");
    EXPECT_EQ(vault_->seal_one(command("a"), {PersonId{command("x")}, "name", "x"}).error().reason,
              "NO_SUCH_PERSON");
    EXPECT_EQ(vault_->seal_one(command("a"), {person, "name", std::string(kMaxPlainBytes + 1, 'x')})
                  .error()
                  .reason,
              "TEXT_TOO_LONG");
    const auto sealed = vault_->seal_one(command("a"), {person, "name", "林国强"});
    EXPECT_EQ(vault_->open_one(kPurpose, {other, "name", sealed->cipher}).error().reason,
              "CIPHER_DAMAGED");
    EXPECT_EQ(vault_->open_one({}, {person, "name", sealed->cipher}).error().reason,
              "PURPOSE_MISSING");
}

// Among people whose keys are in memory too.
TEST_F(LocalVaultTest, I37_WhoWasForgottenIsAbsentAndTheOthersAreStillRead) {
    const PersonId forgotten = resolve("610399198001010015", "林国强");
    const PersonId other = resolve("61039919800101004X", "林秀");
    const auto gone = vault_->seal_one(command("a"), {forgotten, "name", "林国强"});
    const auto kept = vault_->seal_one(command("a"), {other, "name", "林秀"});
    ASSERT_TRUE(vault_->destroy_key(kPurpose, forgotten));
    const std::vector<Cipher> both{{forgotten, "name", gone->cipher},
                                   {other, "name", kept->cipher}};
    const auto texts = vault_->open(kPurpose, both);
    ASSERT_TRUE(texts) << texts.error().reason;
    EXPECT_EQ((*texts)[0], std::nullopt);
    EXPECT_EQ((*texts)[1], "林秀");
}

TEST_F(LocalVaultTest, I36_EveryOpeningIsRecordedBeforeItsAnswer) {
    const PersonId person = resolve("610399198001010015", "林国强");
    const auto name = vault_->seal_one(command("a"), {person, "name", "林国强"});
    const auto phone = vault_->seal_one(command("a"), {person, "phone", "13912340000"});
    const std::vector<Cipher> both{{person, "name", name->cipher},
                                   {person, "phone", phone->cipher}};
    ASSERT_TRUE(vault_->open(kPurpose, both));
    const auto openings = vault_->openings(0, PersonId{}, 10);
    ASSERT_EQ(openings.size(), 2U);
    EXPECT_EQ(openings[0].actor, kPurpose.actor);
    EXPECT_EQ(openings[0].purpose, "CASE_WORK");
    EXPECT_EQ(openings[0].subject, "household/1");
    EXPECT_EQ(openings[0].person, person);
    EXPECT_EQ(openings[0].field, "phone");
    EXPECT_EQ(openings[1].field, "name");
    // Where the record cannot be written, nothing is opened.
    postgres::Connection(database_.conninfo()).exec("REVOKE INSERT ON opening FROM haven_vault");
    EXPECT_THROW(static_cast<void>(vault_->open(kPurpose, both)), postgres::SqlError);
    EXPECT_THROW(
        static_cast<void>(vault_->lookup(kPurpose, {IdType::ResidentId, "610399198001010015"})),
        postgres::SqlError);
    EXPECT_THROW(static_cast<void>(vault_->search(kPurpose, "国强", std::array{kWeibin})),
                 postgres::SqlError);
}

TEST_F(LocalVaultTest, TheRecordOfOpeningsCannotBeChangedByTheVault) {
    postgres::Connection db(database_.conninfo_as("haven_vault"));
    EXPECT_THROW(db.exec("UPDATE opening SET actor = NULL"), postgres::SqlError);
    EXPECT_THROW(db.exec("DELETE FROM opening"), postgres::SqlError);
    EXPECT_THROW(db.exec("TRUNCATE opening"), postgres::SqlError);
    EXPECT_THROW(db.exec("DELETE FROM destroyed"), postgres::SqlError);
}

TEST_F(LocalVaultTest, LookupFindsAndNeverMakes) {
    const PersonId person = resolve("610399198001010015", "林国强");
    const auto found = vault_->lookup(kPurpose, {IdType::ResidentId, "610399198001010015"});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->person, person);
    const auto nobody = vault_->lookup(kPurpose, {IdType::ResidentId, "610399197508151234"});
    ASSERT_TRUE(nobody);
    EXPECT_EQ(nobody->person, std::nullopt);
    EXPECT_EQ(count("person"), 1);
    EXPECT_EQ(count("opening WHERE kind = 'LOOKUP'"), 2);
    EXPECT_EQ(vault_->lookup(kPurpose, {IdType::ResidentId, "1"}).error().reason,
              "INVALID_IDENTITY");
}

TEST_F(LocalVaultTest, AFifteenDigitNumberOffersCandidatesAndNeverMerges) {
    const PersonId modern = resolve("61039919800101004X", "林秀");
    const PersonId legacy = resolve("610399800101004", "林秀", kWeibin, IdType::ResidentId15);
    EXPECT_NE(modern, legacy);
    const auto by_legacy = vault_->lookup(kPurpose, {IdType::ResidentId15, "610399800101004"});
    EXPECT_EQ(by_legacy->person, legacy);
    EXPECT_THAT(by_legacy->candidates, ElementsAre(modern));
    const auto by_modern = vault_->lookup(kPurpose, {IdType::ResidentId, "61039919800101004X"});
    EXPECT_EQ(by_modern->person, modern);
    EXPECT_THAT(by_modern->candidates, ElementsAre(legacy));
}

TEST_F(LocalVaultTest, SearchFindsByPartAndInitialsWithinTheFederations) {
    const PersonId man = resolve("610399198001010015", "欧阳国强", kWeibin);
    const PersonId woman = resolve("61039919800101004X", "欧阳秀", kJintai);
    const std::array both{kWeibin, kJintai};
    EXPECT_THAT(*vault_->search(kPurpose, "欧阳", both), UnorderedElementsAre(man, woman));
    EXPECT_THAT(*vault_->search(kPurpose, "欧阳国强", both), ElementsAre(man));
    EXPECT_THAT(*vault_->search(kPurpose, "国强", both), ElementsAre(man));
    EXPECT_THAT(*vault_->search(kPurpose, "oygq", both), ElementsAre(man));
    EXPECT_THAT(*vault_->search(kPurpose, "欧阳", std::array{kJintai}), ElementsAre(woman));
    EXPECT_THAT(*vault_->search(kPurpose, "欧阳", {}), IsEmpty());
    EXPECT_EQ(vault_->search(kPurpose, "o", both).error().reason, "NAME_PART_TOO_SHORT");
}

TEST_F(LocalVaultTest, AFormerNameStillFindsThePerson) {
    const PersonId person = resolve("610399198001010015", "林国强");
    EXPECT_EQ(person, resolve("610399198001010015", "林建国"));
    const std::array here{kWeibin};
    EXPECT_THAT(*vault_->search(kPurpose, "林国强", here), ElementsAre(person));
    EXPECT_THAT(*vault_->search(kPurpose, "林建国", here), ElementsAre(person));
}

// The same name is another token in another federation: who sees the table cannot join them.
TEST_F(LocalVaultTest, TokensOfOneNameDifferFromFederationToFederation) {
    resolve("610399198001010015", "林国强", kWeibin);
    resolve("61039919800101004X", "林国强", kJintai);
    EXPECT_EQ(count("(SELECT unnest(name_tokens) AS token FROM person) t"),
              count("(SELECT DISTINCT unnest(name_tokens) AS token FROM person) t"));
}

TEST_F(LocalVaultTest, AFederationThatMeetsThePersonLaterFindsThemToo) {
    const PersonId person = resolve("610399198001010015", "林国强", kWeibin);
    EXPECT_THAT(*vault_->search(kPurpose, "国强", std::array{kJintai}), IsEmpty());
    resolve("610399198001010015", "林国强", kJintai);
    EXPECT_THAT(*vault_->search(kPurpose, "国强", std::array{kJintai}), ElementsAre(person));
    EXPECT_THAT(*vault_->search(kPurpose, "国强", std::array{kWeibin}), ElementsAre(person));
    const auto rows = count("person");
    resolve("610399198001010015", "林国强", kJintai);
    EXPECT_EQ(count("person"), rows) << "nothing is added twice";
    EXPECT_EQ(count("(SELECT unnest(name_tokens) FROM person) t"), 8);
}

// Each thread brings the same people, its own federation and another order.
TEST_F(LocalVaultTest, FederationsThatMeetTheSamePeopleAtOnceAllFindThem) {
    constexpr int kPeople = 20;
    const auto number = [](int i) { return "6103991980010" + std::to_string(10'000 + i); };
    {
        std::vector<std::jthread> federations;
        for (std::int16_t federation = 2; federation < 8; ++federation) {
            federations.emplace_back([&, federation] {
                std::vector<ResolveRequest> requests;
                for (int i = 0; i < kPeople; ++i) {
                    const int which = federation % 2 == 0 ? i : kPeople - 1 - i;
                    requests.push_back(
                        {{IdType::ResidentId, number(which)}, "林国强", {federation}});
                }
                const auto people = vault_->resolve(requests);
                EXPECT_TRUE(people) << people.error().reason;
            });
        }
    }
    EXPECT_EQ(count("person"), kPeople);
    for (std::int16_t federation = 2; federation < 8; ++federation) {
        EXPECT_EQ(vault_->search(kPurpose, "国强", std::array{FederationNo{federation}})->size(),
                  std::size_t{kPeople});
    }
}

TEST_F(LocalVaultTest, FiveHundredMatchesAreAnAnswerAndOneMoreIsNot) {
    std::vector<NewPerson> people;
    for (int i = 0; i < 500; ++i) people.push_back({command("many"), i, "林国强", kWeibin});
    ASSERT_TRUE(vault_->new_people(people));
    EXPECT_EQ(vault_->search(kPurpose, "国强", std::array{kWeibin})->size(), 500U);
    ASSERT_TRUE(vault_->new_person(command("more"), 0, "李国强", kWeibin));
    EXPECT_EQ(vault_->search(kPurpose, "国强", std::array{kWeibin}).error().reason,
              "TOO_MANY_MATCHES");
}

TEST_F(LocalVaultTest, DestroyingAKeyForgetsThePersonForEver) {
    const PersonId person = resolve("610399198001010015", "林国强");
    const auto derived = vault_->new_person(command("a"), 0, "林小", kWeibin);
    const auto sealed = vault_->seal_one(command("a"), {person, "name", "林国强"});
    ASSERT_TRUE(vault_->destroy_key(kPurpose, person));
    ASSERT_TRUE(vault_->destroy_key(kPurpose, *derived));
    EXPECT_TRUE(vault_->destroy_key(kPurpose, person)) << "again is no error";

    EXPECT_EQ(vault_->open_one(kPurpose, {person, "name", sealed->cipher}).value(), std::nullopt);
    EXPECT_EQ(vault_->seal_one(command("b"), {person, "name", "x"}).error().reason,
              "PERSON_ERASED");
    EXPECT_EQ(vault_->new_person(command("a"), 0, "林小", kWeibin).error().reason, "PERSON_ERASED");
    EXPECT_THAT(*vault_->search(kPurpose, "林国强", std::array{kWeibin}), IsEmpty());
    EXPECT_EQ(vault_->lookup(kPurpose, {IdType::ResidentId, "610399198001010015"})->person,
              std::nullopt);
    EXPECT_NE(resolve("610399198001010015", "林国强"), person);
    EXPECT_EQ(count("destroyed"), 2);
    EXPECT_EQ(count("opening WHERE kind = 'DESTROY'"), 2);
    EXPECT_EQ(vault_->destroy_key(kPurpose, PersonId{command("x")}).error().reason,
              "NO_SUCH_PERSON");
}

TEST_F(LocalVaultTest, TheTablesHoldNoPlaintext) {
    const std::vector<std::string> planted{
        "林国强", "610399198001010015", "610399800101001", "13912340000", "尘肺", "lgq"};
    const PersonId person = resolve(planted[1], planted[0]);
    resolve(planted[2], planted[0], kWeibin, IdType::ResidentId15);
    const auto sealed = vault_->seal(command("a"), {{person, "name", planted[0]},
                                                    {person, "phone", planted[3]},
                                                    {person, "diagnosis", planted[4]}});
    ASSERT_TRUE(sealed);
    static_cast<void>(vault_->search(kPurpose, planted[0], std::array{kWeibin}));
    static_cast<void>(vault_->lookup(kPurpose, {IdType::ResidentId, planted[1]}));
    const std::string all = dump();
    ASSERT_THAT(all, HasSubstr("CASE_WORK")) << "the dump must hold what is there";
    for (const std::string& text : planted) {
        EXPECT_EQ(all.find(text), std::string::npos) << text;
        EXPECT_EQ(all.find(crypto::hex(text)), std::string::npos) << text;
        for (const Sealed& one : *sealed) {
            EXPECT_EQ(one.cipher.find(text), std::string::npos) << text;
        }
    }
}

TEST_F(LocalVaultTest, AnotherKeyFileIsRefused) {
    std::filesystem::remove(folder_ / "vault.kek");
    try {
        start();
        FAIL() << "started with another key-encryption key";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("WRONG_KEK"));
    }
}

TEST_F(LocalVaultTest, AKeyFileThatOthersMayReadIsRefused) {
    for (const mode_t mode : {0640U, 0604U, 0660U, 0644U}) {
        ASSERT_EQ(::chmod((folder_ / "vault.kek").c_str(), mode), 0);
        try {
            start();
            ADD_FAILURE() << "started with mode " << std::oct << mode;
        } catch (const std::runtime_error& error) {
            EXPECT_THAT(error.what(), HasSubstr("SECRET_TOO_OPEN"));
        }
    }
}

TEST_F(LocalVaultTest, AnImportOfThousandsTakesSeconds) {
    std::vector<ResolveRequest> requests;
    for (int i = 0; i < 5'000; ++i) {
        std::string number = "6103991980010" + std::to_string(10'000 + i);
        requests.push_back({{IdType::ResidentId, number}, "林国强", kWeibin});
    }
    const auto begun = std::chrono::steady_clock::now();
    const auto people = vault_->resolve(requests);
    ASSERT_TRUE(people);
    std::vector<Plain> plains;
    for (std::size_t i = 0; i < people->size(); ++i) {
        plains.push_back({(*people)[i], "name", "林国强"});
        plains.push_back({(*people)[i], "id_number", requests[i].identity.number});
    }
    ASSERT_TRUE(vault_->seal(command("import"), plains));
    // A round trip per person would take minutes under the sanitizers of ./dev test.
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
    EXPECT_EQ(count("person"), 5'000);
}

// A vault of before ADR 26 had tables of their own for identities and for the words of names.
TEST(OlderVault, ItsPeopleAreTheSameAndAreFoundAsBefore) {
    const spec::TestDatabase database("vault_older");
    const auto folder = std::filesystem::temp_directory_path() /
                        ("haven-vault-" + crypto::hex(crypto::random_bytes(6)));
    std::filesystem::create_directory(folder);
    postgres::Connection db(database.conninfo());
    db.exec(
        "DO $$ BEGIN CREATE ROLE haven_vault LOGIN; "
        "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
    ASSERT_TRUE(postgres::migrate(db, "public", "vault", sql::sql_files().first(2)));

    const Key kek(*crypto::read_or_make_secret(folder / "vault.kek", crypto::kKeyBytes));
    const Key index = new_key();
    db.query("INSERT INTO secret VALUES ('index', $1)",
             postgres::Params().bytes(wrap_key(kek, "index", index)));
    const PersonId person = random_person();
    db.query(
        "INSERT INTO person VALUES ($1, $2)",
        postgres::Params().uuid(person.uuid).bytes(wrap_key(kek, person.to_string(), new_key())));
    const std::string number = "610399198001010015";
    db.query("INSERT INTO identity VALUES (1, $1, $2)",
             postgres::Params().bytes(number_hash(index, 1, number)).uuid(person.uuid));
    const auto old_token = [&](std::string_view word) {
        const auto hash = crypto::hmac_sha256(index.bytes(), "name|" + std::string(word));
        return crypto::as_bytes(hash).substr(0, 16);
    };
    for (const char* word : {"=林国强", "2林国", "2国强", "plgq"}) {
        db.query("INSERT INTO name_token VALUES ($1, 2, $2), ($1, 3, $2)",
                 postgres::Params().bytes(old_token(word)).uuid(person.uuid));
    }

    prepare_vault_database(database.conninfo());
    LocalVault vault(
        {database.conninfo_as("haven_vault"), folder / "vault.kek", [] { return Instant{1}; }});
    EXPECT_EQ(vault.resolve_one({{IdType::ResidentId, number}, "林国强", kWeibin}), person);
    EXPECT_TRUE(vault.seal_one(command("a"), {person, "name", "林国强"}));
    for (const char* part : {"国强", "林国强", "lgq"}) {
        EXPECT_THAT(*vault.search(kPurpose, part, std::array{kJintai}), ElementsAre(person));
    }
    EXPECT_THAT(*vault.search(kPurpose, "国强", std::array{FederationNo{4}}), IsEmpty());
    EXPECT_EQ(db.query("SELECT cardinality(name_tokens) FROM person")[0].int32(0), 8)
        << "that it was resolved again adds nothing";
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace haven::vault
