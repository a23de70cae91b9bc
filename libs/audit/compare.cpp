#include "libs/audit/compare.hpp"

#include <openssl/evp.h>

#include <array>
#include <map>
#include <memory>

#include "libs/audit/sql/statements.hpp"
#include "libs/log/sql/table_sql.hpp"

namespace haven::audit {

using log::Table;
using log::Value;

namespace {

using Rows = std::map<std::string, log::Row>;  // by encode_key

Rows read(postgres::Connection& connection, const Table& table, const std::string& schema,
          FederationNo federation) {
    Rows rows;
    log::sql::CopyParser parser;
    const auto tuple = [&](const log::sql::CopyParser::Fields& fields) {
        HAVEN_CHECK(fields.size() == table.columns.size() + 2);
        // A damaged table may lack what can never be NULL.
        log::Row row{federation, {}, fields.back() ? log::sql::int_of(*fields.back()) : 0};
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            row.values.push_back(log::sql::value_of(table.columns[i].type, fields[i + 1]));
        }
        rows[encode_key(table, federation, row.values)] = std::move(row);
    };
    connection.copy_out(log::sql::TableSql(table).copy_out(schema, federation),
                        [&](std::string_view piece) { parser.feed(piece, tuple); });
    return rows;
}

struct Text {
    std::string operator()(std::monostate) const { return "NULL"; }
    std::string operator()(std::int64_t v) const { return std::to_string(v); }
    std::string operator()(const std::string& v) const { return v; }
    std::string operator()(const log::Bytes& v) const {
        return std::to_string(v.data.size()) + " bytes";
    }
    std::string operator()(const Uuid& v) const { return v.to_string(); }
    std::string operator()(const Date& v) const { return v.to_string(); }
    std::string operator()(bool v) const { return v ? "true" : "false"; }
};

std::string key_text(const Table& table, const log::Row& row) {
    std::string text;
    for (std::size_t i = 0; i < table.key_columns; ++i) {
        if (i > 0) text += ", ";
        text += std::string(table.columns[i].name) + "=" + std::visit(Text{}, row.values[i]);
    }
    return text;
}

std::vector<std::string> columns_that_differ(const Table& table, const log::Row& expected,
                                             const log::Row& live) {
    std::vector<std::string> columns;
    for (std::size_t i = table.key_columns; i < table.columns.size(); ++i) {
        if (expected.values[i] != live.values[i]) columns.emplace_back(table.columns[i].name);
    }
    if (expected.last_offset != live.last_offset) columns.emplace_back("last_offset");
    return columns;
}

}  // namespace

std::string describe(const std::string& table, const Difference& difference) {
    constexpr std::array kKinds{"changed", "missing", "extra"};
    std::string text = std::string(kKinds[static_cast<std::size_t>(difference.kind)]) + " " +
                       table + " (federation " + std::to_string(difference.federation.value) +
                       "): " + difference.key;
    if (!difference.columns.empty()) {
        text += "; columns ";
        for (std::size_t i = 0; i < difference.columns.size(); ++i) {
            text += (i == 0 ? "" : ", ") + difference.columns[i];
        }
    }
    return text + "; last written by offset " + std::to_string(difference.offset) + " " +
           (difference.event_type.empty() ? "(no such event)" : difference.event_type);
}

struct Comparison::Hash {
    Hash() : context(EVP_MD_CTX_new()) {
        HAVEN_CHECK(EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1);
    }
    ~Hash() { EVP_MD_CTX_free(context); }
    Hash(const Hash&) = delete;
    Hash& operator=(const Hash&) = delete;

    EVP_MD_CTX* context;
};

Comparison::Comparison(postgres::Connection& connection, const Table& table, std::string expected,
                       std::string live)
    : connection_(&connection),
      table_(&table),
      expected_(std::move(expected)),
      live_(std::move(live)),
      hash_(std::make_unique<Hash>()) {
    report_.table = table.name;
}
Comparison::~Comparison() = default;
Comparison::Comparison(Comparison&&) noexcept = default;

void Comparison::note(Difference difference) {
    ++report_.different;
    if (report_.differences.size() >= kMaxDifferences) return;
    const postgres::Rows event = connection_->run(
        sql::kEventType,
        postgres::Params().int16(difference.federation.value).int64(difference.offset));
    if (!event.empty()) difference.event_type = event[0].text(0);
    report_.differences.push_back(std::move(difference));
}

void Comparison::add(FederationNo federation) {
    const Rows expected = read(*connection_, *table_, expected_, federation);
    const Rows live = read(*connection_, *table_, live_, federation);
    using Kind = Difference::Kind;
    for (const auto& [key, row] : live) {
        std::string bytes;
        log::sql::append_copy_row(bytes, row);
        EVP_DigestUpdate(hash_->context, bytes.data(), bytes.size());
        const auto found = expected.find(key);
        if (found == expected.end()) {
            note({Kind::Extra, federation, key_text(*table_, row), {}, row.last_offset});
        } else if (found->second != row) {
            note({Kind::Changed, federation, key_text(*table_, row),
                  columns_that_differ(*table_, found->second, row), found->second.last_offset});
        }
    }
    for (const auto& [key, row] : expected) {
        if (live.contains(key)) continue;
        note({Kind::Missing, federation, key_text(*table_, row), {}, row.last_offset});
    }
    report_.rows += std::ssize(live);
}

TableReport Comparison::report() {
    std::array<unsigned char, 32> digest{};
    unsigned size = 0;
    HAVEN_CHECK(EVP_DigestFinal_ex(hash_->context, digest.data(), &size) == 1);
    constexpr std::string_view kDigits = "0123456789abcdef";
    report_.digest.clear();
    for (const unsigned char byte : digest) {
        report_.digest += kDigits[byte >> 4];
        report_.digest += kDigits[byte & 15];
    }
    return report_;
}

}  // namespace haven::audit
