// Reactions: events of the registry, of scholarship, of outreach, of employment, and our own, → our
// own commands. Pure: everything they need stands in the record or in the calendar, which is data.
#pragma once

#include <vector>

#include "libs/base/working_calendar.hpp"
#include "libs/consumer/consumer.hpp"
#include "services/disbursement/aggregates.hpp"
#include "services/disbursement/domain/types.hpp"

namespace haven::disbursement {

// Both must outlive the subscription.
consumer::Subscription registry_subscription(const Aggregates& aggregates,
                                             const WorkingCalendar& calendar);
consumer::Subscription scholarship_subscription(const Aggregates& aggregates,
                                                const WorkingCalendar& calendar);
// Subsidies of courses, and the account they go to.
consumer::Subscription employment_subscription(const Aggregates& aggregates,
                                               const WorkingCalendar& calendar);
// The cash of visit groups: asked for, handed to people, taken back, counted.
consumer::Subscription outreach_subscription(const Aggregates& aggregates);
consumer::Subscription own_subscription(const Aggregates& aggregates);

// The id of the entitlement that a measure of a file's plan becomes.
EntitlementId entitlement_id(const HouseholdId& household, const std::string& measure_id);
// Of the entitlement that pays a year of an award, `asked` times asked for: a year that was given
// up and granted anew is another one.
EntitlementId entitlement_id(const AwardRef& award, int asked);
// Of the entitlement that pays the one subsidy of an enrolment.
EntitlementId entitlement_id(const EnrolmentId& enrolment);
// The one advance of a visit group on a fund line; every delivery of the group names both.
CashAdvanceId cash_advance_id(const VisitGroupId& group, const FundLineId& line);

}  // namespace haven::disbursement
