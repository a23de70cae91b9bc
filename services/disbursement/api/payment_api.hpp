// PaymentService, one class over four files by resource. Only api files include this.
#pragma once

#include "services/disbursement/api/support.hpp"

namespace haven::disbursement {

class PaymentApi final : public Api, public pb::PaymentService::Service, api::Handlers<ApiContext> {
  public:
    explicit PaymentApi(const ApiContext& context) : Handlers(context) {}
    grpc::Service* service() override { return this; }

    // payment_batches.cpp
    grpc::Status MakeBatch(grpc::ServerContext* c, const pb::MakeBatchRequest* q,
                           pb::MakeBatchResponse* r) override;
    grpc::Status CheckBatch(grpc::ServerContext* c, const pb::CheckBatchRequest* q,
                            pb::CheckBatchResponse* r) override;
    grpc::Status ApproveBatch(grpc::ServerContext* c, const pb::ApproveBatchRequest* q,
                              pb::ApproveBatchResponse* r) override;
    grpc::Status StrikeLine(grpc::ServerContext* c, const pb::StrikeLineRequest* q,
                            pb::StrikeLineResponse* r) override;
    grpc::Status ExportBatch(grpc::ServerContext* c, const pb::ExportBatchRequest* q,
                             pb::ExportBatchResponse* r) override;
    grpc::Status GetBatch(grpc::ServerContext* c, const pb::GetBatchRequest* q,
                          pb::GetBatchResponse* r) override;
    grpc::Status ListBatches(grpc::ServerContext* c, const pb::ListBatchesRequest* q,
                             pb::ListBatchesResponse* r) override;

    // payment_bank.cpp
    grpc::Status GetBankFile(grpc::ServerContext* c, const pb::GetBankFileRequest* q,
                             pb::GetBankFileResponse* r) override;
    grpc::Status ImportBankReply(grpc::ServerContext* c, const pb::ImportBankReplyRequest* q,
                                 pb::ImportBankReplyResponse* r) override;

    // payment_payees.cpp
    grpc::Status ReleaseInstalment(grpc::ServerContext* c, const pb::ReleaseInstalmentRequest* q,
                                   pb::ReleaseInstalmentResponse* r) override;
    grpc::Status RetryReservation(grpc::ServerContext* c, const pb::RetryReservationRequest* q,
                                  pb::RetryReservationResponse* r) override;
    grpc::Status ListInstalments(grpc::ServerContext* c, const pb::ListInstalmentsRequest* q,
                                 pb::ListInstalmentsResponse* r) override;
    grpc::Status ExplainAmount(grpc::ServerContext* c, const pb::ExplainAmountRequest* q,
                               pb::ExplainAmountResponse* r) override;
    grpc::Status ListPaymentWork(grpc::ServerContext* c, const pb::ListPaymentWorkRequest* q,
                                 pb::ListPaymentWorkResponse* r) override;
    grpc::Status GetPaymentFigures(grpc::ServerContext* c, const pb::GetPaymentFiguresRequest* q,
                                   pb::GetPaymentFiguresResponse* r) override;

  private:
    // By id or number, within the caller's scope. Error: BATCH_MISSING.
    Result<BatchRow> find_batch(const std::string& id_or_number, const Caller& caller);
    Result<void> show(const std::string& id, const Caller& caller, pb::PaymentBatch& message);
    template <class Request, class Command, class Response>
    Result<void> to_batch(const Caller& caller, const Request& q, Command command, Response& r) {
        HAVEN_TRY(const BatchRow batch, find_batch(q.batch_id(), caller));
        const Target target{*context_.aggregates.batch, batch.federation, batch.id.uuid};
        HAVEN_TRY(const auto reply,
                  submit(context_, caller, q, target, PaymentBatch::Command{std::move(command)}));
        write_reply(reply, *r.mutable_reply());
        return {};
    }
    Result<void> add_names(const pb::GetBatchRequest& q, const Caller& caller,
                           const std::vector<BatchLineRow>& lines, pb::GetBatchResponse& r);
};

}  // namespace haven::disbursement
