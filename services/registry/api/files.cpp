// RegistryService: commands on household files. Each handler checks, seals, submits, waits.
#include "services/registry/api/files.hpp"

#include <algorithm>

#include "libs/base/text.hpp"
#include "libs/crypto/ids.hpp"
#include "services/registry/api/api.hpp"
#include "services/registry/api/intake.hpp"
#include "services/registry/codec/codec.hpp"

namespace haven::registry {

namespace {

constexpr std::size_t kDateLength = 10;  // the timeline's "enrolment until 2020-03-23"
constexpr int kNoticeHorizonDays = 60;   // working days looked ahead; more than any rule asks

}  // namespace

Status FileApi::SubmitApplication(ServerContext* c, const v1::SubmitApplicationRequest* q,
                                  v1::SubmitApplicationResponse* r) {
    return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        registry::SubmitApplication command;
        HAVEN_TRY(const FederationNo federation, home_of(caller, *q));
        HAVEN_TRY(command.application, take_in(desk_, command_id, federation, *q));
        const Uuid household = crypto::derive_uuid(command_id, "household");
        command.application.household = HouseholdId{household};
        {
            auto read = desk_.read(caller);
            command.rules = queries::rules(read, q->division(), command.application.residence);
        }
        const std::string sealed =
            Codec<Household>::encode(HouseholdEvent(command.application)).payload;
        r->set_household_id(household.to_string());
        r->set_federation(federation.value);
        for (const Member& m : command.application.members) {
            r->add_person_ids(m.person.to_string());
        }
        HAVEN_TRY(const auto reply,
                  desk_.submit(caller, {.aggregate = &household_aggregate(),
                                        .federation = federation,
                                        .stream = household,
                                        .command_id = command_id,
                                        .hashed = sealed,
                                        .expected_version = expected_version(*q),
                                        .command = Household::Command(std::move(command))}));
        put_reply(reply, r->mutable_reply());
        return {};
    });
}

// The federation that keeps the file: that of the grassroots union, which lies under the caller.
// The workers of a city-owned enterprise belong to the city's own federation.
Result<FederationNo> FileApi::home_of(const Caller& caller,
                                      const v1::SubmitApplicationRequest& q) const {
    auto read = desk_.read(caller);
    const auto node = queries::union_node(read, q.union_node());
    if (!node) return invalid("UNION_NODE_NOT_FOUND", "union_node", "a registered union's code");
    HAVEN_CHECKED(caller.may_touch(node->federation));
    if (q.employer_uscc().empty()) return node->federation;
    const auto employer = queries::enterprise(read, q.employer_uscc());
    if (!employer) {
        return invalid("EMPLOYER_NOT_FOUND", "employer_uscc", "a registered enterprise, or none");
    }
    if (employer->city_owned && node->federation != employer->federation) {
        return refused("CITY_OWNED_EMPLOYER",
                       "the files of this employer's workers hang under the city's federation");
    }
    return node->federation;
}

Status FileApi::ReturnApplication(ServerContext* c, const v1::ReturnApplicationRequest* q,
                                  v1::ReturnApplicationResponse* r) {
    return on_file(
        c, q, r,
        [&](const Caller& caller, const queries::FileRow& file) -> Result<Household::Command> {
            registry::ReturnApplication command{.rules = desk_.rules(caller, file)};
            for (int kind : q->missing())
                command.missing.push_back(static_cast<DocumentKind>(kind));
            command.missing_authorisations.assign(q->missing_authorisations().begin(),
                                                  q->missing_authorisations().end());
            return command;
        });
}

Status FileApi::CompleteApplication(ServerContext* c, const v1::CompleteApplicationRequest* q,
                                    v1::CompleteApplicationResponse* r) {
    return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        HAVEN_TRY(const auto file, desk_.file(caller, q->household_id()));
        registry::CompleteApplication command;
        HAVEN_TRY(command.documents,
                  take_in_documents(desk_, command_id, file.head_name.person, q->documents()));
        command.authorisations.assign(q->authorisations().begin(), q->authorisations().end());
        const ApplicationCompleted sealed{command.documents, command.authorisations};
        return send(caller, file, *q, Codec<Household>::encode(HouseholdEvent(sealed)).payload,
                    Household::Command(std::move(command)), r);
    });
}

Status FileApi::WithdrawApplication(ServerContext* c, const v1::WithdrawApplicationRequest* q,
                                    v1::WithdrawApplicationResponse* r) {
    return on_file(c, q, r,
                   [](const Caller&, const queries::FileRow&) -> Result<Household::Command> {
                       return registry::WithdrawApplication{};
                   });
}

Status FileApi::RejectApplication(ServerContext* c, const v1::RejectApplicationRequest* q,
                                  v1::RejectApplicationResponse* r) {
    return on_file(c, q, r,
                   [&](const Caller&, const queries::FileRow&) -> Result<Household::Command> {
                       return registry::RejectApplication{q->reason()};
                   });
}

Status FileApi::RecordHomeVisit(ServerContext* c, const v1::RecordHomeVisitRequest* q,
                                v1::RecordHomeVisitResponse* r) {
    return on_file(
        c, q, r, [&](const Caller& caller, const queries::FileRow&) -> Result<Household::Command> {
            registry::RecordHomeVisit command{.kind = same_number<VisitKind>(q->kind()),
                                              .finding = same_number<VisitFinding>(q->finding())};
            HAVEN_TRY(command.visitors, people(caller, q->visitors(), "visitors"));
            HAVEN_TRY(command.visited_on, asked_date_or_none(q->visited_on(), "visited_on"));
            return command;
        });
}

