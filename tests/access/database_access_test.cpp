// I40: nobody reaches another's database. The vault's is open to the vault's role alone, the others
// are closed to it, and no database can ask another one.
#include <gtest/gtest.h>

#include "libs/postgres/connection.hpp"
#include "tests/suite/suite.hpp"

namespace haven::spec {
namespace {

bool may_connect(const std::string& conninfo, const std::string& role) {
    try {
        postgres::Connection as_role(postgres::with_setting(conninfo, "user", role));
        return !as_role.query("SELECT 1").empty();
    } catch (const std::exception&) {
        return false;
    }
}

TEST(DatabaseAccess, I40_NoServiceReachesAnothersDatabase) {
    Suite suite;
    for (const std::string& service : Suite::databases()) {
        const bool vault = service == "vault";
        const std::string conninfo = suite.conninfo(service);
        EXPECT_EQ(may_connect(conninfo, "haven_vault"), vault) << service;
        EXPECT_EQ(may_connect(conninfo, "haven_writer"), !vault) << service;
        EXPECT_EQ(may_connect(conninfo, "haven_reader"), !vault) << service;

        postgres::Connection db(conninfo);
        EXPECT_EQ(db.query("SELECT count(*) FROM pg_foreign_server")[0].int64(0), 0);
        EXPECT_EQ(
            db.query("SELECT count(*) FROM pg_extension WHERE extname <> 'plpgsql'")[0].int64(0),
            0);
    }
    // Each log is one service's: what came from another stands there as events of its own.
    for (const auto& [service, foreign] :
         {std::pair("registry", "EntitlementGranted"), std::pair("disbursement", "StaffRegistered"),
          std::pair("disbursement", "UnionNodeRegistered")}) {
        postgres::Connection db(suite.conninfo(service));
        EXPECT_EQ(db.query("SELECT count(*) FROM event WHERE type = $1",
                           postgres::Params().text(foreign))[0]
                      .int64(0),
                  0);
    }
}

}  // namespace
}  // namespace haven::spec
