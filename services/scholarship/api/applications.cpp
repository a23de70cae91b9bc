// ScholarshipService: from the application to the end of its notice.
#include "libs/base/text.hpp"
#include "libs/vault/vault.hpp"
#include "services/scholarship/api/intake.hpp"
#include "services/scholarship/api/scholarship_api.hpp"

namespace haven::scholarship {
namespace {

constexpr int kNoticeHorizonDays = 60;  // working days looked ahead; more than any scheme asks

bool is_minor(const ScholarshipApplied& applied, Date on) {
    return applied.student_birth.plus_years(kAdultYears) > on;
}

}  // namespace

Status ScholarshipApi::SubmitScholarshipApplication(
    ServerContext* c, const pb::SubmitScholarshipApplicationRequest* q,
    pb::SubmitScholarshipApplicationResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        KnownScheme scheme;
        FileRef file;
        FileFacts facts;
        {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            HAVEN_TRY(scheme, known_scheme(read, q->scheme()));
        }
        if (!q->household_id().empty()) {
            HAVEN_TRY(const Uuid household, asked_uuid(q->household_id(), "household_id"));
            access::ScopedRead read(context_.host.readers, caller.scope);
            const auto family = stored<FamilyFile, FamilyFileCodec>(read, household);
            if (family.version == 0) return missing("FILE_NOT_ENROLLED", "file");
            file = {HouseholdId{household}, family.federation};
            facts = {family.state.open, family.state.family.head, family.state.family.members};
        }
        HAVEN_CHECKED(takes_part(caller));
        HAVEN_TRY(auto command, take_in(context_, command_id, scheme.federation, *q));
        command.terms = std::move(scheme.terms);
        command.scheme_closed = scheme.closed;
        command.file = std::move(facts);
        command.application.file = file;
        command.application.intake = file.household.is_nil() ? caller.home : file.federation;
        const std::string hashed =
            ApplicationCodec::encode(Application::Event{command.application}).payload +
            command.terms.scheme.to_string() + command.other_parent.to_string() +
            (command.no_other_parent ? "none" : "");
        const ApplicationId id{crypto::derive_uuid(command_id, "scholarship-application")};
        r->set_application_id(id.to_string());
        r->set_federation(scheme.federation.value);
        return to(caller, *q, {*context_.aggregates.application, scheme.federation, id.uuid},
                  Application::Command{std::move(command)}, *r, hashed);
    });
}

Status ScholarshipApi::RecordSurvey(ServerContext* c, const pb::RecordSurveyRequest* q,
                                    pb::RecordSurveyResponse* r) {
    return on_application(
        c, *q, *r, By::Intake,
        [&](const Caller&, const ApplicationRow&) -> Result<Application::Command> {
            return haven::scholarship::RecordSurvey{static_cast<SurveyFinding>(q->finding())};
        });
}

Status ScholarshipApi::CheckApplication(ServerContext* c, const pb::CheckApplicationRequest* q,
                                        pb::CheckApplicationResponse* r) {
    return on_application(
        c, *q, *r, By::Keeper,
        [&](const Caller& caller, const ApplicationRow& row) -> Result<Application::Command> {
            HAVEN_TRY(KnownScheme scheme, terms_of(caller, row));
            return haven::scholarship::CheckApplication{q->late_decision(),
                                                        std::move(scheme.terms)};
        });
}

Status ScholarshipApi::NominateStudent(ServerContext* c, const pb::NominateStudentRequest* q,
                                       pb::NominateStudentResponse* r) {
    return on_application(
        c, *q, *r, By::Keeper,
        [&](const Caller& caller, const ApplicationRow& row) -> Result<Application::Command> {
            HAVEN_TRY(KnownScheme scheme, terms_of(caller, row));
            return haven::scholarship::NominateStudent{q->tier(), std::move(scheme.terms)};
        });
}

Status ScholarshipApi::OpenAwardNotice(ServerContext* c, const pb::OpenAwardNoticeRequest* q,
                                       pb::OpenAwardNoticeResponse* r) {
    return on_application(
        c, *q, *r, By::Keeper,
        [&](const Caller& caller, const ApplicationRow& row) -> Result<Application::Command> {
            HAVEN_TRY(Sealed sealed, masked_row(caller, *q, row, *r->mutable_masked_row()));
            return haven::scholarship::OpenAwardNotice{std::move(sealed), q->place(),
                                                       next_working_days()};
        });
}

