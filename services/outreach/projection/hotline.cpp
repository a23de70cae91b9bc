// The rows of the hotline.
#include "libs/log/cells.hpp"
#include "services/outreach/projection/projection.hpp"
#include "services/outreach/projection/tables.hpp"

namespace haven::outreach {

using log::number;

void project_ticket_rules(const TicketRules::Event&, const TicketRules::State& after,
                          const log::EventContext&, log::RowSink& sink) {
    const TimeLimits& limits = *after.limits;
    sink.put(kTimeLimitsTable,
             {limits.code, limits.first_day, number(limits.general), number(limits.difficult),
              number(limits.extra_complex), limits.source});
}

void project_ticket(const HotlineTicket::Event&, const HotlineTicket::State& after,
                    const log::EventContext& context, log::RowSink& sink) {
    const TicketSheet& sheet = after.sheet;
    const auto said = after.call_back ? after.call_back->satisfaction : Satisfaction::Unset;
    const auto referral = after.referral ? after.referral->referral : ReferralId{};
    sink.put(
        kTicketTable,
        {context.stream_id, sheet.ticket_no, number(sheet.type), number(sheet.ticket_class),
         sheet.subject, log::optional_id(sheet.name.person), sheet.union_node, number(sheet.level),
         number(after.phase), sheet.logged_on, sheet.due_on, sheet.escalated, number(sheet.round),
         number(sheet.transfers), number(after.escalations), number(said),
         log::optional_id(referral), number(after.outcome), number(after.end)});
}

}  // namespace haven::outreach
