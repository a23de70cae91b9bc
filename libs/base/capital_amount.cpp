#include "libs/base/capital_amount.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "libs/base/text.hpp"

namespace haven {
namespace {

constexpr std::u32string_view kDigits = U"零壹贰叁肆伍陆柒捌玖";
constexpr std::u32string_view kCurrency = U"人民币";
constexpr std::int64_t kLimitYuan = 1'000'000'000'000;
constexpr std::int64_t kSection = 10'000;

// Which of the optional 零 are written; the canonical form has the first and not the second.
struct Spelling {
    bool zero_before_jiao = true;     // 捌拾元零叁角: the yuan end in 0 and jiao follow
    bool zero_between_parts = false;  // 壹拾万零柒仟: the ten thousands end in 0, thousands follow
};

char32_t digit(std::int64_t value) {
    return kDigits[static_cast<std::size_t>(value)];
}

// 1 to 9999 without a leading 零.
std::u32string section_text(std::int64_t value) {
    constexpr std::u32string_view kUnits = U"仟佰拾";
    std::u32string text;
    bool pending_zero = false;
    std::int64_t place = 1000;
    for (std::size_t i = 0; i < 4; ++i, place /= 10) {
        const std::int64_t here = value / place % 10;
        if (here == 0) {
            pending_zero = !text.empty();
            continue;
        }
        if (pending_zero) text += U'零';
        pending_zero = false;
        text += digit(here);
        if (i < kUnits.size()) text += kUnits[i];
    }
    return text;
}

std::u32string yuan_text(std::int64_t yuan, const Spelling& spelling) {
    struct Part {
        std::int64_t value;
        std::u32string_view unit;
    };
    const std::array<Part, 3> parts = {Part{yuan / (kSection * kSection), U"亿"},
                                       Part{yuan / kSection % kSection, U"万"},
                                       Part{yuan % kSection, U""}};
    std::u32string text;
    bool skipped = false;    // a whole part of zeros lies between
    bool ends_in_0 = false;  // the part before ends in 0
    for (const Part& part : parts) {
        if (part.value == 0) {
            skipped = !text.empty();
            continue;
        }
        const bool needed = skipped || part.value < 1000;
        const bool optional = ends_in_0 && spelling.zero_between_parts;
        if (!text.empty() && (needed || optional)) text += U'零';
        text += section_text(part.value);
        text += part.unit;
        skipped = false;
        ends_in_0 = part.value % 10 == 0;
    }
    return text;
}

// Without 人民币.
std::u32string spelled(std::int64_t fen, const Spelling& spelling) {
    const std::int64_t yuan = fen / 100;
    const std::int64_t jiao = fen / 10 % 10;
    const std::int64_t rest = fen % 10;
    if (fen == 0) return U"零元整";
    std::u32string text;
    if (yuan > 0) text = yuan_text(yuan, spelling) + U"元";
    if (jiao == 0 && rest == 0) return text + U"整";
    const bool zero_needed = yuan > 0 && jiao == 0;
    const bool zero_optional = yuan > 0 && jiao > 0 && yuan % 10 == 0;
    if (zero_needed || (zero_optional && spelling.zero_before_jiao)) text += U'零';
    if (jiao > 0) (text += digit(jiao)) += U'角';
    if (rest > 0) (text += digit(rest)) += U'分';
    return text;
}

// Variants of the same character, and the closing 正.
char32_t plain(char32_t c) {
    constexpr std::u32string_view kVariants = U"圓圆正萬億貳陸參叄〇兩";
    constexpr std::u32string_view kPlain = U"元元整万亿贰陆叁叁零贰";
    const std::size_t at = kVariants.find(c);
    return at == std::u32string_view::npos ? c : kPlain[at];
}

// The value of digits and units, not caring where 零 stands; nullopt for another character.
std::optional<std::int64_t> loose_value(std::u32string_view text) {
    std::int64_t total = 0;  // fen of the parts that are finished
    std::int64_t part = 0;   // of the running part, in its own unit
    std::int64_t last = 0;   // the digit that waits for its unit
    for (const char32_t c : text) {
        const std::size_t value = kDigits.find(c);
        if (value != std::u32string_view::npos) {
            last = static_cast<std::int64_t>(value);
            continue;
        }
        const std::int64_t ten_power = c == U'拾' ? 10 : c == U'佰' ? 100 : c == U'仟' ? 1000 : 0;
        const std::int64_t fen_of_unit = c == U'亿'   ? kSection * kSection * 100
                                         : c == U'万' ? kSection * 100
                                         : c == U'元' ? 100
                                         : c == U'角' ? 10
                                         : c == U'分' ? 1
                                                      : 0;
        if (ten_power > 0) {
            part += last * ten_power;
        } else if (fen_of_unit > 0) {
            total += (part + last) * fen_of_unit;
            part = 0;
        } else if (c != U'整') {
            return std::nullopt;
        }
        last = 0;
        if (total >= kLimitYuan * 100 || part >= kSection) return std::nullopt;
    }
    return total;
}

bool is_spelling_of(std::u32string_view text, std::int64_t fen) {
    for (const bool before_jiao : {true, false}) {
        for (const bool between : {true, false}) {
            const std::u32string form = spelled(fen, {before_jiao, between});
            if (text == form) return true;
            // 角 at the end may be closed as well; 分 never is.
            if (form.ends_with(U'角') && text == form + U'整') return true;
        }
    }
    return false;
}

// A month or day: 零 in front of what could be made longer.
std::u32string voucher_number(unsigned value, bool guarded) {
    return (guarded ? U"零" : U"") + section_text(value);
}

}  // namespace

std::string capital_amount(Money amount) {
    HAVEN_CHECK(amount >= Money{} && amount.in_fen() / 100 < kLimitYuan);
    return text::encode(std::u32string(kCurrency) + spelled(amount.in_fen(), {}));
}

Result<Money> parse_capital_amount(std::string_view text) {
    const auto bad = [] {
        return invalid("INVALID_CAPITAL_AMOUNT", "amount_in_words",
                       "an amount in capital numerals, for example 人民币贰仟元整");
    };
    constexpr std::size_t kLongest = 200;  // bytes; the longest spelling has fewer
    if (text.size() > kLongest || !text::is_valid_utf8(text)) return bad();
    std::u32string words;
    for (const char32_t c : text::decode(text)) words += plain(c);
    std::u32string_view number = words;
    if (number.starts_with(kCurrency)) number.remove_prefix(kCurrency.size());
    const auto fen = loose_value(number);
    if (!fen || !is_spelling_of(number, *fen)) return bad();
    return Money::fen(*fen);
}

std::string capital_date(Date date) {
    std::u32string words;
    for (const char c : std::to_string(date.year())) words += digit(c - '0');
    const unsigned month = date.month();
    const unsigned day = date.day();
    words += U"年" + voucher_number(month, month <= 2 || month == 10) + U"月";
    words += voucher_number(day, day < 10 || day % 10 == 0) + U"日";
    return text::encode(words);
}

}  // namespace haven
