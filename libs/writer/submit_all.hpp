// Many commands of one caller, answered together: they are written side by side, in as few
// transactions as the writer makes of them.
//
//     auto pending = submit_all(writer, std::move(submissions));
//     for (const Result<Reply>& reply : pending.get()) …
#pragma once

#include <future>
#include <vector>

#include "libs/writer/writer.hpp"

namespace haven::writer {

// Submits all of them without waiting; get() waits for every answer, on the caller's thread, and
// has one a submission in their order. No deadline: the writer answers everything, at the latest
// when it stops. At most its queue's length at once, or the rest is answered QUEUE_FULL. The writer
// outlives the future. Any thread.
[[nodiscard]] std::future<std::vector<Result<Reply>>> submit_all(
    Submitter& writer, std::vector<Submission> submissions);

}  // namespace haven::writer
