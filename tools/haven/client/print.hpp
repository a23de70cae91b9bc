// What `haven print` puts on paper: a form is a title, sections of which each shows what one
// command of the table answers, and who signs. Free of files and calls, for tests.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "libs/paper/paper.hpp"
#include "tools/haven/client/commands.hpp"

namespace haven::client {

struct PrintedColumn {
    std::string key;  // of the command's column; empty: left blank for a hand
    double share = 1;
    std::string title = {};  // instead of the command's
};
struct Section {
    std::string command;  // whose rows it shows
    std::vector<PrintedColumn> columns;
    std::string heading = {};
    std::string sum = {};        // column of money that is added up under the rows, in capitals too
    std::string void_when = {};  // a row whose cell here is not empty does not count in the sum,
    std::vector<std::string> void_words = {};  // or, where there are some, is one of these codes
    bool boxes = false;                        // the one row as boxes of a form
};
struct Form {
    std::string name;  // "award-roll"
    std::string title;
    std::string english;
    std::string options;  // of its example
    std::vector<Section> sections;
    std::vector<std::string> signatures = {};
};

// The forms that offices print; each is a command `print <name>`.
const std::vector<Form>& printed_forms();

// The document of these tables, one a section. `by` and `date` stand under the title.
paper::Document document_of(const Form& form, const std::vector<Table>& tables,
                            const std::string& by, const std::string& date);

}  // namespace haven::client
