// EmploymentService: seekers and intents.
#include <algorithm>

#include "libs/vault/vault.hpp"
#include "services/employment/api/employment_api.hpp"
#include "services/employment/api/intake.hpp"

namespace haven::employment {
namespace {

Result<void> check_purpose(const std::string& purpose) {
    if (purpose.empty() || purpose == "CASE_WORK" || purpose == "AUDIT") return {};
    return invalid("INVALID_PURPOSE", "purpose", "CASE_WORK or AUDIT");
}

}  // namespace

Status EmploymentApi::RegisterSeeker(ServerContext* c, const pb::RegisterSeekerRequest* q,
                                     pb::RegisterSeekerResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        haven::employment::RegisterSeeker command;
        std::vector<PersonId> on_file;
        FileRef file;
        if (!q->household_id().empty()) {
            HAVEN_TRY(const Uuid household, asked_uuid(q->household_id(), "household_id"));
            access::ScopedRead read(context_.host.readers, caller.scope);
            const auto family = stored<FamilyFile, FamilyFileCodec>(read, household);
            if (family.version == 0) return missing("FILE_NOT_ENROLLED", "file");
            file = {HouseholdId{household}, family.federation};
            on_file = family.state.family.members;
            command.file_open = family.state.open;
        }
        HAVEN_CHECKED(takes_part(caller));
        HAVEN_TRY(command.seeker, take_in(context_, command_id, caller.home, *q));
        command.seeker.file = file;
        command.on_file = std::ranges::find(on_file, command.seeker.person) != on_file.end();
        const std::string hashed = SeekerCodec::encode(Seeker::Event{command.seeker}).payload;
        const Uuid id = crypto::derive_uuid(command_id, "seeker");
        r->set_seeker_id(id.to_string());
        r->set_person_id(command.seeker.person.to_string());
        return to(caller, *q, {*context_.aggregates.seeker, caller.home, id},
                  Seeker::Command{std::move(command)}, *r, hashed);
    });
}

Status EmploymentApi::UpdateSeeker(ServerContext* c, const pb::UpdateSeekerRequest* q,
                                   pb::UpdateSeekerResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        return to_seeker(caller, *q, *r, haven::employment::UpdateSeeker{read_value(q->profile())});
    });
}

Status EmploymentApi::LeaveRegister(ServerContext* c, const pb::LeaveRegisterRequest* q,
                                    pb::LeaveRegisterResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        return to_seeker(caller, *q, *r, haven::employment::LeaveRegister{q->reason()});
    });
}

Status EmploymentApi::GetSeeker(ServerContext* c, const pb::GetSeekerRequest* q,
                                pb::GetSeekerResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(check_purpose(q->purpose()));
        HAVEN_TRY(const SeekerRow row, find_seeker(context_, caller, q->seeker_id()));
        write(row, *r->mutable_seeker());
        r->set_business_date(context_.host.business_date().to_string());
        if (q->purpose().empty()) return {};
        SeekerRegistered sealed;
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            sealed = stored<Seeker, SeekerCodec>(read, row.id.uuid).state.registered;
        }
        HAVEN_TRY(const auto opened,
                  open_fields(context_, caller, q->purpose(), "seeker/" + row.id.to_string(),
                              {{sealed.name.person, "name", sealed.name.cipher},
                               {sealed.phone.person, "phone", sealed.phone.cipher}}));
        r->set_name(opened[0]);
        r->set_phone(opened[1]);
        return {};
    });
}

Status EmploymentApi::ListSeekers(ServerContext* c, const pb::ListSeekersRequest* q,
                                  pb::ListSeekersResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "seekers|" + std::to_string(q->group());
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 2));
        HAVEN_TRY(const auto after, day_key(page.after));
        access::ScopedRead read(context_.host.readers, caller.scope);
        auto rows =
            Queries(read).seekers(static_cast<SeekerGroup>(q->group()), after, page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token(
                {date_text(rows.back().registered_on), rows.back().id.to_string()}, filter));
        }
        for (const SeekerRow& row : rows) write(row, *r->add_seekers());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Status EmploymentApi::RecordIntent(ServerContext* c, const pb::RecordIntentRequest* q,
                                   pb::RecordIntentResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        HAVEN_TRY(const Uuid seeker, asked_uuid(q->seeker_id(), "seeker_id"));
        HAVEN_TRY(const Uuid vacancy, asked_uuid(q->vacancy_id(), "vacancy_id"));
        haven::employment::RecordIntent command;
        HAVEN_TRY(command.reached_on, asked_date(q->reached_on(), "reached_on"));
        FederationNo keeper;
        {
            access::ScopedRead own(context_.host.readers, caller.scope);
            HAVEN_TRY(command.seeker, known_seeker(own, SeekerId{seeker}));
        }
        {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            HAVEN_TRY(command.vacancy, known_vacancy(read, VacancyId{vacancy}));
            command.stall = known_stall(read, command.vacancy, command.reached_on);
            HAVEN_TRY(const FairAt at, known_fair(read, command.vacancy.fair.to_string()));
            command.fair = at.fair;
            keeper = at.federation;
        }
        const Uuid id = crypto::derive_uuid(command_id, "intent");
        r->set_intent_id(id.to_string());
        return to(caller, *q, {*context_.aggregates.intent, keeper, id},
                  Intent::Command{std::move(command)}, *r);
    });
}

Status EmploymentApi::WithdrawIntent(ServerContext* c, const pb::WithdrawIntentRequest* q,
                                     pb::WithdrawIntentResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid id, asked_uuid(q->intent_id(), "intent_id"));
        std::optional<IntentRow> row;
        {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            row = Queries(read).intent(IntentId{id});
        }
        if (!row) return missing("INTENT_MISSING", "intent");
        // Whoever keeps the fair, or the seeker.
        if (!caller.may_touch(row->federation)) {
            HAVEN_CHECKED(find_seeker(context_, caller, row->reached.seeker.to_string()));
        }
        return to(caller, *q, {*context_.aggregates.intent, row->federation, id},
                  Intent::Command{haven::employment::WithdrawIntent{}}, *r);
    });
}

Status EmploymentApi::ListIntents(ServerContext* c, const pb::ListIntentsRequest* q,
                                  pb::ListIntentsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "intents|" + q->fair();
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
        IntentId after;
        if (!page.after.empty()) {
            HAVEN_TRY(after.uuid, rpc::key_uuid(page.after[0]));
        }
        access::ScopedRead read(context_.host.readers, caller.scope);
        Queries queries(read);
        const auto fair = queries.fair(q->fair());
        if (!fair) return missing("FAIR_MISSING", "fair");
        auto rows = queries.intents(fair->fair.terms.fair, after, page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token({rows.back().id.to_string()}, filter));
        }
        for (const IntentRow& row : rows) write(row, *r->add_intents());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

std::unique_ptr<Api> make_employment_api(const ApiContext& context) {
    return std::make_unique<EmploymentApi>(context);
}

}  // namespace haven::employment
