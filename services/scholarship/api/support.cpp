#include "services/scholarship/api/support.hpp"

#include <algorithm>

namespace haven::scholarship {

Result<KnownScheme> known_scheme(access::ScopedRead& read, const SchemeId& scheme) {
    const auto found = stored<Scheme, SchemeCodec>(read, scheme.uuid);
    if (!found.state.terms) return missing("SCHEME_MISSING", "scheme");
    return KnownScheme{found.federation, *found.state.terms, found.state.closed};
}

Result<KnownScheme> known_scheme(access::ScopedRead& read, const std::string& id_or_code) {
    const auto row = Queries(read).scheme(id_or_code);
    if (!row) return missing("SCHEME_MISSING", "scheme");
    return known_scheme(read, row->id);
}

Result<SchemeId> asked_scheme(Queries& queries, const std::string& id_or_code) {
    if (id_or_code.empty()) return SchemeId{};
    const auto row = queries.scheme(id_or_code);
    if (!row) return missing("SCHEME_MISSING", "scheme");
    return row->id;
}

Result<Funding> asked_funding(access::ScopedRead& read, const std::string& fund_line,
                              const std::string& pledge) {
    Funding funding{FundLineId{fund_line_of(fund_line)}, {}};
    if (pledge.empty()) return funding;
    const auto row = Queries(read).pledge(pledge);
    if (!row) return missing("PLEDGE_MISSING", "pledge");
    // The sponsor's money lies where its pledge says, or on the line of a later year to which it
    // was carried.
    if (funding.fund_line.is_nil()) funding.fund_line = row->fund_line;
    funding.pledge = row->id;
    return funding;
}

Result<void> check_purpose(const std::string& purpose) {
    if (purpose.empty() || purpose == "CASE_WORK" || purpose == "AUDIT") return {};
    return invalid("INVALID_PURPOSE", "purpose", "CASE_WORK or AUDIT");
}

void write(const SchemeRow& row, pb::Scheme& message) {
    message.set_scheme_id(row.id.to_string());
    message.set_code(row.code);
    message.set_federation(row.federation.value);
    message.set_kind(to_proto<pb::SchemeKind>(row.kind));
    message.set_year(row.year);
    message.set_sponsor(row.sponsor);
    message.set_counts_as_hardship_aid(row.counts_as_hardship_aid);
    message.set_first_day(date_text(row.first_day));
    message.set_last_day(date_text(row.last_day));
    message.set_window_closed(row.window_closed);
    message.set_closed(row.closed);
}

void write(const PledgeRow& row, pb::Pledge& message) {
    message.set_pledge_id(row.id.to_string());
    message.set_code(row.code);
    message.set_federation(row.federation.value);
    message.set_sponsor(row.sponsor);
    message.set_scheme_id(id_text(row.scheme));
    message.set_fund_line_id(id_text(row.fund_line));
    message.set_promised_fen(row.promised.in_fen());
    message.set_received_fen(row.received.in_fen());
    message.set_allotted_fen(row.allotted.in_fen());
    message.set_paid_fen(row.paid.in_fen());
    message.set_given_back_fen(row.given_back.in_fen());
    message.set_balance_fen(row.balance.in_fen());
    message.set_defaulted(row.defaulted);
    for (const PledgeRow::Goods& goods : row.goods) {
        auto& one = *message.add_goods();
        one.set_goods(goods.goods);
        one.set_received(goods.received);
        one.set_handed_out(goods.handed_out);
        one.set_left(goods.received - goods.handed_out);
    }
}

void write(const StatementRow& row, pb::StatementLine& message) {
    message.set_booked_on(date_text(row.booked_on));
    message.set_kind(row.kind);
    message.set_amount_fen(row.amount.in_fen());
    message.set_goods(row.goods);
    message.set_pieces(row.pieces);
    message.set_reference(row.reference);
    message.set_happened_on(date_text(row.happened_on));
    message.set_award_no(row.award_no);
    message.set_year(row.year);
    message.set_stage(to_proto<pb::StudyStage>(row.stage));
    message.set_federation(row.intake.value);
}

void write(const ApplicationRow& row, pb::ScholarshipApplication& message) {
    message.set_application_id(row.id.to_string());
    message.set_scheme_id(row.scheme.to_string());
    message.set_federation(row.federation.value);
    message.set_state(to_proto<pb::ApplicationState>(row.state));
    message.set_student_id(row.student.to_string());
    message.set_household_id(id_text(row.household));
    message.set_union_node(row.union_node);
    message.set_stage(to_proto<pb::StudyStage>(row.stage));
    message.set_exclusion(to_proto<pb::ExclusionReason>(row.exclusion));
    message.set_tier(row.tier);
    message.set_amount_fen(row.amount.in_fen());
    message.set_notice_last_day(date_text(row.notice_last_day));
    message.set_open_objections(row.open_objections);
    message.set_roll_id(id_text(row.roll));
    message.set_award_id(id_text(row.award));
    message.set_applied_on(date_text(row.applied_on));
}

void write(const RollHead& row, pb::AwardRoll& message) {
    message.set_roll_id(row.id.to_string());
    message.set_roll_no(row.roll_no);
    message.set_federation(row.federation.value);
    message.set_scheme_id(row.scheme.to_string());
    message.set_kind(to_proto<pb::SchemeKind>(row.kind));
    message.set_year(row.year);
    message.set_row_count(row.row_count);
    message.set_total_fen(row.total.in_fen());
    message.set_hash(crypto::hex(row.hash));
    message.set_maker(id_text(row.maker));
    message.set_approver(id_text(row.approver));
    message.set_ceremonies(row.ceremonies);
}

void write(const RollLine& row, pb::RollRowView& message) {
    message.set_application_id(row.application.to_string());
    message.set_position(row.position);
    message.set_award_id(row.award.to_string());
    message.set_tier(row.tier);
    message.set_amount_fen(row.amount.in_fen());
    message.set_state(static_cast<pb::RollRowState>(static_cast<int>(row.state) + 1));
}

void write(const AwardRow& row, pb::Award& message) {
    message.set_award_id(row.id.to_string());
    message.set_award_no(row.award_no);
    message.set_federation(row.federation.value);
    message.set_scheme_id(row.scheme.to_string());
    message.set_kind(to_proto<pb::SchemeKind>(row.kind));
    message.set_counts_as_hardship_aid(row.counts_as_hardship_aid);
    message.set_student_id(row.student.to_string());
    message.set_application_id(row.application.to_string());
    message.set_stage(to_proto<pb::StudyStage>(row.stage));
    message.set_graduates(row.graduates);
    message.set_deferred_until(row.deferred_until);
    message.set_revoked(row.revoked);
    for (const AwardYearRow& year : row.years) {
        auto& one = *message.add_years();
        one.set_year(year.year);
        one.set_state(to_proto<pb::AwardYearState>(year.state));
        one.set_amount_fen(year.amount.in_fen());
        one.set_fund_line_id(id_text(year.fund_line));
        one.set_pledge_id(id_text(year.pledge));
        one.set_unfunded(year.unfunded);
        one.set_bank_serial(year.bank_serial);
        one.set_credited_on(date_text(year.credited_on));
        one.set_return_serial(year.return_serial);
        one.set_returned_on(date_text(year.returned_on));
        one.set_to_recover(year.to_recover);
    }
}

}  // namespace haven::scholarship
