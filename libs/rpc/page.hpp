// Keyset pages (AIP-158): page_size 0 → 50, opaque page_token that carries the last
// key and a hash of the filter, no offsets, no totals.
//
//     HAVEN_TRY(auto page, rpc::read_page(q->page_size(), q->page_token(), filter_text, 2));
//     // SELECT … WHERE (a, b) > ($1, $2) ORDER BY a, b LIMIT page.size + 1
//     if (rows > page.size) r->set_next_page_token(rpc::page_token({a, b}, filter_text));
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"

namespace haven::rpc {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 500;

struct Page {
    int size = kDefaultPageSize;
    std::vector<std::string> after;  // the last key of the page before; empty on the first page
};

// `filter` is any text that says what is listed and how it is sorted; a token made for another one
// is refused. `keys` is how many values a key has. Errors: INVALID_PAGE_SIZE, INVALID_PAGE_TOKEN.
Result<Page> read_page(int page_size, std::string_view token, std::string_view filter,
                       std::size_t keys);
std::string page_token(std::span<const std::string> last_key, std::string_view filter);
inline std::string page_token(std::initializer_list<std::string> last_key,
                              std::string_view filter) {
    return page_token(std::span<const std::string>(last_key.begin(), last_key.size()), filter);
}

// Values of a key that a token carried, for read_page()'s `after`. A token is the caller's: anyone
// may have made it up, so nothing in it is taken for granted. Error: INVALID_PAGE_TOKEN.
Result<Uuid> key_uuid(const std::string& text);
Result<Date> key_date(const std::string& text);  // empty: an unset date
Result<std::int64_t> key_number(const std::string& text);

}  // namespace haven::rpc