Status ScholarshipApi::RaiseAwardObjection(ServerContext* c,
                                           const pb::RaiseAwardObjectionRequest* q,
                                           pb::RaiseAwardObjectionResponse* r) {
    return on_application(
        c, *q, *r, By::Intake,
        [&](const Caller&, const ApplicationRow&) -> Result<Application::Command> {
            HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
            const Uuid objection = crypto::derive_uuid(command_id, "objection");
            r->set_objection_id(objection.to_string());
            return haven::scholarship::RaiseAwardObjection{
                objection, static_cast<ObjectionGround>(q->ground()), q->anonymous()};
        });
}

Status ScholarshipApi::ResolveAwardObjection(ServerContext* c,
                                             const pb::ResolveAwardObjectionRequest* q,
                                             pb::ResolveAwardObjectionResponse* r) {
    return on_application(
        c, *q, *r, By::Keeper,
        [&](const Caller&, const ApplicationRow&) -> Result<Application::Command> {
            HAVEN_TRY(const Uuid objection, asked_uuid(q->objection_id(), "objection_id"));
            return haven::scholarship::ResolveAwardObjection{objection, q->upheld()};
        });
}

Status ScholarshipApi::RejectScholarship(ServerContext* c, const pb::RejectScholarshipRequest* q,
                                         pb::RejectScholarshipResponse* r) {
    return on_application(
        c, *q, *r, By::Keeper,
        [&](const Caller&, const ApplicationRow&) -> Result<Application::Command> {
            return haven::scholarship::RejectScholarship{q->reason()};
        });
}

Status ScholarshipApi::WithdrawScholarship(ServerContext* c,
                                           const pb::WithdrawScholarshipRequest* q,
                                           pb::WithdrawScholarshipResponse* r) {
    return on_application(
        c, *q, *r, By::Intake,
        [&](const Caller&, const ApplicationRow&) -> Result<Application::Command> {
            return haven::scholarship::WithdrawScholarship{};
        });
}

Status ScholarshipApi::GetScholarshipApplication(ServerContext* c,
                                                 const pb::GetScholarshipApplicationRequest* q,
                                                 pb::GetScholarshipApplicationResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(check_purpose(q->purpose()));
        HAVEN_TRY(const ApplicationRow row, find_application(caller, q->application_id()));
        access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
        const auto one = stored<Application, ApplicationCodec>(read, row.id.uuid);
        write(row, *r->mutable_application());
        r->set_version(one.version);
        r->set_business_date(context_.host.business_date().to_string());
        if (q->purpose().empty()) return {};
        const ScholarshipApplied& a = one.state.applied;
        HAVEN_TRY(const auto opened,
                  open_fields(context_, caller, q->purpose(),
                              "scholarship-application/" + row.id.to_string(),
                              {{a.student_name.person, "name", a.student_name.cipher},
                               {a.parent_name.person, "name", a.parent_name.cipher},
                               {a.school.person, "school", a.school.cipher},
                               {a.admission_no.person, "admission_no", a.admission_no.cipher}}));
        r->set_student_name(opened[0]);
        r->set_parent_name(opened[1]);
        r->set_school(opened[2]);
        r->set_admission_no(opened[3]);
        return {};
    });
}

Status ScholarshipApi::ListScholarshipApplications(ServerContext* c,
                                                   const pb::ListScholarshipApplicationsRequest* q,
                                                   pb::ListScholarshipApplicationsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "applications|" + q->scheme() + '|' + std::to_string(q->state());
        HAVEN_TRY(const ApplicationPage page,
                  page_of(caller, q->scheme(), static_cast<ApplicationState>(q->state()), filter,
                          q->page_size(), q->page_token()));
        r->set_next_page_token(page.next);
        for (const ApplicationRow& row : page.rows) write(row, *r->add_applications());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Status ScholarshipApi::ListAwardNotices(ServerContext* c, const pb::ListAwardNoticesRequest* q,
                                        pb::ListAwardNoticesResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const ApplicationPage page,
                  page_of(caller, q->scheme(), ApplicationState::Noticed, "notices|" + q->scheme(),
                          q->page_size(), q->page_token()));
        r->set_next_page_token(page.next);
        r->set_business_date(context_.host.business_date().to_string());
        std::vector<Uuid> streams;
        for (const ApplicationRow& row : page.rows) streams.push_back(row.id.uuid);
        access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
        const auto found = stored<Application, ApplicationCodec>(read, streams);
        std::vector<vault::Cipher> ciphers;
        for (const ApplicationRow& row : page.rows) {
            const auto& notice = found.at(row.id.uuid).state.notice;
            if (!notice) continue;  // it was taken down a moment ago
            auto& one = *r->add_notices();
            one.set_application_id(row.id.to_string());
            one.set_first_day(notice->first_day.to_string());
            one.set_last_day(notice->last_day.to_string());
            one.set_place(notice->place);
            ciphers.push_back({notice->row.person, "notice_row", notice->row.cipher});
        }
        if (ciphers.empty()) return {};
        HAVEN_TRY(const auto rows,
                  open_fields(context_, caller, "PUBLIC_NOTICE", "award-notice/list", ciphers));
        for (int i = 0; i < r->notices_size(); ++i) {
            r->mutable_notices(i)->set_masked_row(rows[static_cast<std::size_t>(i)]);
        }
        return {};
    });
}

