#include "services/outreach/codec/codec.hpp"
#include "services/outreach/codec/values.hpp"

namespace haven::outreach {
namespace {

void write(const GroupAssigned& e, pb::GroupAssigned& m) {
    m.set_group_no(e.group_no);
    write_value(e.of, *m.mutable_campaign());
    m.set_leader(id_text(e.leader));
    for (const auto& value : e.stops) write_value(value, *m.add_stops());
}
GroupAssigned read(const pb::GroupAssigned& m) {
    GroupAssigned e;
    e.group_no = m.group_no();
    e.of = read_value(m.campaign());
    e.leader = id_of<StaffId>(m.leader());
    for (const auto& value : m.stops()) e.stops.push_back(read_value(value));
    return e;
}

void write(const ItineraryChanged& e, pb::ItineraryChanged& m) {
    m.set_leader(id_text(e.leader));
    for (const auto& value : e.stops) write_value(value, *m.add_stops());
}
ItineraryChanged read(const pb::ItineraryChanged& m) {
    ItineraryChanged e;
    e.leader = id_of<StaffId>(m.leader());
    for (const auto& value : m.stops()) e.stops.push_back(read_value(value));
    return e;
}

void write(const RecipientListed& e, pb::RecipientListed& m) {
    write_value(e.recipient, *m.mutable_recipient());
    m.set_lister(id_text(e.lister));
}
RecipientListed read(const pb::RecipientListed& m) {
    RecipientListed e;
    e.recipient = read_value(m.recipient());
    e.lister = id_of<StaffId>(m.lister());
    return e;
}

void write(const RecipientStruck& e, pb::RecipientStruck& m) {
    m.set_person_id(id_text(e.person));
    m.set_reason(e.reason);
}
RecipientStruck read(const pb::RecipientStruck& m) {
    RecipientStruck e;
    e.person = id_of<PersonId>(m.person_id());
    e.reason = m.reason();
    return e;
}

void write(const RecipientsApproved& e, pb::RecipientsApproved& m) {
    m.set_approver(id_text(e.approver));
    m.set_people(e.people);
    m.set_total_fen(e.total.in_fen());
}
RecipientsApproved read(const pb::RecipientsApproved& m) {
    RecipientsApproved e;
    e.approver = id_of<StaffId>(m.approver());
    e.people = m.people();
    e.total = Money::fen(m.total_fen());
    return e;
}

void write(const CashAsked& e, pb::CashAsked& m) {
    m.set_campaign_id(id_text(e.campaign));
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_amount_fen(e.amount.in_fen());
    m.set_voucher_no(e.voucher_no);
    m.set_budget_fen(e.budget.in_fen());
    m.set_year(e.year);
    m.set_asker(id_text(e.asker));
    m.set_holder(id_text(e.holder));
}
CashAsked read(const pb::CashAsked& m) {
    CashAsked e;
    e.campaign = id_of<CampaignId>(m.campaign_id());
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.amount = Money::fen(m.amount_fen());
    e.voucher_no = m.voucher_no();
    e.budget = Money::fen(m.budget_fen());
    e.year = m.year();
    e.asker = id_of<StaffId>(m.asker());
    e.holder = id_of<StaffId>(m.holder());
    return e;
}

void write(const CashNotGranted& e, pb::CashNotGranted& m) {
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_amount_fen(e.amount.in_fen());
    m.set_reason(e.reason);
    m.set_given_up(e.given_up);
}
CashNotGranted read(const pb::CashNotGranted& m) {
    CashNotGranted e;
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.amount = Money::fen(m.amount_fen());
    e.reason = m.reason();
    e.given_up = m.given_up();
    return e;
}

void write(const CashDrawn& e, pb::CashDrawn& m) {
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_amount_fen(e.amount.in_fen());
    m.set_voucher_no(e.voucher_no);
    m.set_budget_fen(e.budget.in_fen());
    m.set_payer(id_text(e.payer));
}
CashDrawn read(const pb::CashDrawn& m) {
    CashDrawn e;
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.amount = Money::fen(m.amount_fen());
    e.voucher_no = m.voucher_no();
    e.budget = Money::fen(m.budget_fen());
    e.payer = id_of<StaffId>(m.payer());
    return e;
}

void write(const CashGivenBack& e, pb::CashGivenBack& m) {
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_amount_fen(e.amount.in_fen());
    m.set_voucher_no(e.voucher_no);
    m.set_receiver(id_text(e.receiver));
}
CashGivenBack read(const pb::CashGivenBack& m) {
    CashGivenBack e;
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.amount = Money::fen(m.amount_fen());
    e.voucher_no = m.voucher_no();
    e.receiver = id_of<StaffId>(m.receiver());
    return e;
}

void write(const GoodsTaken& e, pb::GoodsTaken& m) {
    m.set_stock_id(id_text(e.stock));
    m.set_issue_no(e.issue_no);
    write_goods(e.goods, *m.mutable_goods());
}
GoodsTaken read(const pb::GoodsTaken& m) {
    GoodsTaken e;
    e.stock = id_of<StockId>(m.stock_id());
    e.issue_no = m.issue_no();
    e.goods = read_goods(m.goods());
    return e;
}

void write(const GoodsGivenBack& e, pb::GoodsGivenBack& m) {
    m.set_stock_id(id_text(e.stock));
    m.set_return_no(e.return_no);
    write_goods(e.goods, *m.mutable_goods());
}
GoodsGivenBack read(const pb::GoodsGivenBack& m) {
    GoodsGivenBack e;
    e.stock = id_of<StockId>(m.stock_id());
    e.return_no = m.return_no();
    e.goods = read_goods(m.goods());
    return e;
}

void write(const GoodsLost& e, pb::GoodsLost& m) {
    write_goods(e.goods, *m.mutable_goods());
    m.set_reason(e.reason);
    m.set_record_no(e.record_no);
}
GoodsLost read(const pb::GoodsLost& m) {
    GoodsLost e;
    e.goods = read_goods(m.goods());
    e.reason = m.reason();
    e.record_no = m.record_no();
    return e;
}

void write(const ConsolationDelivered& e, pb::ConsolationDelivered& m) {
    m.set_delivery_id(id_text(e.delivery));
    m.set_receipt_no(e.receipt_no);
    m.set_campaign_id(id_text(e.campaign));
    m.set_campaign_kind(to_proto<pb::CampaignKind>(e.campaign_kind));
    m.set_season(e.season);
    m.set_person_id(id_text(e.person));
    m.set_kind(to_proto<pb::RecipientKind>(e.kind));
    m.set_enterprise(e.enterprise);
    m.set_cash_fen(e.cash.in_fen());
    m.set_fund_line_id(id_text(e.fund_line));
    m.set_cash_reason(to_proto<pb::CashReason>(e.cash_reason));
    m.set_witness(id_text(e.witness));
    write_goods(e.goods, *m.mutable_goods());
    m.set_delivered_on(date_text(e.delivered_on));
    m.set_off_list_reason(e.off_list_reason);
    write_sealed(e.name, *m.mutable_name());
}
ConsolationDelivered read(const pb::ConsolationDelivered& m) {
    ConsolationDelivered e;
    e.delivery = id_of<DeliveryId>(m.delivery_id());
    e.receipt_no = m.receipt_no();
    e.campaign = id_of<CampaignId>(m.campaign_id());
    e.campaign_kind = static_cast<CampaignKind>(m.campaign_kind());
    e.season = m.season();
    e.person = id_of<PersonId>(m.person_id());
    e.kind = static_cast<RecipientKind>(m.kind());
    e.enterprise = m.enterprise();
    e.cash = Money::fen(m.cash_fen());
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.cash_reason = static_cast<CashReason>(m.cash_reason());
    e.witness = id_of<StaffId>(m.witness());
    e.goods = read_goods(m.goods());
    e.delivered_on = date_of(m.delivered_on());
    e.off_list_reason = m.off_list_reason();
    e.name = read_sealed(m.name());
    return e;
}

void write(const HeadcountDelivered& e, pb::HeadcountDelivered& m) {
    m.set_delivery_id(id_text(e.delivery));
    m.set_receipt_no(e.receipt_no);
    m.set_kind(to_proto<pb::RecipientKind>(e.kind));
    m.set_enterprise(e.enterprise);
    m.set_people(e.people);
    write_goods(e.goods, *m.mutable_goods());
    m.set_delivered_on(date_text(e.delivered_on));
}
HeadcountDelivered read(const pb::HeadcountDelivered& m) {
    HeadcountDelivered e;
    e.delivery = id_of<DeliveryId>(m.delivery_id());
    e.receipt_no = m.receipt_no();
    e.kind = static_cast<RecipientKind>(m.kind());
    e.enterprise = m.enterprise();
    e.people = m.people();
    e.goods = read_goods(m.goods());
    e.delivered_on = date_of(m.delivered_on());
    return e;
}

void write(const VisitFailed& e, pb::VisitFailed& m) {
    m.set_person_id(id_text(e.person));
    m.set_reason(to_proto<pb::VisitFailure>(e.reason));
    m.set_visited_on(date_text(e.visited_on));
}
VisitFailed read(const pb::VisitFailed& m) {
    VisitFailed e;
    e.person = id_of<PersonId>(m.person_id());
    e.reason = static_cast<VisitFailure>(m.reason());
    e.visited_on = date_of(m.visited_on());
    return e;
}

void write(const DeliveryRecalled& e, pb::DeliveryRecalled& m) {
    m.set_delivery_id(id_text(e.delivery));
    m.set_receipt_no(e.receipt_no);
    m.set_person_id(id_text(e.person));
    m.set_cash_fen(e.cash.in_fen());
    m.set_fund_line_id(id_text(e.fund_line));
    write_goods(e.goods, *m.mutable_goods());
    m.set_reason(e.reason);
}
DeliveryRecalled read(const pb::DeliveryRecalled& m) {
    DeliveryRecalled e;
    e.delivery = id_of<DeliveryId>(m.delivery_id());
    e.receipt_no = m.receipt_no();
    e.person = id_of<PersonId>(m.person_id());
    e.cash = Money::fen(m.cash_fen());
    e.fund_line = id_of<FundLineId>(m.fund_line_id());
    e.goods = read_goods(m.goods());
    e.reason = m.reason();
    return e;
}

void write(const ReliefReferred& e, pb::ReliefReferred& m) {
    m.set_referral_id(id_text(e.referral));
    m.set_person_id(id_text(e.person));
    m.set_to_federation(e.to.value);
    m.set_union_node(e.union_node);
    for (const auto value : e.signs) m.add_signs(to_proto<pb::HardshipSign>(value));
    m.set_seen_on(date_text(e.seen_on));
    write_sealed(e.name, *m.mutable_name());
}
ReliefReferred read(const pb::ReliefReferred& m) {
    ReliefReferred e;
    e.referral = id_of<ReferralId>(m.referral_id());
    e.person = id_of<PersonId>(m.person_id());
    e.to = federation_of(m.to_federation());
    e.union_node = m.union_node();
    for (const int value : m.signs()) e.signs.push_back(static_cast<HardshipSign>(value));
    e.seen_on = date_of(m.seen_on());
    e.name = read_sealed(m.name());
    return e;
}

void write(const GroupSettled& e, pb::GroupSettled& m) {
    m.set_lapsed(e.lapsed);
}
GroupSettled read(const pb::GroupSettled& m) {
    GroupSettled e;
    e.lapsed = m.lapsed();
    return e;
}

constexpr std::string_view kTypes[] = {
    "GroupAssigned",        "ItineraryChanged",   "RecipientListed", "RecipientStruck",
    "RecipientsApproved",   "CashAsked",          "CashNotGranted",  "CashDrawn",
    "CashGivenBack",        "GoodsTaken",         "GoodsGivenBack",  "GoodsLost",
    "ConsolationDelivered", "HeadcountDelivered", "VisitFailed",     "DeliveryRecalled",
    "ReliefReferred",       "GroupSettled"};

}  // namespace

std::span<const std::string_view> VisitGroupCodec::types() {
    return kTypes;
}

log::NewEvent VisitGroupCodec::encode(const VisitGroup::Event& event) {
    return match(
        event,
        [](const GroupAssigned& e) {
            return encoded<pb::GroupAssigned>([&](auto& m) { write(e, m); });
        },
        [](const ItineraryChanged& e) {
            return encoded<pb::ItineraryChanged>([&](auto& m) { write(e, m); });
        },
        [](const RecipientListed& e) {
            return encoded<pb::RecipientListed>([&](auto& m) { write(e, m); });
        },
        [](const RecipientStruck& e) {
            return encoded<pb::RecipientStruck>([&](auto& m) { write(e, m); });
        },
        [](const RecipientsApproved& e) {
            return encoded<pb::RecipientsApproved>([&](auto& m) { write(e, m); });
        },
        [](const CashAsked& e) { return encoded<pb::CashAsked>([&](auto& m) { write(e, m); }); },
        [](const CashNotGranted& e) {
            return encoded<pb::CashNotGranted>([&](auto& m) { write(e, m); });
        },
        [](const CashDrawn& e) { return encoded<pb::CashDrawn>([&](auto& m) { write(e, m); }); },
        [](const CashGivenBack& e) {
            return encoded<pb::CashGivenBack>([&](auto& m) { write(e, m); });
        },
        [](const GoodsTaken& e) { return encoded<pb::GoodsTaken>([&](auto& m) { write(e, m); }); },
        [](const GoodsGivenBack& e) {
            return encoded<pb::GoodsGivenBack>([&](auto& m) { write(e, m); });
        },
        [](const GoodsLost& e) { return encoded<pb::GoodsLost>([&](auto& m) { write(e, m); }); },
        [](const ConsolationDelivered& e) {
            return encoded<pb::ConsolationDelivered>([&](auto& m) { write(e, m); });
        },
        [](const HeadcountDelivered& e) {
            return encoded<pb::HeadcountDelivered>([&](auto& m) { write(e, m); });
        },
        [](const VisitFailed& e) {
            return encoded<pb::VisitFailed>([&](auto& m) { write(e, m); });
        },
        [](const DeliveryRecalled& e) {
            return encoded<pb::DeliveryRecalled>([&](auto& m) { write(e, m); });
        },
        [](const ReliefReferred& e) {
            return encoded<pb::ReliefReferred>([&](auto& m) { write(e, m); });
        },
        [](const GroupSettled& e) {
            return encoded<pb::GroupSettled>([&](auto& m) { write(e, m); });
        });
}

std::optional<VisitGroup::Event> VisitGroupCodec::decode(std::string_view type, int,
                                                         std::string_view payload) {
    if (type == "GroupAssigned") return read(parsed<pb::GroupAssigned>(payload));
    if (type == "ItineraryChanged") return read(parsed<pb::ItineraryChanged>(payload));
    if (type == "RecipientListed") return read(parsed<pb::RecipientListed>(payload));
    if (type == "RecipientStruck") return read(parsed<pb::RecipientStruck>(payload));
    if (type == "RecipientsApproved") return read(parsed<pb::RecipientsApproved>(payload));
    if (type == "CashAsked") return read(parsed<pb::CashAsked>(payload));
    if (type == "CashNotGranted") return read(parsed<pb::CashNotGranted>(payload));
    if (type == "CashDrawn") return read(parsed<pb::CashDrawn>(payload));
    if (type == "CashGivenBack") return read(parsed<pb::CashGivenBack>(payload));
    if (type == "GoodsTaken") return read(parsed<pb::GoodsTaken>(payload));
    if (type == "GoodsGivenBack") return read(parsed<pb::GoodsGivenBack>(payload));
    if (type == "GoodsLost") return read(parsed<pb::GoodsLost>(payload));
    if (type == "ConsolationDelivered") return read(parsed<pb::ConsolationDelivered>(payload));
    if (type == "HeadcountDelivered") return read(parsed<pb::HeadcountDelivered>(payload));
    if (type == "VisitFailed") return read(parsed<pb::VisitFailed>(payload));
    if (type == "DeliveryRecalled") return read(parsed<pb::DeliveryRecalled>(payload));
    if (type == "ReliefReferred") return read(parsed<pb::ReliefReferred>(payload));
    if (type == "GroupSettled") return read(parsed<pb::GroupSettled>(payload));
    return std::nullopt;
}

}  // namespace haven::outreach
