#include "libs/claims/register.hpp"

#include "libs/claims/sql/statements.hpp"

namespace haven::claims {

using postgres::ArrayBuilder;
using postgres::Connection;
using postgres::Params;
using postgres::Rows;
using postgres::Type;

namespace {

constexpr int kEnteredAtOnce = 5'000;

log::Holder holder_at(const postgres::Row& row, int column) {
    return {FederationNo{row.int16(column)}, row.uuid(column + 1)};
}

Params params_of(const Grants& grants) {
    ArrayBuilder keys(Type::Text), numbers(Type::Int64);
    for (const auto& [key, grant] : grants) {
        keys.text(key);
        numbers.int64(grant);
    }
    return Params().array(keys).array(numbers);
}

}  // namespace

template <class Call>
auto Register::with_connection(Call call) {
    try {
        if (!connection_) {
            connection_ = std::make_unique<Connection>(conninfo_, deadline_ms_);
            connection_->exec(sql::kSession);
        }
        return call(*connection_);
    } catch (...) {
        connection_.reset();
        throw;
    }
}

std::map<std::string, Entry> Register::announce(std::span<const Wanted> wanted) {
    ArrayBuilder keys(Type::Text), federations(Type::Int16), streams(Type::Uuid),
        commands(Type::Uuid);
    for (const Wanted& one : wanted) {
        keys.text(one.key);
        federations.int16(one.holder.federation.value);
        streams.uuid(one.holder.stream);
        commands.uuid(one.command);
    }
    const Rows rows = with_connection([&](Connection& connection) {
        return connection.run(
            sql::kAnnounce, Params().array(keys).array(federations).array(streams).array(commands));
    });
    std::map<std::string, Entry> entries;
    for (const postgres::Row row : rows) {
        entries[row.text(0)] = {.holder = holder_at(row, 1),
                                .command = row.uuid_or_null(3).value_or(Uuid{}),
                                .confirmed = row.boolean(4),
                                .had_it = row.boolean(5),
                                .tries = row.int32(6),
                                .grant = row.int64(7),
                                .age_ms = row.int64(8)};
    }
    return entries;
}

void Register::take_over(const Wanted& wanted, std::int64_t grant) {
    with_connection([&](Connection& connection) {
        return connection.run(sql::kTakeOver, Params()
                                                  .text(wanted.key)
                                                  .int16(wanted.holder.federation.value)
                                                  .uuid(wanted.holder.stream)
                                                  .uuid(wanted.command)
                                                  .int64(grant));
    });
}

void Register::settle(const Grants& confirmed, const Grants& freed) {
    if (confirmed.empty() && freed.empty()) return;
    std::vector<Connection::Call> calls{{sql::kBeginLazily, {}}, {sql::kLazily, {}}};
    if (!confirmed.empty()) calls.push_back({sql::kConfirm, params_of(confirmed)});
    if (!freed.empty()) calls.push_back({sql::kFree, params_of(freed)});
    calls.push_back({sql::kCommit, {}});
    with_connection([&](Connection& connection) { return connection.run_pipelined(calls); });
}

std::map<std::string, std::int64_t> Register::grants_of(
    const std::map<std::string, log::Holder>& holders) {
    if (holders.empty()) return {};
    ArrayBuilder keys(Type::Text);
    for (const auto& [key, _] : holders) keys.text(key);
    const Rows rows = with_connection(
        [&](Connection& connection) { return connection.run(sql::kFind, Params().array(keys)); });
    std::map<std::string, std::int64_t> grants;
    for (const postgres::Row row : rows) {
        const std::string key = row.text(0);
        if (holders.at(key) == holder_at(row, 1)) grants[key] = row.int64(3);
    }
    return grants;
}

std::int64_t Register::enter_claims_of(Connection& database) {
    std::int64_t entered = 0;
    std::string after;
    for (;;) {
        const Rows rows = database.run(sql::kHeld, Params().text(after).int64(kEnteredAtOnce));
        if (rows.empty()) return entered;
        ArrayBuilder keys(Type::Text), federations(Type::Int16), streams(Type::Uuid);
        for (const postgres::Row row : rows) {
            after = row.text(0);
            const log::Holder holder = holder_at(row, 1);
            keys.text(after);
            federations.int16(holder.federation.value);
            streams.uuid(holder.stream);
        }
        entered += with_connection([&](Connection& connection) {
            return connection
                .run(sql::kEnter, Params().array(keys).array(federations).array(streams))
                .affected();
        });
    }
}

}  // namespace haven::claims
