#include "tools/haven/client/apply.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace haven::client {
namespace {

namespace registry = haven::registry::v1;
using nlohmann::json;

// The example of docs/formats.md 9.
json package() {
    return {{"union_node", "6103-0017"},
            {"division", "610302"},
            {"urban", true},
            {"migrant", false},
            {"labour_months", nullptr},
            {"employer_uscc", "91610300MA00000078"},
            {"tier", "NATIONAL"},
            {"round", "2016-2020"},
            {"causes", {"MAJOR_ILLNESS", "CHILD_SCHOOLING"}},
            {"documents", json::array({{{"kind", "APPLICATION"}, {"name", "困难职工申请表.pdf"}}})},
            {"members", json::array({{{"seq", 1},
                                      {"relation", "HEAD"},
                                      {"name", "林国强"},
                                      {"id_number", "610399197508151234"},
                                      {"sex", "M"},
                                      {"birth_date", "1975-08-15"},
                                      {"work", "LAID_OFF"},
                                      {"health", "ILL"},
                                      {"schooling", nullptr},
                                      {"yearly_income_fen", 1'204'600},
                                      {"authorised", true}}})},
            {"payee",
             {{"seq", 1}, {"kind", "CARD"}, {"account", "9999990000000000014"}, {"bank", "银行"}}},
            {"declared_income_fen", 2'841'200},
            {"declared_rigid_fen", 1'873'300},
            {"self_paid_medical_fen", 912'300}};
}

// "reason field" of the refusal.
std::string refusal(const json& package) {
    const auto read = read_package(package.dump());
    if (read) return "taken";
    return read.error().reason + ' ' + read.error().fields.at(0).field;
}

TEST(Package, IsReadAsTheFormatSays) {
    const auto read = read_package(package().dump());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->round(), registry::FILE_ROUND_2016_2020);
    EXPECT_EQ(read->residence(), registry::RESIDENCE_URBAN);
    EXPECT_EQ(read->tier(), registry::FILE_TIER_NATIONAL);
    EXPECT_EQ(read->causes_size(), 2);
    EXPECT_EQ(read->members(0).sex(), registry::SEX_MALE);
    EXPECT_EQ(read->members(0).yearly_income_fen(), 1'204'600);
    EXPECT_EQ(read->payee().kind(), registry::PAYEE_KIND_CARD);
    EXPECT_EQ(read->declared_income_fen(), 2'841'200);
}

TEST(Package, WithASlipOfThePenIsRefusedAndTheFieldNamed) {
    const auto with = [](const json::json_pointer& place, const json& value) {
        json spoilt = package();
        spoilt[place] = value;
        return refusal(spoilt);
    };
    using Place = json::json_pointer;
    EXPECT_EQ(with(Place("/declared_incom_fen"), 1), "NOT_A_PACKAGE declared_incom_fen");
    EXPECT_EQ(with(Place("/members/0/idnumber"), "x"), "NOT_A_PACKAGE idnumber");
    EXPECT_EQ(with(Place("/payee/card"), "x"), "NOT_A_PACKAGE card");
    EXPECT_EQ(with(Place("/documents/0/file"), "x"), "NOT_A_PACKAGE file");
    EXPECT_EQ(with(Place("/round"), "2020"), "NOT_A_PACKAGE round");
    EXPECT_EQ(with(Place("/round"), nullptr), "NOT_A_PACKAGE round");
    EXPECT_EQ(with(Place("/urban"), "yes"), "NOT_A_PACKAGE urban");
    EXPECT_EQ(with(Place("/members/0/sex"), "male"), "NOT_A_PACKAGE sex");
    for (const json& amount : {json("12.50"), json(12.5), json("1204600"), json(true)}) {
        EXPECT_EQ(with(Place("/members/0/yearly_income_fen"), amount),
                  "NOT_A_PACKAGE yearly_income_fen");
    }
    EXPECT_EQ(with(Place("/members"), "nobody"), "NOT_A_PACKAGE file");
    EXPECT_EQ(with(Place("/members/0"), "nobody"), "NOT_A_PACKAGE file");
    EXPECT_EQ(refusal(json::array()), "NOT_A_PACKAGE file");
    EXPECT_EQ(read_package("{").error().reason, "NOT_A_PACKAGE");
    EXPECT_EQ(refusal(package()), "taken");
}

}  // namespace
}  // namespace haven::client
