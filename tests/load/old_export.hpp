// An export of the old system as large as one likes: synthetic couples, all of them resolved in
// 2019. Thread rule: any thread.
#pragma once

#include <cstdint>
#include <string>

namespace haven::load {

struct OldExport {
    std::string households;  // CSV, UTF-8
    std::string members;
};

// Couples number `first` … `first + count - 1`, one in each of the 13 divisions in turn; at most
// 1,000,000 of them in all.
OldExport old_export(std::int64_t first, std::int64_t count);

}  // namespace haven::load
