// AssistanceService: basic posts.
#include "services/employment/api/assistance_api.hpp"

namespace haven::employment {
namespace {

constexpr int kMostAllotments = 500;

void write(const PostRow& row, pb::BasicPost& message) {
    message.set_post_id(row.id.to_string());
    message.set_federation(row.federation.value);
    message.set_seeker_id(row.offered.seeker.to_string());
    message.set_person_id(row.offered.person.to_string());
    message.set_allotment_id(row.offered.allotment.to_string());
    message.set_uscc(row.offered.uscc);
    message.set_work(row.offered.work);
    message.set_rules(row.offered.rules);
    message.set_age(row.offered.age);
    message.set_months_jobless(row.offered.months_jobless);
    message.set_offered_on(date_text(row.offered.offered_on));
    message.set_state(to_proto<pb::PostState>(row.state));
    message.set_starts_on(date_text(row.starts_on));
    message.set_last_day(date_text(row.last_day));
    message.set_ended_on(date_text(row.ended_on));
    message.set_end_reason(to_proto<pb::PostEndReason>(row.end_reason));
}
static_assert(static_cast<int>(PostState::Ended) == pb::POST_STATE_ENDED);

}  // namespace

Status AssistanceApi::SetPostRules(ServerContext* c, const pb::SetPostRulesRequest* q,
                                   pb::SetPostRulesResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const FederationNo head = head_of(context_);
        HAVEN_CHECKED(caller.may_touch(head));
        HAVEN_CHECKED(asked_date(q->rules().effective_from(), "rules.effective_from"));
        PostRules rules = read_value(q->rules());
        const Uuid id = crypto::uuid_of_code("post-rules", rules.code);
        return to(caller, *q, {*context_.aggregates.post_rules, head, id},
                  PostRuling::Command{haven::employment::SetPostRules{std::move(rules)}}, *r);
    });
}

Status AssistanceApi::AllotPosts(ServerContext* c, const pb::AllotPostsRequest* q,
                                 pb::AllotPostsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        if (!q->allotment().allotment_id().empty()) {
            return invalid("INVALID_UUID", "allotment.allotment_id",
                           "empty: the code says which allotment");
        }
        HAVEN_CHECKED(asked_date(q->allotment().first_day(), "allotment.first_day"));
        HAVEN_CHECKED(asked_date(q->allotment().last_day(), "allotment.last_day"));
        PostAllotment allotment = read_value(q->allotment());
        const Uuid id = crypto::uuid_of_code("post-allotment", allotment.code);
        allotment.allotment = AllotmentId{id};
        r->set_allotment_id(id.to_string());
        return to(caller, *q, {*context_.aggregates.allotment, caller.home, id},
                  Allotment::Command{haven::employment::AllotPosts{std::move(allotment)}}, *r);
    });
}

Status AssistanceApi::OfferPost(ServerContext* c, const pb::OfferPostRequest* q,
                                pb::OfferPostResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const Date today = context_.host.business_date();
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        HAVEN_TRY(const SeekerRow seeker, find_seeker(context_, caller, q->seeker_id()));
        haven::employment::OfferPost command;
        command.post = BasicPostId{crypto::derive_uuid(command_id, "basic-post")};
        command.work = q->work();
        command.proof_no = q->proof_no();
        HAVEN_TRY(command.jobless_since, asked_date(q->jobless_since(), "jobless_since"));
        {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            Queries queries(read);
            HAVEN_TRY(command.seeker, known_seeker(read, seeker.id));
            HAVEN_TRY(const KnownEmployer employer, known_employer(read, q->uscc()));
            command.uscc = employer.uscc;
            command.employer_barred = employer.barred_until >= today;
            command.rules = queries.post_rules(today);
            command.allotment = queries.allotment(q->allotment());
            command.known = queries.work_of(seeker.person);
        }
        const Uuid id = command.post.uuid;
        r->set_post_id(id.to_string());
        return to(caller, *q, {*context_.aggregates.basic_post, seeker.federation, id},
                  BasicPost::Command{std::move(command)}, *r);
    });
}

Status AssistanceApi::DeclinePost(ServerContext* c, const pb::DeclinePostRequest* q,
                                  pb::DeclinePostResponse* r) {
    return on_post(c, *q, *r, [&]() -> Result<BasicPost::Command> {
        return haven::employment::DeclinePost{q->reason()};
    });
}

Status AssistanceApi::StartPost(ServerContext* c, const pb::StartPostRequest* q,
                                pb::StartPostResponse* r) {
    return on_post(c, *q, *r, [&]() -> Result<BasicPost::Command> {
        HAVEN_TRY(const Date day, asked_date(q->starts_on(), "starts_on"));
        return haven::employment::StartPost{day, q->months()};
    });
}

Status AssistanceApi::EndPost(ServerContext* c, const pb::EndPostRequest* q,
                              pb::EndPostResponse* r) {
    return on_post(c, *q, *r, [&]() -> Result<BasicPost::Command> {
        HAVEN_TRY(const Date day, asked_date(q->ended_on(), "ended_on"));
        return haven::employment::EndPost{day, static_cast<PostEndReason>(q->reason())};
    });
}

Status AssistanceApi::ListBasicPosts(ServerContext* c, const pb::ListBasicPostsRequest* q,
                                     pb::ListBasicPostsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "basic-posts|" + std::to_string(q->state());
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 2));
        HAVEN_TRY(const auto after, day_key(page.after));
        access::ScopedRead read(context_.host.readers, caller.scope);
        auto rows = Queries(read).posts(static_cast<PostState>(q->state()), after, page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            r->set_next_page_token(rpc::page_token(
                {date_text(rows.back().offered.offered_on), rows.back().id.to_string()}, filter));
        }
        for (const PostRow& row : rows) write(row, *r->add_posts());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Status AssistanceApi::ListPostAllotments(ServerContext* c, const pb::ListPostAllotmentsRequest* q,
                                         pb::ListPostAllotmentsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const Date today = context_.host.business_date();
        std::map<AllotmentId, std::int64_t> held;
        {
            access::ScopedRead own(context_.host.readers, caller.scope);
            held = Queries(own).posts_held();
        }
        access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
        Queries queries(read);
        for (const PostAllotment& allotment : queries.allotments(kMostAllotments)) {
            auto& one = *r->add_allotments();
            write_value(allotment, *one.mutable_allotment());
            one.set_held(static_cast<int>(held[allotment.allotment]));
        }
        if (const auto rules = queries.post_rules(today)) {
            write_value(*rules, *r->mutable_rules());
        }
        r->set_business_date(today.to_string());
        return {};
    });
}

Result<PostRow> AssistanceApi::find_post(const Caller& caller, const std::string& id) {
    HAVEN_TRY(const Uuid uuid, asked_uuid(id, "post_id"));
    access::ScopedRead read(context_.host.readers, caller.scope);
    const auto row = Queries(read).post(BasicPostId{uuid});
    if (!row) return missing("POST_MISSING", "post");
    return *row;
}

}  // namespace haven::employment
