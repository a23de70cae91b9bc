// FundService, one class over two files by resource. Only api files include this.
#pragma once

#include "services/disbursement/api/support.hpp"

namespace haven::disbursement {

class FundApi final : public Api, public pb::FundService::Service, api::Handlers<ApiContext> {
  public:
    explicit FundApi(const ApiContext& context) : Handlers(context) {}
    grpc::Service* service() override { return this; }

    // fund_lines.cpp
    grpc::Status OpenFundLine(grpc::ServerContext* c, const pb::OpenFundLineRequest* q,
                              pb::OpenFundLineResponse* r) override;
    grpc::Status ReceiveFunds(grpc::ServerContext* c, const pb::ReceiveFundsRequest* q,
                              pb::ReceiveFundsResponse* r) override;
    grpc::Status ReturnFunds(grpc::ServerContext* c, const pb::ReturnFundsRequest* q,
                             pb::ReturnFundsResponse* r) override;
    grpc::Status ListFundLines(grpc::ServerContext* c, const pb::ListFundLinesRequest* q,
                               pb::ListFundLinesResponse* r) override;
    grpc::Status GetFundStatement(grpc::ServerContext* c, const pb::GetFundStatementRequest* q,
                                  pb::GetFundStatementResponse* r) override;

    // fund_books.cpp
    grpc::Status SetSubjects(grpc::ServerContext* c, const pb::SetSubjectsRequest* q,
                             pb::SetSubjectsResponse* r) override;
    grpc::Status ListSubjects(grpc::ServerContext* c, const pb::ListSubjectsRequest* q,
                              pb::ListSubjectsResponse* r) override;
    grpc::Status GetJournal(grpc::ServerContext* c, const pb::GetJournalRequest* q,
                            pb::GetJournalResponse* r) override;
    grpc::Status GetTrialBalance(grpc::ServerContext* c, const pb::GetTrialBalanceRequest* q,
                                 pb::GetTrialBalanceResponse* r) override;

  private:
    // Error: FUND_LINE_MISSING.
    Result<Target> target_of(const std::string& id_or_code, const Caller& caller);
    Result<ReceivingLine> receiving_line(const pb::ReturnFundsRequest& q, const Caller& caller);
    // Those of the head that began by that day, the oldest first. Error: SUBJECTS_MISSING, where
    // none of them holds on `from`.
    Result<std::vector<AccountSubjects>> subjects(const Caller& caller, Date from, Date by);
};

}  // namespace haven::disbursement
