#include "libs/log/sql/table_sql.hpp"

#include <algorithm>
#include <array>

namespace haven::log::sql {

using postgres::BulkRows;
using postgres::BulkStatement;
using postgres::Connection;
using postgres::quote_identifier;
using postgres::Type;

namespace {

// PostgreSQL's day 0 is 2000-01-01.
constexpr std::int32_t kEpochDays = 10'957;
constexpr std::int64_t kEpochMicros = std::int64_t{kEpochDays} * 86'400'000'000;
constexpr std::string_view kSignature("PGCOPY\n\xff\r\n\0", 11);

// Quoted, with federation and last_offset.
std::string column_list(const Table& table) {
    std::string list = "federation";
    for (const Column& column : table.columns) list += ", " + quote_identifier(column.name);
    return list + ", last_offset";
}

template <class Int>
void append_big_endian(std::string& out, Int value) {
    const auto raw = static_cast<std::uint64_t>(value);
    for (int shift = 8 * (static_cast<int>(sizeof(Int)) - 1); shift >= 0; shift -= 8) {
        out.push_back(static_cast<char>(raw >> shift & 0xff));
    }
}

void append_field(std::string& out, std::string_view bytes) {
    append_big_endian(out, static_cast<std::int32_t>(bytes.size()));
    out.append(bytes);
}

struct FieldWriter {
    std::string& out;

    void operator()(std::monostate) const { append_big_endian(out, std::int32_t{-1}); }
    void operator()(std::int64_t v) const { append_field(out, postgres::encode_int64(v)); }
    void operator()(const std::string& v) const { append_field(out, v); }
    void operator()(const Bytes& v) const { append_field(out, v.data); }
    void operator()(const Uuid& v) const { append_field(out, postgres::encode_uuid(v)); }
    void operator()(const Date& v) const { append_field(out, postgres::encode_date(v)); }
    void operator()(bool v) const { append_field(out, postgres::encode_bool(v)); }
};

struct RowWriter {
    BulkRows& rows;

    void operator()(std::monostate) const { rows.null(); }
    void operator()(std::int64_t v) const { rows.int64(v); }
    void operator()(const std::string& v) const { rows.text(v); }
    void operator()(const Bytes& v) const { rows.bytes(v.data); }
    void operator()(const Uuid& v) const { rows.uuid(v); }
    void operator()(const Date& v) const { rows.date(v); }
    void operator()(bool v) const { rows.boolean(v); }
};

// The types of federation, so many columns, and perhaps last_offset.
std::vector<Type> types_of(const Table& table, std::size_t count, bool with_offset) {
    std::vector<Type> types{Type::Int16};
    for (std::size_t i = 0; i < count; ++i) types.push_back(type_of(table.columns[i].type));
    if (with_offset) types.push_back(Type::Int64);
    return types;
}

}  // namespace

Type type_of(ColumnType type) {
    switch (type) {
        case ColumnType::Int64:
            return Type::Int64;
        case ColumnType::Text:
            return Type::Text;
        case ColumnType::Bytes:
            return Type::Bytes;
        case ColumnType::Uuid:
            return Type::Uuid;
        case ColumnType::Date:
            return Type::Date;
        case ColumnType::Bool:
            return Type::Bool;
    }
    check_failed("a known column type", __FILE__, __LINE__);
}

std::string sql_type_of(ColumnType type) {
    switch (type) {
        case ColumnType::Int64:
            return "bigint";
        case ColumnType::Text:
            return "text";
        case ColumnType::Bytes:
            return "bytea";
        case ColumnType::Uuid:
            return "uuid";
        case ColumnType::Date:
            return "date";
        case ColumnType::Bool:
            return "boolean";
    }
    return {};
}

TableSql::TableSql(const Table& table)
    : table_(table),
      columns_(column_list(table)),
      put_("put_" + std::string(table.name), into(), types_of(table, table.columns.size(), true),
           on_conflict(false)),
      add_("add_" + std::string(table.name), into(), types_of(table, table.columns.size(), true),
           on_conflict(true)),
      remove_("remove_" + std::string(table.name), from(),
              types_of(table, table.key_columns, false), matching()) {}

std::string TableSql::into() const {
    return "INSERT INTO " + quote_identifier(table_.name) + " (" + columns_ + ") ";
}

std::string TableSql::on_conflict(bool add) const {
    const std::string name = quote_identifier(table_.name);
    std::string key = "federation";
    std::string set;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
        const std::string column = quote_identifier(table_.columns[i].name);
        if (i < table_.key_columns) {
            key.append(", ").append(column);
        } else if (!add) {
            set.append(column).append(" = EXCLUDED.").append(column).append(", ");
        } else if (table_.columns[i].type == ColumnType::Int64) {
            set.append(column).append(" = COALESCE(").append(name).append(".").append(column);
            set.append(", 0) + EXCLUDED.").append(column).append(", ");
        }
    }
    return " ON CONFLICT (" + key + ") DO UPDATE SET " + set + "last_offset = EXCLUDED.last_offset";
}

std::string TableSql::from() const {
    return "DELETE FROM " + quote_identifier(table_.name) + " t USING (";
}

std::string TableSql::matching() const {
    std::string names = "federation";
    std::string match = "t.federation = u.federation";
    for (std::size_t i = 0; i < table_.key_columns; ++i) {
        const std::string column = quote_identifier(table_.columns[i].name);
        names.append(", ").append(column);
        match.append(" AND t.").append(column).append(" = u.").append(column);
    }
    return ") AS u(" + names + ") WHERE " + match;
}

