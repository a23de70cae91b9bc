// Scanner: looks for planted personal data in everything a run leaves behind (design §6, invariant
// I35). Each needle is searched as UTF-8, GB18030, the hex of both in either case, and base64 at
// each of its three alignments; an 18-digit ID number also as its 15-digit form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace haven::spec {

struct Needle {
    std::string label;  // "name of the head"; what a failure is called
    std::string text;   // UTF-8
};

struct Form {
    std::string label;  // "gb18030 hex"
    std::string bytes;
};

// All forms in which a needle is searched; at least one.
std::vector<Form> forms_of(const Needle& needle);

class Scanner {
  public:
    explicit Scanner(std::vector<Needle> needles);

    // Looks through one piece: a table, a dump, a log file. `where` is what a finding is called.
    void scan(std::string_view where, std::string_view bytes);
    // "name of the head as utf-8 in table household", each once.
    [[nodiscard]] const std::vector<std::string>& findings() const { return findings_; }
    // Labels of the needles found nowhere, for the control run that must find every one.
    [[nodiscard]] std::vector<std::string> never_found() const;
    [[nodiscard]] std::size_t scanned_bytes() const { return scanned_bytes_; }

  private:
    struct Searched {
        Needle needle;
        std::vector<Form> forms;
        bool found = false;
    };
    std::vector<Searched> needles_;
    std::vector<std::string> findings_;
    std::size_t scanned_bytes_ = 0;
};

}  // namespace haven::spec
