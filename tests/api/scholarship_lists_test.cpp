// What a desk of scholarships looks up: schemes of the own union and of those above, and rolls with
// the names of those who stand on them. Over gRPC on the running suite.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suite/pages.hpp"
#include "tests/suite/scholarships.hpp"

namespace haven::spec {
namespace {

namespace sch = haven::scholarship::v1;
using access::Role;
using Schemes = sch::SchemeService::Stub;
using Awards = sch::ScholarshipService::Stub;
using ::testing::ElementsAre;

class ScholarshipLists : public testing::Test {
  protected:
    std::vector<std::string> schemes(FederationNo seen_by, int year = 0) {
        sch::ListSchemesRequest request;
        request.set_year(year);
        return row_by_row(line_.suite(), seen_by, &Schemes::ListSchemes, request,
                          &sch::ListSchemesResponse::schemes, &sch::Scheme::code);
    }
    // "number: student" of each row of the charity's roll.
    std::vector<std::string> roll_for(const std::string& purpose) {
        sch::GetRollResponse response;
        EXPECT_EQ(open_roll(Role::Approver, purpose, kCity, &response), "OK");
        std::vector<std::string> rows;
        for (const auto& row : response.rows()) {
            rows.push_back(row.award_no() + ": " + row.student_name());
        }
        return rows;
    }
    std::string open_roll(Role role, const std::string& purpose, FederationNo federation = kCity,
                          sch::GetRollResponse* seen = nullptr) {
        sch::GetRollRequest request;
        request.set_roll(kCharityRoll);
        request.set_purpose(purpose);
        sch::GetRollResponse unread;
        return line_.ask(role, federation, &Awards::GetRoll, request, seen ? seen : &unread);
    }

    Line line_;
    Scholarships office_{line_};
};

TEST_F(ScholarshipLists, ACountySeesItsOwnSchemesAndTheCitysAndNoneOfItsNeighbour) {
    ASSERT_EQ(office_.open_scheme(), "OK");
    ASSERT_EQ(office_.open_scheme("county-2020", kCounty), "OK");
    ASSERT_EQ(office_.open_scheme("neighbour-2021", kOtherCounty,
                                  [](sch::SchemeTerms& terms) { terms.set_year(2021); }),
              "OK");
    EXPECT_THAT(schemes(kCity), ElementsAre("county-2020", "neighbour-2021", kCharity));
    EXPECT_THAT(schemes(kCounty), ElementsAre("county-2020", kCharity));
    EXPECT_THAT(schemes(kOtherCounty), ElementsAre("neighbour-2021", kCharity));
    EXPECT_THAT(schemes(kCity, 2021), ElementsAre("neighbour-2021"));

    sch::ListSchemesRequest page;
    page.set_page_size(1);
    sch::ListSchemesResponse first;
    ASSERT_EQ(line_.ask(Role::Auditor, kCity, &Schemes::ListSchemes, page, &first), "OK");
    page.set_page_token(first.next_page_token());
    page.set_year(2021);
    EXPECT_EQ(line_.ask(Role::Auditor, kCity, &Schemes::ListSchemes, page), "INVALID_PAGE_TOKEN")
        << "of another list";
}

TEST_F(ScholarshipLists, I30_ASchemeIsShownWithItsTiersAndTheWindowAsExtended) {
    ASSERT_EQ(office_.open_scheme("county-2020", kCounty), "OK");
    sch::ExtendWindowRequest extend;
    extend.set_scheme("county-2020");
    extend.set_last_day("2020-09-15");
    extend.set_decision_no("J-2020-4");
    ASSERT_EQ(line_.ask(Role::Approver, kCounty, &Schemes::ExtendWindow, extend), "OK");
    sch::GetSchemeRequest look;
    look.set_scheme("county-2020");
    sch::GetSchemeResponse seen;
    ASSERT_EQ(line_.ask(Role::Caseworker, kCounty, &Schemes::GetScheme, look, &seen), "OK");
    EXPECT_EQ(seen.scheme().federation(), kCounty.value);
    EXPECT_EQ(seen.scheme().sponsor(), kSponsor);
    EXPECT_EQ(seen.scheme().last_day(), "2020-09-15");
    EXPECT_EQ(seen.terms().last_day(), "2020-09-15");
    ASSERT_EQ(seen.terms().tiers_size(), 1);
    EXPECT_EQ(seen.terms().tiers(0).code(), "HIGHER");
    EXPECT_EQ(seen.terms().tiers(0).amount_fen(), 500'000);
    look.set_scheme(seen.scheme().scheme_id());
    EXPECT_EQ(line_.ask(Role::Caseworker, kCity, &Schemes::GetScheme, look), "OK")
        << "by its id, too";
    EXPECT_EQ(line_.ask(Role::Caseworker, kOtherCounty, &Schemes::GetScheme, look),
              "SCHEME_MISSING");
}

TEST_F(ScholarshipLists, ARollShowsWhoStandsOnItForAPurposeAndToNobodyOfFinance) {
    ASSERT_EQ(office_.open_scheme(), "OK");
    ASSERT_EQ(office_.make_pledge(1'000'000, 1'000'000), "OK");
    ASSERT_EQ(office_.seal(office_.nominated(2)), "OK");
    EXPECT_THAT(roll_for(""), ElementsAre("R-2020-1/1: ", "R-2020-1/2: "));
    EXPECT_THAT(roll_for("CASE_WORK"), ElementsAre("R-2020-1/1: 林晓明", "R-2020-1/2: 林晓明"));
    EXPECT_EQ(open_roll(Role::FinanceChecker, ""), "OK") << "sums are its business";
    EXPECT_EQ(open_roll(Role::FinanceChecker, "CASE_WORK"), "ROLE_MISSING");
    EXPECT_EQ(open_roll(Role::Caseworker, "CURIOSITY"), "INVALID_PURPOSE");
    EXPECT_EQ(open_roll(Role::Caseworker, "CASE_WORK", kCounty), "ROLL_MISSING")
        << "not in its scope";
}

}  // namespace
}  // namespace haven::spec
