#include <algorithm>

#include "libs/postgres/values.hpp"
#include "services/outreach/queries/queries.hpp"

namespace haven::outreach {
namespace {

using postgres::id_or_nil;
using postgres::Params;
using postgres::Row;
using postgres::Statement;

constexpr Statement kLimits{
    "outreach_ticket_limits",
    "SELECT code, first_day, general_days, difficult_days, extra_complex_days, source "
    "FROM ticket_limits ORDER BY first_day"};

constexpr Statement kTicketById{
    "outreach_ticket_by_id",
    "SELECT federation, ticket_id, ticket_no, type, class, subject, person_id, union_node, level, "
    "state, logged_on, due_on, escalated, round, transfers, escalations, satisfaction, "
    "referral_id, referral_outcome, ended FROM ticket WHERE ticket_id = $1"};
constexpr Statement kTicketByNumber{
    "outreach_ticket_by_number",
    "SELECT federation, ticket_id, ticket_no, type, class, subject, person_id, union_node, level, "
    "state, logged_on, due_on, escalated, round, transfers, escalations, satisfaction, "
    "referral_id, referral_outcome, ended FROM ticket WHERE ticket_no = $1"};
constexpr Statement kTickets{
    "outreach_tickets",
    "SELECT federation, ticket_id, ticket_no, type, class, subject, person_id, union_node, level, "
    "state, logged_on, due_on, escalated, round, transfers, escalations, satisfaction, "
    "referral_id, referral_outcome, ended FROM ticket "
    "WHERE ($1 = 0 OR federation = $1) AND ($2 = '' OR union_node = $2) "
    "AND (state = $3 OR ($3 = 0 AND state <> $4)) AND (NOT $5 OR escalated) "
    "AND (ticket_no, ticket_id) > ($6, $7) ORDER BY ticket_no, ticket_id LIMIT $8"};

TicketRow ticket_of(const Row& row) {
    return {.federation = FederationNo{row.int16(0)},
            .id = TicketId{row.uuid(1)},
            .ticket_no = row.text(2),
            .type = static_cast<TicketType>(row.int64(3)),
            .ticket_class = static_cast<TicketClass>(row.int64(4)),
            .subject = row.text(5),
            .person = id_or_nil<PersonId>(row, 6),
            .union_node = row.text(7),
            .level = static_cast<UnionLevel>(row.int64(8)),
            .state = static_cast<TicketState>(row.int64(9)),
            .logged_on = row.date(10),
            .due_on = row.date(11),
            .escalated = row.boolean(12),
            .round = static_cast<int>(row.int64(13)),
            .transfers = static_cast<int>(row.int64(14)),
            .escalations = static_cast<int>(row.int64(15)),
            .satisfaction = static_cast<Satisfaction>(row.int64(16)),
            .referral = id_or_nil<ReferralId>(row, 17),
            .outcome = static_cast<ReferralOutcome>(row.int64(18)),
            .end = static_cast<TicketEnd>(row.int64(19))};
}

}  // namespace

std::vector<TimeLimits> Queries::time_limits() {
    std::vector<TimeLimits> found;
    for (const Row row : read_.reference(kLimits)) {
        found.push_back({.code = row.text(0),
                         .first_day = row.date(1),
                         .general = static_cast<int>(row.int64(2)),
                         .difficult = static_cast<int>(row.int64(3)),
                         .extra_complex = static_cast<int>(row.int64(4)),
                         .source = row.text(5)});
    }
    return found;
}

std::optional<TicketRow> Queries::ticket(const std::string& id_or_number) {
    const auto id = Uuid::parse(id_or_number);
    std::optional<TicketRow> found;
    const auto consider = [&](TicketRow row) {
        // Of the offices in scope the one that has it, and that is the last it went to.
        const auto last = [](const TicketRow& one) {
            return std::pair{one.transfers, one.state != TicketState::PassedOn};
        };
        if (!found || last(*found) < last(row)) found = std::move(row);
    };
    const auto rows = id ? read_.query(kTicketById, Params().uuid(*id))
                         : read_.query(kTicketByNumber, Params().text(id_or_number));
    for (const Row row : rows) consider(ticket_of(row));
    return found;
}

std::vector<TicketRow> Queries::tickets(const TicketFilter& filter, const std::string& after_number,
                                        const TicketId& after, int limit) {
    std::vector<TicketRow> found;
    for (const Row row : read_.query(kTickets, Params()
                                                   .int64(filter.federation.value)
                                                   .text(filter.union_node)
                                                   .int64(static_cast<int>(filter.state))
                                                   .int64(static_cast<int>(TicketState::PassedOn))
                                                   .boolean(filter.escalated)
                                                   .text(after_number)
                                                   .uuid(after.uuid)
                                                   .int64(limit))) {
        found.push_back(ticket_of(row));
    }
    read_.merge(
        found, [](const TicketRow& one) { return std::pair{one.ticket_no, one.id.uuid}; },
        static_cast<std::size_t>(limit));
    return found;
}

}  // namespace haven::outreach
