#include "services/outreach/codec/codec.hpp"
#include "services/outreach/codec/values.hpp"

namespace haven::outreach {
namespace {

void write(const StockOpened& e, pb::StockOpened& m) {
    m.set_code(e.code);
}
StockOpened read(const pb::StockOpened& m) {
    StockOpened e;
    e.code = m.code();
    return e;
}

void write(const GoodsReceived& e, pb::GoodsReceived& m) {
    write_goods(e.goods, *m.mutable_goods());
    m.set_receipt_no(e.receipt_no);
}
GoodsReceived read(const pb::GoodsReceived& m) {
    GoodsReceived e;
    e.goods = read_goods(m.goods());
    e.receipt_no = m.receipt_no();
    return e;
}

void write(const GoodsIssued& e, pb::GoodsIssued& m) {
    m.set_group_id(id_text(e.group));
    write_goods(e.goods, *m.mutable_goods());
    m.set_issue_no(e.issue_no);
}
GoodsIssued read(const pb::GoodsIssued& m) {
    GoodsIssued e;
    e.group = id_of<GroupId>(m.group_id());
    e.goods = read_goods(m.goods());
    e.issue_no = m.issue_no();
    return e;
}

void write(const IssueReversed& e, pb::IssueReversed& m) {
    m.set_group_id(id_text(e.group));
    write_goods(e.goods, *m.mutable_goods());
    m.set_issue_no(e.issue_no);
    m.set_reason(e.reason);
}
IssueReversed read(const pb::IssueReversed& m) {
    IssueReversed e;
    e.group = id_of<GroupId>(m.group_id());
    e.goods = read_goods(m.goods());
    e.issue_no = m.issue_no();
    e.reason = m.reason();
    return e;
}

void write(const StockReturned& e, pb::StockReturned& m) {
    m.set_group_id(id_text(e.group));
    write_goods(e.goods, *m.mutable_goods());
    m.set_return_no(e.return_no);
}
StockReturned read(const pb::StockReturned& m) {
    StockReturned e;
    e.group = id_of<GroupId>(m.group_id());
    e.goods = read_goods(m.goods());
    e.return_no = m.return_no();
    return e;
}

void write(const StockLost& e, pb::StockLost& m) {
    write_goods(e.goods, *m.mutable_goods());
    m.set_reason(e.reason);
    m.set_record_no(e.record_no);
}
StockLost read(const pb::StockLost& m) {
    StockLost e;
    e.goods = read_goods(m.goods());
    e.reason = m.reason();
    e.record_no = m.record_no();
    return e;
}

constexpr std::string_view kTypes[] = {"StockOpened",   "GoodsReceived", "GoodsIssued",
                                       "IssueReversed", "StockReturned", "StockLost"};

}  // namespace

std::span<const std::string_view> GoodsStockCodec::types() {
    return kTypes;
}

log::NewEvent GoodsStockCodec::encode(const GoodsStock::Event& event) {
    return match(
        event,
        [](const StockOpened& e) {
            return encoded<pb::StockOpened>([&](auto& m) { write(e, m); });
        },
        [](const GoodsReceived& e) {
            return encoded<pb::GoodsReceived>([&](auto& m) { write(e, m); });
        },
        [](const GoodsIssued& e) {
            return encoded<pb::GoodsIssued>([&](auto& m) { write(e, m); });
        },
        [](const IssueReversed& e) {
            return encoded<pb::IssueReversed>([&](auto& m) { write(e, m); });
        },
        [](const StockReturned& e) {
            return encoded<pb::StockReturned>([&](auto& m) { write(e, m); });
        },
        [](const StockLost& e) { return encoded<pb::StockLost>([&](auto& m) { write(e, m); }); });
}

std::optional<GoodsStock::Event> GoodsStockCodec::decode(std::string_view type, int,
                                                         std::string_view payload) {
    if (type == "StockOpened") return read(parsed<pb::StockOpened>(payload));
    if (type == "GoodsReceived") return read(parsed<pb::GoodsReceived>(payload));
    if (type == "GoodsIssued") return read(parsed<pb::GoodsIssued>(payload));
    if (type == "IssueReversed") return read(parsed<pb::IssueReversed>(payload));
    if (type == "StockReturned") return read(parsed<pb::StockReturned>(payload));
    if (type == "StockLost") return read(parsed<pb::StockLost>(payload));
    return std::nullopt;
}

}  // namespace haven::outreach
