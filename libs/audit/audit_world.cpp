#include "libs/audit/audit_world.hpp"

#include <gtest/gtest.h>

#include <array>

#include "libs/log/schema.hpp"
#include "libs/postgres/migrate.hpp"

namespace haven::spec {

using log::ColumnType;

const log::Table kAccount{
    "account",
    {{"account_id", ColumnType::Uuid}, {"owner", ColumnType::Text}, {"open", ColumnType::Bool}},
    1};
const log::Table kBalance{
    "balance", {{"owner", ColumnType::Text}, {"balance_fen", ColumnType::Int64}}, 1};
const log::Table kMovement{"movement",
                           {{"account_id", ColumnType::Uuid},
                            {"seq", ColumnType::Int64},
                            {"fen", ColumnType::Int64},
                            {"on_day", ColumnType::Date},
                            {"cipher", ColumnType::Bytes}},
                           2};

namespace {

const SqlFile kMigration{"0001_accounts.sql", R"(
CREATE TABLE account (federation smallint, account_id uuid, owner text, open boolean,
    last_offset bigint NOT NULL, PRIMARY KEY (federation, account_id));
CREATE TABLE balance (federation smallint, owner text, balance_fen bigint,
    last_offset bigint NOT NULL, PRIMARY KEY (federation, owner));
CREATE TABLE movement (federation smallint, account_id uuid, seq bigint, fen bigint, on_day date,
    cipher bytea, last_offset bigint NOT NULL, PRIMARY KEY (federation, account_id, seq));
CREATE INDEX movement_day ON movement (on_day);
SELECT haven_protect('account'), haven_protect('balance'), haven_protect('movement');
)"};

struct AccountCodec {
    static log::NewEvent encode(const Account::Event& event) {
        return match(
            event, [](const Account::Opened& e) { return log::NewEvent{"Opened", 1, e.owner}; },
            [](const Account::Deposited& e) {
                return log::NewEvent{"Deposited", 1, std::to_string(e.fen)};
            },
            [](const Account::Closed&) { return log::NewEvent{"Closed", 1, ""}; });
    }
    static std::optional<Account::Event> decode(std::string_view type, int,
                                                std::string_view payload) {
        if (type == "Opened") return Account::Opened{std::string(payload)};
        if (type == "Deposited") return Account::Deposited{std::stoll(std::string(payload))};
        if (type == "Closed") return Account::Closed{};
        return std::nullopt;
    }
    static std::span<const std::string_view> types() {
        static constexpr std::array<std::string_view, 3> kTypes{"Opened", "Deposited", "Closed"};
        return kTypes;
    }
};

void project(const Account::Event& event, const Account::State& after,
             const log::EventContext& context, log::RowSink& rows) {
    const std::string owner = "owner " + std::to_string(context.stream_id.bytes[15] % 3);
    match(
        event,
        [&](const Account::Opened& e) { rows.put(kAccount, {context.stream_id, e.owner, true}); },
        [&](const Account::Deposited& e) {
            rows.add(kBalance, {owner, e.fen});
            rows.put(kMovement,
                     {context.stream_id, std::int64_t{context.version}, e.fen,
                      context.business_date, log::Bytes{std::to_string(after.balance_fen)}});
        },
        [&](const Account::Closed&) {
            rows.remove(kAccount, {context.stream_id});
            rows.add(kBalance, {owner, -after.balance_fen});
        });
}

Uuid uuid_of(std::uint64_t number) {
    Uuid id;
    for (std::size_t i = 0; i < 8; ++i) {
        id.bytes[15 - i] = static_cast<std::uint8_t>(number >> 8 * i);
    }
    return id;
}

}  // namespace

Account::State Account::evolve(State state, const Event& event) {
    if (const auto* deposit = std::get_if<Deposited>(&event)) state.balance_fen += deposit->fen;
    if (std::holds_alternative<Closed>(event)) state.closed = true;
    return state;
}

Effects Account::effects(const State& after, const Event& event) {
    Effects effects;
    if (std::holds_alternative<Opened>(event)) {
        effects.timers = {{"review", Date::of(2020, 6, 30)}};
    } else if (after.closed) {
        effects.timers = {{"review", std::nullopt}};
    }
    return effects;
}

std::string AuditWorld::owner_conninfo(const TestDatabase& database) {
    postgres::Connection admin(database.conninfo());
    log::ensure_roles(admin);
    admin.exec("ALTER DATABASE " + postgres::quote_identifier(database.name()) +
               " OWNER TO haven_owner");
    return database.conninfo_as("haven_owner");
}

AuditWorld::AuditWorld() {
    const std::vector<log::FederationRow> federations{
        {FederationNo{1}, "610300", "city", {}},
        {FederationNo{2}, "610302", "a", FederationNo{1}},
        {FederationNo{3}, "610303", "b", FederationNo{1}}};
    if (!log::create_schema(db_, federations) ||
        !postgres::migrate(db_, "public", "accounts", std::span(&kMigration, 1))) {
        throw std::runtime_error("the schema was refused");
    }
    aggregate_ = writer::make_aggregate<Account, AccountCodec>("account", project);
    aggregates_ = {aggregate_.get()};
    writer_.emplace(std::make_unique<log::PostgresLog>(database_.conninfo(), "accounts"),
                    [] { return Instant{1'577'836'800'000'000}; });
}

void AuditWorld::write(std::int16_t federation, std::uint64_t account, Account::Command events) {
    writer::Submission submission;
    submission.aggregate = aggregate_.get();
    submission.federation = FederationNo{federation};
    submission.stream = uuid_of(account);
    submission.command_id = uuid_of(1'000'000 + ++commands_);
    submission.meta.business_date = Date::of(2020, 1, 6);
    submission.command = std::move(events);
    bool answered = false;
    writer_->submit(std::move(submission), [&](const Result<log::Reply>& reply) {
        answered = true;
        EXPECT_TRUE(reply.has_value());
    });
    while (!answered) writer_->step();
}

std::int64_t AuditWorld::write_some() {
    std::int64_t count = 0;
    for (std::int16_t federation = 1; federation <= 3; ++federation) {
        for (std::uint64_t i = 1; i <= 5; ++i) {
            const std::uint64_t account = static_cast<std::uint64_t>(federation) * 10 + i;
            write(federation, account, {Account::Opened{"name " + std::to_string(account)}});
            write(federation, account, {Account::Deposited{100}, Account::Deposited{-7}});
            count += 3;
            if (i == 5) {
                write(federation, account, {Account::Closed{}});
                ++count;
            }
        }
    }
    return count;
}

audit::Subject AuditWorld::subject() const {
    static constexpr std::array<const log::Table*, 3> kTables{&kAccount, &kBalance, &kMovement};
    return {"accounts", std::span(&kMigration, 1), aggregates_, kTables};
}

std::int64_t AuditWorld::last_offset(std::int16_t federation) {
    return db_
        .query("SELECT next_offset - 1 FROM log_head WHERE federation = $1",
               postgres::Params().int16(federation))[0]
        .int64(0);
}

}  // namespace haven::spec
