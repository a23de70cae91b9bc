// A visitor's file of the day: any bytes are refused whole, or read into visits and a list of what
// is wrong with rows, and neither repeats what stands in a cell. What was read without a fault says
// the same when it is written as JSON.
#include "services/outreach/api/visit_file.hpp"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <array>

#include "libs/base/money.hpp"
#include "libs/base/text.hpp"
#include "libs/base/time.hpp"
#include "tests/fuzz/target.hpp"

namespace haven::fuzz {
namespace {

using namespace outreach;

constexpr std::array<std::string_view, 5> kKinds = {"FORMAT", "MISSING", "DUPLICATE", "DATE",
                                                    "AMOUNT"};

void check_refusal(const Error& error) {
    HAVEN_CHECK(!error.reason.empty());
    HAVEN_CHECK(error.message.size() < 200 && text::is_valid_utf8(error.message));
}

// The words of a fault are ours: a column, a place, what is expected.
void check_fault(const pb::VisitFileFault& fault) {
    HAVEN_CHECK(fault.row() >= 1 && fault.row() <= static_cast<int>(kMaxVisitFileRows) + 1);
    HAVEN_CHECK(!fault.reason().empty() && !fault.expected().empty() && !fault.field().empty());
    HAVEN_CHECK(fault.field().size() < 40 && text::is_valid_utf8(fault.field()));
    HAVEN_CHECK(fault.kind() == "VOCABULARY" ||
                std::ranges::find(kKinds, fault.kind()) != kKinds.end());
}

void check_visit(const VisitFile& file, int note) {
    const pb::VisitNote& one = file.notes.visits(note);
    HAVEN_CHECK(!one.group().empty());
    if (!file.csv) return;  // what JSON says of numbers the rules judge
    const pb::VisitInput& visit = one.visit();
    HAVEN_CHECK(visit.cash_fen() >= 0 && Money::fen(visit.cash_fen()) <= kMaxAmount);
    HAVEN_CHECK(visit.people() >= 0 && visit.refer_to_federation() >= 0);
    HAVEN_CHECK(Date::parse(visit.visited_on()).has_value());
}

void check_again(const VisitFile& file) {
    std::string json;
    HAVEN_CHECK(google::protobuf::util::MessageToJsonString(file.notes, &json).ok());
    if (json.size() > kMaxVisitFileBytes) return;
    const auto again = read_visit_file(json);
    HAVEN_CHECK(again.has_value() && again->faults.empty());
    HAVEN_CHECK(again->notes.SerializeAsString() == file.notes.SerializeAsString());
}

}  // namespace

std::vector<std::string> stories() {
    const std::string head = "小组编号,签收单号,日期,结果,人员编号,慰问金,现金原因,物资,困难迹象\n";
    return {head +
                "warmth-2023-1,S-1,2023-01-10,已送达,p-1,\"1,000.00\",现场实名发放,"
                "RICE_10KG*1;OIL_5L*2,患病、失业\nwarmth-2023-1,,2023/1/11,无人在家,p-2,,,,\n",
            head + "warmth-2023-1,S-1,45300,送到了,p-1,1E+03,给的现金,RICE 1,生病\n,,,,,,,,,\n",
            "\xEF\xBB\xBF小组编号,签收单号,日期,日期,电话\r\ng,s,20230110,已送达,1\r\n",
            text::to_gb18030(head + "g-1,S-2,20230110,婉拒,p-1,,,,\n").value(),
            head + "g-1,\"S-1,2023-01-10,已送达,p-1,,,,\n",
            R"({"visits":[{"group":"g-1","visit":{"receiptNo":"S-1","visitedOn":"2023-01-10",)"
            R"("personId":"p-1","cashFen":"100000","cashReason":"CASH_REASON_ON_THE_SPOT",)"
            R"("goods":[{"code":"RICE_10KG","pieces":1}],"signs":["HARDSHIP_SIGN_ILLNESS"]}},)"
            R"({"visit":{"failure":99}}]})",
            R"({"visits":[{"group":"\ud800","visit":{"cash_fen":1.5}}]})"};
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace haven;
    const auto file =
        outreach::read_visit_file(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!file) {
        fuzz::check_refusal(file.error());
        return 0;
    }
    for (const auto& fault : file->faults) fuzz::check_fault(fault);
    if (!file->faults.empty()) return 0;
    HAVEN_CHECK(file->notes.visits_size() == static_cast<int>(file->rows.size()));
    HAVEN_CHECK(!file->rows.empty() && std::ranges::is_sorted(file->rows));
    for (int i = 0; i < file->notes.visits_size(); ++i) fuzz::check_visit(*file, i);
    fuzz::check_again(*file);
    return 0;
}
