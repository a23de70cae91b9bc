// The vault service over real gRPC: RemoteVault on one end, LocalVault on PostgreSQL on the other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "libs/access/token.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/crypto/secret.hpp"
#include "libs/log/log.hpp"
#include "libs/postgres/testing.hpp"
#include "libs/rpc/client.hpp"
#include "libs/rpc/errors.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/rpc/server.hpp"
#include "libs/telemetry/machine_clock.hpp"
#include "libs/vault/local_vault.hpp"
#include "libs/vault/remote_vault.hpp"
#include "services/vault/service.hpp"

#include "haven/vault/v1/vault_service.grpc.pb.h"

namespace haven::vault {
namespace {

namespace proto = haven::vault::v1;
using testing::ElementsAre;

constexpr FederationNo kWeibin{2};
const Purpose kPurpose{StaffId{crypto::uuid_of_code("staff", "1")}, "", "CASE_WORK", "household/1"};
const Uuid kCommand = crypto::uuid_of_code("command", "1");

class VaultServiceTest : public testing::Test {
  protected:
    VaultServiceTest()
        : database_("vault_service"),
          folder_(std::filesystem::temp_directory_path() /
                  ("haven-vault-" + crypto::hex(crypto::random_bytes(6)))),
          peer_key_(crypto::new_key_pair()),
          registry_key_(crypto::new_key_pair()),
          peer_("disbursement", peer_key_.seed, machine_now),
          registry_("registry", registry_key_.seed, machine_now),
          guard_({.domain = "vault.haven", .keys = &keys_, .now = machine_now}) {
        std::filesystem::create_directory(folder_);
        prepare_vault_database(database_.conninfo());
        local_ = std::make_unique<LocalVault>(LocalVaultOptions{
            database_.conninfo_as("haven_vault"), folder_ / "vault.kek", machine_now});
        keys_.add("disbursement", peer_key_.public_key);
        keys_.add("registry", registry_key_.public_key);
        guard_.allow_services(rpc::services_of_file("haven/vault/v1/vault_service.proto"));
        host::PlainContext context = plain_context();
        service_->start(context);
        for (grpc::Service* service : service_->grpc_services()) server_.add(*service);
        server_.start();
        address_ = server_.address();
        remote_ = std::make_unique<RemoteVault>(RemoteVaultOptions{
            [this] { return address_; }, [this] { return peer_.peer_bearer({}); }});
    }
    ~VaultServiceTest() override {
        server_.stop(0);
        service_->stop();
        std::filesystem::remove_all(folder_);
    }

    // No other service has a log here.
    host::PlainContext plain_context() {
        return {*local_, guard_, machine_now, [](const std::string&) { return nullptr; }};
    }
    grpc::Status list(const std::string& bearer, int size, const std::string& token,
                      proto::ListOpeningsResponse& response) {
        auto stub = proto::VaultService::NewStub(rpc::connect(server_.address()));
        grpc::ClientContext context;
        rpc::prepare(context, {.bearer = bearer});
        proto::ListOpeningsRequest request;
        request.set_page_size(size);
        request.set_page_token(token);
        return stub->ListOpenings(&context, request, &response);
    }

