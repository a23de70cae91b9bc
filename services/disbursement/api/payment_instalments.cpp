#include "services/disbursement/api/explain.hpp"
#include "services/disbursement/api/payment_api.hpp"
#include "services/disbursement/api/work.hpp"

namespace haven::disbursement {
namespace {

Result<InstalmentFilter> filter_of(const pb::ListInstalmentsRequest& q, Queries& queries) {
    InstalmentFilter filter;
    if (q.state() != pb::INSTALMENT_STATE_UNSPECIFIED) {
        filter.state = static_cast<InstalmentState>(q.state());
    }
    if (!q.household_id().empty()) {
        HAVEN_TRY(filter.household, parse_id<HouseholdId>(q.household_id(), "household_id"));
    }
    if (!q.due_by().empty()) {
        const auto date = Date::parse(q.due_by());
        if (!date) return invalid("INVALID_DATE", "due_by", "YYYY-MM-DD");
        filter.released_by = *date;
    }
    if (!q.fund_line_id().empty()) {
        const auto line = queries.fund_line(q.fund_line_id());
        if (!line) return missing("FUND_LINE_MISSING", "fund line");
        filter.fund_line = line->id;
    }
    return filter;
}

}  // namespace

grpc::Status PaymentApi::ReleaseInstalment(grpc::ServerContext* c,
                                           const pb::ReleaseInstalmentRequest* q,
                                           pb::ReleaseInstalmentResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const EntitlementId entitlement,
                  parse_id<EntitlementId>(q->entitlement_id(), "entitlement_id"));
        const Target target{*context_.aggregates.entitlement,
                            federation_or_home(q->federation(), caller), entitlement.uuid};
        HAVEN_TRY(const auto reply,
                  submit(context_, caller, *q, target,
                         Entitlement::Command{
                             haven::disbursement::ReleaseInstalment{q->number(), false}}));
        write_reply(reply, *r->mutable_reply());
        return {};
    });
}

grpc::Status PaymentApi::RetryReservation(grpc::ServerContext* c,
                                          const pb::RetryReservationRequest* q,
                                          pb::RetryReservationResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const EntitlementId entitlement,
                  parse_id<EntitlementId>(q->entitlement_id(), "entitlement_id"));
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            if (Queries(read).gate_closed(entitlement) == "FILE_NOT_OPEN") {
                return refused("FILE_NOT_OPEN", "nothing is reserved for what has been stopped");
            }
        }
        HAVEN_TRY(const auto found, find_grant(context_, caller, entitlement));
        const auto& [federation, grant] = found;
        const Target target{*context_.aggregates.fund_line, federation, grant.fund_line.uuid};
        HAVEN_TRY(const auto reply,
                  submit(context_, caller, *q, target, FundLine::Command{reservation_of(grant)}));
        write_reply(reply, *r->mutable_reply());
        access::ScopedRead read(context_.host.readers, caller.scope);
        if (Queries(read).is_reserved(entitlement)) return {};
        return refused("RESERVATION_REFUSED", "the fund line cannot pay this entitlement");
    });
}

grpc::Status PaymentApi::ListInstalments(grpc::ServerContext* c,
                                         const pb::ListInstalmentsRequest* q,
                                         pb::ListInstalmentsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "instalments|" + std::to_string(q->state()) + '|' +
                                   q->household_id() + '|' + q->due_by() + '|' + q->fund_line_id();
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 3));
        std::optional<Queries::InstalmentKey> after;
        if (!page.after.empty()) {
            HAVEN_TRY(const Date release_on, rpc::key_date(page.after[0]));
            HAVEN_TRY(const Uuid id, rpc::key_uuid(page.after[1]));
            HAVEN_TRY(const std::int64_t number, rpc::key_number(page.after[2]));
            after = {release_on, EntitlementId{id}, static_cast<int>(number)};
        }
        access::ScopedRead read(context_.host.readers, caller.scope);
        Queries queries(read);
        HAVEN_TRY(const InstalmentFilter wanted, filter_of(*q, queries));
        auto rows = queries.instalments(wanted, after, page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            const InstalmentRow& last = rows.back();
            r->set_next_page_token(
                rpc::page_token({last.release_on.to_string(), last.entitlement.to_string(),
                                 std::to_string(last.number)},
                                filter));
        }
        for (const InstalmentRow& row : rows) write(row, *r->add_instalments());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

grpc::Status PaymentApi::ExplainAmount(grpc::ServerContext* c, const pb::ExplainAmountRequest* q,
                                       pb::ExplainAmountResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const EntitlementId entitlement,
                  parse_id<EntitlementId>(q->entitlement_id(), "entitlement_id"));
        return explain_amount(context_, caller, entitlement, *r);
    });
}

grpc::Status PaymentApi::ListPaymentWork(grpc::ServerContext* c,
                                         const pb::ListPaymentWorkRequest* q,
                                         pb::ListPaymentWorkResponse* r) {
    return handle(c, *q, [&](const Caller& caller) { return list_work(context_, caller, *q, *r); });
}

}  // namespace haven::disbursement
