// PublicityService: activities with their counts, classes with their rosters.
#include "services/outreach/api/intake.hpp"
#include "services/outreach/api/support.hpp"

namespace haven::outreach {
namespace {

// Days are checked before a value of the domain is made of them.
template <class Terms>
Result<void> check_days(const Terms& terms) {
    HAVEN_CHECKED(asked_date(terms.first_day(), "terms.first_day"));
    HAVEN_CHECKED(asked_date(terms.last_day(), "terms.last_day"));
    return check_number_word(terms.code(), "terms.code");
}

class PublicityApi final : public Api,
                           public pb::PublicityService::Service,
                           api::Handlers<ApiContext> {
  public:
    explicit PublicityApi(const ApiContext& context) : Handlers(context) {}
    grpc::Service* service() override { return this; }

    Status AnnounceActivity(ServerContext* c, const pb::AnnounceActivityRequest* q,
                            pb::AnnounceActivityResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(check_days(q->terms()));
            const Uuid id = crypto::uuid_of_code("activity", q->terms().code());
            r->set_activity_id(id.to_string());
            return to(caller, *q, {*context_.aggregates.activity, home_or(caller, *q), id},
                      PublicityActivity::Command{
                          haven::outreach::AnnounceActivity{read_value(q->terms())}},
                      *r);
        });
    }
    Status ReportActivity(ServerContext* c, const pb::ReportActivityRequest* q,
                          pb::ReportActivityResponse* r) override {
        return on_activity(
            c, *q, *r, haven::outreach::ReportActivity{read_value(q->counts()), q->record_no()});
    }
    Status AmendActivity(ServerContext* c, const pb::AmendActivityRequest* q,
                         pb::AmendActivityResponse* r) override {
        return on_activity(
            c, *q, *r,
            haven::outreach::AmendActivity{read_value(q->counts()), q->reason(), q->record_no()});
    }
    Status CancelActivity(ServerContext* c, const pb::CancelActivityRequest* q,
                          pb::CancelActivityResponse* r) override {
        return on_activity(c, *q, *r, haven::outreach::CancelActivity{q->reason()});
    }
    Status ListActivities(ServerContext* c, const pb::ListActivitiesRequest* q,
                          pb::ListActivitiesResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "activities|" + q->theme();
            HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
            access::ScopedRead read(context_.host.readers, caller.scope);
            auto rows = Queries(read).activities(
                q->theme(), page.after.empty() ? "" : page.after[0], page.size + 1);
            cut_page(rows, page.size, filter, *r,
                     [](const ActivityRow& row) { return row.terms.code; });
            for (const ActivityRow& row : rows) write(row, *r->add_activities());
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }

