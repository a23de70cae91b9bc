#include "tools/haven/audit_commands.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>

#include "libs/audit/check_log.hpp"
#include "libs/audit/rebuild.hpp"
#include "libs/audit/replay.hpp"
#include "libs/host/run_file.hpp"
#include "services/disbursement/service.hpp"
#include "services/registry/service.hpp"
#include "tools/haven/client/progress.hpp"

namespace haven {
namespace {

// A replay of a county's log may keep one statement busy for long.
constexpr int kDeadlineMs = 600'000;

struct Wanted {
    std::filesystem::path run_dir;
    std::string service;
    std::string conninfo;
};

using Services = std::map<std::string, std::unique_ptr<host::Service>>;

Services all_services() {
    Services services;
    services.emplace("disbursement", disbursement::make_service());
    services.emplace("registry", registry::make_service());
    return services;
}

audit::Subject subject_of(const host::Service& service) {
    return {std::string(service.name()), service.migrations(), service.aggregates(),
            service.tables()};
}

std::string conninfo_of(const Wanted& wanted, const std::string& service) {
    if (!wanted.conninfo.empty()) return wanted.conninfo;
    for (const host::RunFile& process : host::read_run_files(wanted.run_dir)) {
        const auto found = process.databases.find(service);
        if (found != process.databases.end()) return found->second;
    }
    return {};
}

audit::Progress progress_bar() {
    return [bar = std::make_shared<client::Progress>()](std::int64_t done, std::int64_t total) {
        bar->show("events", done, total);
    };
}

void print(const std::string& service, const audit::TableReport& table) {
    const bool equal = table.different == 0;
    std::cout << (equal ? "= " : "≠ ") << service << '.' << table.table << "  " << table.rows
              << " rows  " << table.digest.substr(0, 16) << '\n';
    for (const audit::Difference& difference : table.differences) {
        std::cout << "    " << audit::describe(table.table, difference) << '\n';
    }
}

int replay_one(const std::string& name, const host::Service& service, const std::string& conninfo) {
    postgres::Connection connection(conninfo, kDeadlineMs);
    const auto report = audit::replay(connection, subject_of(service), progress_bar());
    if (!report) {
        std::cerr << name << ": " << report.error().reason << "  " << report.error().message
                  << '\n';
        return 1;
    }
    for (const audit::TableReport& table : report->tables) print(name, table);
    std::cout << name << ": " << report->events << " events replayed, "
              << (report->equal() ? "all tables equal" : "tables differ") << '\n';
    return report->equal() ? 0 : 1;
}

int rebuild_one(const std::string& name, const host::Service& service,
                const std::string& conninfo) {
    postgres::Connection connection(conninfo, kDeadlineMs);
    const auto report = audit::rebuild(connection, subject_of(service), progress_bar());
    if (!report) {
        std::cerr << name << ": " << report.error().reason << "  " << report.error().message
                  << '\n';
        return 1;
    }
    for (const audit::TableReport& table : report->tables) print(name, table);
    std::cout << name << ": rebuilt from " << report->events << " events, swapped in "
              << report->locked_ms << " ms; the old tables are kept in schema " << report->kept_in
              << '\n';
    return 0;
}

int check_one(const std::string& name, const host::Service&, const std::string& conninfo) {
    postgres::Connection connection(conninfo, kDeadlineMs);
    int status = 0;
    for (const audit::Oracle& oracle : audit::check_log(connection)) {
        std::cout << (oracle.holds() ? "✓ " : "✗ ") << name << ' ' << oracle.name << "  "
                  << oracle.events << " events";
        if (!oracle.holds()) {
            status = 1;
            std::cout << ", " << oracle.faults << " faults";
            for (const std::string& fault : oracle.first) std::cout << "\n    " << fault;
        }
        std::cout << '\n';
    }
    return status;
}

template <class Run>
int for_services(const Wanted& wanted, Run run) {
    const Services services = all_services();
    if (!wanted.service.empty() && !services.contains(wanted.service)) {
        std::cerr << "no such service: " << wanted.service << "; registry or disbursement\n";
        return 2;
    }
    int status = 0;
    for (const auto& [name, service] : services) {
        if (!wanted.service.empty() && wanted.service != name) continue;
        const std::string conninfo = conninfo_of(wanted, name);
        if (conninfo.empty()) {
            std::cerr << name << ": NOT_RUNNING, no run file in " << wanted.run_dir
                      << "; start it or give --conninfo\n";
            return 3;
        }
        try {
            status = std::max(status, run(name, *service, conninfo));
        } catch (const std::runtime_error& error) {
            std::cerr << name << ": " << error.what() << '\n';
            status = 3;
        }
    }
    return status;
}

}  // namespace

std::vector<client::CommandSpec> audit_commands() {
    const client::OptionSpec conninfo{"--conninfo", "", "数据库连接(未运行时)",
                                      "the database, where no suite runs"};
    const auto command = [&](std::string name, std::string chinese, std::string english,
                             client::OptionSpec service, auto run) {
        std::string example = "haven audit " + name + (service.required ? " registry" : "");
        return client::CommandSpec{
            .path = "audit " + name,
            .chinese = std::move(chinese),
            .english = std::move(english),
            .example = std::move(example),
            .options = {std::move(service), conninfo},
            .run = [run](client::Session& session, const client::Given& given) {
                const Wanted wanted{session.settings().run_dir, given.text("service"),
                                    given.text("--conninfo")};
                return for_services(wanted, run);
            }};
    };
    const client::OptionSpec any{"service", "", "服务,默认全部", "service; all of them by default"};
    client::OptionSpec one = any;
    one.english = "registry or disbursement";
    one.chinese = "服务:registry 或 disbursement";
    one.required = true;
    return {
        command("replay", "用日志重放并逐表比较", "fold every log again and compare table by table",
                any, replay_one),
        command("rebuild", "从日志重建并换上", "build the tables anew and swap them in", one,
                rebuild_one),
        command("check", "日志自身的不变量", "what must hold of every log", any, check_one),
    };
}

}  // namespace haven
