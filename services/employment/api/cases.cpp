// AssistanceService: one-stop cases.
#include "services/employment/api/assistance_api.hpp"

namespace haven::employment {

Status AssistanceApi::OpenCase(ServerContext* c, const pb::OpenCaseRequest* q,
                               pb::OpenCaseResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        HAVEN_TRY(const SeekerRow seeker, find_seeker(context_, caller, q->seeker_id()));
        haven::employment::OpenCase command;
        command.service_case = CaseId{crypto::derive_uuid(command_id, "case")};
        command.need = static_cast<CaseNeed>(q->need());
        command.counter = q->counter();
        HAVEN_TRY(command.follow_up_on, asked_date(q->follow_up_on(), "follow_up_on"));
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            HAVEN_TRY(command.seeker, known_seeker(read, seeker.id));
        }
        const Uuid id = command.service_case.uuid;
        r->set_case_id(id.to_string());
        return to(caller, *q, {*context_.aggregates.service_case, seeker.federation, id},
                  ServiceCase::Command{std::move(command)}, *r);
    });
}

Status AssistanceApi::Advise(ServerContext* c, const pb::AdviseRequest* q, pb::AdviseResponse* r) {
    return on_case(c, *q, *r, haven::employment::Advise{q->policy()});
}

Status AssistanceApi::Refer(ServerContext* c, const pb::ReferRequest* q, pb::ReferResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const CaseRow row, find_case(caller, q->case_id()));
        haven::employment::Refer command;
        command.target = static_cast<ReferralTarget>(q->target());
        {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            if (command.target == ReferralTarget::Vacancy) {
                HAVEN_TRY(const Uuid vacancy, asked_uuid(q->vacancy_id(), "vacancy_id"));
                HAVEN_TRY(command.vacancy, known_vacancy(read, VacancyId{vacancy}));
                command.shown =
                    Queries(read).shown(command.vacancy->id, context_.host.business_date());
            }
            if (command.target == ReferralTarget::Registry) {
                HAVEN_TRY(command, to_registry(read, row, *q));
                r->set_referral_id(command.registry.id.to_string());
            }
        }
        return to_case(caller, *q, *r, row, ServiceCase::Command{std::move(command)});
    });
}

Result<haven::employment::Refer> AssistanceApi::to_registry(access::ScopedRead& read,
                                                            const CaseRow& row,
                                                            const pb::ReferRequest& q) {
    HAVEN_TRY(const Uuid command_id, asked_uuid(q.command_id(), "command_id"));
    if (q.to_federation() != 0) {
        HAVEN_CHECKED(check_federation(context_, q.to_federation(), "to_federation"));
    }
    haven::employment::Refer command{.target = ReferralTarget::Registry};
    // A case lies where its seeker does.
    const auto seeker = stored<Seeker, SeekerCodec>(read, row.opened.seeker.uuid).state.registered;
    if (const HouseholdId household = seeker.file.household; !household.is_nil()) {
        command.file_open = stored<FamilyFile, FamilyFileCodec>(read, household.uuid).state.open;
    }
    command.registry = {.id = ReferralId{crypto::derive_uuid(command_id, "referral")},
                        .name = seeker.name,
                        .phone = seeker.phone,
                        .to = federation_of(q.to_federation()),
                        .union_node = q.union_node()};
    for (const int sign : q.signs()) {
        command.registry.signs.push_back(static_cast<HardshipSign>(sign));
    }
    return command;
}

Status AssistanceApi::AnswerReferral(ServerContext* c, const pb::AnswerReferralRequest* q,
                                     pb::AnswerReferralResponse* r) {
    return on_case(
        c, *q, *r,
        haven::employment::AnswerReferral{q->number(), static_cast<ReferralResult>(q->result())});
}

Status AssistanceApi::FollowUp(ServerContext* c, const pb::FollowUpRequest* q,
                               pb::FollowUpResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const CaseRow row, find_case(caller, q->case_id()));
        HAVEN_TRY(const Date next, asked_date(q->follow_up_on(), "follow_up_on"));
        return to_case(caller, *q, *r, row,
                       ServiceCase::Command{haven::employment::FollowUp{
                           static_cast<ContactChannel>(q->channel()),
                           static_cast<FollowUpFinding>(q->finding()), next}});
    });
}

Status AssistanceApi::CloseCase(ServerContext* c, const pb::CloseCaseRequest* q,
                                pb::CloseCaseResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const CaseRow row, find_case(caller, q->case_id()));
        haven::employment::CloseCase command{static_cast<CaseOutcome>(q->outcome()), {}};
        if (!q->hire_id().empty()) {
            HAVEN_TRY(const HireRow hire, find_hire(context_, caller, q->hire_id()));
            command.hire = KnownHire{hire.id, hire.seeker, hire.starts_on, hire.ended_on.is_set()};
        }
        return to_case(caller, *q, *r, row, ServiceCase::Command{command});
    });
}

Status AssistanceApi::ReopenCase(ServerContext* c, const pb::ReopenCaseRequest* q,
                                 pb::ReopenCaseResponse* r) {
    return on_case(c, *q, *r, haven::employment::ReopenCase{q->reason(), {}});
}

Status AssistanceApi::GetServiceCase(ServerContext* c, const pb::GetServiceCaseRequest* q,
                                     pb::GetServiceCaseResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const CaseRow row, find_case(caller, q->case_id()));
        auto& one = *r->mutable_service_case();
        write(row, one);
        access::ScopedRead read(context_.host.readers, caller.scope);
        for (const CaseEntry& entry : Queries(read).entries(row.id)) {
            auto& line = *one.add_entries();
            line.set_number(one.entries_size());
            line.set_kind(to_proto<pb::CaseEntryKind>(entry.kind));
            line.set_day(date_text(entry.day));
            line.set_policy(entry.policy);
            line.set_target(to_proto<pb::ReferralTarget>(entry.target));
            line.set_vacancy_id(id_text(entry.vacancy));
            line.set_result(to_proto<pb::ReferralResult>(entry.result));
            line.set_channel(to_proto<pb::ContactChannel>(entry.channel));
            line.set_finding(to_proto<pb::FollowUpFinding>(entry.finding));
        }
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Status AssistanceApi::ListServiceCases(ServerContext* c, const pb::ListServiceCasesRequest* q,
                                       pb::ListServiceCasesResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const Date today = context_.host.business_date();
        const std::string filter =
            "cases|" + std::to_string(q->state()) + (q->due() ? "|due" : "|all");
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 2));
        HAVEN_TRY(const auto after, day_key(page.after));
        access::ScopedRead read(context_.host.readers, caller.scope);
        auto rows = Queries(read).cases(static_cast<CaseState>(q->state()),
                                        q->due() ? today : Date{}, after, page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token(
                {date_text(rows.back().opened.opened_on), rows.back().id.to_string()}, filter));
        }
        for (const CaseRow& row : rows) write(row, *r->add_cases());
        r->set_business_date(today.to_string());
        return {};
    });
}

Result<CaseRow> AssistanceApi::find_case(const Caller& caller, const std::string& id) {
    HAVEN_TRY(const Uuid uuid, asked_uuid(id, "case_id"));
    access::ScopedRead read(context_.host.readers, caller.scope);
    const auto row = Queries(read).service_case(CaseId{uuid});
    if (!row) return missing("CASE_MISSING", "case");
    return *row;
}

std::unique_ptr<Api> make_assistance_api(const ApiContext& context) {
    return std::make_unique<AssistanceApi>(context);
}

}  // namespace haven::employment
