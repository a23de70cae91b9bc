#include "tools/haven/client/completion.hpp"

#include <map>
#include <set>
#include <sstream>

namespace haven::client {
namespace {

const std::string kEverywhere = "--as --csv --help --json --lang --run-dir";
const std::string kEverywhereWithValue = "--as|--lang|--run-dir";

// Word for word what may follow a path: "household" → "apply assess …".
std::map<std::string, std::set<std::string>> words_below(const std::vector<CommandSpec>& table) {
    std::map<std::string, std::set<std::string>> below;
    below[""].insert("serve");
    for (const CommandSpec& spec : table) {
        std::istringstream words(spec.path);
        std::string at;
        for (std::string word; words >> word;) {
            below[at].insert(word);
            at += (at.empty() ? "" : " ") + word;
        }
    }
    return below;
}

std::string joined(const auto& words, const std::string& between = " ") {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
    return text;
}

// A shell function that answers `echo "words"` for the first argument that is one of the keys.
std::string lookup(const std::string& name, const std::map<std::string, std::string>& answers,
                   const std::string& otherwise) {
    std::string text = name + "() {\n    case \"$1\" in\n";
    for (const auto& [key, words] : answers) {
        if (!words.empty()) text += "    \"" + key + "\") echo \"" + words + "\" ;;\n";
    }
    return text + "    *) echo \"" + otherwise + "\" ;;\n    esac\n}\n";
}

// Functions that both shells understand: what the table knows.
std::string knowledge(const std::vector<CommandSpec>& table) {
    std::map<std::string, std::string> commands;
    for (const auto& [path, words] : words_below(table)) commands[path] = joined(words);
    std::map<std::string, std::string> flags;
    std::map<std::string, std::string> values;
    std::set<std::string> takers;
    for (const CommandSpec& spec : table) {
        std::vector<std::string> own;
        for (const OptionSpec& option : spec.options) {
            const bool positional = !option.flag.starts_with("--");
            const std::string words =
                option.takes == Takes::File ? "@files" : joined(choices(spec, option));
            if (positional) {
                values[spec.path + " "] += words;
                continue;
            }
            own.push_back(option.flag);
            if (option.takes == Takes::Nothing) continue;
            takers.insert(option.flag);
            values[spec.path + " " + option.flag] = words;
        }
        flags[spec.path] = joined(own);
    }
    for (auto& [key, words] : values) {
        if (words.find("@files") != std::string::npos) words = "@files";
    }
    values["completion "] = "bash zsh";
    std::string text = lookup("_haven_commands", commands, "");
    text += lookup("_haven_flags", flags, "");
    text += lookup("_haven_values", values, "");
    text += "_haven_takes_value() {\n    case \"$1\" in\n    " + kEverywhereWithValue + "|" +
            joined(takers, "|") + ") return 0 ;;\n    *) return 1 ;;\n    esac\n}\n";
    return text;
}

// What may stand at the cursor: `$1` the path of commands, `$2` the word before, `$3` the word so
// far. "@files" asks the shell for names of files.
constexpr const char* kCandidates = R"sh(_haven_candidates() {
    if _haven_takes_value "$2"; then
        case "$2" in
        --as) ls "${HAVEN_RUN:-.haven/run}/staff" 2>/dev/null | sed -n 's/\.key$//p' ;;
        --lang) echo "zh en" ;;
        --run-dir) echo "@files" ;;
        *) _haven_values "$1 $2" ;;
        esac
        return
    fi
    case "$3" in
    -*) echo "$(_haven_flags "$1") EVERYWHERE" ;;
    *) echo "$(_haven_commands "$1") $(_haven_values "$1 ")" ;;
    esac
}
)sh";

constexpr const char* kBash = R"sh(_haven() {
    local at="" before="" word i
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ! _haven_takes_value "$before" && [ "${word#-}" = "$word" ]; then
            case " $(_haven_commands "$at") " in
            *" $word "*) at="${at:+$at }$word" ;;
            esac
        fi
        before=$word
    done
    word=${COMP_WORDS[COMP_CWORD]}
    local found
    found=$(_haven_candidates "$at" "$before" "$word")
    case " $found " in
    *" @files "*) compopt -o default 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")) ;;
    *) COMPREPLY=($(compgen -W "$found" -- "$word")) ;;
    esac
}
complete -F _haven haven
)sh";

constexpr const char* kZsh = R"sh(_haven() {
    local at="" before="" word i found
    for ((i = 2; i < CURRENT; i++)); do
        word=${words[i]}
        if ! _haven_takes_value "$before" && [ "${word#-}" = "$word" ]; then
            case " $(_haven_commands "$at") " in
            *" $word "*) at="${at:+$at }$word" ;;
            esac
        fi
        before=$word
    done
    found=$(_haven_candidates "$at" "$before" "${words[CURRENT]}")
    case " $found " in
    *" @files "*) _files ;;
    *) compadd -- ${=found} ;;
    esac
}
compdef _haven haven
)sh";

}  // namespace

Result<std::string> completion_script(const std::vector<CommandSpec>& table,
                                      const std::string& shell) {
    if (shell != "bash" && shell != "zsh") {
        return invalid("UNKNOWN_SHELL", "shell", "bash or zsh");
    }
    std::string candidates = kCandidates;
    const std::string mark = "EVERYWHERE";
    candidates.replace(candidates.find(mark), mark.size(), kEverywhere);
    return knowledge(table) + candidates + (shell == "bash" ? kBash : kZsh);
}

}  // namespace haven::client
