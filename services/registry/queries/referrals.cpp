#include "services/registry/queries/referrals.hpp"

#include "libs/postgres/params.hpp"
#include "libs/postgres/rows.hpp"

namespace haven::registry::queries {
namespace {

using postgres::Params;
using postgres::Row;
using postgres::Statement;

constexpr Statement kReferral{
    "registry_referral",
    "SELECT federation, referral_id, source, source_no, person_id, name, phone, union_node, signs, "
    "heard_on, state, household_id, reason FROM referral WHERE referral_id = $1"};
// States 1 and 2 wait.
constexpr Statement kReferrals{
    "registry_referrals",
    "SELECT federation, referral_id, source, source_no, person_id, name, phone, union_node, signs, "
    "heard_on, state, household_id, reason FROM referral "
    "WHERE (state = $1 OR ($1 = 0 AND state <= 2)) AND (heard_on, referral_id) > ($2, $3) "
    "ORDER BY heard_on, referral_id LIMIT $4"};

Sealed sealed_of(const Row& row, const PersonId& person, int column) {
    const auto bytes = row.bytes_or_null(column);
    if (!bytes) return {};
    return {person, std::string(*bytes)};
}

ReferralRow referral_of(const Row& row) {
    const PersonId person{row.uuid_or_null(4).value_or(Uuid{})};
    return {.federation = FederationNo{row.int16(0)},
            .referral = row.uuid(1),
            .source = static_cast<ReferralSource>(row.int64(2)),
            .source_no = row.text(3),
            .person = person,
            .name = sealed_of(row, person, 5),
            .phone = sealed_of(row, person, 6),
            .union_node = row.text(7),
            .signs = row.text(8),
            .heard_on = row.date(9),
            .state = static_cast<ReferralState>(row.int64(10)),
            .household = HouseholdId{row.uuid_or_null(11).value_or(Uuid{})},
            .reason = row.text(12)};
}

}  // namespace

std::optional<ReferralRow> referral(access::ScopedRead& read, const Uuid& id) {
    const auto rows = read.query(kReferral, Params().uuid(id));
    if (rows.empty()) return std::nullopt;
    return referral_of(rows[0]);
}

std::vector<ReferralRow> referrals(access::ScopedRead& read, ReferralState state, Date after_day,
                                   const Uuid& after, int limit) {
    const Date from = after_day.is_set() ? after_day : Date::of(1900, 1, 1);
    std::vector<ReferralRow> found;
    for (const Row row :
         read.query(kReferrals,
                    Params().int64(static_cast<int>(state)).date(from).uuid(after).int64(limit))) {
        found.push_back(referral_of(row));
    }
    read.merge(
        found, [](const ReferralRow& one) { return std::pair{one.heard_on, one.referral}; },
        static_cast<std::size_t>(limit));
    return found;
}

}  // namespace haven::registry::queries
