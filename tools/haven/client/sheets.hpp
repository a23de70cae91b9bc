// Sheets: files of many rows that each are one command, as docs/formats.md 8 describes them: the
// union tree, staff, enterprises, dibao lines, rule sets, fund lines. All rows are read before the
// first is sent, and what stands already as the row says is left alone, so a file is loaded again
// after a mend.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tools/haven/client/commands.hpp"

namespace google::protobuf {
class Message;
}

namespace haven::client {

// A column of a file and the field of the request that it fills.
struct SheetColumn {
    std::string name;
    std::string field;
    bool required = false;
    bool many = false;  // words with blanks between them
};

// One row, ready to be sent.
struct SheetRow {
    std::int64_t number = 0;  // as people count: in CSV the header is 1, in JSON the first element
    std::unique_ptr<google::protobuf::Message> request;
};

struct Sheet {
    std::string method;
    std::vector<SheetColumn> columns;
    std::string object = {};  // set where the file is a JSON array of this field's messages
    // Fills in what the file may leave open, once all rows could be read.
    std::function<Result<void>(Session&, std::vector<SheetRow>&)> complete = {};
};

// A row, or a column of it, that cannot be taken.
struct SheetReject {
    std::int64_t row = 0;
    std::string column;
    std::string reason;
    std::string expected;
};

struct SheetRows {
    std::vector<SheetRow> rows;
    std::vector<SheetReject> rejects;
};

// Error: what is wrong with the file as a whole (EMPTY_FILE, INVALID_ENCODING, COLUMN_MISSING,
// COLUMN_UNKNOWN, NOT_A_JSON_ARRAY, …).
Result<SheetRows> read_sheet(const Sheet& sheet, const std::string& bytes);

// The rows of the command table: "union load FILE" and its like.
std::vector<CommandSpec> sheet_commands();

}  // namespace haven::client
