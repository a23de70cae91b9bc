#include "libs/writer/testing/purse_database.hpp"

#include <gtest/gtest.h>

#include <map>

#include "libs/audit/check_log.hpp"
#include "libs/audit/replay.hpp"
#include "libs/log/schema.hpp"
#include "libs/postgres/migrate.hpp"

namespace haven::spec {
namespace {

constexpr SqlFile kMigration{"0001_purse.sql", R"(
CREATE TABLE purse (federation smallint, purse_id uuid, "left" bigint,
    last_offset bigint NOT NULL, PRIMARY KEY (federation, purse_id));
SELECT haven_protect('purse');
)"};

constexpr int kWholeLog = 1'000'000;

}  // namespace

std::span<const SqlFile> purse_migrations() {
    return {&kMigration, 1};
}
std::span<const writer::Aggregate* const> purse_aggregates() {
    static const std::array all{kPurse.get()};
    return all;
}
std::span<const log::Table* const> purse_tables() {
    static constexpr std::array kAll{&kPurses};
    return kAll;
}

PurseDatabase::PurseDatabase(std::string service)
    : service_(std::move(service)), database_(service_) {
    const std::vector<log::FederationRow> federations{
        {FederationNo{1}, "610300", "city", {}},
        {FederationNo{2}, "610302", "a", FederationNo{1}},
        {FederationNo{3}, "610303", "b", FederationNo{1}}};
    if (!log::create_schema(db_, federations) ||
        !postgres::migrate(db_, "public", service_, purse_migrations())) {
        throw std::runtime_error("the schema was refused");
    }
}

std::int64_t PurseDatabase::left(std::uint8_t purse) {
    const auto rows = db_.query("SELECT \"left\" FROM purse WHERE purse_id = $1",
                                postgres::Params().uuid(id(purse)));
    return rows.empty() ? -1 : rows[0].int64(0);
}

void PurseDatabase::restore(const std::filesystem::path& dump) {
    database_.restore(dump);
    db_ = postgres::Connection(database_.conninfo());
    log::raise_incarnation(db_);
}

void PurseDatabase::restore_in_place(const std::filesystem::path& dump) {
    database_.restore_in_place(dump);
    log::raise_incarnation(db_);
}

void PurseDatabase::kill_a_backend() {
    db_.exec(
        "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE datname = "
        "current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1) one");
}

void PurseDatabase::expect_sound() {
    for (const audit::Oracle& oracle : audit::check_log(db_)) {
        EXPECT_TRUE(oracle.holds())
            << oracle.name << " " << (oracle.first.empty() ? "" : oracle.first[0]);
    }
    const auto report =
        audit::replay(db_, {service_, purse_migrations(), purse_aggregates(), purse_tables()});
    ASSERT_TRUE(report) << report.error().message;
    for (const audit::TableReport& table : report->tables) {
        EXPECT_EQ(table.different, 0) << audit::describe(table.table, table.differences.at(0));
    }
    expect_claims_and_quotas_as_replayed();
}

void PurseDatabase::expect_claims_and_quotas_as_replayed() {
    std::map<std::string, Uuid> claims;
    std::map<std::string, std::int64_t> quotas;
    const auto log = open();
    for (const log::Head& head : log->heads()) {
        std::map<Uuid, Purse::State> purses;
        for (const log::Record& record : log->read(head.federation, 0, kWholeLog)) {
            const auto event = PurseCodec::decode(record.type, 1, record.payload).value();
            auto& purse = purses[record.stream_id];
            purse = Purse::evolve(std::move(purse), event);
            for (const QuotaChange& change : Purse::effects(purse, event).quotas) {
                quotas[change.key] += change.delta_fen;
                EXPECT_LE(quotas[change.key], change.limit_fen);
            }
        }
        for (const auto& [stream, purse] : purses) {
            if (purse.open) {
                EXPECT_TRUE(claims.emplace(purse.claim, stream).second) << purse.claim;
            }
        }
    }
    std::map<std::string, Uuid> live_claims;
    for (const postgres::Row row : db_.query("SELECT key, stream_id FROM claim")) {
        live_claims.emplace(row.text(0), row.uuid(1));
    }
    EXPECT_EQ(live_claims, claims);
    std::map<std::string, std::int64_t> live_quotas;
    for (const postgres::Row row : db_.query("SELECT key, sum_fen FROM quota")) {
        live_quotas.emplace(row.text(0), row.int64(1));
    }
    EXPECT_EQ(live_quotas, quotas);
}

}  // namespace haven::spec
