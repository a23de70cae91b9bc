// The bank's files as texts (docs/formats.md 2–5): the payment file in the reference layout,
// replies, late returns, inquiries and answers. Pure; thread-safe. A malformed file is refused
// whole: MALFORMED_REPLY with the row and what was expected, never its content.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.hpp"
#include "services/disbursement/domain/payment_batch.hpp"

namespace haven::disbursement {

struct PaymentFileLine {
    std::string account;
    std::string name;
    Money amount;
    std::string use;
    std::string line_ref;
};
struct PaymentFile {
    std::string batch_no;
    std::string payer_account;
    Date date;
    std::vector<PaymentFileLine> lines;
};

inline constexpr const char* kReferenceLayout = "reference-1";

// A holder's name that the encoding cannot carry, or that would break the layout, stops the line;
// it never becomes a question mark.
bool can_be_written(const PaymentFileLine& line);
// GB18030. Errors: NAME_NOT_ENCODABLE with the line's reference (metadata "line_ref").
Result<std::string> write_payment_file(const PaymentFile& file);

struct BankReply {
    std::string batch_no;
    TakeInReply reply;
};
Result<BankReply> read_reply(std::string_view bytes);
Result<std::vector<TakeInReturn>> read_returns(std::string_view bytes);
// An answer to an inquiry; the lines may be of several batches.
struct BankAnswer {
    std::string inquiry_no;
    std::vector<ReplyLine> lines;
};
Result<BankAnswer> read_answer(std::string_view bytes);
std::string write_inquiry(const std::string& inquiry_no, Date date,
                          const std::vector<std::string>& line_refs);

// "use" of a line: what the family reads on its statement.
std::string use_of(AidItem item);

}  // namespace haven::disbursement
