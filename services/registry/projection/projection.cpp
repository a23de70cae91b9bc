#include "services/registry/projection/projection.hpp"

#include <algorithm>

#include "services/registry/domain/import_digest.hpp"
#include "services/registry/projection/tables.hpp"
#include "services/registry/projection/timeline.hpp"
#include "services/registry/projection/values.hpp"

namespace haven::registry {

namespace {

using State = Household::State;

const Member* head_of(const State& state) {
    const auto& members = state.members();
    const auto head = std::ranges::find(members, Relation::Head, &Member::relation);
    return head == members.end() ? nullptr : &*head;
}

log::Value head_person(const State& state) {
    const Member* head = head_of(state);
    return head == nullptr ? log::Value{} : cell(head->person.uuid);
}

log::Value head_name(const State& state) {
    const Member* head = head_of(state);
    return head == nullptr ? log::Value{} : cell(head->name);
}

// 1 = applied for here, 2 = imported (haven.registry.v1.FileOrigin).
std::int64_t origin_of(const State& state) {
    return state.imported ? 2 : 1;
}

void put_household(const State& s, const log::EventContext& context, log::RowSink& rows) {
    const auto& causes = s.causes();
    const ApplicationSubmitted& a = s.application;
    const Date notice_day = s.notice && !s.notice->closed() ? s.notice->last_day : Date{};
    const auto& proposal = s.proposed_payee;
    rows.put(tables::kHousehold, {context.stream_id,
                                  s.imported ? s.imported->grassroots_union : a.union_node,
                                  s.imported ? s.imported->division : a.division,
                                  number(a.residence),
                                  number(s.shown()),
                                  number(s.hardship_class()),
                                  number(s.tier()),
                                  number(s.round()),
                                  origin_of(s),
                                  number(causes.empty() ? HardshipCause::None : causes.front()),
                                  list_text(causes),
                                  head_person(s),
                                  head_name(s),
                                  static_cast<std::int64_t>(s.members().size()),
                                  cell(a.applied_on),
                                  cell(s.enrolled_on),
                                  cell(s.closed_on),
                                  number(s.exit_kind),
                                  cell(s.review_valid_until),
                                  a.employer_uscc,
                                  number(context.version),
                                  cell(notice_day),
                                  list_text(s.open_objections),
                                  s.check ? cell(s.check->request) : log::Value{},
                                  number(s.check ? s.check->state : MeansCheckState::None),
                                  s.imported ? s.imported->file_no : std::string(),
                                  cell(s.payee().person.uuid),
                                  s.payee().last4,
                                  s.payee().bank,
                                  proposal ? cell(proposal->proposal) : log::Value{},
                                  proposal ? proposal->payee.last4 : std::string(),
                                  list_text(s.programmes),
                                  cell(s.aid_paid)});
}

void put_members(const State& s, const log::EventContext& context, log::RowSink& rows) {
    for (const Member& m : s.members()) {
        rows.put(tables::kHouseholdMember,
                 {context.stream_id, number(m.seq), m.person.uuid, number(m.relation), cell(m.name),
                  cell(m.id_number), number(m.sex), cell(m.birth_date), cell(m.phone),
                  cell(m.address), number(m.work), number(m.health), number(m.schooling),
                  cell(m.yearly_income), m.authorised});
    }
}

void put_work(const State& s, const log::EventContext& context, log::RowSink& rows) {
    const Task task = task_of(s);
    if (task.name.empty()) {
        rows.remove(tables::kWorkItem, {context.stream_id});
        return;
    }
    rows.put(tables::kWorkItem, {context.stream_id, task.name, cell(task.due),
                                 s.application.union_node, head_person(s), head_name(s)});
}

void put_period(const State& s, const log::EventContext& context, log::RowSink& rows) {
    rows.put(tables::kFilePeriod,
             {context.stream_id, cell(s.enrolled_on), cell(s.closed_on), number(s.exit_kind),
              number(s.round()), number(s.tier()), origin_of(s)});
}

void put_decision(std::string type, Date on, HardshipClass gives, const std::string& reason,
                  const Comparison& c, const log::EventContext& context, log::RowSink& rows) {
    rows.put(tables::kClassDecision, {context.stream_id,    number(context.version),
                                      std::move(type),      cell(on),
                                      number(gives),        reason,
                                      c.rule_set_id,        c.line_id,
                                      cell(c.line_monthly), c.line_is_placeholder,
                                      cell(c.income),       cell(c.rigid),
                                      cell(c.net),          number(c.member_count),
                                      cell(c.line_year),    number(c.multiple_permille),
                                      c.relation_sign,      cell(c.accident_cost),
                                      cell(c.savings),      number(c.months_below_line),
                                      c.relief_received,    cell(c.self_paid_medical),
                                      c.temporary_hardship});
}

void put_plan(const HelpPlanAdopted& e, const log::EventContext& context, log::RowSink& rows) {
    for (const Measure& measure : e.measures) {
        std::string instalments;  // "1:2018-06-30:200000;2:…"
        for (const Instalment& instalment : measure.instalments) {
            if (!instalments.empty()) instalments += ';';
            instalments += std::to_string(instalment.number) + ":" + instalment.due.to_string() +
                           ":" + std::to_string(instalment.amount.in_fen());
        }
        rows.put(tables::kPlanMeasure,
                 {context.stream_id, measure.measure_id, number(e.year), cell(e.adopted_on),
                  number(measure.item), measure.programme, cell(measure.beneficiary.uuid),
                  cell(measure.annual), cell(measure.fund_line),
                  static_cast<std::int64_t>(measure.fund_federation.value), instalments});
    }
}

// Rows that only some events touch.
struct Extra {
    const State& s;
    const log::EventContext& context;
    log::RowSink& rows;

