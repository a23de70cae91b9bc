#include "libs/vault/name_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/vault/identity.hpp"

namespace haven::vault {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NameWords, AreTheWholeNameItsPairsAndItsInitials) {
    EXPECT_THAT(words_of_name("欧阳秀兰"),
                ElementsAre("2欧阳", "2秀兰", "2阳秀", "=欧阳秀兰", "poyxl"));
}

TEST(NameWords, ASurnameIsReadAsASurname) {
    EXPECT_THAT(words_of_name("单于飞"), testing::Contains("pcyf"));
    EXPECT_THAT(words_of_name("单秀英"), testing::Contains("psxy"));
    EXPECT_THAT(words_of_name("仇建国"), testing::Contains("pqjg"));
    EXPECT_THAT(words_of_name("张单"), testing::Contains("pzd"));
}

TEST(NameWords, EveryDotOfAMinorityNameIsTheSameName) {
    const auto words = words_of_name("阿依古丽·买买提");
    EXPECT_EQ(words, words_of_name("阿依古丽•买买提"));
    EXPECT_EQ(words, words_of_name("阿依古丽・买买提"));
    EXPECT_EQ(words, words_of_name(" 阿依古丽 买买提 "));
}

TEST(NameWords, RareCharactersOutsideTheBasicPlaneStayWhole) {
    EXPECT_THAT(words_of_name("王𬭊"), testing::Contains("2王𬭊"));
    EXPECT_THAT(words_of_search("𬭊"), ElementsAre("=𬭊"));
}

TEST(NameWords, ASearchNeedsTwoCharactersOrAWholeName) {
    EXPECT_THAT(words_of_search("秀兰"), ElementsAre("2秀兰"));
    EXPECT_THAT(words_of_search("欧阳秀"), ElementsAre("2欧阳", "2阳秀"));
    EXPECT_THAT(words_of_search("OYXL"), ElementsAre("poyxl"));
    EXPECT_THAT(words_of_search("o"), IsEmpty());
    EXPECT_THAT(words_of_search(" · "), IsEmpty());
}

TEST(Identity, SpellingDoesNotSplitAPerson) {
    const auto plain = normalised_number({IdType::ResidentId, "61039919800101004X"});
    ASSERT_TRUE(plain.has_value());
    EXPECT_EQ(plain, normalised_number({IdType::ResidentId, "610399 19800101 004x"}));
    EXPECT_EQ(plain,
              normalised_number({IdType::ResidentId, "６１０３９９１９８００１０１００４Ｘ"}));
}

TEST(Identity, RefusesWhatHasNotTheShape) {
    EXPECT_FALSE(normalised_number({IdType::ResidentId, "61039919800101004"}));
    // Cyrillic Х looks like X and is not.
    EXPECT_FALSE(normalised_number({IdType::ResidentId, "61039919800101004Х"}));
    EXPECT_FALSE(normalised_number({IdType::ResidentId15, "61039980010100X"}));
    EXPECT_FALSE(normalised_number({IdType::Other, "a b"}));
}

TEST(Identity, TheTwoFormsOfANumberKnowEachOther) {
    const auto longer = other_form({IdType::ResidentId15, "110105491231002"});
    ASSERT_TRUE(longer.has_value());
    EXPECT_EQ(longer->number, "11010519491231002X");
    const auto shorter = other_form(*longer);
    ASSERT_TRUE(shorter.has_value());
    EXPECT_EQ(shorter->number, "110105491231002");
    EXPECT_FALSE(other_form({IdType::ResidentId, "610399200509120039"}));
}

}  // namespace
}  // namespace haven::vault
