#include "services/disbursement/api/batches.hpp"

#include <algorithm>
#include <filesystem>

#include "services/disbursement/ports/bank_archive.hpp"

namespace haven::disbursement {
namespace {

std::string batch_number(FederationNo federation, Date date, const BatchId& id) {
    std::string day = date.to_string();
    std::erase(day, '-');
    std::string tail = crypto::hex(crypto::sha256(id.to_string())).substr(0, 6);
    std::ranges::transform(tail, tail.begin(),
                           [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
    const std::string number = std::to_string(federation.value);
    return "F" + std::string(number.size() < 2 ? "0" : "") + number + '-' + day + '-' + tail;
}

}  // namespace

std::string gate_of(const PayableRow& row, Date business_date) {
    if (!row.gate_closed.empty()) return row.gate_closed;
    if (row.review_valid_until.is_set() && business_date > row.review_valid_until) {
        return "REVIEW_OVERDUE";
    }
    const InstalmentState state = row.instalment.state;
    if (state != InstalmentState::Released && state != InstalmentState::Batched) {
        return row.instalment.reason.empty() ? "NOT_RELEASED" : row.instalment.reason;
    }
    return {};
}

Result<Gathered> gather(ApiContext& context, const Caller& caller, const pb::MakeBatchRequest& q) {
    if (q.max_lines() < 0 || q.max_lines() > static_cast<int>(kMaxBatchLines)) {
        return invalid("TOO_MANY_LINES", "max_lines", "0 to 3,000");
    }
    HAVEN_TRY(const Uuid command_id, Uuid::parse(q.command_id()));
    access::ScopedRead read(context.host.readers, caller.scope);
    Queries queries(read);
    const auto line = queries.fund_line(q.fund_line_id());
    if (!line) return missing("FUND_LINE_MISSING", "fund line");
    const Date today = context.host.business_date();
    Gathered gathered{*line, BatchId{crypto::derive_uuid(command_id, "batch")}, {}};
    gathered.command.batch_no = batch_number(line->federation, today, gathered.id);
    gathered.command.fund_line = line->id;
    gathered.command.payer_account = line->payer_account;
    const int limit = q.max_lines() == 0 ? static_cast<int>(kMaxBatchLines) : q.max_lines();
    for (PayableRow& row : queries.payable(line->id, limit)) {
        if (!gate_of(row, today).empty()) continue;
        const InstalmentRow& instalment = row.instalment;
        const std::string label =
            instalment.entitlement.to_string() + '|' + std::to_string(instalment.number);
        gathered.command.lines.push_back(
            {.line_ref = crypto::derive_uuid(gathered.id.uuid, label).to_string(),
             .entitlement = instalment.entitlement,
             .instalment = instalment.number,
             .household = instalment.household,
             .amount = instalment.amount,
             .payee = std::move(row.payee),
             .item = instalment.item});
    }
    if (gathered.command.lines.empty() && !queries.batch(gathered.id.to_string())) {
        return refused("NOTHING_RELEASED", "nothing is released on this fund line",
                       {{"fund_line", line->code}});
    }
    return gathered;
}

Result<int> strike_what_fails(ApiContext& context, const Caller& caller, const BatchRow& batch,
                              const Uuid& command_id) {
    std::vector<PayableRow> rows;
    std::vector<BatchLineRow> lines;
    {
        access::ScopedRead read(context.host.readers, caller.scope);
        Queries queries(read);
        rows = queries.standing(batch.id);
        lines = queries.lines(batch.id);
    }
    std::erase_if(lines, [](const BatchLineRow& l) { return l.state != LineState::Sealed; });
    HAVEN_CHECK(rows.size() == lines.size());  // one snapshot, both by position
    int struck = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string gate = gate_of(rows[i], context.host.business_date());
        if (gate.empty()) continue;
        pb::StrikeLineRequest request;
        request.set_command_id(
            crypto::derive_uuid(command_id, "strike|" + lines[i].line_ref).to_string());
        const Target target{*context.aggregates.batch, batch.federation, batch.id.uuid};
        HAVEN_CHECKED(submit(context, caller, request, target,
                             PaymentBatch::Command{StrikeLine{lines[i].line_ref, gate}}));
        ++struck;
    }
    return struck;
}

Result<BatchHash> write_bank_file(ApiContext& context, const Caller& caller,
                                  const BatchRow& batch) {
    PaymentFile file{batch.batch_no, batch.payer_account, context.host.business_date(), {}};
    std::vector<vault::Cipher> sealed;
    {
        access::ScopedRead read(context.host.readers, caller.scope);
        for (const BatchLineRow& line : Queries(read).lines(batch.id)) {
            if (line.state != LineState::Sealed) continue;
            sealed.push_back({line.account_owner, "account", line.account_cipher});
            sealed.push_back({line.name_owner, "name", line.name_cipher});
            file.lines.push_back({{}, {}, line.amount, use_of(line.item), line.line_ref});
        }
    }
    const vault::Purpose purpose{caller.staff, "disbursement", "BANK_FILE",
                                 "batch/" + batch.id.to_string()};
    HAVEN_TRY(auto opened, context.host.vault->open(purpose, sealed));
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        if (!opened[2 * i] || !opened[2 * i + 1]) {
            return refused("PERSON_ERASED", "the payee of this line has been erased",
                           {{"line_ref", file.lines[i].line_ref}});
        }
        file.lines[i].account = *std::move(opened[2 * i]);
        file.lines[i].name = *std::move(opened[2 * i + 1]);
    }
    HAVEN_TRY(std::string bytes, write_payment_file(file));
    const BatchFile at_rest = batch_file(context.host.data_dir, *context.host.vault, batch);
    HAVEN_TRY(const auto cipher,
              context.host.vault->seal_one(crypto::derive_uuid(batch.id.uuid, "export"),
                                           {at_rest.key_holder, "bank_file", std::move(bytes)}));
    write_private(at_rest.path, cipher.cipher);
    return crypto::sha256(cipher.cipher);
}

}  // namespace haven::disbursement
