// What a name can be found by (protocols §9): the whole name, each pair of neighbouring characters,
// and its pinyin initials. Pure; the vault turns each word into a keyed token.
//
// Thread rule: any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace haven::vault {

// NFKC, without spaces and dots of any kind ("买买提·吐尔逊" = "买买提•吐尔逊"), letters in lower
// case.
std::string normalised_name(std::string_view name);

// The words a name is stored under, each with a prefix that says its kind: "=" whole, "2" pair, "p"
// initials. Empty for an empty name.
std::vector<std::string> words_of_name(std::string_view name);

// The words that all have to be found for a search, or none when `part` is too short: a single
// character finds only the name that is just that, initials need at least two letters.
std::vector<std::string> words_of_search(std::string_view part);

}  // namespace haven::vault
