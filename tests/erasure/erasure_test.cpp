// Forgetting a person over gRPC on the running suite: who may, when it is refused, what is left,
// and that neither a kill nor an older vault brings anything back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "libs/crypto/ids.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/postgres/testing.hpp"
#include "tests/suite/line.hpp"

#include "haven/registry/v1/registry_service.grpc.pb.h"

namespace haven::spec {
namespace {

namespace pb = haven::registry::v1;
using access::Role;
using Files = pb::RegistryService::Stub;
using Queries = pb::RegistryQueryService::Stub;

constexpr const char* kCard = "6222021234567894";

class ErasureTest : public ::testing::Test {
  protected:
    Suite& suite() { return line_.suite(); }

    Family applied(FederationNo county = kCounty) {
        Family family;
        const std::string answer = line_.apply(county, three_people(next_++, kCard), family);
        EXPECT_EQ(answer, "OK");
        return family;
    }
    // An application that the union turned down: it never became a file.
    Family rejected(FederationNo county = kCounty) {
        Family family = applied(county);
        pb::RejectApplicationRequest request;
        request.set_household_id(family.household_id);
        request.set_reason("NOT_A_MEMBER");
        EXPECT_EQ(line_.ask(Role::Caseworker, county, &Files::RejectApplication, request), "OK");
        return family;
    }
    static pb::ErasePersonRequest request_for(const std::string& person) {
        pb::ErasePersonRequest request;
        request.set_command_id(Suite::new_id());
        request.set_person_id(person);
        request.set_ground(pb::ERASURE_GROUND_CONSENT_WITHDRAWN);
        return request;
    }
    std::string erase(const std::string& person, FederationNo county = kCounty,
                      Role role = Role::Approver) {
        return line_.ask(role, county, &Files::ErasePerson, request_for(person));
    }
    // The names on a file as its caseworker sees them.
    std::vector<std::string> names(const Family& family) {
        pb::GetHouseholdRequest request;
        request.set_household_id(family.household_id);
        pb::GetHouseholdResponse response;
        EXPECT_EQ(
            line_.ask(Role::Caseworker, family.county, &Queries::GetHousehold, request, &response),
            "OK");
        std::vector<std::string> found;
        for (const auto& member : response.household().members()) found.push_back(member.name());
        return found;
    }
    // The vault reads twice a second.
    bool is_forgotten_soon(const Family& family, std::size_t member) {
        for (int i = 0; i < 100; ++i) {
            if (names(family).at(member) == "***") return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return false;
    }
    void vault_program(std::vector<std::string> words) {
        words.emplace_back("-d");
        words.push_back(suite().conninfo("vault"));
        run_program(std::move(words));
    }
    std::string dump() { return (suite().folder() / "vault.dump").string(); }

    Line line_;
    int next_ = 1;
};

TEST_F(ErasureTest, NothingOfThePersonCanBeReadAnyMore) {
    const Family family = rejected();
    ASSERT_EQ(names(family).at(2), "林晓");
    EXPECT_EQ(erase(family.person_ids[2]), "OK");
    EXPECT_TRUE(is_forgotten_soon(family, 2));
    EXPECT_EQ(names(family).at(1), "王秀兰");  // of this household, but somebody else
    // The number leads to somebody new, who may apply.
    std::vector<Applicant> again = three_people(1, kCard);
    Family second;
    EXPECT_EQ(line_.apply(kCounty, again, second), "OK");
    EXPECT_EQ(second.person_ids[0], family.person_ids[0]);
    EXPECT_NE(second.person_ids[2], family.person_ids[2]);
}

TEST_F(ErasureTest, IsRefusedWhileAnApplicationOrFileIsOpen) {
    const Family family = applied();
    EXPECT_EQ(erase(family.person_ids[0]), "PERSON_ON_OPEN_FILE");
    // Their next application counts as well, in whatever county it is.
    const Family before = rejected();
    Family elsewhere;
    EXPECT_EQ(line_.apply(kOtherCounty, three_people(next_ - 1, kCard), elsewhere), "OK");
    EXPECT_EQ(erase(before.person_ids[0], kCity), "PERSON_ON_OPEN_FILE");
    EXPECT_EQ(names(before).at(0), "林国强");
}

TEST_F(ErasureTest, IsRefusedWhileAFileMustBeKept) {
    const Family family = line_.take_on_file(kCounty, three_people(next_++, kCard));
    EXPECT_EQ(erase(family.person_ids[0]), "PERSON_ON_OPEN_FILE");
    pb::CancelFileRequest cancel;
    cancel.set_household_id(family.household_id);
    cancel.set_kind(pb::EXIT_KIND_MOVED);
    ASSERT_EQ(line_.ask(Role::Approver, kCounty, &Files::CancelFile, cancel), "OK");
    EXPECT_EQ(erase(family.person_ids[0]), "KEEPING_TERM_RUNS");
}

TEST_F(ErasureTest, OnlyWhoKeepsAllOfTheirFilesForgets) {
    const Family family = rejected();
    EXPECT_EQ(erase(family.person_ids[0], kOtherCounty), "OUTSIDE_SCOPE");
    EXPECT_EQ(erase(Suite::new_id()), "OUTSIDE_SCOPE");  // not told apart
    EXPECT_EQ(erase(family.person_ids[0], kCounty, Role::Caseworker), "ROLE_MISSING");
    EXPECT_EQ(erase(family.person_ids[0], kCounty, Role::Administrator), "ROLE_MISSING");
    // On rejected applications of two counties: the city's office only.
    Family elsewhere;
    ASSERT_EQ(line_.apply(kOtherCounty, three_people(next_ - 1, kCard), elsewhere), "OK");
    pb::RejectApplicationRequest reject;
    reject.set_household_id(elsewhere.household_id);
    reject.set_reason("NOT_A_MEMBER");
    ASSERT_EQ(line_.ask(Role::Caseworker, kOtherCounty, &Files::RejectApplication, reject), "OK");
    EXPECT_EQ(erase(family.person_ids[0]), "OUTSIDE_SCOPE");
    EXPECT_EQ(erase(family.person_ids[0], kOtherCounty), "OUTSIDE_SCOPE");
    EXPECT_EQ(erase(family.person_ids[0], kCity), "OK");
}

TEST_F(ErasureTest, TheSameCommandAgainIsAnsweredTheSame) {
    const Family family = rejected();
    const auto request = request_for(family.person_ids[1]);
    pb::ErasePersonResponse first;
    pb::ErasePersonResponse second;
    const auto ask = [&](const pb::ErasePersonRequest& one, pb::ErasePersonResponse& response) {
        return line_.ask(Role::Approver, kCounty, &Files::ErasePerson, one, &response);
    };
    ASSERT_EQ(ask(request, first), "OK");
    ASSERT_TRUE(is_forgotten_soon(family, 1));
    ASSERT_EQ(ask(request, second), "OK");
    EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
    auto other = request;
    other.set_ground(pb::ERASURE_GROUND_UNLAWFUL);
    EXPECT_EQ(ask(other, second), "COMMAND_ID_REUSED");
    other.set_command_id(Suite::new_id());
    EXPECT_EQ(ask(other, second), "OK");  // forgotten already: nothing is added
    EXPECT_EQ(second.reply().version(), first.reply().version());
    other.set_ground(pb::ERASURE_GROUND_UNSPECIFIED);
    other.set_command_id(Suite::new_id());
    EXPECT_NE(ask(other, second), "OK");
}

TEST_F(ErasureTest, AnOlderVaultForgetsAgainBeforeItAnswers) {
    const Family family = rejected();
    vault_program({"pg_dump", "-Fc", "-f", dump()});
    ASSERT_EQ(erase(family.person_ids[0]), "OK");
    ASSERT_TRUE(is_forgotten_soon(family, 0));
    suite().restart(
        [&] { vault_program({"pg_restore", "--clean", "--single-transaction", dump()}); });
    const auto read = names(family);  // the first call
    EXPECT_EQ(read.at(0), "***");
    EXPECT_EQ(read.at(1), "王秀兰");
}

TEST_F(ErasureTest, SealingForThemIsRefused) {
    const Family family = rejected();
    ASSERT_EQ(erase(family.person_ids[0]), "OK");
    ASSERT_TRUE(is_forgotten_soon(family, 0));
    pb::CompleteApplicationRequest late;
    late.set_household_id(family.household_id);
    late.add_documents()->set_name("收入证明");
    late.mutable_documents(0)->set_kind(pb::DOCUMENT_KIND_APPLICATION);
    EXPECT_EQ(line_.ask(Role::Caseworker, kCounty, &Files::CompleteApplication, late),
              "PERSON_ERASED");
}

}  // namespace
}  // namespace haven::spec