    void operator()(const ApplicationSubmitted&) const { put_members(s, context, rows); }
    void operator()(const ApplicationCompleted&) const { put_members(s, context, rows); }
    void operator()(const MeansCheckRequested& e) const {
        rows.put(tables::kMeansCheck,
                 {e.request, context.stream_id, cell(e.requested_on), std::int64_t{0},
                  std::monostate{}, std::string(), s.application.division});
    }
    void operator()(const MeansCheckReturned& e) const {
        rows.put(tables::kMeansCheck,
                 {e.request, context.stream_id, cell(s.check->requested_on), number(e.state),
                  cell(e.answered_on), e.error, s.application.division});
    }
    void operator()(const HouseholdClassified& e) const {
        put_decision("HouseholdClassified", e.assessed_on, e.hardship_class, "", e.comparison,
                     context, rows);
    }
    void operator()(const AssessedNotEligible& e) const {
        put_decision("AssessedNotEligible", e.assessed_on, HardshipClass::None, e.reason,
                     e.comparison, context, rows);
    }
    void operator()(const NoticeOpened& e) const {
        rows.put(tables::kNotice, {context.stream_id, e.subject, cell(e.row.person.uuid),
                                   cell(e.row), cell(e.first_day), cell(e.last_day), e.place});
    }
    void operator()(const NoticeClosed&) const { take_down(); }
    void operator()(const NoticeWithdrawn&) const { take_down(); }
    void operator()(const HouseholdEnrolled&) const { put_period(s, context, rows); }
    void operator()(const EnrolmentRejected&) const { take_down(); }
    void operator()(const ApplicationWithdrawn&) const { take_down(); }
    void operator()(const HelpPlanAdopted& e) const { put_plan(e, context, rows); }
    void operator()(const ProgrammeEnrolled& e) const {
        rows.put(tables::kProgrammeMember,
                 {context.stream_id, e.programme, cell(e.beneficiary.uuid), e.enterprise_uscc,
                  cell(e.enrolled_on)});
    }
    void operator()(const ReviewCompleted& e) const {
        if (e.comparison.rule_set_id.empty()) return;
        put_decision("ReviewCompleted", e.completed_on, e.hardship_class, "", e.comparison, context,
                     rows);
    }
    void operator()(const ExitRejected&) const { take_down(); }
    void operator()(const FileClosed&) const { end(); }
    void operator()(const FileCancelled&) const { end(); }
    void operator()(const RelapseConfirmed& e) const {
        put_decision("RelapseConfirmed", e.confirmed_on, e.hardship_class, "", e.comparison,
                     context, rows);
    }
    void operator()(const FileReopened&) const { put_period(s, context, rows); }
    void operator()(const HouseholdImported& e) const {
        put_members(s, context, rows);
        put_period(s, context, rows);
        rows.put(tables::kImportedFile, {context.stream_id, e.file_no, import_digests(e)});
    }
    void operator()(const ApplicationReturned&) const {}
    void operator()(const ApplicationLapsed&) const {}
    void operator()(const HomeVisitRecorded&) const {}
    void operator()(const ObjectionRaised&) const {}
    void operator()(const ObjectionUpheld&) const {}
    void operator()(const ObjectionDismissed&) const {}
    void operator()(const ReviewReminded&) const {}
    void operator()(const AidSuspended&) const {}
    void operator()(const SuspensionLifted&) const {}
    void operator()(const IncomeChangeSignalled&) const {}
    void operator()(const RetainedJobEnded&) const {}
    void operator()(const AidResumed&) const {}
    void operator()(const ExitProposed&) const {}
    void operator()(const HardshipResolved&) const {}
    void operator()(const FollowUpDue&) const {}
    void operator()(const FollowUpRecorded&) const {}
    void operator()(const FollowUpClosed&) const {}
    void operator()(const AidRecorded&) const {}
    void operator()(const AidReturned&) const {}
    void operator()(const AidHeld&) const {}
    void operator()(const PayeeChangeProposed&) const {}
    void operator()(const PayeeAccountChanged&) const {}

