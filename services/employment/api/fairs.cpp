// FairService: fairs, employers and who attends.
#include "services/employment/api/fair_api.hpp"

namespace haven::employment {
namespace {

// Days that a caller wrote are read before the stored form is: that one aborts on what is no day.
Result<EmployerPapers> asked_papers(const pb::EmployerPapers& papers) {
    for (const auto& [until, field] : {std::pair(&papers.licence_until(), "papers.licence_until"),
                                       std::pair(&papers.permit_until(), "papers.permit_until")}) {
        if (!until->empty()) HAVEN_CHECKED(asked_date(*until, field));
    }
    return read_value(papers);
}

}  // namespace

Status FairApi::ScheduleFair(ServerContext* c, const pb::ScheduleFairRequest* q,
                             pb::ScheduleFairResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(asked_date(q->terms().first_day(), "terms.first_day"));
        HAVEN_CHECKED(check_number_word(q->terms().code(), "terms.code"));
        if (!q->terms().fair_id().empty()) {
            return invalid("INVALID_UUID", "terms.fair_id", "empty: the code says which fair");
        }
        const FederationNo federation =
            q->federation() == 0 ? caller.home : federation_of(q->federation());
        HAVEN_CHECKED(caller.may_touch(federation));
        FairTerms terms = read_value(q->terms());
        terms.fair = FairId{crypto::uuid_of_code("fair", terms.code)};
        r->set_fair_id(terms.fair.to_string());
        const Target target{*context_.aggregates.fair, federation, terms.fair.uuid};
        return to(caller, *q, target,
                  Fair::Command{haven::employment::ScheduleFair{std::move(terms)}}, *r);
    });
}

Status FairApi::PostponeFair(ServerContext* c, const pb::PostponeFairRequest* q,
                             pb::PostponeFairResponse* r) {
    const auto day = Date::parse(q->first_day());
    return on_fair(c, *q, *r, [&](const FairSums& sums) {
        return haven::employment::PostponeFair{day.value_or(Date{}), q->reason(),
                                               static_cast<int>(sums.intents)};
    });
}

Status FairApi::CancelFair(ServerContext* c, const pb::CancelFairRequest* q,
                           pb::CancelFairResponse* r) {
    return on_fair(c, *q, *r, [&](const FairSums& sums) {
        return haven::employment::CancelFair{q->reason(), static_cast<int>(sums.intents)};
    });
}

Status FairApi::ReportFair(ServerContext* c, const pb::ReportFairRequest* q,
                           pb::ReportFairResponse* r) {
    return on_fair(c, *q, *r, [&](const FairSums& sums) {
        r->set_firms(static_cast<int>(sums.stalls));
        r->set_posts(static_cast<int>(sums.posts));
        r->set_intents(static_cast<int>(sums.intents));
        return haven::employment::ReportFair{r->firms(), r->posts(), r->intents()};
    });
}

Status FairApi::RegisterEmployer(ServerContext* c, const pb::RegisterEmployerRequest* q,
                                 pb::RegisterEmployerResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const bool fails, check_enterprise(q->uscc(), q->licence_shows_code()));
        HAVEN_TRY(EmployerPapers papers, asked_papers(q->papers()));
        EmployerRegistered employer{q->uscc(), static_cast<EmployerKind>(q->kind()),
                                    std::move(papers), fails};
        r->set_employer_id(crypto::uuid_of_code("employer", q->uscc()).to_string());
        return to_employer(caller, *q, *r, By::Anybody,
                           haven::employment::RegisterEmployer{std::move(employer)});
    });
}

Status FairApi::RenewPapers(ServerContext* c, const pb::RenewPapersRequest* q,
                            pb::RenewPapersResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(EmployerPapers papers, asked_papers(q->papers()));
        return to_employer(caller, *q, *r, By::Anybody,
                           haven::employment::RenewPapers{std::move(papers)});
    });
}

Status FairApi::BarEmployer(ServerContext* c, const pb::BarEmployerRequest* q,
                            pb::BarEmployerResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Date until, asked_date(q->until(), "until"));
        return to_employer(caller, *q, *r, By::Head,
                           haven::employment::BarEmployer{until, q->reason()});
    });
}

Status FairApi::ClearEmployer(ServerContext* c, const pb::ClearEmployerRequest* q,
                              pb::ClearEmployerResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        return to_employer(caller, *q, *r, By::Head, haven::employment::ClearEmployer{q->reason()});
    });
}

