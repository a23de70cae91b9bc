#include "libs/move/move.hpp"

#include "libs/move/copy.hpp"
#include "libs/move/sql/statements.hpp"

namespace haven::move {

using postgres::Connection;
using postgres::Params;
using postgres::Rows;
using postgres::Transaction;
using Clock = std::chrono::steady_clock;

namespace {

// One statement may copy a large county's largest table.
constexpr int kDeadlineMs = 600'000;
// How many new events are few enough to be copied while commands are refused, and how often that is
// waited for.
constexpr std::int64_t kFewEvents = 200;
constexpr int kPassesAhead = 8;

struct Head {
    std::string state;
    std::int64_t last = 0;
    std::int64_t epoch = 0;
};

class Move {
  public:
    explicit Move(const Request& request)
        : request_(request), from_(request.from, kDeadlineMs), to_(request.to, kDeadlineMs) {}

    Result<Report> run() {
        if (!from_.run(sql::kTakeMove, federation())[0].boolean(0)) {
            return refused("MOVE_UNDER_WAY", "somebody moves this federation already");
        }
        const Head there = head(from_);
        const Head here = head(to_);
        if (there.state == "MOVED") {
            if (here.state != "MOVED") {
                report_.was_there = true;
                return report_;
            }
            // Killed between the two last steps.
            if (here.epoch == there.epoch + 1 && here.last == there.last) return open();
            return refused("FEDERATION_ELSEWHERE", "the federation is not in this database");
        }
        if (here.state != "MOVED") {
            return refused("FEDERATION_ELSEWHERE", "the federation is open in both databases");
        }
        // Killed while commands were refused.
        if (there.state == "MOVING") set_state(from_, "OPEN");
        return copy_and_flip(there);
    }

  private:
    [[nodiscard]] Params federation() const { return Params().int16(request_.federation.value); }

    Head head(Connection& side) const {
        const Rows rows = side.run(sql::kHead, federation());
        if (rows.empty()) throw std::runtime_error("FEDERATION_NOT_FOUND");
        return {rows[0].text(0), rows[0].int64(1), rows[0].int64(2)};
    }

    void set_state(Connection& side, const std::string& state) const {
        Transaction transaction(side);
        side.run(sql::kLockHead, federation());
        side.run(sql::kSetState, federation().text(state));
        transaction.commit();
    }

    Result<Report> copy_and_flip(const Head& there) {
        const auto tables = moved_tables(from_);
        if (tables != moved_tables(to_)) {
            return refused("TABLES_DIFFER", "the two databases are not of the same version");
        }
        Copy copy(from_, to_, request_.federation, tables);
        copy.clear();
        std::int64_t copied = 0;
        for (int i = 0; i < kPassesAhead; ++i) {
            const std::int64_t before = copied;
            HAVEN_TRY(copied, pass(copy, before));
            if (copied - before < kFewEvents) break;
        }
        const auto refused_from = Clock::now();
        set_state(from_, "MOVING");
        reached(Step::Moving);
        try {
            const auto last = pass(copy, copied);
            if (!last) {
                set_state(from_, "OPEN");
                return std::unexpected(last.error());
            }
            to_.run(sql::kPrepareHead, federation().int64(there.epoch + 1));
        } catch (...) {
            // If that fails too, the next call of the command opens it again.
            set_state(from_, "OPEN");
            throw;
        }
        reached(Step::Prepared);
        set_state(from_, "MOVED");
        reached(Step::Left);
        open();
        report_.refused =
            std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - refused_from);
        report_.rows = copy.count();
        report_.events = report_.rows["event"];
        return report_;
    }

    Result<std::int64_t> pass(Copy& copy, std::int64_t after) {
        HAVEN_TRY(const std::int64_t last, copy.pass(after));
        ++report_.passes;
        reached(Step::Copied);
        return last;
    }

    void reached(Step step) const {
        if (request_.reached) request_.reached(step);
    }

    Report open() {
        set_state(to_, "OPEN");
        return report_;
    }

    const Request& request_;
    Connection from_;
    Connection to_;
    Report report_;
};

}  // namespace

Result<Report> move_federation(const Request& request) {
    return Move(request).run();
}

}  // namespace haven::move
