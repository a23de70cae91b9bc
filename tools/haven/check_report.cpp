#include "tools/haven/check_report.hpp"

#include <nlohmann/json.hpp>

#include "tools/haven/client/words.hpp"
#include "tools/haven/finding_words.hpp"

namespace haven {

void print(const CheckReport& report, client::Language language, std::ostream& out) {
    const bool chinese = language == client::Language::Chinese;
    for (const auto& [service, oracle] : report.lines) {
        out << (oracle.holds() ? "✓ " : "✗ ") << service << ' ' << oracle.name << "  ";
        if (chinese) {
            out << client::chinese_word("oracle", oracle.name) << ",查了 " << oracle.counted
                << " 项";
            if (!oracle.holds()) out << ",不符 " << oracle.faults << " 项";
        } else {
            out << oracle.counted << ' ' << oracle.unit;
            if (!oracle.holds()) out << ", " << oracle.faults << " faults";
        }
        for (const std::string& fault : oracle.first) {
            out << "\n    " << finding_in(language, fault);
        }
        out << '\n';
    }
    for (const std::string& what : report.left_out) {
        out << "– " << finding_in(language, what) << '\n';
    }
}

void print_json(const CheckReport& report, std::ostream& out) {
    nlohmann::json lines = nlohmann::json::array();
    for (const auto& [service, oracle] : report.lines) {
        lines.push_back({{"service", service},
                         {"oracle", oracle.name},
                         {"holds", oracle.holds()},
                         {"counted", oracle.counted},
                         {"unit", oracle.unit},
                         {"faults", oracle.faults},
                         {"first", oracle.first}});
    }
    out << nlohmann::json{{"oracles", lines}, {"left_out", report.left_out}}.dump(2) << '\n';
}

}  // namespace haven
