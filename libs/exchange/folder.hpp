// Folder exchange with a peer (docs/formats.md 1): files with done marks, and the hand-over of the
// business date.
//
//     PeerFolder bank(exchange_dir / "bank");
//     bank.hand_over("in", "F01-1.pay", bytes);
//     for (const Received& file : bank.marked("out")) { …; bank.taken("out", file.name); }
//
// Everything is written beside and renamed, flushed before: a crash leaves no half file, and
// writing the same file again changes nothing. Failures of the file system are std::system_error.
// One thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.hpp"
#include "libs/base/time.hpp"

namespace haven::exchange {

struct Received {
    std::string name;
    std::string bytes;
};

class PeerFolder {
  public:
    explicit PeerFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // Writes `name` and its done mark below `box`. Error: FILE_DIFFERS when other bytes stand there
    // under that name, or were taken under it.
    Result<void> hand_over(const std::string& box, const std::string& name, std::string_view bytes);
    // Handed over before, taken or not.
    [[nodiscard]] bool has(const std::string& box, const std::string& name) const;
    // Whole files with a good mark, by name. A file whose digest differs is left where it is and
    // reported.
    [[nodiscard]] std::vector<Received> marked(const std::string& box,
                                               std::vector<std::string>* damaged = nullptr) const;
    // Moves a file that has been read and committed out of the way.
    void taken(const std::string& box, const std::string& name);
    [[nodiscard]] bool nothing_marked(const std::string& box) const;

    // Tells the peer the date, once; the answer is there when day_done() says so.
    void tell_day(Date day);
    [[nodiscard]] bool day_done(Date day) const;
    // The next date on which the peer has something to deliver, as it last said; empty when it has
    // nothing.
    [[nodiscard]] std::optional<Date> next_due() const;

  private:
    [[nodiscard]] std::filesystem::path box(const std::string& name) const {
        return folder_ / name;
    }

    std::filesystem::path folder_;
};

}  // namespace haven::exchange
