// I36 and I37 on the running suite: who reads a person leaves a record before the answer, and a
// person who was forgotten is read by nobody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "haven/vault/v1/vault_service.grpc.pb.h"
#include "libs/postgres/connection.hpp"
#include "tests/suite/line.hpp"

namespace haven::spec {
namespace {

namespace reg = haven::registry::v1;
namespace vlt = haven::vault::v1;
using access::Role;
using Queries = reg::RegistryQueryService::Stub;
using ::testing::Contains;
using ::testing::Not;

constexpr const char* kCard = "9999990000000000014";

class Opening : public testing::Test {
  protected:
    Opening() : family_(line_.take_on_file(kCounty, three_people(1, kCard))) {}

    std::string get(bool unmasked, reg::HouseholdView* view = nullptr,
                    const std::string& purpose = "CASE_WORK") {
        reg::GetHouseholdRequest request;
        request.set_household_id(family_.household_id);
        request.set_unmasked(unmasked);
        request.set_purpose(purpose);
        reg::GetHouseholdResponse response;
        const std::string answer =
            line_.ask(Role::Caseworker, kCounty, &Queries::GetHousehold, request, &response);
        if (view != nullptr) *view = response.household();
        return answer;
    }
    std::int64_t find(const std::string& name) {
        reg::FindHouseholdsRequest request;
        request.set_name(name);
        reg::FindHouseholdsResponse response;
        EXPECT_EQ(
            line_.ask(Role::Caseworker, kCounty, &Queries::FindHouseholds, request, &response),
            "OK");
        return response.households_size();
    }
    // Who opened which field of this person for what, since the last time.
    std::vector<std::string> new_openings(const std::string& person) {
        postgres::Connection db(line_.suite().conninfo("vault"));
        const auto rows = db.query(
            "SELECT opening_id, concat_ws(' ', actor, kind, purpose, subject, field) "
            "FROM opening WHERE person_id = $1::text::uuid AND opening_id > $2 ORDER BY 1",
            postgres::Params().text(person).int64(seen_));
        std::vector<std::string> openings;
        for (const postgres::Row row : rows) {
            seen_ = std::max(seen_, row.int64(0));
            openings.push_back(row.text(1));
        }
        return openings;
    }
    std::string record_of(const std::string& purpose, const std::string& field) const {
        return Suite::staff(Role::Caseworker, kCounty).to_string() + " OPEN " + purpose +
               " household/" + family_.household_id + " " + field;
    }

    Line line_;
    const Family family_;
    std::int64_t seen_ = 0;
};

TEST_F(Opening, I36_NobodyIsReadWithoutARecordAndNoneMeansNoAnswer) {
    const std::string& head = family_.person_ids.front();
    new_openings(head);
    reg::HouseholdView view;
    ASSERT_EQ(get(true, &view, "HOME_VISIT"), "OK");
    EXPECT_EQ(view.members(0).name(), three_people(1, kCard)[0].name);
    const auto openings = new_openings(head);
    for (const char* field : {"name", "id_number", "phone"}) {
        EXPECT_THAT(openings, Contains(record_of("HOME_VISIT", field)));
    }
    EXPECT_EQ(get(true, nullptr, ""), "PURPOSE_MISSING");
    // A masked view opens numbers too, and says so.
    ASSERT_EQ(get(false, &view), "OK");
    EXPECT_NE(view.members(0).id_number(), three_people(1, kCard)[0].id_number());
    EXPECT_THAT(new_openings(head), Contains(record_of("CASE_WORK", "id_number")));

    postgres::Connection(line_.suite().conninfo("vault"))
        .exec("REVOKE INSERT ON opening FROM haven_vault");
    for (const bool unmasked : {true, false}) {
        EXPECT_NE(get(unmasked, &view), "OK");
        EXPECT_EQ(view.members_size(), 0);
    }
    EXPECT_TRUE(new_openings(head).empty());
}

TEST_F(Opening, I37_APersonWhoWasForgottenIsReadByNobody) {
    const std::string name = three_people(1, kCard)[0].name;
    EXPECT_EQ(find(name), 1);
    vlt::DestroyKeyRequest forget;
    forget.mutable_purpose()->set_code("ERASURE");
    forget.mutable_purpose()->set_service("registry");
    forget.mutable_purpose()->set_subject("household/" + family_.household_id);
    const auto person = Uuid::parse(family_.person_ids.front()).value();
    forget.set_person_id(std::string(person.bytes.begin(), person.bytes.end()));
    const std::string peer = line_.suite().token(Role::PeerService, kCounty);
    ASSERT_EQ(line_.suite().call(peer, &vlt::VaultService::Stub::DestroyKey, forget), "OK");

    reg::HouseholdView view;
    ASSERT_EQ(get(true, &view), "OK");
    ASSERT_EQ(view.members_size(), 3);
    EXPECT_EQ(view.members(0).name(), "***");
    EXPECT_EQ(view.members(0).id_number(), "***");
    EXPECT_EQ(view.members(0).phone(), "***");
    EXPECT_EQ(view.members(1).name(), three_people(1, kCard)[1].name);
    EXPECT_EQ(find(name), 0);
}

}  // namespace
}  // namespace haven::spec