  private:
    void take_down() const { rows.remove(tables::kNotice, {context.stream_id}); }
    void end() const {
        put_period(s, context, rows);
        take_down();
    }
};

Task open_file_task(const State& s) {
    if (s.exit) {
        if (!s.open_objections.empty()) return {"OBJECTION"};
        if (!s.notice) return {"EXIT_NOTICE"};
        if (!s.notice->closed()) return {"NOTICE_POSTED", s.notice->last_day};
        return {"EXIT_MEETING"};
    }
    if (s.suspensions.contains(SuspensionReason::ReviewOverdue)) {
        return {"REVIEW_OVERDUE", s.review_valid_until};
    }
    if (s.income_changed) return {"INCOME_CHANGED"};
    if (s.proposed_payee) return {"PAYEE_CONFIRM"};
    if (!s.waits_for_payee.empty()) return {"CORRECT_PAYEE"};
    if (s.review_reminded) return {"REVIEW", s.review_valid_until};
    if (!s.imported && s.plans.empty()) return {"PLAN"};
    return {};
}

}  // namespace

Task task_of(const State& s) {
    using enum HouseholdState;
    const Task visit{"VISIT", s.application.investigate_by};
    switch (s.phase) {
        case Applied:
            return s.investigated ? Task{"MEANS_CHECK"} : visit;
        case Returned:
            return {"COMPLETE", s.complete_by};
        case Checking:
            return s.investigated ? Task{"AWAIT_CHECK"} : visit;
        case Checked:
            return s.investigated ? Task{"ASSESS"} : visit;
        case Classified:
            return {"NOTICE"};
        case Noticed:
            if (!s.open_objections.empty()) return {"OBJECTION", s.notice->last_day};
            return {"NOTICE_POSTED", s.notice->last_day};
        case NoticeClosed:
            return {s.open_objections.empty() ? "MEETING" : "OBJECTION"};
        case Enrolled:
            return open_file_task(s);
        case Closed:
            return s.follow_ups_due.empty() ? Task{} : Task{"FOLLOW_UP"};
        default:
            return {};
    }
}

void project_household(const HouseholdEvent& event, const State& after,
                       const log::EventContext& context, log::RowSink& rows) {
    put_household(after, context, rows);
    put_work(after, context, rows);
    put_timeline(event, context, rows);
    std::visit(Extra{after, context, rows}, event);
}

}  // namespace haven::registry
