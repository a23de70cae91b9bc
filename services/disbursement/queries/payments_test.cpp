// What a page of payments reads, on tables that nobody has analysed: a payday may come right after
// a province was imported.
#include <gtest/gtest.h>

#include "libs/access/scoped_read.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/log/schema.hpp"
#include "libs/postgres/migrate.hpp"
#include "libs/postgres/testing.hpp"
#include "services/disbursement/queries/queries.hpp"
#include "services/disbursement/service.hpp"

namespace haven::disbursement {
namespace {

constexpr FederationNo kCity{1};
constexpr std::int64_t kInstalments = 3'000;
const FundLineId kLine{crypto::uuid_of_code("fund-line", "1")};
const BatchId kBatch{crypto::uuid_of_code("batch", "1")};

constexpr postgres::Statement kRead{
    "test_rows_read",
    "SELECT coalesce(sum(seq_tup_read) + sum(idx_tup_fetch), 0)::bigint "
    "FROM pg_stat_xact_user_tables"};

class PaymentQueries : public ::testing::Test {
  protected:
    PaymentQueries() {
        postgres::Connection owner(database_.conninfo());
        log::ensure_roles(owner);
        EXPECT_TRUE(
            log::create_schema(owner, std::vector<log::FederationRow>{{kCity, "610300", "", {}}})
                .has_value());
        EXPECT_TRUE(postgres::migrate(owner, "public", "disbursement", sql_files()).has_value());
        for (const char* table : {"entitlement", "instalment", "batch_line"}) {
            owner.exec(std::string("ALTER TABLE ") + table + " SET (autovacuum_enabled = off)");
        }
        owner.exec(
            "INSERT INTO entitlement (federation, entitlement_id, household_id, payee_kind, "
            "account_cipher, last4, name_cipher, bank, gate_closed, last_offset) "
            "SELECT 1, gen_random_uuid(), gen_random_uuid(), 1, '', '', '', '', '', g "
            "FROM generate_series(1, " +
            std::to_string(kInstalments) + ") g");
        owner.exec(
            "INSERT INTO instalment (federation, entitlement_id, number, household_id, person_id, "
            "item, programme, amount_fen, due_date, release_on, state, reason, attempt, "
            "bank_serial, fund_line_id, last_offset) SELECT 1, entitlement_id, 1, household_id, "
            "household_id, 1, '', 200000, '2018-06-30', '2018-06-29', 2, '', 0, '', '" +
            kLine.to_string() + "', last_offset FROM entitlement");
        owner.exec(
            "INSERT INTO batch_line (federation, batch_id, line_ref, position, entitlement_id, "
            "instalment, state, last_offset) SELECT 1, '" +
            kBatch.to_string() +
            "', last_offset::text, last_offset, entitlement_id, 1, 1, last_offset "
            "FROM entitlement");
    }

    // Table rows that `query` looked at, and what it found.
    template <class Query>
    std::pair<std::int64_t, std::size_t> rows_read(Query query) {
        access::ScopedRead read(readers_, std::vector{kCity});
        const auto so_far = [&] { return read.query(kRead)[0].int64(0); };
        Queries queries(read);
        const std::int64_t before = so_far();
        const std::size_t found = query(queries).size();
        return {so_far() - before, found};
    }

    spec::TestDatabase database_{"payment_queries"};
    access::Readers readers_{database_.conninfo_as("haven_reader"), 2};
};

TEST_F(PaymentQueries, APageOfPayableInstalmentsLooksUpEachEntitlementOnce) {
    const auto [read, found] = rows_read([](Queries& queries) {
        return queries.payable(kCity, kLine, std::nullopt, static_cast<int>(kInstalments));
    });
    EXPECT_EQ(found, kInstalments);
    EXPECT_LE(read, 4 * kInstalments);
}

TEST_F(PaymentQueries, TheLinesOfABatchLookUpTheirInstalmentAndEntitlementOnce) {
    const auto [read, found] = rows_read([](Queries& queries) { return queries.standing(kBatch); });
    EXPECT_EQ(found, kInstalments);
    EXPECT_LE(read, 6 * kInstalments);
}

}  // namespace
}  // namespace haven::disbursement
