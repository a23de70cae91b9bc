#include "tools/haven/client/table.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "haven/registry/v1/file_requests.pb.h"
#include "tools/haven/client/commands.hpp"

namespace haven::client {
namespace {

Table sample() {
    Table table({{"name", "姓名", "name"}, {"amount_fen", "金额", "amount", Align::Right}});
    table.add({"张*明", Cell::money(750'000)});
    table.add({"=cmd()", Cell::money(1)});
    return table;
}

std::string printed(Format format, Language language) {
    std::ostringstream out;
    sample().print(out, format, language, "2023-12-29");
    return out.str();
}

TEST(Table, AlignsWideCharactersUnderTheBusinessDate) {
    EXPECT_EQ(printed(Format::Text, Language::Chinese),
              "业务日期 2023-12-29,共 2 行\n"
              "姓名       金额\n"
              "张*明   7500.00\n"
              "=cmd()     0.01\n");
}

TEST(Table, ProgramsGetFen) {
    EXPECT_NE(printed(Format::Json, Language::English).find("\"amount_fen\": 750000"),
              std::string::npos);
}

TEST(Table, CellsThatWouldBeFormulasAreMadeHarmless) {
    EXPECT_NE(printed(Format::Csv, Language::Chinese).find("'=cmd(),0.01"), std::string::npos);
    for (const char* bad : {"=1", "+1", "-1", "@a", "\tx"})
        EXPECT_EQ(csv_cell(bad)[0], '\'') << bad;
    EXPECT_EQ(csv_cell("a,\"b\""), "\"a,\"\"b\"\"\"");
}

TEST(Commands, EveryRowNamesFieldsThatExist) {
    for (const CommandSpec& spec : command_specs()) {
        const Exchange exchange = exchange_of(spec.method);
        for (const OptionSpec& option : spec.options) {
            const auto set = set_field(*exchange.request, option.field, "1");
            const bool wrong_value =
                !set && set.error().fields[0].description.find("field of") == std::string::npos;
            EXPECT_TRUE(set || wrong_value) << spec.path << " " << option.flag;
        }
        table_of(*exchange.reply, spec.list, spec.columns);  // aborts on a path that is not there
        EXPECT_FALSE(spec.example.empty() || spec.chinese.empty() || spec.english.empty());
    }
}

TEST(SetField, ReadsShortEnumNamesAndYuan) {
    registry::v1::ProposeExitRequest request;
    ASSERT_TRUE(set_field(request, "kind", "RESOLVED"));
    EXPECT_EQ(request.kind(), registry::v1::EXIT_KIND_RESOLVED);
    const auto wrong = set_field(request, "kind", "GONE");
    EXPECT_NE(wrong.error().fields[0].description.find("RESOLVED"), std::string::npos);
    registry::v1::AdoptHelpPlanRequest plan;
    ASSERT_TRUE(set_field(plan, "measures.annual_fen", "7500.00"));
    EXPECT_EQ(plan.measures(0).annual_fen(), 750'000);
}

}  // namespace
}  // namespace haven::client
