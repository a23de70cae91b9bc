#include "services/disbursement/api/support.hpp"
#include "services/disbursement/domain/cash_advance.hpp"
#include "services/disbursement/reactions/reactions.hpp"

namespace haven::disbursement {
namespace {

void write(const CashAdvanceRow& row, pb::CashAdvance& message) {
    message.set_advance_id(row.id.to_string());
    message.set_federation(row.federation.value);
    message.set_fund_line_id(row.fund_line.to_string());
    message.set_amount_fen(row.amount.in_fen());
    message.set_spent_fen(row.spent.in_fen());
    message.set_counted_fen(row.counted.in_fen());
    message.set_item(to_proto<reg::AidItem>(row.item));
    message.set_year(row.year);
    message.set_state(to_proto<pb::CashState>(row.state));
    message.set_unfunded(row.unfunded);
    message.set_reason(row.reason);
    message.set_campaign_id(id_text(row.campaign.campaign));
    message.set_group_id(id_text(row.campaign.group));
    message.set_requester(row.requester.to_string());
    message.set_holder(row.holder.to_string());
    message.set_approver(id_text(row.approver));
    message.set_counter(id_text(row.counter));
    message.set_confirmer(id_text(row.confirmer));
    message.set_requested_on(row.requested_on.to_string());
    message.set_handed_over_on(row.handed_over_on.to_string());
    message.set_settled_on(row.settled_on.to_string());
}

void write(const CashReliefRow& row, pb::CashRelief& message) {
    message.set_relief_id(row.id.to_string());
    message.set_person_id(row.person.to_string());
    message.set_amount_fen(row.amount.in_fen());
    message.set_receipt_no(row.receipt_no);
    message.set_witness(row.witness.to_string());
    message.set_reason(row.reason);
    message.set_paid_on(row.paid_on.to_string());
    message.set_taken_back_on(row.taken_back_on.to_string());
    message.set_taken_back_for(row.taken_back_for);
}

std::unexpected<Error> of_a_visit_group() {
    return refused("OF_A_VISIT_GROUP",
                   "a visit group's cash is drawn, paid and counted in outreach");
}
// What outreach tells is not told here as well.
Result<void> check_of_the_desk(const CashAdvanceRow& advance) {
    if (advance.campaign.group.is_nil()) return {};
    return of_a_visit_group();
}

Result<PayCashRelief> read_payment(const pb::PayCashReliefRequest& q, const CashAdvanceRow& advance,
                                   Date today) {
    PayCashRelief command;
    HAVEN_TRY(command.relief, parse_id<CashReliefId>(q.relief_id(), "relief_id"));
    HAVEN_TRY(command.person, parse_id<PersonId>(q.person_id(), "person_id"));
    HAVEN_TRY(command.witness, parse_id<StaffId>(q.witness(), "witness"));
    HAVEN_CHECKED(check_receipt(q.receipt_no()));
    command.amount = Money::fen(q.amount_fen());
    command.receipt_no = q.receipt_no();
    command.paid_on = today;
    if (!q.paid_on().empty()) {
        const auto day = Date::parse(q.paid_on());
        if (!day) return invalid("INVALID_DATE", "paid_on", "YYYY-MM-DD");
        command.paid_on = *day;
    }
    command.reason = advance.reason;
    if (!q.reason().empty()) {
        HAVEN_CHECKED(check_word(q.reason(), "reason"));
        command.reason = q.reason();
    }
    return command;
}

class CashApi final : public Api, public pb::CashService::Service, api::Handlers<ApiContext> {
  public:
    explicit CashApi(const ApiContext& context) : Handlers(context) {}
    grpc::Service* service() override { return this; }

    grpc::Status RequestCashAdvance(grpc::ServerContext* c, const pb::RequestCashAdvanceRequest* q,
                                    pb::RequestCashAdvanceResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(check_may_sign(caller));
            HAVEN_CHECKED(check_word(q->reason(), "reason"));
            if (!q->campaign_id().empty() || !q->group_id().empty()) return of_a_visit_group();
            HAVEN_TRY(const FundLineRow line, find_line(q->fund_line_id(), caller));
            haven::disbursement::RequestCashAdvance command{
                .advance = {},
                .fund_line = line.id,
                .amount = Money::fen(q->amount_fen()),
                .item = q->item() == reg::AID_ITEM_UNSPECIFIED ? AidItem::Temporary
                                                               : static_cast<AidItem>(q->item()),
                .year = line.year,
                .holder = {},
                .reason = q->reason()};
            HAVEN_TRY(command.holder, parse_id<StaffId>(q->holder(), "holder"));
            HAVEN_TRY(const Uuid command_id, Uuid::parse(q->command_id()));
            const CashAdvanceId id{crypto::derive_uuid(command_id, "cash-advance")};
            command.advance = id;
            const Target target{*context_.aggregates.cash_advance, line.federation, id.uuid};
            HAVEN_TRY(const auto reply, submit(context_, caller, *q, target,
                                               CashAdvance::Command{std::move(command)}));
            write_reply(reply, *r->mutable_reply());
            r->set_advance_id(id.to_string());
            return {};
        });
    }

    grpc::Status HandOverCash(grpc::ServerContext* c, const pb::HandOverCashRequest* q,
                              pb::HandOverCashResponse* r) override {
        return signed_act(c, *q, *r, haven::disbursement::HandOverCash{});
    }