    Status OpenClass(ServerContext* c, const pb::OpenClassRequest* q,
                     pb::OpenClassResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(check_days(q->terms()));
            const Uuid id = crypto::uuid_of_code("class", q->terms().code());
            r->set_class_id(id.to_string());
            return to(caller, *q, {*context_.aggregates.training_class, home_or(caller, *q), id},
                      TrainingClass::Command{haven::outreach::OpenClass{read_value(q->terms())}},
                      *r);
        });
    }
    Status EnrolTrainees(ServerContext* c, const pb::EnrolTraineesRequest* q,
                         pb::EnrolTraineesResponse* r) override {
        return on_class(c, *q, *r, [&](const ClassRow& row) -> Result<Built> {
            HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
            HAVEN_TRY(auto taken, take_in(context_, command_id, row.federation, q->sheet()));
            for (const Sealed& one : taken.rows) r->add_person_ids(one.person.to_string());
            return Built{haven::outreach::EnrolTrainees{std::move(taken.rows)},
                         q->class_code() + taken.sealed};
        });
    }
    Status StrikeTrainee(ServerContext* c, const pb::StrikeTraineeRequest* q,
                         pb::StrikeTraineeResponse* r) override {
        return on_class(c, *q, *r, [&](const ClassRow&) -> Result<Built> {
            HAVEN_TRY(const Uuid person, asked_uuid(q->person_id(), "person_id"));
            return Built{haven::outreach::StrikeTrainee{PersonId{person}, q->reason()}};
        });
    }
    Status RecordAttendance(ServerContext* c, const pb::RecordAttendanceRequest* q,
                            pb::RecordAttendanceResponse* r) override {
        return on_class(c, *q, *r, [&](const ClassRow&) -> Result<Built> {
            haven::outreach::RecordAttendance command;
            HAVEN_TRY(command.day, asked_date(q->day(), "day"));
            for (const std::string& text : q->person_ids()) {
                HAVEN_TRY(const Uuid person, asked_uuid(text, "person_ids"));
                command.people.push_back(PersonId{person});
            }
            return Built{std::move(command)};
        });
    }
    Status CompleteClass(ServerContext* c, const pb::CompleteClassRequest* q,
                         pb::CompleteClassResponse* r) override {
        return on_class(c, *q, *r, [](const ClassRow&) -> Result<Built> {
            return Built{haven::outreach::CompleteClass{}};
        });
    }
    Status ListClasses(ServerContext* c, const pb::ListClassesRequest* q,
                       pb::ListClassesResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "classes";
            HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
            access::ScopedRead read(context_.host.readers, caller.scope);
            auto rows =
                Queries(read).classes(page.after.empty() ? "" : page.after[0], page.size + 1);
            cut_page(rows, page.size, filter, *r,
                     [](const ClassRow& row) { return row.terms.code; });
            for (const ClassRow& row : rows) write(row, *r->add_classes());
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }
    Status ListTrainees(ServerContext* c, const pb::ListTraineesRequest* q,
                        pb::ListTraineesResponse* r) override;

  private:
    // A command, and what stands for its content where the request itself is plaintext of people.
    struct Built {
        TrainingClass::Command command;
        std::string hashed = {};
    };

    template <class Request>
    static FederationNo home_or(const Caller& caller, const Request& q) {
        return q.federation() == 0 ? caller.home : federation_of(q.federation());
    }
    template <class Request, class Response, class Command>
    Status on_activity(ServerContext* c, const Request& q, Response& r, Command command) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            std::optional<ActivityRow> row;
            {
                access::ScopedRead read(context_.host.readers, caller.scope);
                row = Queries(read).activity(q.activity());
            }
            if (!row) return missing("ACTIVITY_MISSING", "activity");
            return to(caller, q, {*context_.aggregates.activity, row->federation, row->id.uuid},
                      PublicityActivity::Command{std::move(command)}, r);
        });
    }
    Result<ClassRow> find_class(const Caller& caller, const std::string& id_or_code) {
        access::ScopedRead read(context_.host.readers, caller.scope);
        const auto row = Queries(read).training_class(id_or_code);
        if (!row) return missing("CLASS_MISSING", "class");
        return *row;
    }
    // `build` answers the command.
    template <class Request, class Response, class Build>
    Status on_class(ServerContext* c, const Request& q, Response& r, Build build) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const ClassRow row, find_class(caller, q.class_code()));
            HAVEN_TRY(Built built, build(row));
            return to(caller, q, {*context_.aggregates.training_class, row.federation, row.id.uuid},
                      std::move(built.command), r, std::move(built.hashed));
        });
    }
    // Of a page of the roster.
    static std::vector<ShownName> names_of(access::ScopedRead& read, const ClassRow& row,
                                           pb::ListTraineesResponse& r);
};

Status PublicityApi::ListTrainees(ServerContext* c, const pb::ListTraineesRequest* q,
                                  pb::ListTraineesResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(check_purpose(q->purpose()));
        const std::string filter = "trainees|" + q->class_code() + '|' + q->purpose();
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
        PersonId after;
        if (!page.after.empty()) {
            HAVEN_TRY(after.uuid, rpc::key_uuid(page.after[0]));
        }
        HAVEN_TRY(const ClassRow row, find_class(caller, q->class_code()));
        access::ScopedRead read(context_.host.readers, caller.scope);
        auto rows = Queries(read).trainees(row.id, after, page.size + 1);
        cut_page(rows, page.size, filter, *r,
                 [](const TraineeRow& one) { return one.person.to_string(); });
        for (const TraineeRow& one : rows) {
            pb::Trainee& trainee = *r->add_trainees();
            trainee.set_person_id(one.person.to_string());
            trainee.set_days(one.days);
        }
        r->set_business_date(context_.host.business_date().to_string());
        if (q->purpose().empty()) return {};
        return open_names(context_, caller, q->purpose(), "training-class/" + row.id.to_string(),
                          names_of(read, row, *r));
    });
}

std::vector<ShownName> PublicityApi::names_of(access::ScopedRead& read, const ClassRow& row,
                                              pb::ListTraineesResponse& r) {
    const auto state = stored<TrainingClass, TrainingClassCodec>(read, row.id.uuid).state;
    std::vector<ShownName> names;
    for (pb::Trainee& trainee : *r.mutable_trainees()) {
        const auto found = state.roster.find(id_of<PersonId>(trainee.person_id()));
        if (found == state.roster.end()) continue;  // struck meanwhile
        names.push_back({trainee.mutable_name(), found->second.name});
    }
    return names;
}

}  // namespace

std::unique_ptr<Api> make_publicity_api(const ApiContext& context) {
    return std::make_unique<PublicityApi>(context);
}

}  // namespace haven::outreach
