// EmploymentService: hires and the months they were kept.
#include "services/employment/api/employment_api.hpp"

namespace haven::employment {
namespace {

// An empty text is no day.
Result<Date> day_or_none(const std::string& text, const char* field) {
    if (text.empty()) return Date{};
    return asked_date(text, field);
}

}  // namespace

Status EmploymentApi::ConfirmHire(ServerContext* c, const pb::ConfirmHireRequest* q,
                                  pb::ConfirmHireResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        HAVEN_TRY(const SeekerRow seeker, find_seeker(context_, caller, q->seeker_id()));
        haven::employment::ConfirmHire command;
        command.hire = HireId{crypto::derive_uuid(command_id, "hire")};
        command.contract = static_cast<ContractKind>(q->contract());
        command.contract_no = q->contract_no();
        command.monthly_wage = Money::fen(q->monthly_wage_fen());
        HAVEN_TRY(command.starts_on, asked_date(q->starts_on(), "starts_on"));
        HAVEN_TRY(command.contract_until, day_or_none(q->contract_until(), "contract_until"));
        {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            HAVEN_TRY(command.seeker, known_seeker(read, seeker.id));
            HAVEN_TRY(const KnownEmployer employer, known_employer(read, q->uscc()));
            command.uscc = employer.uscc;
            if (!q->vacancy_id().empty()) {
                HAVEN_TRY(const Uuid vacancy, asked_uuid(q->vacancy_id(), "vacancy_id"));
                HAVEN_TRY(command.vacancy, known_vacancy(read, VacancyId{vacancy}));
            }
            if (!q->intent_id().empty()) {
                HAVEN_TRY(const Uuid intent, asked_uuid(q->intent_id(), "intent_id"));
                const auto row = Queries(read).intent(IntentId{intent});
                if (!row) return missing("INTENT_MISSING", "intent");
                command.intent = row->id;
                command.intent_person = row->reached.person;
            }
        }
        const Uuid id = command.hire.uuid;
        r->set_hire_id(id.to_string());
        return to(caller, *q, {*context_.aggregates.hire, seeker.federation, id},
                  Hire::Command{std::move(command)}, *r);
    });
}

Status EmploymentApi::ExtendContract(ServerContext* c, const pb::ExtendContractRequest* q,
                                     pb::ExtendContractResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Date until, day_or_none(q->contract_until(), "contract_until"));
        return to_hire(caller, *q, *r, haven::employment::ExtendContract{q->contract_no(), until});
    });
}

Status EmploymentApi::RecordRetention(ServerContext* c, const pb::RecordRetentionRequest* q,
                                      pb::RecordRetentionResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        return to_hire(caller, *q, *r,
                       haven::employment::RecordRetention{
                           q->month(), Money::fen(q->monthly_wage_fen()),
                           static_cast<WageEvidence>(q->evidence()), q->evidence_no()});
    });
}

Status EmploymentApi::EndEmployment(ServerContext* c, const pb::EndEmploymentRequest* q,
                                    pb::EndEmploymentResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Date ended_on, asked_date(q->ended_on(), "ended_on"));
        return to_hire(
            caller, *q, *r,
            haven::employment::EndEmployment{ended_on, static_cast<EndReason>(q->reason())});
    });
}

Status EmploymentApi::GetHire(ServerContext* c, const pb::GetHireRequest* q,
                              pb::GetHireResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const HireRow row, find_hire(context_, caller, q->hire_id()));
        write(row, *r->mutable_hire());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Status EmploymentApi::ListHires(ServerContext* c, const pb::ListHiresRequest* q,
                                pb::ListHiresResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "hires|" + q->seeker_id() + (q->due() ? "|due" : "|all");
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 2));
        HAVEN_TRY(const auto after, day_key(page.after));
        SeekerId seeker;
        if (!q->seeker_id().empty()) {
            HAVEN_TRY(seeker.uuid, asked_uuid(q->seeker_id(), "seeker_id"));
        }
        access::ScopedRead read(context_.host.readers, caller.scope);
        auto rows = Queries(read).hires(seeker, q->due(), after, page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token(
                {date_text(rows.back().starts_on), rows.back().id.to_string()}, filter));
        }
        for (const HireRow& row : rows) write(row, *r->add_hires());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

}  // namespace haven::employment
