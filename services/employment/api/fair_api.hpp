// FairService, one class over two files by resource. Only api files include this.
#pragma once

#include "services/employment/api/support.hpp"

namespace haven::employment {

class FairApi final : public Api, public pb::FairService::Service, api::Handlers<ApiContext> {
  public:
    explicit FairApi(const ApiContext& context) : Handlers(context) {}
    grpc::Service* service() override { return this; }

    // fairs.cpp
    Status ScheduleFair(ServerContext* c, const pb::ScheduleFairRequest* q,
                        pb::ScheduleFairResponse* r) override;
    Status PostponeFair(ServerContext* c, const pb::PostponeFairRequest* q,
                        pb::PostponeFairResponse* r) override;
    Status CancelFair(ServerContext* c, const pb::CancelFairRequest* q,
                      pb::CancelFairResponse* r) override;
    Status ReportFair(ServerContext* c, const pb::ReportFairRequest* q,
                      pb::ReportFairResponse* r) override;
    Status RegisterEmployer(ServerContext* c, const pb::RegisterEmployerRequest* q,
                            pb::RegisterEmployerResponse* r) override;
    Status RenewPapers(ServerContext* c, const pb::RenewPapersRequest* q,
                       pb::RenewPapersResponse* r) override;
    Status BarEmployer(ServerContext* c, const pb::BarEmployerRequest* q,
                       pb::BarEmployerResponse* r) override;
    Status ClearEmployer(ServerContext* c, const pb::ClearEmployerRequest* q,
                         pb::ClearEmployerResponse* r) override;
    Status ApplyToAttend(ServerContext* c, const pb::ApplyToAttendRequest* q,
                         pb::ApplyToAttendResponse* r) override;
    Status ScreenParticipation(ServerContext* c, const pb::ScreenParticipationRequest* q,
                               pb::ScreenParticipationResponse* r) override;
    Status WithdrawParticipation(ServerContext* c, const pb::WithdrawParticipationRequest* q,
                                 pb::WithdrawParticipationResponse* r) override;
    Status ListFairs(ServerContext* c, const pb::ListFairsRequest* q,
                     pb::ListFairsResponse* r) override;
    Status GetFair(ServerContext* c, const pb::GetFairRequest* q, pb::GetFairResponse* r) override;
    Status GetEmployer(ServerContext* c, const pb::GetEmployerRequest* q,
                       pb::GetEmployerResponse* r) override;
    Status ListParticipations(ServerContext* c, const pb::ListParticipationsRequest* q,
                              pb::ListParticipationsResponse* r) override;

    // vacancies.cpp
    Status PostVacancy(ServerContext* c, const pb::PostVacancyRequest* q,
                       pb::PostVacancyResponse* r) override;
    Status CloseVacancy(ServerContext* c, const pb::CloseVacancyRequest* q,
                        pb::CloseVacancyResponse* r) override;
    Status ListVacancies(ServerContext* c, const pb::ListVacanciesRequest* q,
                         pb::ListVacanciesResponse* r) override;
    Status GetVacancy(ServerContext* c, const pb::GetVacancyRequest* q,
                      pb::GetVacancyResponse* r) override;

  private:
    // What the federation that holds a fair does with it. `build` is told what stands there.
    template <class Request, class Response, class Build>
    Status on_fair(ServerContext* c, const Request& q, Response& r, Build build) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            std::optional<FairRow> fair;
            FairSums sums;
            {
                access::ScopedRead read(context_.host.readers, caller.scope);
                Queries queries(read);
                fair = queries.fair(q.fair());
                if (fair) sums = queries.sums(fair->fair.terms.fair);
            }
            if (!fair) return missing("FAIR_MISSING", "fair");
            const Target target{*context_.aggregates.fair, fair->federation,
                                fair->fair.terms.fair.uuid};
            return to(caller, q, target, Fair::Command{build(sums)}, r);
        });
    }
    // Any officer enters an employer and its papers; only staff of the head's bar one.
    enum class By { Anybody, Head };
    template <class Request, class Response>
    Result<void> to_employer(const Caller& caller, const Request& q, Response& r, By by,
                             Employer::Command command) {
        const FederationNo head = head_of(context_);
        HAVEN_CHECKED(by == By::Head ? caller.may_touch(head)
                                     : may_hand_in(context_, caller, head));
        const Uuid id = crypto::uuid_of_code("employer", q.uscc());
        return to(caller, q, {*context_.aggregates.employer, head, id}, std::move(command), r);
    }
    // A participation of a fair of the own federation. Error: PARTICIPATION_MISSING.
    Result<ParticipationRow> find_participation(const Caller& caller, const std::string& id);
    // What a vacancy is judged by.
    Result<FederationNo> add_facts(const Caller& caller, const pb::PostVacancyRequest& q,
                                   haven::employment::PostVacancy& command);
};

}  // namespace haven::employment
