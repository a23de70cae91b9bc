#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <thread>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/host/config.hpp"
#include "libs/host/federations.hpp"
#include "libs/host/run_file.hpp"
#include "libs/host/worker.hpp"

namespace haven::host {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> kKnown{"registry", "vault"};

class Folder {
  public:
    Folder()
        : path(std::filesystem::temp_directory_path() /
               ("haven-host-" + crypto::hex(crypto::random_bytes(6)))) {
        std::filesystem::create_directory(path);
    }
    ~Folder() { std::filesystem::remove_all(path); }
    const std::filesystem::path path;
};

std::expected<Config, ConfigStop> parse(std::vector<const char*> more) {
    std::vector<const char*> line{"haven", "--run-dir",  "/r",     "--data-dir",
                                  "/d",    "--postgres", "host=/s"};
    line.insert(line.end(), more.begin(), more.end());
    return parse_config(static_cast<int>(line.size()), line.data(), kKnown);
}

TEST(Config, FlagsAndDefaults) {
    const auto config = parse({"--services=vault", "--set", "registry.calendar=/c.csv"});
    ASSERT_TRUE(config) << config.error().text;
    EXPECT_THAT(config->services, ElementsAre("vault"));
    EXPECT_EQ(config->exchange_dir, "/d/exchange");
    EXPECT_FALSE(config->production);
    EXPECT_EQ(config->settings.at("registry.calendar"), "/c.csv");
    EXPECT_THAT(parse({})->services, ElementsAre("registry", "vault"));
}

TEST(Config, AFlagWinsOverTheEnvironmentAndThatOverTheFile) {
    const Folder folder;
    const std::string file = folder.path / "haven.conf";
    std::ofstream(file) << "address = \"127.0.0.1:1\"\n";
    EXPECT_EQ(parse({"--config", file.c_str()})->address, "127.0.0.1:1");
    ::setenv("HAVEN_ADDRESS", "127.0.0.1:2", 1);
    EXPECT_EQ(parse({})->address, "127.0.0.1:2");
    EXPECT_EQ(parse({"--address", "127.0.0.1:3", "--config", file.c_str()})->address,
              "127.0.0.1:3");
    ::unsetenv("HAVEN_ADDRESS");
}

TEST(Config, MigrationsAreRunUnlessSaidOtherwise) {
    EXPECT_EQ(parse({})->migrations, Migrations::Run);
    EXPECT_EQ(parse({"--migrations=only"})->migrations, Migrations::Only);
    EXPECT_EQ(parse({"--migrations=check"})->migrations, Migrations::Check);
    EXPECT_THAT(parse({"--migrations=perhaps"}).error().text, HasSubstr("--migrations"));
}

TEST(Federations, AreThoseOfAFileWhereOneIsGiven) {
    const Folder folder;
    const auto file = folder.path / "federations.csv";
    std::ofstream(file) << "number,code,name,parent_number\n7,610302,渭滨区总工会,\n";
    const auto list = federations(file);
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].number, FederationNo{7});
    EXPECT_EQ(parse({"--federations", file.c_str()})->federations_file, file);
    std::ofstream(file) << "number,code,name,parent_number\n0,610302,渭滨区总工会,\n";
    EXPECT_THROW(federations(file), std::runtime_error);
    EXPECT_THROW(federations(folder.path / "none.csv"), std::runtime_error);
    EXPECT_THAT(parse({"--federations", "/none.csv"}).error().text, HasSubstr("--federations"));
}

TEST(Config, KafkaIsToldByItsBrokersAndSafeInProduction) {
    const auto demo = parse({"--transport=kafka", "--kafka=a:1,b:2", "--kafka-set",
                             "security.protocol=ssl", "--peer", "vault=c:3"});
    ASSERT_TRUE(demo) << demo.error().text;
    EXPECT_EQ(demo->transport, Config::Transport::Kafka);
    EXPECT_EQ(demo->kafka, "a:1,b:2");
    EXPECT_EQ(demo->kafka_settings.at("security.protocol"), "ssl");
    EXPECT_EQ(demo->peers.at("vault"), "c:3");
    EXPECT_EQ(demo->kafka_replication, 1);
    EXPECT_EQ(parse({})->transport, Config::Transport::Embedded);
    EXPECT_THAT(parse({"--transport=kafka"}).error().text, HasSubstr("KAFKA_MISSING"));
    EXPECT_THAT(parse({"--kafka-set", "=x"}).error().text, HasSubstr("--kafka-set"));
    const auto production =
        parse({"--profile=production", "--kafka=a:1", "--kafka-set", "security.protocol=sasl_ssl"});
    ASSERT_TRUE(production) << production.error().text;
    EXPECT_EQ(production->kafka_replication, 3);
    EXPECT_EQ(production->kafka_min_insync, 2);
    for (const char* unsafe : {"--kafka-replication=2", "--kafka-min-insync=1"}) {
        EXPECT_THAT(parse({"--profile=production", unsafe}).error().text,
                    HasSubstr("KAFKA_UNSAFE"));
    }
}

