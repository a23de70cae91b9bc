// RegistryService: the meeting, plans, reviews and the end of a file.
#include <algorithm>
#include <map>
#include <set>

#include "libs/api/fields.hpp"
#include "libs/crypto/ids.hpp"
#include "services/registry/api/files.hpp"
#include "services/registry/api/intake.hpp"
#include "services/registry/codec/codec.hpp"

namespace haven::registry {

namespace {

constexpr int kMaxMeetingRows = 1000;

// What a row became, by the event that its command wrote last.
std::string_view row_result(std::string_view event) {
    static const std::map<std::string_view, std::string_view> words = {
        {"HouseholdEnrolled", "ENROLLED"},
        {"EnrolmentRejected", "REJECTED"},
        {"FileClosed", "CLOSED"},
        {"ExitRejected", "EXIT_REJECTED"}};
    const auto found = words.find(event);
    HAVEN_CHECK(found != words.end());
    return found->second;
}

Result<void> rows_differ(const v1::RecordMeetingRequest& q) {
    std::set<std::string> seen;
    for (int i = 0; i < q.rows_size(); ++i) {
        if (seen.insert(q.rows(i).household_id()).second) continue;
        return invalid("INVALID_ROWS", "rows[" + std::to_string(i) + "].household_id",
                       "each file once");
    }
    return {};
}

}  // namespace

Result<Meeting> FileApi::meeting_of(const Caller& caller, const v1::Meeting& asked) const {
    HAVEN_CHECKED(desk_.takes_part(caller));
    Meeting meeting{.minutes_no = asked.minutes_no()};
    HAVEN_TRY(meeting.held_on, asked_date(asked.held_on(), "meeting.held_on"));
    HAVEN_TRY(meeting.present, people(caller, asked.present(), "meeting.present"));
    return meeting;
}

Status FileApi::RecordMeeting(ServerContext* c, const v1::RecordMeetingRequest* q,
                              v1::RecordMeetingResponse* r) {
    return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        if (q->rows().empty() || q->rows_size() > kMaxMeetingRows) {
            return invalid("INVALID_ROWS", "rows", "1 to 1,000 rows");
        }
        HAVEN_CHECKED(rows_differ(*q));
        HAVEN_TRY(const Meeting meeting, meeting_of(caller, q->meeting()));
        // First the list as a whole: under one command id it has the same rows for ever.
        HAVEN_CHECKED(
            desk_.submit(caller, {.aggregate = &household_aggregate(),
                                  .federation = caller.home,
                                  .stream = crypto::derive_uuid(command_id, "meeting"),
                                  .command_id = crypto::derive_uuid(command_id, "list"),
                                  .hashed = hashed_bytes(*q),
                                  .command = Household::Command(registry::BindMeetingList{})}));
        std::vector<Order> orders;
        std::vector<int> order_rows;
        for (int i = 0; i < q->rows_size(); ++i) {
            const auto& row = q->rows(i);
            auto* result = r->add_rows();
            result->set_household_id(row.household_id());
            const auto file = desk_.file(caller, row.household_id());
            if (!file) {
                result->set_result("REFUSED");
                result->set_reason(file.error().reason);
                continue;
            }
            orders.push_back(
                {.aggregate = &household_aggregate(),
                 .federation = file->federation,
                 .stream = file->household.uuid,
                 .command_id =
                     crypto::derive_uuid(command_id, "row/" + file->household.to_string()),
                 .hashed = hashed_bytes(*q),
                 .command = Household::Command(registry::DecideAtMeeting{
                     meeting, row.struck(), row.reason(), desk_.rules(caller, *file)})});
            order_rows.push_back(i);
        }
        const auto answers = desk_.submit_all(caller, std::move(orders));
        for (std::size_t i = 0; i < answers.size(); ++i) {
            auto* result = r->mutable_rows(order_rows[i]);
            if (!answers[i]) {
                result->set_result("REFUSED");
                result->set_reason(answers[i].error().reason);
                continue;
            }
            HAVEN_TRY(const auto last,
                      committed(caller, result->household_id(), answers[i]->version));
            result->set_result(std::string(row_result(last.type)));
            put_reply(*answers[i], result->mutable_reply());
            put_reply(*answers[i], r->mutable_reply());
        }
        return {};
    });
}