void TableSql::append_calls(const std::map<std::string, PendingRow>& rows,
                            std::vector<Connection::Call>& calls) const {
    const auto call = [&](RowChange::Kind kind, const BulkStatement& statement) {
        const auto ours = [&](const auto& one) { return one.second.kind == kind; };
        const auto count = static_cast<std::size_t>(std::ranges::count_if(rows, ours));
        if (count == 0) return;
        const bool removes = kind == RowChange::Kind::Remove;
        const std::size_t columns = removes ? table_.key_columns : table_.columns.size();
        BulkRows bulk(statement, count);
        for (const auto& [_, row] : rows) {
            if (row.kind != kind) continue;
            bulk.int16(row.federation.value);
            for (std::size_t i = 0; i < columns; ++i) std::visit(RowWriter{bulk}, row.values[i]);
            if (!removes) bulk.int64(row.last_offset);
        }
        calls.push_back(bulk.call());
    };
    call(RowChange::Kind::Put, put_);
    call(RowChange::Kind::Add, add_);
    call(RowChange::Kind::Remove, remove_);
}

std::string TableSql::copy_out(std::string_view schema, FederationNo federation) const {
    return "COPY (SELECT " + columns_ + " FROM " + quote_identifier(schema) + "." +
           quote_identifier(table_.name) +
           " WHERE federation = " + std::to_string(federation.value) +
           ") TO STDOUT (FORMAT binary)";
}

std::string TableSql::copy_in(std::string_view schema) const {
    return "COPY " + quote_identifier(schema) + "." + quote_identifier(table_.name) + " (" +
           columns_ + ") FROM STDIN (FORMAT binary)";
}

std::string copy_header() {
    return std::string(kSignature) + std::string(8, '\0');
}
std::string copy_trailer() {
    return "\xff\xff";
}

void append_copy_row(std::string& out, const Row& row) {
    append_big_endian(out, static_cast<std::int16_t>(row.values.size() + 2));
    append_field(out, postgres::encode_int16(row.federation.value));
    for (const Value& value : row.values) std::visit(FieldWriter{out}, value);
    append_field(out, postgres::encode_int64(row.last_offset));
}

bool CopyParser::next(std::size_t& at) {
    const std::string_view buffer(buffer_);
    const auto read = [&](std::size_t from, std::size_t size) {
        return int_of(buffer.substr(from, size));
    };
    if (in_header_) {
        if (buffer.size() < kSignature.size() + 8) return false;
        HAVEN_CHECK(buffer.starts_with(kSignature));
        const auto extension = static_cast<std::size_t>(read(kSignature.size() + 4, 4));
        if (buffer.size() < kSignature.size() + 8 + extension) return false;
        at = kSignature.size() + 8 + extension;
        in_header_ = false;
    }
    if (buffer.size() < at + 2) return false;
    const std::int64_t count = read(at, 2);
    if (count < 0) return false;  // the trailer
    std::size_t place = at + 2;
    fields_.clear();
    for (std::int64_t i = 0; i < count; ++i) {
        if (buffer.size() < place + 4) return false;
        const std::int64_t size = read(place, 4);
        place += 4;
        if (size < 0) {
            fields_.emplace_back();
            continue;
        }
        if (buffer.size() < place + static_cast<std::size_t>(size)) return false;
        fields_.emplace_back(buffer.substr(place, static_cast<std::size_t>(size)));
        place += static_cast<std::size_t>(size);
    }
    at = place;
    return true;
}

std::int64_t int_of(std::string_view field) {
    std::uint64_t raw = 0;
    for (const char c : field) raw = raw << 8 | static_cast<std::uint8_t>(c);
    switch (field.size()) {
        case 2:
            return static_cast<std::int16_t>(raw);
        case 4:
            return static_cast<std::int32_t>(raw);
        case 8:
            return static_cast<std::int64_t>(raw);
        default:
            check_failed("an integer has 2, 4 or 8 bytes", __FILE__, __LINE__);
    }
}

Instant instant_of(std::string_view field) {
    return Instant{int_of(field) + kEpochMicros};
}

std::string copy_events(FederationNo federation, std::int64_t after, std::int64_t up_to) {
    return "COPY (SELECT log_offset, incarnation, stream_id, version, type, schema_version, "
           "recorded_at, command_id, meta, payload FROM event WHERE federation = " +
           std::to_string(federation.value) + " AND log_offset > " + std::to_string(after) +
           " AND log_offset <= " + std::to_string(up_to) +
           " ORDER BY log_offset) TO STDOUT (FORMAT binary)";
}

Value value_of(ColumnType type, std::optional<std::string_view> field) {
    if (!field) return std::monostate{};
    switch (type) {
        case ColumnType::Int64:
            return int_of(*field);
        case ColumnType::Text:
            return std::string(*field);
        case ColumnType::Bytes:
            return Bytes{std::string(*field)};
        case ColumnType::Date:
            return Date::from_days(static_cast<std::int32_t>(int_of(*field)) + kEpochDays);
        case ColumnType::Bool:
            return field->front() != '\0';
        case ColumnType::Uuid: {
            Uuid id;
            HAVEN_CHECK(field->size() == id.bytes.size());
            for (std::size_t i = 0; i < id.bytes.size(); ++i) {
                id.bytes[i] = static_cast<std::uint8_t>((*field)[i]);
            }
            return id;
        }
    }
    return std::monostate{};
}

}  // namespace haven::log::sql
