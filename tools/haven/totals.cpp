#include "tools/haven/totals.hpp"

#include "libs/audit/check_log.hpp"
#include "libs/log/postgres_placement.hpp"
#include "services/disbursement/oracles/county_payments.hpp"
#include "services/disbursement/queries/totals.hpp"
#include "services/registry/oracles/file_oracles.hpp"
#include "services/registry/queries/totals.hpp"

namespace haven {
namespace {

using Databases = std::map<std::string, std::string>;

constexpr int kDeadlineMs = 600'000;
constexpr const char* kSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ";

void read_logs(const Databases& databases, const std::string& service,
               const std::function<void(const log::Record&)>& each) {
    for (const auto& [_, conninfo] : databases) {
        postgres::Connection connection(conninfo, kDeadlineMs);
        postgres::Transaction snapshot(connection, kSnapshot);
        audit::read_log(connection, service, each);
        snapshot.commit();
    }
}

// As an Api reads, with the scope of the city's staff.
template <class Query>
auto ask_as_the_city(const Databases& databases, std::vector<FederationNo> scope, Query query) {
    std::vector<std::string> conninfos;
    for (const auto& [_, owner] : databases) {
        conninfos.push_back(postgres::with_setting(owner, "user", "haven_reader"));
    }
    const auto placement = conninfos.size() == 1
                               ? nullptr
                               : std::make_shared<log::Placement>(log::ask_databases(conninfos));
    access::Readers readers(conninfos, 1, placement,
                            scope.empty() ? FederationNo{} : scope.front());
    access::ScopedRead read(readers, scope);
    return query(read);
}

}  // namespace

CountyTotals TotalsReport::sum() const {
    CountyTotals all;
    for (const auto& [_, county] : counties) {
        all.events += county.events;
        all.open_files += county.open_files;
        all.paid += county.paid;
    }
    return all;
}

bool TotalsReport::equal() const {
    const CountyTotals all = sum();
    return all.open_files == city_files && all.paid == city_paid;
}

TotalsReport totals(const std::map<std::string, Databases>& databases) {
    TotalsReport report;
    registry::FileOracles files;
    disbursement::CountyPayments payments;
    read_logs(databases.at("registry"), "registry", [&](const log::Record& record) {
        ++report.counties[record.federation].events;
        files.see(record);
    });
    read_logs(databases.at("disbursement"), "disbursement", [&](const log::Record& record) {
        ++report.counties[record.federation].events;
        payments.see(record);
    });
    for (const auto& [federation, open] : files.open_files()) {
        report.counties[federation].open_files = open;
    }
    for (const auto& [federation, paid] : payments.paid()) report.counties[federation].paid = paid;
    std::vector<FederationNo> everywhere;
    for (const auto& [federation, _] : report.counties) everywhere.push_back(federation);
    report.city_files =
        ask_as_the_city(databases.at("registry"), everywhere, registry::queries::open_files);
    report.city_paid =
        ask_as_the_city(databases.at("disbursement"), everywhere, disbursement::standing_relief);
    return report;
}

}  // namespace haven
