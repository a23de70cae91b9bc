#include "services/disbursement/api/work.hpp"

namespace haven::disbursement {
namespace {

void write(const WorkRow& row, pb::PaymentWorkItem& item) {
    const bool held = row.task == "HELD";
    item.set_task(!held ? row.task : is_mended_by_payee(row.reason) ? "CORRECT_PAYEE" : "RELEASE");
    item.set_federation(row.federation.value);
    item.set_subject_id(row.subject);
    item.set_number(row.number);
    item.set_household_id(id_text(row.household));
    item.set_reason(row.reason);
    item.set_since(row.since.to_string());
    item.set_line_count(static_cast<std::int32_t>(row.count));
    item.set_amount_fen(row.amount.in_fen());
}

}  // namespace

Result<void> list_work(ApiContext& context, const Caller& caller,
                       const pb::ListPaymentWorkRequest& request,
                       pb::ListPaymentWorkResponse& response) {
    HAVEN_TRY(const auto page,
              rpc::read_page(request.page_size(), request.page_token(), "work", 4));
    std::optional<Queries::WorkKey> after;
    if (!page.after.empty()) {
        HAVEN_TRY(const Date since, rpc::key_date(page.after[0]));
        HAVEN_TRY(const std::int64_t number, rpc::key_number(page.after[3]));
        after = {since, page.after[1], page.after[2], static_cast<int>(number)};
    }
    // The bank serves all federations through one folder, which is the city's to look after.
    if (!after && caller.may_touch(kCity)) {
        for (const auto& [name, reason] : context.troubles()) {
            auto& item = *response.add_items();
            item.set_task("BANK_FILE");
            item.set_federation(kCity.value);
            item.set_subject_id(name);
            item.set_reason(reason);
        }
    }
    access::ScopedRead read(context.host.readers, caller.scope);
    auto rows = Queries(read).work(after, context.overdue(), page.size + 1);
    if (rows.size() > static_cast<std::size_t>(page.size)) {
        rows.pop_back();
        const WorkRow& last = rows.back();
        response.set_next_page_token(rpc::page_token(
            {last.since.to_string(), last.task, last.subject, std::to_string(last.number)},
            "work"));
    }
    for (const WorkRow& row : rows) write(row, *response.add_items());
    response.set_business_date(context.host.business_date().to_string());
    return {};
}

}  // namespace haven::disbursement
