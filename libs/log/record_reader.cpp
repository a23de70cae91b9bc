#include "libs/log/record_reader.hpp"

#include "libs/log/sql/statements.hpp"
#include "libs/log/sql/table_sql.hpp"

namespace haven::log {

namespace {

Record record_of(const sql::CopyParser::Fields& fields, const std::string& service,
                 FederationNo federation) {
    HAVEN_CHECK(fields.size() == 10);
    const auto number = [&](std::size_t i) { return sql::int_of(*fields[i]); };
    const auto uuid = [&](std::size_t i) {
        return std::get<Uuid>(sql::value_of(ColumnType::Uuid, fields[i]));
    };
    return {service,
            federation,
            static_cast<std::int16_t>(number(1)),
            number(0),
            uuid(2),
            static_cast<std::int32_t>(number(3)),
            std::string(*fields[4]),
            static_cast<std::int16_t>(number(5)),
            sql::instant_of(*fields[6]),
            uuid(7),
            std::string(*fields[8]),
            std::string(*fields[9])};
}

}  // namespace

std::int64_t RecordReader::stream(FederationNo federation, std::int64_t after, std::int64_t up_to,
                                  const std::function<void(Record)>& each) {
    sql::CopyParser parser;
    std::int64_t count = 0;
    const auto tuple = [&](const sql::CopyParser::Fields& fields) {
        ++count;
        each(record_of(fields, service_, federation));
    };
    connection_.copy_out(sql::copy_events(federation, after, up_to),
                         [&](std::string_view piece) { parser.feed(piece, tuple); });
    return count;
}

}  // namespace haven::log
