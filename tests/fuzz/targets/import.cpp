// The importer's reader: any two files are read into rows, or refused row by row.
#include "services/registry/import/old_files.hpp"
#include "tests/fuzz/target.hpp"

namespace haven::fuzz {
namespace {

using namespace registry::import;

// A cell may be longer than the file only by what UTF-8 makes of GB18030.
void check_table(const CsvTable& table, std::size_t bytes) {
    HAVEN_CHECK(table.size() <= bytes && table.size() <= kMaxCsvRows);
    for (std::size_t row = 0; row < table.size(); ++row) {
        HAVEN_CHECK(table.cell(row, 0).size() <= 4 * bytes);
        HAVEN_CHECK(table.cell(row, 1000).empty());
    }
}

}  // namespace

std::vector<std::string> stories() {
    using namespace std::string_literals;
    return {"档案编号,序号\r\n\"a\"\"b\",'1\r\n"s + '\0' + "档案编号,序号\n610302-2016-1,1\n"};
}

}  // namespace haven::fuzz

// The two files lie one behind the other with a NUL between them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace haven;
    using namespace haven::registry::import;
    static const WorkingCalendar calendar = WorkingCalendar::parse("date,kind,name\n").value();
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::size_t middle = bytes.find('\0');
    const std::string_view behind =
        middle == std::string_view::npos ? std::string_view{} : bytes.substr(middle + 1);
    const auto households = CsvTable::parse(bytes.substr(0, middle));
    const auto members = CsvTable::parse(behind);
    if (households) fuzz::check_table(*households, size);
    if (!households || !members) return 0;
    const Rulers rulers{Date::of(2021, 1, 4), true, calendar, {{"610302", FederationNo{2}}}};
    const Checked checked = check(*households, *members, rulers);
    // Whoever imports relies on it: files without a reject are complete.
    if (!checked.rejects.empty()) return 0;
    for (const OldFile& file : checked.files) HAVEN_CHECK(!file.members.empty());
    return 0;
}
