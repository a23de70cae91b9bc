#include "libs/log/row.hpp"

#include "libs/log/log.hpp"
#include "libs/log/row_store.hpp"

#include <algorithm>
#include <type_traits>

namespace haven::log {

const Table kTimerTable{"timer",
                        {{"stream_id", ColumnType::Uuid},
                         {"key", ColumnType::Text},
                         {"due", ColumnType::Date},
                         {"aggregate", ColumnType::Text}},
                        2};

void RowSink::put(const Table& table, std::vector<Value> values) {
    changes_.push_back({RowChange::Kind::Put, &table, std::move(values)});
}

void RowSink::add(const Table& table, std::vector<Value> values) {
    changes_.push_back({RowChange::Kind::Add, &table, std::move(values)});
}

void RowSink::remove(const Table& table, std::vector<Value> key) {
    changes_.push_back({RowChange::Kind::Remove, &table, std::move(key)});
}

namespace {

bool is_null(const Value& value) {
    return std::holds_alternative<std::monostate>(value);
}

bool fits(const Value& value, ColumnType type) {
    switch (type) {
        case ColumnType::Int64:
            return std::holds_alternative<std::int64_t>(value);
        case ColumnType::Text:
            return std::holds_alternative<std::string>(value);
        case ColumnType::Bytes:
            return std::holds_alternative<Bytes>(value);
        case ColumnType::Uuid:
            return std::holds_alternative<Uuid>(value);
        case ColumnType::Date:
            return std::holds_alternative<Date>(value);
        case ColumnType::Bool:
            return std::holds_alternative<bool>(value);
    }
    return false;
}

void check(const RowChange& change) {
    HAVEN_CHECK(change.table != nullptr);
    const Table& table = *change.table;
    const bool remove = change.kind == RowChange::Kind::Remove;
    HAVEN_CHECK(change.values.size() == (remove ? table.key_columns : table.columns.size()));
    for (std::size_t i = 0; i < change.values.size(); ++i) {
        const Value& value = change.values[i];
        const bool key = i < table.key_columns;
        HAVEN_CHECK(is_null(value) ? !key : fits(value, table.columns[i].type));
        if (change.kind == RowChange::Kind::Add && !key) {
            HAVEN_CHECK(is_null(value) || table.columns[i].type == ColumnType::Int64);
        }
    }
}

// Adds the Int64 columns of `delta` to `values`; a NULL counts as zero on either side.
void add_into(const Table& table, std::vector<Value>& values, const std::vector<Value>& delta) {
    for (std::size_t i = table.key_columns; i < table.columns.size(); ++i) {
        if (table.columns[i].type != ColumnType::Int64) continue;
        const std::int64_t before = is_null(values[i]) ? 0 : std::get<std::int64_t>(values[i]);
        const std::int64_t more = is_null(delta[i]) ? 0 : std::get<std::int64_t>(delta[i]);
        std::int64_t sum = 0;
        HAVEN_CHECK(!__builtin_add_overflow(before, more, &sum));
        values[i] = sum;
    }
}

// The row that an Add makes where there is none.
std::vector<Value> from_zeros(const Table& table, const std::vector<Value>& delta) {
    std::vector<Value> values = delta;
    for (std::size_t i = table.key_columns; i < values.size(); ++i) values[i] = std::monostate{};
    add_into(table, values, delta);
    return values;
}

void append_int(std::string& out, std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        out.push_back(static_cast<char>(value >> shift & 0xff));
    }
}

// 00 → 00 FF and 00 00 at the end: byte order is kept, and no text is a prefix of another.
void append_text(std::string& out, std::string_view text) {
    for (const char c : text) {
        out.push_back(c);
        if (c == '\0') out.push_back('\xff');
    }
    out.append(2, '\0');
}

struct KeyWriter {
    std::string& out;

    void operator()(std::monostate) const { check_failed("a key has no NULL", __FILE__, __LINE__); }
    void operator()(std::int64_t v) const {
        append_int(out, static_cast<std::uint64_t>(v) ^ (1ULL << 63), 8);
    }
    void operator()(const std::string& v) const { append_text(out, v); }
    void operator()(const Bytes& v) const { append_text(out, v.data); }
    void operator()(const Uuid& v) const {
        out.append(reinterpret_cast<const char*>(v.bytes.data()), v.bytes.size());
    }
    void operator()(const Date& v) const {
        append_int(out, static_cast<std::uint32_t>(v.days()) ^ 0x8000'0000U, 4);
    }
    void operator()(bool v) const { out.push_back(v ? '\1' : '\0'); }
};

}  // namespace

std::string encode_key(const Table& table, FederationNo federation,
                       const std::vector<Value>& values) {
    HAVEN_CHECK(values.size() >= table.key_columns);
    std::string key;
    append_int(key, static_cast<std::uint16_t>(federation.value) ^ 0x8000U, 2);
    for (std::size_t i = 0; i < table.key_columns; ++i) std::visit(KeyWriter{key}, values[i]);
    return key;
}

void RowStore::apply(FederationNo federation, std::int64_t offset, const RowChange& change) {
    check(change);
    const Table& table = *change.table;
    auto& rows = tables_[&table];
    std::string key = encode_key(table, federation, change.values);
    switch (change.kind) {
        case RowChange::Kind::Put:
            rows[std::move(key)] = {federation, change.values, offset};
            return;
        case RowChange::Kind::Remove:
            rows.erase(key);
            return;
        case RowChange::Kind::Add: {
            auto found = rows.find(key);
            if (found == rows.end()) {
                rows[std::move(key)] = {federation, from_zeros(table, change.values), offset};
            } else {
                add_into(table, found->second.values, change.values);
                found->second.last_offset = offset;
            }
        }
    }
}

const Row* RowStore::find(const Table& table, FederationNo federation,
                          const std::vector<Value>& key) const {
    const auto rows = tables_.find(&table);
    if (rows == tables_.end()) return nullptr;
    const auto row = rows->second.find(encode_key(table, federation, key));
    return row == rows->second.end() ? nullptr : &row->second;
}

std::vector<const Row*> RowStore::rows(const Table& table) const {
    const auto rows = tables_.find(&table);
    if (rows == tables_.end()) return {};
    std::vector<std::pair<const std::string*, const Row*>> sorted;
    sorted.reserve(rows->second.size());
    for (const auto& [key, row] : rows->second) sorted.emplace_back(&key, &row);
    std::ranges::sort(sorted, [](const auto& a, const auto& b) { return *a.first < *b.first; });
    std::vector<const Row*> result;
    result.reserve(sorted.size());
    for (const auto& [key, row] : sorted) result.push_back(row);
    return result;
}

std::size_t RowStore::count(const Table& table) const {
    const auto rows = tables_.find(&table);
    return rows == tables_.end() ? 0 : rows->second.size();
}

void PendingRows::apply(FederationNo federation, std::int64_t offset, const RowChange& change) {
    check(change);
    const Table& table = *change.table;
    auto [place, fresh] = tables_[&table].try_emplace(encode_key(table, federation, change.values));
    PendingRow& pending = place->second;
    if (change.kind != RowChange::Kind::Add) {
        pending = {change.kind, federation, change.values, offset};
        return;
    }
    if (fresh || pending.kind == RowChange::Kind::Remove) {
        // After a Remove the row is known to be absent: what the Add makes is the whole row.
        const auto kind = fresh ? RowChange::Kind::Add : RowChange::Kind::Put;
        pending = {kind, federation, from_zeros(table, change.values), offset};
        return;
    }
    add_into(table, pending.values, change.values);
    pending.last_offset = offset;
}

}  // namespace haven::log
