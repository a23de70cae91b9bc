#include "tools/haven/replay_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tools/haven/finding_words.hpp"

namespace haven {
namespace {

// Enough to see by eye that two digests differ.
constexpr std::size_t kShownDigest = 16;

nlohmann::json json_of(const audit::TableReport& table) {
    nlohmann::json differences = nlohmann::json::array();
    for (const audit::Difference& difference : table.differences) {
        differences.push_back(audit::describe(table.table, difference));
    }
    return {{"table", table.table},
            {"rows", table.rows},
            {"digest", table.digest},
            {"different", table.different},
            {"differences", std::move(differences)}};
}

}  // namespace

bool ReplayedService::equal() const {
    return std::ranges::all_of(
        tables, [](const audit::TableReport& table) { return table.different == 0; });
}

void print(const ReplayedService& service, client::Language language, std::ostream& out) {
    const bool chinese = language == client::Language::Chinese;
    for (const audit::TableReport& table : service.tables) {
        out << (table.different == 0 ? "= " : "≠ ") << service.service << '.' << table.table << "  "
            << table.rows << (chinese ? " 行  " : " rows  ") << table.digest.substr(0, kShownDigest)
            << '\n';
        for (const audit::Difference& difference : table.differences) {
            out << "    " << finding_in(language, audit::describe(table.table, difference)) << '\n';
        }
    }
    out << service.service << (chinese ? ":" : ": ");
    if (service.swap) {
        const auto& [locked_ms, kept_in] = *service.swap;
        chinese ? out << "由 " << service.events << " 个事件重建,换上用时 " << locked_ms
                      << " 毫秒;旧表保存在模式 " << kept_in << '\n'
                : out << "rebuilt from " << service.events << " events, swapped in " << locked_ms
                      << " ms; the old tables are kept in schema " << kept_in << '\n';
        return;
    }
    if (chinese) {
        out << "重放 " << service.events << " 个事件,"
            << (service.equal() ? "各表全部相等" : "有表不相等") << '\n';
    } else {
        out << service.events << " events replayed, "
            << (service.equal() ? "all tables equal" : "tables differ") << '\n';
    }
}

void print_json(std::span<const ReplayedService> services, std::ostream& out) {
    nlohmann::json all = nlohmann::json::array();
    for (const ReplayedService& service : services) {
        nlohmann::json tables = nlohmann::json::array();
        for (const audit::TableReport& table : service.tables) tables.push_back(json_of(table));
        nlohmann::json swap = nullptr;
        if (service.swap) {
            swap = {{"locked_ms", service.swap->locked_ms}, {"kept_in", service.swap->kept_in}};
        }
        all.push_back({{"service", service.service},
                       {"events", service.events},
                       {"equal", service.equal()},
                       {"tables", std::move(tables)},
                       {"swap", std::move(swap)}});
    }
    out << all.dump(2) << '\n';
}

}  // namespace haven
