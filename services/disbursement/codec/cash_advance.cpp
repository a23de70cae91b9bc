#include "services/disbursement/codec/codec.hpp"
#include "services/disbursement/codec/values.hpp"

namespace haven::disbursement {
namespace {

template <class Message>
void write_campaign(const CampaignRef& campaign, Message& m) {
    m.set_campaign_id(id_text(campaign.campaign));
    m.set_group_id(id_text(campaign.group));
}
template <class Message>
CampaignRef read_campaign(const Message& m) {
    return {id_of<CampaignId>(m.campaign_id()), id_of<VisitGroupId>(m.group_id())};
}

void write(const CashAdvanceRequested& e, pb::CashAdvanceRequested& m) {
    m.set_advance_id(id_text(e.advance));
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_amount_fen(e.amount.in_fen());
    m.set_item(to_proto<reg::AidItem>(e.item));
    m.set_year(e.year);
    m.set_requester(id_text(e.requester));
    m.set_holder(id_text(e.holder));
    m.set_reason(e.reason);
    write_campaign(e.campaign, m);
    m.set_requested_on(e.requested_on.to_string());
}
CashAdvanceRequested read(const pb::CashAdvanceRequested& m) {
    return {.advance = id_of<CashAdvanceId>(m.advance_id()),
            .fund_line = id_of<FundLineId>(m.fund_line_id()),
            .amount = Money::fen(m.amount_fen()),
            .item = static_cast<AidItem>(m.item()),
            .year = m.year(),
            .requester = id_of<StaffId>(m.requester()),
            .holder = id_of<StaffId>(m.holder()),
            .reason = m.reason(),
            .campaign = read_campaign(m),
            .requested_on = date_of(m.requested_on())};
}

void write(const CashAdvanceFunded&, pb::CashAdvanceFunded&) {}
CashAdvanceFunded read(const pb::CashAdvanceFunded&) {
    return {};
}

void write(const CashAdvanceUnfunded& e, pb::CashAdvanceUnfunded& m) {
    m.set_reason(e.reason);
    m.set_fund_line_id(id_text(e.fund_line));
    write_campaign(e.campaign, m);
}
CashAdvanceUnfunded read(const pb::CashAdvanceUnfunded& m) {
    return {.reason = m.reason(),
            .fund_line = id_of<FundLineId>(m.fund_line_id()),
            .campaign = read_campaign(m)};
}

void write(const CashAdvanceHandedOver& e, pb::CashAdvanceHandedOver& m) {
    m.set_advance_id(id_text(e.advance));
    m.set_amount_fen(e.amount.in_fen());
    m.set_holder(id_text(e.holder));
    m.set_approver(id_text(e.approver));
    m.set_handed_over_on(e.handed_over_on.to_string());
    write_campaign(e.campaign, m);
    m.set_fund_line_id(id_text(e.fund_line));
}
CashAdvanceHandedOver read(const pb::CashAdvanceHandedOver& m) {
    return {.advance = id_of<CashAdvanceId>(m.advance_id()),
            .amount = Money::fen(m.amount_fen()),
            .holder = id_of<StaffId>(m.holder()),
            .approver = id_of<StaffId>(m.approver()),
            .handed_over_on = date_of(m.handed_over_on()),
            .campaign = read_campaign(m),
            .fund_line = id_of<FundLineId>(m.fund_line_id())};
}

void write(const CashReliefPaid& e, pb::CashReliefPaid& m) {
    m.set_advance_id(id_text(e.advance));
    m.set_relief_id(id_text(e.relief));
    m.set_person_id(id_text(e.person));
    m.set_amount_fen(e.amount.in_fen());
    m.set_item(to_proto<reg::AidItem>(e.item));
    m.set_year(e.year);
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_receipt_no(e.receipt_no);
    m.set_witness(id_text(e.witness));
    m.set_paid_on(e.paid_on.to_string());
    m.set_reason(e.reason);
    write_campaign(e.campaign, m);
}
CashReliefPaid read(const pb::CashReliefPaid& m) {
    return {.advance = id_of<CashAdvanceId>(m.advance_id()),
            .relief = id_of<CashReliefId>(m.relief_id()),
            .person = id_of<PersonId>(m.person_id()),
            .amount = Money::fen(m.amount_fen()),
            .item = static_cast<AidItem>(m.item()),
            .year = m.year(),
            .fund_line = id_of<FundLineId>(m.fund_line_id()),
            .receipt_no = m.receipt_no(),
            .witness = id_of<StaffId>(m.witness()),
            .paid_on = date_of(m.paid_on()),
            .reason = m.reason(),
            .campaign = read_campaign(m)};
}

void write(const CashReliefTakenBack& e, pb::CashReliefTakenBack& m) {
    m.set_advance_id(id_text(e.advance));
    m.set_relief_id(id_text(e.relief));
    m.set_amount_fen(e.amount.in_fen());
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_taken_back_on(e.taken_back_on.to_string());
    m.set_reason(e.reason);
    write_campaign(e.campaign, m);
}
CashReliefTakenBack read(const pb::CashReliefTakenBack& m) {
    return {.advance = id_of<CashAdvanceId>(m.advance_id()),
            .relief = id_of<CashReliefId>(m.relief_id()),
            .amount = Money::fen(m.amount_fen()),
            .fund_line = id_of<FundLineId>(m.fund_line_id()),
            .taken_back_on = date_of(m.taken_back_on()),
            .reason = m.reason(),
            .campaign = read_campaign(m)};
}

void write(const CashCounted& e, pb::CashCounted& m) {
    m.set_counted_fen(e.counted.in_fen());
    m.set_counter(id_text(e.counter));
    m.set_counted_on(e.counted_on.to_string());
}
CashCounted read(const pb::CashCounted& m) {
    return {.counted = Money::fen(m.counted_fen()),
            .counter = id_of<StaffId>(m.counter()),
            .counted_on = date_of(m.counted_on())};
}

void write(const CashAdvanceSettled& e, pb::CashAdvanceSettled& m) {
    m.set_advance_id(id_text(e.advance));
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_spent_fen(e.spent.in_fen());
    m.set_unspent_fen(e.unspent.in_fen());
    m.set_confirmer(id_text(e.confirmer));
    m.set_settled_on(e.settled_on.to_string());
}
CashAdvanceSettled read(const pb::CashAdvanceSettled& m) {
    return {.advance = id_of<CashAdvanceId>(m.advance_id()),
            .fund_line = id_of<FundLineId>(m.fund_line_id()),
            .spent = Money::fen(m.spent_fen()),
            .unspent = Money::fen(m.unspent_fen()),
            .confirmer = id_of<StaffId>(m.confirmer()),
            .settled_on = date_of(m.settled_on())};
}

void write(const CashAdvanceGivenUp& e, pb::CashAdvanceGivenUp& m) {
    m.set_advance_id(id_text(e.advance));
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_amount_fen(e.amount.in_fen());
    m.set_reason(e.reason);
    write_campaign(e.campaign, m);
}
CashAdvanceGivenUp read(const pb::CashAdvanceGivenUp& m) {
    return {.advance = id_of<CashAdvanceId>(m.advance_id()),
            .fund_line = id_of<FundLineId>(m.fund_line_id()),
            .amount = Money::fen(m.amount_fen()),
            .reason = m.reason(),
            .campaign = read_campaign(m)};
}

template <class Message, class Event>
log::NewEvent as(const Event& event) {
    return encoded<Message>([&](Message& m) { write(event, m); });
}

constexpr std::string_view kTypes[] = {
    "CashAdvanceRequested",  "CashAdvanceFunded",  "CashAdvanceUnfunded",
    "CashAdvanceHandedOver", "CashReliefPaid",     "CashReliefTakenBack",
    "CashCounted",           "CashAdvanceSettled", "CashAdvanceGivenUp"};

}  // namespace

std::span<const std::string_view> CashAdvanceCodec::types() {
    return kTypes;
}

log::NewEvent CashAdvanceCodec::encode(const CashAdvance::Event& event) {
    return match(
        event, [](const CashAdvanceRequested& e) { return as<pb::CashAdvanceRequested>(e); },
        [](const CashAdvanceFunded& e) { return as<pb::CashAdvanceFunded>(e); },
        [](const CashAdvanceUnfunded& e) { return as<pb::CashAdvanceUnfunded>(e); },
        [](const CashAdvanceHandedOver& e) { return as<pb::CashAdvanceHandedOver>(e); },
        [](const CashReliefPaid& e) { return as<pb::CashReliefPaid>(e); },
        [](const CashReliefTakenBack& e) { return as<pb::CashReliefTakenBack>(e); },
        [](const CashCounted& e) { return as<pb::CashCounted>(e); },
        [](const CashAdvanceSettled& e) { return as<pb::CashAdvanceSettled>(e); },
        [](const CashAdvanceGivenUp& e) { return as<pb::CashAdvanceGivenUp>(e); });
}

std::optional<CashAdvance::Event> CashAdvanceCodec::decode(std::string_view type, int,
                                                           std::string_view payload) {
    if (type == "CashAdvanceRequested") return read(parsed<pb::CashAdvanceRequested>(payload));
    if (type == "CashAdvanceFunded") return read(parsed<pb::CashAdvanceFunded>(payload));
    if (type == "CashAdvanceUnfunded") return read(parsed<pb::CashAdvanceUnfunded>(payload));
    if (type == "CashAdvanceHandedOver") return read(parsed<pb::CashAdvanceHandedOver>(payload));
    if (type == "CashReliefPaid") return read(parsed<pb::CashReliefPaid>(payload));
    if (type == "CashReliefTakenBack") return read(parsed<pb::CashReliefTakenBack>(payload));
    if (type == "CashCounted") return read(parsed<pb::CashCounted>(payload));
    if (type == "CashAdvanceSettled") return read(parsed<pb::CashAdvanceSettled>(payload));
    if (type == "CashAdvanceGivenUp") return read(parsed<pb::CashAdvanceGivenUp>(payload));
    return std::nullopt;
}

}  // namespace haven::disbursement