Result<ScholarshipApi::ApplicationPage> ScholarshipApi::page_of(
    const Caller& caller, const std::string& scheme, ApplicationState state,
    const std::string& filter, int page_size, const std::string& page_token) {
    HAVEN_TRY(const auto page, rpc::read_page(page_size, page_token, filter, 2));
    std::optional<Queries::ApplicationKey> after;
    if (!page.after.empty()) {
        HAVEN_TRY(const Date applied_on, rpc::key_date(page.after[0]));
        HAVEN_TRY(const Uuid id, rpc::key_uuid(page.after[1]));
        after = {applied_on, ApplicationId{id}};
    }
    access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
    Queries queries(read);
    HAVEN_TRY(const SchemeId asked, asked_scheme(queries, scheme));
    ApplicationPage found{queries.applications(asked, state, caller.scope, after, page.size + 1),
                          {}};
    if (found.rows.size() > static_cast<std::size_t>(page.size)) {
        found.rows.pop_back();
        found.next = rpc::page_token(
            {found.rows.back().applied_on.to_string(), found.rows.back().id.to_string()}, filter);
    }
    return found;
}

Result<ApplicationRow> ScholarshipApi::find_application(const Caller& caller,
                                                        const std::string& id) {
    HAVEN_TRY(const Uuid stream, asked_uuid(id, "application_id"));
    access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
    const auto row = Queries(read).application(ApplicationId{stream}, caller.scope);
    if (!row) return missing("APPLICATION_MISSING", "application");
    return *row;
}

Result<KnownScheme> ScholarshipApi::terms_of(const Caller& caller, const ApplicationRow& row) {
    access::ScopedRead read(context_.host.readers, caller.scope);
    return known_scheme(read, row.scheme);
}

// Masked name, tier and union: never a number, a school, or the name of a minor (I4), for whom the
// parent's stands.
Result<Sealed> ScholarshipApi::masked_row(const Caller& caller, const pb::OpenAwardNoticeRequest& q,
                                          const ApplicationRow& row, std::string& shown) {
    HAVEN_TRY(const Uuid command_id, asked_uuid(q.command_id(), "command_id"));
    ScholarshipApplied applied;
    {
        access::ScopedRead read(context_.host.readers, caller.scope);
        applied = stored<Application, ApplicationCodec>(read, row.id.uuid).state.applied;
    }
    const bool minor = is_minor(applied, context_.host.business_date());
    const Sealed& name = minor ? applied.parent_name : applied.student_name;
    HAVEN_TRY(const auto opened, open_fields(context_, caller, "PUBLIC_NOTICE",
                                             "scholarship-application/" + row.id.to_string(),
                                             {{name.person, "name", name.cipher}}));
    shown = text::mask_name(opened[0]) + (minor ? "之子女" : "") + " | " + row.tier + " | " +
            row.union_node;
    HAVEN_TRY(const auto sealed,
              context_.host.vault->seal_one(command_id, {name.person, "notice_row", shown}));
    return Sealed{sealed.person, sealed.cipher};
}

std::vector<Date> ScholarshipApi::next_working_days() const {
    std::vector<Date> days;
    Date day = context_.host.business_date();
    for (int i = 0; i < kNoticeHorizonDays; ++i) {
        day = context_.calendar.plus_working_days(day, 1);
        days.push_back(day);
    }
    return days;
}

std::unique_ptr<Api> make_scholarship_api(const ApiContext& context) {
    return std::make_unique<ScholarshipApi>(context);
}

}  // namespace haven::scholarship
