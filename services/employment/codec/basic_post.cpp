#include "services/employment/codec/codec.hpp"
#include "services/employment/codec/values.hpp"

namespace haven::employment {

static_assert(static_cast<int>(PostEndReason::Died) == pb::POST_END_REASON_DIED);

namespace {

void write(const PostOffered& e, pb::PostOffered& m) {
    m.set_post_id(id_text(e.post));
    m.set_seeker_id(id_text(e.seeker));
    m.set_person_id(id_text(e.person));
    m.set_allotment_id(id_text(e.allotment));
    m.set_posts(e.posts);
    m.set_period_until(date_text(e.period_until));
    m.set_uscc(e.uscc);
    m.set_work(e.work);
    m.set_rules(e.rules);
    m.set_max_months(e.max_months);
    m.set_age(e.age);
    m.set_jobless_since(date_text(e.jobless_since));
    m.set_months_jobless(e.months_jobless);
    m.set_proof_no(e.proof_no);
    m.set_offered_by(id_text(e.offered_by));
    m.set_offered_on(date_text(e.offered_on));
    m.set_begin_by(date_text(e.begin_by));
}
PostOffered read(const pb::PostOffered& m) {
    PostOffered e;
    e.post = id_of<BasicPostId>(m.post_id());
    e.seeker = id_of<SeekerId>(m.seeker_id());
    e.person = id_of<PersonId>(m.person_id());
    e.allotment = id_of<AllotmentId>(m.allotment_id());
    e.posts = m.posts();
    e.period_until = date_of(m.period_until());
    e.uscc = m.uscc();
    e.work = m.work();
    e.rules = m.rules();
    e.max_months = m.max_months();
    e.age = m.age();
    e.jobless_since = date_of(m.jobless_since());
    e.months_jobless = m.months_jobless();
    e.proof_no = m.proof_no();
    e.offered_by = id_of<StaffId>(m.offered_by());
    e.offered_on = date_of(m.offered_on());
    e.begin_by = date_of(m.begin_by());
    return e;
}

void write(const PostDeclined& e, pb::PostDeclined& m) {
    m.set_reason(e.reason);
    m.set_declined_on(date_text(e.declined_on));
}
PostDeclined read(const pb::PostDeclined& m) {
    return {m.reason(), date_of(m.declined_on())};
}

void write(const PostStarted& e, pb::PostStarted& m) {
    m.set_starts_on(date_text(e.starts_on));
    m.set_months(e.months);
    m.set_last_day(date_text(e.last_day));
    m.set_confirmed_by(id_text(e.confirmed_by));
}
PostStarted read(const pb::PostStarted& m) {
    PostStarted e;
    e.starts_on = date_of(m.starts_on());
    e.months = m.months();
    e.last_day = date_of(m.last_day());
    e.confirmed_by = id_of<StaffId>(m.confirmed_by());
    return e;
}

void write(const PostEnded& e, pb::PostEnded& m) {
    m.set_ended_on(date_text(e.ended_on));
    m.set_reason(to_proto<pb::PostEndReason>(e.reason));
}
PostEnded read(const pb::PostEnded& m) {
    return {date_of(m.ended_on()), static_cast<PostEndReason>(m.reason())};
}

constexpr std::string_view kRulingTypes[] = {"PostRulesSet"};
constexpr std::string_view kAllotmentTypes[] = {"PostsAllotted"};
constexpr std::string_view kPostTypes[] = {"PostOffered", "PostDeclined", "PostStarted",
                                           "PostEnded"};

}  // namespace

std::span<const std::string_view> PostRulingCodec::types() {
    return kRulingTypes;
}

log::NewEvent PostRulingCodec::encode(const PostRuling::Event& event) {
    return encoded<pb::PostRulesSet>(
        [&](auto& m) { write_value(std::get<PostRulesSet>(event).rules, *m.mutable_rules()); });
}

std::optional<PostRuling::Event> PostRulingCodec::decode(std::string_view type, int,
                                                         std::string_view payload) {
    if (type != "PostRulesSet") return std::nullopt;
    return PostRulesSet{read_value(parsed<pb::PostRulesSet>(payload).rules())};
}

std::span<const std::string_view> AllotmentCodec::types() {
    return kAllotmentTypes;
}

log::NewEvent AllotmentCodec::encode(const Allotment::Event& event) {
    return encoded<pb::PostsAllotted>([&](auto& m) {
        write_value(std::get<PostsAllotted>(event).allotment, *m.mutable_allotment());
    });
}

std::optional<Allotment::Event> AllotmentCodec::decode(std::string_view type, int,
                                                       std::string_view payload) {
    if (type != "PostsAllotted") return std::nullopt;
    return PostsAllotted{read_value(parsed<pb::PostsAllotted>(payload).allotment())};
}

std::span<const std::string_view> BasicPostCodec::types() {
    return kPostTypes;
}

log::NewEvent BasicPostCodec::encode(const BasicPost::Event& event) {
    return match(
        event,
        [](const PostOffered& e) {
            return encoded<pb::PostOffered>([&](auto& m) { write(e, m); });
        },
        [](const PostDeclined& e) {
            return encoded<pb::PostDeclined>([&](auto& m) { write(e, m); });
        },
        [](const PostStarted& e) {
            return encoded<pb::PostStarted>([&](auto& m) { write(e, m); });
        },
        [](const PostEnded& e) { return encoded<pb::PostEnded>([&](auto& m) { write(e, m); }); });
}

std::optional<BasicPost::Event> BasicPostCodec::decode(std::string_view type, int,
                                                       std::string_view payload) {
    if (type == "PostOffered") return read(parsed<pb::PostOffered>(payload));
    if (type == "PostDeclined") return read(parsed<pb::PostDeclined>(payload));
    if (type == "PostStarted") return read(parsed<pb::PostStarted>(payload));
    if (type == "PostEnded") return read(parsed<pb::PostEnded>(payload));
    return std::nullopt;
}

}  // namespace haven::employment
