#include "services/disbursement/ports/bank_intake.hpp"

#include <map>

#include "libs/base/fault_point.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"

namespace haven::disbursement {
namespace {

constexpr int kSubmitDeadlineMs = 10'000;

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

std::unexpected<Error> not_ours(const std::string& line_ref) {
    return failure(ErrorKind::Missing, "UNKNOWN_LINE", "the bank speaks of a line not of ours",
                   {{"line_ref", line_ref}});
}

std::string content_of(const TakeInReturn& back) {
    return back.line_ref + '|' + back.bank_serial + '|' + back.return_serial + '|' +
           std::to_string(back.amount.in_fen()) + '|' + back.date.to_string() + '|' + back.code;
}

}  // namespace

Result<void> BankIntake::submit(File& file, const BatchRow& batch, PaymentBatch::Command command,
                                const std::string& label, std::string_view content) {
    // A return may come when the batch's key is gone: it counts all the same, kept or not.
    if (const auto kept = archive_.keep(batch, file.name, file.bytes);
        !kept && kept.error().reason != "PERSON_ERASED") {
        return std::unexpected(kept.error());
    }
    writer::Submission submission;
    submission.aggregate = aggregates_.batch.get();
    submission.federation = batch.federation;
    submission.stream = batch.id.uuid;
    submission.meta = file.meta;
    submission.command = std::move(command);
    if (file.command_id) {
        // One id, several batches: the first command carries the id itself, so that nothing else
        // can be said under it.
        submission.command_id =
            file.submitted == 0 ? *file.command_id : crypto::derive_uuid(*file.command_id, label);
        submission.request_hash =
            crypto::sha256(std::string(file.bytes) + file.meta.actor.to_string());
    } else {
        submission.command_id = crypto::derive_uuid(batch.id.uuid, label);
        submission.request_hash = crypto::sha256(content);
    }
    ++file.submitted;
    HAVEN_FAULT_POINT("bank.before_reply_record");
    HAVEN_CHECKED(writer::submit_and_wait(writer_, std::move(submission), kSubmitDeadlineMs));
    return {};
}

Result<TakenIn> BankIntake::take_in(const std::string& name, std::string_view bytes, Scope scope,
                                    const log::Meta& meta, std::optional<Uuid> command_id) {
    File file{name, bytes, scope, meta, command_id};
    if (name.find(".reply") != std::string::npos) return take_in_reply(file);
    if (name.ends_with(".return")) return take_in_returns(file);
    if (name.ends_with(".ans")) return take_in_answer(file);
    return invalid("UNKNOWN_FILE", "file_name", "a name that ends in .reply, .return or .ans");
}

Result<TakenIn> BankIntake::take_in_reply(File& file) {
    HAVEN_TRY(BankReply reply, read_reply(file.bytes));
    std::optional<BatchRow> ours;
    {
        access::ScopedRead read(readers_, file.scope);
        ours = Queries(read).batch(reply.batch_no);
    }
    if (!ours) {
        return failure(ErrorKind::Missing, "UNKNOWN_BATCH", "we sent no batch of this number",
                       {{"batch_no", reply.batch_no}});
    }
    TakenIn taken;
    count(reply.reply.lines, taken);
    // A batch may be answered by several replies, so each is named by its content.
    const std::string label = "reply|" + crypto::hex(crypto::sha256(file.bytes));
    HAVEN_CHECKED(submit(file, *ours, std::move(reply.reply), label, file.bytes));
    return taken;
}

Result<TakenIn> BankIntake::take_in_returns(File& file) {
    HAVEN_TRY(const std::vector<TakeInReturn> returns, read_returns(file.bytes));
    TakenIn taken;
    for (const TakeInReturn& back : returns) {
        std::optional<BatchRow> ours;
        {
            access::ScopedRead read(readers_, file.scope);
            Queries queries(read);
            if (const auto line = queries.line(back.line_ref)) {
                ours = queries.batch(line->batch.to_string());
            }
        }
        if (!ours) return not_ours(back.line_ref);
        HAVEN_CHECKED(submit(file, *ours, back, "return|" + back.return_serial, content_of(back)));
        ++taken.returned;
    }
    return taken;
}

Result<TakenIn> BankIntake::take_in_answer(File& file) {
    HAVEN_TRY(BankAnswer answer, read_answer(file.bytes));
    TakenIn taken;
    count(answer.lines, taken);
    std::map<BatchId, std::pair<BatchRow, TakeInReply>> by_batch;
    for (ReplyLine& line : answer.lines) {
        if (line.state == ReplyLine::State::Unknown) continue;  // asked again on another day
        access::ScopedRead read(readers_, file.scope);
        Queries queries(read);
        const auto ours = queries.line(line.line_ref);
        if (!ours) return not_ours(line.line_ref);
        auto& [row, reply] = by_batch[ours->batch];
        if (reply.lines.empty()) row = *queries.batch(ours->batch.to_string());
        reply.reply_id = answer.inquiry_no;
        reply.lines.push_back(std::move(line));
    }
    for (auto& [_, entry] : by_batch) {
        HAVEN_CHECKED(submit(file, entry.first, std::move(entry.second),
                             "answer|" + answer.inquiry_no, file.bytes));
    }
    return taken;
}

}  // namespace haven::disbursement
