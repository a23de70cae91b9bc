// `haven figures`: the services' figures in one table, and what only the bank can say.
#include <iostream>
#include <set>

#include "haven/disbursement/v1/disbursement_service.pb.h"
#include "haven/employment/v1/employment_service.pb.h"
#include "haven/outreach/v1/outreach_service.pb.h"
#include "haven/registry/v1/query_requests.pb.h"
#include "haven/scholarship/v1/scholarship_service.pb.h"
#include "tools/haven/client/ledger.hpp"
#include "tools/haven/client/request.hpp"
#include "tools/haven/client/specials.hpp"

namespace haven::client {
namespace {

namespace registry = haven::registry::v1;
namespace disbursement = haven::disbursement::v1;
namespace scholarship = haven::scholarship::v1;
namespace outreach = haven::outreach::v1;
namespace employment = haven::employment::v1;

template <class Figures>
void add_figures(const Figures& figures, std::set<std::string>& seen, Table& table) {
    for (const auto& figure : figures) {
        if (!seen.insert(figure.id()).second) continue;
        table.add({figure.id(), Cell::count(figure.value()), Cell::word("unit", figure.unit()),
                   Cell::word("basis", figure.basis())});
    }
}

Result<int> year_of(const std::string& text) {
    if (text.empty()) return 0;
    const bool four_digits =
        text.size() == 4 && text.find_first_not_of("0123456789") == std::string::npos;
    if (!four_digits) return invalid("INVALID_OPTION", "--year", "a year, like 2023");
    return std::stoi(text);
}

Result<void> add_bank_ledger(Session& session, const std::string& given, Table& table) {
    HAVEN_TRY(const auto text, bank_ledger(session.settings().run_dir, given));
    if (!text) return {};
    HAVEN_TRY(const PaymentLines lines, payment_lines(session));
    HAVEN_TRY(const std::int64_t twice, paid_twice(*text, lines));
    // Instalments with more than one credit that stands there.
    table.add({"payments.paid_twice", Cell::count(twice), Cell::word("unit", "instalments"),
               Cell::word("basis", "BANK_LEDGER")});
    return {};
}

Result<Table> figures_of(Session& session, const Given& given, std::string& as_of) {
    HAVEN_TRY(const int year, year_of(given.text("--year")));
    registry::GetFiguresRequest files;
    files.set_as_of(given.text("--as-of"));
    registry::GetFiguresResponse file_figures;
    disbursement::GetPaymentFiguresRequest payments;
    payments.set_as_of(given.text("--as-of"));
    payments.set_year(year);
    disbursement::GetPaymentFiguresResponse payment_figures;
    HAVEN_CHECKED(
        session.call("haven.registry.v1.RegistryQueryService/GetFigures", files, file_figures));
    HAVEN_CHECKED(session.call("haven.disbursement.v1.PaymentService/GetPaymentFigures", payments,
                               payment_figures));
    scholarship::GetScholarshipFiguresRequest awards;
    awards.set_as_of(given.text("--as-of"));
    scholarship::GetScholarshipFiguresResponse award_figures;
    HAVEN_CHECKED(session.call("haven.scholarship.v1.ScholarshipService/GetScholarshipFigures",
                               awards, award_figures));
    outreach::GetOutreachFiguresRequest visits;
    visits.set_as_of(given.text("--as-of"));
    outreach::GetOutreachFiguresResponse visit_figures;
    HAVEN_CHECKED(session.call("haven.outreach.v1.CampaignService/GetOutreachFigures", visits,
                               visit_figures));
    employment::GetEmploymentFiguresRequest work;
    work.set_as_of(given.text("--as-of"));
    employment::GetEmploymentFiguresResponse work_figures;
    HAVEN_CHECKED(session.call("haven.employment.v1.EmploymentService/GetEmploymentFigures", work,
                               work_figures));
    Table table({{"id", "指标", "figure"},
                 {"value", "数值", "value", Align::Right},
                 {"unit", "单位", "unit"},
                 {"basis", "依据", "basis"}});
    std::set<std::string> seen;
    add_figures(file_figures.figures(), seen, table);
    add_figures(payment_figures.figures(), seen, table);
    add_figures(award_figures.figures(), seen, table);
    add_figures(visit_figures.figures(), seen, table);
    add_figures(work_figures.figures(), seen, table);
    HAVEN_CHECKED(add_bank_ledger(session, given.text("--bank-ledger"), table));
    as_of = file_figures.as_of();
    return table;
}

}  // namespace

int run_figures(Session& session, const Given& given) {
    const Settings& settings = session.settings();
    std::string as_of;
    const auto table = figures_of(session, given, as_of);
    if (!table) return print_error(table.error(), settings.spoken());
    table->print(std::cout, settings.format(), settings.spoken(), as_of);
    return 0;
}

}  // namespace haven::client
