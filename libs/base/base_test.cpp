#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "libs/base/bank_account.hpp"
#include "libs/base/money.hpp"
#include "libs/base/resident_id.hpp"
#include "libs/base/text.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"
#include "libs/base/working_calendar.hpp"

namespace haven {
namespace {

const Date kToday = Date::of(2023, 12, 29);

TEST(Money, I18_ParsesWhatPeopleAndBanksWriteAndNothingElse) {
    EXPECT_EQ(Money::parse_yuan("2000")->in_fen(), 200'000);
    EXPECT_EQ(Money::parse_yuan("2000.5")->in_fen(), 200'050);
    EXPECT_EQ(Money::parse_yuan("0.01")->in_fen(), 1);
    EXPECT_EQ(Money::parse_yuan("1,234,567.89")->in_fen(), 123'456'789);
    for (const char* bad : {"", "-1", "+1", "1e3", "6.22E+18", "1.234", "1.", ".5", "12,34", "1,23",
                            ",123", "1,2345", "2,000元", "２０００", " 1", "12345678901"}) {
        EXPECT_EQ(Money::parse_yuan(bad).error().reason, "INVALID_AMOUNT") << bad;
    }
}

TEST(Money, PrintsYuanWithTwoDecimals) {
    EXPECT_EQ(Money::fen(0).yuan(), "0.00");
    EXPECT_EQ(Money::fen(-1).yuan(), "-0.01");
    EXPECT_EQ(Money::fen(63'000'000).yuan(), "630000.00");
    EXPECT_EQ(Money::fen(INT64_MIN).yuan(), "-92233720368547758.08");
}

TEST(MoneyDeathTest, OverflowIsABug) {
    EXPECT_DEATH(Money::fen(INT64_MAX) + Money::fen(1), "check failed");
    EXPECT_DEATH(Money::fen(INT64_MAX) * 2, "check failed");
}

TEST(Date, ExistsOrIsRefused) {
    EXPECT_EQ(Date::parse("2020-02-29")->to_string(), "2020-02-29");
    for (const char* bad : {"2019-02-29", "2020-2-9", "2020-13-01", "20200101", "1799-12-31", ""}) {
        EXPECT_EQ(Date::parse(bad).error().reason, "INVALID_DATE") << bad;
    }
}

TEST(Date, TheAnniversaryOfALeapDayIsThe28th) {
    const Date leap = Date::of(2020, 2, 29);
    EXPECT_EQ(leap.plus_years(1), Date::of(2021, 2, 28));
    EXPECT_EQ(leap.plus_years(4), Date::of(2024, 2, 29));
    EXPECT_EQ(Date::of(2020, 1, 31).plus_months(1), leap);
}

TEST(Date, TheBeijingDayBeginsAtSixteenHoursUtc) {
    const auto at = [](int day, int hour) {
        return Instant{(static_cast<std::int64_t>(Date::of(2020, 12, day).days()) * 24 + hour) *
                       3'600'000'000};
    };
    EXPECT_EQ(Date::beijing(at(31, 15)), Date::of(2020, 12, 31));
    EXPECT_EQ(Date::beijing(at(31, 16)), Date::of(2021, 1, 1));
    EXPECT_EQ(at(31, 16).to_string(), "2020-12-31T16:00:00.000000Z");
}

TEST(Uuid, GoesBothWays) {
    const auto id = Uuid::parse("0190B6F2-1234-7abc-8DEF-0123456789ab");
    EXPECT_EQ(id->to_string(), "0190b6f2-1234-7abc-8def-0123456789ab");
    for (const char* bad :
         {"", "0190b6f2-1234-7abc-8def-0123456789a", "0190b6f2x1234-7abc-8def-0123456789ab",
          "g190b6f2-1234-7abc-8def-0123456789ab"}) {
        EXPECT_EQ(Uuid::parse(bad).error().reason, "INVALID_UUID");
    }
}

TEST(ResidentId, AcceptsTheStandardsOwnSamples) {
    const auto id = parse_resident_id("11010519491231002x", kToday);
    EXPECT_EQ(id->number, "11010519491231002X");
    EXPECT_EQ(id->birth, Date::of(1949, 12, 31));
    EXPECT_EQ(id->sex, Sex::Female);
    // Born in 1880: valid while people of that age may live.
    EXPECT_TRUE(parse_resident_id("440524188001010014", Date::of(1999, 7, 1)));
    EXPECT_EQ(parse_resident_id("440524188001010014", kToday).error().reason, "ID_NUMBER_DATE");
    EXPECT_EQ(parse_resident_id("１１０１０５ １９４９１２３１-００２ｘ", kToday)->number,
              "11010519491231002X");
}

TEST(ResidentId, UpgradesFifteenDigits) {
    const auto id = parse_resident_id("110105491231002", kToday);
    EXPECT_EQ(id->number, "11010519491231002X");
    EXPECT_TRUE(id->upgraded);
    EXPECT_EQ(parse_resident_id("610302700229123", kToday).error().reason, "ID_NUMBER_DATE");
}

TEST(ResidentId, AcceptsInventedPeopleOnlyWhereAsked) {
    for (const char* number : {"610399198001010015", "61039919800101004X", "610399197508151234",
                               "610399196504300023", "610399200509120039", "610399197906300047"}) {
        EXPECT_TRUE(parse_resident_id(number, kToday, true)) << number;
        EXPECT_EQ(parse_resident_id(number, kToday).error().reason, "ID_NUMBER_DIVISION");
    }
}

TEST(ResidentId, NamesWhatIsWrongAndNeverTheNumber) {
    const auto reason = [](std::string_view number) {
        return parse_resident_id(number, kToday).error().reason;
    };
    EXPECT_EQ(reason("110105194912310021"), "ID_NUMBER_CHECK_DIGIT");
    EXPECT_EQ(reason("110105194902310026"), "ID_NUMBER_DATE");
    EXPECT_EQ(reason("11010519491231002Х"), "ID_NUMBER_FORM");  // Cyrillic
    EXPECT_EQ(reason("1101051949123100O2"), "ID_NUMBER_FORM");
    EXPECT_EQ(reason("001105194912310021"), "ID_NUMBER_DIVISION");
    EXPECT_EQ(reason("110105203012310020"), "ID_NUMBER_DATE");
    EXPECT_EQ(parse_resident_id("110105194912310021", kToday).error().message.find("1949"),
              std::string::npos);
}

TEST(ResidentId, CatchesEverySingleWrongDigit) {
    const std::string good = "11010519491231002X";
    for (std::size_t place = 0; place < good.size(); ++place) {
        for (const char digit : std::string_view("0123456789X")) {
            if (digit == good[place]) continue;
            std::string wrong = good;
            wrong[place] = digit;
            EXPECT_FALSE(parse_resident_id(wrong, kToday)) << "place " << place << " " << digit;
        }
    }
}

TEST(BankAccount, CardsHaveALuhnDigitAndAccountsDoNot) {
    EXPECT_EQ(*parse_card("9999990000000000014"), "9999990000000000014");
    EXPECT_EQ(*parse_card("9999 9900 0000 0006"), "9999990000000006");
    EXPECT_EQ(*parse_account("123456789"), "123456789");
    for (const char* bad :
         {"999999000000000001", "9999990000000000015", "6.22E+18", "", "99999a"}) {
        EXPECT_EQ(parse_card(bad).error().reason, "INVALID_CARD") << bad;
    }
    EXPECT_EQ(parse_account("12345678").error().reason, "INVALID_ACCOUNT");
}

TEST(BankAccount, CatchesEverySingleWrongDigit) {
    const std::string good = "9999990000000000014";
    for (std::size_t place = 0; place < good.size(); ++place) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            std::string wrong = good;
            wrong[place] = digit;
            EXPECT_EQ(passes_luhn(wrong), digit == good[place]);
        }
    }
}

WorkingCalendar shipped_calendar() {
    std::ifstream file(HAVEN_SOURCE_DIR "/deploy/data/working_days.csv");
    std::stringstream text;
    text << file.rdbuf();
    return WorkingCalendar::parse(text.str()).value();
}

TEST(WorkingCalendar, PaysTheWorkingDayBeforeADayOff) {
    const auto calendar = shipped_calendar();
    EXPECT_EQ(calendar.on_or_before(Date::of(2018, 6, 30)), Date::of(2018, 6, 29));
    EXPECT_EQ(calendar.on_or_before(Date::of(2023, 12, 10)), Date::of(2023, 12, 8));
    EXPECT_EQ(calendar.on_or_before(Date::of(2018, 12, 10)), Date::of(2018, 12, 10));
}

// A holiday on a Sunday or a make-up day on a Wednesday would be a slip of the pen.
TEST(WorkingCalendar, TheShippedRowsChangeWhatTheWeekdaySays) {
    std::ifstream file(HAVEN_SOURCE_DIR "/deploy/data/working_days.csv");
    std::string line;
    std::getline(file, line);
    int rows = 0;
    Date last = Date::of(1900, 1, 1);
    while (std::getline(file, line)) {
        const Date day = Date::parse(line.substr(0, 10)).value();
        const bool weekend = day.iso_weekday() >= 6;
        EXPECT_EQ(line.substr(11).starts_with("workday"), weekend) << line;
        EXPECT_LT(last, day) << line;
        last = day;
        ++rows;
    }
    EXPECT_GT(rows, 200);
}

TEST(WorkingCalendar, I4_FiveWorkingDaysPostedOnAMondayEndWithTheNextMonday) {
    EXPECT_EQ(shipped_calendar().plus_working_days(Date::of(2018, 3, 5), 5), Date::of(2018, 3, 12));
}

TEST(WorkingCalendar, MakeUpDaysAreWorkedAndHolidaysAreNot) {
    const auto calendar =
        WorkingCalendar::parse(
            "date,kind,name\n2020-01-24,holiday,春节\r\n2020-01-19,workday,调休\n")
            .value();
    EXPECT_FALSE(calendar.is_working_day(Date::of(2020, 1, 24)));
    EXPECT_TRUE(calendar.is_working_day(Date::of(2020, 1, 19)));
    EXPECT_FALSE(calendar.is_working_day(Date::of(2020, 1, 18)));
    EXPECT_EQ(WorkingCalendar::parse("date,kind,name\n2020-01-24,off,x\n").error().fields[0].field,
              "row 2");
}

TEST(Text, MasksAsANoticeMay) {
    EXPECT_EQ(text::mask_name("张明"), "张*");
    EXPECT_EQ(text::mask_name("张小明"), "张*明");
    EXPECT_EQ(text::mask_name("欧阳建明"), "欧阳*明");
    EXPECT_EQ(text::mask_name("阿依古丽·买买提"), "阿***·**提");
    EXPECT_EQ(text::mask_id_number("610399198001010015"), "6103**********0015");
    EXPECT_EQ(text::mask_phone("13900000000"), "139****0000");
}

TEST(Text, NamesAreCleanOrRefused) {
    EXPECT_EQ(*text::parse_name(" 买买提•艾力 "), "买买提·艾力");
    EXPECT_EQ(*text::parse_name("䶮"), "䶮");
    for (const std::string& bad :
         {std::string(), std::string("a\x01"), std::string("张\xe2\x80\xae明"),
          std::string("\xff\xfe"), std::string("张|明"), std::string(65, 'a')}) {
        EXPECT_EQ(text::parse_name(bad).error().reason, "INVALID_NAME");
    }
}

TEST(Text, WideCharactersCountTwo) {
    EXPECT_EQ(text::display_width("abc"), 3U);
    EXPECT_EQ(text::display_width("渭滨区a"), 7U);
    EXPECT_EQ(text::display_width("𠮷"), 2U);
}

TEST(Text, Gb18030GoesBothWaysAndGbkLacksRareCharacters) {
    for (const char* name : {"赵女士", "买买提·艾力", "䶮", "𠮷"}) {
        EXPECT_EQ(*text::from_gb18030(*text::to_gb18030(name)), name);
    }
    EXPECT_TRUE(text::fits_gbk("喆镕堃龑·"));
    EXPECT_FALSE(text::fits_gbk("䶮"));
    EXPECT_FALSE(text::fits_gbk("•"));
    EXPECT_EQ(text::from_gb18030("\xff\xff").error().reason, "NOT_GB18030");
}

}  // namespace
}  // namespace haven
