#include "libs/audit/replay.hpp"

#include <algorithm>

#include "libs/audit/fold.hpp"
#include "libs/audit/shadow.hpp"
#include "libs/audit/sql/statements.hpp"

namespace haven::audit {

namespace {

Result<void> replay_federation(postgres::Connection& connection, Shadow& shadow, Fold& fold,
                               FederationNo federation, std::vector<Comparison>& comparisons) {
    postgres::Transaction snapshot(connection, sql::kBeginSnapshot);
    log::RowStore rows;
    HAVEN_CHECKED(shadow.fold(
        fold, federation, [&](FederationNo of, std::int64_t offset, const log::RowChange& change) {
            rows.apply(of, offset, change);
        }));
    fold.forget(federation);
    shadow.fill(rows);
    for (Comparison& comparison : comparisons) comparison.add(federation);
    snapshot.commit();
    return {};
}

}  // namespace

bool ReplayReport::equal() const {
    return std::ranges::all_of(tables,
                               [](const TableReport& table) { return table.different == 0; });
}

Result<ReplayReport> replay(postgres::Connection& connection, const Subject& subject,
                            const Progress& progress) {
    Shadow shadow(connection, subject, kShadowSchema);
    HAVEN_CHECKED(shadow.create());
    Fold fold(subject.aggregates);
    std::vector<Comparison> comparisons;
    for (const log::Table* table : shadow.tables()) {
        comparisons.emplace_back(connection, *table, kShadowSchema, "public");
    }
    const std::vector<LiveHead> heads = shadow.heads();
    std::int64_t total = 0;
    for (const LiveHead& head : heads) total += head.last_offset;
    shadow.on_progress(progress, total);
    for (const LiveHead& head : heads) {
        HAVEN_CHECKED(replay_federation(connection, shadow, fold, head.federation, comparisons));
    }
    ReplayReport report{subject.service, shadow.folded(), {}};
    for (Comparison& comparison : comparisons) report.tables.push_back(comparison.report());
    if (progress) progress(report.events, std::max(total, report.events));
    if (report.equal()) shadow.drop();
    return report;
}

}  // namespace haven::audit
