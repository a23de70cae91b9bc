#include "libs/log/postgres_backend.hpp"

#include "libs/log/sql/table_sql.hpp"

namespace haven::spec {

namespace {

const std::vector<FederationRow> kFederations{{FederationNo{1}, "610300", "city", {}},
                                              {FederationNo{2}, "610302", "a", FederationNo{1}},
                                              {FederationNo{3}, "610303", "b", FederationNo{1}},
                                              {FederationNo{4}, "610304", "c", FederationNo{1}}};

// What a service's migration would say of the table.
std::string create_table(const Table& table) {
    std::string columns = "federation smallint";
    std::string key = "federation";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const std::string name = postgres::quote_identifier(table.columns[i].name);
        columns += ", " + name + " " + log::sql::sql_type_of(table.columns[i].type);
        if (i < table.key_columns) key += ", " + name;
    }
    const std::string name(table.name);
    return "CREATE TABLE " + name + " (" + columns +
           ", last_offset bigint NOT NULL, PRIMARY KEY (" + key + ")); SELECT haven_protect('" +
           name + "')";
}

std::string socket_of(postgres::Connection& db) {
    const auto setting = [&](const char* name) {
        return db.query("SELECT current_setting($1)", postgres::Params().text(name))[0].text(0);
    };
    const std::string folders = setting("unix_socket_directories");
    return folders.substr(0, folders.find(',')) + "/.s.PGSQL." + setting("port");
}

}  // namespace

PostgresBackend::PostgresBackend() : proxy_(socket_of(db_)) {
    if (!create_schema(db_, kFederations)) throw std::runtime_error("create_schema refused");
    db_.exec(create_table(kAccounts));
    db_.exec(create_table(kShapes));
}

std::unique_ptr<Log> PostgresBackend::open() {
    return std::make_unique<PostgresLog>(
        postgres::with_setting(database_.conninfo(), "host", proxy_.folder()), "registry");
}

std::vector<log::Row> PostgresBackend::rows(const Table& table) {
    std::vector<log::Row> rows;
    for (const FederationRow& federation : kFederations) {
        log::sql::CopyParser parser;
        std::map<std::string, log::Row> sorted;
        const auto read = [&](const log::sql::CopyParser::Fields& fields) {
            log::Row row{federation.number, {}, log::sql::int_of(*fields.back())};
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                row.values.push_back(log::sql::value_of(table.columns[i].type, fields[i + 1]));
            }
            sorted[encode_key(table, row.federation, row.values)] = std::move(row);
        };
        db_.copy_out(log::sql::TableSql(table).copy_out("public", federation.number),
                     [&](std::string_view piece) { parser.feed(piece, read); });
        for (auto& [_, row] : sorted) rows.push_back(std::move(row));
    }
    return rows;
}

void PostgresBackend::set_open(FederationNo federation, bool open) {
    db_.query("UPDATE log_head SET state = $2 WHERE federation = $1",
              postgres::Params().int16(federation.value).text(open ? "OPEN" : "MOVING"));
}

void PostgresBackend::lose_next_commit(Log& /*log*/, bool applied) {
    proxy_.arm(applied);
}

void PostgresBackend::disturb() {
    db_.exec(
        "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE datname = "
        "current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1) one");
}

}  // namespace haven::spec
