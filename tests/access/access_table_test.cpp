// Every role × every rpc × own and other county, on the running suite. What may be called is read
// from the protos' Access options; what is answered must agree.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "libs/crypto/ids.hpp"
#include "libs/rpc/handler.hpp"
#include "tests/access/requests.hpp"
#include "tests/suite/suite.hpp"

#include "haven/disbursement/v1/disbursement_service.pb.h"
#include "haven/options/v1/options.pb.h"

namespace haven::spec {
namespace {

using access::Role;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr FederationNo kOwn{2};
constexpr FederationNo kOther{3};
constexpr FederationNo kNobody{99};

const std::set<std::string> kGuardReasons{"TOKEN_MISSING", "TOKEN_MALFORMED", "TOKEN_FORGED",
                                          "TOKEN_EXPIRED", "ROLE_MISSING",    "METHOD_NOT_ALLOWED"};

std::string reason_of(const RawAnswer& answer) {
    return answer.status.ok() ? "" : rpc::to_error(answer.status).reason;
}

class AccessTable : public testing::Test {
  protected:
    // In the constructor and not in SetUpTestSuite(): a suite that does not start must fail its
    // tests, where GoogleTest would skip them.
    AccessTable() {
        if (!suite_) suite_ = std::make_unique<Suite>();
    }
    static void TearDownTestSuite() { suite_.reset(); }

    static const MethodDescriptor& method(const std::string& full_name) {
        const auto* found =
            google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(full_name);
        HAVEN_CHECK(found != nullptr);
        return *found;
    }

    // A fund line that belongs to one county.
    static std::string open_fund_line(FederationNo county, const std::string& code) {
        haven::disbursement::v1::OpenFundLineRequest request;
        request.set_command_id(crypto::uuid_of_code("command", code).to_string());
        request.set_federation(county.value);
        request.set_code(code);
        request.set_name(code);
        request.set_source(haven::disbursement::v1::FundSource_MAX);
        request.set_level("COUNTY");
        request.set_year(2016);
        request.set_payer_account("610399000000001");
        const RawAnswer answer =
            suite_->call(method("haven.disbursement.v1.FundService.OpenFundLine"), request,
                         suite_->token(Role::FinanceMaker, county));
        EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
        haven::disbursement::v1::OpenFundLineResponse response;
        EXPECT_TRUE(response.ParseFromString(answer.bytes));
        return response.fund_line_id();
    }

