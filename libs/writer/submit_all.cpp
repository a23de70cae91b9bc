#include "libs/writer/submit_all.hpp"

#include <condition_variable>
#include <mutex>

namespace haven::writer {

std::future<std::vector<Result<Reply>>> submit_all(Submitter& writer,
                                                   std::vector<Submission> submissions) {
    // Shared with the completions, which come also when nobody waits any more.
    struct Board {
        std::mutex mutex;
        std::condition_variable done;
        std::size_t waiting = 0;
        std::vector<std::optional<Result<Reply>>> answers;
    };
    const auto board = std::make_shared<Board>();
    board->waiting = submissions.size();
    board->answers.resize(submissions.size());
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        writer.submit(std::move(submissions[i]), [board, i](Result<Reply> reply) {
            const std::lock_guard lock(board->mutex);
            board->answers[i] = std::move(reply);
            if (--board->waiting == 0) board->done.notify_all();
        });
    }
    return std::async(std::launch::deferred, [board] {
        std::unique_lock lock(board->mutex);
        board->done.wait(lock, [&] { return board->waiting == 0; });
        std::vector<Result<Reply>> results;
        for (auto& answer : board->answers) results.push_back(*std::move(answer));
        return results;
    });
}

}  // namespace haven::writer
