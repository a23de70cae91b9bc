// Events from the application to the notice.
#include "services/registry/codec/events.hpp"
#include "services/registry/codec/fields.hpp"

namespace haven::registry {

v1::ApplicationSubmitted to_event(const ApplicationSubmitted& e) {
    v1::ApplicationSubmitted m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_union_node(e.union_node);
    m.set_division(e.division);
    m.set_residence(same_number<v1::Residence>(e.residence));
    m.set_union_member(e.union_member);
    m.set_migrant(e.migrant);
    m.set_labour_months(e.labour_months);
    m.set_employer_uscc(e.employer_uscc);
    m.set_tier(same_number<v1::FileTier>(e.tier));
    m.set_round(same_number<v1::FileRound>(e.round));
    put_numbers(e.causes, *m.mutable_causes());
    put_all(e.documents, *m.mutable_documents());
    put_all(e.members, *m.mutable_members());
    *m.mutable_payee() = to_proto(e.payee);
    m.set_declared_income_fen(e.declared_income.in_fen());
    m.set_declared_rigid_fen(e.declared_rigid.in_fen());
    m.set_self_paid_medical_fen(e.self_paid_medical.in_fen());
    m.set_privacy_notice(e.privacy_notice);
    m.set_applied_on(to_text(e.applied_on));
    m.set_rule_set_id(e.rule_set_id);
    m.set_investigate_by(to_text(e.investigate_by));
    return m;
}

ApplicationSubmitted from_event(const v1::ApplicationSubmitted& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .union_node = m.union_node(),
            .division = m.division(),
            .residence = same_number<Residence>(m.residence()),
            .union_member = m.union_member(),
            .migrant = m.migrant(),
            .labour_months = m.labour_months(),
            .employer_uscc = m.employer_uscc(),
            .tier = same_number<FileTier>(m.tier()),
            .round = same_number<FileRound>(m.round()),
            .causes = read_enums<HardshipCause>(m.causes()),
            .documents = read_all(m.documents()),
            .members = read_all(m.members()),
            .payee = from_proto(m.payee()),
            .declared_income = Money::fen(m.declared_income_fen()),
            .declared_rigid = Money::fen(m.declared_rigid_fen()),
            .self_paid_medical = Money::fen(m.self_paid_medical_fen()),
            .privacy_notice = m.privacy_notice(),
            .applied_on = stored_date(m.applied_on()),
            .rule_set_id = m.rule_set_id(),
            .investigate_by = stored_date(m.investigate_by())};
}

v1::ApplicationReturned to_event(const ApplicationReturned& e) {
    v1::ApplicationReturned m;
    put_numbers(e.missing, *m.mutable_missing());
    put_numbers(e.missing_authorisations, *m.mutable_missing_authorisations());
    m.set_complete_by(to_text(e.complete_by));
    return m;
}

ApplicationReturned from_event(const v1::ApplicationReturned& m) {
    return {.missing = read_enums<DocumentKind>(m.missing()),
            .missing_authorisations = read_numbers(m.missing_authorisations()),
            .complete_by = stored_date(m.complete_by())};
}

v1::ApplicationCompleted to_event(const ApplicationCompleted& e) {
    v1::ApplicationCompleted m;
    put_all(e.documents, *m.mutable_documents());
    put_numbers(e.authorisations, *m.mutable_authorisations());
    return m;
}

ApplicationCompleted from_event(const v1::ApplicationCompleted& m) {
    return {.documents = read_all(m.documents()),
            .authorisations = read_numbers(m.authorisations())};
}

v1::ApplicationWithdrawn to_event(const ApplicationWithdrawn& e) {
    v1::ApplicationWithdrawn m;
    m.set_withdrawn_on(to_text(e.withdrawn_on));
    return m;
}

ApplicationWithdrawn from_event(const v1::ApplicationWithdrawn& m) {
    return {.withdrawn_on = stored_date(m.withdrawn_on())};
}

v1::ApplicationLapsed to_event(const ApplicationLapsed& e) {
    v1::ApplicationLapsed m;
    m.set_lapsed_on(to_text(e.lapsed_on));
    return m;
}

ApplicationLapsed from_event(const v1::ApplicationLapsed& m) {
    return {.lapsed_on = stored_date(m.lapsed_on())};
}

v1::HomeVisitRecorded to_event(const HomeVisitRecorded& e) {
    v1::HomeVisitRecorded m;
    m.set_kind(same_number<v1::VisitKind>(e.kind));
    put_ids(e.visitors, *m.mutable_visitors());
    m.set_visited_on(to_text(e.visited_on));
    m.set_finding(same_number<v1::VisitFinding>(e.finding));
    return m;
}

HomeVisitRecorded from_event(const v1::HomeVisitRecorded& m) {
    return {.kind = same_number<VisitKind>(m.kind()),
            .visitors = read_ids<StaffId>(m.visitors()),
            .visited_on = stored_date(m.visited_on()),
            .finding = same_number<VisitFinding>(m.finding())};
}

v1::MeansCheckRequested to_event(const MeansCheckRequested& e) {
    v1::MeansCheckRequested m;
    m.set_request_id(to_text(e.request));
    m.set_requested_on(to_text(e.requested_on));
    put_numbers(e.members, *m.mutable_members());
    return m;
}

MeansCheckRequested from_event(const v1::MeansCheckRequested& m) {
    return {.request = stored_uuid(m.request_id()),
            .requested_on = stored_date(m.requested_on()),
            .members = read_numbers(m.members())};
}