    static std::unique_ptr<Suite> suite_;
};

std::unique_ptr<Suite> AccessTable::suite_;

TEST_F(AccessTable, EveryRpcSaysWhoMayCallIt) {
    const auto methods = suite_->methods();
    EXPECT_GT(methods.size(), 50U);
    for (const MethodDescriptor* one : methods) {
        EXPECT_TRUE(one->options().HasExtension(haven::options::v1::access)) << one->full_name();
    }
}

TEST_F(AccessTable, EveryRoleAtEveryRpcIsAnsweredAsTheOptionSays) {
    for (const MethodDescriptor* one : suite_->methods()) {
        for (const Role role : kRoles) {
            const RawAnswer answer = suite_->call(*one, "", suite_->token(role, kOwn));
            const std::string reason = reason_of(answer);
            if (may(*one, role)) {
                EXPECT_FALSE(kGuardReasons.contains(reason))
                    << one->full_name() << " as " << access::role_name(role) << ": " << reason;
            } else {
                EXPECT_EQ(reason, "ROLE_MISSING")
                    << one->full_name() << " as " << access::role_name(role);
                EXPECT_TRUE(answer.bytes.empty());
            }
        }
    }
}

TEST_F(AccessTable, WithoutATokenNothingButSigningInIsAnswered) {
    for (const MethodDescriptor* one : suite_->methods()) {
        const std::string reason = reason_of(suite_->call(*one, "", ""));
        if (access_of(*one).anonymous()) {
            EXPECT_FALSE(kGuardReasons.contains(reason)) << one->full_name();
            EXPECT_EQ(one->name(), "RequestToken");
        } else {
            EXPECT_EQ(reason, "TOKEN_MISSING") << one->full_name();
        }
    }
}

// A request that names another county's federation is refused, or answered as one about a
// federation that does not exist.
TEST_F(AccessTable, ARequestAboutAnotherCountyGetsNothing) {
    open_fund_line(kOther, "access-asked-about");
    int asked = 0;
    for (const MethodDescriptor* one : suite_->methods()) {
        for (const char* field : {"federation", "file_federation", "fund_federation"}) {
            for (const Role role : kRoles) {
                const auto request = request_of(*one);
                if (!may(*one, role) || !set_number(*request, field, kOther.value)) continue;
                set_text(*request, "command_id", crypto::new_uuid_v4().to_string());
                const std::string token = suite_->token(role, kOwn);
                const RawAnswer answer = suite_->call(*one, *request, token);
                ++asked;
                if (!answer.status.ok()) continue;
                set_number(*request, field, kNobody.value);
                EXPECT_EQ(answer.bytes, suite_->call(*one, *request, token).bytes)
                    << one->full_name() << " as " << access::role_name(role);
            }
        }
    }
    EXPECT_GT(asked, 20);
}

// The other county cannot even tell whether the thing exists: what it gets is what anybody gets for
// an id that never was.
TEST_F(AccessTable, AnotherCountysFundLineIsLikeOneThatNeverWas) {
    const std::string line = open_fund_line(kOther, "access-other");
    const std::string never = crypto::new_uuid_v4().to_string();
    int asked = 0;
    for (const MethodDescriptor* one : suite_->methods()) {
        for (const Role role : kRoles) {
            const auto request = request_of(*one);
            if (!may(*one, role) || !set_text(*request, "fund_line_id", line)) continue;
            set_text(*request, "command_id", crypto::new_uuid_v4().to_string());
            const std::string token = suite_->token(role, kOwn);
            const RawAnswer real = suite_->call(*one, *request, token);
            set_text(*request, "fund_line_id", never);
            const RawAnswer none = suite_->call(*one, *request, token);
            EXPECT_EQ(reason_of(real), reason_of(none)) << one->full_name();
            EXPECT_EQ(real.bytes.size(), none.bytes.size()) << one->full_name();
            ++asked;
        }
    }
    EXPECT_GT(asked, 3);
}

TEST_F(AccessTable, TheOwnCountySeesItsFundLineAndTheOtherDoesNot) {
    const std::string line = open_fund_line(kOwn, "access-own");
    const auto& list = method("haven.disbursement.v1.FundService.ListFundLines");
    haven::disbursement::v1::ListFundLinesRequest request;
    for (const Role role : kRoles) {
        if (!may(list, role)) continue;
        const auto own = suite_->call(list, request, suite_->token(role, kOwn));
        const auto other = suite_->call(list, request, suite_->token(role, kOther));
        EXPECT_NE(own.bytes.find(line), std::string::npos) << access::role_name(role);
        EXPECT_EQ(other.bytes.find(line), std::string::npos) << access::role_name(role);
    }
}

// Calls `use` for every enum field at any depth, which then holds a number that nobody named.
void with_unknown_enums(Message& message, int depth,
                        const std::function<void(const std::string& field)>& use) {
    const auto& reflection = *message.GetReflection();
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
        const FieldDescriptor& field = *message.GetDescriptor()->field(i);
        if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && depth > 0) {
            Message& inner = field.is_repeated() ? *reflection.AddMessage(&message, &field)
                                                 : *reflection.MutableMessage(&message, &field);
            with_unknown_enums(inner, depth - 1, use);
        } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
            if (field.is_repeated()) {
                reflection.AddEnumValue(&message, &field, 99);
            } else {
                reflection.SetEnumValue(&message, &field, 99);
            }
            use(field.name());
        } else {
            continue;
        }
        reflection.ClearField(&message, &field);
    }
}

TEST_F(AccessTable, NoRpcTakesAnEnumNumberThatItsProtoFileDoesNotName) {
    std::set<std::string> asked;
    for (const MethodDescriptor* one : suite_->methods()) {
        const auto role =
            std::ranges::find_if(kRoles, [&](Role allowed) { return may(*one, allowed); });
        if (one->client_streaming() || access_of(*one).anonymous()) continue;
        const std::string token = suite_->token(*role, kOwn);
        const auto request = request_of(*one);
        with_unknown_enums(*request, 2, [&](const std::string& field) {
            const auto error = rpc::to_error(suite_->call(*one, *request, token).status);
            EXPECT_EQ(error.reason, "UNKNOWN_ENUM_VALUE") << one->full_name() << " " << field;
            ASSERT_EQ(error.fields.size(), 1U) << one->full_name();
            asked.insert(one->name() + " " + error.fields[0].field);
        });
    }
    EXPECT_TRUE(asked.contains("SubmitApplication members[0].relation"));
    EXPECT_TRUE(asked.contains("OpenFundLine source"));
    EXPECT_GT(asked.size(), 20U);
}

}  // namespace
}  // namespace haven::spec
