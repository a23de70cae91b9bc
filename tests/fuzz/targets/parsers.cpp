// The parsers of libs/base: what people and files write. Whatever comes, they answer; what they
// accept is a normal form, which they accept again and leave as it is.
#include "libs/base/bank_account.hpp"
#include "libs/base/capital_amount.hpp"
#include "libs/base/credit_code.hpp"
#include "libs/base/resident_id.hpp"
#include "libs/base/street.hpp"
#include "libs/base/text.hpp"
#include "libs/base/working_calendar.hpp"
#include "tests/fuzz/tape.hpp"
#include "tests/fuzz/target.hpp"

namespace haven::fuzz {
namespace {

void check_numbers(std::string_view text) {
    const Date today = Date::of(2020, 3, 2);
    if (const auto id = parse_resident_id(text, today, true)) {
        HAVEN_CHECK(id->number.size() == 18 && id->birth <= today);
        const auto again = parse_resident_id(id->number, today, true);
        HAVEN_CHECK(again && again->number == id->number && again->birth == id->birth);
    }
    if (const auto code = parse_credit_code(text)) {
        HAVEN_CHECK(parse_credit_code(code->number) == code);
    }
    if (const auto card = parse_card(text)) {
        HAVEN_CHECK(passes_luhn(*card) && parse_card(*card) == card);
    }
    if (const auto account = parse_account(text)) HAVEN_CHECK(parse_account(*account) == account);
    if (const auto id = Uuid::parse(text)) HAVEN_CHECK(Uuid::parse(id->to_string()) == id);
}

void check_amounts_and_days(std::string_view text) {
    if (const auto amount = Money::parse_yuan(text)) {
        HAVEN_CHECK(*amount >= Money{} && Money::parse_yuan(amount->yuan()) == amount);
        HAVEN_CHECK(parse_capital_amount(capital_amount(*amount)) == amount);
    }
    if (const auto amount = parse_capital_amount(text)) {
        HAVEN_CHECK(parse_capital_amount(capital_amount(*amount)) == amount);
    }
    if (const auto day = Date::parse(text)) {
        HAVEN_CHECK(Date::parse(day->to_string()) == day);
        HAVEN_CHECK(!capital_date(*day).empty());
    }
    if (const auto calendar = WorkingCalendar::parse(text)) {
        HAVEN_CHECK(calendar->plus_working_days(Date::of(2020, 3, 2), 1) > Date::of(2020, 3, 2));
    }
}

void check_texts(std::string_view text) {
    text::display_width(text);
    find_street(text);
    if (const auto name = text::parse_name(text)) {
        HAVEN_CHECK(text::parse_name(*name) == name);
        HAVEN_CHECK(text::is_valid_utf8(text::mask_name(*name)));
    }
    if (const auto phone = text::parse_phone(text)) {
        HAVEN_CHECK(text::parse_phone(*phone) == phone);
        HAVEN_CHECK(!text::mask_phone(*phone).empty());
    }
    if (const auto utf8 = text::from_gb18030(text)) {
        HAVEN_CHECK(text::is_valid_utf8(*utf8));
        const auto bytes = text::to_gb18030(*utf8);
        HAVEN_CHECK(bytes && text::from_gb18030(*bytes) == utf8);
    }
    if (text::is_valid_utf8(text)) {
        HAVEN_CHECK(text::encode(text::decode(text)) == text);
        text::fits_gbk(text);
    }
}

}  // namespace

std::vector<std::string> stories() {
    return {"610399197508150018",
            "610399750815001",
            "91610300MA00000078",
            "6222 0000 0000 0000",
            "1,234.50",
            "人民币陆仟零柒元壹角肆分",
            "2020-02-29",
            "date,kind,name\n2020-01-01,holiday,元旦\n",
            "欧阳·明",
            "13900000000",
            "\xc5\xb7\xd1\xf4",
            "姜谭路街道",
            "0190b6f2-0000-7000-8000-000000000001"};
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    haven::fuzz::check_numbers(text);
    haven::fuzz::check_amounts_and_days(text);
    haven::fuzz::check_texts(text);
    return 0;
}
