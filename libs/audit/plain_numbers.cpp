#include "libs/audit/plain_numbers.hpp"

#include <string_view>

#include "libs/base/resident_id.hpp"

namespace haven::audit {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// 17 digits and a check character, alone and not within a longer number.
bool holds_id_number(std::string_view bytes, Date today) {
    std::size_t digits = 0;
    for (std::size_t i = 0; i <= bytes.size(); ++i) {
        if (i < bytes.size() && is_digit(bytes[i])) {
            ++digits;
            continue;
        }
        const bool x = i < bytes.size() && (bytes[i] == 'X' || bytes[i] == 'x');
        const std::size_t begin = i - digits;
        const std::size_t length = digits + (x && digits == 17 ? 1 : 0);
        if (length == 18 && parse_resident_id(bytes.substr(begin, length), today, true)) {
            return true;
        }
        digits = 0;
    }
    return false;
}

}  // namespace

void PlainNumbers::see(const log::Record& record) {
    const Date today = Date::beijing(record.recorded_at);
    oracle_.see(!holds_id_number(record.payload, today) && !holds_id_number(record.meta, today),
                "federation " + std::to_string(record.federation.value) + ", offset " +
                    std::to_string(record.offset));
}

}  // namespace haven::audit
