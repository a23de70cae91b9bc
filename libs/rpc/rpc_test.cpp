// The guard and the server over real gRPC. The service behind them does what a test tells it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>

#include "libs/access/token.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/crypto/secret.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/rpc/errors.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/rpc/page.hpp"
#include "libs/rpc/raw_call.hpp"
#include "libs/rpc/server.hpp"
#include "libs/telemetry/machine_clock.hpp"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "haven/ops/v1/ops_service.grpc.pb.h"

namespace haven::rpc {
namespace {

namespace ops = haven::ops::v1;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kOps = "haven.ops.v1.OpsService";
const StaffId kStaff{crypto::uuid_of_code("staff", "1")};

class ScriptedOps final : public ops::OpsService::Service {
  public:
    explicit ScriptedOps(Guard& guard) : guard_(guard) {}
    grpc::Status GetStatus(grpc::ServerContext* c, const ops::GetStatusRequest* q,
                           ops::GetStatusResponse*) override {
        return handle(guard_, *c, *q, [&](const Caller& caller) { return act(caller); });
    }
    grpc::Status ReadLog(grpc::ServerContext* c, const ops::ReadLogRequest* q,
                         ops::ReadLogResponse*) override {
        return handle(guard_, *c, *q, [&](const Caller& caller) { return act(caller); });
    }
    std::function<Result<void>(const Caller&)> act = [](const Caller&) { return Result<void>{}; };

  private:
    Guard& guard_;
};

class RpcTest : public testing::Test {
  protected:
    RpcTest() {
        keys_.add("registry", registry_key_.public_key);
        keys_.add("disbursement", peer_key_.public_key);
        guard_.allow_services(std::array{std::string(kOps)});
        server_.add(service_);
        server_.start();
        channel_ = connect(server_.address());
        stub_ = ops::OpsService::NewStub(channel_);
    }
    ~RpcTest() override { server_.stop(0); }

    std::string token(std::vector<Role> roles, std::int64_t clock_shift = 0) {
        const access::TokenIssuer issuer("registry", registry_key_.seed, [clock_shift] {
            return Instant{machine_now().micros + clock_shift};
        });
        return issuer
            .issue({.staff = kStaff,
                    .roles = std::move(roles),
                    .home = {2},
                    .union_node = "610302",
                    .scope = {{2}}})
            .text;
    }

    grpc::Status call(const std::string& bearer, int timeout_ms = 5'000) {
        grpc::ClientContext context;
        prepare(context, {.bearer = bearer, .timeout_ms = timeout_ms});
        ops::GetStatusResponse response;
        return stub_->GetStatus(&context, {}, &response);
    }
    Error refusal(const std::string& bearer) { return to_error(call(bearer)); }

