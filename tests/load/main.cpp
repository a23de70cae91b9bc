// haven_bench: the table of ./dev bench. HAVEN_TEST_POSTGRES names the server.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "tests/load/rows.hpp"

int main(int argc, char** argv) {
    using namespace haven::load;
    if (argc == 4 && std::string_view(argv[1]) == kEffectTarget) {
        return run_effect_target(argv[2], argv[3]);
    }
    if (argc == 3 && std::string_view(argv[1]) == kMemoryChild) {
        return run_memory_child(std::stoll(argv[2]));
    }
    Plan plan;
    std::string json;
    CLI::App app{"Haven beside the engines one would otherwise pick; ratios of one run"};
    app.add_flag("--quick", plan.quick,
                 "at most three minutes: short turns, smaller sizes, no Kafka");
    app.add_option("--json", json, "also write the rows to this file");
    app.add_option("--message-db", plan.message_db, "folder with message-db's SQL");
    app.add_option("--emmett-schema", plan.emmett_schema, "file with Emmett's SQL");
    app.add_option("--kafka", plan.kafka, "brokers");
    app.add_option("--kafka-classes", plan.kafka_classes, "class path of Kafka's own tools");
    app.add_option("--rounds", plan.rounds, "rounds of each contest");
    const auto* seconds =
        app.add_option("--seconds", plan.seconds, "of one contestant in one round");
    app.add_option("--only", plan.only,
                   "one chapter: writer, rpc, read, effect, kafka (or a part of it: kafka-relay, "
                   "kafka-effect, kafka-catch-up), import, payday, memory, growth");
    double profile = 0;
    int callers = 64;
    app.add_option("--profile", profile,
                   "only the writer (--only rpc: through gRPC; --only import: uploads; --only "
                   "payday: one; --only kafka-relay: one), for that many seconds (payday: "
                   "instalments; kafka-relay: events)");
    app.add_option("--callers", callers, "how many, with --profile");
    CLI11_PARSE(app, argc, argv);
    if (plan.quick && seconds->empty()) plan.seconds = kQuickSeconds;
    if (profile > 0) {
        if (plan.only == "import") return profile_import(profile);
        if (plan.only == "payday") return profile_payday(static_cast<std::int64_t>(profile));
        if (plan.only == "kafka-relay") {
            return profile_relay(plan, static_cast<std::int64_t>(profile));
        }
        return plan.only == "rpc" ? profile_rpc(profile, callers)
                                  : profile_writer(profile, callers);
    }

    Report report;
    const std::pair<std::string, void (*)(const Plan&, Report&)> chapters[] = {
        {"writer", writer_rows},
        {"rpc", rpc_rows},
        {"read", read_rows},
        {"effect", effect_rows},
        {"kafka-relay", relay_rows},
        {"kafka-effect", kafka_effect_rows},
        {"kafka-catch-up", catch_up_rows},
        {"import", import_rows},
        {"payday", payday_rows},
        {"memory", memory_rows},
        {"growth", growth_rows}};
    if (plan.quick && plan.only.empty()) {
        fmt::print("rows over Kafka are not in --quick: ./dev bench --quick --only kafka\n");
    }
    for (const auto& [name, rows] : chapters) {
        const bool over_kafka = name.starts_with("kafka-");
        if (plan.only.empty() ? plan.quick && over_kafka
                              : plan.only != name && !(plan.only == "kafka" && over_kafka)) {
            continue;
        }
        rows(plan, report);
    }
    if (!json.empty()) std::ofstream(json) << report.json() << '\n';
    return report.exit_code();
}
