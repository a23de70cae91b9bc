// The ops rpcs over gRPC, on a host of two services of purses.
#include "libs/host/ops_api.hpp"

#include <gmock/gmock.h>

#include "libs/crypto/secret.hpp"
#include "libs/host/database.hpp"
#include "libs/host/host.hpp"
#include "libs/host/remote_source.hpp"
#include "libs/host/testing/process.hpp"
#include "libs/host/testing/staff.hpp"
#include "libs/log/record.hpp"
#include "libs/rpc/client.hpp"

#include "haven/ops/v1/ops_service.grpc.pb.h"

namespace haven::spec {
namespace {

namespace ops = haven::ops::v1;
using access::Role;
using grpc::StatusCode;

const Date kDay = Date::of(2018, 6, 28);

class OpsApiTest : public ::testing::Test {
  protected:
    void SetUp() override {
        host::Config config;
        config.services = {"disbursement", "registry"};
        config.run_dir = folder.path / "run";
        config.data_dir = folder.path / "data";
        config.exchange_dir = folder.path / "exchange";
        config.postgres = databases.server();
        config.database_prefix = databases.prefix();
        config.vault_address = "127.0.0.1:9";
        config.calendar_start = kDay;
        const auto make = [this](const std::string& name, const std::string& source) {
            auto service = std::make_unique<PurseService>(name, source, hooks);
            services[name] = service.get();
            return service;
        };
        running = std::make_unique<host::Host>(
            config, host::Parts{.services = {{"registry", [=] { return make("registry", ""); }},
                                             {"disbursement",
                                              [=] { return make("disbursement", "registry"); }}}});
        stub = ops::OpsService::NewStub(rpc::connect(running->address()));
    }

