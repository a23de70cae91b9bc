#include "services/employment/oracles/post_oracles.hpp"

#include <algorithm>
#include <tuple>

namespace haven::employment {
namespace {

// Months in which somebody worked; one that has begun is used.
int months_used(const PostStarted& started, Date ended_on) {
    int months = 0;
    while (months < started.months && started.starts_on.plus_months(months) <= ended_on) ++months;
    return months;
}

}  // namespace

void PostOracles::see(const PostRuling::Event& event) {
    const PostRules& rules = std::get<PostRulesSet>(event).rules;
    rules_[rules.code] = rules;
}

void PostOracles::see(const Allotment::Event& event) {
    const PostAllotment& allotment = std::get<PostsAllotted>(event).allotment;
    allotments_[allotment.allotment] = allotment;
}

void PostOracles::see(const log::Record& record, const BasicPost::Event& event,
                      const std::string& where) {
    Post& post = posts_[record.stream_id];
    post.where = where;
    const bool answered = post.started.has_value() || post.given_up.is_set();
    const bool fits = match(
        event,
        [&](const PostOffered& e) {
            const bool fresh = !post.offered.has_value();
            post.offered = e;
            return fresh;
        },
        [&](const PostDeclined& e) {
            post.given_up = e.declined_on;
            return post.offered.has_value() && !answered;
        },
        [&](const PostStarted& e) {
            post.started = e;
            return post.offered.has_value() && !answered;
        },
        [&](const PostEnded& e) {
            const bool there = post.started.has_value() && !post.ended.has_value();
            post.given_up = e.ended_on;
            post.ended = e;
            return there;
        });
    post.in_order = post.in_order && fits;
}

bool PostOracles::suits(const Post& post, const PostRules& rules) const {
    const PostOffered& offered = *post.offered;
    const bool who = rules.effective_from <= offered.offered_on &&
                     offered.age >= std::min(rules.min_age_men, rules.min_age_women) &&
                     offered.jobless_since.plus_months(rules.months_jobless) <= offered.offered_on;
    if (!who || !post.started) return who;
    const PostStarted& started = *post.started;
    const bool term =
        started.confirmed_by != offered.offered_by && started.starts_on >= offered.offered_on &&
        started.starts_on <= offered.begin_by && started.months >= 1 &&
        started.starts_on.plus_months(started.months).plus_days(-1) == started.last_day;
    if (!term || !post.ended) return term;
    const PostEnded& ended = *post.ended;
    return ended.ended_on >= started.starts_on && ended.ended_on <= started.last_day &&
           (ended.reason != PostEndReason::TermOver || ended.ended_on == started.last_day);
}

bool PostOracles::in_period(const Post& post) const {
    const auto allotment = allotments_.find(post.offered->allotment);
    if (allotment == allotments_.end()) return false;
    const auto& [first, last] = std::tie(allotment->second.first_day, allotment->second.last_day);
    return first <= post.offered->offered_on && post.offered->offered_on <= last &&
           (!post.started || post.started->last_day <= last);
}

// Of one person, in the order of the offers: what is used up by then and the new term together.
void PostOracles::see_rules(const std::vector<const Post*>& of_one, audit::Oracle& oracle) const {
    int used = 0;
    for (const Post* post : of_one) {
        const auto rules = rules_.find(post->offered->rules);
        const bool known = rules != rules_.end();
        const int term = post->started ? post->started->months : 0;
        oracle.see(known && suits(*post, rules->second) && used + term <= rules->second.max_months,
                   post->where);
        used += post->ended && post->started ? months_used(*post->started, post->ended->ended_on)
                                             : term;
    }
}

std::vector<audit::Oracle> PostOracles::verdicts() const {
    audit::Oracle one{"ONE_BASIC_POST", 0, "posts"};
    audit::Oracle allotted{"POSTS_WITHIN_ALLOTMENT", 0, "posts"};
    audit::Oracle allowed{"POST_AS_RULES_ALLOW", 0, "posts"};
    std::map<PersonId, std::vector<Stretch>> of_person;
    std::map<PersonId, std::vector<const Post*>> in_turn;
    std::map<AllotmentId, std::vector<Stretch>> of_allotment;
    for (const auto& [_, post] : posts_) {
        if (!post.in_order) one.fault(post.where);
        if (!post.offered) continue;
        if (!in_period(post)) allotted.fault(post.where);
        const Stretch held{post.offered->offered_on, post.given_up, post.where};
        of_person[post.offered->person].push_back(held);
        in_turn[post.offered->person].push_back(&post);
        of_allotment[post.offered->allotment].push_back(held);
    }
    for (const auto& [_, held] : of_person) see_at_a_time(held, 1, one);
    for (const auto& [id, held] : of_allotment) {
        const auto allotment = allotments_.find(id);
        const int posts = allotment == allotments_.end() ? 0 : allotment->second.posts;
        see_at_a_time(held, static_cast<std::size_t>(posts), allotted);
    }
    for (auto& [_, posts] : in_turn) {
        std::ranges::sort(posts, {}, [](const Post* post) { return post->offered->offered_on; });
        see_rules(posts, allowed);
    }
    return {one, allotted, allowed};
}

}  // namespace haven::employment
