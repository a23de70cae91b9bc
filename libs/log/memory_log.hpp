// MemoryLog: the Log in memory, for tests and the simulator. A MemoryDatabase is what a PostgreSQL
// database is to PostgresLog: several logs, on several threads, may stand on one.
//
//     auto database = std::make_shared<MemoryDatabase>("registry", std::vector{FederationNo{1}});
//     MemoryLog log(database);
//
// Thread rule: one thread per MemoryLog; a MemoryDatabase may be shared between threads.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "libs/log/judge.hpp"
#include "libs/log/log.hpp"
#include "libs/log/row_store.hpp"

namespace haven::log {

class MemoryDatabase {
  public:
    MemoryDatabase(std::string service, const std::vector<FederationNo>& federations);

    // Where an append may fail: before anything is written, or after all of it is and before the
    // answer (a lost COMMIT answer).
    enum class Point { BeforeEffect, AfterEffect };
    // Called at both points of each append; what it throws reaches the caller of append().
    void probe(std::function<void(Point)> probe);

    // Closes (MOVING, MOVED) or opens a federation's head.
    void set_open(FederationNo federation, bool open);
    // The same events under the next incarnation, as `haven restore` leaves them (protocols §5).
    void raise_incarnation();
    // Everything, as a dump would hold it; restore() puts it back.
    struct Dump;
    [[nodiscard]] std::shared_ptr<const Dump> dump() const;
    void restore(const std::shared_ptr<const Dump>& dump);

    // A copy of a table's rows in key order.
    [[nodiscard]] std::vector<Row> rows(const Table& table) const;

  private:
    friend class MemoryLog;
    struct Content;

    const std::string service_;
    mutable std::mutex mutex_;
    std::shared_ptr<Content> content_;
    std::function<void(Point)> probe_;
};

class MemoryLog final : public Log {
  public:
    explicit MemoryLog(std::shared_ptr<MemoryDatabase> database);
    ~MemoryLog() override;

    Appended append(const Batch& batch, Instant now, const Projector& projector) override;
    std::vector<std::optional<Reply>> resolve(std::span<const Proposal> proposals) override;
    std::vector<std::vector<Record>> read_streams(std::span<const StreamPosition> streams) override;
    std::vector<Record> read_stream(FederationNo federation, Uuid stream_id,
                                    std::int32_t after_version) override;
    std::vector<Record> read(FederationNo federation, std::int64_t after, int limit) override;
    std::vector<Head> heads() override;
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
    std::shared_ptr<MemoryDatabase> database_;
};

}  // namespace haven::log
