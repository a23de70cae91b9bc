// AssistanceService: online courses with certificate and subsidy.
#include "libs/api/payee.hpp"
#include "libs/vault/vault.hpp"
#include "services/employment/api/assistance_api.hpp"
#include "services/employment/api/intake.hpp"

namespace haven::employment {
namespace {

void write(const CourseRow& row, pb::Course& message) {
    write_value(row.terms, *message.mutable_terms());
    message.set_federation(row.federation.value);
}

void write(const EnrolmentRow& row, pb::Enrolment& message) {
    message.set_enrolment_id(row.id.to_string());
    message.set_federation(row.federation.value);
    message.set_course_id(row.course.to_string());
    message.set_code(row.code);
    message.set_seeker_id(row.seeker.to_string());
    message.set_person_id(row.person.to_string());
    message.set_units(row.units);
    message.set_units_done(row.units_done);
    message.set_enrolled_on(date_text(row.enrolled_on));
    message.set_certificate_no(row.certificate_no);
    message.set_certified_on(date_text(row.certified_on));
    message.set_subsidy_fen(row.subsidy.in_fen());
    message.set_subsidy(to_proto<pb::SubsidyState>(row.state));
    message.set_note(row.note);
    message.set_payee_last4(row.payee_last4);
    message.set_approved_on(date_text(row.approved_on));
    message.set_bank_serial(row.bank_serial);
    message.set_credited_on(date_text(row.credited_on));
}

// The account that a request names, sealed, with the name under which the seeker is registered.
template <class Request>
Result<Payee> take_in_payee(const ApiContext& context, const Caller& caller, const Request& q,
                            const EnrolmentRow& row) {
    HAVEN_TRY(const Uuid command_id, asked_uuid(q.command_id(), "command_id"));
    HAVEN_CHECKED(takes_part(caller));
    HAVEN_CHECKED(api::check_bank(q.bank(), "bank"));
    HAVEN_TRY(const std::string account, api::asked_account(q.payee_kind(), q.account()));
    Sealed name;
    {
        access::ScopedRead read(context.host.readers, caller.scope);
        name = stored<Seeker, SeekerCodec>(read, row.seeker.uuid).state.registered.name;
    }
    HAVEN_TRY(const auto sealed,
              context.host.vault->seal_one(command_id, {row.person, "account", account}));
    return Payee{.person = row.person,
                 .kind = static_cast<PayeeKind>(q.payee_kind()),
                 .account = sealed_of(sealed),
                 .last4 = api::last4(account),
                 .name = name,
                 .bank = q.bank()};
}

// Stands for a command's content, which is sealed.
std::string hashed_of(const EnrolmentRow& row, const Payee& payee) {
    return EnrolmentCodec::encode(Enrolment::Event{SubsidyPayeeProposed{payee, {}}}).payload +
           row.id.to_string();
}

}  // namespace

Status AssistanceApi::SetSubsidyRules(ServerContext* c, const pb::SetSubsidyRulesRequest* q,
                                      pb::SetSubsidyRulesResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const FederationNo head = head_of(context_);
        HAVEN_CHECKED(caller.may_touch(head));
        HAVEN_CHECKED(asked_date(q->rules().effective_from(), "rules.effective_from"));
        SubsidyRules rules = read_value(q->rules());
        const Uuid id = crypto::uuid_of_code("subsidy-rules", rules.code);
        return to(caller, *q, {*context_.aggregates.subsidy_rules, head, id},
                  SubsidyRuling::Command{haven::employment::SetSubsidyRules{std::move(rules)}}, *r);
    });
}

Status AssistanceApi::OfferCourse(ServerContext* c, const pb::OfferCourseRequest* q,
                                  pb::OfferCourseResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        if (!q->terms().course_id().empty()) {
            return invalid("INVALID_UUID", "terms.course_id", "empty: the code says which course");
        }
        if (!q->terms().fund_line_id().empty()) {
            return invalid("INVALID_UUID", "terms.fund_line_id", "empty: fund_line says which");
        }
        HAVEN_CHECKED(asked_date(q->terms().first_day(), "terms.first_day"));
        HAVEN_CHECKED(asked_date(q->terms().last_day(), "terms.last_day"));
        haven::employment::OfferCourse command{read_value(q->terms()), {}};
        const Uuid id = crypto::uuid_of_code("course", command.terms.code);
        command.terms.course = CourseId{id};
        command.terms.fund_line = FundLineId{fund_line_of(q->fund_line())};
        {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            command.rules = Queries(read).subsidy_rules(context_.host.business_date());
        }
        r->set_course_id(id.to_string());
        return to(caller, *q, {*context_.aggregates.course, caller.home, id},
                  Course::Command{std::move(command)}, *r);
    });
}

// Course and person name the enrolment, so that there is one.
Status AssistanceApi::EnrolCourse(ServerContext* c, const pb::EnrolCourseRequest* q,
                                  pb::EnrolCourseResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const SeekerRow seeker, find_seeker(context_, caller, q->seeker_id()));
        haven::employment::EnrolCourse command;
        FederationNo federation;
        {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            const auto course = Queries(read).course(q->course());
            if (!course) return missing("COURSE_MISSING", "course");
            federation = course->federation;
            command.course = course->terms;
            HAVEN_TRY(command.seeker, known_seeker(read, seeker.id));
        }
        HAVEN_CHECKED(caller.may_touch(federation));
        const Uuid id = crypto::derive_uuid(command.course->course.uuid,
                                            "enrolment|" + seeker.person.to_string());
        command.enrolment = EnrolmentId{id};
        r->set_enrolment_id(id.to_string());
        return to(caller, *q, {*context_.aggregates.enrolment, federation, id},
                  Enrolment::Command{std::move(command)}, *r);
    });
}