    grpc::Status GiveUpCashAdvance(grpc::ServerContext* c, const pb::GiveUpCashAdvanceRequest* q,
                                   pb::GiveUpCashAdvanceResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(check_word(q->reason(), "reason"));
            HAVEN_TRY(const CashAdvanceRow advance, find(q->advance_id(), caller));
            return to_advance(caller, *q, advance,
                              haven::disbursement::GiveUpCashAdvance{q->reason()}, *r);
        });
    }

    grpc::Status PayCashRelief(grpc::ServerContext* c, const pb::PayCashReliefRequest* q,
                               pb::PayCashReliefResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const CashAdvanceRow advance, find(q->advance_id(), caller));
            HAVEN_CHECKED(check_of_the_desk(advance));
            HAVEN_TRY(auto command, read_payment(*q, advance, context_.host.business_date()));
            return to_advance(caller, *q, advance, std::move(command), *r);
        });
    }

    grpc::Status TakeBackCashRelief(grpc::ServerContext* c, const pb::TakeBackCashReliefRequest* q,
                                    pb::TakeBackCashReliefResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(check_word(q->reason(), "reason"));
            HAVEN_TRY(const CashReliefId relief,
                      parse_id<CashReliefId>(q->relief_id(), "relief_id"));
            HAVEN_TRY(const CashAdvanceRow advance, find(q->advance_id(), caller));
            HAVEN_CHECKED(check_of_the_desk(advance));
            return to_advance(caller, *q, advance,
                              haven::disbursement::TakeBackCashRelief{relief, q->reason()}, *r);
        });
    }

    grpc::Status CountCash(grpc::ServerContext* c, const pb::CountCashRequest* q,
                           pb::CountCashResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(check_may_sign(caller));
            HAVEN_TRY(const CashAdvanceRow advance, find(q->advance_id(), caller));
            HAVEN_CHECKED(check_of_the_desk(advance));
            return to_advance(caller, *q, advance,
                              haven::disbursement::CountCash{Money::fen(q->counted_fen())}, *r);
        });
    }

    grpc::Status SettleCashAdvance(grpc::ServerContext* c, const pb::SettleCashAdvanceRequest* q,
                                   pb::SettleCashAdvanceResponse* r) override {
        return signed_act(c, *q, *r, haven::disbursement::SettleCashAdvance{});
    }

    grpc::Status GetCashAdvance(grpc::ServerContext* c, const pb::GetCashAdvanceRequest* q,
                                pb::GetCashAdvanceResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "cash|" + q->advance_id();
            HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
            HAVEN_TRY(const CashAdvanceRow advance, find(q->advance_id(), caller));
            write(advance, *r->mutable_advance());
            access::ScopedRead read(context_.host.readers, caller.scope);
            auto rows = Queries(read).cash_reliefs(
                advance.id, page.after.empty() ? "" : page.after[0], page.size + 1);
            if (rows.size() > static_cast<std::size_t>(page.size)) {
                rows.pop_back();
                r->set_next_page_token(rpc::page_token({rows.back().receipt_no}, filter));
            }
            for (const CashReliefRow& row : rows) write(row, *r->add_reliefs());
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }

    grpc::Status ListCashAdvances(grpc::ServerContext* c, const pb::ListCashAdvancesRequest* q,
                                  pb::ListCashAdvancesResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "cash-advances|" + std::to_string(q->state());
            HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 2));
            std::optional<std::pair<Date, CashAdvanceId>> before;
            if (!page.after.empty()) {
                HAVEN_TRY(const Date day, rpc::key_date(page.after[0]));
                HAVEN_TRY(const Uuid id, rpc::key_uuid(page.after[1]));
                before.emplace(day, CashAdvanceId{id});
            }
            std::optional<CashState> state;
            if (q->state() != pb::CASH_STATE_UNSPECIFIED) {
                state = static_cast<CashState>(q->state());
            }
            access::ScopedRead read(context_.host.readers, caller.scope);
            auto rows = Queries(read).cash_advances(state, before, page.size + 1);
            if (rows.size() > static_cast<std::size_t>(page.size)) {
                rows.pop_back();
                r->set_next_page_token(rpc::page_token(
                    {rows.back().requested_on.to_string(), rows.back().id.to_string()}, filter));
            }
            for (const CashAdvanceRow& row : rows) write(row, *r->add_advances());
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }

  private:
    // What needs a signature and nothing else: handing over, confirming.
    template <class Request, class Response, class Command>
    grpc::Status signed_act(grpc::ServerContext* c, const Request& q, Response& r,
                            Command command) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(check_may_sign(caller));
            HAVEN_TRY(const CashAdvanceRow advance, find(q.advance_id(), caller));
            return to_advance(caller, q, advance, std::move(command), r);
        });
    }

    Result<CashAdvanceRow> find(const std::string& id, const Caller& caller) {
        HAVEN_TRY(const CashAdvanceId advance, parse_id<CashAdvanceId>(id, "advance_id"));
        access::ScopedRead read(context_.host.readers, caller.scope);
        auto found = Queries(read).cash_advance(advance);
        if (!found) return missing("CASH_ADVANCE_MISSING", "cash advance");
        return *std::move(found);
    }

    Result<FundLineRow> find_line(const std::string& id_or_code, const Caller& caller) {
        access::ScopedRead read(context_.host.readers, caller.scope);
        auto line = Queries(read).fund_line(id_or_code);
        if (!line) return missing("FUND_LINE_MISSING", "fund line");
        return *std::move(line);
    }

    template <class Request, class Command, class Response>
    Result<void> to_advance(const Caller& caller, const Request& q, const CashAdvanceRow& advance,
                            Command command, Response& r) {
        const Target target{*context_.aggregates.cash_advance, advance.federation, advance.id.uuid};
        HAVEN_TRY(const auto reply,
                  submit(context_, caller, q, target, CashAdvance::Command{std::move(command)}));
        write_reply(reply, *r.mutable_reply());
        return {};
    }
};

}  // namespace

std::unique_ptr<Api> make_cash_api(const ApiContext& context) {
    return std::make_unique<CashApi>(context);
}

}  // namespace haven::disbursement
