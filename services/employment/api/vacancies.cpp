// FairService: what is offered.
#include "services/employment/api/fair_api.hpp"

namespace haven::employment {

Status FairApi::PostVacancy(ServerContext* c, const pb::PostVacancyRequest* q,
                            pb::PostVacancyResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        HAVEN_CHECKED(asked_date(q->terms().valid_until(), "terms.valid_until"));
        if (!q->terms().fair_id().empty()) {
            return invalid("INVALID_UUID", "terms.fair_id", "empty: `fair` says which fair");
        }
        haven::employment::PostVacancy command{.terms = read_value(q->terms())};
        HAVEN_TRY(const FederationNo federation, add_facts(caller, *q, command));
        const Uuid id = crypto::derive_uuid(command_id, "vacancy");
        r->set_vacancy_id(id.to_string());
        HAVEN_CHECKED(to(caller, *q, {*context_.aggregates.vacancy, federation, id},
                         Vacancy::Command{std::move(command)}, *r));
        access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
        const auto row = Queries(read).vacancy(VacancyId{id});
        if (!row) return missing("VACANCY_MISSING", "vacancy");
        r->set_rejection(to_proto<pb::VacancyRejection>(row->rejection));
        r->set_found(row->found);
        return {};
    });
}

Result<FederationNo> FairApi::add_facts(const Caller& caller, const pb::PostVacancyRequest& q,
                                        haven::employment::PostVacancy& command) {
    access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
    Queries queries(read);
    HAVEN_TRY(command.employer, known_employer(read, q.terms().uscc()));
    FederationNo federation = caller.home;
    if (!q.fair().empty()) {
        HAVEN_TRY(const FairAt at, known_fair(read, q.fair()));
        federation = at.federation;
        command.fair = at.fair;
        command.terms.fair = at.fair.terms.fair;
        command.attends = queries.attends(command.terms.fair, command.employer.uscc);
    }
    command.duplicate = queries.on_offer(command.terms.fair, content_of(command.terms));
    return federation;
}

Status FairApi::CloseVacancy(ServerContext* c, const pb::CloseVacancyRequest* q,
                             pb::CloseVacancyResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid id, asked_uuid(q->vacancy_id(), "vacancy_id"));
        std::optional<VacancyRow> row;
        {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            row = Queries(read).vacancy(VacancyId{id});
        }
        if (!row) return missing("VACANCY_MISSING", "vacancy");
        HAVEN_CHECKED(caller.may_touch(row->federation));
        return to(caller, *q, {*context_.aggregates.vacancy, row->federation, id},
                  Vacancy::Command{haven::employment::CloseVacancy{q->reason()}}, *r);
    });
}

Status FairApi::ListVacancies(ServerContext* c, const pb::ListVacanciesRequest* q,
                              pb::ListVacanciesResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "vacancies|" + q->fair() + '|' + std::to_string(q->schooling()) +
                                   '|' + std::to_string(q->age());
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
        VacancyId after;
        if (!page.after.empty()) {
            HAVEN_TRY(after.uuid, rpc::key_uuid(page.after[0]));
        }
        access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
        Queries queries(read);
        const Date today = context_.host.business_date();
        VacancyFilter wanted{.today = today,
                             .fair = {},
                             .schooling = static_cast<SchoolingLevel>(q->schooling()),
                             .age = q->age()};
        if (!q->fair().empty()) {
            HAVEN_TRY(const FairAt at, known_fair(read, q->fair()));
            wanted.fair = at.fair.terms.fair;
        }
        auto rows = queries.vacancies(wanted, after, page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token({rows.back().id.to_string()}, filter));
        }
        for (const VacancyRow& row : rows) write(row, *r->add_vacancies());
        r->set_business_date(today.to_string());
        return {};
    });
}

Status FairApi::GetVacancy(ServerContext* c, const pb::GetVacancyRequest* q,
                           pb::GetVacancyResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid id, asked_uuid(q->vacancy_id(), "vacancy_id"));
        access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
        const auto row = Queries(read).vacancy(VacancyId{id});
        if (!row) return missing("VACANCY_MISSING", "vacancy");
        write(*row, *r->mutable_vacancy());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

}  // namespace haven::employment