Status FairApi::ApplyToAttend(ServerContext* c, const pb::ApplyToAttendRequest* q,
                              pb::ApplyToAttendResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        haven::employment::ApplyToAttend command;
        FederationNo keeper;
        {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            HAVEN_TRY(const FairAt at, known_fair(read, q->fair()));
            HAVEN_TRY(const KnownEmployer employer, known_employer(read, q->uscc()));
            keeper = at.federation;
            command.fair = at.fair;
            command.application = {
                at.fair.terms.fair, employer.uscc, q->branch(), q->branch_letter_no(), {}};
        }
        const Uuid id = crypto::derive_uuid(command_id, "participation");
        r->set_participation_id(id.to_string());
        return to(caller, *q, {*context_.aggregates.participation, keeper, id},
                  Participation::Command{std::move(command)}, *r);
    });
}

Status FairApi::ScreenParticipation(ServerContext* c, const pb::ScreenParticipationRequest* q,
                                    pb::ScreenParticipationResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const ParticipationRow row, find_participation(caller, q->participation_id()));
        haven::employment::ScreenParticipation command{.stall = q->stall()};
        {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            HAVEN_TRY(command.employer, known_employer(read, row.applied.uscc));
            HAVEN_TRY(const FairAt at, known_fair(read, row.applied.fair.to_string()));
            command.fair = at.fair;
        }
        HAVEN_CHECKED(to(caller, *q,
                         {*context_.aggregates.participation, row.federation, row.id.uuid},
                         Participation::Command{std::move(command)}, *r));
        HAVEN_TRY(const ParticipationRow after, find_participation(caller, q->participation_id()));
        r->set_refusal(to_proto<pb::ParticipationRefusal>(after.refusal));
        return {};
    });
}

Status FairApi::WithdrawParticipation(ServerContext* c, const pb::WithdrawParticipationRequest* q,
                                      pb::WithdrawParticipationResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const ParticipationRow row, find_participation(caller, q->participation_id()));
        haven::employment::WithdrawParticipation command;
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            HAVEN_TRY(const FairAt at, known_fair(read, row.applied.fair.to_string()));
            command.fair = at.fair;
        }
        return to(caller, *q, {*context_.aggregates.participation, row.federation, row.id.uuid},
                  Participation::Command{std::move(command)}, *r);
    });
}

Status FairApi::ListFairs(ServerContext* c, const pb::ListFairsRequest* q,
                          pb::ListFairsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "fairs";
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
        access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
        auto rows = Queries(read).fairs(page.after.empty() ? "" : page.after[0], page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token({rows.back().fair.terms.code}, filter));
        }
        for (const FairRow& row : rows) write(row, *r->add_fairs());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Status FairApi::GetFair(ServerContext* c, const pb::GetFairRequest* q, pb::GetFairResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
        const auto row = Queries(read).fair(q->fair());
        if (!row) return missing("FAIR_MISSING", "fair");
        write(*row, *r->mutable_fair());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Status FairApi::GetEmployer(ServerContext* c, const pb::GetEmployerRequest* q,
                            pb::GetEmployerResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const Uuid id = crypto::uuid_of_code("employer", q->uscc());
        access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
        const auto found = stored<Employer, EmployerCodec>(read, id);
        if (!found.state.registered) return missing("EMPLOYER_MISSING", "employer");
        pb::Employer& employer = *r->mutable_employer();
        employer.set_employer_id(id.to_string());
        employer.set_uscc(found.state.known.uscc);
        employer.set_kind(to_proto<pb::EmployerKind>(found.state.registered->kind));
        write_value(found.state.known.papers, *employer.mutable_papers());
        employer.set_barred_until(date_text(found.state.known.barred_until));
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Status FairApi::ListParticipations(ServerContext* c, const pb::ListParticipationsRequest* q,
                                   pb::ListParticipationsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "participations|" + q->fair() + '|' + std::to_string(q->state());
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
        access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
        Queries queries(read);
        const auto fair = queries.fair(q->fair());
        if (!fair) return missing("FAIR_MISSING", "fair");
        auto rows = queries.participations(fair->fair.terms.fair,
                                           static_cast<ParticipationState>(q->state()),
                                           page.after.empty() ? "" : page.after[0], page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token(
                {rows.back().applied.uscc + '/' + rows.back().id.to_string()}, filter));
        }
        for (const ParticipationRow& row : rows) write(row, *r->add_participations());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Result<ParticipationRow> FairApi::find_participation(const Caller& caller, const std::string& id) {
    HAVEN_TRY(const Uuid participation, asked_uuid(id, "participation_id"));
    access::ScopedRead read(context_.host.readers, caller.scope);
    const auto row = Queries(read).participation(ParticipationId{participation});
    if (!row) return missing("PARTICIPATION_MISSING", "participation");
    return *row;
}

std::unique_ptr<Api> make_fair_api(const ApiContext& context) {
    return std::make_unique<FairApi>(context);
}

}  // namespace haven::employment
