#include "services/scholarship/codec/values.hpp"

#include <algorithm>

namespace haven::scholarship {

static_assert(static_cast<int>(SchemeKind::Reward) == pb::SCHEME_KIND_REWARD);
static_assert(static_cast<int>(StudyStage::Graduate) == pb::STUDY_STAGE_GRADUATE);
static_assert(static_cast<int>(ProgrammeKind::PartTime) == pb::PROGRAMME_KIND_PART_TIME);
static_assert(static_cast<int>(TierFor::Unfiled) == pb::TIER_FOR_UNFILED);
static_assert(static_cast<int>(HardshipGround::SchoolCost) == pb::HARDSHIP_GROUND_SCHOOL_COST);
static_assert(static_cast<int>(SurveyFinding::Differs) == pb::SURVEY_FINDING_DIFFERS);
static_assert(static_cast<int>(ExclusionReason::Late) == pb::EXCLUSION_REASON_LATE);
static_assert(static_cast<int>(ObjectionGround::Other) == pb::OBJECTION_GROUND_OTHER);
static_assert(static_cast<int>(RevocationReason::Died) == pb::REVOCATION_REASON_DIED);
static_assert(static_cast<int>(PayeeKind::Account) == reg::PAYEE_KIND_ACCOUNT);

RollHash hash_value(const std::string& bytes) {
    RollHash hash{};
    HAVEN_CHECK(bytes.size() == hash.size());
    std::ranges::copy(bytes, hash.begin());
    return hash;
}

void write_payee(const Payee& payee, reg::Payee& m) {
    m.set_person_id(id_text(payee.person));
    m.set_kind(to_proto<reg::PayeeKind>(payee.kind));
    write_sealed(payee.account, *m.mutable_account());
    m.set_last4(payee.last4);
    write_sealed(payee.name, *m.mutable_name());
    m.set_bank(payee.bank);
}

Payee read_payee(const reg::Payee& m) {
    return {.person = id_of<PersonId>(m.person_id()),
            .kind = static_cast<PayeeKind>(m.kind()),
            .account = read_sealed(m.account()),
            .last4 = m.last4(),
            .name = read_sealed(m.name()),
            .bank = m.bank()};
}

void write_value(const AwardTier& e, pb::AwardTier& m) {
    m.set_code(e.code);
    m.set_amount_fen(e.amount.in_fen());
    for (const auto value : e.stages) m.add_stages(to_proto<pb::StudyStage>(value));
    m.set_for_whom(to_proto<pb::TierFor>(e.for_whom));
    m.set_entrants_only(e.entrants_only);
}
AwardTier read_value(const pb::AwardTier& m) {
    AwardTier e;
    e.code = m.code();
    e.amount = Money::fen(m.amount_fen());
    for (const int value : m.stages()) e.stages.push_back(static_cast<StudyStage>(value));
    e.for_whom = static_cast<TierFor>(m.for_whom());
    e.entrants_only = m.entrants_only();
    return e;
}

void write_value(const SchemeTerms& e, pb::SchemeTerms& m) {
    m.set_scheme_id(id_text(e.scheme));
    m.set_code(e.code);
    m.set_kind(to_proto<pb::SchemeKind>(e.kind));
    m.set_year(e.year);
    m.set_sponsor(e.sponsor);
    m.set_counts_as_hardship_aid(e.counts_as_hardship_aid);
    m.set_first_day(date_text(e.first_day));
    m.set_last_day(date_text(e.last_day));
    for (const auto& value : e.tiers) write_value(value, *m.add_tiers());
    for (const auto value : e.excluded) m.add_excluded(to_proto<pb::ProgrammeKind>(value));
    m.set_excludes_other_aid(e.excludes_other_aid);
    m.set_places(e.places);
    m.set_per_family(e.per_family);
    m.set_renewable(e.renewable);
    m.set_notice_working_days(e.notice_working_days);
    m.set_source(e.source);
}
SchemeTerms read_value(const pb::SchemeTerms& m) {
    SchemeTerms e;
    e.scheme = id_of<SchemeId>(m.scheme_id());
    e.code = m.code();
    e.kind = static_cast<SchemeKind>(m.kind());
    e.year = m.year();
    e.sponsor = m.sponsor();
    e.counts_as_hardship_aid = m.counts_as_hardship_aid();
    e.first_day = date_of(m.first_day());
    e.last_day = date_of(m.last_day());
    for (const auto& value : m.tiers()) e.tiers.push_back(read_value(value));
    for (const int value : m.excluded()) e.excluded.push_back(static_cast<ProgrammeKind>(value));
    e.excludes_other_aid = m.excludes_other_aid();
    e.places = m.places();
    e.per_family = m.per_family();
    e.renewable = m.renewable();
    e.notice_working_days = m.notice_working_days();
    e.source = m.source();
    return e;
}

void write_value(const Funding& e, pb::Funding& m) {
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_pledge_id(id_text(e.pledge));
}
Funding read_value(const pb::Funding& m) {
    Funding e;
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.pledge = id_of<PledgeId>(m.pledge_id());
    return e;
}

void write_value(const AwardYearRef& e, pb::AwardYearRef& m) {
    m.set_award_id(id_text(e.award));
    m.set_year(e.year);
}
AwardYearRef read_value(const pb::AwardYearRef& m) {
    AwardYearRef e;
    e.award = id_of<AwardId>(m.award_id());
    e.year = m.year();
    return e;
}

void write_value(const FileRef& e, pb::FileRef& m) {
    m.set_household_id(id_text(e.household));
    m.set_federation(e.federation.value);
}
FileRef read_value(const pb::FileRef& m) {
    FileRef e;
    e.household = id_of<HouseholdId>(m.household_id());
    e.federation = federation_of(m.federation());
    return e;
}

void write_value(const RollRow& e, pb::RollRow& m) {
    m.set_application_id(id_text(e.application));
    m.set_award_id(id_text(e.award));
    m.set_student_id(id_text(e.student));
    m.set_stage(to_proto<pb::StudyStage>(e.stage));
    m.set_tier(e.tier);
    m.set_amount_fen(e.amount.in_fen());
    write_payee(e.payee, *m.mutable_payee());
    write_value(e.funding, *m.mutable_funding());
    m.set_graduates(e.graduates);
    m.set_sponsor_may_know(e.sponsor_may_know);
    m.set_surveyor(id_text(e.surveyor));
    m.set_checker(id_text(e.checker));
    m.set_nominator(id_text(e.nominator));
    m.set_parent_id(id_text(e.parent));
}
RollRow read_value(const pb::RollRow& m) {
    RollRow e;
    e.application = id_of<ApplicationId>(m.application_id());
    e.award = id_of<AwardId>(m.award_id());
    e.student = id_of<PersonId>(m.student_id());
    e.stage = static_cast<StudyStage>(m.stage());
    e.tier = m.tier();
    e.amount = Money::fen(m.amount_fen());
    e.payee = read_payee(m.payee());
    e.funding = read_value(m.funding());
    e.graduates = m.graduates();
    e.sponsor_may_know = m.sponsor_may_know();
    e.surveyor = id_of<StaffId>(m.surveyor());
    e.checker = id_of<StaffId>(m.checker());
    e.nominator = id_of<StaffId>(m.nominator());
    e.parent = id_of<PersonId>(m.parent_id());
    return e;
}

void write_value(const AwardApproved& e, pb::AwardApproved& m) {
    m.set_award_no(e.award_no);
    m.set_scheme_id(id_text(e.scheme));
    m.set_kind(to_proto<pb::SchemeKind>(e.kind));
    m.set_year(e.year);
    m.set_counts_as_hardship_aid(e.counts_as_hardship_aid);
    m.set_renewable(e.renewable);
    write_value(e.row, *m.mutable_row());
}
AwardApproved read_value(const pb::AwardApproved& m) {
    AwardApproved e;
    e.award_no = m.award_no();
    e.scheme = id_of<SchemeId>(m.scheme_id());
    e.kind = static_cast<SchemeKind>(m.kind());
    e.year = m.year();
    e.counts_as_hardship_aid = m.counts_as_hardship_aid();
    e.renewable = m.renewable();
    e.row = read_value(m.row());
    return e;
}

}  // namespace haven::scholarship