    // Calls `method` of the stub as a member of staff of the city.
    template <class Request, class Response>
    grpc::Status call(grpc::Status (ops::OpsService::Stub::*method)(grpc::ClientContext*,
                                                                    const Request&, Response*),
                      const Request& request, Response& response, Role role = Role::Administrator) {
        grpc::ClientContext context;
        rpc::prepare(context,
                     {.bearer = bearer_of(folder.path / "data", role), .timeout_ms = 20'000});
        return (*stub.*method)(&context, request, &response);
    }
    std::vector<ops::ParkedRecord> parked() {
        ops::ListParkedResponse response;
        EXPECT_TRUE(call(&ops::OpsService::Stub::ListParked, {}, response).ok());
        return {response.parked().begin(), response.parked().end()};
    }
    // A record of the registry that disbursement parks, and one of the same stream behind it.
    ops::ParkedRecord park_one() {
        auto& registry = *services.at("registry");
        EXPECT_TRUE(registry.command(2, 1, OpenPurse{PurseService::kUnlucky, "b"}));
        EXPECT_TRUE(registry.command(2, 2, SpendPurse{3}));
        EXPECT_TRUE(soon([&] { return parked().size() == 2; }));
        return parked().at(0);
    }

    SuiteDatabases databases;
    HostFolder folder;
    std::shared_ptr<PurseHooks> hooks = std::make_shared<PurseHooks>();
    std::map<std::string, PurseService*> services;
    std::unique_ptr<host::Host> running;
    std::unique_ptr<ops::OpsService::Stub> stub;
};

TEST_F(OpsApiTest, StatusNamesEachServiceAndWhatIsDueThere) {
    auto& registry = *services.at("registry");
    ASSERT_TRUE(registry.command(1, 1, OpenPurse{5, "a"}));
    ASSERT_TRUE(registry.command(1, 2, SchedulePurse{kDay.plus_days(3)}));
    ops::GetStatusResponse response;
    ASSERT_TRUE(soon([&] {
        EXPECT_TRUE(call(&ops::OpsService::Stub::GetStatus, {}, response, Role::Caseworker).ok());
        return std::ranges::all_of(response.services(), [](const ops::ServiceStatus& status) {
            return status.consumers_caught_up() && status.timers_idle() && status.peers_idle();
        });
    }));
    ASSERT_EQ(response.services_size(), 2);
    EXPECT_FALSE(response.production());
    EXPECT_EQ(response.services(1).service(), "registry");
    EXPECT_EQ(response.services(1).business_date(), "2018-06-28");
    EXPECT_EQ(response.services(1).next_timer_date(), "2018-07-01");
    EXPECT_EQ(response.services(0).next_timer_date(), "");
    ops::GetStatusRequest nobody;
    nobody.set_service("nobody");
    EXPECT_EQ(call(&ops::OpsService::Stub::GetStatus, nobody, response).error_code(),
              StatusCode::NOT_FOUND);
}

TEST_F(OpsApiTest, TheLogIsReadInPagesByThoseWhoMay) {
    auto& registry = *services.at("registry");
    for (std::uint8_t i = 1; i <= 5; ++i) {
        ASSERT_TRUE(registry.command(i, i, OpenPurse{5, std::to_string(i)}));
    }
    ops::ReadLogRequest request;
    request.set_service("registry");
    request.set_federation(1);
    request.set_after_offset(1);
    request.set_page_size(2);
    ops::ReadLogResponse response;
    const auto read = [&](Role role) {
        response.Clear();
        return call(&ops::OpsService::Stub::ReadLog, request, response, role).error_code();
    };
    ASSERT_EQ(read(Role::Auditor), StatusCode::OK);
    EXPECT_EQ(response.head_offset(), 5);
    ASSERT_EQ(response.records_size(), 2);
    EXPECT_EQ(log::decode_record(response.records(0)).value().offset, 2);
    EXPECT_EQ(log::decode_record(response.records(1)).value().offset, 3);
    EXPECT_EQ(read(Role::Administrator), StatusCode::PERMISSION_DENIED);
    request.set_federation(2);  // not the caller's
    EXPECT_EQ(read(Role::Auditor), StatusCode::PERMISSION_DENIED);
    request.set_federation(65536 + 1);  // not the caller's own by a cast either
    EXPECT_EQ(read(Role::Auditor), StatusCode::INVALID_ARGUMENT);
    request.set_federation(1);
    request.set_page_size(501);
    EXPECT_EQ(read(Role::Auditor), StatusCode::INVALID_ARGUMENT);
    request.set_page_size(0);
    request.set_service("nobody");
    EXPECT_EQ(read(Role::Auditor), StatusCode::NOT_FOUND);
}

TEST_F(OpsApiTest, APeerReadsALogAndItsHeadsAsTheyAre) {
    ASSERT_TRUE(services.at("registry")->command(1, 1, OpenPurse{5, "a"}));
    ASSERT_TRUE(services.at("registry")->command(1, 2, SpendPurse{2}));
    const auto seed = crypto::read_or_make_secret(
        folder.path / "data" / "keys" / "disbursement.key", crypto::kKeyBytes);
    ASSERT_TRUE(seed);
    const access::TokenIssuer peer("disbursement", *seed, machine_now);
    const std::array seen{kCity, FederationNo{2}};
    std::string address;
    host::RemoteSource source({.service = "registry",
                               .address = [&] { return address; },
                               .bearer = [&] { return peer.peer_bearer(seen); }});
    EXPECT_THROW(source.heads(), std::runtime_error) << "nobody serves it";
    address = running->address();
    const auto heads = source.heads();
    ASSERT_EQ(heads.size(), 2U) << "of the federations that the token names";
    EXPECT_EQ(heads[0].federation, kCity);
    EXPECT_EQ(heads[0].last_offset, 2);
    EXPECT_EQ(heads[0].incarnation, 1);
    EXPECT_EQ(heads[1].last_offset, 0);
    const host::Config where{.postgres = databases.server(), .database_prefix = databases.prefix()};
    const auto stored = host::Storage(where, "registry").open(true);
    EXPECT_EQ(source.read(kCity, 0, 500), stored->read(kCity, 0, 500));
    EXPECT_EQ(source.read(kCity, 1, 1), stored->read(kCity, 1, 1));
    EXPECT_THROW(source.read(FederationNo{3}, 0, 1), std::runtime_error);
    // A process that was started again may be elsewhere: asked again after a failure.
    address = "127.0.0.1:1";
    EXPECT_THROW(source.heads(), std::runtime_error);
    address = running->address();
    EXPECT_EQ(source.heads().size(), 2U);
    EXPECT_FALSE(host::is_critical_event("registry", "HomeVisitRecorded"));
    EXPECT_TRUE(host::is_critical_event("registry", "SomethingNew"));
}

TEST_F(OpsApiTest, TheCalendarIsMovedByTheAdministratorAlone) {
    ops::AdvanceCalendarRequest request;
    ops::AdvanceCalendarResponse response;
    const auto advance = [&](const std::string& date, Role role) {
        request.set_date(date);
        return call(&ops::OpsService::Stub::AdvanceCalendar, request, response, role).error_code();
    };
    EXPECT_EQ(advance("2018-07-02", Role::Auditor), StatusCode::PERMISSION_DENIED);
    EXPECT_EQ(advance("2018-02-30", Role::Administrator), StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(advance("2018-06-27", Role::Administrator), StatusCode::FAILED_PRECONDITION);
    ASSERT_EQ(advance("2018-07-02", Role::Administrator), StatusCode::OK);
    EXPECT_TRUE(response.done());
    EXPECT_EQ(response.business_date(), "2018-07-02");
}

TEST_F(OpsApiTest, AParkedRecordIsListedAndTriedAgain) {
    const ops::ParkedRecord record = park_one();
    EXPECT_EQ(record.consumer(), "disbursement");
    EXPECT_EQ(record.source(), "registry");
    EXPECT_EQ(record.offset(), 1);
    EXPECT_EQ(record.reason(), "PURSE_CLOSED");
    EXPECT_EQ(parked()[1].reason(), "BEHIND_PARKED");
    ops::RetryParkedRequest request;
    request.set_service("disbursement");
    ops::RetryParkedResponse response;
    ASSERT_TRUE(call(&ops::OpsService::Stub::RetryParked, request, response).ok());
    EXPECT_EQ(response.still_parked_count(), 2) << "it is refused again";
    EXPECT_EQ(
        call(&ops::OpsService::Stub::RetryParked, request, response, Role::Auditor).error_code(),
        StatusCode::PERMISSION_DENIED);
}

TEST_F(OpsApiTest, AParkedRecordIsPassedOverOnlyWithAReasonWhichIsKept) {
    ops::ResolveParkedRequest request;
    *request.mutable_record() = park_one();
    ops::ResolveParkedResponse response;
    const auto resolve = [&] {
        return call(&ops::OpsService::Stub::ResolveParked, request, response).error_code();
    };
    EXPECT_EQ(resolve(), StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(parked().size(), 2U);
    // There is a purse to spend from now, for the record behind it.
    ASSERT_TRUE(services.at("disbursement")->command(2, 9, OpenPurse{10, "z"}));
    request.set_resolution("王建国 was paid by hand");
    EXPECT_EQ(resolve(), StatusCode::INVALID_ARGUMENT) << "no free text: it may name somebody";
    request.set_resolution("DONE_BY_HAND");
    ASSERT_EQ(resolve(), StatusCode::OK);
    EXPECT_EQ(parked().size(), 0U);
    EXPECT_EQ(databases.left("disbursement", 2), 7) << "what waited behind it went on";
    const auto kept =
        databases.open("disbursement").query("SELECT resolution FROM parked WHERE log_offset = 1");
    EXPECT_THAT(kept[0].text(0), ::testing::EndsWith(": DONE_BY_HAND"));
    EXPECT_EQ(resolve(), StatusCode::NOT_FOUND) << "it is parked no more";
}

}  // namespace
}  // namespace haven::spec
