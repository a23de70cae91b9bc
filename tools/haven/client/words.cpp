#include "tools/haven/client/words.hpp"

#include <map>
#include <sstream>
#include <utility>

namespace haven::client {

// Written by CMake from docs/glossary.md and docs/reasons.md.
extern const char* const kGlossary;
extern const char* const kReasons;

namespace {

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

}  // namespace

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
