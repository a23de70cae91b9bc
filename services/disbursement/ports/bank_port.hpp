// BankPort: what disbursement exchanges with the bank by folder (docs/formats.md 1–5).
//
// A batch that is Sent is handed over until the folder has it, from the encrypted copy at rest, so
// a crash between signing and writing loses nothing and sends nothing twice. Replies, late returns
// and answers are taken in, and moved away only when the log has them. Lines that are UNKNOWN, and
// those that the bank has not answered within its reply window, are asked about once a business
// date and never sent again. A file that cannot be taken in stays where it is, for a person; the
// rest goes on. Thread rule: one thread (the service's step thread) but for troubles().
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "libs/base/working_calendar.hpp"
#include "libs/exchange/folder.hpp"
#include "services/disbursement/ports/bank_intake.hpp"
#include "services/disbursement/ports/batch_files.hpp"

namespace haven::disbursement {

// The bank's reply window: working days after sending within which it answers every line.
inline constexpr int kReplyDays = 5;
// What was sent on this day or before is overdue today.
Date overdue_when_sent_by(const WorkingCalendar& calendar, Date today);

class BankPort {
  public:
    struct Parts {
        BankIntake& intake;
        BatchFiles& files;
        access::Readers& readers;
        const WorkingCalendar& calendar;
        std::vector<FederationNo> federations;
        std::function<Instant()> now;
    };
    BankPort(Parts parts, const std::filesystem::path& exchange)
        : parts_(std::move(parts)), folder_(exchange / "bank") {}

    bool step(Date business_date);
    [[nodiscard]] bool idle(Date business_date) const;
    [[nodiscard]] std::optional<Date> next_day() const;
    // Files that could not be handed over or taken in, with the reason. Any thread.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> troubles() const;

  private:
    bool hand_over_batches();
    bool hand_over(const BatchRow& batch);
    bool ask_about_unanswered(Date business_date);
    bool take_in_files(Date business_date);
    std::vector<std::pair<std::string, exchange::Received>> waiting_files();
    void trouble(const std::string& file, const std::string& reason);
    void forget_troubles();
    [[nodiscard]] bool all_taken_in(const std::string& box) const;

    const Parts parts_;
    exchange::PeerFolder folder_;
    std::set<BatchId> handed_over_;
    Date told_;
    mutable std::mutex mutex_;                     // guards what follows
    std::map<std::string, std::string> troubles_;  // by name of the file
};

}  // namespace haven::disbursement
