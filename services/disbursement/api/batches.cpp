#include "services/disbursement/api/batches.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace haven::disbursement {
namespace {

constexpr int kRowsAPage = 500;
constexpr std::chrono::milliseconds kInFlightWait{2'000};
constexpr std::chrono::milliseconds kInFlightPoll{5};

std::string batch_number(FederationNo federation, Date date, const BatchId& id) {
    std::string tail = crypto::hex(crypto::sha256(id.to_string())).substr(0, 6);
    std::ranges::transform(tail, tail.begin(),
                           [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
    const std::string number = std::to_string(federation.value);
    return "F" + std::string(number.size() < 2 ? "0" : "") + number + '-' + date.compact() + '-' +
           tail;
}

LineSealed line_of(const BatchId& batch, PayableRow row) {
    const InstalmentRow& instalment = row.instalment;
    const std::string label =
        instalment.entitlement.to_string() + '|' + std::to_string(instalment.number);
    return {.line_ref = crypto::derive_uuid(batch.uuid, label).to_string(),
            .entitlement = instalment.entitlement,
            .instalment = instalment.number,
            .household = instalment.household,
            .amount = instalment.amount,
            .payee = std::move(row.payee),
            .item = instalment.item};
}

// The entitlement has not yet heard that the batch took its instalment.
bool is_in_flight(const PayableRow& row) {
    return row.instalment.state == InstalmentState::Released && row.instalment.batch.is_nil();
}

struct Standing {
    std::vector<PayableRow> rows;
    std::vector<BatchLineRow> lines;  // the same, by position
};

// The lines that stand, once every entitlement knows of its line: from then on nothing but a strike
// or the bank's answer takes the instalment out of the batch, so what is sent is what is expected
// back. Error: BATCH_IN_FLIGHT.
Result<Standing> standing_lines(ApiContext& context, const Caller& caller, const BatchRow& batch) {
    const auto until = std::chrono::steady_clock::now() + kInFlightWait;
    for (;;) {
        {
            access::ScopedRead read(context.host.readers, caller.scope);
            Queries queries(read);
            if (!queries.is_in_flight(batch.id)) {
                Standing standing{queries.standing(batch.id), queries.lines(batch.id)};
                std::erase_if(standing.lines, [](const BatchLineRow& line) {
                    return line.state != LineState::Sealed;
                });
                HAVEN_CHECK(standing.rows.size() == standing.lines.size());  // one snapshot
                if (std::ranges::none_of(standing.rows, is_in_flight)) return standing;
            }
        }
        if (std::chrono::steady_clock::now() > until) {
            return failure(ErrorKind::Unavailable, "BATCH_IN_FLIGHT",
                           "the instalments have not all heard of the batch; try again");
        }
        std::this_thread::sleep_for(kInFlightPoll);
    }
}

Result<void> strike(ApiContext& context, const Caller& caller, const BatchRow& batch,
                    const Uuid& command_id, const std::string& line_ref,
                    const std::string& reason) {
    pb::StrikeLineRequest request;
    request.set_command_id(crypto::derive_uuid(command_id, "strike|" + line_ref).to_string());
    const Target target{*context.aggregates.batch, batch.federation, batch.id.uuid};
    HAVEN_CHECKED(submit(context, caller, request, target,
                         PaymentBatch::Command{StrikeLine{line_ref, reason}}));
    return {};
}

}  // namespace

std::string gate_of(const PayableRow& row, Date business_date) {
    if (!row.gate_closed.empty()) return row.gate_closed;
    if (row.review_valid_until.is_set() && business_date > row.review_valid_until) {
        return "REVIEW_OVERDUE";
    }
    return {};
}

std::string strike_reason(const PayableRow& row, const BatchId& batch, Date business_date) {
    std::string gate = gate_of(row, business_date);
    if (!gate.empty()) return gate;
    const InstalmentRow& instalment = row.instalment;
    if (instalment.state == InstalmentState::Batched && instalment.batch == batch) return {};
    return instalment.reason.empty() ? "NOT_RELEASED" : instalment.reason;
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
    const std::size_t limit =
        q.max_lines() == 0 ? kMaxBatchLines : static_cast<std::size_t>(q.max_lines());
    std::optional<Queries::InstalmentKey> after;
    // Rows that the gates hold back take no place in the batch: on until it is full.
    for (bool more = true; more && gathered.command.lines.size() < limit;) {
        auto rows = queries.payable(line->federation, line->id, after, kRowsAPage);
        more = rows.size() == static_cast<std::size_t>(kRowsAPage);
        for (PayableRow& row : rows) {
            after = {row.instalment.release_on, row.instalment.entitlement, row.instalment.number};
            if (gathered.command.lines.size() == limit || !gate_of(row, today).empty()) continue;
            gathered.command.lines.push_back(line_of(gathered.id, std::move(row)));
        }
    }
    if (gathered.command.lines.empty() && !queries.batch(gathered.id.to_string())) {
        return refused("NOTHING_RELEASED", "nothing is released on this fund line",
                       {{"fund_line", line->code}});
    }
    return gathered;
}

Result<Prepared> prepare_sending(ApiContext& context, const Caller& caller, const BatchRow& batch,
                                 Date day, const Uuid& command_id) {
    HAVEN_TRY(const Standing standing, standing_lines(context, caller, batch));
    Prepared prepared;
    for (std::size_t i = 0; i < standing.rows.size(); ++i) {
        const std::string reason = strike_reason(standing.rows[i], batch.id, day);
        if (reason.empty()) continue;
        HAVEN_CHECKED(
            strike(context, caller, batch, command_id, standing.lines[i].line_ref, reason));
        ++prepared.struck;
    }
    if (prepared.struck > 0) return prepared;
    const vault::Purpose purpose{caller.staff, "disbursement", "BANK_FILE",
                                 "batch/" + batch.id.to_string()};
    HAVEN_TRY(const auto made, context.files.make(caller.scope, purpose, batch, day));
    for (const auto& [line_ref, reason] : made.stopped) {
        HAVEN_CHECKED(strike(context, caller, batch, command_id, line_ref, reason));
        ++prepared.struck;
    }
    prepared.file_digest = made.digest;
    return prepared;
}

}  // namespace haven::disbursement
