#include "libs/log/postgres_log.hpp"

#include <algorithm>

#include "libs/base/fault_point.hpp"
#include "libs/log/postgres_log_use.hpp"
#include "libs/log/sql/statements.hpp"
#include "libs/log/sql/table_sql.hpp"

namespace haven::log {

using postgres::Connection;
using postgres::Params;
using postgres::Rows;

namespace {

Record record_of(const postgres::Row& row, const std::string& service, FederationNo federation) {
    return {service,     federation,   row.int16(1),   row.int64(0), row.uuid(2),  row.int32(3),
            row.text(4), row.int16(5), row.instant(6), row.uuid(7),  row.bytes(8), row.bytes(9)};
}

std::vector<Record> records_of(const Rows& rows, const std::string& service,
                               FederationNo federation) {
    std::vector<Record> records;
    records.reserve(static_cast<std::size_t>(rows.size()));
    for (const postgres::Row row : rows) records.push_back(record_of(row, service, federation));
    return records;
}

std::vector<Head> heads_of(const Rows& rows) {
    std::vector<Head> heads;
    for (const postgres::Row row : rows) {
        heads.push_back({FederationNo{row.int16(0)}, row.int64(1), row.int16(2)});
    }
    return heads;
}

}  // namespace

PostgresLog::PostgresLog(std::string conninfo, std::string service, PostgresLogOptions options)
    : conninfo_(std::move(conninfo)), service_(std::move(service)), options_(std::move(options)) {}
PostgresLog::~PostgresLog() = default;

void PostgresLog::connect() {
    auto connection = std::make_unique<Connection>(conninfo_, options_.deadline_ms);
    connection->exec(sql::kSession);
    if (HAVEN_PLANTED("async_commit")) connection->exec("SET synchronous_commit = off");
    const std::string lock_timeout = std::to_string(options_.deadline_ms * 4 / 5);
    connection->exec("SET lock_timeout = " + lock_timeout);
    if (!options_.role.empty()) {
        connection->exec("SET ROLE " + postgres::quote_identifier(options_.role));
    }
    if (!options_.placement) {
        for (const postgres::Row row : connection->run(sql::kHeads)) {
            shard_epochs_.try_emplace(FederationNo{row.int16(0)}, row.int64(3));
        }
    }
    // What somebody did while we were away is not known.
    believed_heads_.clear();
    known_cursors_.clear();
    connection_ = std::move(connection);
}

std::optional<std::int64_t> PostgresLog::epoch_of(FederationNo federation) const {
    if (options_.placement) {
        const auto place = options_.placement->find(federation);
        return place && place->shard == options_.shard ? std::optional(place->epoch) : std::nullopt;
    }
    const auto epoch = shard_epochs_.find(federation);
    return epoch == shard_epochs_.end() ? std::nullopt : std::optional(epoch->second);
}

// Of a row of kLockHeads or kShareHeads.
bool PostgresLog::is_open_here(const postgres::Row& head) const {
    return head.boolean(4) && epoch_of(FederationNo{head.int16(0)}) == head.int64(5);
}

const sql::TableSql& PostgresLog::sql_of(const Table& table) {
    auto& made = table_sql_[&table];
    if (!made) made = std::make_unique<const sql::TableSql>(table);
    return *made;
}

std::vector<Record> PostgresLog::read_stream(FederationNo federation, Uuid stream_id,
                                             std::int32_t after_version) {
    Use use(*this);
    const Params params = Params().int16(federation.value).uuid(stream_id).int32(after_version);
    return records_of(use->run(sql::kReadStream, params), service_, federation);
}

std::vector<std::vector<Record>> PostgresLog::read_streams(
    std::span<const StreamPosition> streams) {
    postgres::ArrayBuilder federations(postgres::Type::Int16), ids(postgres::Type::Uuid),
        versions(postgres::Type::Int32);
    for (const StreamPosition& stream : streams) {
        federations.int16(stream.federation.value);
        ids.uuid(stream.stream_id);
        versions.int32(stream.after_version);
    }
    Use use(*this);
    std::vector<std::vector<Record>> records(streams.size());
    for (const postgres::Row row :
         use->run(sql::kReadStreams, Params().array(federations).array(ids).array(versions))) {
        records.at(static_cast<std::size_t>(row.int64(11) - 1))
            .push_back(record_of(row, service_, FederationNo{row.int16(10)}));
    }
    return records;
}

std::vector<Record> PostgresLog::read(FederationNo federation, std::int64_t after, int limit) {
    Use use(*this);
    const Params params = Params().int16(federation.value).int64(after).int64(limit);
    return records_of(use->run(sql::kRead, params), service_, federation);
}

std::vector<Head> PostgresLog::heads() {
    Use use(*this);
    return heads_of(use->run(sql::kHeads));
}

Answer PostgresLog::ask(std::span<const Behind> places, int limit) {
    postgres::ArrayBuilder federations(postgres::Type::Int16), after(postgres::Type::Int64);
    for (const Behind& place : places) {
        federations.int16(place.federation.value);
        after.int64(place.after);
    }
    const Connection::Call calls[] = {
        {sql::kHeads, {}},
        {sql::kReadBehind, Params().array(federations).array(after).int64(limit)}};
    Use use(*this);
    use->send_pipelined(calls);
    asked_ = true;
    return {.take = [this] { return take_news(); },
            .take_in =
                [this] {
                    if (asked_ && connection_) connection_->take_in();
                }};
}

News PostgresLog::take_news() {
    HAVEN_CHECK(std::exchange(asked_, false));
    Use use(*this);
    const std::vector<Rows> answers = use->take_pipelined();
    News news{heads_of(answers.at(0)), {}};
    news.records.reserve(static_cast<std::size_t>(answers.at(1).size()));
    for (const postgres::Row row : answers.at(1)) {
        news.records.push_back(record_of(row, service_, FederationNo{row.int16(10)}));
    }
    // As a nested loop gives them; the planner owes nobody an order that was not asked for, and
    // asked for it costs a sort of every page.
    const auto place = [](const Record& record) {
        return std::pair(record.federation, record.offset);
    };
    if (!std::ranges::is_sorted(news.records, {}, place)) {
        std::ranges::sort(news.records, {}, place);
    }
    return news;
}

Cursor PostgresLog::cursor(const std::string& consumer, const std::string& source,
                           FederationNo federation) {
    Use use(*this);
    const Rows rows =
        use->run(sql::kCursor, Params().text(consumer).text(source).int16(federation.value));
    if (rows.empty()) return {};
    Cursor cursor{rows[0].int16(0), rows[0].int64(1), {}, rows[0].int64(3)};
    const std::string digest = rows[0].bytes(2);
    HAVEN_CHECK(digest.size() == cursor.record_digest.size());
    std::copy(digest.begin(), digest.end(), reinterpret_cast<char*>(cursor.record_digest.data()));
    return cursor;
}

std::int64_t PostgresLog::take_over(const std::string& consumer, const std::string& source,
                                    FederationNo federation) {
    Use use(*this);
    const Params key = Params().text(consumer).text(source).int16(federation.value);
    const Rows rows = use->run(sql::kTakeOver, key);
    if (rows.empty()) throw FederationAway(federation);
    return rows[0].int64(0);
}

std::vector<ParkedRecord> PostgresLog::parked(const std::string& consumer) {
    Use use(*this);
    std::vector<ParkedRecord> found;
    for (const postgres::Row row : use->run(sql::kParked, Params().text(consumer))) {
        found.push_back({consumer, row.text(0), FederationNo{row.int16(1)}, row.int64(2),
                         row.uuid(3), row.text(4)});
    }
    return found;
}

void PostgresLog::unpark(const ParkedRecord& record, const std::string& resolution) {
    Use use(*this);
    const Rows heads = use->run(sql::kUnpark, Params()
                                                  .text(record.consumer)
                                                  .text(record.source)
                                                  .int16(record.federation.value)
                                                  .int64(record.offset)
                                                  .text(resolution));
    if (heads.empty()) throw FederationAway(record.federation);
}

Settlement PostgresLog::settle(const Doubt& doubt) {
    Use use(*this);
    postgres::Transaction transaction(*use);
    const auto federation = [&] { return Params().int16(doubt.federation.value); };
    postgres::ArrayBuilder heads(postgres::Type::Int16);
    heads.int16(doubt.federation.value);
    const Rows head = use->run(sql::kLockHeads, Params().array(heads));
    if (head.empty() || !is_open_here(head[0])) throw FederationAway(doubt.federation);
    Settlement settled;
    if (!doubt.command.is_nil()) {
        use->run(sql::kBarCommand, federation().uuid(doubt.command));
        settled.carried_out =
            use->run(sql::kIsCarriedOut, federation().uuid(doubt.command))[0].boolean(0);
    }
    const Rows holder = use->run(sql::kHolder, Params().text(doubt.key));
    transaction.commit();
    settled.holds = !holder.empty() && FederationNo{holder[0].int16(0)} == doubt.federation &&
                    holder[0].uuid(1) == doubt.stream;
    return settled;
}

std::vector<DueTimer> PostgresLog::due_timers(Date date, int limit) {
    Use use(*this);
    std::vector<DueTimer> due;
    for (const postgres::Row row : use->run(sql::kDueTimers, Params().date(date).int64(limit))) {
        due.push_back(
            {FederationNo{row.int16(0)}, row.uuid(1), row.text(2), row.text(3), row.date(4)});
    }
    return due;
}

std::optional<Date> PostgresLog::next_timer() {
    Use use(*this);
    const Rows rows = use->run(sql::kNextTimer);
    return rows.empty() ? std::nullopt : std::optional(rows[0].date(0));
}

std::optional<Date> PostgresLog::business_date() {
    Use use(*this);
    const Rows rows = use->run(sql::kBusinessDate);
    return rows.empty() ? std::nullopt : std::optional(rows[0].date(0));
}

void PostgresLog::set_business_date(Date date) {
    std::int64_t changed = 0;
    {
        Use use(*this);
        changed = use->run(sql::kSetBusinessDate, Params().date(date)).affected();
    }
    if (changed == 0) throw std::logic_error("the business date never goes back");
}

}  // namespace haven::log
