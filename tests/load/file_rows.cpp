// What a caseworker's screen asks of the registry: one page of a filtered list, and a file with its
// members, plans and timeline. Beside it the same SELECTs, prepared, with nothing around them.
#include <fmt/core.h>

#include "libs/access/scoped_read.hpp"
#include "libs/postgres/connection.hpp"
#include "services/registry/queries/file_statements.hpp"
#include "services/registry/queries/files.hpp"
#include "tests/load/rows.hpp"
#include "tests/load/turns.hpp"

namespace haven::load {
namespace {

namespace queries = haven::registry::queries;
using postgres::Params;

constexpr const char* kHaven = "Haven";
constexpr const char* kSelect = "the prepared SELECTs alone";
constexpr int kPage = 50;

}  // namespace

void file_rows(const Plan& plan, const std::string& conninfo, std::int64_t files, Report& report) {
    const std::string reader = postgres::with_setting(conninfo, "user", "haven_reader");
    access::Readers readers(reader, 1);
    const std::vector<FederationNo> scope{{2}};
    postgres::Connection alone(reader);
    alone.exec("SET haven.federations = '2'");
    std::vector<registry::HouseholdId> households;
    {
        access::ScopedRead read(readers, scope);
        for (const auto& row : queries::find_files(read, {}, 0, {}, 1'000)) {
            households.push_back(row.household);
        }
    }
    const auto household = [&](std::int64_t i) {
        return households[static_cast<std::size_t>(i) * 7 % households.size()];
    };
    const std::string size = fmt::format("{} files", files);

    queries::FileFilter filter;
    filter.federation = 2;
    filter.hardship_class = static_cast<std::int64_t>(registry::HardshipClass::Dibao);
    Contest list;
    list.enter(kHaven, [&] {
        return repeat(plan.seconds, [&](std::int64_t i) {
            access::ScopedRead read(readers, scope);
            queries::find_files(read, filter, 2, household(i).uuid, kPage);
        });
    });
    list.enter(kSelect, [&] {
        return repeat(plan.seconds, [&](std::int64_t i) {
            alone.run(queries::kFind, queries::find_params(filter, 2, household(i).uuid, kPage));
        });
    });
    list.hold(plan.rounds);
    report.add(compare("one page of a filtered list of files, p50", "ms", size,
                       list.quantiles_ms(kHaven, 0.5), kSelect, list.quantiles_ms(kSelect, 0.5),
                       Goal{Goal::Sense::AtMost, 1.3}));

    Contest file;
    file.enter(kHaven, [&] {
        return repeat(plan.seconds, [&](std::int64_t i) {
            access::ScopedRead read(readers, scope);
            queries::file(read, household(i));
            queries::members(read, household(i));
            queries::plans(read, household(i));
            queries::timeline(read, household(i), 0, kPage);
        });
    });
    file.enter(kSelect, [&] {
        return repeat(plan.seconds, [&](std::int64_t i) {
            const Params one = Params().uuid(household(i).uuid);
            alone.run(queries::kFile, one);
            alone.run(queries::kMembers, one);
            alone.run(queries::kPlans, one);
            alone.run(queries::kTimeline, Params().uuid(household(i).uuid).int64(0).int64(kPage));
        });
    });
    file.hold(plan.rounds);
    report.add(compare("a file with members, plans and timeline, p50", "ms", size,
                       file.quantiles_ms(kHaven, 0.5), kSelect, file.quantiles_ms(kSelect, 0.5),
                       Goal{Goal::Sense::AtMost, 1.3}));
}

}  // namespace haven::load
