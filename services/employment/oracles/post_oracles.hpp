// PostOracles: what must hold of basic posts (docs/rules.md R79), counted anew from their events.
// Part of EmploymentOracles.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "libs/audit/oracle.hpp"
#include "libs/log/log.hpp"
#include "services/employment/domain/basic_post.hpp"
#include "services/employment/oracles/stretches.hpp"

namespace haven::employment {

class PostOracles {
  public:
    void see(const PostRuling::Event& event);
    void see(const Allotment::Event& event);
    void see(const log::Record& record, const BasicPost::Event& event, const std::string& where);

    // ONE_BASIC_POST (a person has one at a time, and a post is offered, begun and ended once),
    // POSTS_WITHIN_ALLOTMENT (no more at a time than a funder pays for, all in its period),
    // POST_AS_RULES_ALLOW (age, months without work, another person who confirms, a term no longer
    // than the rules say, in all of a person's posts together). Rules and allotments may lie in
    // other logs than the posts, so they are asked at the end of all logs.
    [[nodiscard]] std::vector<audit::Oracle> verdicts() const;

  private:
    struct Post {
        std::string where;
        bool in_order = true;
        std::optional<PostOffered> offered;
        std::optional<PostStarted> started;
        Date given_up;  // declined, or ended
        std::optional<PostEnded> ended;
    };

    [[nodiscard]] bool suits(const Post& post, const PostRules& rules) const;
    [[nodiscard]] bool in_period(const Post& post) const;
    void see_rules(const std::vector<const Post*>& of_one, audit::Oracle& oracle) const;

    std::map<std::string, PostRules> rules_;           // by code
    std::map<AllotmentId, PostAllotment> allotments_;  // by id
    std::map<Uuid, Post> posts_;                       // by stream
};

}  // namespace haven::employment