Status AssistanceApi::RecordProgress(ServerContext* c, const pb::RecordProgressRequest* q,
                                     pb::RecordProgressResponse* r) {
    return on_enrolment(c, *q, *r, haven::employment::RecordProgress{q->units_done()});
}

Status AssistanceApi::RecordCertificate(ServerContext* c, const pb::RecordCertificateRequest* q,
                                        pb::RecordCertificateResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const EnrolmentRow row, find_enrolment(caller, q->enrolment_id()));
        HAVEN_TRY(const Date day, asked_date(q->issued_on(), "issued_on"));
        return to_enrolment(caller, *q, *r, row,
                            haven::employment::RecordCertificate{q->certificate_no(), day});
    });
}

Status AssistanceApi::RequestSubsidy(ServerContext* c, const pb::RequestSubsidyRequest* q,
                                     pb::RequestSubsidyResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const EnrolmentRow row, find_enrolment(caller, q->enrolment_id()));
        haven::employment::RequestSubsidy command;
        if (row.certified_on.is_set()) {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            command.rules = Queries(read).subsidy_rules(row.certified_on);
        }
        HAVEN_TRY(command.payee, take_in_payee(context_, caller, *q, row));
        const std::string hashed = hashed_of(row, command.payee);
        return to_enrolment(caller, *q, *r, row, std::move(command), hashed);
    });
}

Status AssistanceApi::ApproveSubsidy(ServerContext* c, const pb::ApproveSubsidyRequest* q,
                                     pb::ApproveSubsidyResponse* r) {
    return on_enrolment(
        c, *q, *r, haven::employment::ApproveSubsidy{FundLineId{fund_line_of(q->fund_line())}});
}

Status AssistanceApi::RefuseSubsidy(ServerContext* c, const pb::RefuseSubsidyRequest* q,
                                    pb::RefuseSubsidyResponse* r) {
    return on_enrolment(c, *q, *r, haven::employment::RefuseSubsidy{q->reason()});
}

Status AssistanceApi::ProposeSubsidyPayee(ServerContext* c, const pb::ProposeSubsidyPayeeRequest* q,
                                          pb::ProposeSubsidyPayeeResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const EnrolmentRow row, find_enrolment(caller, q->enrolment_id()));
        haven::employment::ProposeSubsidyPayee command;
        HAVEN_TRY(command.payee, take_in_payee(context_, caller, *q, row));
        const std::string hashed = hashed_of(row, command.payee);
        return to_enrolment(caller, *q, *r, row, std::move(command), hashed);
    });
}

Status AssistanceApi::ConfirmSubsidyPayee(ServerContext* c, const pb::ConfirmSubsidyPayeeRequest* q,
                                          pb::ConfirmSubsidyPayeeResponse* r) {
    return on_enrolment(c, *q, *r, haven::employment::ConfirmSubsidyPayee{q->last4()});
}

Status AssistanceApi::ListCourses(ServerContext* c, const pb::ListCoursesRequest* q,
                                  pb::ListCoursesResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const Date today = context_.host.business_date();
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), "courses", 1));
        access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
        Queries queries(read);
        auto rows = queries.courses(page.after.empty() ? "" : page.after[0], page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token({rows.back().terms.code}, "courses"));
        }
        for (const CourseRow& row : rows) write(row, *r->add_courses());
        if (const auto rules = queries.subsidy_rules(today)) {
            write_value(*rules, *r->mutable_rules());
        }
        r->set_business_date(today.to_string());
        return {};
    });
}

Status AssistanceApi::ListEnrolments(ServerContext* c, const pb::ListEnrolmentsRequest* q,
                                     pb::ListEnrolmentsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        CourseId course;
        if (!q->course().empty()) {
            access::ScopedRead wide(context_.host.readers, with_superiors(context_, caller));
            const auto found = Queries(wide).course(q->course());
            if (!found) return missing("COURSE_MISSING", "course");
            course = found->terms.course;
        }
        const std::string filter =
            "enrolments|" + id_text(course) + '|' + std::to_string(q->subsidy());
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 2));
        HAVEN_TRY(const auto after, day_key(page.after));
        access::ScopedRead read(context_.host.readers, caller.scope);
        auto rows = Queries(read).enrolments(course, static_cast<SubsidyState>(q->subsidy()), after,
                                             page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token(
                {date_text(rows.back().enrolled_on), rows.back().id.to_string()}, filter));
        }
        for (const EnrolmentRow& row : rows) write(row, *r->add_enrolments());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Result<EnrolmentRow> AssistanceApi::find_enrolment(const Caller& caller, const std::string& id) {
    HAVEN_TRY(const Uuid uuid, asked_uuid(id, "enrolment_id"));
    access::ScopedRead read(context_.host.readers, caller.scope);
    const auto row = Queries(read).enrolment(EnrolmentId{uuid});
    if (!row) return missing("ENROLMENT_MISSING", "enrolment");
    return *row;
}

}  // namespace haven::employment
