// The bank's files: any bytes are read or refused whole, with an error that repeats nothing of
// them; what we write, the bank's rules can carry.
#include "services/disbursement/ports/bank_files.hpp"

#include "libs/base/text.hpp"
#include "tests/fuzz/tape.hpp"
#include "tests/fuzz/target.hpp"

namespace haven::fuzz {
namespace {

using namespace disbursement;

template <class T>
void check_refusal(const Result<T>& read) {
    if (read) return;
    HAVEN_CHECK(!read.error().reason.empty());
    HAVEN_CHECK(read.error().message.size() < 200 && text::is_valid_utf8(read.error().message));
}

// Ten digits of yuan at most (docs/formats.md).
void check_line(const ReplyLine& line) {
    HAVEN_CHECK(line.amount >= Money{} && line.amount < Money::fen(1'000'000'000'000));
    HAVEN_CHECK(line.date.is_set() || line.state == ReplyLine::State::Unknown);
}

}  // namespace

std::vector<std::string> stories() {
    return {
        "F01|PARTIAL||20180702|3|1|200000\r\nref-1|OK||B1|2000.00|20180702\r\n"
        "ref-2|FAILED|NAME_MISMATCH|||20180702\nref-3|UNKNOWN|IN_PROCESS|||20180702\n",
        "F01|REFUSED|BAD_LAYOUT|20180702|0|0|0\n",
        "20180709|1|200000\nref-1|B1|R1|2000.00|20180709|CLOSED\n",
        "Q-20180703|20180703|1\nref-3|OK||B3|2000.00|20180705\n"};
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace haven;
    using namespace haven::disbursement;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto reply = read_reply(bytes);
    fuzz::check_refusal(reply);
    if (reply) {
        for (const ReplyLine& line : reply->reply.lines) fuzz::check_line(line);
    }
    const auto returns = read_returns(bytes);
    fuzz::check_refusal(returns);
    const auto answer = read_answer(bytes);
    fuzz::check_refusal(answer);
    if (answer) {
        for (const ReplyLine& line : answer->lines) fuzz::check_line(line);
    }
    fuzz::Tape tape(bytes);
    PaymentFile file;
    carry(tape, file);
    if (!file.date.is_set()) return 0;
    const auto written = write_payment_file(file);
    HAVEN_CHECK(!written || text::from_gb18030(*written));
    return 0;
}
