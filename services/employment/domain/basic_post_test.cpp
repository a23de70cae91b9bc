#include "services/employment/domain/basic_post.hpp"

#include <gtest/gtest.h>

#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using spec::given;
using History = std::vector<BasicPost::Event>;

StartPost begin(std::string_view on = "2023-03-01", int months = 12) {
    return {day(on), months};
}
PostStarted begun() {
    return {day("2023-03-01"), 12, day("2024-02-29"), kOfficer};
}

TEST(PostRulesSpec, R79_RulesHaveTheirFirstDayAndPlausibleFigures) {
    given<PostRuling>().when(SetPostRules{post_rules()}).then({PostRulesSet{post_rules()}});
    const std::vector<PostRuling::Event> set{PostRulesSet{post_rules()}};
    given<PostRuling>(set).when(SetPostRules{post_rules()}).then_nothing();
    PostRules other = post_rules();
    other.months_jobless = 6;
    given<PostRuling>(set).when(SetPostRules{other}).refused("POST_RULES_EXIST");
    struct Case {
        const char* reason;
        void (*spoil)(PostRules&);
    };
    const Case cases[] = {
        {"INVALID_POST_RULES", [](PostRules& r) { r.min_age_men = 15; }},
        {"INVALID_POST_RULES", [](PostRules& r) { r.min_age_women = 71; }},
        {"INVALID_POST_RULES", [](PostRules& r) { r.months_jobless = 0; }},
        {"INVALID_POST_RULES", [](PostRules& r) { r.max_months = 121; }},
        {"INVALID_DATE", [](PostRules& r) { r.effective_from = {}; }},
        {"INVALID_WORD", [](PostRules& r) { r.code = ""; }},
    };
    for (const Case& one : cases) {
        PostRules rules = post_rules();
        one.spoil(rules);
        given<PostRuling>().when(SetPostRules{rules}).refused(one.reason);
    }
    EXPECT_EQ(PostRuling::effects(given<PostRuling>(set).state(), set.front()).claims,
              (std::vector<ClaimChange>{{ClaimChange::Kind::Take, "post-rules/2023-01-01"}}));
}

