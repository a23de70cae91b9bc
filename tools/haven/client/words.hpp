// The Chinese words for Haven's codes, read from docs/glossary.md, which is compiled in: one list
// for the documents and the screen.
#pragma once

#include <string>

namespace haven::client {

// "HouseholdState", "ENROLLED" → "在档"; "event", "FileClosed" → its word; several codes with
// blanks between them each get theirs. A code that the glossary does not know comes back as it is.
// Thread-safe.
std::string chinese_word(const std::string& vocabulary, const std::string& codes);

// The words of docs/reasons.md for a refusal's reason: "ALREADY_HELD" → "有成员已在另一份档案中".
// Empty for a reason of a newer service. Thread-safe.
std::string chinese_reason(const std::string& reason);

// What a field must be, in the words of docs/expected.md; the English where it has none.
// Thread-safe.
std::string chinese_expected(const std::string& english);

}  // namespace haven::client
