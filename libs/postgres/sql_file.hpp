// One SQL file compiled into the program by haven_embed_sql (cmake/haven.cmake).
#pragma once

#include <span>
#include <string_view>

namespace haven {

struct SqlFile {
    std::string_view name;  // "0001_households.sql"
    std::string_view text;
};

}  // namespace haven
