#include "services/disbursement/api/payment_api.hpp"

namespace haven::disbursement {

grpc::Status PaymentApi::GetBankFile(grpc::ServerContext* c, const pb::GetBankFileRequest* q,
                                     pb::GetBankFileResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const BatchRow batch, find_batch(q->batch_id(), caller));
        const vault::Purpose purpose{caller.staff, "disbursement", "BANK_FILE",
                                     "batch/" + batch.id.to_string()};
        HAVEN_TRY(const std::string bytes, context_.files.read(caller.scope, purpose, batch));
        r->set_file_name(batch.batch_no + ".pay");
        r->set_content(bytes);
        r->set_sha256(crypto::hex(crypto::sha256(bytes)));
        return {};
    });
}

grpc::Status PaymentApi::ImportBankReply(grpc::ServerContext* c,
                                         const pb::ImportBankReplyRequest* q,
                                         pb::ImportBankReplyResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid command_id, Uuid::parse(q->command_id()));
        log::Meta meta;
        meta.correlation = command_id;
        meta.actor = caller.staff;
        meta.at = context_.host.now();
        meta.business_date = context_.host.business_date();
        meta.traceparent = caller.traceparent;
        meta.purpose = "BANK_REPLY";
        HAVEN_TRY(const TakenIn taken, context_.intake.take_in(q->file_name(), q->content(),
                                                               caller.scope, meta, command_id));
        r->set_paid_count(taken.paid);
        r->set_failed_count(taken.failed);
        r->set_unknown_count(taken.unknown);
        r->set_returned_count(taken.returned);
        return {};
    });
}

}  // namespace haven::disbursement
