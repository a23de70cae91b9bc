#include "services/scholarship/domain/scheme.hpp"

#include <gtest/gtest.h>

#include "services/scholarship/testing/schemes.hpp"

namespace haven::scholarship::testing {
namespace {

using spec::given;

const SchemeOpened kOpened{union_scheme()};

TEST(Scheme, OpensOnceUnderACodeOfTheWholeSuite) {
    given<Scheme>().when(OpenScheme{union_scheme()}).then({kOpened});
    given<Scheme>({kOpened}).when(OpenScheme{union_scheme()}).then_nothing();
    SchemeTerms other = union_scheme();
    other.places = 10;
    given<Scheme>({kOpened}).when(OpenScheme{other}).refused("SCHEME_EXISTS");
    EXPECT_EQ(Scheme::effects(given<Scheme>({kOpened}).state(), kOpened).claims,
              (std::vector<ClaimChange>{{ClaimChange::Kind::Take, "scheme/autumn-2023"}}));
    given<Scheme>().by({}).when(OpenScheme{union_scheme()}).refused("NOT_STAFF");
}

TEST(Scheme, RefusesTermsThatCannotBe) {
    struct Row {
        const char* reason;
        void (*spoil)(SchemeTerms&);
    };
    const Row rows[] = {
        {"INVALID_WORD", [](SchemeTerms& t) { t.code = "金秋助学"; }},
        {"INVALID_WORD", [](SchemeTerms& t) { t.source = ""; }},
        {"INVALID_SCHEME_KIND", [](SchemeTerms& t) { t.kind = SchemeKind::Unset; }},
        {"INVALID_YEAR", [](SchemeTerms& t) { t.year = 23; }},
        {"INVALID_WINDOW", [](SchemeTerms& t) { t.last_day = day("2023-06-30"); }},
        {"INVALID_WINDOW", [](SchemeTerms& t) { t.first_day = {}; }},
        {"INVALID_TIERS", [](SchemeTerms& t) { t.tiers.clear(); }},
        {"INVALID_TIERS", [](SchemeTerms& t) { t.tiers[0].stages.clear(); }},
        {"INVALID_TIERS", [](SchemeTerms& t) { t.tiers[0].for_whom = TierFor::Unset; }},
        {"INVALID_TIERS", [](SchemeTerms& t) { t.tiers[0].code = t.tiers[1].code; }},
        {"INVALID_TIERS", [](SchemeTerms& t) { t.tiers.assign(21, t.tiers[0]); }},
        {"INVALID_COUNT", [](SchemeTerms& t) { t.places = -1; }},
        {"INVALID_COUNT", [](SchemeTerms& t) { t.notice_working_days = 0; }},
    };
    for (const Row& row : rows) {
        SchemeTerms terms = union_scheme();
        row.spoil(terms);
        given<Scheme>().when(OpenScheme{terms}).refused(row.reason);
    }
}

TEST(Scheme, I18_TierAmountsAreWholePositiveFen) {
    for (const Money amount : {Money{}, Money::fen(-1), kMaxAmount + Money::fen(1)}) {
        SchemeTerms terms = union_scheme();
        terms.tiers[1].amount = amount;
        given<Scheme>().when(OpenScheme{terms}).refused("INVALID_AMOUNT");
    }
}

// Scheme kinds: what counts as hardship aid is settled by who pays and for what (R49).
TEST(Scheme, I27_ARewardNeverCountsAsHardshipAidAndTheUnionsOwnAlwaysDoes) {
    struct Row {
        SchemeKind kind;
        bool counts;
        bool good;
    };
    using enum SchemeKind;
    for (const auto& [kind, counts, good] :
         {Row{UnionHardship, true, true}, Row{UnionHardship, false, false},
          Row{Charity, true, true}, Row{Charity, false, false}, Row{Employer, true, true},
          Row{Employer, false, true}, Row{Reward, true, false}, Row{Reward, false, true}}) {
        SchemeTerms terms = union_scheme();
        terms.kind = kind;
        terms.sponsor = kind == UnionHardship ? "" : kSponsor;
        terms.counts_as_hardship_aid = counts;
        if (good) {
            given<Scheme>().when(OpenScheme{terms}).then({SchemeOpened{terms}});
        } else {
            given<Scheme>().when(OpenScheme{terms}).refused("COUNTING_DIFFERS");
        }
    }
}

TEST(Scheme, WhoeverIsNotTheUnionNamesItsSponsor) {
    SchemeTerms terms = sponsored(SchemeKind::Employer);
    terms.sponsor.clear();
    given<Scheme>().when(OpenScheme{terms}).refused("SPONSOR_MISSING");
}

TEST(Scheme, TheWindowClosesByItselfOnTheDayAfterItsLast) {
    const auto state = given<Scheme>({kOpened}).state();
    EXPECT_EQ(Scheme::effects(state, kOpened).timers,
              (std::vector<TimerChange>{{"window", day("2023-08-28")}}));
    EXPECT_TRUE(Scheme::on_timer(state, {"window", day("2023-08-28")}).has_value());
    given<Scheme>({kOpened}).on("2023-08-27").when(CloseWindow{}).refused("WINDOW_OPEN");
    given<Scheme>({kOpened})
        .on("2023-08-28")
        .when(CloseWindow{})
        .then({WindowClosed{day("2023-08-28")}});
    EXPECT_EQ(Scheme::effects(state, WindowClosed{day("2023-08-28")}).timers,
              (std::vector<TimerChange>{{"window", std::nullopt}}));
}

TEST(Scheme, I30_AWindowIsExtendedByADecisionWithANumber) {
    const WindowClosed closed{day("2023-08-28")};
    given<Scheme>({kOpened, closed})
        .on("2023-09-01")
        .when(ExtendWindow{day("2023-09-05"), ""})
        .refused("INVALID_WORD");
    given<Scheme>({kOpened, closed})
        .on("2023-09-06")
        .when(ExtendWindow{day("2023-09-05"), "D-1"})
        .refused("INVALID_WINDOW");
    const auto extended = given<Scheme>({kOpened, closed})
                              .on("2023-09-01")
                              .when(ExtendWindow{day("2023-09-05"), "D-1"});
    extended.then({WindowExtended{day("2023-09-05"), "D-1"}});
    EXPECT_FALSE(extended.state().window_closed);
    EXPECT_EQ(Scheme::effects(extended.state(), extended.events().front()).timers,
              (std::vector<TimerChange>{{"window", day("2023-09-06")}}));
}

TEST(Scheme, ClosesWhenNobodyWaitsAnyMore) {
    const WindowClosed closed{day("2023-08-28")};
    given<Scheme>({kOpened}).when(CloseScheme{0, 52, yuan(104'000)}).refused("WINDOW_OPEN");
    given<Scheme>({kOpened, closed})
        .when(CloseScheme{1, 52, yuan(104'000)})
        .refused("APPLICATIONS_UNFINISHED");
    const SchemeClosed end{52, yuan(104'000)};
    given<Scheme>({kOpened, closed}).when(CloseScheme{0, 52, yuan(104'000)}).then({end});
    given<Scheme>({kOpened, closed, end})
        .on("2023-12-01")
        .when(ExtendWindow{day("2023-12-31"), "D-2"})
        .refused("SCHEME_CLOSED");
    given<Scheme>().when(CloseWindow{}).refused("SCHEME_MISSING");
}

// Article, F14: 46 awards and 78,000 yuan cannot be one amount; two tiers make it.
TEST(Scheme, TiersMakeATotalThatTheNumberOfAwardsDoesNotDivide) {
    const SchemeTerms terms = sponsored(SchemeKind::Employer);
    const Money total = terms.tier("A")->amount * 6 + terms.tier("B")->amount * 40;
    EXPECT_EQ(total, yuan(78'000));
    EXPECT_NE(total.in_fen() % 46, 0);
    EXPECT_EQ(terms.tier("C"), nullptr);
}

TEST(Scheme, ATierFitsByStageFileAndFirstYear) {
    struct Row {
        const char* tier;
        StudyStage stage;
        int study_year;
        bool on_file;
        bool fits;
    };
    using enum StudyStage;
    const SchemeTerms terms = union_scheme();
    for (const Row& row : {Row{"HIGHER-FILED", Undergraduate, 1, true, true},
                           Row{"HIGHER-FILED", JuniorCollege, 1, true, true},
                           Row{"HIGHER-FILED", TopUp, 1, true, true},
                           Row{"HIGHER-FILED", Undergraduate, 2, true, false},  // no entrant
                           Row{"HIGHER-FILED", Undergraduate, 1, false, false},
                           Row{"HIGHER-FILED", SeniorHigh, 1, true, false},
                           Row{"HIGHER-FILED", Graduate, 1, true, false},
                           Row{"HIGHER-UNFILED", Undergraduate, 1, false, true},
                           Row{"SENIOR-UNFILED", SecondaryVocational, 1, false, true}}) {
        EXPECT_EQ(terms.tier(row.tier)->fits(row.stage, row.study_year, row.on_file), row.fits)
            << row.tier << ' ' << static_cast<int>(row.stage);
    }
    EXPECT_FALSE(terms.covers(Graduate));
    EXPECT_TRUE(terms.covers(SeniorHigh));
}

}  // namespace
}  // namespace haven::scholarship::testing
