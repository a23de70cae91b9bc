#include "services/disbursement/ports/bank_port.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"

namespace haven::disbursement {
namespace {

constexpr int kSubmitDeadlineMs = 10'000;
constexpr int kBatchesAStep = 500;

std::string compact(Date date) {
    std::string text = date.to_string();
    std::erase(text, '-');
    return text;
}

void count(const std::vector<ReplyLine>& lines, TakenIn& taken) {
    for (const ReplyLine& line : lines) {
        switch (line.state) {
            case ReplyLine::State::Ok:
                ++taken.paid;
                break;
            case ReplyLine::State::Failed:
                ++taken.failed;
                break;
            case ReplyLine::State::Unknown:
                ++taken.unknown;
                break;
        }
    }
}

}  // namespace

Result<void> BankIntake::submit(const BatchRow& batch, PaymentBatch::Command command,
                                const std::string& label, const Incoming& file,
                                const log::Meta& meta) {
    HAVEN_CHECKED(archive_.keep(batch, file.name, file.bytes));
    writer::Submission submission;
    submission.aggregate = aggregates_.batch.get();
    submission.federation = batch.federation;
    submission.stream = batch.id.uuid;
    submission.command_id = crypto::derive_uuid(batch.id.uuid, label);
    submission.request_hash = crypto::sha256(label);
    submission.meta = meta;
    submission.command = std::move(command);
    HAVEN_CHECKED(writer::submit_and_wait(writer_, std::move(submission), kSubmitDeadlineMs));
    return {};
}

Result<TakenIn> BankIntake::take_in(const std::string& name, std::string_view bytes, Scope scope,
                                    const log::Meta& meta) {
    if (name.find(".reply") != std::string::npos) return take_in_reply({name, bytes}, scope, meta);
    if (name.ends_with(".return")) return take_in_returns({name, bytes}, scope, meta);
    if (name.ends_with(".ans")) return take_in_answer({name, bytes}, scope, meta);
    return invalid("UNKNOWN_FILE", "file_name", "a name that ends in .reply, .return or .ans");
}

Result<TakenIn> BankIntake::take_in_reply(const Incoming& file, Scope scope,
                                          const log::Meta& meta) {
    HAVEN_TRY(BankReply reply, read_reply(file.bytes));
    std::optional<BatchRow> ours;
    {
        access::ScopedRead read(readers_, scope);
        ours = Queries(read).batch(reply.batch_no);
    }
    if (!ours) {
        return failure(ErrorKind::Missing, "UNKNOWN_BATCH", "we sent no batch of this number",
                       {{"batch_no", reply.batch_no}});
    }
    TakenIn taken;
    count(reply.reply.lines, taken);
    const std::string label = "reply|" + crypto::hex(crypto::sha256(file.bytes));
    HAVEN_CHECKED(submit(*ours, std::move(reply.reply), label, file, meta));
    return taken;
}

Result<TakenIn> BankIntake::take_in_returns(const Incoming& file, Scope scope,
                                            const log::Meta& meta) {
    HAVEN_TRY(const std::vector<TakeInReturn> returns, read_returns(file.bytes));
    TakenIn taken;
    for (const TakeInReturn& back : returns) {
        std::optional<BatchRow> ours;
        {
            access::ScopedRead read(readers_, scope);
            Queries queries(read);
            if (const auto line = queries.line(back.line_ref)) {
                ours = queries.batch(line->batch.to_string());
            }
        }
        if (!ours) {
            return failure(ErrorKind::Missing, "UNKNOWN_LINE",
                           "the bank returns a line not of ours", {{"line_ref", back.line_ref}});
        }
        HAVEN_CHECKED(submit(*ours, back, "return|" + back.return_serial, file, meta));
        ++taken.returned;
    }
    return taken;
}

Result<TakenIn> BankIntake::take_in_answer(const Incoming& file, Scope scope,
                                           const log::Meta& meta) {
    HAVEN_TRY(BankAnswer answer, read_answer(file.bytes));
    TakenIn taken;
    count(answer.lines, taken);
    std::map<BatchId, std::pair<BatchRow, TakeInReply>> by_batch;
    for (ReplyLine& line : answer.lines) {
        if (line.state == ReplyLine::State::Unknown) continue;  // asked again on another day
        access::ScopedRead read(readers_, scope);
        Queries queries(read);
        const auto ours = queries.line(line.line_ref);
        if (!ours) continue;
        auto& [row, reply] = by_batch[ours->batch];
        if (reply.lines.empty()) row = *queries.batch(ours->batch.to_string());
        reply.reply_id = answer.inquiry_no;
        reply.lines.push_back(std::move(line));
    }
    for (auto& [_, entry] : by_batch) {
        const std::string label = "answer|" + answer.inquiry_no;
        HAVEN_CHECKED(submit(entry.first, std::move(entry.second), label, file, meta));
    }
    return taken;
}

BankPort::BankPort(BankIntake& intake, postgres::Pool& readers, vault::Vault& vault,
                   std::vector<FederationNo> federations, const std::filesystem::path& exchange,
                   std::filesystem::path data_dir, std::function<Instant()> now)
    : intake_(intake),
      readers_(readers),
      vault_(vault),
      federations_(std::move(federations)),
      folder_(exchange / "bank"),
      data_dir_(std::move(data_dir)),
      now_(std::move(now)) {}

BatchFile batch_file(const std::filesystem::path& data_dir, vault::Vault& vault,
                     const BatchRow& batch) {
    const auto holder =
        vault.new_person(crypto::derive_uuid(batch.id.uuid, "bank_file"), 0, "", batch.federation);
    HAVEN_CHECK(holder.has_value());
    return {data_dir / "blobs" / (batch.id.to_string() + ".pay"), *holder};
}

Result<std::string> read_bank_file(const std::filesystem::path& data_dir, vault::Vault& vault,
                                   const vault::Purpose& purpose, const BatchRow& batch) {
    if (!batch.sent_on.is_set()) return refused("NOT_SENT", "the batch has not been sent");
    const BatchFile file = batch_file(data_dir, vault, batch);
    std::ifstream in(file.path, std::ios::binary);
    const std::string cipher((std::istreambuf_iterator<char>(in)),
                             std::istreambuf_iterator<char>());
    const auto digest = crypto::sha256(cipher);
    if (!std::ranges::equal(digest, batch.file_digest, [](auto ours, char theirs) {
            return static_cast<char>(ours) == theirs;
        })) {
        return refused("BATCH_FILE_DAMAGED", "the file at rest is not the one that was sent");
    }
    HAVEN_TRY(auto bytes, vault.open_one(purpose, {file.key_holder, "bank_file", cipher}));
    if (!bytes) return refused("BATCH_FILE_DAMAGED", "the key of the file has been destroyed");
    return *std::move(bytes);
}

bool BankPort::step(Date business_date) {
    bool any = hand_over_batches();
    if (told_ != business_date) {
        forget_troubles();  // each is tried again once a day
        any = ask_about_unknown(business_date) || any;
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
    std::vector<BatchRow> sent;
    {
        access::ScopedRead read(readers_, federations_);
        sent = Queries(read).batches(BatchState::Sent, std::nullopt, kBatchesAStep);
    }
    bool any = false;
    for (const BatchRow& batch : sent) {
        if (handed_over_.contains(batch.id)) continue;
        const std::string name = batch.batch_no + ".pay";
        if (!folder_.has("in", name)) {
            const vault::Purpose purpose{
                {}, "disbursement", "BANK_FILE", "batch/" + batch.id.to_string()};
            const auto bytes = read_bank_file(data_dir_, vault_, purpose, batch);
            if (!bytes) {
                trouble(name, bytes.error().reason);
                continue;
            }
            if (const auto done = folder_.hand_over("in", name, *bytes); !done) {
                trouble(name, done.error().reason);
                continue;
            }
            any = true;
        }
        handed_over_.insert(batch.id);
    }
    return any;
}

bool BankPort::ask_about_unknown(Date business_date) {
    std::vector<std::string> refs;
    {
        access::ScopedRead read(readers_, federations_);
        for (const BatchLineRow& line : Queries(read).unknown_lines())
            refs.push_back(line.line_ref);
    }
    if (refs.empty()) return false;
    const std::string number = "Q-" + compact(business_date);
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
        meta.at = now_();
        meta.business_date = business_date;
        meta.purpose = "BANK_REPLY";
        const auto taken = intake_.take_in(file.name, file.bytes, federations_, meta);
        if (taken) {
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
