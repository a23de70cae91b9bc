// ScholarshipService, one class over three files by resource. Only api files include this.
#pragma once

#include "services/scholarship/api/support.hpp"

namespace haven::scholarship {

class ScholarshipApi final : public Api,
                             public pb::ScholarshipService::Service,
                             api::Handlers<ApiContext> {
  public:
    explicit ScholarshipApi(const ApiContext& context) : Handlers(context) {}
    grpc::Service* service() override { return this; }

    // applications.cpp
    Status SubmitScholarshipApplication(ServerContext* c,
                                        const pb::SubmitScholarshipApplicationRequest* q,
                                        pb::SubmitScholarshipApplicationResponse* r) override;
    Status RecordSurvey(ServerContext* c, const pb::RecordSurveyRequest* q,
                        pb::RecordSurveyResponse* r) override;
    Status CheckApplication(ServerContext* c, const pb::CheckApplicationRequest* q,
                            pb::CheckApplicationResponse* r) override;
    Status NominateStudent(ServerContext* c, const pb::NominateStudentRequest* q,
                           pb::NominateStudentResponse* r) override;
    Status OpenAwardNotice(ServerContext* c, const pb::OpenAwardNoticeRequest* q,
                           pb::OpenAwardNoticeResponse* r) override;
    Status RaiseAwardObjection(ServerContext* c, const pb::RaiseAwardObjectionRequest* q,
                               pb::RaiseAwardObjectionResponse* r) override;
    Status ResolveAwardObjection(ServerContext* c, const pb::ResolveAwardObjectionRequest* q,
                                 pb::ResolveAwardObjectionResponse* r) override;
    Status RejectScholarship(ServerContext* c, const pb::RejectScholarshipRequest* q,
                             pb::RejectScholarshipResponse* r) override;
    Status WithdrawScholarship(ServerContext* c, const pb::WithdrawScholarshipRequest* q,
                               pb::WithdrawScholarshipResponse* r) override;
    Status GetScholarshipApplication(ServerContext* c,
                                     const pb::GetScholarshipApplicationRequest* q,
                                     pb::GetScholarshipApplicationResponse* r) override;
    Status ListScholarshipApplications(ServerContext* c,
                                       const pb::ListScholarshipApplicationsRequest* q,
                                       pb::ListScholarshipApplicationsResponse* r) override;
    Status ListAwardNotices(ServerContext* c, const pb::ListAwardNoticesRequest* q,
                            pb::ListAwardNoticesResponse* r) override;

    // rolls.cpp
    Status SealRoll(ServerContext* c, const pb::SealRollRequest* q,
                    pb::SealRollResponse* r) override;
    Status StrikeRow(ServerContext* c, const pb::StrikeRowRequest* q,
                     pb::StrikeRowResponse* r) override;
    Status ApproveRoll(ServerContext* c, const pb::ApproveRollRequest* q,
                       pb::ApproveRollResponse* r) override;
    Status RecordCeremony(ServerContext* c, const pb::RecordCeremonyRequest* q,
                          pb::RecordCeremonyResponse* r) override;
    Status GetRoll(ServerContext* c, const pb::GetRollRequest* q, pb::GetRollResponse* r) override;
    Status ListRolls(ServerContext* c, const pb::ListRollsRequest* q,
                     pb::ListRollsResponse* r) override;

    // awards.cpp
    Status ChangeFunding(ServerContext* c, const pb::ChangeFundingRequest* q,
                         pb::ChangeFundingResponse* r) override;
    Status ProposeRenewal(ServerContext* c, const pb::ProposeRenewalRequest* q,
                          pb::ProposeRenewalResponse* r) override;
    Status ApproveRenewal(ServerContext* c, const pb::ApproveRenewalRequest* q,
                          pb::ApproveRenewalResponse* r) override;
    Status RejectRenewal(ServerContext* c, const pb::RejectRenewalRequest* q,
                         pb::RejectRenewalResponse* r) override;
    Status DeferAward(ServerContext* c, const pb::DeferAwardRequest* q,
                      pb::DeferAwardResponse* r) override;
    Status RecordRepeatedYear(ServerContext* c, const pb::RecordRepeatedYearRequest* q,
                              pb::RecordRepeatedYearResponse* r) override;
    Status RevokeAward(ServerContext* c, const pb::RevokeAwardRequest* q,
                       pb::RevokeAwardResponse* r) override;
    Status ProposeAwardPayee(ServerContext* c, const pb::ProposeAwardPayeeRequest* q,
                             pb::ProposeAwardPayeeResponse* r) override;
    Status ConfirmAwardPayee(ServerContext* c, const pb::ConfirmAwardPayeeRequest* q,
                             pb::ConfirmAwardPayeeResponse* r) override;
    Status GetAward(ServerContext* c, const pb::GetAwardRequest* q,
                    pb::GetAwardResponse* r) override;
    Status ListAwards(ServerContext* c, const pb::ListAwardsRequest* q,
                      pb::ListAwardsResponse* r) override;
    Status GetScholarshipFigures(ServerContext* c, const pb::GetScholarshipFiguresRequest* q,
                                 pb::GetScholarshipFiguresResponse* r) override;

  private:
    // An application that the caller's own federation keeps or took in. Error: APPLICATION_MISSING.
    Result<ApplicationRow> find_application(const Caller& caller, const std::string& id);
    // Those in that state; `next` is the token of the page after, empty on the last one.
    struct ApplicationPage {
        std::vector<ApplicationRow> rows;
        std::string next;
    };
    Result<ApplicationPage> page_of(const Caller& caller, const std::string& scheme,
                                    ApplicationState state, const std::string& filter,
                                    int page_size, const std::string& page_token);
    // `build` answers the command; what only the federation that keeps it does is refused to those
    // who took it in (OUTSIDE_SCOPE).
    enum class By { Keeper, Intake };
    template <class Request, class Response, class Build>
    Status on_application(ServerContext* c, const Request& q, Response& r, By by, Build build) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const ApplicationRow row, find_application(caller, q.application_id()));
            if (by == By::Keeper) HAVEN_CHECKED(caller.may_touch(row.federation));
            HAVEN_TRY(Application::Command command, build(caller, row));
            return to(caller, q, {*context_.aggregates.application, row.federation, row.id.uuid},
                      std::move(command), r);
        });
    }
    Result<KnownScheme> terms_of(const Caller& caller, const ApplicationRow& row);
    Result<Sealed> masked_row(const Caller& caller, const pb::OpenAwardNoticeRequest& q,
                              const ApplicationRow& row, std::string& shown);
    [[nodiscard]] std::vector<Date> next_working_days() const;

    Result<std::vector<RollRow>> rows_of(access::ScopedRead& read, const pb::SealRollRequest& q,
                                         const KnownScheme& scheme);
    static std::vector<vault::Cipher> sealed_names(access::ScopedRead& read,
                                                   std::span<const RollLine> lines);
    // Errors: ROLL_MISSING, AWARD_MISSING.
    Result<RollHead> find_roll(const Caller& caller, const std::string& id_or_number);
    Result<AwardRow> find_award(const Caller& caller, const std::string& id_or_number);
    template <class Request, class Response, class Command>
    Status on_roll(ServerContext* c, const Request& q, Response& r, Command command) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const RollHead roll, find_roll(caller, q.roll()));
            return to(caller, q, {*context_.aggregates.roll, roll.federation, roll.id.uuid},
                      AwardRoll::Command{std::move(command)}, r);
        });
    }
    template <class Request, class Response, class Command>
    Result<void> to_award(const Caller& caller, const Request& q, Response& r, Command command) {
        HAVEN_TRY(const AwardRow award, find_award(caller, q.award()));
        return to(caller, q, {*context_.aggregates.award, award.federation, award.id.uuid},
                  Award::Command{std::move(command)}, r);
    }
    template <class Request, class Response, class Command>
    Status on_award(ServerContext* c, const Request& q, Response& r, Command command) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            return to_award(caller, q, r, std::move(command));
        });
    }
};

}  // namespace haven::scholarship