Result<PlannedMeasure> FileApi::planned(const queries::FileRow& file,
                                        const v1::MeasureInput& input) const {
    HAVEN_TRY(const FederationNo payer,
              desk_.payer(file, input.fund_federation(), "measures.fund_federation"));
    return PlannedMeasure{.item = same_number<AidItem>(input.item()),
                          .beneficiary_seq = input.beneficiary_seq(),
                          .annual = Money::fen(input.annual_fen()),
                          .fund_line = api::fund_line_of(input.fund_line()),
                          .fund_federation = payer,
                          .programme = input.programme(),
                          .approval = from_proto(input.approval())};
}

Result<std::vector<PlannedMeasure>> FileApi::planned_all(
    const queries::FileRow& file,
    const google::protobuf::RepeatedPtrField<v1::MeasureInput>& inputs) const {
    std::vector<PlannedMeasure> measures;
    for (const auto& input : inputs) {
        HAVEN_TRY(auto measure, planned(file, input));
        measures.push_back(std::move(measure));
    }
    return measures;
}

Status FileApi::AdoptHelpPlan(ServerContext* c, const v1::AdoptHelpPlanRequest* q,
                              v1::AdoptHelpPlanResponse* r) {
    return on_file(
        c, q, r,
        [&](const Caller& caller, const queries::FileRow& file) -> Result<Household::Command> {
            registry::AdoptHelpPlan command{.year = q->year(), .rules = desk_.rules(caller, file)};
            HAVEN_TRY(command.measures, planned_all(file, q->measures()));
            return command;
        });
}

Status FileApi::EnrolInProgramme(ServerContext* c, const v1::EnrolInProgrammeRequest* q,
                                 v1::EnrolInProgrammeResponse* r) {
    return on_file(
        c, q, r,
        [&](const Caller& caller, const queries::FileRow& file) -> Result<Household::Command> {
            v1::MeasureInput input;
            input.set_beneficiary_seq(q->beneficiary_seq());
            input.set_annual_fen(q->annual_fen());
            input.set_fund_line(q->fund_line());
            input.set_fund_federation(q->fund_federation());
            registry::EnrolInProgramme command{
                .programme = q->programme(), .year = q->year(), .rules = desk_.rules(caller, file)};
            HAVEN_TRY(command.measure, planned(file, input));
            auto read = desk_.read(caller);
            if (const auto employer = queries::enterprise(read, file.employer_uscc)) {
                command.employer_programmes = employer->programmes;
            }
            return command;
        });
}

Status FileApi::CompleteReview(ServerContext* c, const v1::CompleteReviewRequest* q,
                               v1::CompleteReviewResponse* r) {
    return on_file(
        c, q, r,
        [&](const Caller& caller, const queries::FileRow& file) -> Result<Household::Command> {
            registry::CompleteReview command{
                .outcome = same_number<ReviewOutcome>(q->outcome()),
                .self_paid_medical = Money::fen(q->self_paid_medical_fen()),
                .rules = desk_.rules(caller, file)};
            if (q->has_accident_cost_fen()) {
                command.accident_cost = Money::fen(q->accident_cost_fen());
            }
            if (q->has_savings_fen()) command.savings = Money::fen(q->savings_fen());
            if (q->has_temporary_hardship()) command.temporary_hardship = q->temporary_hardship();
            if (!q->retained_hire_id().empty()) {
                const auto hire = Uuid::parse(q->retained_hire_id());
                if (!hire) return invalid("INVALID_UUID", "retained_hire_id", "a UUID");
                command.retained_hire = *hire;
            }
            HAVEN_TRY(command.reviewers, people(caller, q->reviewers(), "reviewers"));
            if (q->has_figures()) command.figures = from_proto(q->figures());
            HAVEN_TRY(command.measures, planned_all(file, q->measures()));
            return command;
        },
        [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const auto file, desk_.file(caller, q->household_id()));
            r->set_valid_until(to_text(file.review_valid_until));
            return {};
        });
}

Status FileApi::SuspendAid(ServerContext* c, const v1::SuspendAidRequest* q,
                           v1::SuspendAidResponse* r) {
    return on_file(
        c, q, r, [&](const Caller&, const queries::FileRow&) -> Result<Household::Command> {
            if (q->reason() == v1::SUSPENSION_REASON_REVIEW_OVERDUE) {
                return invalid("INVALID_REASON", "reason", "FRAUD_CHECK or CONSENT_WITHDRAWN");
            }
            return registry::SuspendAid{same_number<SuspensionReason>(q->reason())};
        });
}

