// Which awards stand in which figure of the federation's report.
#include "services/scholarship/api/figures.hpp"

#include <gtest/gtest.h>

namespace haven::scholarship {
namespace {

using enum SchemeKind;

CreditedRow row(std::string code, SchemeKind kind, int year, std::int64_t awards,
                std::int64_t yuan) {
    return {std::move(code), kind, year, awards, Money::fen(yuan * 100)};
}

TEST(ScholarshipFigures, TheUnionsOwnCountFromTheYearThatTheReportDoes) {
    const CreditedRow rows[] = {row("unions-2018", UnionHardship, 2018, 7, 7'000),
                                row("unions-2019", UnionHardship, 2019, 2, 8'000),
                                row("meixian-2023", UnionHardship, 2023, 12, 60'000)};
    const auto figures = scholarship_figures(rows, 2023);
    EXPECT_EQ(figures.at("scholarship.union.awards"), 14);
    EXPECT_EQ(figures.at("scholarship.union.fen"), 6'800'000);
    EXPECT_EQ(figures.at("scholarship.2023.meixian_awards"), 12);
    EXPECT_EQ(figures.at("scholarship.2023.meixian_fen"), 6'000'000);
    EXPECT_FALSE(figures.contains("scholarship.2019.unions_awards"));
}

// The article: 88 awards of three unions and 139 of four enterprises are 227; the charity's are
// apart, and the enterprises' are none of the unions' 742.
TEST(ScholarshipFigures, TheYearsRoundUpHasUnionsAndEnterprisesAndNoCharity) {
    const CreditedRow rows[] = {row("chencang-2023", UnionHardship, 2023, 52, 104'000),
                                row("xifeng-2023", Employer, 2023, 46, 78'000),
                                row("hantang-2023", Reward, 2023, 18, 90'000),
                                row("xuanyuan-2023", Charity, 2023, 150, 750'000),
                                row("xuanyuan-2016", Charity, 2016, 150, 750'000)};
    const auto figures = scholarship_figures(rows, 2023);
    EXPECT_EQ(figures.at("scholarship.2023.awards"), 52 + 46 + 18);
    EXPECT_EQ(figures.at("scholarship.2023.hantang_fen"), 9'000'000);
    EXPECT_EQ(figures.at("scholarship.union.awards"), 52);
    EXPECT_EQ(figures.at("scholarship.charity.awards"), 300);
    EXPECT_EQ(figures.at("scholarship.charity.fen"), 150'000'000);
}

TEST(ScholarshipFigures, WhereNothingIsCreditedTheFiguresAreNought) {
    const auto figures = scholarship_figures({}, 2023);
    EXPECT_EQ(figures.size(), 4U);
    for (const auto& [id, value] : figures) EXPECT_EQ(value, 0) << id;
}

}  // namespace
}  // namespace haven::scholarship
