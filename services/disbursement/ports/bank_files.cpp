#include "services/disbursement/ports/bank_files.hpp"

#include <algorithm>
#include <charconv>

#include "libs/base/text.hpp"

namespace haven::disbursement {
namespace {

std::unexpected<Error> malformed(std::size_t row, const char* expected) {
    return invalid("MALFORMED_REPLY", "row " + std::to_string(row), expected);
}

std::vector<std::string> split(std::string_view line, char separator) {
    std::vector<std::string> pieces;
    for (;;) {
        const std::size_t end = line.find(separator);
        pieces.emplace_back(line.substr(0, end));
        if (end == std::string_view::npos) return pieces;
        line.remove_prefix(end + 1);
    }
}

std::vector<std::vector<std::string>> rows_of(std::string_view bytes) {
    std::vector<std::vector<std::string>> rows;
    for (const std::string& line : split(bytes, '\n')) {
        std::string_view text = line;
        if (text.ends_with('\r')) text.remove_suffix(1);
        if (!text.empty()) rows.push_back(split(text, '|'));
    }
    return rows;
}

Result<Date> compact_date(const std::string& text) {
    if (text.size() != 8) return invalid("INVALID_DATE", "date", "yyyymmdd");
    return Date::parse(text.substr(0, 4) + '-' + text.substr(4, 2) + '-' + text.substr(6, 2));
}

// A bank writes exactly two decimals and no separators.
Result<Money> bank_amount(const std::string& text) {
    const bool two_decimals = text.size() > 3 && text[text.size() - 3] == '.';
    if (!two_decimals || text.find(',') != std::string::npos) {
        return invalid("INVALID_AMOUNT", "amount", "yuan with two decimals");
    }
    return Money::parse_yuan(text);
}

bool counts(const std::string& text, std::size_t expected) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value == expected;
}

// The bank's codes and serials go into the log: words and numbers, so nobody's name can be among
// them.
bool is_code(const std::string& text) {
    return text.size() <= 40 && std::ranges::all_of(text, [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
           });
}

// Numbers of batches, lines and inquiries are ours, and stand in refusals where they are not.
bool is_reference(const std::string& text) {
    return !text.empty() && text.size() <= 40 && std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '-';
    });
}

// ref|state|code|bankSerial|amount|date, of a reply or an answer.
Result<ReplyLine> reply_line(const std::vector<std::string>& fields, std::size_t row) {
    if (fields.size() != 6) return malformed(row, "ref|state|code|bankSerial|amount|date");
    ReplyLine line{.line_ref = fields[0],
                   .state = ReplyLine::State::Unknown,
                   .code = fields[2],
                   .bank_serial = fields[3],
                   .amount = {},
                   .date = {}};
    if (!is_reference(line.line_ref)) return malformed(row, "our reference of a line");
    if (!is_code(line.code) || !is_code(line.bank_serial)) {
        return malformed(row, "code and serial of capital letters and digits");
    }
    // A line that the bank has never seen may yet arrive: it is asked about again, never sent
    // again.
    if (fields[1] == "NOT_FOUND") return line;
    const auto date = compact_date(fields[5]);
    if (!date) return malformed(row, "a date as yyyymmdd");
    line.date = *date;
    if (fields[1] == "OK") {
        const auto amount = bank_amount(fields[4]);
        if (!amount || line.bank_serial.empty()) {
            return malformed(row, "a credit with the bank's serial and an amount");
        }
        line.amount = *amount;
        line.state = ReplyLine::State::Ok;
    } else if (fields[1] == "FAILED") {
        if (line.code.empty()) return malformed(row, "a code for a line that failed");
        line.state = ReplyLine::State::Failed;
    } else if (fields[1] != "UNKNOWN") {
        return malformed(row, "the state OK, FAILED or UNKNOWN");
    }
    return line;
}

}  // namespace

std::string use_of(AidItem item) {
    switch (item) {
        case AidItem::Living:
            return "困难职工生活救助";
        case AidItem::Medical:
            return "困难职工医疗救助";
        case AidItem::Schooling:
            return "困难职工子女助学";
        case AidItem::Training:
            return "困难职工职业培训";
        case AidItem::Placement:
            return "困难职工职业介绍";
        case AidItem::Legal:
            return "困难职工法律援助";
        case AidItem::Temporary:
            return "困难职工临时救助";
        case AidItem::Unset:
            break;
    }
    return "困难职工帮扶";
}

