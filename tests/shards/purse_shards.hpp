// Purses on two databases a service, registry's log on Kafka: registry is written, disbursement
// mirrors it. Federation 1 begins in the first database (a), all others in the second (b).
#pragma once

#include <gtest/gtest.h>

#include "libs/crypto/ids.hpp"
#include "libs/host/testing/process.hpp"
#include "libs/kafka/testing.hpp"
#include "libs/log/postgres_log.hpp"
#include "libs/move/move.hpp"

namespace haven::spec {

class PurseShards : public ::testing::Test {
  protected:
    static constexpr std::int64_t kLimit = 1'000'000;

    // Of a process that is told apart from others of its service by `name`.
    std::unique_ptr<TestProcess> start(const std::string& service, const std::string& source = "",
                                       const std::string& name = "") {
        host::Config config;
        config.services = {service};
        config.calendar_start = Date::of(2020, 3, 2);
        config.transport = host::Config::Transport::Kafka;
        config.kafka = topics.settings().brokers;
        config.kafka_topic_prefix = topics.prefix();
        config.kafka_replication = 1;
        config.kafka_min_insync = 1;
        config.run_dir = "/run/" + databases.prefix() + name;
        config.shards.shards = {{"a", databases.server(), databases.prefix()},
                                {"b", databases.server(), databases.prefix() + "b_"}};
        for (std::int16_t n = 2; n <= 13; ++n) config.shards.begins_in[FederationNo{n}] = 1;
        std::vector<std::unique_ptr<PurseService>> services;
        services.push_back(std::make_unique<PurseService>(service, source, hooks));
        return std::make_unique<TestProcess>(databases, std::move(config), clock,
                                             std::move(services));
    }
    // As a client does: the same command again while the answer is UNAVAILABLE.
    static Result<log::Reply> carried_out(TestProcess& process, std::int16_t federation,
                                          std::uint8_t purse, Purse::Command what) {
        auto order = spec::command(purse, 0, std::move(what));
        order.federation = FederationNo{federation};
        order.command_id = crypto::new_uuid_v4();
        auto reply = process.service().carry_out(order);
        while (!reply && reply.error().kind == ErrorKind::Unavailable) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            reply = process.service().carry_out(order);
        }
        return reply;
    }
    static void open_purse(TestProcess& process, std::int16_t federation, std::uint8_t purse) {
        const std::string claim = std::to_string(federation) + '/' + std::to_string(purse);
        ASSERT_TRUE(carried_out(process, federation, purse, OpenPurse{kLimit, claim}));
    }
    // To `shard` from the other one.
    move::Report move(const std::string& service, std::int16_t federation, char shard) const {
        const auto report = move::move_federation({.federation = FederationNo{federation},
                                                   .from = conninfo(service, other(shard)),
                                                   .to = conninfo(service, shard)});
        if (!report) throw std::runtime_error(report.error().reason + report.error().message);
        return *report;
    }
    static char other(char shard) { return shard == 'a' ? 'b' : 'a'; }
    std::string conninfo(const std::string& service, char shard) const {
        return postgres::with_setting(databases.server(), "dbname",
                                      databases.prefix() + (shard == 'a' ? "" : "b_") + service);
    }
    std::string ask(const std::string& service, char shard, const std::string& sql) const {
        return postgres::Connection(conninfo(service, shard))
            .query("SELECT (" + sql + ")::text")[0]
            .text(0);
    }
    // Everything of a federation in a database, in one line.
    std::string digest(const std::string& service, std::int16_t federation, char shard) const {
        std::string all;
        for (const char* table : {"event", "command", "claim", "cursor", "purse", "log_head"}) {
            all += ask(service, shard,
                       "SELECT coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM " +
                           std::string(table) +
                           " t WHERE federation = " + std::to_string(federation)) +
                   ' ';
        }
        return all;
    }
    std::int64_t head(const std::string& service, std::int16_t federation, char shard) const {
        return std::stoll(ask(service, shard,
                              "SELECT next_offset - 1 FROM log_head WHERE federation = " +
                                  std::to_string(federation)));
    }
    // All of registry's log of a federation has been acknowledged by the broker.
    bool is_relayed(std::int16_t federation, char shard) {
        return soon([&] {
            return std::stoll(ask("registry", 'a',
                                  "SELECT log_offset FROM relay_cursor WHERE federation = " +
                                      std::to_string(federation))) ==
                   head("registry", federation, shard);
        });
    }
    // How often each record of the log of a federation lies in its partition, in the order of its
    // first time; fails for a message that is no record of that log or comes before its time.
    std::vector<int> times_told(std::int16_t federation, char shard) {
        const std::int64_t events = head("registry", federation, shard);
        std::map<std::int64_t, std::string> log;
        log::PostgresLog stored(conninfo("registry", shard), "registry");
        for (const auto& record :
             stored.read(FederationNo{federation}, 0, static_cast<int>(events))) {
            log[record.offset] = log::encode_record(record);
        }
        std::vector<int> times;
        kafka::Reader reader(topics.settings(), topics.of("registry"));
        const auto range = reader.range(federation);
        reader.read_from(federation, range.low);
        for (auto left = range.high - range.low; left > 0; --left) {
            const auto message = reader.take(20'000);
            if (!message) {
                ADD_FAILURE() << left << " messages do not come";
                break;
            }
            const auto record = log::decode_record(message->value);
            if (!record || log[record->offset] != message->value ||
                record->offset > std::ssize(times) + 1) {
                ADD_FAILURE() << "a message that does not belong here";
                break;
            }
            times.resize(std::max(times.size(), static_cast<std::size_t>(record->offset)));
            ++times[static_cast<std::size_t>(record->offset - 1)];
        }
        return times;
    }
    // Every purse of registry has the same left in disbursement, and each event its one effect.
    void expect_mirrored(std::int16_t federation, char registry, char disbursement) {
        const std::string number = std::to_string(federation);
        const auto purses = [&](const std::string& service, char shard) {
            return ask(service, shard,
                       "SELECT coalesce(string_agg(purse_id || ' ' || \"left\", ', ' "
                       "ORDER BY purse_id), '') FROM purse WHERE federation = " +
                           number);
        };
        EXPECT_TRUE(soon([&] {
            return head("disbursement", federation, disbursement) ==
                   head("registry", federation, registry);
        })) << "federation "
            << federation;
        EXPECT_EQ(purses("disbursement", disbursement), purses("registry", registry));
        EXPECT_EQ(head("disbursement", federation, disbursement),
                  head("registry", federation, registry));
        EXPECT_EQ(ask("disbursement", disbursement, "SELECT count(*) FROM parked"), "0");
    }

    TestTopics topics;
    SuiteDatabases databases;
    TestClock clock{beijing_midnight(Date::of(2020, 3, 2)).micros};
    std::shared_ptr<PurseHooks> hooks = std::make_shared<PurseHooks>();
};

}  // namespace haven::spec
