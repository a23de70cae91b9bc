// Fault points: named places at which the `teeth` build can be killed, and bugs that it can be told
// to have. In every other build both are nothing: no code, no name in the binary.
//
//     HAVEN_FAULT_POINT("log.after_commit");            // a statement
//     if (HAVEN_PLANTED("reply_before_commit")) { … }   // false, known when compiling
//
// The teeth build (cmake --preset teeth) reads the environment once:
//   HAVEN_CRASH_AT=point:n    SIGKILL to the own process at the n-th passage of the point
//   HAVEN_PASSAGES=file       each passage appends a line with the point's name
//   HAVEN_PLANTED_BUG=name    the bug of that name is on
// `haven --fault-points` lists both kinds there. Thread-safe. A name outside the lists does not
// compile.
#pragma once

#include <algorithm>
#include <string_view>

namespace haven::fault {

inline constexpr std::string_view kPoints[] = {
    "log.before_commit",       // all locks held, nothing sent that could commit
    "log.after_commit",        // the commit's answer is there, nobody has heard of it
    "log.before_unit_commit",  // the same two for effects and cursor of a consumer
    "log.after_unit_commit",
    "writer.between_batches",  // everybody of a batch is answered
    "consumer.before_unit",    // read from the source, not yet handed to the writer
    "consumer.after_unit",     // committed, not yet moved in memory
    "timer.before_fire",
    "calendar.between_services",  // inside advance: one service has the new day, others do not
    "registry.after_seal",        // sealed by the vault, not yet in the log
    "import.after_seal",          // a part is sealed and not appended
    "import.between_chunks",
    "payment.between_seal_and_send",  // the batch is approved, its file not begun
    "bank_file.before_rename",        // flushed, beside its name
    "bank_file.before_record",        // flushed, its digest not in the log
    "bank_file.after_record",         // in the log, the finance officer not answered
    "bank.before_hand_over",          // recorded as sent, not yet in the bank's folder
    "bank.after_hand_over",
    "bank.before_reply_record",  // the reply is kept, not in the log
    "bank.after_reply_record",   // in the log, its file not yet marked as taken in
    "rebuild.before_swap",       // the new tables are ready
    "rebuild.inside_swap",       // one table is renamed, the others not
    "rebuild.after_swap",        // committed, the rest of the shadow still there
};

inline constexpr std::string_view kPlanted[] = {
    "reply_before_commit",   "cursor_outside_transaction", "no_command_table",
    "mark_sent_before_send", "offset_from_sequence",       "claim_not_checked",
    "async_commit",          "loser_not_redone",           "quota_not_checked",
    "unknown_sent_again",
};

consteval bool is_point(std::string_view name) {
    return std::ranges::find(kPoints, name) != std::end(kPoints);
}
consteval bool is_planted(std::string_view name) {
    return std::ranges::find(kPlanted, name) != std::end(kPlanted);
}

#ifdef HAVEN_TEETH
void pass(std::string_view point);
bool planted(std::string_view bug);
void list();
#else
// Refuses a name outside the list, and is false.
consteval bool never(std::string_view bug) {
    return !is_planted(bug) && (throw "no such planted bug", true);
}
#endif

}  // namespace haven::fault

#ifdef HAVEN_TEETH
#define HAVEN_FAULT_POINT(name)                        \
    do {                                               \
        static_assert(::haven::fault::is_point(name)); \
        ::haven::fault::pass(name);                    \
    } while (false)
#define HAVEN_PLANTED(name) \
    ([] { static_assert(::haven::fault::is_planted(name)); }, ::haven::fault::planted(name))
#else
#define HAVEN_FAULT_POINT(name) static_assert(::haven::fault::is_point(name))
#define HAVEN_PLANTED(name) (::haven::fault::never(name))
#endif