bool can_be_written(const PaymentFileLine& line) {
    const bool clean = std::ranges::none_of(line.name, [](char c) {
        return c == '|' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
    return clean && !line.name.empty() && text::to_gb18030(line.name) && text::to_gb18030(line.use);
}

Result<std::string> write_payment_file(const PaymentFile& file) {
    Money total;
    for (const PaymentFileLine& line : file.lines) total += line.amount;
    std::string bytes = file.batch_no + '|' + file.payer_account + '|' + file.date.compact() + '|' +
                        std::to_string(file.lines.size()) + '|' + std::to_string(total.in_fen()) +
                        '\n';
    std::size_t sequence = 0;
    for (const PaymentFileLine& line : file.lines) {
        if (!can_be_written(line)) {
            return refused("NAME_NOT_ENCODABLE", "the holder's name of this line cannot be written",
                           {{"line_ref", line.line_ref}});
        }
        bytes += std::to_string(++sequence) + '|' + line.account + '|' +
                 *text::to_gb18030(line.name) + '|' + line.amount.yuan() + '|' +
                 *text::to_gb18030(line.use) + '|' + line.line_ref + '\n';
    }
    return bytes;
}

Result<BankReply> read_reply(std::string_view bytes) {
    const auto rows = rows_of(bytes);
    if (rows.empty() || rows[0].size() != 7) {
        return malformed(1, "batchNo|state|code|yyyymmdd|count|okCount|okFen");
    }
    const auto& header = rows[0];
    if (!is_reference(header[0])) return malformed(1, "our number of the batch");
    const auto date = compact_date(header[3]);
    if (!date) return malformed(1, "a date as yyyymmdd");
    BankReply reply{header[0], {header[0], "", *date, {}}};
    if (header[1] == "REFUSED") {
        if (header[2].empty() || !is_code(header[2])) {
            return malformed(1, "a code for a file that was refused");
        }
        reply.reply.refused_code = header[2];
        return reply;
    }
    if (!counts(header[4], rows.size() - 1))
        return malformed(1, "as many lines as the header says");
    std::size_t ok = 0;
    Money ok_total;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        HAVEN_TRY(ReplyLine line, reply_line(rows[i], i + 1));
        if (line.state == ReplyLine::State::Ok) {
            ++ok;
            ok_total += line.amount;
        }
        reply.reply.lines.push_back(std::move(line));
    }
    if (!counts(header[5], ok) || header[6] != std::to_string(ok_total.in_fen())) {
        return malformed(1, "the number and sum of the credits that follow");
    }
    return reply;
}

Result<std::vector<TakeInReturn>> read_returns(std::string_view bytes) {
    const auto rows = rows_of(bytes);
    if (rows.empty() || rows[0].size() != 3 || !counts(rows[0][1], rows.size() - 1)) {
        return malformed(1, "yyyymmdd|count|totalFen and as many lines");
    }
    std::vector<TakeInReturn> returns;
    Money total;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto& fields = rows[i];
        if (fields.size() != 6) {
            return malformed(i + 1, "ref|bankSerial|returnSerial|amount|date|code");
        }
        if (!is_reference(fields[0])) return malformed(i + 1, "our reference of a line");
        const auto amount = bank_amount(fields[3]);
        const auto date = compact_date(fields[4]);
        if (!amount || !date) return malformed(i + 1, "an amount with two decimals and a date");
        const bool words = is_code(fields[1]) && is_code(fields[2]) && is_code(fields[5]);
        if (!words || fields[1].empty() || fields[2].empty() || fields[5].empty()) {
            return malformed(i + 1, "two serials and a code of capital letters and digits");
        }
        total += *amount;
        returns.push_back({fields[0], fields[1], fields[2], *date, fields[5], *amount});
    }
    if (rows[0][2] != std::to_string(total.in_fen())) {
        return malformed(1, "the sum of the returns that follow");
    }
    return returns;
}

Result<BankAnswer> read_answer(std::string_view bytes) {
    const auto rows = rows_of(bytes);
    if (rows.empty() || rows[0].size() != 3 || !counts(rows[0][2], rows.size() - 1)) {
        return malformed(1, "inquiryNo|yyyymmdd|count and as many lines");
    }
    if (!is_reference(rows[0][0])) return malformed(1, "our number of the inquiry");
    BankAnswer answer{rows[0][0], {}};
    for (std::size_t i = 1; i < rows.size(); ++i) {
        HAVEN_TRY(ReplyLine line, reply_line(rows[i], i + 1));
        answer.lines.push_back(std::move(line));
    }
    return answer;
}

std::string write_inquiry(const std::string& inquiry_no, Date date,
                          const std::vector<std::string>& line_refs) {
    std::string bytes =
        inquiry_no + '|' + date.compact() + '|' + std::to_string(line_refs.size()) + '\n';
    for (const std::string& ref : line_refs) bytes += ref + '\n';
    return bytes;
}

}  // namespace haven::disbursement
