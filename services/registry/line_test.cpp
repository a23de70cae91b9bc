// The line of one household on PostgreSQL: writer, log, projections and queries as they run.
#include <gtest/gtest.h>

#include "libs/access/scoped_read.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/log/postgres_log.hpp"
#include "libs/log/schema.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/postgres/migrate.hpp"
#include "libs/postgres/testing.hpp"
#include "libs/writer/writer.hpp"
#include "services/registry/aggregates.hpp"
#include "services/registry/projection/tables.hpp"
#include "services/registry/queries/directory.hpp"
#include "services/registry/queries/files.hpp"
#include "services/registry/queries/lists.hpp"
#include "services/registry/service.hpp"
#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

constexpr FederationNo kCity{1};
constexpr FederationNo kCounty{2};
constexpr FederationNo kOtherCounty{3};

class Line : public ::testing::Test {
  protected:
    Line() {
        postgres::Connection owner(database_.conninfo());
        log::ensure_roles(owner);
        const std::vector<log::FederationRow> federations = {
            {kCity, "610300", "city", {}},
            {kCounty, "610302", "county", kCity},
            {kOtherCounty, "610303", "other", kCity}};
        EXPECT_TRUE(log::create_schema(owner, federations).has_value());
        EXPECT_TRUE(postgres::migrate(owner, "public", "registry", sql_files()).has_value());
        owner.exec("GRANT USAGE ON SCHEMA public TO haven_writer, haven_reader");
        readers_ = std::make_unique<access::Readers>(database_.conninfo_as("haven_reader"), 2);
        writer_ = std::make_unique<writer::Writer>(
            std::make_unique<log::PostgresLog>(database_.conninfo(), "registry"),
            [] { return Instant{1'600'000'000'000'000}; });
    }

    Result<writer::Reply> say(std::string_view on, HouseholdCommand command,
                              HouseholdId household = kHousehold, FederationNo federation = kCounty,
                              StaffId actor = staff(30)) {
        log::Meta meta;
        meta.actor = actor;
        meta.business_date = day(on);
        Uuid command_id;
        command_id.bytes[14] = 0x7f;
        command_id.bytes[15] = ++commands_;
        std::optional<Result<writer::Reply>> reply;
        writer_->submit({.aggregate = &household_aggregate(),
                         .federation = federation,
                         .stream = household.uuid,
                         .command_id = command_id,
                         .request_hash = crypto::sha256(std::to_string(commands_)),
                         .meta = meta,
                         .command = std::move(command)},
                        [&](Result<writer::Reply> r) { reply = std::move(r); });
        for (int i = 0; i < 1000 && !reply; ++i) writer_->step();
        if (!reply) return failure(ErrorKind::Unavailable, "NEVER_ANSWERED", "");
        return *std::move(reply);
    }

    void must(std::string_view on, HouseholdCommand command) {
        const auto reply = say(on, std::move(command));
        ASSERT_TRUE(reply.has_value()) << on << ": " << reply.error().reason;
    }

    void enrol() {
        must("2020-03-02", SubmitApplication{application(), rules()});
        must("2020-03-04",
             RecordHomeVisit{
                 VisitKind::Investigate, {kVisitorA, kVisitorB}, {}, VisitFinding::AsDeclared});
        must("2020-03-05", RequestMeansCheck{uuid(7)});
        must("2020-03-10", RecordMeansCheckResult{returned()});
        must("2020-03-11", AssessHousehold{.rules = rules()});
        std::vector<Date> days;
        for (int i = 1; i <= 5; ++i) days.push_back(day("2020-03-16").plus_days(i));
        must("2020-03-16", OpenNotice{{person(1), "row"}, "610302-0001", days});
        must("2020-03-24", CloseNotice{});
        must("2020-03-25", DecideAtMeeting{meeting(), false, "", rules()});
    }

    access::ScopedRead read(FederationNo scope) {
        const std::vector<FederationNo> federations = {scope};
        return access::ScopedRead(*readers_, federations);
    }

    haven::spec::TestDatabase database_{"registry_line"};
    std::unique_ptr<access::Readers> readers_;
    std::unique_ptr<writer::Writer> writer_;
    std::uint8_t commands_ = 0;
};

TEST_F(Line, TheTablesOfTheMigrationsAreThoseOfTheProjections) {
    postgres::Connection owner(database_.conninfo());
    const auto checked = log::check_tables(owner, tables::all());
    EXPECT_TRUE(checked.has_value()) << checked.error().message;
}

TEST_F(Line, AHouseholdGoesFromApplicationToAFileWithItsPlan) {
    enrol();
    must("2020-03-26", AdoptHelpPlan{2020, {living(7200)}, rules()});
    auto county = read(kCounty);
    const auto file = queries::file(county, kHousehold);
    ASSERT_TRUE(file.has_value());
    EXPECT_EQ(file->state, HouseholdState::Enrolled);
    EXPECT_EQ(file->hardship_class, HardshipClass::Deep);
    EXPECT_EQ(file->enrolled_on, day("2020-03-25"));
    EXPECT_EQ(file->version, 9);
    EXPECT_EQ(queries::members(county, kHousehold).size(), 3U);
    EXPECT_EQ(queries::timeline(county, kHousehold, 0, 50).size(), 9U);
    const auto decisions = queries::decisions(county, kHousehold);
    ASSERT_EQ(decisions.size(), 1U);
    EXPECT_EQ(decisions[0].comparison, deep_comparison());
    const auto plans = queries::plans(county, kHousehold);
    ASSERT_EQ(plans.size(), 1U);
    EXPECT_EQ(plans[0].measure.instalments.size(), 2U);
    EXPECT_TRUE(queries::work(county, "", {}, {}, {}, 10).empty());
    EXPECT_TRUE(queries::notices(county, {}, {}, 10).empty());
}

TEST_F(Line, TheFiguresCountByTheDaysOfTheEvents) {
    enrol();
    const auto current = [&](std::string_view as_of) {
        auto county = read(kCounty);
        for (const auto& figure : queries::figures(county, day(as_of))) {
            if (figure.id == "current.households") return figure.value;
        }
        return std::int64_t{-1};
    };
    EXPECT_EQ(current("2020-03-24"), 0);
    EXPECT_EQ(current("2020-03-25"), 1);
    must("2020-06-01", CancelFile{ExitKind::Moved});
    EXPECT_EQ(current("2020-05-31"), 1);
    EXPECT_EQ(current("2020-06-01"), 0);
}

// The line is 21,600 yuan a year, the pilot's aid 4,000: 17,600 reach it.
TEST_F(Line, ThePilotStandsWhereItsAidAndTheLastComparisonOf2018ReachTheLine) {
    postgres::Connection owner(database_.conninfo());
    int file = 0;
    const auto household = [&](std::int64_t net_yuan, std::string_view decided_on) {
        const std::string id = "00000000-0000-0000-0000-00000000000" + std::to_string(++file);
        const auto row = [&](std::string_view columns, const std::string& values) {
            owner.exec("INSERT INTO " + std::string(columns) + " VALUES (2, '" + id + "', " +
                       values + ", 1)");
        };
        row("plan_measure (federation, household_id, measure_id, year, adopted_on, programme, "
            "annual_fen, last_offset)",
            "'2018-1', 2018, '2018-05-08', 'PILOT-2018', 400000");
        row("class_decision (federation, household_id, version, decided_on, net_fen, "
            "line_year_fen, last_offset)",
            "1, '2017-05-02', 0, 2160000");
        row("class_decision (federation, household_id, version, decided_on, net_fen, "
            "line_year_fen, last_offset)",
            "2, '" + std::string(decided_on) + "', " + std::to_string(net_yuan * 100) +
                ", 2160000");
    };
    household(17'600, "2018-05-02");
    household(17'599, "2018-05-02");
    household(17'600, "2019-01-01");  // not yet in force in 2018
    const auto standing = [&](std::string_view as_of) {
        auto county = read(kCounty);
        for (const auto& figure : queries::figures(county, day(as_of))) {
            if (figure.id == "pilot.at_or_above_line") return figure.value;
        }
        return std::int64_t{-1};
    };
    EXPECT_EQ(standing("2018-05-07"), 0) << "not joined";
    EXPECT_EQ(standing("2018-05-08"), 1);
    EXPECT_EQ(standing("2023-12-29"), 1);
}

// Recorded in 2021, and counted in the years in which it happened.
TEST_F(Line, AnImportedFileCountsByTheDaysOfItsOwnLife) {
    must("2021-01-04", ImportHousehold{old_file()});
    const auto cohort = [&](const Date& as_of, std::string_view id) {
        auto county = read(kCounty);
        for (const auto& figure : queries::figures(county, as_of)) {
            if (figure.id == id) return figure.value;
        }
        return std::int64_t{-1};
    };
    const Date opened = old_file().enrolled_on;
    const Date closed = old_file().closed_on;
    EXPECT_EQ(cohort(opened.plus_days(-1), "cohort1.enrolled"), 0);
    EXPECT_EQ(cohort(opened, "cohort1.enrolled"), 1);
    EXPECT_EQ(cohort(closed.plus_days(-1), "cohort1.open_on_2020_12_31"), 1);
    EXPECT_EQ(cohort(closed.plus_days(-1), "cohort1.exit.resolved"), 0);
    EXPECT_EQ(cohort(closed, "cohort1.open_on_2020_12_31"), 0);
    EXPECT_EQ(cohort(closed, "cohort1.exit.resolved"), 1);
}

TEST_F(Line, AnotherCountySeesNothingOfIt) {
    enrol();
    auto other = read(kOtherCounty);
    EXPECT_FALSE(queries::file(other, kHousehold).has_value());
    EXPECT_TRUE(queries::members(other, kHousehold).empty());
    EXPECT_TRUE(queries::find_files(other, {}, 0, {}, 10).empty());
    EXPECT_TRUE(queries::timeline(other, kHousehold, 0, 50).empty());
    EXPECT_TRUE(queries::decisions(other, kHousehold).empty());
    EXPECT_TRUE(queries::means_checks(other, false, {}, {}, 10).empty());
}

TEST_F(Line, I1_ThePersonIsRefusedInAnotherCountyUntilTheApplicationEnds) {
    must("2020-03-02", SubmitApplication{application(), rules()});
    ApplicationSubmitted second = application();
    second.household = HouseholdId{uuid(2)};
    second.members = {member(1, Relation::Head, "1975-08-15")};
    const auto again = [&] {
        return say("2020-03-03", SubmitApplication{second, rules()}, second.household,
                   kOtherCounty);
    };
    const auto refused = again();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().reason, "ALREADY_HELD");
    must("2020-03-03", WithdrawApplication{});
    EXPECT_TRUE(again().has_value());
}

TEST_F(Line, FindsByPersonCauseAndState) {
    enrol();
    auto county = read(kCounty);
    const auto count = [&](const queries::FileFilter& filter) {
        return queries::find_files(county, filter, 0, {}, 10).size();
    };
    queries::FileFilter filter;
    filter.by_person = true;
    EXPECT_EQ(count(filter), 0U);
    filter.people = {person(3)};
    EXPECT_EQ(count(filter), 1U);
    filter.cause = static_cast<int>(HardshipCause::MajorIllness);
    filter.state = static_cast<int>(HouseholdState::Enrolled);
    EXPECT_EQ(count(filter), 1U);
    filter.cause = static_cast<int>(HardshipCause::Other);
    EXPECT_EQ(count(filter), 0U);
    // The key of the last row ends the list.
    EXPECT_TRUE(queries::find_files(county, {}, kCounty.value, kHousehold.uuid, 10).empty());
}

}  // namespace
}  // namespace haven::registry::spec
