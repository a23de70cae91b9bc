// PaymentService: the figures; what each counts is said in queries/totals.hpp.
#include "services/disbursement/api/payment_api.hpp"

namespace haven::disbursement {

grpc::Status PaymentApi::GetPaymentFigures(grpc::ServerContext* c,
                                           const pb::GetPaymentFiguresRequest* q,
                                           pb::GetPaymentFiguresResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        Date as_of = context_.host.business_date();
        if (!q->as_of().empty()) {
            const auto parsed = Date::parse(q->as_of());
            if (!parsed) return invalid("INVALID_DATE", "as_of", "YYYY-MM-DD");
            as_of = *parsed;
        }
        access::ScopedRead read(context_.host.readers, caller.scope);
        for (const FigureRow& row :
             Queries(read).figures(as_of, q->year() == 0 ? as_of.year() : q->year())) {
            auto& figure = *r->add_figures();
            figure.set_id(row.id);
            figure.set_value(row.value);
            figure.set_unit(row.unit);
            figure.set_basis("EXACT");
        }
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

}  // namespace haven::disbursement