Status FileApi::ResumeAid(ServerContext* c, const v1::ResumeAidRequest* q,
                          v1::ResumeAidResponse* r) {
    return on_file(c, q, r,
                   [&](const Caller&, const queries::FileRow&) -> Result<Household::Command> {
                       return registry::ResumeAid{same_number<SuspensionReason>(q->reason())};
                   });
}

Status FileApi::ProposeExit(ServerContext* c, const v1::ProposeExitRequest* q,
                            v1::ProposeExitResponse* r) {
    return on_file(
        c, q, r,
        [&](const Caller& caller, const queries::FileRow& file) -> Result<Household::Command> {
            return registry::ProposeExit{same_number<ExitKind>(q->kind()), q->origin(),
                                         desk_.rules(caller, file)};
        });
}

Status FileApi::CancelFile(ServerContext* c, const v1::CancelFileRequest* q,
                           v1::CancelFileResponse* r) {
    return on_file(c, q, r,
                   [&](const Caller&, const queries::FileRow&) -> Result<Household::Command> {
                       return registry::CancelFile{same_number<ExitKind>(q->kind())};
                   });
}

Status FileApi::RecordFollowUp(ServerContext* c, const v1::RecordFollowUpRequest* q,
                               v1::RecordFollowUpResponse* r) {
    return on_file(
        c, q, r, [&](const Caller& caller, const queries::FileRow&) -> Result<Household::Command> {
            registry::RecordFollowUp command{.month = q->month(),
                                             .finding = same_number<VisitFinding>(q->finding())};
            HAVEN_TRY(command.visitors, people(caller, q->visitors(), "visitors"));
            return command;
        });
}

Status FileApi::ReopenFile(ServerContext* c, const v1::ReopenFileRequest* q,
                           v1::ReopenFileResponse* r) {
    return on_file(
        c, q, r,
        [&](const Caller& caller, const queries::FileRow& file) -> Result<Household::Command> {
            registry::ReopenFile command{
                .accident_cost = Money::fen(q->accident_cost_fen()),
                .savings = Money::fen(q->savings_fen()),
                .self_paid_medical = Money::fen(q->self_paid_medical_fen()),
                .temporary_hardship = q->temporary_hardship(),
                .rules = desk_.rules(caller, file)};
            HAVEN_TRY(command.meeting, meeting_of(caller, q->meeting()));
            for (const auto& waiver : q->waivers()) command.waivers.push_back(from_proto(waiver));
            return command;
        },
        [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const auto file, desk_.file(caller, q->household_id()));
            r->set_hardship_class(same_number<v1::HardshipClass>(file.hardship_class));
            return {};
        });
}

Status FileApi::ChangePayeeAccount(ServerContext* c, const v1::ChangePayeeAccountRequest* q,
                                   v1::ChangePayeeAccountResponse* r) {
    return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(desk_.takes_part(caller));
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        HAVEN_TRY(const auto file, desk_.file(caller, q->household_id()));
        std::vector<Member> members;
        {
            auto read = desk_.read(caller);
            members = queries::members(read, file.household);
        }
        registry::ChangePayeeAccount command{crypto::derive_uuid(command_id, "payee"), {}};
        HAVEN_TRY(command.payee, take_in_payee(desk_, command_id, q->payee(), members));
        r->set_proposal_id(command.proposal.to_string());
        const PayeeChangeProposed sealed{
            .household = file.household, .proposal = command.proposal, .payee = command.payee};
        return send(caller, file, *q, Codec<Household>::encode(HouseholdEvent(sealed)).payload,
                    Household::Command(std::move(command)), r);
    });
}

Status FileApi::ConfirmPayeeAccount(ServerContext* c, const v1::ConfirmPayeeAccountRequest* q,
                                    v1::ConfirmPayeeAccountResponse* r) {
    return on_file(c, q, r,
                   [&](const Caller&, const queries::FileRow&) -> Result<Household::Command> {
                       HAVEN_TRY(const Uuid proposal, asked_uuid(q->proposal_id(), "proposal_id"));
                       return registry::ConfirmPayeeAccount{proposal, q->last4()};
                   });
}

}  // namespace haven::registry
