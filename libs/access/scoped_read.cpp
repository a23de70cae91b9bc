#include "libs/access/scoped_read.hpp"

namespace haven::access {
namespace {

constexpr postgres::Statement kBegin{"haven_begin_read",
                                     "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
constexpr postgres::Statement kEnd{"haven_end_read", "ROLLBACK"};
constexpr postgres::Statement kSetScope{"haven_set_scope",
                                        "SELECT set_config('haven.federations', $1, true)"};

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

ScopedRead::ScopedRead(postgres::Pool& pool, std::span<const FederationNo> scope)
    : lease_(pool.borrow()), scope_(list_of(scope)) {}

ScopedRead::~ScopedRead() {
    if (!begun_) return;
    try {
        lease_->run(kEnd);
    } catch (const std::exception&) {
        // The session may be lost: then it must not go back to the pool with a scope still set.
        lease_->abandon();
    }
}

postgres::Rows ScopedRead::query(const postgres::Statement& statement,
                                 const postgres::Params& params) {
    if (begun_) return lease_->run(statement, params);
    begun_ = true;
    const postgres::Connection::Call calls[] = {
        {kBegin, {}}, {kSetScope, postgres::Params().text(scope_)}, {statement, params}};
    return std::move(lease_->run_pipelined(calls).back());
}

}  // namespace haven::access
