#include "tools/haven/client/sheets.hpp"

#include <google/protobuf/message.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "libs/base/csv.hpp"
#include "tools/haven/client/request.hpp"

namespace haven::client {
namespace {

using google::protobuf::Message;

std::vector<std::string> words_of(const std::string& cell) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < cell.size();) {
        const std::size_t end = std::min(cell.find(' ', at), cell.size());
        if (end > at) words.push_back(cell.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

std::string expected_of(const Error& error) {
    return error.fields.empty() ? error.message : error.fields.front().description;
}

std::unique_ptr<Message> new_request(const Sheet& sheet) {
    auto request = exchange_of(sheet.method).request;
    HAVEN_CHECK(set_field(*request, "command_id", new_command_id()).has_value());
    return request;
}

// A column that nobody knows is a slip of the pen: what was meant would be missing.
Result<void> check_header(const Sheet& sheet, const CsvTable& table) {
    for (const SheetColumn& column : sheet.columns) {
        if (column.required && !table.column(column.name)) {
            return invalid("COLUMN_MISSING", column.name, "a column of this name");
        }
    }
    for (const std::string& name : table.header()) {
        if (std::ranges::find(sheet.columns, name, &SheetColumn::name) == sheet.columns.end()) {
            return invalid("COLUMN_UNKNOWN", name, "a column of docs/formats.md 8");
        }
        if (std::ranges::count(table.header(), name) > 1) {
            return invalid("COLUMN_TWICE", name, "each column once");
        }
    }
    return {};
}

Result<SheetRows> read_csv(const Sheet& sheet, const std::string& bytes) {
    HAVEN_TRY(const CsvTable table, CsvTable::parse(bytes));
    HAVEN_CHECKED(check_header(sheet, table));
    SheetRows read;
    for (std::size_t row = 0; row < table.size(); ++row) {
        const std::int64_t number = CsvTable::number(row);
        const std::size_t before = read.rejects.size();
        if (table.is_overfull(row)) {
            read.rejects.push_back({number, "", "TOO_MANY_CELLS", "as many cells as the header"});
        }
        auto request = new_request(sheet);
        for (const SheetColumn& column : sheet.columns) {
            const auto place = table.column(column.name);
            const std::string cell = place ? table.cell(row, *place) : "";
            if (cell.empty()) {
                if (column.required) {
                    read.rejects.push_back({number, column.name, "REQUIRED", "a value"});
                }
                continue;
            }
            for (const auto& text : column.many ? words_of(cell) : std::vector<std::string>{cell}) {
                const auto set = set_field(*request, column.field, text);
                if (set) continue;
                read.rejects.push_back(
                    {number, column.name, set.error().reason, expected_of(set.error())});
                break;
            }
        }
        if (read.rejects.size() == before) read.rows.push_back({number, std::move(request)});
    }
    return read;
}

Result<SheetRows> read_json(const Sheet& sheet, const std::string& bytes) {
    const auto list = nlohmann::json::parse(bytes, nullptr, false);
    if (!list.is_array()) return invalid("NOT_A_JSON_ARRAY", "file", "[{…}, {…}]");
    SheetRows read;
    for (const auto& element : list) {
        const auto number = static_cast<std::int64_t>(read.rows.size() + read.rejects.size()) + 1;
        auto request = new_request(sheet);
        const auto* field = request->GetDescriptor()->FindFieldByName(sheet.object);
        const auto set = set_json(*request->GetReflection()->MutableMessage(request.get(), field),
                                  element.dump());
        if (set) {
            read.rows.push_back({number, std::move(request)});
        } else {
            read.rejects.push_back(
                {number, set.error().fields.empty() ? "" : set.error().fields.front().field,
                 set.error().reason, expected_of(set.error())});
        }
    }
    return read;
}

}  // namespace

Result<SheetRows> read_sheet(const Sheet& sheet, const std::string& bytes) {
    return sheet.object.empty() ? read_csv(sheet, bytes) : read_json(sheet, bytes);
}

}  // namespace haven::client
