#include "libs/access/scoped_read.hpp"

#include <thread>

namespace haven::access {
namespace {

using postgres::Connection;
using postgres::Params;
using postgres::Rows;
using postgres::Statement;

constexpr Statement kBegin{"haven_begin_read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
const std::string kEnd = "ROLLBACK";
constexpr Statement kSetScope{"haven_set_scope",
                              "SELECT set_config('haven.federations', $1, true)"};
// In the snapshot of the queries: a federation that leaves later was still here then.
constexpr Statement kLeft{
    "haven_left",
    "SELECT federation FROM log_head WHERE federation = ANY ($1) AND state = 'MOVED'"};

// Between the database that it has left and the one where it is open.
constexpr int kLooks = 20;
constexpr auto kBetweenLooks = std::chrono::milliseconds(15);

// Empty means "nobody's": '{}' of the policy's array is made from an empty string, which the cast
// refuses, so 0, the number of no federation, stands for it.
std::string list_of(std::span<const FederationNo> scope) {
    if (scope.empty()) return "0";
    std::string list;
    for (const FederationNo number : scope) {
        if (!list.empty()) list += ',';
        list += std::to_string(number.value);
    }
    return list;
}

}  // namespace

class ScopedRead::Left : public std::exception {};

ScopedRead::ScopedRead(Readers& readers, std::span<const FederationNo> scope)
    : readers_(readers), scope_(scope.begin(), scope.end()) {
    divide();
}

ScopedRead::~ScopedRead() {
    end_all();
}

// An empty scope is asked for where the reference data lie, as a query may want a row in any case.
void ScopedRead::divide() {
    const auto shard_of = [&](FederationNo federation) {
        return readers_.placement_ ? readers_.placement_->shard_of(federation) : 0;
    };
    parts_.clear();
    reference_ = {.shard = shard_of(readers_.reference_), .scope = {}};
    for (std::size_t shard = 0; shard < readers_.shards_.size(); ++shard) {
        Part part{.shard = shard, .scope = {}};
        for (const FederationNo federation : scope_) {
            if (shard_of(federation) == shard) part.scope.push_back(federation);
        }
        const bool only = scope_.empty() && shard == reference_.shard;
        if (!part.scope.empty() || only) parts_.push_back(std::move(part));
    }
}

Rows ScopedRead::query(const Statement& statement, const Params& params) {
    return while_it_stays([&] {
        Rows rows = run(parts_.front(), statement, params);
        for (std::size_t i = 1; i < parts_.size(); ++i)
            rows.append(run(parts_[i], statement, params));
        return rows;
    });
}

Rows ScopedRead::reference(const Statement& statement, const Params& params) {
    return while_it_stays([&] {
        for (Part& part : parts_) {
            if (part.shard == reference_.shard) return run(part, statement, params);
        }
        return run(reference_, statement, params);
    });
}

template <class Query>
Rows ScopedRead::while_it_stays(Query query) {
    for (int looks = 0;; ++looks) {
        try {
            return query();
        } catch (const Left&) {
            if (looks == kLooks) {
                throw postgres::ConnectionLost("FEDERATION_MOVING: between two databases");
            }
            end_all();
            if (looks > 0) std::this_thread::sleep_for(kBetweenLooks);
            readers_.placement_->look();
            divide();
        }
    }
}

Rows ScopedRead::run(Part& part, const Statement& statement, const Params& params) {
    if (part.lease) return (*part.lease)->run(statement, params);
    part.lease = std::make_unique<postgres::Pool::Lease>(readers_.shards_[part.shard]->borrow());
    std::vector<Connection::Call> calls{{kBegin, {}},
                                        {kSetScope, Params().text(list_of(part.scope))}};
    if (readers_.placement_) {
        postgres::ArrayBuilder read(postgres::Type::Int16);
        for (const FederationNo federation : part.scope) read.int16(federation.value);
        if (part.shard == reference_.shard) read.int16(readers_.reference_.value);
        calls.push_back({kLeft, Params().array(read)});
    }
    calls.push_back({statement, params});
    auto answers = (*part.lease)->run_pipelined(calls);
    if (readers_.placement_ && !answers[2].empty()) throw Left();
    return std::move(answers.back());
}

void ScopedRead::end(Part& part) {
    if (!part.lease) return;
    try {
        (*part.lease)->exec_last(kEnd);  // nobody waits for a read to have ended
    } catch (const std::exception&) {
        // The session may be lost: then it must not go back to the pool with a scope still set.
        (*part.lease)->abandon();
    }
    part.lease.reset();
}

void ScopedRead::end_all() {
    for (Part& part : parts_) end(part);
    end(reference_);
}

}  // namespace haven::access