    const crypto::KeyPair registry_key_ = crypto::new_key_pair();
    const crypto::KeyPair peer_key_ = crypto::new_key_pair();
    access::Keyring keys_;
    std::vector<CallRecord> records_;
    Guard guard_{{.domain = "ops.haven",
                  .keys = &keys_,
                  .now = machine_now,
                  .observe = [this](const CallRecord& record) { records_.push_back(record); }}};
    ScriptedOps service_{guard_};
    Server server_{{}};
    std::shared_ptr<grpc::Channel> channel_;
    std::unique_ptr<ops::OpsService::Stub> stub_;
};

TEST_F(RpcTest, AHandlerKnowsWhoCalls) {
    Caller seen;
    service_.act = [&](const Caller& caller) -> Result<void> {
        seen = caller;
        return {};
    };
    ASSERT_TRUE(call(token({Role::Caseworker, Role::Auditor})).ok());
    EXPECT_EQ(seen.staff, kStaff);
    EXPECT_TRUE(seen.has(Role::Auditor));
    EXPECT_FALSE(seen.has(Role::Approver));
    EXPECT_EQ(seen.home, FederationNo{2});
    EXPECT_TRUE(seen.may_touch({2}));
    EXPECT_EQ(seen.may_touch({3}).error().reason, "OUTSIDE_SCOPE");
    EXPECT_EQ(seen.traceparent.size(), 55U);
}

TEST_F(RpcTest, NoTokenIsNoCall) {
    bool ran = false;
    service_.act = [&](const Caller&) -> Result<void> {
        ran = true;
        return {};
    };
    EXPECT_EQ(refusal("").reason, "TOKEN_MISSING");
    EXPECT_EQ(refusal("x").reason, "TOKEN_MALFORMED");
    EXPECT_EQ(refusal("eA.eA").kind, ErrorKind::Unauthenticated);
    EXPECT_FALSE(ran);
}

TEST_F(RpcTest, ExpiredAndFutureTokensAreRefused) {
    EXPECT_TRUE(call(token({Role::Auditor}, -access::kTokenLifeMicros + 5'000'000)).ok());
    EXPECT_EQ(refusal(token({Role::Auditor}, -access::kTokenLifeMicros - 1)).reason,
              "TOKEN_EXPIRED");
    EXPECT_EQ(refusal(token({Role::Auditor}, access::kClockSkewMicros + 5'000'000)).reason,
              "TOKEN_NOT_YET_VALID");
}

TEST_F(RpcTest, AForgedTokenIsRefused) {
    const crypto::KeyPair stranger = crypto::new_key_pair();
    const access::TokenIssuer forger("registry", stranger.seed, machine_now);
    EXPECT_EQ(refusal(forger
                          .issue({.staff = kStaff,
                                  .roles = {Role::Auditor},
                                  .home = {1},
                                  .union_node = "",
                                  .scope = {{1}}})
                          .text)
                  .reason,
              "TOKEN_FORGED");
    const access::TokenIssuer nobody("outreach", stranger.seed, machine_now);
    EXPECT_EQ(refusal(nobody.peer_bearer({})).reason, "TOKEN_FORGED");
}

TEST_F(RpcTest, EveryChangedCharacterOfATokenIsRefused) {
    const std::string good = token({Role::Auditor});
    access::Verifier verifier(keys_);
    ASSERT_TRUE(verifier.verify("Bearer " + good, machine_now()));
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = bad[i] == 'A' ? 'B' : 'A';
        if (bad == good) continue;
        EXPECT_EQ(verifier.verify("Bearer " + bad, machine_now()).error().kind,
                  ErrorKind::Unauthenticated)
            << "character " << i;
    }
}

TEST(Client, OnlyAStreamMayLastLongerThanTheCap) {
    const auto left = [](void (*prepare)(grpc::ClientContext&, const CallOptions&)) {
        grpc::ClientContext context;
        prepare(context, {.timeout_ms = 600'000});
        return context.deadline() - std::chrono::system_clock::now();
    };
    EXPECT_LE(left(rpc::prepare), std::chrono::milliseconds(kDeadlineCapMs));
    EXPECT_GT(left(rpc::prepare_stream), std::chrono::milliseconds(590'000));
}

TEST_F(RpcTest, AMemberOfStaffIsNoServiceWhateverRolesTheirTokenSays) {
    EXPECT_EQ(refusal(token({Role::PeerService})).reason, "TOKEN_FORGED");
    EXPECT_EQ(refusal(token({Role::Auditor, Role::PeerService})).reason, "TOKEN_FORGED");
    EXPECT_TRUE(call(token({Role::Auditor})).ok());
}

TEST_F(RpcTest, APeersTokenSaysPeerAndNothingElse) {
    const access::TokenIssuer peer("disbursement", peer_key_.seed, machine_now);
    Caller seen;
    service_.act = [&](const Caller& caller) -> Result<void> {
        seen = caller;
        return {};
    };
    ASSERT_TRUE(call(peer.peer_bearer(std::array{FederationNo{2}})).ok());
    EXPECT_TRUE(seen.staff.is_nil());
    EXPECT_EQ(seen.service, "disbursement");
    EXPECT_TRUE(seen.has(Role::PeerService));
}

TEST_F(RpcTest, ARoleThatIsNotNamedIsDenied) {
    grpc::ClientContext context;
    prepare(context, {.bearer = token({Role::Caseworker, Role::Approver, Role::FinanceMaker})});
    ops::ReadLogResponse response;
    const Error error = to_error(stub_->ReadLog(&context, {}, &response));
    EXPECT_EQ(error.kind, ErrorKind::Denied);
    EXPECT_EQ(error.reason, "ROLE_MISSING");
}

TEST_F(RpcTest, AMethodThatNobodyAllowedIsDenied) {
    Guard empty({.domain = "x.haven", .keys = &keys_, .now = machine_now});
    ScriptedOps service(empty);
    Server server({});
    server.add(service);
    server.start();
    auto stub = ops::OpsService::NewStub(connect(server.address()));
    grpc::ClientContext context;
    prepare(context, {.bearer = token({Role::Auditor})});
    ops::GetStatusResponse response;
    EXPECT_EQ(to_error(stub->GetStatus(&context, {}, &response)).reason, "METHOD_NOT_ALLOWED");
}

TEST_F(RpcTest, AServiceWithAnRpcWithoutAccessDoesNotStart) {
    Guard guard({.domain = "x.haven", .keys = &keys_, .now = machine_now});
    try {
        // gRPC's own reflection service says nothing about access.
        guard.allow_services(std::array{std::string("grpc.reflection.v1alpha.ServerReflection")});
        FAIL() << "started";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("ACCESS_MISSING"));
        EXPECT_THAT(error.what(), HasSubstr("ServerReflectionInfo"));
    }
}

TEST_F(RpcTest, EveryKindOfErrorHasItsCodeAndComesBackWhole) {
    const std::vector<std::pair<ErrorKind, grpc::StatusCode>> table{
        {ErrorKind::Invalid, grpc::StatusCode::INVALID_ARGUMENT},
        {ErrorKind::Missing, grpc::StatusCode::NOT_FOUND},
        {ErrorKind::Duplicate, grpc::StatusCode::ALREADY_EXISTS},
        {ErrorKind::Refused, grpc::StatusCode::FAILED_PRECONDITION},
        {ErrorKind::Conflict, grpc::StatusCode::ABORTED},
        {ErrorKind::Denied, grpc::StatusCode::PERMISSION_DENIED},
        {ErrorKind::Unauthenticated, grpc::StatusCode::UNAUTHENTICATED},
        {ErrorKind::Exhausted, grpc::StatusCode::RESOURCE_EXHAUSTED},
        {ErrorKind::Unavailable, grpc::StatusCode::UNAVAILABLE}};
    for (const auto& [kind, code] : table) {
        const Error sent{kind,
                         "SOME_REASON",
                         "a message",
                         {{"key", "value"}},
                         {{"members[2].name", "not empty"}}};
        service_.act = [&](const Caller&) -> Result<void> { return std::unexpected(sent); };
        const grpc::Status status = call(token({Role::Auditor}));
        EXPECT_EQ(status.error_code(), code);
        EXPECT_EQ(to_error(status), sent);
    }
}

TEST_F(RpcTest, DetailsCarryTheDomainTheRuleAndWhenToTryAgain) {
    const auto details_of = [](const grpc::Status& status) {
        google::rpc::Status details;
        EXPECT_TRUE(details.ParseFromString(status.error_details()));
        return details;
    };
    const auto refused_details = details_of(to_status(
        refused("NOT_OPEN", "the file is closed", {{"file", "1"}}).error(), "registry.haven"));
    google::rpc::ErrorInfo info;
    google::rpc::PreconditionFailure rule;
    ASSERT_EQ(refused_details.details_size(), 2);
    ASSERT_TRUE(refused_details.details(0).UnpackTo(&info));
    EXPECT_EQ(info.domain(), "registry.haven");
    EXPECT_EQ(info.reason(), "NOT_OPEN");
    ASSERT_TRUE(refused_details.details(1).UnpackTo(&rule));
    EXPECT_EQ(rule.violations(0).type(), "NOT_OPEN");
    google::rpc::RetryInfo retry;
    const auto busy = details_of(to_status({ErrorKind::Unavailable, "DOWN", "down"}, "x.haven"));
    ASSERT_TRUE(busy.details(1).UnpackTo(&retry));
    EXPECT_GT(retry.retry_delay().nanos(), 0);
}

TEST_F(RpcTest, EnvironmentFailuresAreUnavailableAndTellNothing) {
    const std::vector<std::function<void()>> failures{
        [] { throw postgres::ConnectionLost("林国强 610399198001010015"); },
        [] { throw postgres::SqlError("57P01", "林国强 610399198001010015"); },
        [] { throw PeerDown("林国强 610399198001010015"); }};
    for (const auto& fail : failures) {
        service_.act = [&](const Caller&) -> Result<void> {
            fail();
            return {};
        };
        const grpc::Status status = call(token({Role::Auditor}));
        EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
        EXPECT_EQ(to_error(status).reason, "DEPENDENCY_DOWN");
        EXPECT_THAT(status.error_message() + status.error_details(), Not(HasSubstr("林国强")));
    }
}

TEST_F(RpcTest, ABugIsInternalAndTellsNothing) {
    service_.act = [](const Caller&) -> Result<void> {
        throw std::logic_error("林国强 610399198001010015");
    };
    const grpc::Status status = call(token({Role::Auditor}));
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
    EXPECT_THAT(status.error_message() + status.error_details(), Not(HasSubstr("林国强")));
    ASSERT_EQ(records_.size(), 1U);
    EXPECT_THAT(records_[0].exception, HasSubstr("logic_error"));
    EXPECT_THAT(records_[0].exception, Not(HasSubstr("林国强")));
}

TEST_F(RpcTest, WhatIsLeftOfTheDeadlineReachesTheHandler) {
    int left = 0;
    service_.act = [&](const Caller& caller) -> Result<void> {
        left = caller.deadline_ms;
        return {};
    };
    ASSERT_TRUE(call(token({Role::Auditor}), 2'000).ok());
    EXPECT_GT(left, 0);
    EXPECT_LE(left, 2'100);  // gRPC rounds the header up
    grpc::ClientContext without;
    without.AddMetadata("authorization", "Bearer " + token({Role::Auditor}));
    ops::GetStatusResponse response;
    ASSERT_TRUE(stub_->GetStatus(&without, {}, &response).ok());
    EXPECT_EQ(left, kDefaultDeadlineMs);
    grpc::ClientContext patient;
    patient.AddMetadata("authorization", "Bearer " + token({Role::Auditor}));
    patient.set_deadline(std::chrono::system_clock::now() + std::chrono::hours(1));
    ASSERT_TRUE(stub_->GetStatus(&patient, {}, &response).ok());
    EXPECT_EQ(left, kDeadlineCapMs);
}

TEST_F(RpcTest, AMessageOverOneMebibyteIsRefused) {
    grpc::ClientContext context;
    prepare(context, {.bearer = token({Role::Auditor})});
    const auto answer =
        spec::raw_call(grpc::CreateChannel(server_.address(), grpc::InsecureChannelCredentials()),
                       "/haven.ops.v1.OpsService/GetStatus", std::string(kMaxMessageBytes + 1, 'x'),
                       {.bearer = token({Role::Auditor})});
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

// grpcurl and the like ask without a token; what is told is in the protos anyway.
TEST_F(RpcTest, ReflectionTellsToolsWhatIsServed) {
    const std::string list_services("\x3a\x00", 2);
    const auto answer =
        spec::raw_call(channel_, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                       list_services, {});
    EXPECT_THAT(answer.bytes, HasSubstr(std::string(kOps)));
    EXPECT_THAT(answer.bytes, Not(HasSubstr("haven.registry.v1.RegistryService")));
}

TEST_F(RpcTest, ReadinessIsNotLiveness) {
    EXPECT_EQ(spec::health_of(channel_, ""), 2);
    EXPECT_EQ(spec::health_of(channel_, "liveness"), 1);
    server_.set_serving("", true);
    server_.set_serving(std::string(kOps), true);
    EXPECT_EQ(spec::health_of(channel_, ""), 1);
    EXPECT_EQ(spec::health_of(channel_, std::string(kOps)), 1);
    server_.set_serving(std::string(kOps), false);
    EXPECT_EQ(spec::health_of(channel_, std::string(kOps)), 2);
    EXPECT_EQ(spec::health_of(channel_, "liveness"), 1);
}

TEST_F(RpcTest, EveryCallIsRecordedWithoutWhatWasSaid) {
    service_.act = [](const Caller&) -> Result<void> { return refused("NOT_OPEN", "secret"); };
    static_cast<void>(call(token({Role::Auditor})));
    static_cast<void>(call(""));
    ASSERT_EQ(records_.size(), 2U);
    EXPECT_EQ(records_[0].method, "GetStatus");
    EXPECT_EQ(records_[0].code, "FAILED_PRECONDITION");
    EXPECT_EQ(records_[0].reason, "NOT_OPEN");
    EXPECT_EQ(records_[0].staff, kStaff.to_string());
    EXPECT_EQ(records_[1].code, "UNAUTHENTICATED");
    EXPECT_EQ(records_[1].staff, "");
}

TEST(Server, RefusesAnAddressThatIsNotLoopback) {
    EXPECT_THROW(Server({.address = "0.0.0.0:0"}), std::runtime_error);
    Server first({});
    first.start();
    Server second({.address = first.address()});
    EXPECT_THROW(second.start(), std::runtime_error);
}

TEST(Page, GoesOnWhereThePageBeforeEnded) {
    const auto first = read_page(0, "", "files|2", 2);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->size, 50);
    EXPECT_TRUE(first->after.empty());
    const std::string token = page_token({"林", "7"}, "files|2");
    const auto second = read_page(500, token, "files|2", 2);
    ASSERT_TRUE(second);
    EXPECT_THAT(second->after, testing::ElementsAre("林", "7"));
}

TEST(Page, TakesNothingInATokenForGranted) {
    for (const char* text : {"", "7x", "x", "99999999999999999999", " 7"}) {
        EXPECT_FALSE(key_number(text)) << text;
    }
    EXPECT_EQ(key_number("-7").value(), -7);
    EXPECT_EQ(key_date("2018-02-31").error().reason, "INVALID_PAGE_TOKEN");
    EXPECT_FALSE(key_date("").value().is_set());
    EXPECT_EQ(key_uuid("7").error().reason, "INVALID_PAGE_TOKEN");
}

TEST(Page, RefusesWrongSizesAndForeignTokens) {
    EXPECT_EQ(read_page(-1, "", "f", 1).error().reason, "INVALID_PAGE_SIZE");
    EXPECT_EQ(read_page(501, "", "f", 1).error().reason, "INVALID_PAGE_SIZE");
    const std::string token = page_token({"7"}, "f");
    EXPECT_TRUE(read_page(1, token, "f", 1));
    EXPECT_EQ(read_page(1, token, "g", 1).error().reason, "INVALID_PAGE_TOKEN");
    EXPECT_EQ(read_page(1, token, "f", 2).error().reason, "INVALID_PAGE_TOKEN");
    EXPECT_EQ(read_page(1, token + "A", "f", 1).error().reason, "INVALID_PAGE_TOKEN");
    EXPECT_EQ(read_page(1, "!", "f", 1).error().reason, "INVALID_PAGE_TOKEN");
    const std::string nul = page_token({std::string("a\0b", 3)}, "f");
    EXPECT_EQ(read_page(1, nul, "f", 1).error().reason, "INVALID_PAGE_TOKEN");
}

}  // namespace
}  // namespace haven::rpc
