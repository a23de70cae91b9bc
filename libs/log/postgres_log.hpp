// PostgresLog: a service's log in its own PostgreSQL database (libs/log/sql/0001_log.sql).
//
//     PostgresLog log("host=/run/haven dbname=haven_registry user=haven_writer", "registry");
//
// An append is two round trips: the first locks what the batch names and reads the facts, judge()
// decides, the second writes and commits. A small batch is first written in one, on the heads as
// this object left them: where somebody else was there meanwhile, it fails as a whole and goes the
// usual way (ADR 24). `synchronous_commit` is on.
//
// Failures: postgres::ConnectionLost and postgres::SqlError. Either one drops the connection; the
// next call makes a new one. After one from append() the outcome is unknown (the COMMIT may have
// been done and only its answer lost): call resolve(), again until it does not throw, then send
// what is not there. A transaction of ours that is still running is waited for, since it holds the
// heads' locks.
//
// Thread rule: one thread at a time. Connects at the first call.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libs/log/judge.hpp"
#include "libs/log/log.hpp"
#include "libs/log/placement.hpp"
#include "libs/postgres/connection.hpp"

namespace haven::log {

namespace sql {
class TableSql;
}

struct PostgresLogOptions {
    // SET ROLE after connecting, so that whoever logs in may not change events; "" = none.
    std::string role = "haven_writer";
    int deadline_ms = 5'000;  // of each round trip
    // Where federations lie and under which epoch, and which shard this is; null: all here, under
    // the epochs that the first connection finds.
    std::shared_ptr<const Placement> placement = nullptr;
    std::size_t shard = 0;
};

class PostgresLog final : public Log {
  public:
    PostgresLog(std::string conninfo, std::string service, PostgresLogOptions options = {});
    ~PostgresLog() override;

    Appended append(const Batch& batch, Instant now, const Projector& projector) override;
    std::vector<std::optional<Reply>> resolve(std::span<const Proposal> proposals) override;
    std::vector<std::vector<Record>> read_streams(std::span<const StreamPosition> streams) override;
    std::vector<Record> read_stream(FederationNo federation, Uuid stream_id,
                                    std::int32_t after_version) override;
    std::vector<Record> read(FederationNo federation, std::int64_t after, int limit) override;
    std::vector<Head> heads() override;
    Answer ask(std::span<const Behind> places, int limit) override;
    Cursor cursor(const std::string& consumer, const std::string& source,
                  FederationNo federation) override;
    std::int64_t take_over(const std::string& consumer, const std::string& source,
                           FederationNo federation) override;
    std::vector<ParkedRecord> parked(const std::string& consumer) override;
    void unpark(const ParkedRecord& record, const std::string& resolution) override;
    Settlement settle(const Doubt& doubt) override;
    std::vector<DueTimer> due_timers(Date date, int limit) override;
    std::optional<Date> next_timer() override;
    std::optional<Date> business_date() override;
    void set_business_date(Date date) override;

  private:
    struct Locked;  // facts, and which claim and quota rows this transaction made
    class Use;      // a connection that is dropped when the call ends by an exception

    void connect();
    News take_news();
    // Under which it may be open here; nothing for one that lies elsewhere.
    [[nodiscard]] std::optional<std::int64_t> epoch_of(FederationNo federation) const;
    [[nodiscard]] bool is_open_here(const postgres::Row& head) const;
    void read_heads(const postgres::Rows& rows, Facts& facts) const;
    Locked lock_and_read(postgres::Connection& connection, const Batch& batch);
    void write(postgres::Connection& connection, const Batch& batch, const Locked& locked,
               const Judgement& judgement, const Projector& projector);
    // Nothing where the batch is not one to be foreseen, or was overtaken and rolled back.
    std::optional<Appended> append_foreseen(postgres::Connection& connection, const Batch& batch,
                                            Instant now, const Projector& projector);
    [[nodiscard]] bool may_foresee(const Batch& batch) const;
    [[nodiscard]] bool believes_open(FederationNo federation) const;
    [[nodiscard]] std::optional<Judgement> foresee(const Batch& batch, Instant now) const;
    void believe(const std::map<FederationNo, HeadFact>& heads);
    std::vector<postgres::Rows> commit(postgres::Connection& connection, const Batch& batch,
                                       const Judgement& judgement,
                                       std::vector<postgres::Connection::Call> calls,
                                       const Projector& projector);
    std::vector<postgres::Connection::Call> table_calls(const Batch& batch,
                                                        const Judgement& judgement,
                                                        const Projector& projector);
    const sql::TableSql& sql_of(const Table& table);

    const std::string conninfo_;
    const std::string service_;
    const PostgresLogOptions options_;
    std::unique_ptr<postgres::Connection> connection_;
    bool asked_ = false;  // the connection owes the answer to ask()
    // Without a placement, epochs as first seen: a process that slept through a move of a
    // federation must not append to what it left behind (protocols §7).
    std::map<FederationNo, std::int64_t> shard_epochs_;
    std::set<CursorKey> known_cursors_;                // have had a row
    std::map<FederationNo, HeadFact> believed_heads_;  // as our last append left them
    int not_foreseen_ = 0;  // batches that are to go the usual way before one is foreseen again
    std::map<const Table*, std::unique_ptr<const sql::TableSql>> table_sql_;
};

}  // namespace haven::log
