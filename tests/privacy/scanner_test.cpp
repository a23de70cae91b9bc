#include "tests/privacy/scanner.hpp"

#include <gtest/gtest.h>

namespace haven::spec {
namespace {

const Needle kName{"name", "欧阳建国"};
const Needle kNumber{"number", "610399198001010015"};

std::vector<std::string> found(const Needle& needle, std::string_view bytes) {
    Scanner scanner({needle});
    scanner.scan("here", bytes);
    return scanner.findings();
}

TEST(Scanner, FindsTheTextAsItIs) {
    EXPECT_EQ(found(kName, "…欧阳建国…"), std::vector<std::string>{"name as utf-8 in here"});
}

TEST(Scanner, FindsEachForm) {
    for (const Needle& needle : {kName, kNumber}) {
        for (const Form& form : forms_of(needle)) {
            EXPECT_FALSE(found(needle, "\x01\x02" + form.bytes + "\xff").empty()) << form.label;
        }
    }
}

TEST(Scanner, FindsGb18030AndItsHex) {
    EXPECT_FALSE(found(kName, "\xc5\xb7\xd1\xf4\xbd\xa8\xb9\xfa").empty());
    EXPECT_FALSE(found(kName, "row c5b7d1f4bda8b9fa end").empty());
}

TEST(Scanner, FindsBase64AtEveryAlignment) {
    EXPECT_FALSE(found(kNumber, "NjEwMzk5MTk4MDAxMDEwMDE1").empty());      // alone
    EXPECT_FALSE(found(kNumber, "eDYxMDM5OTE5ODAwMTAxMDAxNQ==").empty());  // behind "x"
    EXPECT_FALSE(found(kNumber, "eHg2MTAzOTkxOTgwMDEwMTAwMTU=").empty());  // behind "xx"
}

TEST(Scanner, FindsTheFifteenDigitForm) {
    EXPECT_FALSE(found(kNumber, "id=610399800101001;").empty());
}

TEST(Scanner, FindsNothingWhereNothingIs) {
    EXPECT_TRUE(found(kName, "欧阳建军 610399198001010016").empty());
    Scanner scanner({kName, kNumber});
    scanner.scan("here", "only 610399198001010015");
    EXPECT_EQ(scanner.never_found(), std::vector<std::string>{"name"});
}

}  // namespace
}  // namespace haven::spec
