// PaymentBatch (发放批次): a list for the bank that its maker seals and that never changes
// afterwards. Checker and approver, two other people, sign its hash. A line that may no longer be
// paid is struck before sending: the rest gets a new count, total and hash, and both signatures are
// void. After sending only the bank's answers change a line; UNKNOWN is asked about and never sent
// again (I15–I17, I20–I22).
#pragma once

#include <array>
#include <map>

#include "libs/decider/decider.hpp"
#include "services/disbursement/domain/types.hpp"

namespace haven::disbursement {

using BatchHash = std::array<std::uint8_t, 32>;

// The bank's own limit of a file (docs/formats.md 2).
inline constexpr std::size_t kMaxBatchLines = 3'000;
// The settle window: so many days after the bank's last word on a batch its file can still be
// opened; then its key is destroyed (protocols §10).
inline constexpr int kSettleDays = 30;

struct BatchSealed {
    std::string batch_no;
    FundLineId fund_line;
    std::string payer_account;
    int line_count = 0;
    Money total;
    BatchHash hash{};
    StaffId maker;
    Date sealed_on;
    bool operator==(const BatchSealed&) const = default;
};
struct LineSealed {
    std::string line_ref;
    EntitlementId entitlement;
    int instalment = 0;
    HouseholdId household;
    Money amount;
    Payee payee;
    AidItem item = AidItem::Unset;
    bool operator==(const LineSealed&) const = default;
};
struct LineStruck {
    std::string line_ref;
    std::string reason;
    int line_count = 0;
    Money total;
    BatchHash hash{};
    EntitlementId entitlement;
    int instalment = 0;
    bool operator==(const LineStruck&) const = default;
};
struct BatchChecked {
    StaffId checker;
    BatchHash hash{};
    bool operator==(const BatchChecked&) const = default;
};
struct BatchApproved {
    StaffId approver;
    BatchHash hash{};
    bool operator==(const BatchApproved&) const = default;
};
struct BatchSent {
    std::string layout;
    BatchHash file_digest{};
    Date sent_on;
    int line_count = 0;
    Money total;
    bool operator==(const BatchSent&) const = default;
};
struct BatchRefused {
    std::string code;
    Date refused_on;
    bool operator==(const BatchRefused&) const = default;
};
struct LinePaid {
    std::string line_ref;
    std::string bank_serial;
    Date credited_on;
    Money amount;
    EntitlementId entitlement;
    int instalment = 0;
    bool operator==(const LinePaid&) const = default;
};
struct LineFailed {
    std::string line_ref;
    std::string code;
    Date failed_on;
    EntitlementId entitlement;
    int instalment = 0;
    bool operator==(const LineFailed&) const = default;
};
struct LineUnknown {
    std::string line_ref;
    Date as_of;
    bool operator==(const LineUnknown&) const = default;
};
struct LineReturned {
    std::string line_ref;
    std::string bank_serial;
    std::string return_serial;
    Date returned_on;
    std::string code;
    Money amount;
    EntitlementId entitlement;
    int instalment = 0;
    FundLineId fund_line;
    bool operator==(const LineReturned&) const = default;
};
struct BankReplyImported {
    std::string reply_id;
    Money paid;
    int paid_count = 0;
    FundLineId fund_line;
    bool operator==(const BankReplyImported&) const = default;
};

// The settle window is over.
struct BatchFileExpired {
    Date expired_on;
    bool operator==(const BatchFileExpired&) const = default;
};

// The lines as they will stand in the file; each ref is new.
struct SealBatch {
    std::string batch_no;
    FundLineId fund_line;
    std::string payer_account;
    std::vector<LineSealed> lines;
};
struct CheckBatch {
    BatchHash hash{};
};
struct ApproveBatch {
    BatchHash hash{};
};
struct StrikeLine {
    std::string line_ref;
    std::string reason;
};
// The same for all lines of an instalment, for reactions that know no reference.
struct StrikeInstalment {
    EntitlementId entitlement;
    int instalment = 0;  // 0 = all of the entitlement
    std::string reason;
};
// `hash` is that of the list which the file was made of: one struck since is not sent. `made_on` is
// the day that the file names.
struct SendBatch {
    BatchHash hash{};
    std::string layout;
    BatchHash file_digest{};
    Date made_on;
};
struct ReplyLine {
    enum class State { Ok, Failed, Unknown };
    std::string line_ref;
    State state = State::Unknown;
    std::string code;
    std::string bank_serial;
    Money amount;
    Date date;
};
struct TakeInReply {
    std::string reply_id;
    std::string refused_code;  // the whole file was refused
    Date date;
    std::vector<ReplyLine> lines;
};
struct TakeInReturn {
    std::string line_ref;
    std::string bank_serial;
    std::string return_serial;
    Date date;
    std::string code;
    Money amount;
};

struct ExpireFile {};

struct PaymentBatch {
    struct Line {
        LineSealed sealed;
        LineState state = LineState::Sealed;
        int position = 0;  // 1 … n, as sealed
        std::string bank_serial;
        Date credited_on;
        std::string return_serial;
    };
    struct State {
        BatchState state = BatchState::Unset;
        BatchSealed batch;
        std::vector<std::string> order;  // references as sealed
        std::map<std::string, Line> lines;
        int line_count = 0;
        Money total;
        BatchHash hash{};
        StaffId checker;
        StaffId approver;
        Date sent_on;
        BatchHash file_digest{};  // of the file at rest that was sent
        int open_lines = 0;       // sent, without a final answer
        Date file_expired_on;
    };
    using Command = std::variant<SealBatch, CheckBatch, ApproveBatch, StrikeLine, StrikeInstalment,
                                 SendBatch, TakeInReply, TakeInReturn, ExpireFile>;
    using Event = std::variant<BatchSealed, LineSealed, LineStruck, BatchChecked, BatchApproved,
                               BatchSent, BatchRefused, LinePaid, LineFailed, LineUnknown,
                               LineReturned, BankReplyImported, BatchFileExpired>;

    // Reasons: BATCH_SEALED, EMPTY_BATCH, TOO_MANY_LINES, DUPLICATE_LINE, INVALID_AMOUNT,
    // NOT_STAFF, BATCH_NOT_OPEN, BATCH_VOID, BATCH_ALREADY_SENT, HASH_DIFFERS, SAME_PERSON,
    // NOT_CHECKED, ALREADY_CHECKED, ALREADY_APPROVED, NOT_APPROVED, LINE_NOT_OPEN, UNKNOWN_LINE,
    // AMOUNT_DIFFERS, ANSWER_DIFFERS, BATCH_NOT_SENT, BATCH_ANSWERED, NUMBER_USED_TWICE,
    // RETURN_NOT_EXPECTED, RETURN_DIFFERS, SERIAL_USED_TWICE, IMPOSSIBLE_DATE, FILE_NOT_MADE,
    // DAY_CHANGED.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claims: a line's instalment until the line is struck, fails or comes back; the bank's serials
    // of credits and returns, for ever.
    static Effects effects(const State& after, const Event& event);
    static std::optional<Command> on_timer(const State& state, const TimerFired& fired);
};
static_assert(Decider<PaymentBatch> && HasEffects<PaymentBatch> && HasTimers<PaymentBatch>);

// SHA-256 over the lines that stand, in order: what checker and approver sign.
BatchHash hash_of(const std::string& batch_no, const std::vector<const LineSealed*>& lines);

}  // namespace haven::disbursement