TEST(Config, BadInputNamesTheOption) {
    EXPECT_THAT(parse({"--services=nobody"}).error().text, HasSubstr("--services"));
    EXPECT_THAT(parse({"--profile=test"}).error().text, HasSubstr("--profile"));
    EXPECT_THAT(parse({"--calendar-start=2016-02-30"}).error().text, HasSubstr("INVALID_DATE"));
    EXPECT_THAT(parse({"--calendar-start=2016-01-04", "--profile=production"}).error().text,
                HasSubstr("CALENDAR_START_REFUSED"));
    EXPECT_THAT(parse({"--set", "nonsense"}).error().text, HasSubstr("--set"));
    EXPECT_THAT(parse({"--unknown"}).error().text, HasSubstr("--unknown"));
    const std::array line{"haven"};
    EXPECT_THAT(parse_config(1, line.data(), kKnown).error().text, HasSubstr("--run-dir"));
    EXPECT_EQ(parse({"--help"}).error().exit_code, 0);
}

TEST(Federations, AreTheCityAndItsTwelveCounties) {
    const auto list = federations();
    ASSERT_EQ(list.size(), 13U);
    EXPECT_EQ(list[0].code, "610300");
    EXPECT_EQ(list[0].parent, FederationNo{0});
    for (std::size_t i = 1; i < list.size(); ++i) EXPECT_EQ(list[i].parent, FederationNo{1});
}

TEST(Federations, ABadLineIsNamed) {
    const auto bad = parse_federations("number,code,name,parent_number\n1,610300,x,\nx,1,y,1\n");
    ASSERT_FALSE(bad);
    EXPECT_THAT(bad.error().message, HasSubstr("line 3"));
    EXPECT_FALSE(parse_federations("h\n1,2\n"));
}

TEST(Shards, SayWhereDatabasesLieAndWhereALogBegins) {
    const auto map = parse_shards(R"({"shards": [{"name": "centre", "postgres": "host=a"},
                                                {"name": "east", "postgres": "host=b"},
                                                {"name": "west", "postgres": "host=b",
                                                 "database_prefix": "west_"}],
                                     "federations": {"5": "east", "12": "west"}})",
                                  "haven_");
    ASSERT_TRUE(map) << map.error().message;
    EXPECT_EQ(map->shards, (std::vector<Shard>{{"centre", "host=a", "haven_"},
                                               {"east", "host=b", "haven_"},
                                               {"west", "host=b", "west_"}}));
    EXPECT_EQ(map->first_shard_of(FederationNo{5}), 1U);
    EXPECT_EQ(map->first_shard_of(FederationNo{12}), 2U);
    EXPECT_EQ(map->first_shard_of(FederationNo{1}), 0U) << "what is not named";
}

TEST(Shards, AFaultIsNamed) {
    const auto fault = [](const std::string& text) {
        const auto map = parse_shards(text, "haven_");
        return map ? "none" : map.error().reason + " " + map.error().message;
    };
    const std::string one = R"({"shards": [{"name": "a", "postgres": "host=a"})";
    EXPECT_EQ(fault(one + "]}"), "none");
    EXPECT_THAT(fault("no json"), HasSubstr("INVALID_SHARDS"));
    EXPECT_THAT(fault(R"({"shards": []})"), HasSubstr("at least one"));
    EXPECT_THAT(fault(R"({"shards": [{"name": "A B", "postgres": "host=a"}]})"),
                HasSubstr("INVALID_SHARDS"));
    EXPECT_THAT(fault(R"({"shards": [{"name": "a"}]})"), HasSubstr("postgres"));
    EXPECT_THAT(fault(one + R"(, {"name": "a", "postgres": "host=b"}]})"), HasSubstr("once"));
    EXPECT_THAT(fault(one + R"(, {"name": "b", "postgres": "host=a"}]})"),
                HasSubstr("database_prefix"))
        << "they would be the same databases";
    EXPECT_THAT(fault(one + R"(], "federations": {"2": "b"}})"), HasSubstr("federation 2"));
    EXPECT_THAT(fault(one + R"(], "federations": {"x": "a"}})"), HasSubstr("federations"));
    EXPECT_THAT(parse({"--shards=/nowhere"}).error().text, HasSubstr("--shards"));
}

TEST(RunFile, TellsTheDatabasesOfAService) {
    RunFile content;
    content.databases = {{"registry", "x"}, {"registryother", "o"}};
    EXPECT_EQ(databases_of({content}, "registry"), (std::map<std::string, std::string>{{"", "x"}}));
    content.databases.insert({{"registry@centre", "x"}, {"registry@east", "y"}});
    EXPECT_EQ(databases_of({content}, "registry"),
              (std::map<std::string, std::string>{{"centre", "x"}, {"east", "y"}}));
    EXPECT_TRUE(databases_of({content}, "vault").empty());
}