    spec::TestDatabase database_;
    std::filesystem::path folder_;
    crypto::KeyPair peer_key_;
    crypto::KeyPair registry_key_;
    access::TokenIssuer peer_;
    access::TokenIssuer registry_;
    access::Keyring keys_;
    rpc::Guard guard_;
    std::unique_ptr<LocalVault> local_;
    std::unique_ptr<host::PlainService> service_ = make_service();
    rpc::Server server_{{}};
    std::string address_;  // where the vault is said to be
    std::unique_ptr<RemoteVault> remote_;
};

TEST_F(VaultServiceTest, AnswersLikeTheVaultItself) {
    const ResolveRequest request{{IdType::ResidentId, "610399198001010015"}, "林国强", kWeibin};
    const auto person = remote_->resolve_one(request);
    ASSERT_TRUE(person) << person.error().reason;
    EXPECT_EQ(person, local_->resolve_one(request));
    EXPECT_EQ(remote_->new_person(kCommand, 1, "林小", kWeibin),
              local_->new_person(kCommand, 1, "林小", kWeibin));
    const auto sealed = remote_->seal_one(kCommand, {*person, "name", "林国强"});
    EXPECT_EQ(sealed, local_->seal_one(kCommand, {*person, "name", "林国强"}));
    EXPECT_EQ(remote_->open_one(kPurpose, {*person, "name", sealed->cipher}), "林国强");
    EXPECT_EQ(remote_->lookup(kPurpose, request.identity)->person, *person);
    EXPECT_THAT(*remote_->search(kPurpose, "国强", std::array{kWeibin}), ElementsAre(*person));
    ASSERT_TRUE(remote_->destroy_key(kPurpose, *person));
    EXPECT_EQ(remote_->open_one(kPurpose, {*person, "name", sealed->cipher}).value(), std::nullopt);
    EXPECT_EQ(remote_->seal_one(kCommand, {*person, "name", "x"}).error().reason, "PERSON_ERASED");
}

TEST_F(VaultServiceTest, LongListsGoInPiecesAndComeBackInOrder) {
    std::vector<NewPerson> people;
    for (int i = 0; i < 2'300; ++i) people.push_back({kCommand, i, "", kWeibin});
    const auto made = remote_->new_people(people);
    ASSERT_TRUE(made);
    ASSERT_EQ(made->size(), people.size());
    std::vector<Plain> plains;
    for (std::size_t i = 0; i < made->size(); ++i) {
        plains.push_back({(*made)[i], "address", std::string(1'000, 'a') + std::to_string(i)});
    }
    const auto sealed = remote_->seal(kCommand, plains);
    ASSERT_TRUE(sealed) << sealed.error().reason;
    std::vector<Cipher> ciphers;
    for (const Sealed& one : *sealed) ciphers.push_back({one.person, "address", one.cipher});
    const auto texts = remote_->open(kPurpose, ciphers);
    ASSERT_TRUE(texts);
    for (std::size_t i = 0; i < plains.size(); ++i) EXPECT_EQ((*texts)[i], plains[i].text);
}

TEST_F(VaultServiceTest, TheLongestTextStillFitsIntoOneMessage) {
    const auto person = remote_->new_person(kCommand, 0, "", kWeibin);
    const std::string text(kMaxPlainBytes, 'x');
    const auto sealed = remote_->seal_one(kCommand, {*person, "bank_file", text});
    ASSERT_TRUE(sealed);
    EXPECT_EQ(remote_->open_one(kPurpose, {*person, "bank_file", sealed->cipher}), text);
}

TEST_F(VaultServiceTest, StaffMayNotCallItWhateverTheirRole) {
    const access::Token staff =
        registry_.issue({.staff = kPurpose.actor,
                         .roles = {access::Role::Caseworker, access::Role::Approver,
                                   access::Role::Administrator, access::Role::Auditor},
                         .home = {1},
                         .union_node = "610300",
                         .scope = {{1}, {2}}});
    RemoteVault as_staff({[this] { return address_; }, [&] { return staff.text; }});
    const auto opened = as_staff.open_one(kPurpose, {PersonId{kCommand}, "name", "x"});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::Denied);
    EXPECT_EQ(opened.error().reason, "ROLE_MISSING");
}

TEST_F(VaultServiceTest, APeerCannotRecordAnOpeningUnderAnotherPeersName) {
    const auto person = remote_->new_person(kCommand, 0, "", kWeibin);
    const auto sealed = remote_->seal_one(kCommand, {*person, "name", "林小"});
    const Purpose disguised{{}, "registry", "CASE_WORK", "household/1"};
    ASSERT_TRUE(remote_->open_one(disguised, {*person, "name", sealed->cipher}));
    EXPECT_EQ(local_->openings(0, PersonId{}, 1).front().service, "disbursement");
}

TEST_F(VaultServiceTest, AnAuditorOfTheCityReadsTheOpeningsPageByPage) {
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(remote_->lookup(kPurpose, {IdType::ResidentId, "610399198001010015"}));
    }
    const auto token_for = [&](std::vector<FederationNo> scope) {
        return registry_
            .issue({.staff = kPurpose.actor,
                    .roles = {access::Role::Auditor},
                    .home = scope[0],
                    .union_node = "x",
                    .scope = scope})
            .text;
    };
    std::vector<std::int64_t> ids;
    std::string next;
    do {
        proto::ListOpeningsResponse page;
        const auto status = list(token_for({{1}, {2}}), 2, next, page);
        ASSERT_TRUE(status.ok()) << status.error_message();
        for (const auto& opening : page.openings()) ids.push_back(opening.opening_id());
        next = page.next_page_token();
    } while (!next.empty());
    EXPECT_EQ(ids.size(), 5U);
    EXPECT_TRUE(std::ranges::is_sorted(ids, std::greater{}));
    proto::ListOpeningsResponse none;
    EXPECT_EQ(rpc::to_error(list(token_for({{2}}), 2, "", none)).reason, "OUTSIDE_SCOPE");
    EXPECT_EQ(rpc::to_error(list(token_for({{1}}), 501, "", none)).reason, "INVALID_PAGE_SIZE");
    EXPECT_EQ(rpc::to_error(list(token_for({{1}}), 1, "abc", none)).reason, "INVALID_PAGE_TOKEN");
}

TEST_F(VaultServiceTest, AServiceThatIsDownIsAnExceptionAndNeverNobody) {
    server_.stop(0);
    EXPECT_THROW(
        EXPECT_FALSE(remote_->lookup(kPurpose, {IdType::ResidentId, "610399198001010015"})),
        rpc::PeerDown);
}

TEST_F(VaultServiceTest, IsFoundAgainAtAnotherPortAfterItsProcessWasStartedAgain) {
    const ResolveRequest request{{IdType::ResidentId, "610399198001010015"}, "林国强", kWeibin};
    const auto person = remote_->resolve_one(request);
    ASSERT_TRUE(person);
    server_.stop(0);
    address_ = "";  // its run file is gone
    EXPECT_THROW(EXPECT_FALSE(remote_->lookup(kPurpose, request.identity)), rpc::PeerDown);
    const auto restarted = make_service();
    host::PlainContext context = plain_context();
    restarted->start(context);
    rpc::Server elsewhere{{}};
    for (grpc::Service* service : restarted->grpc_services()) elsewhere.add(*service);
    elsewhere.start();
    ASSERT_NE(elsewhere.address(), server_.address());
    address_ = elsewhere.address();
    EXPECT_EQ(remote_->lookup(kPurpose, request.identity)->person, *person);
    elsewhere.stop(0);
    restarted->stop();
}

}  // namespace
}  // namespace haven::vault
