#include "libs/bus/lease.hpp"

#include <algorithm>

#include "libs/bus/sql/statements.hpp"

namespace haven::bus {

using postgres::ArrayBuilder;
using postgres::Connection;
using postgres::Params;
using postgres::Rows;
using postgres::Type;

namespace {

ArrayBuilder numbers(const std::vector<int>& keys) {
    ArrayBuilder array(Type::Int16);
    for (const int key : keys) array.int16(static_cast<std::int16_t>(key));
    return array;
}

}  // namespace

Leases::Leases(std::string conninfo, std::string kind, std::string owner, std::vector<int> keys,
               std::chrono::milliseconds life)
    : conninfo_(std::move(conninfo)),
      kind_(std::move(kind)),
      owner_(std::move(owner)),
      keys_(std::move(keys)),
      life_(life) {}

const std::map<int, std::int64_t>& Leases::hold() {
    if (Clock::now() < next_) return held_;
    try {
        if (!connection_) connection_ = std::make_unique<Connection>(conninfo_);
        renew(*connection_);
    } catch (...) {
        connection_.reset();
        if (Clock::now() > ends_) held_.clear();
        throw;
    }
    return held_;
}

void Leases::renew(Connection& connection) {
    // Counted from before the question, so that our end comes before the database's.
    const auto now = Clock::now();
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(life_).count();
    const auto mine = [&] { return Params().text(kind_).text(owner_); };
    std::map<int, std::int64_t> held;
    const auto add = [&](const Rows& rows) {
        for (const postgres::Row row : rows) held[row.int16(0)] = row.int64(1);
    };
    postgres::Transaction transaction(connection);
    connection.run(sql::kIsHere, mine().int64(micros));
    add(connection.run(sql::kRenew, mine().int64(micros)));
    const auto members =
        static_cast<std::size_t>(connection.run(sql::kMembers, Params().text(kind_))[0].int64(0));
    const std::size_t share = (keys_.size() + members - 1) / std::max<std::size_t>(members, 1);
    if (held.size() > share) {
        std::vector<int> surplus;
        while (held.size() > share) surplus.push_back(held.extract(std::prev(held.end())).key());
        connection.run(sql::kGiveBack, mine().array(numbers(surplus)));
    } else if (held.size() < share) {
        connection.run(sql::kEnsureLeases, Params().text(kind_).array(numbers(keys_)));
        add(connection.run(sql::kTake, mine()
                                           .int64(micros)
                                           .array(numbers(keys_))
                                           .int64(static_cast<std::int64_t>(share - held.size()))));
    }
    transaction.commit();
    held_ = std::move(held);
    ends_ = now + life_ * 4 / 5;
    next_ = now + life_ / 3;
}

bool Leases::is_held(int key) const {
    return Clock::now() < ends_ && held_.contains(key);
}

void Leases::release() {
    if (!connection_) return;
    const Params mine = Params().text(kind_).text(owner_);
    connection_->run(sql::kIsGone, mine);
    connection_->run(sql::kGiveBack, Params().text(kind_).text(owner_).array(numbers(keys_)));
    held_.clear();
    next_ = {};
}

}  // namespace haven::bus
