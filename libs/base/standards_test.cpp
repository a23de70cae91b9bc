// Standard numbers, capital amounts and divisions: the vectors of docs/rules.md.
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <utility>

#include "libs/base/capital_amount.hpp"
#include "libs/base/credit_code.hpp"
#include "libs/base/division.hpp"
#include "libs/base/resident_id.hpp"
#include "libs/base/street.hpp"
#include "libs/base/text.hpp"

namespace haven {
namespace {

const Date kToday = Date::of(2023, 12, 29);

// Empty when there is no error.
template <class T>
std::string reason_of(const Result<T>& result) {
    return result ? std::string() : result.error().reason;
}

// A number of an invented person, for tests that need many.
std::string invented(const std::string& birth, const std::string& sequence) {
    const std::string front = "610399" + birth + sequence;
    return front + resident_id_check(front);
}

TEST(ResidentId, CatchesEverySingleWrongDigitOfManyNumbers) {
    std::mt19937 random(7);
    int tried = 0;
    for (int n = 0; n < 50; ++n) {
        const Date birth = Date::of(1950, 1, 1).plus_days(static_cast<int>(random() % 20'000));
        const std::string day = birth.to_string();
        const std::string good = invented(day.substr(0, 4) + day.substr(5, 2) + day.substr(8, 2),
                                          std::to_string(100 + random() % 800));
        ASSERT_TRUE(parse_resident_id(good, kToday, true)) << n;
        for (std::size_t place = 0; place < good.size(); ++place) {
            for (const char digit : std::string_view("0123456789X")) {
                if (digit == good[place]) continue;
                std::string wrong = good;
                wrong[place] = digit;
                ++tried;
                // The check alone must see it: other faults come on top.
                const bool digits = wrong.find('X') >= 17;
                EXPECT_FALSE(parse_resident_id(wrong, kToday, true)) << n << " at " << place;
                if (digits) {
                    EXPECT_NE(resident_id_check(wrong.substr(0, 17)), wrong[17]);
                }
            }
        }
    }
    EXPECT_EQ(tried, 50 * 18 * 10);
}

TEST(ResidentId, KnowsTheCodesThatBaojiEverHad) {
    const auto parsed = [](const std::string& division) {
        const std::string front = division + "19700101001";
        return parse_resident_id(front + resident_id_check(front), kToday);
    };
    for (const char* code :
         {"610302", "610304", "610305", "610321", "610322", "610325", "610301"}) {
        EXPECT_EQ(parsed(code)->division, code);
    }
    for (const char* code : {"610306", "610332", "610398", "610399"}) {
        EXPECT_EQ(parsed(code).error().reason, "ID_NUMBER_DIVISION") << code;
    }
    EXPECT_TRUE(parsed("110105"));
    EXPECT_EQ(parsed("160105").error().reason, "ID_NUMBER_DIVISION");
}

TEST(ResidentId, TellsTheSexByTheSeventeenthDigit) {
    const std::array<std::pair<const char*, Sex>, 6> people = {
        {{"610399198001010015", Sex::Male},
         {"61039919800101004X", Sex::Female},
         {"610399197508151234", Sex::Male},
         {"610399196504300023", Sex::Female},
         {"610399200509120039", Sex::Male},
         {"610399197906300047", Sex::Female}}};
    for (const auto& [number, sex] : people) {
        EXPECT_EQ(parse_resident_id(number, kToday, true)->sex, sex) << number;
    }
}

TEST(ResidentId, BoundsTheBirthDateByTheGivenDay) {
    const std::string born = invented("20231229", "001");
    EXPECT_TRUE(parse_resident_id(born, kToday, true));
    EXPECT_EQ(parse_resident_id(born, kToday.plus_days(-1), true).error().reason, "ID_NUMBER_DATE");
    const std::string old = invented("19031229", "001");
    EXPECT_TRUE(parse_resident_id(old, kToday, true));
    EXPECT_EQ(parse_resident_id(old, kToday.plus_days(1), true).error().reason, "ID_NUMBER_DATE");
}

TEST(ResidentId, OldSequencesFrom996MeanBornInThe1800s) {
    const Date then = Date::of(1990, 1, 1);
    EXPECT_EQ(parse_resident_id("110105850101996", then)->birth, Date::of(1885, 1, 1));
    EXPECT_EQ(parse_resident_id("110105850101995", then)->birth, Date::of(1985, 1, 1));
}

TEST(CreditCode, AcceptsWhatPassesBothChecks) {
    const auto firm = parse_credit_code("91610300MA00000078");
    ASSERT_TRUE(firm);
    EXPECT_EQ(firm->department, '9');
    EXPECT_EQ(firm->division, "610300");
    EXPECT_EQ(firm->organisation, "MA0000007");
    EXPECT_EQ(parse_credit_code("81610300MC00000044")->department, '8');
    EXPECT_EQ(parse_credit_code(" ９1610300-ma0000007 8")->number, firm->number);
}

TEST(CreditCode, NamesWhichCheckFails) {
    const auto reason = [](std::string_view code) {
        return parse_credit_code(code).error().reason;
    };
    EXPECT_EQ(reason("91610300MA00000079"), "CREDIT_CODE_CHECK");
    EXPECT_EQ(reason("91610300MA00000088"), "CREDIT_CODE_ORGANISATION");
    for (const char* bad :
         {"", "91610300MA0000007", "91610300MA000000788", "91610300MI00000078",
          "9161030OMA00000078", "9161О300MA00000078", "91A10300MA00000078", "610300100000001"}) {
        EXPECT_EQ(reason(bad), "CREDIT_CODE_FORM") << bad;
    }
}

TEST(CreditCode, CatchesEverySingleWrongCharacter) {
    const std::string good = "91610300MA00000078";
    for (std::size_t place = 0; place < good.size(); ++place) {
        for (const char c : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
            std::string wrong = good;
            wrong[place] = c;
            EXPECT_EQ(parse_credit_code(wrong).has_value(), c == good[place]) << wrong;
        }
    }
}

TEST(CapitalAmount, WritesTheCanonicalForm) {
    const std::array<std::pair<std::int64_t, const char*>, 22> vectors = {{
        {200'000, "人民币贰仟元整"},
        {400'000, "人民币肆仟元整"},
        {750'000, "人民币柒仟伍佰元整"},
        {63'000'000, "人民币陆拾叁万元整"},
        {79'600'000, "人民币柒拾玖万陆仟元整"},
        {225'570'000, "人民币贰佰贰拾伍万伍仟柒佰元整"},
        {922'000'000, "人民币玖佰贰拾贰万元整"},
        {140'950, "人民币壹仟肆佰零玖元伍角"},
        {600'714, "人民币陆仟零柒元壹角肆分"},
        {168'032, "人民币壹仟陆佰捌拾元零叁角贰分"},
        {1'640'902, "人民币壹万陆仟肆佰零玖元零贰分"},
        {32'504, "人民币叁佰贰拾伍元零肆分"},
        {10, "人民币壹角"},
        {101, "人民币壹元零壹分"},
        {0, "人民币零元整"},
        {1, "人民币壹分"},
        {11, "人民币壹角壹分"},
        {10'700'053, "人民币壹拾万柒仟元零伍角叁分"},
        {1'000'000'100, "人民币壹仟万零壹元整"},
        {10'000'000'000, "人民币壹亿元整"},
        {10'000'100'000, "人民币壹亿零壹仟元整"},
        {100'000'000'000, "人民币壹拾亿元整"},
    }};
    for (const auto& [fen, words] : vectors) EXPECT_EQ(capital_amount(Money::fen(fen)), words);
}

TEST(CapitalAmount, ReadsEverySpellingTheRulesAllow) {
    const std::array<std::pair<const char*, std::int64_t>, 12> spellings = {{
        {"人民币壹仟陆佰捌拾元叁角贰分", 168'032},
        {"人民币壹仟陆佰捌拾元零叁角贰分", 168'032},
        {"壹仟陆佰捌拾元零叁角贰分", 168'032},
        {"人民币壹拾万零柒仟元伍角叁分", 10'700'053},
        {"人民币壹拾万柒仟元零伍角叁分", 10'700'053},
        {"人民币壹拾万零柒仟元零伍角叁分", 10'700'053},
        {"人民币贰仟圆整", 200'000},
        {"人民币贰仟元正", 200'000},
        {"人民币壹仟肆佰零玖元伍角整", 140'950},
        {"人民币壹仟肆佰零玖元伍角正", 140'950},
        {"人民币陸拾叁萬元整", 63'000'000},
        {"人民币壹角整", 10},
    }};
    for (const auto& [words, fen] : spellings) {
        EXPECT_EQ(parse_capital_amount(words).value_or(Money::fen(-1)).in_fen(), fen) << words;
    }
}

TEST(CapitalAmount, RefusesWhatTheRulesForbid) {
    for (const char* words : {"",
                              "人民币",
                              "整",
                              "元",
                              "元整",
                              "贰仟",
                              "人民币贰仟元",
                              "人民币拾元整",
                              "人民币贰仟元零整",
                              "人民币壹元零壹分整",
                              "人民币壹元壹分",
                              "人民币壹仟零零玖元整",
                              "人民币壹仟玖元整",
                              "人民币壹仟肆佰零玖元零伍角",
                              "人民币壹佰贰仟元整",
                              "人民币壹万壹万元整",
                              "人民币2000元整",
                              "人民币 贰仟元整",
                              "贰千元整",
                              "人民币零壹角",
                              "玖玖元整",
                              "\xff"}) {
        EXPECT_EQ(reason_of(parse_capital_amount(words)), "INVALID_CAPITAL_AMOUNT") << words;
    }
    std::string endless;
    for (int i = 0; i < 100; ++i) endless += "玖仟";
    EXPECT_FALSE(parse_capital_amount(endless));
    EXPECT_FALSE(parse_capital_amount("壹亿亿亿亿元整"));
}

TEST(CapitalAmount, GoesBothWays) {
    // Every amount up to 200 yuan, then by a step that meets each digit at each place.
    for (std::int64_t fen = 0; fen <= 2'000'000; fen += fen < 20'000 ? 1 : 371) {
        ASSERT_EQ(parse_capital_amount(capital_amount(Money::fen(fen)))->in_fen(), fen);
    }
    std::mt19937_64 random(11);
    for (int n = 0; n < 4'000; ++n) {
        // Many zeros: digits are dropped at random, so that every gap occurs.
        std::int64_t fen = 0;
        for (int place = 0; place < 14; ++place) {
            fen = fen * 10 + (random() % 2 == 0 ? 0 : static_cast<std::int64_t>(random() % 10));
        }
        ASSERT_EQ(parse_capital_amount(capital_amount(Money::fen(fen)))->in_fen(), fen);
    }
}

TEST(CapitalDeathTest, NegativeAmountsAreABug) {
    EXPECT_DEATH(capital_amount(Money::fen(-1)), "check failed");
}

TEST(CapitalDate, GuardsMonthsAndDaysThatCouldBeMadeLonger) {
    EXPECT_EQ(capital_date(Date::of(2018, 1, 15)), "贰零壹捌年零壹月壹拾伍日");
    EXPECT_EQ(capital_date(Date::of(2023, 10, 20)), "贰零贰叁年零壹拾月零贰拾日");
    EXPECT_EQ(capital_date(Date::of(2020, 12, 31)), "贰零贰零年壹拾贰月叁拾壹日");
    EXPECT_EQ(capital_date(Date::of(2020, 3, 9)), "贰零贰零年叁月零玖日");
}

TEST(Division, OneCodeMeansTwoPlacesByYear) {
    EXPECT_EQ(division_in("610304", 1982)->successor, "610403");
    EXPECT_EQ(division_in("610304", 2010)->name, "陈仓区");
    EXPECT_FALSE(division_in("610304", 1990));
    EXPECT_EQ(division_in("610322", 2019)->successor, "610305");
    EXPECT_FALSE(division_in("610322", 2022));
    EXPECT_EQ(division_in("610321", 1999)->successor, "610304");
}

TEST(Division, TwelveCountiesStandToday) {
    int counties = 0;
    for (const DivisionEra& era : baoji_divisions()) {
        const bool county = era.code != "610300" && era.code != "610301";
        if (!county) continue;
        if (era.last_year == kStillInForce) {
            ++counties;
            EXPECT_EQ(era.successor, era.code);
        } else if (era.successor.starts_with("6103")) {
            EXPECT_TRUE(division_in(era.successor, 2023)) << era.code;
        }
    }
    EXPECT_EQ(counties, 12);
}

TEST(Division, ACodeThatIsGoneLeadsToTodaysPlace) {
    const std::array<std::pair<std::pair<const char*, int>, const char*>, 5> moves = {
        {{{"610321", 1999}, "610304"},
         {{"610322", 2019}, "610305"},
         {{"610325", 1981}, "610431"},
         {{"610304", 1982}, "610403"},
         {{"610304", 2010}, "610304"}}};
    for (const auto& [then, today] : moves) {
        const auto era = division_in(then.first, then.second);
        ASSERT_TRUE(era) << then.first;
        EXPECT_EQ(era->successor, today) << then.first << " in " << then.second;
    }
    EXPECT_FALSE(division_in("610321", 2003));
    EXPECT_FALSE(division_in("610304", 1990));
    EXPECT_FALSE(division_in("610305", 2020));
}

TEST(Street, IsFoundByCodeNameAndWhatPapersWrite) {
    EXPECT_EQ(weibin_streets().size(), static_cast<std::size_t>(street_count("610302")));
    for (const char* text : {"610302004", "姜谭街道", "姜谭", "姜谭路街道", "姜谭路"}) {
        ASSERT_TRUE(find_street(text)) << text;
        EXPECT_EQ(find_street(text)->code, "610302004") << text;
    }
    EXPECT_EQ(find_street("经二路街道")->code, "610302002");
    EXPECT_EQ(find_street("八鱼")->code, "610302104");
    for (const char* text : {"", "姜", "姜谭路西社区", "610302006", "610303004"}) {
        EXPECT_FALSE(find_street(text)) << text;
    }
}

TEST(Street, TheCountiesHaveAHundredAndTwenty) {
    int sum = 0;
    for (const DivisionEra& era : baoji_divisions()) {
        if (era.last_year == kStillInForce) sum += street_count(era.code);
    }
    EXPECT_EQ(sum, 120);
    EXPECT_EQ(street_count("610304"), 18);
    EXPECT_EQ(street_count("610321"), 0);
}

TEST(Text, MasksCompoundSurnamesAndShortNames) {
    EXPECT_EQ(text::mask_name("司马光"), "司马*");
    EXPECT_EQ(text::mask_name("欧阳"), "欧*");
    EXPECT_EQ(text::mask_name("王"), "王*");
    EXPECT_EQ(text::mask_name("张建小明"), "张**明");
    EXPECT_EQ(text::mask_id_number("1234"), "****");
    EXPECT_EQ(text::mask_phone("12345"), "*****");
}

TEST(Text, NamesHoldNothingInvisible) {
    for (const char32_t c :
         {U'\u061c', U'\u00ad', U'\u2028', U'\u2029', U'\u200b', U'\u200f', U'\u2066', U'\u2069',
          U'\ufeff', U'\ufffd', U'\ue000', U'\U000e0041', U'\U000f0000', U'\u0085', U'\n', U'\t'}) {
        const std::string name = text::encode(std::u32string{U'张', c, U'明'});
        EXPECT_EQ(reason_of(text::parse_name(name)), "INVALID_NAME")
            << std::hex << static_cast<std::uint32_t>(c);
    }
    EXPECT_TRUE(text::parse_name(std::string(64, 'a')));
    EXPECT_TRUE(text::parse_name("𬭊㛃"));
}

TEST(Text, RefusesBytesThatAreNotUtf8) {
    for (const char* bad : {"\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80",
                            "\xe5\xbc", "\xf8\x88\x80\x80\x80"}) {
        EXPECT_FALSE(text::is_valid_utf8(bad));
    }
    EXPECT_TRUE(text::is_valid_utf8("张\xf4\x8f\xbf\xbf"));
}

TEST(Text, PhonesAreMobileOrWithAreaCode) {
    EXPECT_EQ(*text::parse_phone("139 0000-0000"), "13900000000");
    EXPECT_EQ(*text::parse_phone("0917-3260000"), "09173260000");
    for (const char* bad : {"", "1390000000", "139000000000", "12900000000", "3260000",
                            "１３９００００００００", "139x0000000", "+8613900000000"}) {
        EXPECT_EQ(reason_of(text::parse_phone(bad)), "INVALID_PHONE") << bad;
    }
}

TEST(Text, RareCharactersAreInGb18030AndNotInGbk) {
    for (const char* rare : {"䶮", "㛃", "㑇", "𬭊", "𫖯", "\u2022", "\u30fb"}) {
        EXPECT_FALSE(text::fits_gbk(rare)) << rare;
        EXPECT_EQ(*text::from_gb18030(*text::to_gb18030(rare)), rare);
    }
    for (const char* common : {"喆", "镕", "堃", "龑", "·"}) EXPECT_TRUE(text::fits_gbk(common));
}

}  // namespace
}  // namespace haven
