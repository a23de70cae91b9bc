// One hardship award a student, year and stage, although two counties whose logs lie in two
// databases nominate at the same moment (design §4; docs/rules.md R53).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <barrier>
#include <thread>

#include "libs/postgres/connection.hpp"
#include "libs/rpc/client.hpp"
#include "tests/suite/scholarships.hpp"
#include "tools/haven/check.hpp"

namespace haven::spec {
namespace {

namespace sch = haven::scholarship::v1;
using access::Role;
using Awards = sch::ScholarshipService::Stub;
using ::testing::SizeIs;

constexpr const char* kOfCounty = "county-2020";
constexpr int kStudents = 6;

class AwardRace : public ::testing::Test {
  protected:
    // In the log of the federation whose scheme it is.
    std::string checked(const Applicant& child, const char* scheme) {
        auto request = Scholarships::application_of(child);
        request.set_scheme(scheme);
        std::string id;
        EXPECT_EQ(office.submit(request, id), "OK");
        EXPECT_EQ(office.survey(id), "OK");
        EXPECT_EQ(office.check(id), "OK");
        return id;
    }
    // Both at once; how many were carried out.
    int nominated(const std::array<std::string, 2>& applications) {
        std::barrier ready(2);
        std::array<bool, 2> done{};
        {
            std::array<std::jthread, 2> callers;
            for (std::size_t i = 0; i < 2; ++i) {
                callers[i] = std::jthread([&, i] {
                    sch::NominateStudentRequest request;
                    request.set_command_id(Suite::new_id());
                    request.set_application_id(applications[i]);
                    request.set_tier("HIGHER");
                    sch::NominateStudentResponse response;
                    grpc::ClientContext context;
                    rpc::prepare(context, {.bearer = nominator, .timeout_ms = 20'000});
                    Awards stub(line.suite().channel());
                    ready.arrive_and_wait();
                    done[i] = stub.NominateStudent(&context, request, &response).ok();
                });
            }
        }
        return static_cast<int>(std::ranges::count(done, true));
    }
    std::int64_t events(const std::string& type, std::size_t shard) {
        postgres::Connection db(line.suite().conninfo("scholarship", shard));
        return db.query("SELECT count(*) FROM event WHERE type = '" + type + "'")[0].int64(0);
    }

    Line line{{.shards = 2}};
    Scholarships office{line};
    std::string nominator =
        line.suite().token_of(other_staff("nominator"), Role::Caseworker, kCity);
};

TEST_F(AwardRace, I27_OfCityAndCountyInTwoDatabasesOneNominatesTheStudent) {
    ASSERT_EQ(office.open_scheme(), "OK");
    ASSERT_EQ(office.open_scheme(kOfCounty, kCounty), "OK");
    for (int number = 1; number <= kStudents; ++number) {
        const std::array<std::string, 2> applications{checked(student(number), kCharity),
                                                      checked(student(number), kOfCounty)};
        EXPECT_EQ(nominated(applications), 1) << "student " << number;
        // Whoever asks again is told why; the other one's nomination is made already.
        const std::array<std::string, 2> answers{office.nominate(applications[0]),
                                                 office.nominate(applications[1])};
        EXPECT_THAT(answers, ::testing::UnorderedElementsAre("ALREADY_HELD", "NO_NOMINATION_DUE"));
    }
    for (const std::size_t shard : {0U, 1U}) {
        EXPECT_EQ(events("ScholarshipApplied", shard), kStudents) << "one scheme in each database";
    }
    EXPECT_EQ(events("StudentNominated", 0) + events("StudentNominated", 1), kStudents);
    std::map<std::string, std::map<std::string, std::string>> databases;
    for (std::size_t shard = 0; shard < 2; ++shard) {
        databases["scholarship"]["s" + std::to_string(shard)] =
            line.suite().conninfo("scholarship", shard);
    }
    const auto asked = check({databases, {}});
    ASSERT_TRUE(asked);
    for (const CheckLine& one : asked->lines) {
        EXPECT_TRUE(one.oracle.holds()) << one.service << ' ' << one.oracle.name;
    }
}

}  // namespace
}  // namespace haven::spec
