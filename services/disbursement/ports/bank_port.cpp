#include "services/disbursement/ports/bank_port.hpp"

#include <algorithm>

#include "libs/base/fault_point.hpp"

namespace haven::disbursement {
namespace {

constexpr int kBatchesAPage = 500;

}  // namespace

Date overdue_when_sent_by(const WorkingCalendar& calendar, Date today) {
    Date day = today;
    for (int i = 0; i < kReplyDays; ++i) day = calendar.on_or_before(day.plus_days(-1));
    return day.plus_days(-1);
}

bool BankPort::step(Date business_date) {
    bool any = hand_over_batches();
    if (told_ != business_date) {
        forget_troubles();  // each is tried again once a day
        parts_.files.destroy_expired(parts_.federations);
        any = ask_about_unanswered(business_date) || any;
        folder_.tell_day(business_date);
        told_ = business_date;
        any = true;
    }
    return take_in_files(business_date) || any;
}

bool BankPort::idle(Date business_date) const {
    return told_ == business_date && folder_.day_done(business_date) &&
           folder_.nothing_marked("in") && folder_.nothing_marked("inquiry") &&
           all_taken_in("out") && all_taken_in("answer");
}

bool BankPort::all_taken_in(const std::string& box) const {
    const auto files = folder_.marked(box);
    const std::lock_guard lock(mutex_);
    return std::ranges::all_of(
        files, [&](const exchange::Received& file) { return troubles_.contains(file.name); });
}

void BankPort::forget_troubles() {
    const std::lock_guard lock(mutex_);
    troubles_.clear();
}

void BankPort::trouble(const std::string& file, const std::string& reason) {
    const std::lock_guard lock(mutex_);
    troubles_[file] = reason;
}

std::vector<std::pair<std::string, std::string>> BankPort::troubles() const {
    const std::lock_guard lock(mutex_);
    return {troubles_.begin(), troubles_.end()};
}

std::optional<Date> BankPort::next_day() const {
    if (!folder_.nothing_marked("in") || !folder_.nothing_marked("inquiry")) return std::nullopt;
    return folder_.next_due();
}

bool BankPort::hand_over_batches() {
    bool any = false;
    std::optional<std::pair<Date, BatchId>> before;
    for (;;) {
        std::vector<BatchRow> sent;
        {
            access::ScopedRead read(parts_.readers, parts_.federations);
            sent = Queries(read).batches(BatchState::Sent, before, kBatchesAPage);
        }
        // After a start the folder says what was handed over; that the log says Sent is earlier.
        const bool believe_the_log = HAVEN_PLANTED("mark_sent_before_send") && !told_.is_set();
        for (const BatchRow& batch : sent) {
            if (believe_the_log) handed_over_.insert(batch.id);
            if (!handed_over_.contains(batch.id)) any = hand_over(batch) || any;
        }
        if (sent.size() < static_cast<std::size_t>(kBatchesAPage)) return any;
        before.emplace(sent.back().sealed_on, sent.back().id);
    }
}

bool BankPort::hand_over(const BatchRow& batch) {
    const std::string name = batch.batch_no + ".pay";
    if (folder_.has("in", name)) {
        handed_over_.insert(batch.id);
        return false;
    }
    const vault::Purpose purpose{{}, "disbursement", "BANK_FILE", "batch/" + batch.id.to_string()};
    const auto bytes = parts_.files.read(parts_.federations, purpose, batch);
    if (!bytes) {
        trouble(name, bytes.error().reason);
        return false;
    }
    HAVEN_FAULT_POINT("bank.before_hand_over");
    if (const auto done = folder_.hand_over("in", name, *bytes); !done) {
        trouble(name, done.error().reason);
        return false;
    }
    HAVEN_FAULT_POINT("bank.after_hand_over");
    handed_over_.insert(batch.id);
    return true;
}

bool BankPort::ask_about_unanswered(Date business_date) {
    std::vector<std::string> refs;
    {
        access::ScopedRead read(parts_.readers, parts_.federations);
        const Date overdue = overdue_when_sent_by(parts_.calendar, business_date);
        for (const BatchLineRow& line : Queries(read).unanswered_lines(overdue)) {
            refs.push_back(line.line_ref);
        }
    }
    if (refs.empty()) return false;
    const std::string number = "Q-" + business_date.compact();
    // Asked already, before a restart: the file of that day stands.
    if (folder_.has("inquiry", number + ".ask")) return false;
    const auto asked =
        folder_.hand_over("inquiry", number + ".ask", write_inquiry(number, business_date, refs));
    if (!asked) trouble(number + ".ask", asked.error().reason);
    return asked.has_value();
}

bool BankPort::take_in_files(Date business_date) {
    bool any = false;
    for (const auto& [box, file] : waiting_files()) {
        log::Meta meta;
        meta.at = parts_.now();
        meta.business_date = business_date;
        meta.purpose = "BANK_REPLY";
        const auto taken = parts_.intake.take_in(file.name, file.bytes, parts_.federations, meta);
        if (taken) {
            HAVEN_FAULT_POINT("bank.after_reply_record");
            folder_.taken(box, file.name);
            any = true;
        } else if (taken.error().kind != ErrorKind::Unavailable &&
                   taken.error().kind != ErrorKind::Exhausted) {
            trouble(file.name, taken.error().reason);
        }
    }
    return any;
}

// Late returns last: what was credited before them may still be among the replies and answers.
std::vector<std::pair<std::string, exchange::Received>> BankPort::waiting_files() {
    std::vector<std::pair<std::string, exchange::Received>> files;
    for (const char* box : {"out", "answer"}) {
        std::vector<std::string> damaged;
        for (auto& file : folder_.marked(box, &damaged)) files.emplace_back(box, std::move(file));
        for (const std::string& name : damaged) trouble(name, "BAD_DIGEST");
    }
    const std::lock_guard lock(mutex_);
    std::erase_if(files, [&](const auto& entry) { return troubles_.contains(entry.second.name); });
    std::ranges::stable_partition(
        files, [](const auto& entry) { return !entry.second.name.ends_with(".return"); });
    return files;
}

}  // namespace haven::disbursement
