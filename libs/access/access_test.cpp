#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "libs/access/caller.hpp"
#include "libs/access/scoped_read.hpp"
#include "libs/access/sign_in.hpp"
#include "libs/access/token.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/crypto/secret.hpp"
#include "libs/log/postgres_placement.hpp"
#include "libs/log/schema.hpp"
#include "libs/postgres/testing.hpp"

namespace haven::access {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const StaffId kStaff{crypto::uuid_of_code("staff", "1")};
constexpr std::int64_t kSecond = 1'000'000;

class SignIn : public testing::Test {
  protected:
    std::string check(const SignInRequest& request) {
        const auto checked = book_.check(request, keys_.public_key);
        return checked ? "" : checked.error().reason;
    }
    SignInRequest request() { return make_sign_in(kStaff, keys_.seed, Instant{clock_}); }

    std::int64_t clock_ = 1'700'000'000 * kSecond;
    const crypto::KeyPair keys_ = crypto::new_key_pair();
    SignInBook book_{[this] { return Instant{clock_}; }};
};

TEST_F(SignIn, AMembersOwnKeySignsIn) {
    EXPECT_EQ(check(request()), "");
}

TEST_F(SignIn, ARequestServesOnce) {
    const SignInRequest one = request();
    EXPECT_EQ(check(one), "");
    EXPECT_EQ(check(one), "SIGN_IN_REPLAYED");
    // Also when the book has forgotten it: it is stale by then.
    clock_ += 61 * kSecond;
    EXPECT_EQ(check(one), "SIGN_IN_STALE");
    clock_ += 3'600 * kSecond;
    EXPECT_EQ(check(request()), "");
    EXPECT_EQ(check(one), "SIGN_IN_STALE");
}

TEST_F(SignIn, ARestartOpensNoWindowForAReplay) {
    const SignInRequest one = request();
    EXPECT_EQ(check(one), "");
    clock_ += kSecond;
    SignInBook after_restart([this] { return Instant{clock_}; });
    EXPECT_EQ(after_restart.check(one, keys_.public_key).error().reason, "SIGN_IN_STALE");
}

TEST_F(SignIn, AForgedRequestIsRefused) {
    EXPECT_EQ(check(make_sign_in(kStaff, crypto::new_key_pair().seed, Instant{clock_})),
              "SIGN_IN_FORGED");
    SignInRequest other = request();
    other.staff = StaffId{crypto::uuid_of_code("staff", "2")};
    EXPECT_EQ(check(other), "SIGN_IN_FORGED");
    SignInRequest later = request();
    later.at.micros += kSecond;
    EXPECT_EQ(check(later), "SIGN_IN_FORGED");
    SignInRequest bare = request();
    bare.nonce.clear();
    EXPECT_EQ(check(bare), "SIGN_IN_FORGED");
}

TEST_F(SignIn, AClockThatIsAMinuteOffIsRefused) {
    SignInRequest early = make_sign_in(kStaff, keys_.seed, Instant{clock_ + 61 * kSecond});
    EXPECT_EQ(check(early), "SIGN_IN_STALE");
}

TEST(FirstAdministrator, IsMadeOnceAndItsKeyIsPrivate) {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("haven-access-" + crypto::hex(crypto::random_bytes(6)));
    std::filesystem::create_directory(folder);
    const auto first = first_administrator(folder);
    ASSERT_TRUE(first);
    const auto again = first_administrator(folder);
    ASSERT_TRUE(again);
    EXPECT_EQ(first->staff, again->staff);
    EXPECT_EQ(first->public_key, again->public_key);
    struct stat facts{};
    ASSERT_EQ(::stat(first->key_file.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600U);
    ASSERT_EQ(::chmod(first->key_file.c_str(), 0644), 0);
    EXPECT_EQ(first_administrator(folder).error().reason, "SECRET_TOO_OPEN");
    std::filesystem::remove_all(folder);
}

TEST(Roles, HaveNamesThatComeBack) {
    for (int number = 1; number <= 8; ++number) {
        const auto role = static_cast<Role>(number);
        EXPECT_EQ(parse_role(role_name(role)), role);
    }
    EXPECT_EQ(parse_role("caseworker").error().reason, "INVALID_ROLE");
}

class ScopedReads : public testing::Test {
  protected:
    static constexpr postgres::Statement kCodes{"codes", "SELECT code FROM thing ORDER BY code"};
    static constexpr postgres::Statement kWrite{"write",
                                                "INSERT INTO thing VALUES (2, 'x') RETURNING code"};

    ScopedReads() : database_("scoped_read") {
        postgres::Connection owner(database_.conninfo());
        const std::vector<log::FederationRow> rows{{{1}, "610300", "city", {0}},
                                                   {{2}, "610302", "a county", {1}},
                                                   {{3}, "610303", "another", {1}}};
        EXPECT_TRUE(log::create_schema(owner, rows));
        owner.exec(
            "CREATE TABLE thing (federation smallint, code text); "
            "SELECT haven_protect('thing'); "
            "INSERT INTO thing VALUES (1, 'city'), (2, 'own'), (3, 'other')");
    }

    std::vector<std::string> read(std::vector<FederationNo> scope) {
        ScopedRead read(readers_, scope);
        std::vector<std::string> codes;
        for (const auto row : read.query(kCodes)) codes.push_back(row.text(0));
        return codes;
    }

    spec::TestDatabase database_;
    Readers readers_{database_.conninfo_as("haven_reader"), 1};
};

TEST_F(ScopedReads, SeeTheCallersFederationsAndNoOthers) {
    EXPECT_THAT(read({{2}}), ElementsAre("own"));
    EXPECT_THAT(read({{1}, {2}, {3}}), ElementsAre("city", "other", "own"));
    EXPECT_THAT(read({}), IsEmpty());
    EXPECT_THAT(read({{99}}), IsEmpty());
}

// The pool has one connection: each read gets the one that the read before has used.
TEST_F(ScopedReads, LeaveNoScopeOnAPooledConnection) {
    EXPECT_THAT(read({{3}}), ElementsAre("other"));
    EXPECT_EQ(readers_.shard(0).borrow()->query("SELECT code FROM thing").size(), 0);
    try {
        ScopedRead broken(readers_, std::array{FederationNo{3}});
        broken.query({"nonsense", "SELECT 1 / (SELECT count(*)::int FROM thing WHERE false)"});
        ADD_FAILURE() << "divided by zero";
    } catch (const postgres::SqlError& error) {
        EXPECT_EQ(error.sqlstate(), "22012");
    }
    EXPECT_EQ(readers_.shard(0).borrow()->query("SELECT code FROM thing").size(), 0);
    EXPECT_THAT(read({{2}}), ElementsAre("own"));
}

TEST_F(ScopedReads, CannotWrite) {
    ScopedRead read(readers_, std::array{FederationNo{2}});
    EXPECT_THROW(read.query(kWrite), postgres::SqlError);
}

// Federations 1 and 2 lie in the first database, 3 in the second; each has rows of all that it ever
// had.
class ReadsOfShards : public testing::Test {
  protected:
    static constexpr postgres::Statement kCodes{"codes", "SELECT code FROM thing ORDER BY code"};

    ReadsOfShards() {
        const std::vector<log::FederationRow> rows{{{1}, "610300", "city", {0}},
                                                   {{2}, "610302", "a county", {1}},
                                                   {{3}, "610303", "another", {1}}};
        for (std::size_t shard = 0; shard < 2; ++shard) {
            postgres::Connection owner(databases_[shard].conninfo());
            EXPECT_TRUE(log::create_schema(
                owner, rows,
                shard == 0 ? std::set<FederationNo>{{3}} : std::set<FederationNo>{{1}, {2}}));
            owner.exec(
                "CREATE TABLE thing (federation smallint, code text); "
                "SELECT haven_protect('thing'); "
                "CREATE TABLE rule (federation smallint, code text); "
                "SELECT haven_protect('rule', reference := true); "
                "INSERT INTO thing SELECT number, 's" +
                std::to_string(shard) + "-' || number FROM federation");
        }
        postgres::Connection(databases_[0].conninfo()).exec("INSERT INTO rule VALUES (1, 'r')");
        placement_ = std::make_shared<log::Placement>(
            log::ask_databases({databases_[0].conninfo(), databases_[1].conninfo()}));
        readers_ = std::make_unique<Readers>(std::vector{as_reader(0), as_reader(1)}, 1, placement_,
                                             FederationNo{1});
    }
    std::string as_reader(std::size_t shard) const {
        return databases_[shard].conninfo_as("haven_reader");
    }
    std::vector<std::string> read(std::vector<FederationNo> scope) {
        ScopedRead read(*readers_, scope);
        std::vector<std::string> codes;
        for (const auto row : read.query(kCodes)) codes.push_back(row.text(0));
        return codes;
    }
    void move_third_to_the_first() {
        postgres::Connection(databases_[1].conninfo())
            .exec("UPDATE log_head SET state = 'MOVED' WHERE federation = 3");
        postgres::Connection(databases_[0].conninfo())
            .exec("UPDATE log_head SET state = 'OPEN', shard_epoch = 2 WHERE federation = 3");
    }

    spec::TestDatabase databases_[2]{spec::TestDatabase("reads_a"), spec::TestDatabase("reads_b")};
    std::shared_ptr<log::Placement> placement_;
    std::unique_ptr<Readers> readers_;
};

TEST_F(ReadsOfShards, AskEachDatabaseForWhatLiesThere) {
    EXPECT_THAT(read({{2}}), ElementsAre("s0-2"));
    EXPECT_THAT(read({{3}}), ElementsAre("s1-3"));
    EXPECT_THAT(read({{1}, {2}, {3}}), ElementsAre("s0-1", "s0-2", "s1-3"));
    EXPECT_THAT(read({}), IsEmpty());
}

TEST_F(ReadsOfShards, FindReferenceDataWhereTheCityIs) {
    const postgres::Statement rule{"rule", "SELECT code FROM rule"};
    for (const std::vector<FederationNo>& scope :
         {std::vector<FederationNo>{}, {FederationNo{3}}, {FederationNo{2}, FederationNo{3}}}) {
        ScopedRead read(*readers_, scope);
        EXPECT_EQ(read.reference(rule)[0].text(0), "r");
        EXPECT_EQ(read.query(kCodes).size(), std::ssize(scope));
    }
}

TEST_F(ReadsOfShards, NeverBelieveADatabaseThatAFederationHasLeft) {
    EXPECT_THAT(read({{3}}), ElementsAre("s1-3"));
    move_third_to_the_first();
    EXPECT_EQ(placement_->shard_of(FederationNo{3}), 1U) << "nobody has looked yet";
    EXPECT_THAT(read({{2}, {3}}), ElementsAre("s0-2", "s0-3"));
    EXPECT_THAT(read({{3}}), ElementsAre("s0-3"));
}

TEST_F(ReadsOfShards, OneThatIsBetweenTwoDatabasesCannotBeReadNow) {
    postgres::Connection(databases_[1].conninfo())
        .exec("UPDATE log_head SET state = 'MOVED' WHERE federation = 3");
    EXPECT_THROW(read({{3}}), postgres::ConnectionLost);
    EXPECT_THAT(read({{2}}), ElementsAre("s0-2")) << "the others can";
}

TEST_F(ReadsOfShards, PutAListTogetherInItsOrder) {
    ScopedRead read(*readers_, std::array{FederationNo{2}, FederationNo{3}});
    static_cast<void>(read.query(kCodes));
    std::vector<int> list{1, 4, 6, 2, 3, 9};  // 1, 4, 6 of the one and 2, 3, 9 of the other
    read.merge(list, [](int number) { return number; }, 3);
    EXPECT_THAT(list, ElementsAre(1, 2, 3));
}

class Tokens : public testing::Test {
  protected:
    Tokens() { keyring_.add(std::string(kStaffKeyId), keys_.public_key); }
    std::string bearer() const {
        const TokenIssuer issuer(std::string(kStaffKeyId), keys_.seed,
                                 [this] { return Instant{clock_}; });
        return "Bearer " + issuer
                               .issue({.staff = kStaff,
                                       .roles = {Role::Auditor},
                                       .home = {1},
                                       .union_node = "",
                                       .scope = {{1}}})
                               .text;
    }
    std::string verify(const std::string& header) {
        const auto caller = verifier_.verify(header, Instant{clock_});
        return caller ? caller->staff.to_string() : caller.error().reason;
    }

    std::int64_t clock_ = 1'700'000'000 * kSecond;
    const crypto::KeyPair keys_ = crypto::new_key_pair();
    Keyring keyring_;
    Verifier verifier_{keyring_};
};

TEST_F(Tokens, OneThatWasBelievedIsBelievedUntilItExpires) {
    const std::string header = bearer();
    EXPECT_EQ(verify(header), kStaff.to_string());
    clock_ += kTokenLifeMicros - 1;
    EXPECT_EQ(verify(header), kStaff.to_string());
    clock_ += 1;
    EXPECT_EQ(verify(header), "TOKEN_EXPIRED");
}

TEST_F(Tokens, OneThatWasBelievedIsNotBelievedByAClockThatWentBack) {
    const std::string header = bearer();
    EXPECT_EQ(verify(header), kStaff.to_string());
    clock_ -= kClockSkewMicros + 1;
    EXPECT_EQ(verify(header), "TOKEN_NOT_YET_VALID");
}

TEST_F(Tokens, MoreTokensThanAreRememberedAreAllBelieved) {
    const std::string first = bearer();
    for (int i = 0; i < 5'000; ++i) {
        clock_ += 1;
        ASSERT_EQ(verify(bearer()), kStaff.to_string());
    }
    EXPECT_EQ(verify(first), kStaff.to_string());
    EXPECT_EQ(verify(first + "A"), "TOKEN_FORGED");
}

}  // namespace
}  // namespace haven::access