TEST(AllotmentSpec, R79_AFunderPaysForSoManyPostsInAPeriod) {
    given<Allotment>().when(AllotPosts{allotment()}).then({PostsAllotted{allotment()}});
    const std::vector<Allotment::Event> allotted{PostsAllotted{allotment()}};
    given<Allotment>(allotted).when(AllotPosts{allotment()}).then_nothing();
    PostAllotment more = allotment();
    more.posts = 3;
    given<Allotment>(allotted).when(AllotPosts{more}).refused("ALLOTMENT_EXISTS");
    struct Case {
        const char* reason;
        void (*spoil)(PostAllotment&);
    };
    const Case cases[] = {
        {"INVALID_COUNT", [](PostAllotment& a) { a.posts = 0; }},
        {"INVALID_COUNT", [](PostAllotment& a) { a.posts = 10'001; }},
        {"INVALID_PERIOD", [](PostAllotment& a) { a.last_day = day("2022-12-31"); }},
        {"INVALID_PERIOD", [](PostAllotment& a) { a.last_day = day("2028-01-03"); }},
        {"INVALID_PERIOD", [](PostAllotment& a) { a.first_day = {}; }},
        {"REASON_MISSING", [](PostAllotment& a) { a.funder = ""; }},
        {"INVALID_WORD", [](PostAllotment& a) { a.source = "第九号"; }},
    };
    for (const Case& one : cases) {
        PostAllotment wrong = allotment();
        one.spoil(wrong);
        given<Allotment>().when(AllotPosts{wrong}).refused(one.reason);
    }
}

TEST(BasicPostSpec, R79_AnOfferKeepsTheRulesAndTheFiguresItWasJudgedBy) {
    given<BasicPost>().on("2023-02-11").by(kClerk).when(offer_post()).then({post_offered()});
}

TEST(BasicPostSpec, R79_ABasicPostIsForWhoIsOldAndLongWithoutWork) {
    struct Case {
        const char* reason;  // "": it is offered
        void (*spoil)(OfferPost&);
    };
    const Case cases[] = {
        // A woman of 40, to the day.
        {"", [](OfferPost& c) { c.seeker.birth = day("1983-02-11"); }},
        {"TOO_YOUNG_FOR_POST", [](OfferPost& c) { c.seeker.birth = day("1983-02-12"); }},
        // A man of 50; so is who was taken in before the sex was kept.
        {"TOO_YOUNG_FOR_POST", [](OfferPost& c) { c.seeker.sex = Sex::Male; }},
        {"TOO_YOUNG_FOR_POST", [](OfferPost& c) { c.seeker.sex = Sex::Unknown; }},
        {"",
         [](OfferPost& c) {
             c.seeker.sex = Sex::Male;
             c.seeker.birth = day("1973-02-11");
         }},
        {"UNDER_16", [](OfferPost& c) { c.seeker.birth = {}; }},
        // Twelve months, to the day.
        {"", [](OfferPost& c) { c.jobless_since = day("2022-02-11"); }},
        {"JOBLESS_TOO_SHORT", [](OfferPost& c) { c.jobless_since = day("2022-02-12"); }},
        {"INVALID_DATE", [](OfferPost& c) { c.jobless_since = day("2023-02-12"); }},
        {"INVALID_DATE", [](OfferPost& c) { c.jobless_since = {}; }},
        {"INVALID_WORD", [](OfferPost& c) { c.proof_no = ""; }},
        // What our own log knows of the person's work.
        {"AT_WORK", [](OfferPost& c) { c.known.at_work = true; }},
        {"", [](OfferPost& c) { c.known.last_ended = day("2021-05-01"); }},
        {"JOBLESS_SINCE_DIFFERS", [](OfferPost& c) { c.known.last_ended = day("2021-05-02"); }},
        {"ON_PENSION", [](OfferPost& c) { c.seeker.draws_pension = true; }},
        {"SEEKER_LEFT", [](OfferPost& c) { c.seeker.state = SeekerState::Left; }},
        // Rules, allotment and employer.
        {"POST_RULES_MISSING", [](OfferPost& c) { c.rules.reset(); }},
        {"ALLOTMENT_MISSING", [](OfferPost& c) { c.allotment.reset(); }},
        {"ALLOTMENT_OVER", [](OfferPost& c) { c.allotment->last_day = day("2023-02-10"); }},
        {"ALLOTMENT_OVER", [](OfferPost& c) { c.allotment->first_day = day("2023-02-12"); }},
        {"EMPLOYER_MISSING", [](OfferPost& c) { c.uscc.clear(); }},
        {"EMPLOYER_BARRED", [](OfferPost& c) { c.employer_barred = true; }},
        {"REASON_MISSING", [](OfferPost& c) { c.work.clear(); }},
    };
    for (const Case& one : cases) {
        OfferPost command = offer_post();
        one.spoil(command);
        const auto outcome = given<BasicPost>().on("2023-02-11").when(command);
        if (*one.reason == '\0') {
            EXPECT_EQ(outcome.events().size(), 1U);
        } else {
            outcome.refused(one.reason);
        }
    }
}

TEST(BasicPostSpec, R79_AnotherPersonConfirmsTheBeginning) {
    const auto at = [](StaffId by, History history = {post_offered()}) {
        return given<BasicPost>(std::move(history)).by(by).on("2023-02-20");
    };
    at(kClerk).when(begin()).refused("TWO_PEOPLE_NEEDED");
    at(kOfficer).when(begin()).then({begun()});
    at(kOfficer, {post_offered(), begun()}).when(begin()).then_nothing();
    at(kOfficer, {post_offered(), begun()}).when(begin("2023-03-02")).refused("POST_NOT_OFFERED");
    at(kOfficer, {}).when(begin()).refused("POST_MISSING");
    at(kOfficer).when(begin("2023-02-10")).refused("INVALID_DATE");
    at(kOfficer).when(begin("2023-03-15")).refused("INVALID_DATE");
    at(kOfficer).when(begin("2023-03-01", 0)).refused("INVALID_TERM");
    at(kOfficer).when(begin("2023-03-01", 37)).refused("INVALID_TERM");
    at(kOfficer).when(begin("2023-03-01", 23)).refused("TERM_OUTSIDE_PERIOD");  // to 2024-12-31
}

TEST(BasicPostSpec, R79_AnOfferIsDeclinedOrLapses) {
    const auto at = [](std::string_view on, History history = {post_offered()}) {
        return given<BasicPost>(std::move(history)).by(kClerk).on(on);
    };
    const PostDeclined declined{"TOO_FAR", day("2023-02-20")};
    at("2023-02-20").when(DeclinePost{"TOO_FAR"}).then({declined});
    at("2023-02-20", {post_offered(), declined}).when(DeclinePost{"TOO_FAR"}).then_nothing();
    at("2023-02-20", {post_offered(), begun()})
        .when(DeclinePost{"TOO_FAR"})
        .refused("POST_NOT_OFFERED");
    at("2023-03-14").when(LapseOffer{}).then_nothing();
    at("2023-03-15").when(LapseOffer{}).then({PostDeclined{"OFFER_LAPSED", day("2023-03-15")}});
    at("2023-03-15", {post_offered(), begun()}).when(LapseOffer{}).then_nothing();
}

TEST(BasicPostSpec, R79_ATermEndsByItselfAndEarlierForAReason) {
    const auto at = [](std::string_view on, History history = {post_offered(), begun()}) {
        return given<BasicPost>(std::move(history)).by(kClerk).on(on);
    };
    const PostEnded left{day("2023-06-10"), PostEndReason::FoundWork};
    at("2023-06-10").when(EndPost{left.ended_on, left.reason}).then({left});
    at("2023-06-10", {post_offered(), begun(), left})
        .when(EndPost{left.ended_on, left.reason})
        .then_nothing();
    at("2023-06-09").when(EndPost{left.ended_on, left.reason}).refused("INVALID_DATE");
    at("2023-06-10").when(EndPost{day("2023-02-28"), left.reason}).refused("INVALID_DATE");
    at("2023-06-10").when(EndPost{left.ended_on, {}}).refused("REASON_MISSING");
    at("2023-06-10")
        .when(EndPost{left.ended_on, PostEndReason::TermOver})
        .refused("REASON_MISSING");
    at("2023-06-10", {post_offered()})
        .when(EndPost{left.ended_on, left.reason})
        .refused("POST_NOT_STARTED");
    at("2024-02-29").when(EndTerm{}).then_nothing();
    at("2024-03-01").when(EndTerm{}).then({PostEnded{day("2024-02-29"), PostEndReason::TermOver}});
}

TEST(BasicPostSpec, R79_PostsOfAnAllotmentAndMonthsOfAPersonAreQuotas) {
    const auto effects = [](History history) {
        const auto last = history.back();
        return BasicPost::effects(given<BasicPost>(history).state(), last);
    };
    const std::string posts = "basic-posts/" + allotment().allotment.to_string();
    const std::string months = "basic-post-months/" + kZhang.to_string();
    using Quotas = std::vector<QuotaChange>;
    EXPECT_EQ(effects({post_offered()}).quotas, (Quotas{{posts, 1, 2}}));
    EXPECT_EQ(effects({post_offered(), PostDeclined{"TOO_FAR", day("2023-02-20")}}).quotas,
              (Quotas{{posts, -1, 2}}));
    EXPECT_EQ(effects({post_offered(), begun()}).quotas, (Quotas{{months, 12, 36}}));
    // A month that has begun is used: 1 March to 10 June are four.
    struct Case {
        const char* ended_on;
        int back;
    };
    for (const Case& one : {Case{"2023-03-01", 11}, Case{"2023-03-31", 11}, Case{"2023-04-01", 10},
                            Case{"2023-06-10", 8}, Case{"2024-02-29", 0}}) {
        Quotas expected{{posts, -1, 2}};
        if (one.back > 0) expected.push_back({months, -one.back, 36});
        EXPECT_EQ(effects({post_offered(), begun(),
                           PostEnded{day(one.ended_on), PostEndReason::Resigned}})
                      .quotas,
                  expected)
            << one.ended_on;
    }
}

TEST(BasicPostSpec, R79_APersonHasOneBasicPostAndItsDaysAreTimers) {
    const auto effects = [](History history) {
        const auto last = history.back();
        return BasicPost::effects(given<BasicPost>(history).state(), last);
    };
    const std::string claim = "basic-post/" + kZhang.to_string();
    const std::vector<ClaimChange> take{{ClaimChange::Kind::Take, claim}};
    const std::vector<ClaimChange> free{{ClaimChange::Kind::Free, claim}};
    EXPECT_EQ(effects({post_offered()}).claims, take);
    EXPECT_EQ(effects({post_offered()}).timers,
              (std::vector<TimerChange>{{"begin-by", day("2023-03-15")}}));
    EXPECT_TRUE(effects({post_offered(), begun()}).claims.empty());
    EXPECT_EQ(effects({post_offered(), begun()}).timers,
              (std::vector<TimerChange>{{"begin-by", std::nullopt}, {"term", day("2024-03-01")}}));
    EXPECT_EQ(effects({post_offered(), begun(), PostEnded{day("2024-02-29"), {}}}).claims, free);
}

}  // namespace
}  // namespace haven::employment::testing
