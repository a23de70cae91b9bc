// Bank: the other end of the folder (docs/formats.md 1–5) as a test wants it, answering at once on
// a thread of its own. A stand-in for test programs only; the demo's bank is a process
// (tools/bank). Thread-safe.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "libs/exchange/folder.hpp"

namespace haven::disbursement::testing {

// What the bank does with a line.
struct Answer {
    enum class Kind { Credit, Refuse, StayUnknown, LeaveOut } kind = Kind::Credit;
    std::string code = {};
};

class Bank {
  public:
    explicit Bank(const std::filesystem::path& folder);
    ~Bank();

    // What it does with the lines to this card, one after another; with all others it credits them.
    void will(const std::string& card, std::vector<Answer> answers);
    // From now on it knows of the lines that it left UNKNOWN: they were credited.
    void finds_out();
    // Sends the standing credit of this card back.
    void returns(const std::string& card, const std::string& code);
    // Lays a file with its mark into a box, whatever lay there before.
    void lays(const std::string& box, const std::string& name, const std::string& bytes);
    // The same reply once more, as a clerk would hand it in by another way.
    [[nodiscard]] std::string last_reply() const;
    [[nodiscard]] std::string last_file() const;
    [[nodiscard]] int standing_credits(const std::string& card) const;
    [[nodiscard]] int questions() const;
    // As `bank ledger --json` prints it (docs/formats.md 10).
    [[nodiscard]] std::string ledger_json() const;
    [[nodiscard]] std::string last_return() const;
    [[nodiscard]] std::string last_answer() const;

  private:
    struct Credit {
        std::string card, ref, serial, amount;
        bool returned = false;
    };

    void run(const std::stop_token& stop);
    void answer_days();
    void take_payment(const exchange::Received& file);
    void take_question(const exchange::Received& file);
    std::string reply_line(const std::string& card, const std::string& ref,
                           const std::string& amount, const Answer& answer);
    [[nodiscard]] std::string day() const;

    const std::filesystem::path folder_;
    exchange::PeerFolder exchange_;
    mutable std::mutex mutex_;
    std::map<std::string, std::vector<Answer>> answers_;
    std::map<std::string, std::pair<std::string, std::string>> unknown_;  // ref → card, amount
    std::vector<Credit> credits_;
    std::string day_ = "20000101";
    std::string last_reply_;
    std::string last_file_;
    std::string last_return_;
    std::string last_answer_;
    bool found_out_ = false;
    int questions_ = 0;
    int returns_ = 0;
    std::jthread thread_;
};

}  // namespace haven::disbursement::testing
