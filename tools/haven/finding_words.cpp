#include "tools/haven/finding_words.hpp"

#include <regex>
#include <utility>
#include <vector>

namespace haven {
namespace {

using Sentence = std::pair<std::regex, std::string>;

std::vector<Sentence> sentences() {
    const std::vector<std::pair<const char*, const char*>> texts = {
        {R"(federation (\d+), offset (\d+))", "工会 $1,序号 $2"},
        {R"(instalment (\d+) of (\S+))", "待遇 $2 第 $1 期"},
        {R"(person (\S+) is in (\d+) open files)", "人员 $1 同时在 $2 份档案中"},
        {R"(batch (\S+))", "批次 $1"},
        {R"(year (\d+) of award (\S+))", "助学金 $2 的 $1 年度"},
        {R"(claim (\S+) is held by (\d+) awards)", "占用 $1 同时由 $2 份助学金持有"},
        {R"(line (\S+))", "付款行 $1"},
        {R"(payment (\S+))", "现金发放 $1"},
        {R"(advance (\S+))", "备用金 $1"},
        {R"(delivery (\S+))", "慰问签收 $1"},
        {R"(cash relief (\S+))", "现金发放 $1,没有对应的慰问签收"},
        {R"(returns to fund line (\S+))", "资金额度 $1 的退票"},
        {R"(credit (\S+) of a line that is not ours)", "入账 $1 不属于我们送出的任何一行"},
        {R"(claim (\S+) is held by a stream that did not take it)", "占用 $1 的持有者从未取得它"},
        {R"(claim (\S+) of stream (\S+) is missing)", "缺少流 $2 的占用 $1"},
        {R"(claim (\S+) is held in (\S+) and in (\S+))", "占用 $1 同时在 $2 与 $3 中"},
        {R"(quota (\S+) stands at (-?\d+) fen and not at (-?\d+))",
         "限额 $1 现为 $2 分,应为 $3 分"},
        {R"(quota (\S+) is missing)", "缺少限额 $1"},
        {R"(changed (\S+) \(federation (\d+)\): (.*); columns (.*); )"
         R"(last written by offset (\d+) (.*))",
         "有改动 $1(工会 $2):$3;列 $4;最后由序号 $5 的事件 $6 写入"},
        {R"(missing (\S+) \(federation (\d+)\): (.*); last written by offset (\d+) (.*))",
         "缺少 $1(工会 $2):$3;最后由序号 $4 的事件 $5 写入"},
        {R"(extra (\S+) \(federation (\d+)\): (.*); last written by offset (\d+) (.*))",
         "多出 $1(工会 $2):$3;自称由序号 $4 的事件 $5 写入"},
        {R"(BANK_CREDITED_ONCE and BANK_AGREES: no --bank-ledger)",
         "BANK_CREDITED_ONCE 与 BANK_AGREES:未给 --bank-ledger"},
        {R"((\w+), (\w+) and (\w+) of (\S+): its log does not hold)",
         "$4 的 $1、$2 与 $3:其日志本身不成立"}};
    std::vector<Sentence> all;
    for (const auto& [english, chinese] : texts) all.emplace_back(english, chinese);
    return all;
}

}  // namespace

std::string finding_in(client::Language language, const std::string& english) {
    static const std::vector<Sentence> known = sentences();
    if (language == client::Language::English) return english;
    for (const auto& [form, chinese] : known) {
        if (!std::regex_match(english, form)) continue;
        std::string text = std::regex_replace(english, form, chinese);
        if (const auto at = text.find("(no such event)"); at != std::string::npos) {
            text.replace(at, std::string("(no such event)").size(), "(查无此事件)");
        }
        return text;
    }
    return english;
}

}  // namespace haven
