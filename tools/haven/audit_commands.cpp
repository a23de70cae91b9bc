#include "tools/haven/audit_commands.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
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

// Silent without a terminal.
audit::Progress progress_bar() {
    if (::isatty(STDERR_FILENO) != 1) return {};
    return [](std::int64_t done, std::int64_t total) {
        std::cerr << "\r" << done << '/' << total << " events   " << (done == total ? "\n" : "")
                  << std::flush;
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

void add_audit_commands(CLI::App& app, int& status) {
    const auto wanted = std::make_shared<Wanted>();
    const char* run_dir = std::getenv("HAVEN_RUN");
    wanted->run_dir = run_dir && *run_dir ? run_dir : ".haven/run";
    CLI::App* group =
        app.add_subcommand("audit", "审计:重放与核对 / replay and checks on the logs");
    group->require_subcommand(1);
    group->fallthrough();
    const auto add = [&](const char* name, const char* help, auto run, bool one) {
        CLI::App* command = group->add_subcommand(name, help);
        command->fallthrough();
        auto* service = command->add_option("service", wanted->service, "registry or disbursement");
        if (one) service->required();
        command->add_option("--conninfo", wanted->conninfo, "the database, where no suite runs");
        command->footer(std::string("例 / example: haven audit ") + name +
                        (one ? " registry" : ""));
        command->callback([wanted, run, &app, &status] {
            const auto* given = app.get_option_no_throw("--run-dir");
            if (given && given->count() > 0) wanted->run_dir = given->as<std::string>();
            status = for_services(*wanted, run);
        });
    };
    add("replay", "用日志重放并逐表比较 / fold every log again and compare table by table",
        replay_one, false);
    add("rebuild", "从日志重建并换上 / build the tables anew and swap them in", rebuild_one, true);
    add("check", "日志自身的不变量 / what must hold of every log", check_one, false);
}

}  // namespace haven
