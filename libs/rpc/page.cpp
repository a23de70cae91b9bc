#include "libs/rpc/page.hpp"

#include <algorithm>
#include <charconv>

#include "libs/crypto/hash.hpp"

#include "haven/access/v1/token.pb.h"

namespace haven::rpc {
namespace {

std::string digest_of(std::string_view filter) {
    return crypto::as_bytes(crypto::sha256(filter)).substr(0, 8);
}

std::unexpected<Error> bad_token() {
    return invalid("INVALID_PAGE_TOKEN", "page_token",
                   "the next_page_token of the same list with the same filter");
}

}  // namespace

Result<Page> read_page(int page_size, std::string_view token, std::string_view filter,
                       std::size_t keys) {
    if (page_size < 0 || page_size > kMaxPageSize) {
        return invalid("INVALID_PAGE_SIZE", "page_size", "0 (meaning 50) to 500");
    }
    Page page;
    if (page_size != 0) page.size = page_size;
    if (token.empty()) return page;
    const auto bytes = crypto::from_base64url(token);
    haven::access::v1::PageToken parsed;
    if (!bytes || !parsed.ParseFromString(*bytes)) return bad_token();
    if (parsed.filter_digest() != digest_of(filter)) return bad_token();
    page.after.assign(parsed.last_key().begin(), parsed.last_key().end());
    if (page.after.size() != keys) return bad_token();
    // PostgreSQL takes no NUL in a text.
    const bool whole = std::ranges::none_of(
        page.after, [](const std::string& value) { return value.find('\0') != std::string::npos; });
    if (!whole) return bad_token();
    return page;
}

Result<Uuid> key_uuid(const std::string& text) {
    const auto id = Uuid::parse(text);
    if (!id) return bad_token();
    return *id;
}

Result<Date> key_date(const std::string& text) {
    if (text.empty()) return Date{};
    const auto date = Date::parse(text);
    if (!date) return bad_token();
    return *date;
}

Result<std::int64_t> key_number(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return bad_token();
    return number;
}

std::string page_token(std::span<const std::string> last_key, std::string_view filter) {
    haven::access::v1::PageToken token;
    for (const std::string& value : last_key) token.add_last_key(value);
    token.set_filter_digest(digest_of(filter));
    return crypto::base64url(token.SerializeAsString());
}

}  // namespace haven::rpc
