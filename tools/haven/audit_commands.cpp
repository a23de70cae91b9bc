#include "tools/haven/audit_commands.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>

#include "libs/host/run_file.hpp"
#include "libs/log/schema.hpp"
#include "services/disbursement/service.hpp"
#include "services/employment/service.hpp"
#include "services/outreach/service.hpp"
#include "services/registry/service.hpp"
#include "services/scholarship/service.hpp"
#include "tools/haven/check_report.hpp"
#include "tools/haven/client/ledger.hpp"
#include "tools/haven/client/progress.hpp"
#include "tools/haven/replay_report.hpp"
#include "tools/haven/totals_report.hpp"

namespace haven {
namespace {

// A replay of a county's log may keep one statement busy for long.
constexpr int kDeadlineMs = 600'000;

struct Wanted {
    std::filesystem::path run_dir;
    std::string service;
    std::string conninfo;
    std::string bank_ledger;  // file
    bool json = false;
    client::Language language = client::Language::English;
};

using Services = std::map<std::string, std::unique_ptr<host::Service>>;

Services all_services() {
    Services services;
    services.emplace("disbursement", disbursement::make_service());
    services.emplace("registry", registry::make_service());
    services.emplace("scholarship", scholarship::make_service());
    services.emplace("outreach", outreach::make_service());
    services.emplace("employment", employment::make_service());
    return services;
}

audit::Subject subject_of(const host::Service& service) {
    return {std::string(service.name()), service.migrations(), service.aggregates(),
            service.tables()};
}

// Shard → conninfo; the name is empty where there is one only.
std::map<std::string, std::string> databases_of(const Wanted& wanted, const std::string& service) {
    if (!wanted.conninfo.empty()) return {{"", wanted.conninfo}};
    return host::databases_of(host::read_run_files(wanted.run_dir), service);
}

audit::Progress progress_bar() {
    return [bar = std::make_shared<client::Progress>()](std::int64_t done, std::int64_t total) {
        bar->show("events", done, total);
    };
}

Result<ReplayedService> replay_one(const host::Service& service, postgres::Connection& connection) {
    HAVEN_TRY(auto report, audit::replay(connection, subject_of(service), progress_bar()));
    return ReplayedService{report.service, report.events, std::move(report.tables)};
}

Result<ReplayedService> rebuild_one(const host::Service& service,
                                    postgres::Connection& connection) {
    HAVEN_TRY(auto report, audit::rebuild(connection, subject_of(service), progress_bar()));
    return ReplayedService{report.service, report.events, std::move(report.tables),
                           ReplayedService::Swap{report.locked_ms, report.kept_in}};
}

// 0 when it was done and nothing differs; a rebuild mends what did.
template <class Run>
int for_database(const Wanted& wanted, const std::string& name, const std::string& conninfo,
                 const host::Service& service, Run run, std::vector<ReplayedService>& done) {
    try {
        postgres::Connection connection(conninfo, kDeadlineMs);
        auto report = run(service, connection);
        if (!report) {
            std::cerr << name << ": " << report.error().reason << "  " << report.error().message
                      << '\n';
            return 1;
        }
        report->service = name;
        if (!wanted.json) print(*report, wanted.language, std::cout);
        done.push_back(*std::move(report));
        return done.back().equal() || done.back().swap ? 0 : 1;
    } catch (const std::runtime_error& error) {
        std::cerr << name << ": " << error.what() << '\n';
        return 3;
    }
}

template <class Run>
int for_service(const Wanted& wanted, const std::string& name, const host::Service& service,
                Run run, std::vector<ReplayedService>& done) {
    const auto databases = databases_of(wanted, name);
    if (databases.empty()) {
        std::cerr << name << ": NOT_RUNNING, no run file in " << wanted.run_dir
                  << "; start it or give --conninfo\n";
        return 3;
    }
    int status = 0;
    for (const auto& [shard, conninfo] : databases) {
        const std::string database = host::database_name(name, shard);
        status = std::max(status, for_database(wanted, database, conninfo, service, run, done));
    }
    return status;
}

template <class Run>
int for_services(const Wanted& wanted, Run run) {
    const Services services = all_services();
    if (!wanted.service.empty() && !services.contains(wanted.service)) {
        std::cerr << "no such service: " << wanted.service
                  << "; registry, disbursement, scholarship, outreach or employment\n";
        return 2;
    }
    int status = 0;
    std::vector<ReplayedService> done;
    for (const auto& [name, service] : services) {
        if (!wanted.service.empty() && wanted.service != name) continue;
        status = std::max(status, for_service(wanted, name, *service, run, done));
    }
    if (wanted.json) print_json(done, std::cout);
    return status;
}

int run_check(const Wanted& wanted) {
    CheckRequest request;
    for (const char* service :
         {"registry", "disbursement", "scholarship", "outreach", "employment"}) {
        if (!wanted.service.empty() && wanted.service != service) continue;
        auto databases = databases_of(wanted, service);
        if (!databases.empty()) request.databases[service] = std::move(databases);
    }
    if (request.databases.empty()) {
        std::cerr << "NOT_RUNNING: no run file in " << wanted.run_dir
                  << "; start the suite, or name one service and give --conninfo\n";
        return 3;
    }
    // The run folder's bank knows the run folder's suite, and no other database.
    if (wanted.conninfo.empty() || !wanted.bank_ledger.empty()) {
        auto ledger = client::bank_ledger(wanted.run_dir, wanted.bank_ledger);
        if (!ledger) {
            std::cerr << ledger.error().reason << ": --bank-ledger: " << ledger.error().message
                      << '\n';
            return 2;
        }
        request.bank_ledger = *std::move(ledger);
    }
    try {
        const auto report = check(request);
        if (!report) {
            std::cerr << report.error().reason << ": --bank-ledger: " << report.error().message
                      << '\n';
            return 2;
        }
        wanted.json ? print_json(*report, std::cout) : print(*report, wanted.language, std::cout);
        return report->holds() ? 0 : 1;
    } catch (const std::runtime_error& error) {
        std::cerr << error.what() << '\n';
        return 3;
    }
}

int run_totals(const Wanted& wanted) {
    std::map<std::string, std::map<std::string, std::string>> databases;
    for (const char* service : {"registry", "disbursement"}) {
        databases[service] = databases_of(wanted, service);
        if (!databases[service].empty()) continue;
        std::cerr << service << ": NOT_RUNNING, no run file in " << wanted.run_dir << '\n';
        return 3;
    }
    try {
        const TotalsReport report = totals(databases);
        wanted.json ? print_json(report, std::cout) : print(report, wanted.language, std::cout);
        return report.equal() ? 0 : 1;
    } catch (const std::runtime_error& error) {
        std::cerr << error.what() << '\n';
        return 3;
    }
}

// After a dump was put back: what was read of the log before is told apart from what comes now.
int run_restore(const Wanted& wanted) {
    if (!all_services().contains(wanted.service)) {
        std::cerr << "no such log: " << wanted.service
                  << "; registry, disbursement, scholarship, outreach or employment\n";
        return 2;
    }
    const auto databases = databases_of(wanted, wanted.service);
    // Of several it is one that was put back, and that is said by --conninfo.
    if (databases.size() != 1) {
        std::cerr << wanted.service << ": "
                  << (databases.empty() ? "NOT_RUNNING, give" : "SEVERAL_DATABASES, say which by")
                  << " --conninfo of its database's owner\n";
        return databases.empty() ? 3 : 2;
    }
    try {
        postgres::Connection owner(databases.begin()->second, kDeadlineMs);
        log::raise_incarnation(owner);
        const auto now = owner.query("SELECT max(incarnation)::bigint FROM log_head")[0].int64(0);
        const bool chinese = wanted.language == client::Language::Chinese;
        if (chinese) {
            std::cout << wanted.service << ":自下一个事件起为第 " << now << " 代\n";
        } else {
            std::cout << wanted.service << ": from the next event on, incarnation " << now << '\n';
        }
        return 0;
    } catch (const std::runtime_error& error) {
        std::cerr << wanted.service << ": " << error.what() << '\n';
        return 3;
    }
}

}  // namespace

std::vector<client::CommandSpec> audit_commands() {
    const client::OptionSpec conninfo{"--conninfo", "", "数据库连接(未运行时)",
                                      "the database, where no suite runs"};
    const auto command = [&](const std::string& name, const std::string& chinese,
                             const std::string& english, client::OptionSpec service, auto run,
                             std::vector<client::OptionSpec> ledger = {}) {
        std::string example = "haven " + name + (service.required ? " registry" : "");
        return client::CommandSpec{
            .path = name,
            .chinese = chinese,
            .english = english,
            .example = std::move(example),
            .options =
                [&] {
                    std::vector<client::OptionSpec> options{std::move(service), conninfo};
                    options.insert(options.end(), ledger.begin(), ledger.end());
                    return options;
                }(),
            .run =
                [run, reads_ledger = !ledger.empty()](client::Session& session,
                                                      const client::Given& given) {
                    return run({session.settings().run_dir, given.text("service"),
                                given.text("--conninfo"),
                                reads_ledger ? given.text("--bank-ledger") : std::string(),
                                session.settings().json, session.settings().spoken()});
                }};
    };
    const client::OptionSpec any{"service", "", "服务,默认全部", "service; all of them by default"};
    client::OptionSpec one = any;
    one.english = "registry, disbursement, scholarship, outreach or employment";
    one.chinese = "服务:registry、disbursement、scholarship、outreach 或 employment";
    one.required = true;
    std::vector<client::CommandSpec> commands{
        command("audit replay", "用日志重放并逐表比较",
                "fold every log again and compare table by table", any,
                [](const Wanted& wanted) { return for_services(wanted, replay_one); }),
        command("audit rebuild", "从日志重建并换上", "build the tables anew and swap them in", one,
                [](const Wanted& wanted) { return for_services(wanted, rebuild_one); }),
        command("restore", "日志由转储恢复之后执行:此后的事件属于新的一代",
                "after a log was put back from a dump: what comes now is told apart", one,
                run_restore),
        command("audit check", "日志与银行台账的不变量",
                "what must hold of the logs and the bank's ledger", any, run_check,
                {{"--bank-ledger", "", "银行台账,默认演示的台账",
                  "the bank's ledger; default: the demo's", false, false, client::Takes::File}})};
    commands.push_back({.path = "audit totals",
                        .chinese = "全市合计与各区县日志之和核对",
                        .english = "are the city's totals the sums of the counties' logs?",
                        .example = "haven audit totals",
                        .run = [](client::Session& session, const client::Given&) {
                            return run_totals({session.settings().run_dir,
                                               {},
                                               {},
                                               {},
                                               session.settings().json,
                                               session.settings().spoken()});
                        }});
    return commands;
}

}  // namespace haven
