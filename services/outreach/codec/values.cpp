#include "services/outreach/codec/values.hpp"

namespace haven::outreach {

static_assert(static_cast<int>(CampaignKind::Special) == pb::CAMPAIGN_KIND_SPECIAL);
static_assert(static_cast<int>(UnionLevel::Grassroots) == pb::UNION_LEVEL_GRASSROOTS);
static_assert(static_cast<int>(RecipientKind::ModelWorker) == pb::RECIPIENT_KIND_MODEL_WORKER);
static_assert(static_cast<int>(HardshipSign::Disability) == pb::HARDSHIP_SIGN_DISABILITY);
static_assert(static_cast<int>(VisitFailure::Died) == pb::VISIT_FAILURE_DIED);
static_assert(static_cast<int>(CashReason::Urgent) == pb::CASH_REASON_URGENT);

void write_goods(const std::vector<Goods>& goods, PbGoods& m) {
    for (const Goods& one : goods) {
        pb::Goods& message = *m.Add();
        message.set_code(one.code);
        message.set_pieces(one.pieces);
    }
}
std::vector<Goods> read_goods(const PbGoods& m) {
    std::vector<Goods> goods;
    for (const pb::Goods& one : m) goods.push_back({one.code(), one.pieces()});
    return goods;
}

void write_value(const Caps& e, pb::Caps& m) {
    m.set_per_time_fen(e.per_time.in_fen());
    m.set_per_season_fen(e.per_season.in_fen());
}
Caps read_value(const pb::Caps& m) {
    Caps e;
    e.per_time = Money::fen(m.per_time_fen());
    e.per_season = Money::fen(m.per_season_fen());
    return e;
}

void write_value(const CampaignRef& e, pb::CampaignRef& m) {
    m.set_campaign_id(id_text(e.campaign));
    m.set_kind(to_proto<pb::CampaignKind>(e.kind));
    m.set_season(e.season);
    m.set_level(to_proto<pb::UnionLevel>(e.level));
    m.set_first_day(date_text(e.first_day));
    m.set_last_day(date_text(e.last_day));
    write_value(e.caps, *m.mutable_caps());
}
CampaignRef read_value(const pb::CampaignRef& m) {
    CampaignRef e;
    e.campaign = id_of<CampaignId>(m.campaign_id());
    e.kind = static_cast<CampaignKind>(m.kind());
    e.season = m.season();
    e.level = static_cast<UnionLevel>(m.level());
    e.first_day = date_of(m.first_day());
    e.last_day = date_of(m.last_day());
    e.caps = read_value(m.caps());
    return e;
}

void write_value(const BudgetLine& e, pb::BudgetLine& m) {
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_amount_fen(e.amount.in_fen());
}
BudgetLine read_value(const pb::BudgetLine& m) {
    BudgetLine e;
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.amount = Money::fen(m.amount_fen());
    return e;
}

void write_value(const CampaignTerms& e, pb::CampaignTerms& m) {
    m.set_code(e.code);
    write_value(e.ref, *m.mutable_ref());
    for (const auto& value : e.budget) write_value(value, *m.add_budget());
    m.set_source(e.source);
}
CampaignTerms read_value(const pb::CampaignTerms& m) {
    CampaignTerms e;
    e.code = m.code();
    e.ref = read_value(m.ref());
    for (const auto& value : m.budget()) e.budget.push_back(read_value(value));
    e.source = m.source();
    return e;
}

void write_value(const Stop& e, pb::Stop& m) {
    m.set_enterprise(e.enterprise);
    m.set_union_node(e.union_node);
    m.set_planned_on(date_text(e.planned_on));
}
Stop read_value(const pb::Stop& m) {
    Stop e;
    e.enterprise = m.enterprise();
    e.union_node = m.union_node();
    e.planned_on = date_of(m.planned_on());
    return e;
}

void write_value(const Recipient& e, pb::Recipient& m) {
    m.set_person_id(id_text(e.person));
    write_sealed(e.name, *m.mutable_name());
    m.set_kind(to_proto<pb::RecipientKind>(e.kind));
    m.set_enterprise(e.enterprise);
    m.set_plan_fen(e.plan.in_fen());
    m.set_fund_line_id(id_text(e.fund_line));
    write_goods(e.goods, *m.mutable_goods());
}
Recipient read_value(const pb::Recipient& m) {
    Recipient e;
    e.person = id_of<PersonId>(m.person_id());
    e.name = read_sealed(m.name());
    e.kind = static_cast<RecipientKind>(m.kind());
    e.enterprise = m.enterprise();
    e.plan = Money::fen(m.plan_fen());
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.goods = read_goods(m.goods());
    return e;
}

}  // namespace haven::outreach
