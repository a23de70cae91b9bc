#include "tools/haven/client/words.hpp"

#include <map>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

namespace haven::client {

// Written by CMake from docs/glossary.md, docs/reasons.md and docs/expected.md.
extern const char* const kGlossary;
extern const char* const kReasons;
extern const char* const kExpected;

namespace {

// Stands in docs/expected.md for what follows a phrase.
constexpr std::string_view kRest = "…";

using Words = std::map<std::pair<std::string, std::string>, std::string>;

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

// "`DEEP` 深度困难 · `RELATIVE` 相对困难"
void read_values(const std::string& vocabulary, const std::string& cell, Words& words) {
    for (std::size_t at = cell.find('`'); at != std::string::npos;) {
        const std::size_t end = cell.find('`', at + 1);
        if (end == std::string::npos) return;
        const std::string code = cell.substr(at + 1, end - at - 1);
        at = cell.find('`', end + 1);
        std::string text = cell.substr(end + 1, at == std::string::npos ? at : at - end - 1);
        if (const std::size_t dot = text.rfind("·"); dot != std::string::npos) text.resize(dot);
        words[{vocabulary, code}] = trimmed(text);
    }
}

Words read_glossary() {
    Words words;
    std::istringstream lines(kGlossary);
    std::string section;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("## ")) section = line.substr(3);
        if (!line.starts_with("| `")) continue;
        const std::size_t name_end = line.find('`', 3);
        const std::size_t cell = line.find('|', name_end);
        const std::size_t cell_end = line.find('|', cell + 1);
        if (cell_end == std::string::npos) continue;
        const std::string name = line.substr(3, name_end - 3);
        const std::string text = line.substr(cell + 1, cell_end - cell - 1);
        if (section == "Values") read_values(name, text, words);
        if (section.starts_with("Events")) words[{"event", name}] = trimmed(text);
    }
    return words;
}

// "| `ALREADY_HELD` | 有成员已在另一份档案中 |"
std::map<std::string, std::string> read_reasons() {
    std::map<std::string, std::string> reasons;
    std::istringstream lines(kReasons);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("| `")) continue;
        const std::size_t end = line.find("` | ");
        const std::size_t last = line.rfind(" |");
        if (end == std::string::npos || last <= end + 4) continue;
        reasons[line.substr(3, end - 3)] = line.substr(end + 4, last - end - 4);
    }
    return reasons;
}

// "| at most # bytes | 至多 # 字节 |"
std::map<std::string, std::string> read_expected() {
    std::map<std::string, std::string> phrases;
    std::istringstream lines(kExpected);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t bar = line.find(" | ", 1);
        if (!line.starts_with("| ") || !line.ends_with(" |") || bar == std::string::npos) continue;
        phrases[line.substr(2, bar - 2)] = line.substr(bar + 3, line.size() - bar - 5);
    }
    return phrases;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Each number becomes "#", and is kept.
std::string without_numbers(const std::string& text, std::vector<std::string>& numbers) {
    std::string form;
    for (std::size_t i = 0; i < text.size();) {
        if (!is_digit(text[i])) {
            form += text[i++];
            continue;
        }
        numbers.emplace_back();
        while (i < text.size() && is_digit(text[i])) numbers.back() += text[i++];
        form += '#';
    }
    return form;
}

}  // namespace

std::string chinese_expected(const std::string& english) {
    static const std::map<std::string, std::string> phrases = read_expected();
    if (const auto same = phrases.find(english); same != phrases.end()) return same->second;
    for (const auto& [phrase, chinese] : phrases) {
        const std::size_t at = phrase.rfind(kRest);
        if (at == std::string::npos || !english.starts_with(phrase.substr(0, at))) continue;
        return chinese.substr(0, chinese.rfind(kRest)) + english.substr(at);
    }
    // "annual_fen: a whole number"
    const std::size_t colon = english.find(": ");
    if (colon != std::string::npos && english.find(' ') > colon) {
        return english.substr(0, colon + 2) + chinese_expected(english.substr(colon + 2));
    }
    std::vector<std::string> numbers;
    const auto form = phrases.find(without_numbers(english, numbers));
    if (form == phrases.end()) return english;
    std::string text = form->second;
    for (const std::string& number : numbers) {
        if (const auto at = text.find('#'); at != std::string::npos) text.replace(at, 1, number);
    }
    return text;
}

std::string chinese_reason(const std::string& reason) {
    static const std::map<std::string, std::string> reasons = read_reasons();
    const auto found = reasons.find(reason);
    return found == reasons.end() ? std::string() : found->second;
}

std::string chinese_word(const std::string& vocabulary, const std::string& codes) {
    static const Words words = read_glossary();
    std::istringstream each(codes);
    std::string text;
    for (std::string code; each >> code;) {
        const auto found = words.find({vocabulary, code});
        text += (text.empty() ? "" : " ") + (found == words.end() ? code : found->second);
    }
    return text;
}

}  // namespace haven::client
