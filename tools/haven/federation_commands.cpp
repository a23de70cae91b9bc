#include "tools/haven/federation_commands.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "libs/host/run_file.hpp"
#include "libs/host/shards.hpp"
#include "libs/log/postgres_placement.hpp"
#include "libs/move/move.hpp"
#include "libs/postgres/connection.hpp"
#include "tools/haven/client/words.hpp"

namespace haven {
namespace {

using Databases = std::map<std::string, std::string>;  // shard → conninfo

struct Wanted {
    std::filesystem::path run_dir;
    std::string shards_file;  // instead of the run files
    std::string database_prefix;
    FederationNo federation;
    std::string shard;
    bool chinese = false;
};

// Of the shards beside the wanted one, where the federation lies, or what it left last.
std::optional<std::string> place_of(const Databases& databases, const Wanted& wanted) {
    std::vector<std::string> names, conninfos;
    for (const auto& [name, conninfo] : databases) {
        names.push_back(name);
        conninfos.push_back(conninfo);
    }
    const auto answers = log::ask_databases(conninfos)();
    std::optional<std::string> found;
    log::HeadState best;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!answers[i]) throw std::runtime_error("SHARD_AWAY: " + names[i] + " does not answer");
        const auto head = answers[i]->find(wanted.federation);
        if (head == answers[i]->end() || names[i] == wanted.shard) continue;
        if (!found || best < head->second) {
            found = names[i];
            best = head->second;
        }
    }
    return found;
}

void tell(const std::string& service, const move::Report& report, const Wanted& wanted) {
    const std::string number = std::to_string(wanted.federation.value);
    if (report.was_there) {
        std::cout << service << ": "
                  << (wanted.chinese
                          ? "工会 " + number + " 已在 " + wanted.shard
                          : "federation " + number + " is in " + wanted.shard + " already")
                  << '\n';
        return;
    }
    if (wanted.chinese) {
        std::cout << service << ":工会 " << number << " 已迁至 " << wanted.shard << ",事件 "
                  << report.events << " 条,暂停受理 " << report.refused.count() << " 毫秒\n";
    } else {
        std::cout << service << ": federation " << number << " moved to " << wanted.shard << ", "
                  << report.events << " events, commands refused for " << report.refused.count()
                  << " ms\n";
    }
}

int move_one(const std::string& service, const Databases& databases, const Wanted& wanted) {
    const auto to = databases.find(wanted.shard);
    if (to == databases.end()) {
        std::cerr << service << ": NO_SUCH_SHARD " << wanted.shard << '\n';
        return 2;
    }
    try {
        const auto from = place_of(databases, wanted);
        if (!from) {
            std::cerr << service << ": FEDERATION_NOT_FOUND " << wanted.federation.value << '\n';
            return 2;
        }
        const auto report = move::move_federation(
            {.federation = wanted.federation, .from = databases.at(*from), .to = to->second});
        if (!report) {
            std::cerr << service << ": " << report.error().reason << "  " << report.error().message
                      << '\n';
            return 1;
        }
        tell(service, *report, wanted);
        return 0;
    } catch (const std::runtime_error& error) {
        std::cerr << service << ": " << error.what() << '\n';
        return 3;
    }
}

Result<Databases> databases_of(const std::string& service, const Wanted& wanted) {
    if (wanted.shards_file.empty()) {
        auto found = host::databases_of(host::read_run_files(wanted.run_dir), service);
        if (!found.empty()) return found;
        return failure(ErrorKind::Unavailable, "NOT_RUNNING",
                       "no run file in " + wanted.run_dir.string() + "; give --shards");
    }
    std::ostringstream text;
    text << std::ifstream(wanted.shards_file).rdbuf();
    HAVEN_TRY(const host::ShardMap map, host::parse_shards(text.str(), wanted.database_prefix));
    Databases databases;
    for (const host::Shard& shard : map.shards) {
        const std::string name = shard.database_prefix + service;
        databases[shard.name] = postgres::with_setting(
            postgres::with_setting(shard.postgres, "dbname", name), "user", "haven_owner");
    }
    return databases;
}

int run_move(const Wanted& wanted) {
    int status = 0;
    for (const char* service :
         {"registry", "disbursement", "scholarship", "outreach", "employment"}) {
        const auto databases = databases_of(service, wanted);
        if (!databases) {
            const Error& error = databases.error();
            std::cerr << service << ": " << error.reason << "  " << error.message << '\n';
            status = std::max(status, error.kind == ErrorKind::Unavailable ? 3 : 2);
            continue;
        }
        status = std::max(status, move_one(service, *databases, wanted));
    }
    return status;
}

}  // namespace

std::vector<client::CommandSpec> federation_commands() {
    client::CommandSpec command{
        .path = "federation move",
        .chinese = "把一个工会的数据迁到另一个数据库,不停机",
        .english = "move a federation to another shard while the suite runs",
        .example = "haven federation move 5 east",
        .options = {{"federation", "", "工会编号", "number of the federation", true},
                    {"shard", "", "目标分片名称", "name of the shard", true},
                    {"--shards", "", "分片文件(无运行文件时)",
                     "the map of shards, where no run file tells", false, false,
                     client::Takes::File},
                    {"--database-prefix", "", "数据库名前缀,默认 haven_",
                     "of the databases; default haven_"}},
        .run = [](client::Session& session, const client::Given& given) {
            const std::string text = given.text("federation");
            std::int16_t number = 0;
            const auto [end, fault] =
                std::from_chars(text.data(), text.data() + text.size(), number);
            if (fault != std::errc{} || end != text.data() + text.size() || number <= 0) {
                std::cerr << "federation: number of a federation\n";
                return 2;
            }
            const std::string prefix = given.text("--database-prefix");
            return run_move({session.settings().run_dir, given.text("--shards"),
                             prefix.empty() ? "haven_" : prefix, FederationNo{number},
                             given.text("shard"),
                             session.settings().spoken() == client::Language::Chinese});
        }};
    return {std::move(command)};
}

}  // namespace haven