Status FileApi::RequestMeansCheck(ServerContext* c, const v1::RequestMeansCheckRequest* q,
                                  v1::RequestMeansCheckResponse* r) {
    return on_file(c, q, r,
                   [&](const Caller&, const queries::FileRow&) -> Result<Household::Command> {
                       HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
                       const Uuid request = crypto::derive_uuid(command_id, "means-check");
                       r->set_request_id(request.to_string());
                       return registry::RequestMeansCheck{request};
                   });
}

Status FileApi::AssessHousehold(ServerContext* c, const v1::AssessHouseholdRequest* q,
                                v1::AssessHouseholdResponse* r) {
    const Status status = on_file(
        c, q, r,
        [&](const Caller& caller, const queries::FileRow& file) -> Result<Household::Command> {
            registry::AssessHousehold command{.accident_cost = Money::fen(q->accident_cost_fen()),
                                              .savings = Money::fen(q->savings_fen()),
                                              .temporary_hardship = q->temporary_hardship(),
                                              .rules = desk_.rules(caller, file)};
            for (const auto& waiver : q->waivers()) command.waivers.push_back(from_proto(waiver));
            return command;
        },
        [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const auto decision, last_decision(caller, q->household_id()));
            r->set_eligible(decision.hardship_class != HardshipClass::None);
            r->set_hardship_class(same_number<v1::HardshipClass>(decision.hardship_class));
            r->set_reason(decision.reason);
            *r->mutable_comparison() = to_proto(decision.comparison);
            return {};
        });
    return status;
}

Result<queries::DecisionRow> FileApi::last_decision(const Caller& caller,
                                                    const std::string& household_id) const {
    HAVEN_TRY(const Uuid id, asked_uuid(household_id, "household_id"));
    auto read = desk_.read(caller);
    auto decisions = queries::decisions(read, HouseholdId{id});
    HAVEN_CHECK(!decisions.empty());
    return std::move(decisions.front());
}

Result<queries::TimelineRow> FileApi::committed(const Caller& caller,
                                                const std::string& household_id,
                                                std::int32_t version) const {
    HAVEN_TRY(const Uuid id, asked_uuid(household_id, "household_id"));
    auto read = desk_.read(caller);
    auto lines = queries::timeline(read, HouseholdId{id}, version - 1, 1);
    HAVEN_CHECK(!lines.empty());
    return std::move(lines.front());
}

Status FileApi::OpenNotice(ServerContext* c, const v1::OpenNoticeRequest* q,
                           v1::OpenNoticeResponse* r) {
    return on_file(
        c, q, r,
        [&](const Caller& caller, const queries::FileRow& file) -> Result<Household::Command> {
            HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
            HAVEN_TRY(const auto names,
                      desk_.open(caller, "PUBLIC_NOTICE", "household/" + q->household_id(), "name",
                                 {file.head_name}));
            // Masked name, class and unit: never a number, an address, an illness, a minor (I4).
            const std::string row =
                text::mask_name(names.front()) + " | " +
                v1::HardshipClass_Name(same_number<v1::HardshipClass>(file.hardship_class))
                    .substr(std::string_view("HARDSHIP_CLASS_").size()) +
                " | " + file.union_node;
            HAVEN_TRY(const auto sealed,
                      desk_.around().vault.seal_one(command_id,
                                                    {file.head_name.person, "notice_row", row}));
            r->set_masked_row(row);
            return registry::OpenNotice{{sealed.person, sealed.cipher},
                                        file.union_node,
                                        desk_.next_working_days(kNoticeHorizonDays)};
        },
        [&](const Caller& caller) -> Result<void> {
            // From what is committed: a repeat on a later day is answered like the first.
            HAVEN_TRY(const auto opened,
                      committed(caller, q->household_id(), r->reply().version()));
            r->set_first_day(to_text(opened.on));
            r->set_last_day(opened.detail.substr(opened.detail.size() - kDateLength));
            return {};
        });
}

Status FileApi::RaiseObjection(ServerContext* c, const v1::RaiseObjectionRequest* q,
                               v1::RaiseObjectionResponse* r) {
    return on_file(c, q, r,
                   [&](const Caller&, const queries::FileRow&) -> Result<Household::Command> {
                       HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
                       const Uuid objection = crypto::derive_uuid(command_id, "objection");
                       r->set_objection_id(objection.to_string());
                       return registry::RaiseObjection{objection, q->grounds(), q->anonymous()};
                   });
}

Status FileApi::ResolveObjection(ServerContext* c, const v1::ResolveObjectionRequest* q,
                                 v1::ResolveObjectionResponse* r) {
    return on_file(
        c, q, r, [&](const Caller&, const queries::FileRow&) -> Result<Household::Command> {
            HAVEN_TRY(const Uuid objection, asked_uuid(q->objection_id(), "objection_id"));
            return registry::ResolveObjection{objection, q->upheld()};
        });
}

std::unique_ptr<grpc::Service> make_file_api(Surroundings& around) {
    return std::make_unique<FileApi>(around);
}

}  // namespace haven::registry