TEST(RunFile, IsFoundWhileItsProcessLives) {
    const Folder folder;
    RunFile content;
    content.pid = ::getpid();
    content.services = {{"registry", "127.0.0.1:1"}};
    content.databases = {{"registry", "dbname=x"}};
    write_run_file(folder.path, "haven", content);
    EXPECT_EQ(address_of(folder.path, "registry"), "127.0.0.1:1");
    EXPECT_EQ(address_of(folder.path, "vault").error().reason, "NOT_RUNNING");
    struct stat facts{};
    ASSERT_EQ(::stat((folder.path / "haven.json").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600U);
    // A child that has ended and been waited for is nobody.
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    content.pid = child;
    write_run_file(folder.path, "haven", content);
    EXPECT_EQ(address_of(folder.path, "registry").error().reason, "NOT_RUNNING");
    std::ofstream(folder.path / "broken.json") << "{";
    EXPECT_TRUE(read_run_files(folder.path).empty());
}

// Processes of one data folder that start at once used to take each other's unfinished files.
TEST(WriteWhole, OfSeveralAtOnceOneTextStaysWholeAndNothingIsLeftBehind) {
    const Folder folder;
    const auto file = folder.path / "working_days.csv";
    std::vector<std::jthread> writers;
    for (const char letter : {'a', 'b', 'c', 'd'}) {
        writers.emplace_back([&, text = std::string(5'000, letter)] {
            for (int i = 0; i < 200; ++i) write_whole(file, text);
        });
    }
    writers.clear();
    std::ifstream in(file);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    ASSERT_EQ(text.size(), 5'000U);
    EXPECT_EQ(text, std::string(5'000, text[0]));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path), {}), 1);
    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms(0600));
}

TEST(RunLock, ASecondProcessIsToldThePidOfTheFirst) {
    const Folder folder;
    {
        const auto lock = RunLock::take(folder.path, "haven");
        ASSERT_TRUE(lock);
        const auto second = RunLock::take(folder.path, "haven");
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().reason, "ALREADY_RUNNING");
        EXPECT_EQ(second.error().metadata.front().second, std::to_string(::getpid()));
    }
    EXPECT_TRUE(RunLock::take(folder.path, "haven"));
}

template <class Condition>
bool soon(Condition condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

TEST(Worker, IsIdleOnlyAtTheCountOfItsLastIdlePass) {
    Activity activity;
    std::atomic<int> work{3};
    Worker worker(activity,
                  {.name = "w", .step = [&] { return work > 0 && work-- > 0; }, .failed = {}});
    worker.start();
    ASSERT_TRUE(soon([&] { return worker.is_idle(activity.count()); }));
    EXPECT_EQ(work, 0);
    activity.bump();
    EXPECT_FALSE(worker.is_idle(activity.count()));
    worker.wake();
    EXPECT_TRUE(soon([&] { return worker.is_idle(activity.count()); }));
}

TEST(Worker, IsNotIdleWhileSomethingIsOwed) {
    Activity activity;
    std::atomic<bool> owed{true};
    std::atomic<int> looks{0};
    Worker worker(activity, {.name = "w",
                             .step = [] { return false; },
                             .settled = [&] { return ++looks, !owed; },
                             .poll_ms = 1,
                             .failed = {}});
    worker.start();
    ASSERT_TRUE(soon([&] { return looks > 3; }));
    EXPECT_FALSE(worker.is_idle(activity.count()));
    owed = false;
    EXPECT_TRUE(soon([&] { return worker.is_idle(activity.count()); }));
}

TEST(Worker, TriesAgainAfterAFailure) {
    Activity activity;
    std::atomic<int> failures{0};
    Worker worker(activity, {.name = "w",
                             .step = [&]() -> bool {
                                 if (failures < 3) throw std::runtime_error("down");
                                 return false;
                             },
                             .failed = [&](const auto&, const auto&) { ++failures; }});
    worker.start();
    EXPECT_TRUE(soon([&] { return worker.is_idle(activity.count()); }));
    EXPECT_EQ(failures, 3);
}

TEST(Worker, RunsATaskOnItsOwnThreadAndHandsItsExceptionBack) {
    Activity activity;
    std::atomic<std::thread::id> stepping;
    Worker worker(activity, {.name = "w",
                             .step = [&] { return stepping = std::this_thread::get_id(), false; },
                             .failed = {}});
    worker.start();
    std::thread::id running;
    worker.run([&] { running = std::this_thread::get_id(); });
    EXPECT_NE(running, std::this_thread::get_id());
    EXPECT_TRUE(soon([&] { return stepping.load() == running; }));
    EXPECT_THROW(worker.run([] { throw std::logic_error("no"); }), std::logic_error);
}

}  // namespace
}  // namespace haven::host
