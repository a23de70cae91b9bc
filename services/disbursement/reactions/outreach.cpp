#include "haven/outreach/v1/outreach_events.pb.h"
#include "libs/consumer/peer_events.hpp"
#include "services/disbursement/codec/values.hpp"
#include "services/disbursement/domain/cash_advance.hpp"
#include "services/disbursement/reactions/reactions.hpp"

namespace haven::disbursement {
namespace {

namespace out = haven::outreach::v1;
using consumer::ReactionCommand;
using log::Record;
using Commands = std::vector<ReactionCommand>;

constexpr const char* kWhyCash = "CONSOLATION";

// What a visit group does stands in its own stream, and its advance in the same federation.
Commands to_advance(const Aggregates& aggregates, const Record& record,
                    const std::string& fund_line_id, CashAdvance::Command command) {
    const VisitGroupId group{record.stream_id};
    return {{.aggregate = aggregates.cash_advance.get(),
             .federation = record.federation,
             .stream = cash_advance_id(group, id_of<FundLineId>(fund_line_id)).uuid,
             .command = std::move(command)}};
}

Commands on_asked(const Aggregates& aggregates, const Record& record) {
    const auto asked = parsed<out::CashAsked>(record.payload);
    const VisitGroupId group{record.stream_id};
    const auto line = id_of<FundLineId>(asked.fund_line_id());
    return to_advance(
        aggregates, record, asked.fund_line_id(),
        RequestCashAdvance{.advance = cash_advance_id(group, line),
                           .fund_line = line,
                           .amount = Money::fen(asked.amount_fen()),
                           .item = AidItem::Temporary,
                           .year = asked.year(),
                           .holder = id_of<StaffId>(asked.holder()),
                           .reason = kWhyCash,
                           .campaign = {id_of<CampaignId>(asked.campaign_id()), group},
                           .requester = id_of<StaffId>(asked.asker())});
}

// CASH_REASON_ON_THE_SPOT → ON_THE_SPOT
std::string word_of(out::CashReason reason) {
    constexpr std::string_view kPrefix = "CASH_REASON_";
    return out::CashReason_Name(reason).substr(kPrefix.size());
}

Commands on_delivered(const Aggregates& aggregates, const Record& record) {
    const auto delivered = parsed<out::ConsolationDelivered>(record.payload);
    if (delivered.cash_fen() == 0) return {};
    return to_advance(aggregates, record, delivered.fund_line_id(),
                      PayCashRelief{.relief = id_of<CashReliefId>(delivered.delivery_id()),
                                    .person = id_of<PersonId>(delivered.person_id()),
                                    .amount = Money::fen(delivered.cash_fen()),
                                    .receipt_no = delivered.receipt_no(),
                                    .witness = id_of<StaffId>(delivered.witness()),
                                    .paid_on = date_of(delivered.delivered_on()),
                                    .reason = word_of(delivered.cash_reason()),
                                    .judged = true});
}

Commands react(const Aggregates& aggregates, const Record& record) {
    if (record.type == "CashAsked") return on_asked(aggregates, record);
    if (record.type == "ConsolationDelivered") return on_delivered(aggregates, record);
    if (record.type == "DeliveryRecalled") {
        const auto recalled = parsed<out::DeliveryRecalled>(record.payload);
        if (recalled.cash_fen() == 0) return {};
        return to_advance(
            aggregates, record, recalled.fund_line_id(),
            TakeBackCashRelief{id_of<CashReliefId>(recalled.delivery_id()), recalled.reason()});
    }
    if (record.type == "CashGivenBack") {
        const auto back = parsed<out::CashGivenBack>(record.payload);
        return to_advance(aggregates, record, back.fund_line_id(),
                          CountCash{.counted = Money::fen(back.amount_fen()),
                                    .counter = id_of<StaffId>(back.receiver())});
    }
    return {};
}

}  // namespace

consumer::Subscription outreach_subscription(const Aggregates& aggregates) {
    return consumer::told_by(
        "outreach", *out::ConsolationDelivered::descriptor()->file(),
        {"CashAsked", "ConsolationDelivered", "DeliveryRecalled", "CashGivenBack"},
        [&](const Record& record) { return react(aggregates, record); });
}

}  // namespace haven::disbursement
