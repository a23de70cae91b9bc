// I39 on the services' own tables: after a real line the logs fold to exactly what stands there,
// and one damaged row of each table is found, with the event that last wrote it. (The vault has no
// log: its tables are the only copy of what they hold.)
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/audit/replay.hpp"
#include "libs/postgres/connection.hpp"
#include "services/disbursement/service.hpp"
#include "services/employment/service.hpp"
#include "services/outreach/service.hpp"
#include "services/registry/service.hpp"
#include "services/scholarship/service.hpp"
#include "tests/suite/hotline.hpp"
#include "tests/suite/job_centre.hpp"
#include "tests/suite/outreach.hpp"
#include "tests/suite/publicity.hpp"
#include "tests/suite/scholarships.hpp"

namespace haven::spec {
namespace {

constexpr const char* kCard = "9999990000000000014";
constexpr const char* kNewCard = "9999990000000006";

audit::Subject subject_of(const host::Service& service) {
    return {std::string(service.name()), service.migrations(), service.aggregates(),
            service.tables()};
}

// One damaged row, as nobody but the owner of the disk can do it.
struct Damage {
    std::string table;
    std::string key;
    std::string column;  // "" = the row is gone
    std::int64_t offset = 0;
    std::string event_type;

    bool operator==(const Damage&) const = default;
};

void PrintTo(const Damage& damage, std::ostream* out) {
    *out << damage.table << " [" << damage.key << "] " << damage.column << " by " << damage.offset
         << ' ' << damage.event_type;
}

// Another value of the column's type.
std::string other_value(const log::Column& column) {
    const std::string name = postgres::quote_identifier(column.name);
    switch (column.type) {
        case log::ColumnType::Bool:
            return "NOT coalesce(" + name + ", false)";
        case log::ColumnType::Text:
            return "coalesce(" + name + ", '') || 'x'";
        case log::ColumnType::Bytes:
            return "coalesce(" + name + ", '') || '\\x01'::bytea";
        case log::ColumnType::Uuid:
            return "'00000000-0000-4000-8000-00000000dead'";
        case log::ColumnType::Date:
            return "coalesce(" + name + ", date '2000-01-01') + 1";
        case log::ColumnType::Int64:
            break;
    }
    return "coalesce(" + name + ", 0) + 1";
}

class ReplayLine : public testing::Test {
  protected:
    ReplayLine() {
        // A scholarship as far as the award that disbursement is to pay.
        Scholarships office(line_);
        EXPECT_EQ(office.open_scheme(), "OK");
        EXPECT_EQ(office.open_fund_line(500'000), "OK");
        EXPECT_EQ(office.make_pledge(500'000, 500'000), "OK");
        office.award_to(office.nominated(1));
        EXPECT_EQ(office.receive_goods(1, "G-1"), "OK");
        EXPECT_EQ(office.hand_out("R-2020-1/1"), "OK");
        // Families that fill every table: one with a plan and a returned payment, one in a
        // programme, those of the old system, and at the end one whose notice is posted.
        const Family family = line_.enrol(kCounty, three_people(1, kCard));
        line_.pay_first_half(family);
        line_.return_and_pay_again(family, kCard, kNewCard);
        line_.pay_in_cash(family);
        EXPECT_EQ(line_.set_subjects("2020-01-01"), "OK");
        line_.join_programme(line_.take_on_file(kOtherCounty, three_people(2, kCard)));
        EXPECT_GT(line_.import_old_files(), 10);
        line_.enrol(kOtherCounty, three_people(3, kCard));
        // The head of the first family finds work at a fair and keeps it for three months; whether
        // for six, nobody has asked.
        JobCentre centre(line_);
        const Date fair_day = line_.suite().today().plus_days(2);
        centre.work_for(family, three_people(1, kCard).front(), fair_day.to_string(),
                        fair_day.plus_months(-7).to_string());
        // Another family leaves by such work.
        centre.leaves_by_work(line_.take_on_file(kCounty, three_people(5, kCard)),
                              three_people(5, kCard).front(),
                              line_.suite().today().plus_months(-4).to_string());
        line_.post_notice(kOtherCounty, three_people(4, kCard));
        // What is still open leaves a timer.
        EXPECT_EQ(office.open_scheme("later-2021", kCity,
                                     [](Scholarships::Terms& terms) {
                                         terms.set_year(2021);
                                         terms.set_last_day("2021-08-31");
                                     }),
                  "OK");
        Outreach(line_.suite()).play(Date::of(2020, 1, 10));
        Publicity(line_.suite()).play(line_.suite().today());
        Hotline(line_.suite()).play();
        services_.push_back(registry::make_service());
        services_.push_back(disbursement::make_service());
        services_.push_back(scholarship::make_service());
        services_.push_back(outreach::make_service());
        services_.push_back(employment::make_service());
    }

    audit::ReplayReport replay(const host::Service& service) {
        postgres::Connection db(line_.suite().conninfo(std::string(service.name())));
        auto report = audit::replay(db, subject_of(service));
        EXPECT_TRUE(report.has_value());
        return report.value_or(audit::ReplayReport{});
    }

    // Damages the first row of the table.
    Damage damage(postgres::Connection& db, const log::Table& table) {
        const bool only_key = table.key_columns == table.columns.size();
        std::string keys;
        for (std::size_t i = 0; i < table.key_columns; ++i) {
            keys += (i == 0 ? "'" : " || ', ") + std::string(table.columns[i].name) + "=' || " +
                    postgres::quote_identifier(table.columns[i].name) + "::text";
        }
        const std::string name = postgres::quote_identifier(table.name);
        const std::string which =
            " WHERE ctid = (SELECT ctid FROM " + name + " ORDER BY ctid LIMIT 1) ";
        const std::string returning = "RETURNING federation, last_offset, " + keys;
        std::string sql = "DELETE FROM " + name + which + returning;
        if (!only_key) {
            const log::Column& last = table.columns.back();
            sql = "UPDATE " + name + " SET " + postgres::quote_identifier(last.name) + " = " +
                  other_value(last) + which + returning;
        }
        const auto rows = db.query(sql);
        if (rows.size() != 1) {
            ADD_FAILURE() << "the line leaves no row in " << table.name;
            return {};
        }
        const std::int16_t federation = rows[0].int16(0);
        const std::int64_t offset = rows[0].int64(1);
        const auto event =
            db.query("SELECT type FROM event WHERE federation = $1 AND log_offset = $2",
                     postgres::Params().int16(federation).int64(offset));
        return {std::string(table.name), rows[0].text(2),
                only_key ? "" : std::string(table.columns.back().name), offset,
                std::string(event[0].text(0))};
    }

    Line line_;
    std::vector<std::unique_ptr<host::Service>> services_;
};

TEST_F(ReplayLine, I39_TheLogsFoldToTheTablesAndADamagedRowOfEachIsNamed) {
    for (const auto& service : services_) {
        const auto report = replay(*service);
        EXPECT_GT(report.events, 30) << service->name();
        EXPECT_EQ(report.tables.size(), audit::all_tables(subject_of(*service)).size());
        EXPECT_TRUE(report.equal()) << service->name();

        postgres::Connection db(line_.suite().conninfo(std::string(service->name())));
        std::vector<Damage> done;
        for (const log::Table* table : audit::all_tables(subject_of(*service))) {
            // Nothing of outreach falls due by itself.
            if (service->name() == "outreach" && table->name == "timer") continue;
            done.push_back(damage(db, *table));
        }
        std::vector<Damage> found;
        for (const audit::TableReport& table : replay(*service).tables) {
            for (const audit::Difference& one : table.differences) {
                EXPECT_LE(one.columns.size(), 1U) << table.table;
                found.push_back({table.table, one.key, one.columns.empty() ? "" : one.columns[0],
                                 one.offset, one.event_type});
            }
        }
        EXPECT_THAT(found, testing::UnorderedElementsAreArray(done));
    }
}

}  // namespace
}  // namespace haven::spec
