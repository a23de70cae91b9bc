#include "services/outreach/codec/codec.hpp"
#include "services/outreach/reactions/reactions.hpp"

namespace haven::outreach {
namespace {

using consumer::ReactionCommand;
using log::Record;

ReactionCommand to(const writer::Aggregate& aggregate, const Record& record, Uuid stream,
                   std::any command) {
    ReactionCommand reaction;
    reaction.aggregate = &aggregate;
    reaction.federation = record.federation;
    reaction.stream = stream;
    reaction.command = std::move(command);
    return reaction;
}

// The group takes them; where it is not there or has settled, they are in store again.
std::vector<ReactionCommand> issued(const Aggregates& aggregates, const Record& record,
                                    const GoodsIssued& e) {
    ReactionCommand take =
        to(*aggregates.group, record, e.group.uuid,
           VisitGroup::Command{TakeGoods{StockId{record.stream_id}, e.issue_no, e.goods}});
    for (const char* reason : {"GROUP_MISSING", "GROUP_SETTLED"}) {
        take.expected_refusals.emplace_back(reason);
    }
    take.otherwise.push_back(to(*aggregates.stock, record, record.stream_id,
                                GoodsStock::Command{ReverseIssue{e.issue_no, "NOT_TAKEN"}}));
    return {std::move(take)};
}

// It goes on with the other federation, in a stream of its own.
std::vector<ReactionCommand> transferred(const Aggregates& aggregates, const Record& record,
                                         const TicketTransferred& e) {
    ReactionCommand receive = to(*aggregates.ticket, record, e.to_ticket.uuid,
                                 HotlineTicket::Command{ReceiveTicket{record.federation, e.sheet}});
    receive.federation = e.to;
    return {std::move(receive)};
}

std::vector<ReactionCommand> react(const Aggregates& aggregates, const Record& record) {
    const auto& [type, schema, payload] =
        std::tie(record.type, record.schema_version, record.payload);
    if (const auto event = GoodsStockCodec::decode(type, schema, payload)) {
        if (const auto* e = std::get_if<GoodsIssued>(&*event)) {
            return issued(aggregates, record, *e);
        }
    } else if (const auto of_group = VisitGroupCodec::decode(type, schema, payload)) {
        if (const auto* e = std::get_if<GoodsGivenBack>(&*of_group)) {
            return {to(*aggregates.stock, record, e->stock.uuid,
                       GoodsStock::Command{
                           TakeStockBack{GroupId{record.stream_id}, e->goods, e->return_no}})};
        }
    } else if (const auto of_ticket = HotlineTicketCodec::decode(type, schema, payload)) {
        if (const auto* e = std::get_if<TicketTransferred>(&*of_ticket)) {
            return transferred(aggregates, record, *e);
        }
    }
    return {};
}

}  // namespace

consumer::Subscription own_subscription(const Aggregates& aggregates) {
    return {.source = "outreach",
            .types = {"GoodsIssued", "GoodsGivenBack", "TicketTransferred"},
            .react = [&](const Record& record) { return react(aggregates, record); },
            // Our own log holds nothing that we do not know.
            .is_known = [](std::string_view) { return true; },
            .is_critical = [](std::string_view) { return true; }};
}

}  // namespace haven::outreach
