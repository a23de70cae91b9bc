#include <algorithm>

#include "libs/base/fault_point.hpp"
#include "libs/base/text.hpp"
#include "services/disbursement/api/batches.hpp"
#include "services/disbursement/api/payment_api.hpp"

namespace haven::disbursement {
namespace {

Result<BatchHash> parse_hash(const std::string& hex) {
    const auto bytes = crypto::from_hex(hex);
    BatchHash hash{};
    if (!bytes || bytes->size() != hash.size()) {
        return invalid("INVALID_HASH", "hash", "the batch's hash, 64 hex digits");
    }
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

BatchHash hash_of_row(const std::string& bytes) {
    BatchHash hash{};
    HAVEN_CHECK(bytes.size() == hash.size());
    std::ranges::copy(bytes, hash.begin());
    return hash;
}

}  // namespace

grpc::Status PaymentApi::MakeBatch(grpc::ServerContext* c, const pb::MakeBatchRequest* q,
                                   pb::MakeBatchResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(check_may_sign(caller));
        HAVEN_TRY(Gathered gathered, gather(context_, caller, *q));
        const Target target{*context_.aggregates.batch, gathered.fund_line.federation,
                            gathered.id.uuid};
        HAVEN_TRY(const auto reply, submit(context_, caller, *q, target,
                                           PaymentBatch::Command{std::move(gathered.command)}));
        write_reply(reply, *r->mutable_reply());
        return show(gathered.id.to_string(), caller, *r->mutable_batch());
    });
}

grpc::Status PaymentApi::CheckBatch(grpc::ServerContext* c, const pb::CheckBatchRequest* q,
                                    pb::CheckBatchResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const BatchHash hash, parse_hash(q->hash()));
        HAVEN_CHECKED(check_may_sign(caller));
        return to_batch(caller, *q, haven::disbursement::CheckBatch{hash}, *r);
    });
}

grpc::Status PaymentApi::ApproveBatch(grpc::ServerContext* c, const pb::ApproveBatchRequest* q,
                                      pb::ApproveBatchResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const BatchHash hash, parse_hash(q->hash()));
        HAVEN_CHECKED(check_may_sign(caller));
        return to_batch(caller, *q, haven::disbursement::ApproveBatch{hash}, *r);
    });
}

grpc::Status PaymentApi::StrikeLine(grpc::ServerContext* c, const pb::StrikeLineRequest* q,
                                    pb::StrikeLineResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(check_word(q->reason(), "reason"));
        return to_batch(caller, *q, haven::disbursement::StrikeLine{q->line_ref(), q->reason()},
                        *r);
    });
}

grpc::Status PaymentApi::ExportBatch(grpc::ServerContext* c, const pb::ExportBatchRequest* q,
                                     pb::ExportBatchResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const BatchRow batch, find_batch(q->batch_id(), caller));
        HAVEN_CHECKED(caller.may_touch(batch.federation));
        HAVEN_TRY(const Uuid command_id, Uuid::parse(q->command_id()));
        SendBatch command{
            hash_of_row(batch.hash), kReferenceLayout, {}, context_.host.business_date()};
        if (batch.state == BatchState::Approved) {
            HAVEN_FAULT_POINT("payment.between_seal_and_send");
            HAVEN_TRY(const Prepared prepared,
                      prepare_sending(context_, caller, batch, command.made_on, command_id));
            if (prepared.struck > 0) {
                r->set_struck_count(prepared.struck);
                return show(batch.id.to_string(), caller, *r->mutable_batch());
            }
            command.file_digest = prepared.file_digest;
        }
        HAVEN_FAULT_POINT("bank_file.before_record");
        HAVEN_CHECKED(to_batch(caller, *q, std::move(command), *r));
        HAVEN_FAULT_POINT("bank_file.after_record");
        context_.host.wake();
        return show(batch.id.to_string(), caller, *r->mutable_batch());
    });
}

grpc::Status PaymentApi::GetBatch(grpc::ServerContext* c, const pb::GetBatchRequest* q,
                                  pb::GetBatchResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(show(q->batch_id(), caller, *r->mutable_batch()));
        std::vector<BatchLineRow> lines;
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            const auto id = BatchId::parse(r->batch().batch_id());
            lines = Queries(read).lines(id.value());
        }
        for (const BatchLineRow& line : lines) write(line, *r->add_lines());
        r->set_business_date(context_.host.business_date().to_string());
        if (q->purpose().empty()) return {};
        HAVEN_CHECKED(check_word(q->purpose(), "purpose"));
        return add_names(*q, caller, lines, *r);
    });
}

grpc::Status PaymentApi::ListBatches(grpc::ServerContext* c, const pb::ListBatchesRequest* q,
                                     pb::ListBatchesResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "batches|" + std::to_string(q->state());
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 2));
        std::optional<std::pair<Date, BatchId>> before;
        if (!page.after.empty()) {
            HAVEN_TRY(const Date sealed_on, rpc::key_date(page.after[0]));
            HAVEN_TRY(const Uuid id, rpc::key_uuid(page.after[1]));
            before.emplace(sealed_on, BatchId{id});
        }
        std::optional<BatchState> state;
        if (q->state() != pb::BATCH_STATE_UNSPECIFIED) state = static_cast<BatchState>(q->state());
        access::ScopedRead read(context_.host.readers, caller.scope);
        auto rows = Queries(read).batches(state, before, page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token(
                {rows.back().sealed_on.to_string(), rows.back().id.to_string()}, filter));
        }
        for (const BatchRow& row : rows) write(row, *r->add_batches());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Result<BatchRow> PaymentApi::find_batch(const std::string& id_or_number, const Caller& caller) {
    access::ScopedRead read(context_.host.readers, caller.scope);
    const auto batch = Queries(read).batch(id_or_number);
    if (!batch) return missing("BATCH_MISSING", "batch");
    return *batch;
}

Result<void> PaymentApi::show(const std::string& id, const Caller& caller,
                              pb::PaymentBatch& message) {
    HAVEN_TRY(const BatchRow batch, find_batch(id, caller));
    write(batch, message);
    return {};
}

Result<void> PaymentApi::add_names(const pb::GetBatchRequest& q, const Caller& caller,
                                   const std::vector<BatchLineRow>& lines,
                                   pb::GetBatchResponse& r) {
    std::vector<vault::Cipher> sealed;
    for (const BatchLineRow& line : lines) {
        sealed.push_back({line.name_owner, "name", line.name_cipher});
    }
    const vault::Purpose purpose{caller.staff, "disbursement", q.purpose(),
                                 "batch/" + r.batch().batch_id()};
    HAVEN_TRY(const auto names, context_.host.vault->open(purpose, sealed));
    for (int i = 0; i < r.lines_size(); ++i) {
        const auto& name = names[static_cast<std::size_t>(i)];
        r.mutable_lines(i)->set_masked_name(name ? text::mask_name(*name) : "");
    }
    return {};
}

std::unique_ptr<Api> make_payment_api(const ApiContext& context) {
    return std::make_unique<PaymentApi>(context);
}

}  // namespace haven::disbursement
