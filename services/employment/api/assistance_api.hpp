// AssistanceService: what is done for one person, one class over several files by resource. Only
// api files include this.
#pragma once

#include "services/employment/api/support.hpp"

namespace haven::employment {

class AssistanceApi final : public Api,
                            public pb::AssistanceService::Service,
                            api::Handlers<ApiContext> {
  public:
    explicit AssistanceApi(const ApiContext& context) : Handlers(context) {}
    grpc::Service* service() override { return this; }

    // cases.cpp
    Status OpenCase(ServerContext* c, const pb::OpenCaseRequest* q,
                    pb::OpenCaseResponse* r) override;
    Status Advise(ServerContext* c, const pb::AdviseRequest* q, pb::AdviseResponse* r) override;
    Status Refer(ServerContext* c, const pb::ReferRequest* q, pb::ReferResponse* r) override;
    Status AnswerReferral(ServerContext* c, const pb::AnswerReferralRequest* q,
                          pb::AnswerReferralResponse* r) override;
    Status FollowUp(ServerContext* c, const pb::FollowUpRequest* q,
                    pb::FollowUpResponse* r) override;
    Status CloseCase(ServerContext* c, const pb::CloseCaseRequest* q,
                     pb::CloseCaseResponse* r) override;
    Status ReopenCase(ServerContext* c, const pb::ReopenCaseRequest* q,
                      pb::ReopenCaseResponse* r) override;
    Status GetServiceCase(ServerContext* c, const pb::GetServiceCaseRequest* q,
                          pb::GetServiceCaseResponse* r) override;
    Status ListServiceCases(ServerContext* c, const pb::ListServiceCasesRequest* q,
                            pb::ListServiceCasesResponse* r) override;

    // posts.cpp
    Status SetPostRules(ServerContext* c, const pb::SetPostRulesRequest* q,
                        pb::SetPostRulesResponse* r) override;
    Status AllotPosts(ServerContext* c, const pb::AllotPostsRequest* q,
                      pb::AllotPostsResponse* r) override;
    Status OfferPost(ServerContext* c, const pb::OfferPostRequest* q,
                     pb::OfferPostResponse* r) override;
    Status DeclinePost(ServerContext* c, const pb::DeclinePostRequest* q,
                       pb::DeclinePostResponse* r) override;
    Status StartPost(ServerContext* c, const pb::StartPostRequest* q,
                     pb::StartPostResponse* r) override;
    Status EndPost(ServerContext* c, const pb::EndPostRequest* q, pb::EndPostResponse* r) override;
    Status ListBasicPosts(ServerContext* c, const pb::ListBasicPostsRequest* q,
                          pb::ListBasicPostsResponse* r) override;
    Status ListPostAllotments(ServerContext* c, const pb::ListPostAllotmentsRequest* q,
                              pb::ListPostAllotmentsResponse* r) override;

    // courses.cpp
    Status SetSubsidyRules(ServerContext* c, const pb::SetSubsidyRulesRequest* q,
                           pb::SetSubsidyRulesResponse* r) override;
    Status OfferCourse(ServerContext* c, const pb::OfferCourseRequest* q,
                       pb::OfferCourseResponse* r) override;
    Status EnrolCourse(ServerContext* c, const pb::EnrolCourseRequest* q,
                       pb::EnrolCourseResponse* r) override;
    Status RecordProgress(ServerContext* c, const pb::RecordProgressRequest* q,
                          pb::RecordProgressResponse* r) override;
    Status RecordCertificate(ServerContext* c, const pb::RecordCertificateRequest* q,
                             pb::RecordCertificateResponse* r) override;
    Status RequestSubsidy(ServerContext* c, const pb::RequestSubsidyRequest* q,
                          pb::RequestSubsidyResponse* r) override;
    Status ApproveSubsidy(ServerContext* c, const pb::ApproveSubsidyRequest* q,
                          pb::ApproveSubsidyResponse* r) override;
    Status RefuseSubsidy(ServerContext* c, const pb::RefuseSubsidyRequest* q,
                         pb::RefuseSubsidyResponse* r) override;
    Status ProposeSubsidyPayee(ServerContext* c, const pb::ProposeSubsidyPayeeRequest* q,
                               pb::ProposeSubsidyPayeeResponse* r) override;
    Status ConfirmSubsidyPayee(ServerContext* c, const pb::ConfirmSubsidyPayeeRequest* q,
                               pb::ConfirmSubsidyPayeeResponse* r) override;
    Status ListCourses(ServerContext* c, const pb::ListCoursesRequest* q,
                       pb::ListCoursesResponse* r) override;
    Status ListEnrolments(ServerContext* c, const pb::ListEnrolmentsRequest* q,
                          pb::ListEnrolmentsResponse* r) override;

  private:
    // A case of the own federations. Error: CASE_MISSING.
    Result<CaseRow> find_case(const Caller& caller, const std::string& id);
    // What the registry hears of the case's person. Error: INVALID_FEDERATION.
    Result<haven::employment::Refer> to_registry(access::ScopedRead& read, const CaseRow& row,
                                                 const pb::ReferRequest& q);
    template <class Request, class Response>
    Result<void> to_case(const Caller& caller, const Request& q, Response& r, const CaseRow& row,
                         ServiceCase::Command command) {
        return to(caller, q, {*context_.aggregates.service_case, row.federation, row.id.uuid},
                  std::move(command), r);
    }
    template <class Request, class Response, class Command>
    Status on_case(ServerContext* c, const Request& q, Response& r, Command command) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const CaseRow row, find_case(caller, q.case_id()));
            return to_case(caller, q, r, row, ServiceCase::Command{std::move(command)});
        });
    }
    // `read` makes the command of a post of the own federations. Error: POST_MISSING.
    template <class Request, class Response, class Read>
    Status on_post(ServerContext* c, const Request& q, Response& r, Read read_command) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const PostRow row, find_post(caller, q.post_id()));
            HAVEN_TRY(BasicPost::Command command, read_command());
            return to(caller, q, {*context_.aggregates.basic_post, row.federation, row.id.uuid},
                      std::move(command), r);
        });
    }
    Result<PostRow> find_post(const Caller& caller, const std::string& id);
    // An enrolment of the own federations. Error: ENROLMENT_MISSING.
    Result<EnrolmentRow> find_enrolment(const Caller& caller, const std::string& id);
    template <class Request, class Response>
    Result<void> to_enrolment(const Caller& caller, const Request& q, Response& r,
                              const EnrolmentRow& row, Enrolment::Command command,
                              std::string hashed = {}) {
        return to(caller, q, {*context_.aggregates.enrolment, row.federation, row.id.uuid},
                  std::move(command), r, std::move(hashed));
    }
    template <class Request, class Response, class Command>
    Status on_enrolment(ServerContext* c, const Request& q, Response& r, Command command) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const EnrolmentRow row, find_enrolment(caller, q.enrolment_id()));
            return to_enrolment(caller, q, r, row, Enrolment::Command{std::move(command)});
        });
    }
};

}  // namespace haven::employment
