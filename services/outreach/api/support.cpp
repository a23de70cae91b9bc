#include "services/outreach/api/support.hpp"

#include "libs/api/names.hpp"

namespace haven::outreach {

Result<void> check_node(const std::string& node, const char* field) {
    return node.empty() ? Result<void>{} : check_number_word(node, field);
}

Result<void> check_purpose(const std::string& purpose) {
    if (purpose.empty() || purpose == "CASE_WORK" || purpose == "AUDIT") return {};
    return invalid("INVALID_PURPOSE", "purpose", "CASE_WORK or AUDIT");
}

Result<void> open_names(const ApiContext& context, const Caller& caller, const std::string& purpose,
                        const std::string& subject, const std::vector<ShownName>& names) {
    std::vector<vault::Cipher> ciphers;
    for (const ShownName& one : names) {
        ciphers.push_back({one.name.person, "name", one.name.cipher});
    }
    HAVEN_TRY(const auto opened, api::open_fields(context, caller, purpose, subject, ciphers));
    for (std::size_t i = 0; i < names.size(); ++i) *names[i].shown = opened[i];
    return {};
}

void write(const CampaignRow& row, pb::Campaign& message) {
    message.set_campaign_id(row.id.to_string());
    message.set_code(row.code);
    message.set_federation(row.federation.value);
    message.set_kind(to_proto<pb::CampaignKind>(row.kind));
    message.set_season(row.season);
    message.set_level(to_proto<pb::UnionLevel>(row.level));
    message.set_first_day(date_text(row.first_day));
    message.set_last_day(date_text(row.last_day));
    message.set_budget_fen(row.budget.in_fen());
    message.set_closed(row.closed);
}

void write(const CloseCampaign& sums, pb::CampaignSums& message) {
    message.set_groups(sums.groups);
    message.set_open_groups(sums.open_groups);
    message.set_person_times(sums.person_times);
    message.set_distinct_persons(sums.distinct_persons);
    message.set_headcount(sums.headcount);
    message.set_spent_fen(sums.spent.in_fen());
}

void write(const StockLineRow& row, pb::StockLine& message) {
    message.set_code(row.goods);
    message.set_in_store(row.in_store);
    message.set_with_groups(row.with_groups);
    message.set_lost(row.lost);
}

void write(const GroupRow& row, pb::VisitGroup& message) {
    message.set_group_id(row.id.to_string());
    message.set_group_no(row.group_no);
    message.set_federation(row.federation.value);
    message.set_campaign_id(row.campaign.to_string());
    message.set_leader(row.leader.to_string());
    message.set_stops(row.stops);
    message.set_listed(row.listed);
    message.set_settled(row.settled);
}

void write(const PurseRow& row, pb::PurseLine& message) {
    message.set_fund_line_id(row.fund_line.to_string());
    message.set_drawn_fen(row.drawn.in_fen());
    message.set_handed_fen(row.handed.in_fen());
    message.set_given_back_fen(row.given_back.in_fen());
    message.set_balance_fen(row.balance.in_fen());
}

void write(const BagRow& row, pb::BagLine& message) {
    message.set_code(row.goods);
    message.set_taken(row.taken);
    message.set_handed(row.handed);
    message.set_given_back(row.given_back);
    message.set_lost(row.lost);
    message.set_balance(row.balance);
}

void write(const RecipientLine& row, pb::RecipientRow& message) {
    message.set_person_id(row.person.to_string());
    message.set_kind(to_proto<pb::RecipientKind>(row.kind));
    message.set_enterprise(row.enterprise);
    message.set_plan_fen(row.plan.in_fen());
    message.set_fund_line_id(id_text(row.fund_line));
    message.set_state(to_proto<pb::RecipientState>(row.state));
}

void write(const DeliveryRow& row, pb::Delivery& message) {
    message.set_delivery_id(row.id.to_string());
    message.set_receipt_no(row.receipt_no);
    message.set_person_id(id_text(row.person));
    message.set_kind(to_proto<pb::RecipientKind>(row.kind));
    message.set_enterprise(row.enterprise);
    message.set_people(row.people);
    message.set_cash_fen(row.cash.in_fen());
    message.set_fund_line_id(id_text(row.fund_line));
    message.set_delivered_on(date_text(row.delivered_on));
    message.set_off_list_reason(row.off_list_reason);
    message.set_recalled(row.recalled);
}

void write(const ActivityRow& row, pb::Activity& message) {
    message.set_activity_id(row.id.to_string());
    message.set_federation(row.federation.value);
    write_value(row.terms, *message.mutable_terms());
    const bool reported = row.counts.basis != CountBasis::Unset;
    if (reported) write_value(row.counts, *message.mutable_counts());
    message.set_amendments(row.amendments);
    message.set_state(row.cancelled ? pb::ACTIVITY_STATE_CANCELLED
                      : reported    ? pb::ACTIVITY_STATE_REPORTED
                                    : pb::ACTIVITY_STATE_ANNOUNCED);
}

void write(const ClassRow& row, pb::TrainingClass& message) {
    message.set_class_id(row.id.to_string());
    message.set_federation(row.federation.value);
    write_value(row.terms, *message.mutable_terms());
    message.set_enrolled(row.enrolled);
    message.set_trained(row.trained);
    message.set_completed(row.completed);
}

void write(const TicketRow& row, pb::Ticket& message) {
    message.set_ticket_id(row.id.to_string());
    message.set_federation(row.federation.value);
    message.set_ticket_no(row.ticket_no);
    message.set_type(to_proto<pb::TicketType>(row.type));
    message.set_ticket_class(to_proto<pb::TicketClass>(row.ticket_class));
    message.set_subject(row.subject);
    message.set_person_id(id_text(row.person));
    message.set_union_node(row.union_node);
    message.set_level(to_proto<pb::UnionLevel>(row.level));
    message.set_state(to_proto<pb::TicketState>(row.state));
    message.set_logged_on(date_text(row.logged_on));
    message.set_due_on(date_text(row.due_on));
    message.set_round(row.round);
    message.set_transfers(row.transfers);
    message.set_escalations(row.escalations);
    message.set_satisfaction(to_proto<pb::Satisfaction>(row.satisfaction));
    message.set_referral_id(id_text(row.referral));
    message.set_referral(to_proto<pb::ReferralOutcome>(row.outcome));
    message.set_end(to_proto<pb::TicketEnd>(row.end));
}

}  // namespace haven::outreach
