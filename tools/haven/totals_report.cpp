#include "tools/haven/totals_report.hpp"

#include <nlohmann/json.hpp>

namespace haven {

void print(const TotalsReport& report, client::Language language, std::ostream& out) {
    const bool chinese = language == client::Language::Chinese;
    const auto row = [&](const std::string& name, const CountyTotals& of) {
        if (chinese) {
            out << name << ":事件 " << of.events << " 条,在册及申请 " << of.open_files
                << " 户,已付 " << of.paid.yuan() << " 元\n";
        } else {
            out << name << ": " << of.events << " events, " << of.open_files << " open files, "
                << of.paid.yuan() << " yuan paid\n";
        }
    };
    for (const auto& [federation, county] : report.counties) {
        row((chinese ? "工会 " : "federation ") + std::to_string(federation.value), county);
    }
    row(chinese ? "各日志合计" : "sum of the logs", report.sum());
    out << (report.equal() ? "✓ " : "✗ ");
    if (chinese) {
        out << "全市查询:" << report.city_files << " 户," << report.city_paid.yuan() << " 元\n";
    } else {
        out << "the city's queries: " << report.city_files << " open files, "
            << report.city_paid.yuan() << " yuan\n";
    }
}

void print_json(const TotalsReport& report, std::ostream& out) {
    const auto object = [](const CountyTotals& of) {
        return nlohmann::json{
            {"events", of.events}, {"open_files", of.open_files}, {"paid_fen", of.paid.in_fen()}};
    };
    nlohmann::json counties = nlohmann::json::object();
    for (const auto& [federation, county] : report.counties) {
        counties[std::to_string(federation.value)] = object(county);
    }
    out << nlohmann::json{{"federations", counties},
                          {"sum", object(report.sum())},
                          {"city",
                           {{"open_files", report.city_files},
                            {"paid_fen", report.city_paid.in_fen()}}},
                          {"equal", report.equal()}}
               .dump(2)
        << '\n';
}

}  // namespace haven
