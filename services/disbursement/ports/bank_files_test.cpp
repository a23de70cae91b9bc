#include "services/disbursement/ports/bank_files.hpp"

#include <gtest/gtest.h>

#include "libs/base/text.hpp"

namespace haven::disbursement {
namespace {

TEST(BankFiles, WriteTheReferenceLayout) {
    const PaymentFile file{"F01-20180629-AB12CD",
                           "123456789012",
                           Date::of(2018, 6, 29),
                           {{"9999990000000000014", "买买提·艾力", Money::fen(200'000),
                             use_of(AidItem::Living), "ref-1"}}};
    const auto bytes = write_payment_file(file);
    ASSERT_TRUE(bytes.has_value());
    EXPECT_EQ(*text::from_gb18030(*bytes),
              "F01-20180629-AB12CD|123456789012|20180629|1|200000\n"
              "1|9999990000000000014|买买提·艾力|2000.00|困难职工生活救助|ref-1\n");
    EXPECT_EQ(*write_payment_file(file), *bytes) << "again the same bytes";
}

TEST(BankFiles, AFieldThatWouldBreakTheLayoutStopsTheLine) {
    PaymentFile file{"B", "123456789", Date::of(2018, 6, 29), {}};
    file.lines.push_back({"1", "张|明", Money::fen(1), "x", "ref-1"});
    EXPECT_EQ(write_payment_file(file).error().reason, "NAME_NOT_ENCODABLE");
}

TEST(BankFiles, ReadsAReplyInAnyLineEnding) {
    const auto reply = read_reply(
        "F01|PARTIAL||20180702|3|1|200000\r\n"
        "ref-1|OK||B1|2000.00|20180702\r\n"
        "ref-2|FAILED|NAME_MISMATCH|||20180702\r\n"
        "ref-3|UNKNOWN|IN_PROCESS|||20180702\r\n");
    ASSERT_TRUE(reply.has_value()) << reply.error().message;
    ASSERT_EQ(reply->reply.lines.size(), 3U);
    EXPECT_EQ(reply->reply.lines[0].amount, Money::fen(200'000));
    EXPECT_EQ(reply->reply.lines[1].code, "NAME_MISMATCH");
    EXPECT_EQ(reply->reply.lines[2].state, ReplyLine::State::Unknown);
}

TEST(BankFiles, NamesTheRowThatIsWrong) {
    const auto fault = [](const char* bytes) { return read_reply(bytes).error().fields[0].field; };
    EXPECT_EQ(fault(""), "row 1");
    EXPECT_EQ(fault("F01|PARTIAL||20180702|2|1|200000\nref-1|OK||B1|2000.00|20180702\n"), "row 1");
    EXPECT_EQ(fault("F01|FINISHED||20180702|1|1|200001\nref-1|OK||B1|2000.00|20180702\n"), "row 1");
    for (const char* line : {"ref-1|OK||B1|2,000.00|20180702", "ref-1|OK||B1|2000|20180702",
                             "ref-1|OK|||2000.00|20180702", "ref-1|OK||B1|2000.00|20180231",
                             "ref-1|MAYBE||B1|2000.00|20180702", "ref-1|FAILED||||20180702",
                             "ref-1|OK||B1|2000.00|20180702|"}) {
        EXPECT_EQ(fault((std::string("F01|FINISHED||20180702|1|1|200000\n") + line).c_str()),
                  "row 2")
            << line;
    }
}

TEST(BankFiles, I35_ANameWhereACodeOrOurReferenceStandsIsRefusedAndNeverSaidAgain) {
    const auto refusal = [](const auto& read) {
        const Error& error = read.error();
        EXPECT_EQ(error.reason, "MALFORMED_REPLY");
        EXPECT_TRUE(error.metadata.empty());
        EXPECT_EQ((error.message + error.fields[0].description).find("王秀兰"), std::string::npos);
        return error.fields[0].field;
    };
    const std::string head = "F01|PARTIAL||20180702|1|0|0\n";
    EXPECT_EQ(refusal(read_reply(head + "ref-1|FAILED|王秀兰|||20180702\n")), "row 2");
    EXPECT_EQ(refusal(read_reply(head + "ref-1|FAILED|wrong name|||20180702\n")), "row 2");
    EXPECT_EQ(refusal(read_reply(head + "ref-1|FAILED|CLOSED|王秀兰||20180702\n")), "row 2");
    EXPECT_EQ(refusal(read_reply(head + "王秀兰|FAILED|CLOSED|||20180702\n")), "row 2");
    EXPECT_EQ(refusal(read_reply("王秀兰|PARTIAL||20180702|0|0|0\n")), "row 1");
    EXPECT_EQ(refusal(read_reply("F01|REFUSED|王秀兰|20180702|0|0|0\n")), "row 1");
    EXPECT_EQ(refusal(read_reply("F01|REFUSED||20180702|0|0|0\n")), "row 1");
    const std::string returns = "20180709|1|200000\n";
    for (const char* row :
         {"王秀兰|B1|R1|2000.00|20180709|CLOSED", "ref-1|王秀兰|R1|2000.00|20180709|CLOSED",
          "ref-1|B1|王秀兰|2000.00|20180709|CLOSED", "ref-1|B1|R1|2000.00|20180709|王秀兰",
          "ref-1|B1|R1|2000.00|20180709|"}) {
        EXPECT_EQ(refusal(read_returns(returns + row)), "row 2") << row;
    }
    EXPECT_EQ(refusal(read_answer("王秀兰|20180703|0\n")), "row 1");
    EXPECT_EQ(refusal(read_answer("Q-1|20180703|1\nref-3|FAILED|王秀兰|||20180705\n")), "row 2");
    EXPECT_EQ(
        read_reply(head + "ref-1|FAILED|NAME_MISMATCH|||20180702\n").value().reply.lines[0].code,
        "NAME_MISMATCH");
}

TEST(BankFiles, ReadsReturnsAndAnswers) {
    const auto returns = read_returns("20180709|1|200000\nref-1|B1|R1|2000.00|20180709|CLOSED\n");
    ASSERT_TRUE(returns.has_value());
    EXPECT_EQ((*returns)[0].return_serial, "R1");
    EXPECT_FALSE(read_returns("20180709|1|200001\nref-1|B1|R1|2000.00|20180709|CLOSED\n"));
    const auto answer = read_answer("Q-20180703|20180703|1\nref-3|OK||B3|2000.00|20180705\n");
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->lines[0].state, ReplyLine::State::Ok);
    EXPECT_EQ(write_inquiry("Q-20180703", Date::of(2018, 7, 3), {"ref-3"}),
              "Q-20180703|20180703|1\nref-3\n");
}

}  // namespace
}  // namespace haven::disbursement
