#include "tests/load/peers.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "libs/postgres/connection.hpp"
#include "tests/load/visits.hpp"

namespace haven::load {
namespace {

std::string text_of(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string in_message_store(const std::string& conninfo) {
    return conninfo + " options='-c search_path=message_store,public'";
}

// {"note": "…"}, as large as our payload.
std::string note_json() {
    return R"({"note":")" + std::string(kNoteBytes - 11, 'v') + R"("})";
}

std::string name_of(std::int64_t stream) {
    return VisitCommands::stream_of(stream).to_string();
}

}  // namespace

SqlCallers bare_insert(const std::string& conninfo, std::size_t sessions) {
    postgres::Connection(conninfo).exec(
        "CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, stream uuid, payload text)");
    return {conninfo, "INSERT INTO bare (stream, payload) VALUES ($1, $2) RETURNING id", sessions};
}

Run run_bare(SqlCallers& callers, double seconds) {
    const std::string note(kNoteBytes, 'v');
    return callers.run(seconds,
                       [&](std::int64_t number) { return std::vector{name_of(number), note}; });
}

void create_message_db(const std::string& conninfo, const std::string& directory) {
    // The order of its own install.sh, without roles and views.
    static constexpr const char* kFiles[] = {"schema/message-store",
                                             "extensions/pgcrypto",
                                             "tables/messages",
                                             "types/message",
                                             "functions/message-store-version",
                                             "functions/hash-64",
                                             "functions/acquire-lock",
                                             "functions/category",
                                             "functions/is-category",
                                             "functions/id",
                                             "functions/cardinal-id",
                                             "functions/stream-version",
                                             "functions/write-message",
                                             "indexes/messages-id",
                                             "indexes/messages-stream",
                                             "indexes/messages-category"};
    postgres::Connection connection(in_message_store(conninfo));
    for (const char* file : kFiles) {
        connection.exec(text_of(directory + "/" + file + ".sql"));
    }
}

SqlCallers message_db(const std::string& conninfo, std::size_t sessions) {
    return {in_message_store(conninfo),
            "SELECT write_message($1, $2, 'VisitNoted', $3::jsonb, '{}'::jsonb, $4::bigint)",
            sessions};
}

Run run_message_db(SqlCallers& callers, double seconds, int categories, int streams) {
    const std::string note = note_json();
    return callers.run(seconds, [&](std::int64_t number) {
        const std::int64_t stream = number % streams;
        const std::int64_t category = stream % categories;
        return std::vector{new_id().to_string(),
                           "visits" + std::to_string(categories) + "x" + std::to_string(category) +
                               "-" + name_of(stream),
                           note, std::to_string(number / streams - 1)};
    });
}

void create_emmett(const std::string& conninfo, const std::string& schema_file) {
    postgres::Connection(conninfo).exec(text_of(schema_file));
}

SqlCallers emmett(const std::string& conninfo, std::size_t sessions) {
    return {conninfo,
            "SELECT * FROM emt_append_to_stream(ARRAY[$1]::text[], ARRAY[$2]::jsonb[], "
            "ARRAY['{}']::jsonb[], ARRAY['1']::text[], ARRAY['VisitNoted']::text[], "
            "ARRAY['E']::text[], $3::text, 'visits', $4::bigint, 'emt:default')",
            sessions};
}

Run run_emmett(SqlCallers& callers, double seconds, int streams) {
    const std::string note = note_json();
    return callers.run(seconds, [&](std::int64_t number) {
        return std::vector{new_id().to_string(), note, name_of(number % streams),
                           std::to_string(number / streams)};
    });
}

}  // namespace haven::load
