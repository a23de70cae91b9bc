// FileApi: the handlers of RegistryService. Only api/files*.cpp and api/import*.cpp include this.
#pragma once

#include <string>
#include <vector>

#include "haven/registry/v1/registry_service.grpc.pb.h"
#include "libs/rpc/handler.hpp"
#include "services/registry/aggregates.hpp"
#include "services/registry/api/desk.hpp"
#include "services/registry/api/replies.hpp"
#include "services/registry/codec/values.hpp"
#include "services/registry/domain/erasure.hpp"
#include "services/registry/domain/household.hpp"

namespace haven::registry {

using grpc::ServerContext;
using grpc::Status;

class FileApi final : public v1::RegistryService::Service {
  public:
    explicit FileApi(Surroundings& around) : desk_(around) {}

    Status SubmitApplication(ServerContext* c, const v1::SubmitApplicationRequest* q,
                             v1::SubmitApplicationResponse* r) override;
    Status ReturnApplication(ServerContext* c, const v1::ReturnApplicationRequest* q,
                             v1::ReturnApplicationResponse* r) override;
    Status CompleteApplication(ServerContext* c, const v1::CompleteApplicationRequest* q,
                               v1::CompleteApplicationResponse* r) override;
    Status WithdrawApplication(ServerContext* c, const v1::WithdrawApplicationRequest* q,
                               v1::WithdrawApplicationResponse* r) override;
    Status RejectApplication(ServerContext* c, const v1::RejectApplicationRequest* q,
                             v1::RejectApplicationResponse* r) override;
    Status RecordHomeVisit(ServerContext* c, const v1::RecordHomeVisitRequest* q,
                           v1::RecordHomeVisitResponse* r) override;
    Status RequestMeansCheck(ServerContext* c, const v1::RequestMeansCheckRequest* q,
                             v1::RequestMeansCheckResponse* r) override;
    Status AssessHousehold(ServerContext* c, const v1::AssessHouseholdRequest* q,
                           v1::AssessHouseholdResponse* r) override;
    Status OpenNotice(ServerContext* c, const v1::OpenNoticeRequest* q,
                      v1::OpenNoticeResponse* r) override;
    Status RaiseObjection(ServerContext* c, const v1::RaiseObjectionRequest* q,
                          v1::RaiseObjectionResponse* r) override;
    Status ResolveObjection(ServerContext* c, const v1::ResolveObjectionRequest* q,
                            v1::ResolveObjectionResponse* r) override;
    Status RecordMeeting(ServerContext* c, const v1::RecordMeetingRequest* q,
                         v1::RecordMeetingResponse* r) override;
    Status AdoptHelpPlan(ServerContext* c, const v1::AdoptHelpPlanRequest* q,
                         v1::AdoptHelpPlanResponse* r) override;
    Status EnrolInProgramme(ServerContext* c, const v1::EnrolInProgrammeRequest* q,
                            v1::EnrolInProgrammeResponse* r) override;
    Status CompleteReview(ServerContext* c, const v1::CompleteReviewRequest* q,
                          v1::CompleteReviewResponse* r) override;
    Status SuspendAid(ServerContext* c, const v1::SuspendAidRequest* q,
                      v1::SuspendAidResponse* r) override;
    Status ResumeAid(ServerContext* c, const v1::ResumeAidRequest* q,
                     v1::ResumeAidResponse* r) override;
    Status ProposeExit(ServerContext* c, const v1::ProposeExitRequest* q,
                       v1::ProposeExitResponse* r) override;
    Status CancelFile(ServerContext* c, const v1::CancelFileRequest* q,
                      v1::CancelFileResponse* r) override;
    Status RecordFollowUp(ServerContext* c, const v1::RecordFollowUpRequest* q,
                          v1::RecordFollowUpResponse* r) override;
    Status ReopenFile(ServerContext* c, const v1::ReopenFileRequest* q,
                      v1::ReopenFileResponse* r) override;
    Status ChangePayeeAccount(ServerContext* c, const v1::ChangePayeeAccountRequest* q,
                              v1::ChangePayeeAccountResponse* r) override;
    Status ConfirmPayeeAccount(ServerContext* c, const v1::ConfirmPayeeAccountRequest* q,
                               v1::ConfirmPayeeAccountResponse* r) override;
    Status ErasePerson(ServerContext* c, const v1::ErasePersonRequest* q,
                       v1::ErasePersonResponse* r) override;
    Status ImportOldFiles(ServerContext* c,
                          grpc::ServerReaderWriter<v1::ImportOldFilesResponse,
                                                   v1::ImportOldFilesRequest>* stream) override;

  private:
    using Repeated = google::protobuf::RepeatedPtrField<std::string>;

    rpc::Guard& guard() { return desk_.around().guard; }
    Result<FederationNo> home_of(const Caller& caller, const v1::SubmitApplicationRequest& q) const;
    Result<queries::DecisionRow> last_decision(const Caller& caller,
                                               const std::string& household_id) const;
    // The last event of the command whose reply has this version.
    Result<queries::TimelineRow> committed(const Caller& caller, const std::string& household_id,
                                           std::int32_t version) const;
    Result<FederationNo> files_of(const Caller& caller, PersonId person,
                                  std::vector<PersonsFile>& files) const;
    Result<std::vector<StaffId>> people(const Caller& caller, const Repeated& names,
                                        std::string_view field) const {
        return desk_.staff_ids(caller, {names.begin(), names.end()}, field);
    }
    Result<Meeting> meeting_of(const Caller& caller, const v1::Meeting& meeting) const;
    Result<PlannedMeasure> planned(const queries::FileRow& file,
                                   const v1::MeasureInput& input) const;
    Result<std::vector<PlannedMeasure>> planned_all(
        const queries::FileRow& file,
        const google::protobuf::RepeatedPtrField<v1::MeasureInput>& inputs) const;

    // Submits a command on a file; `hashed` = the sealed bytes that a repeat must have again.
    template <class Request, class Response>
    Result<void> send(const Caller& caller, const queries::FileRow& file, const Request& q,
                      std::string&& hashed, Household::Command&& command, Response* r) {
        HAVEN_TRY(const Uuid command_id, asked_uuid(q.command_id(), "command_id"));
        HAVEN_TRY(const auto reply, desk_.submit(caller, {.aggregate = &household_aggregate(),
                                                          .federation = file.federation,
                                                          .stream = file.household.uuid,
                                                          .command_id = command_id,
                                                          .hashed = std::move(hashed),
                                                          .expected_version = expected_version(q),
                                                          .command = std::move(command)}));
        put_reply(reply, r->mutable_reply());
        return {};
    }

    // The frame of a command without personal fields: see the file, build the command, submit;
    // `after` fills the rest of the answer from what is committed.
    template <class Request, class Response, class Build, class After>
    Status on_file(ServerContext* c, const Request* q, Response* r, Build build, After after) {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const auto file, desk_.file(caller, q->household_id()));
            HAVEN_TRY(Household::Command command, build(caller, file));
            HAVEN_CHECKED(send(caller, file, *q, hashed_bytes(*q), std::move(command), r));
            return after(caller);
        });
    }
    template <class Request, class Response, class Build>
    Status on_file(ServerContext* c, const Request* q, Response* r, Build build) {
        return on_file(c, q, r, build, [](const Caller&) -> Result<void> { return {}; });
    }

    Desk desk_;
};

}  // namespace haven::registry
