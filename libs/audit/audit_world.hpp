// A small service of accounts on real PostgreSQL for the tests of libs/audit: one decider with
// timers, three projection tables, all kinds of row changes.
#pragma once

#include <memory>
#include <optional>

#include "libs/audit/subject.hpp"
#include "libs/log/postgres_log.hpp"
#include "libs/postgres/testing.hpp"
#include "libs/writer/writer.hpp"

namespace haven::spec {

struct Account {
    struct State {
        std::int64_t balance_fen = 0;
        bool closed = false;
    };
    struct Opened {
        std::string owner;
        bool operator==(const Opened&) const = default;
    };
    struct Deposited {
        std::int64_t fen = 0;
        bool operator==(const Deposited&) const = default;
    };
    struct Closed {
        bool operator==(const Closed&) const = default;
    };
    using Event = std::variant<Opened, Deposited, Closed>;
    using Command = std::vector<Event>;  // what is to happen

    static Result<std::vector<Event>> decide(const State&, const Command& command, const Context&) {
        return command;
    }
    static State evolve(State state, const Event& event);
    static Effects effects(const State& after, const Event& event);
};

extern const log::Table kAccount;   // put and remove
extern const log::Table kBalance;   // add
extern const log::Table kMovement;  // one row an event

class AuditWorld {
  public:
    AuditWorld();

    // Commits one command; the same stream number is the same account.
    void write(std::int16_t federation, std::uint64_t account, Account::Command events);
    // A little of everything in three federations; answers the number of events.
    std::int64_t write_some();

    [[nodiscard]] audit::Subject subject() const;
    // As haven_owner, whom row-level security binds as it does in production.
    postgres::Connection& db() { return db_; }
    TestDatabase& database() { return database_; }
    // The offset of the last event of a federation.
    std::int64_t last_offset(std::int16_t federation);

  private:
    static std::string owner_conninfo(const TestDatabase& database);

    TestDatabase database_{"audit"};
    postgres::Connection db_{owner_conninfo(database_)};
    std::unique_ptr<const writer::Aggregate> aggregate_;
    std::vector<const writer::Aggregate*> aggregates_;
    std::optional<writer::Writer> writer_;
    std::uint64_t commands_ = 0;
};

}  // namespace haven::spec
