#include "services/scholarship/api/figures.hpp"

#include "services/scholarship/api/scholarship_api.hpp"

namespace haven::scholarship {
namespace {

constexpr int kCountedSince = 2019;

}  // namespace

std::map<std::string, std::int64_t> scholarship_figures(std::span<const CreditedRow> rows,
                                                        int year) {
    std::map<std::string, std::int64_t> figures{{"scholarship.union.awards", 0},
                                                {"scholarship.union.fen", 0},
                                                {"scholarship.charity.awards", 0},
                                                {"scholarship.charity.fen", 0}};
    const auto add = [&](const std::string& prefix, const CreditedRow& row) {
        figures[prefix + "awards"] += row.awards;
        figures[prefix + "fen"] += row.total.in_fen();
    };
    const std::string of_year = "scholarship." + std::to_string(year) + '.';
    const std::string ending = '-' + std::to_string(year);
    for (const CreditedRow& row : rows) {
        const bool union_own = row.kind == SchemeKind::UnionHardship;
        if (union_own && row.year >= kCountedSince) add("scholarship.union.", row);
        if (row.kind == SchemeKind::Charity) add("scholarship.charity.", row);
        if (row.year != year) continue;
        if (row.kind != SchemeKind::Charity) figures[of_year + "awards"] += row.awards;
        if (!row.scheme_code.ends_with(ending)) continue;
        const std::string name = row.scheme_code.substr(0, row.scheme_code.size() - ending.size());
        add(of_year + name + '_', row);
    }
    return figures;
}

Status ScholarshipApi::GetScholarshipFigures(ServerContext* c,
                                             const pb::GetScholarshipFiguresRequest* q,
                                             pb::GetScholarshipFiguresResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        Date as_of = context_.host.business_date();
        if (!q->as_of().empty()) {
            HAVEN_TRY(as_of, asked_date(q->as_of(), "as_of"));
        }
        access::ScopedRead read(context_.host.readers, caller.scope);
        for (const auto& [id, value] :
             scholarship_figures(Queries(read).credited(as_of), as_of.year())) {
            auto& figure = *r->add_figures();
            figure.set_id(id);
            figure.set_value(value);
            figure.set_unit(id.ends_with("fen") ? "fen" : "awards");
            figure.set_basis("EXACT");
        }
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

}  // namespace haven::scholarship
