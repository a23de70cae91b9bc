#include "services/outreach/codec/codec.hpp"
#include "services/outreach/codec/values.hpp"

namespace haven::outreach {
namespace {

void write(const CampaignLaunched& e, pb::CampaignLaunched& m) {
    write_value(e.terms, *m.mutable_terms());
}
CampaignLaunched read(const pb::CampaignLaunched& m) {
    CampaignLaunched e;
    e.terms = read_value(m.terms());
    return e;
}

void write(const BudgetRaised& e, pb::BudgetRaised& m) {
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_amount_fen(e.amount.in_fen());
    m.set_decision_no(e.decision_no);
}
BudgetRaised read(const pb::BudgetRaised& m) {
    BudgetRaised e;
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.amount = Money::fen(m.amount_fen());
    e.decision_no = m.decision_no();
    return e;
}

void write(const CampaignClosed& e, pb::CampaignClosed& m) {
    m.set_groups(e.groups);
    m.set_person_times(e.person_times);
    m.set_distinct_persons(e.distinct_persons);
    m.set_headcount(e.headcount);
    m.set_spent_fen(e.spent.in_fen());
    m.set_unspent_fen(e.unspent.in_fen());
}
CampaignClosed read(const pb::CampaignClosed& m) {
    CampaignClosed e;
    e.groups = m.groups();
    e.person_times = m.person_times();
    e.distinct_persons = m.distinct_persons();
    e.headcount = m.headcount();
    e.spent = Money::fen(m.spent_fen());
    e.unspent = Money::fen(m.unspent_fen());
    return e;
}

constexpr std::string_view kTypes[] = {"CampaignLaunched", "BudgetRaised", "CampaignClosed"};

}  // namespace

std::span<const std::string_view> CampaignCodec::types() {
    return kTypes;
}

log::NewEvent CampaignCodec::encode(const Campaign::Event& event) {
    return match(
        event,
        [](const CampaignLaunched& e) {
            return encoded<pb::CampaignLaunched>([&](auto& m) { write(e, m); });
        },
        [](const BudgetRaised& e) {
            return encoded<pb::BudgetRaised>([&](auto& m) { write(e, m); });
        },
        [](const CampaignClosed& e) {
            return encoded<pb::CampaignClosed>([&](auto& m) { write(e, m); });
        });
}

std::optional<Campaign::Event> CampaignCodec::decode(std::string_view type, int,
                                                     std::string_view payload) {
    if (type == "CampaignLaunched") return read(parsed<pb::CampaignLaunched>(payload));
    if (type == "BudgetRaised") return read(parsed<pb::BudgetRaised>(payload));
    if (type == "CampaignClosed") return read(parsed<pb::CampaignClosed>(payload));
    return std::nullopt;
}

}  // namespace haven::outreach
