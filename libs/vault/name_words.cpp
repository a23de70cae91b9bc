#include "libs/vault/name_words.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <utility>

namespace haven::vault {
namespace {

// Surnames that are read otherwise than ICU reads the character, with their initials. Two-character
// surnames come first, so that 尉迟 is not read as 尉.
constexpr std::array<std::pair<std::u16string_view, std::string_view>, 40> kSurnameInitials{{
    {u"尉迟", "yc"}, {u"万俟", "mq"}, {u"澹台", "tt"}, {u"令狐", "lh"}, {u"长孙", "zs"},
    {u"单于", "cy"}, {u"呼延", "hy"}, {u"单", "s"},    {u"仇", "q"},    {u"解", "x"},
    {u"曾", "z"},    {u"查", "z"},    {u"区", "o"},    {u"盖", "g"},    {u"朴", "p"},
    {u"翟", "z"},    {u"覃", "q"},    {u"任", "r"},    {u"乐", "y"},    {u"冼", "x"},
    {u"员", "y"},    {u"贠", "y"},    {u"缪", "m"},    {u"繁", "p"},    {u"秘", "b"},
    {u"折", "s"},    {u"召", "s"},    {u"种", "c"},    {u"逄", "p"},    {u"都", "d"},
    {u"那", "n"},    {u"长", "c"},    {u"薄", "b"},    {u"褚", "c"},    {u"谌", "c"},
    {u"晟", "c"},    {u"重", "c"},    {u"车", "c"},    {u"祭", "z"},    {u"隗", "w"},
}};

std::string to_utf8(const icu::UnicodeString& text) {
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
}

bool is_separator(UChar32 c) {
    switch (c) {
        case 0x00B7:  // middle dot, as names of minorities are written in GBK
        case 0x2022:  // bullet
        case 0x30FB:  // katakana middle dot
        case 0x2027:  // hyphenation point
        case 0x22C5:  // dot operator
        case '.':
        case '-':
            return true;
        default:
            return u_isUWhiteSpace(c) || u_charType(c) == U_FORMAT_CHAR;
    }
}

std::vector<UChar32> code_points(const icu::UnicodeString& text) {
    std::vector<UChar32> points;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        points.push_back(text.char32At(i));
    }
    return points;
}

icu::UnicodeString normalised(std::string_view name) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no NFKC");
    const auto utf16 = icu::UnicodeString::fromUTF8(
        icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
    const icu::UnicodeString composed = nfkc->normalize(utf16, status);
    icu::UnicodeString kept;
    for (const UChar32 c : code_points(composed)) {
        if (!is_separator(c)) kept.append(u_tolower(c));
    }
    return kept;
}

// A transliterator is not thread-safe and slow to make: one per thread.
const icu::Transliterator& han_to_latin() {
    thread_local const std::unique_ptr<icu::Transliterator> latin = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(
            "Han-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
        if (U_FAILURE(status) || !made) throw std::runtime_error("ICU has no Han-Latin");
        return made;
    }();
    return *latin;
}

constexpr char kUnread = '\0';  // what nobody has asked for yet
constexpr char kNoReading = '-';

char read_initial(UChar32 c) {
    icu::UnicodeString text(c);
    han_to_latin().transliterate(text);
    const std::string latin = to_utf8(text);
    return !latin.empty() && latin[0] >= 'a' && latin[0] <= 'z' ? latin[0] : kNoReading;
}

// ICU takes microseconds a character, and an import reads the same few thousand again and again:
// those of the two blocks that hold almost all names are kept.
char initial_of(UChar32 c) {
    constexpr UChar32 kFirst = 0x3400;
    constexpr UChar32 kLast = 0x9FFF;
    static std::array<std::atomic<char>, kLast - kFirst + 1> known;
    if (c < kFirst || c > kLast) return read_initial(c);
    std::atomic<char>& initial = known[static_cast<std::size_t>(c - kFirst)];
    char letter = initial.load(std::memory_order_relaxed);
    if (letter == kUnread) {
        letter = read_initial(c);
        initial.store(letter, std::memory_order_relaxed);
    }
    return letter;
}

// Empty when a character has no reading: half of the initials would find the wrong people.
std::string initials_of(const icu::UnicodeString& name) {
    std::string initials;
    std::int32_t start = 0;
    for (const auto& [surname, letters] : kSurnameInitials) {
        const icu::UnicodeString prefix(surname.data(), static_cast<std::int32_t>(surname.size()));
        if (name.length() > prefix.length() && name.startsWith(prefix)) {
            initials = letters;
            start = prefix.length();
            break;
        }
    }
    for (const UChar32 c : code_points(name.tempSubString(start))) {
        const char letter = initial_of(c);
        if (letter == kNoReading) return {};
        initials += letter;
    }
    return initials;
}

std::vector<std::string> pairs_of(const icu::UnicodeString& name) {
    std::vector<std::string> pairs;
    const std::vector<UChar32> points = code_points(name);
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        icu::UnicodeString pair(points[i]);
        pair.append(points[i + 1]);
        pairs.push_back("2" + to_utf8(pair));
    }
    return pairs;
}

void sort_unique(std::vector<std::string>& words) {
    std::ranges::sort(words);
    const auto repeated = std::ranges::unique(words);
    words.erase(repeated.begin(), repeated.end());
}

bool is_latin(const icu::UnicodeString& text) {
    return std::ranges::all_of(code_points(text), [](UChar32 c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

std::string normalised_name(std::string_view name) {
    return to_utf8(normalised(name));
}

std::vector<std::string> words_of_name(std::string_view name) {
    const icu::UnicodeString text = normalised(name);
    if (text.isEmpty()) return {};
    std::vector<std::string> words = pairs_of(text);
    words.push_back("=" + to_utf8(text));
    if (const std::string initials = initials_of(text); initials.size() > 1) {
        words.push_back("p" + initials);
    }
    sort_unique(words);
    return words;
}

std::vector<std::string> words_of_search(std::string_view part) {
    const icu::UnicodeString text = normalised(part);
    const std::int32_t length = text.countChar32();
    if (length == 0) return {};
    if (is_latin(text)) {
        return length < 2 ? std::vector<std::string>{}
                          : std::vector<std::string>{"p" + to_utf8(text)};
    }
    if (length == 1) return {"=" + to_utf8(text)};
    std::vector<std::string> words = pairs_of(text);
    sort_unique(words);
    return words;
}

}  // namespace haven::vault
