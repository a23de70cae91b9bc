// Tables as the migrations make them are the tables that projections write, in the live schema and
// in the shadow schema of a replay.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "libs/log/schema.hpp"
#include "libs/postgres/migrate.hpp"
#include "libs/postgres/testing.hpp"
#include "services/disbursement/projection/tables.hpp"
#include "services/employment/projection/tables.hpp"
#include "services/outreach/projection/tables.hpp"
#include "services/registry/projection/tables.hpp"
#include "services/scholarship/projection/tables.hpp"

namespace haven::spec {
namespace {

namespace fs = std::filesystem;

struct Service {
    std::string name;
    std::span<const log::Table* const> tables;
};

std::vector<Service> services() {
    return {{"registry", registry::tables::all()},
            {"disbursement", disbursement::tables()},
            {"scholarship", scholarship::tables()},
            {"outreach", outreach::tables()},
            {"employment", employment::tables()}};
}

// The text of each migration, in order; owns what the SqlFile views.
class Migrations {
  public:
    explicit Migrations(const std::string& service) {
        const fs::path folder = fs::path(HAVEN_SOURCE_FOLDER) / "services" / service / "migrations";
        std::vector<fs::path> paths;
        for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
        std::ranges::sort(paths);
        for (const fs::path& path : paths) {
            std::ostringstream text;
            text << std::ifstream(path).rdbuf();
            texts_.emplace_back(path.filename().string(), text.str());
        }
        for (const auto& [name, text] : texts_) files_.push_back({name, text});
    }
    [[nodiscard]] std::span<const SqlFile> files() const { return files_; }

  private:
    std::vector<std::pair<std::string, std::string>> texts_;
    std::vector<SqlFile> files_;
};

class Schema : public ::testing::TestWithParam<Service> {
  protected:
    Schema() {
        const std::vector<log::FederationRow> federations{{FederationNo{1}, "610300", "city", {}}};
        EXPECT_TRUE(log::create_schema(db_, federations).has_value());
        for (const char* schema : {"public", "shadow"}) {
            EXPECT_TRUE(
                postgres::migrate(db_, schema, GetParam().name, migrations_.files()).has_value());
        }
    }

    TestDatabase database_{"schema"};
    postgres::Connection db_{database_.conninfo()};
    Migrations migrations_{GetParam().name};
};

TEST_P(Schema, MigrationsMakeTheTablesThatProjectionsWrite) {
    ASSERT_FALSE(GetParam().tables.empty());
    for (const char* schema : {"public", "shadow"}) {
        const auto checked = log::check_tables(db_, GetParam().tables, schema);
        EXPECT_TRUE(checked.has_value()) << schema << ": " << checked.error().message;
    }
}

TEST_P(Schema, EveryTableOfAMigrationIsDeclaredAndForcesRowLevelSecurity) {
    const auto rows = db_.query(
        "SELECT c.relname::text, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c "
        "WHERE c.relnamespace = 'shadow'::regnamespace AND c.relkind = 'r' "
        "AND c.relname <> 'migration'");
    EXPECT_EQ(static_cast<std::size_t>(rows.size()), GetParam().tables.size());
    for (const postgres::Row row : rows) {
        const std::string name = row.text(0);
        EXPECT_TRUE(row.boolean(1)) << name << ": call haven_protect in its migration";
        EXPECT_TRUE(std::ranges::any_of(
            GetParam().tables, [&](const log::Table* table) { return table->name == name; }))
            << name << ": no projection writes it, and a rebuild would lose it";
    }
}

INSTANTIATE_TEST_SUITE_P(Services, Schema, ::testing::ValuesIn(services()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace haven::spec