v1::MeansCheckReturned to_event(const MeansCheckReturned& e) {
    v1::MeansCheckReturned m;
    m.set_request_id(to_text(e.request));
    m.set_state(same_number<v1::MeansCheckState>(e.state));
    m.set_error(e.error);
    put_numbers(e.unmatched, *m.mutable_unmatched());
    *m.mutable_figures() = to_proto(e.figures);
    m.set_answered_on(to_text(e.answered_on));
    return m;
}

MeansCheckReturned from_event(const v1::MeansCheckReturned& m) {
    return {.request = stored_uuid(m.request_id()),
            .state = same_number<MeansCheckState>(m.state()),
            .error = m.error(),
            .unmatched = read_numbers(m.unmatched()),
            .figures = from_proto(m.figures()),
            .answered_on = stored_date(m.answered_on())};
}

v1::HouseholdClassified to_event(const HouseholdClassified& e) {
    v1::HouseholdClassified m;
    m.set_hardship_class(same_number<v1::HardshipClass>(e.hardship_class));
    m.set_tier(same_number<v1::FileTier>(e.tier));
    *m.mutable_comparison() = to_proto(e.comparison);
    put_all(e.waivers, *m.mutable_waivers());
    m.set_assessed_on(to_text(e.assessed_on));
    m.set_request_id(to_text(e.request));
    m.set_check_valid_until(to_text(e.check_valid_until));
    m.set_notice_working_days(e.notice_working_days);
    return m;
}

HouseholdClassified from_event(const v1::HouseholdClassified& m) {
    return {.hardship_class = same_number<HardshipClass>(m.hardship_class()),
            .tier = same_number<FileTier>(m.tier()),
            .comparison = from_proto(m.comparison()),
            .waivers = read_all(m.waivers()),
            .assessed_on = stored_date(m.assessed_on()),
            .request = stored_uuid(m.request_id()),
            .check_valid_until = stored_date(m.check_valid_until()),
            .notice_working_days = m.notice_working_days()};
}

v1::AssessedNotEligible to_event(const AssessedNotEligible& e) {
    v1::AssessedNotEligible m;
    m.set_reason(e.reason);
    put_numbers(e.signs, *m.mutable_signs());
    *m.mutable_comparison() = to_proto(e.comparison);
    m.set_assessed_on(to_text(e.assessed_on));
    return m;
}

AssessedNotEligible from_event(const v1::AssessedNotEligible& m) {
    return {.reason = m.reason(),
            .signs = read_enums<PropertySign>(m.signs()),
            .comparison = from_proto(m.comparison()),
            .assessed_on = stored_date(m.assessed_on())};
}

v1::NoticeOpened to_event(const NoticeOpened& e) {
    v1::NoticeOpened m;
    m.set_subject(e.subject);
    *m.mutable_row() = to_proto(e.row);
    m.set_first_day(to_text(e.first_day));
    m.set_last_day(to_text(e.last_day));
    m.set_working_days(e.working_days);
    m.set_place(e.place);
    return m;
}

NoticeOpened from_event(const v1::NoticeOpened& m) {
    return {.subject = m.subject(),
            .row = from_proto(m.row()),
            .first_day = stored_date(m.first_day()),
            .last_day = stored_date(m.last_day()),
            .working_days = m.working_days(),
            .place = m.place()};
}

v1::NoticeClosed to_event(const NoticeClosed& e) {
    v1::NoticeClosed m;
    m.set_closed_on(to_text(e.closed_on));
    return m;
}

NoticeClosed from_event(const v1::NoticeClosed& m) {
    return {.closed_on = stored_date(m.closed_on())};
}

v1::NoticeWithdrawn to_event(const NoticeWithdrawn& e) {
    v1::NoticeWithdrawn m;
    m.set_reason(e.reason);
    return m;
}

NoticeWithdrawn from_event(const v1::NoticeWithdrawn& m) {
    return {.reason = m.reason()};
}

v1::ObjectionRaised to_event(const ObjectionRaised& e) {
    v1::ObjectionRaised m;
    m.set_objection_id(to_text(e.objection));
    m.set_grounds(e.grounds);
    m.set_anonymous(e.anonymous);
    m.set_raised_on(to_text(e.raised_on));
    return m;
}

ObjectionRaised from_event(const v1::ObjectionRaised& m) {
    return {.objection = stored_uuid(m.objection_id()),
            .grounds = m.grounds(),
            .anonymous = m.anonymous(),
            .raised_on = stored_date(m.raised_on())};
}

v1::ObjectionUpheld to_event(const ObjectionUpheld& e) {
    v1::ObjectionUpheld m;
    m.set_objection_id(to_text(e.objection));
    m.set_resolved_by(to_text(e.resolved_by.uuid));
    return m;
}

ObjectionUpheld from_event(const v1::ObjectionUpheld& m) {
    return {.objection = stored_uuid(m.objection_id()),
            .resolved_by = StaffId{stored_uuid(m.resolved_by())}};
}

v1::ObjectionDismissed to_event(const ObjectionDismissed& e) {
    v1::ObjectionDismissed m;
    m.set_objection_id(to_text(e.objection));
    m.set_resolved_by(to_text(e.resolved_by.uuid));
    return m;
}

ObjectionDismissed from_event(const v1::ObjectionDismissed& m) {
    return {.objection = stored_uuid(m.objection_id()),
            .resolved_by = StaffId{stored_uuid(m.resolved_by())}};
}

}  // namespace haven::registry
