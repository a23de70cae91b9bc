#include "tools/haven/client/ledger.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace haven::client {
namespace {

std::string credit(const std::string& ref, const std::string& returned_on = "") {
    return R"({"ref": ")" + ref + R"(", "returned_on": )" +
           (returned_on.empty() ? "null" : '"' + returned_on + '"') + "}";
}
std::string ledger(const std::string& credits) {
    return R"({"credits": [)" + credits + "]}";
}

// Two attempts at one instalment, under references of their own.
const PaymentLines kLines = {
    {"first", {"entitlement", 1}}, {"again", {"entitlement", 1}}, {"other", {"entitlement", 2}}};

TEST(BankLedger, I8_TwoCreditsOfOneInstalmentAreADoublePaymentUnderWhateverReference) {
    EXPECT_EQ(paid_twice(ledger(credit("first") + ',' + credit("again")), kLines).value(), 1);
    EXPECT_EQ(paid_twice(ledger(credit("first") + ',' + credit("first")), kLines).value(), 1);
    EXPECT_EQ(paid_twice(ledger(credit("stranger") + ',' + credit("stranger")), kLines).value(), 1);
}

TEST(BankLedger, IsTheFileThatWasNamedElseTheDemosElseNone) {
    const auto run = std::filesystem::temp_directory_path() /
                     ("haven-ledger-test-" + std::to_string(::getpid()));
    EXPECT_EQ(bank_ledger(run, "").value(), std::nullopt);
    EXPECT_EQ(bank_ledger(run, (run / "mine.json").string()).error().reason, "FILE_UNREADABLE");
    std::filesystem::create_directories(run / "bank");
    std::ofstream(run / "bank" / "ledger.json") << "the demo's";
    std::ofstream(run / "mine.json") << "mine";
    EXPECT_EQ(bank_ledger(run, "").value(), "the demo's");
    EXPECT_EQ(bank_ledger(run, (run / "mine.json").string()).value(), "mine");
    std::filesystem::remove_all(run);
}

TEST(BankLedger, WhatCameBackIsNotPaid) {
    const std::string returned = credit("first", "2018-07-09") + ',' + credit("again");
    EXPECT_EQ(paid_twice(ledger(returned), kLines).value(), 0);
    EXPECT_EQ(paid_twice(ledger(credit("first") + ',' + credit("other")), kLines).value(), 0);
}

TEST(BankLedger, AnythingElseIsNoLedger) {
    for (const char* text :
         {"", "[]", R"({"credits": 1})", R"({"credits": [1]})", R"({"credits": [{"ref": 7}]})"}) {
        EXPECT_EQ(paid_twice(text, kLines).error().reason, "NOT_A_LEDGER") << text;
    }
}

}  // namespace
}  // namespace haven::client
