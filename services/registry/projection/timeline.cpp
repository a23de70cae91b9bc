#include "services/registry/projection/timeline.hpp"

#include "haven/registry/v1/household.pb.h"
#include "libs/base/result.hpp"
#include "services/registry/projection/tables.hpp"
#include "services/registry/projection/values.hpp"

namespace haven::registry {

namespace {

struct Line {
    std::string type;
    Date on;  // unset: the business date of the event
    std::string detail = {};
    Money amount = {};
};

// For the detail column: the proto's word without its prefix; short, stable, never personal.
template <class ProtoEnum, class Enum>
std::string word(Enum value) {
    const auto& values = *google::protobuf::GetEnumDescriptor<ProtoEnum>();
    const std::string& unset = values.FindValueByNumber(0)->name();
    const std::size_t prefix = unset.size() - std::string_view("UNSPECIFIED").size();
    const auto* named = values.FindValueByNumber(static_cast<int>(value));
    HAVEN_CHECK(named != nullptr);
    return named->name().substr(prefix);
}

std::string plan_detail(const HelpPlanAdopted& e) {
    std::string detail = std::to_string(e.year);
    for (const Measure& measure : e.measures) {
        detail += ' ';
        detail += measure.programme.empty() ? word<v1::AidItem>(measure.item) : measure.programme;
        if (!measure.approval.document_no.empty()) detail += " " + measure.approval.document_no;
    }
    return detail;
}

Money plan_total(const HelpPlanAdopted& e) {
    Money total;
    for (const Measure& measure : e.measures) total += measure.annual;
    return total;
}

std::string aid_detail(const AidRecorded& e) {
    const std::string what = e.programme.empty() ? word<v1::AidItem>(e.item) : e.programme;
    return what + " " + std::to_string(e.due_year) + "/" + std::to_string(e.instalment);
}

Line line_of(const ApplicationSubmitted& e) {
    return {"ApplicationSubmitted", e.applied_on, e.union_node};
}
Line line_of(const ApplicationReturned& e) {
    return {"ApplicationReturned", {}, "until " + e.complete_by.to_string()};
}
Line line_of(const ApplicationCompleted&) {
    return {"ApplicationCompleted", {}};
}
Line line_of(const ApplicationWithdrawn& e) {
    return {"ApplicationWithdrawn", e.withdrawn_on};
}
Line line_of(const ApplicationLapsed& e) {
    return {"ApplicationLapsed", e.lapsed_on};
}
Line line_of(const HomeVisitRecorded& e) {
    return {"HomeVisitRecorded", e.visited_on, word<v1::VisitKind>(e.kind)};
}
Line line_of(const MeansCheckRequested& e) {
    return {"MeansCheckRequested", e.requested_on};
}
Line line_of(const MeansCheckReturned& e) {
    return {"MeansCheckReturned", e.answered_on, word<v1::MeansCheckState>(e.state)};
}
Line line_of(const HouseholdClassified& e) {
    return {"HouseholdClassified", e.assessed_on, word<v1::HardshipClass>(e.hardship_class)};
}
Line line_of(const AssessedNotEligible& e) {
    return {"AssessedNotEligible", e.assessed_on, e.reason};
}
Line line_of(const NoticeOpened& e) {
    return {"NoticeOpened", e.first_day, e.subject + " until " + e.last_day.to_string()};
}
Line line_of(const NoticeClosed& e) {
    return {"NoticeClosed", e.closed_on};
}
Line line_of(const NoticeWithdrawn& e) {
    return {"NoticeWithdrawn", {}, e.reason};
}
Line line_of(const ObjectionRaised& e) {
    return {"ObjectionRaised", e.raised_on, e.grounds};
}
Line line_of(const ObjectionUpheld&) {
    return {"ObjectionUpheld", {}};
}
Line line_of(const ObjectionDismissed&) {
    return {"ObjectionDismissed", {}};
}
Line line_of(const HouseholdEnrolled& e) {
    return {"HouseholdEnrolled", e.enrolled_on, e.meeting.minutes_no};
}
Line line_of(const EnrolmentRejected& e) {
    return {"EnrolmentRejected", e.rejected_on, e.reason};
}
Line line_of(const HelpPlanAdopted& e) {
    return {"HelpPlanAdopted", e.adopted_on, plan_detail(e), plan_total(e)};
}
Line line_of(const ProgrammeEnrolled& e) {
    return {"ProgrammeEnrolled", e.enrolled_on, e.programme};
}
Line line_of(const ReviewReminded& e) {
    return {"ReviewReminded", {}, "until " + e.due_on.to_string()};
}
Line line_of(const ReviewCompleted& e) {
    return {"ReviewCompleted", e.completed_on, word<v1::ReviewOutcome>(e.outcome)};
}
Line line_of(const AidSuspended& e) {
    return {"AidSuspended", e.suspended_on, word<v1::SuspensionReason>(e.reason)};
}
Line line_of(const SuspensionLifted& e) {
    return {"SuspensionLifted", e.lifted_on, word<v1::SuspensionReason>(e.reason)};
}
Line line_of(const IncomeChangeSignalled& e) {
    return {"IncomeChangeSignalled", e.signalled_on, "month " + std::to_string(e.job.month),
            e.job.monthly_wage};
}
Line line_of(const RetainedJobEnded& e) {
    return {"RetainedJobEnded", e.ended_on};
}
Line line_of(const AidResumed& e) {
    return {"AidResumed", e.resumed_on};
}
Line line_of(const ExitProposed& e) {
    return {"ExitProposed", e.proposed_on, word<v1::ExitKind>(e.kind)};
}
Line line_of(const ExitRejected& e) {
    return {"ExitRejected", e.rejected_on, e.reason};
}
Line line_of(const HardshipResolved& e) {
    // The wage of the work that the decision names.
    return {"HardshipResolved", e.resolved_on, "", e.job ? e.job->monthly_wage : Money{}};
}
Line line_of(const FileClosed& e) {
    return {"FileClosed", e.closed_on, word<v1::ExitKind>(e.kind)};
}
Line line_of(const FileCancelled& e) {
    return {"FileCancelled", e.cancelled_on, word<v1::ExitKind>(e.kind)};
}
Line line_of(const FollowUpDue& e) {
    return {"FollowUpDue", {}, "month " + std::to_string(e.month)};
}
Line line_of(const FollowUpRecorded& e) {
    return {"FollowUpRecorded", e.visited_on, "month " + std::to_string(e.month)};
}
Line line_of(const FollowUpClosed& e) {
    return {"FollowUpClosed", e.closed_on};
}
Line line_of(const RelapseConfirmed& e) {
    return {"RelapseConfirmed", e.confirmed_on, word<v1::HardshipClass>(e.hardship_class)};
}
Line line_of(const FileReopened& e) {
    return {"FileReopened", e.reopened_on, e.meeting.minutes_no};
}
Line line_of(const HouseholdImported& e) {
    return {"HouseholdImported", e.enrolled_on, e.file_no};
}
Line line_of(const AidRecorded& e) {
    return {"AidRecorded", e.credited_on, aid_detail(e), e.amount};
}
Line line_of(const AidReturned& e) {
    return {"AidReturned", e.returned_on, e.code, e.amount};
}
Line line_of(const AidHeld& e) {
    return {"AidHeld", e.held_on, e.reason};
}
// The second person sees which account waits.
Line line_of(const PayeeChangeProposed& e) {
    return {"PayeeChangeProposed", e.proposed_on, "**** " + e.payee.last4};
}
Line line_of(const PayeeAccountChanged& e) {
    return {"PayeeAccountChanged", e.changed_on, "**** " + e.payee.last4};
}

}  // namespace

void put_timeline(const HouseholdEvent& event, const log::EventContext& context,
                  log::RowSink& rows) {
    Line line = std::visit([](const auto& e) { return line_of(e); }, event);
    const Date on = line.on.is_set() ? line.on : context.business_date;
    rows.put(tables::kTimeline,
             {context.stream_id, number(context.version), std::move(line.type), cell(on),
              cell(context.actor.uuid), cell(line.amount), std::move(line.detail)});
}

}  // namespace haven::registry
