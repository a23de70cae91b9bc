// EmploymentService, one class over several files by resource. Only api files include this.
#pragma once

#include "services/employment/api/support.hpp"

namespace haven::employment {

class EmploymentApi final : public Api,
                            public pb::EmploymentService::Service,
                            api::Handlers<ApiContext> {
  public:
    explicit EmploymentApi(const ApiContext& context) : Handlers(context) {}
    grpc::Service* service() override { return this; }

    // seekers.cpp
    Status RegisterSeeker(ServerContext* c, const pb::RegisterSeekerRequest* q,
                          pb::RegisterSeekerResponse* r) override;
    Status UpdateSeeker(ServerContext* c, const pb::UpdateSeekerRequest* q,
                        pb::UpdateSeekerResponse* r) override;
    Status LeaveRegister(ServerContext* c, const pb::LeaveRegisterRequest* q,
                         pb::LeaveRegisterResponse* r) override;
    Status GetSeeker(ServerContext* c, const pb::GetSeekerRequest* q,
                     pb::GetSeekerResponse* r) override;
    Status ListSeekers(ServerContext* c, const pb::ListSeekersRequest* q,
                       pb::ListSeekersResponse* r) override;
    Status RecordIntent(ServerContext* c, const pb::RecordIntentRequest* q,
                        pb::RecordIntentResponse* r) override;
    Status WithdrawIntent(ServerContext* c, const pb::WithdrawIntentRequest* q,
                          pb::WithdrawIntentResponse* r) override;
    Status ListIntents(ServerContext* c, const pb::ListIntentsRequest* q,
                       pb::ListIntentsResponse* r) override;

    // fair_list.cpp
    Status RecordFairList(ServerContext* c, const pb::RecordFairListRequest* q,
                          pb::RecordFairListResponse* r) override;

    // matches.cpp
    Status MatchVacancies(ServerContext* c, const pb::MatchVacanciesRequest* q,
                          pb::MatchVacanciesResponse* r) override;

    // hires.cpp
    Status ConfirmHire(ServerContext* c, const pb::ConfirmHireRequest* q,
                       pb::ConfirmHireResponse* r) override;
    Status ExtendContract(ServerContext* c, const pb::ExtendContractRequest* q,
                          pb::ExtendContractResponse* r) override;
    Status RecordRetention(ServerContext* c, const pb::RecordRetentionRequest* q,
                           pb::RecordRetentionResponse* r) override;
    Status EndEmployment(ServerContext* c, const pb::EndEmploymentRequest* q,
                         pb::EndEmploymentResponse* r) override;
    Status GetHire(ServerContext* c, const pb::GetHireRequest* q, pb::GetHireResponse* r) override;
    Status ListHires(ServerContext* c, const pb::ListHiresRequest* q,
                     pb::ListHiresResponse* r) override;
    Status GetEmploymentFigures(ServerContext* c, const pb::GetEmploymentFiguresRequest* q,
                                pb::GetEmploymentFiguresResponse* r) override;

  private:
    template <class Request, class Response, class Command>
    Result<void> to_seeker(const Caller& caller, const Request& q, Response& r, Command command) {
        HAVEN_TRY(const SeekerRow row, find_seeker(context_, caller, q.seeker_id()));
        return to(caller, q, {*context_.aggregates.seeker, row.federation, row.id.uuid},
                  Seeker::Command{std::move(command)}, r);
    }
    template <class Request, class Response, class Command>
    Result<void> to_hire(const Caller& caller, const Request& q, Response& r, Command command) {
        HAVEN_TRY(const HireRow row, find_hire(context_, caller, q.hire_id()));
        return to(caller, q, {*context_.aggregates.hire, row.federation, row.id.uuid},
                  Hire::Command{std::move(command)}, r);
    }
};

}  // namespace haven::employment
