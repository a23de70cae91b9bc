// ScholarshipService: the figures, counted of what was credited and not sent back.
#include <map>

#include "services/scholarship/api/scholarship_api.hpp"

namespace haven::scholarship {
namespace {

constexpr int kCountedSince = 2019;  // the federation's own report counts from here

class Figures {
  public:
    void add(const CreditedRow& row, int year) {
        if (row.kind == SchemeKind::UnionHardship && row.year >= kCountedSince) {
            count("scholarship.union.", row);
        }
        if (row.kind == SchemeKind::Charity) count("scholarship.charity.", row);
        if (row.year != year) return;
        // "meixian-2023" is 眉县's scheme of that year.
        const std::string prefix = "scholarship." + std::to_string(year) + '.';
        const std::string ending = '-' + std::to_string(year);
        if (row.kind != SchemeKind::Charity) values_[prefix + "awards"] += row.awards;
        if (row.scheme_code.ends_with(ending)) {
            const std::string name =
                row.scheme_code.substr(0, row.scheme_code.size() - ending.size());
            values_[prefix + name + "_awards"] += row.awards;
            values_[prefix + name + "_fen"] += row.total.in_fen();
        }
    }
    void write_to(pb::GetScholarshipFiguresResponse& response) const {
        for (const auto& [id, value] : values_) {
            auto& figure = *response.add_figures();
            figure.set_id(id);
            figure.set_value(value);
            figure.set_unit(id.ends_with("fen") ? "fen" : "awards");
            figure.set_basis("EXACT");
        }
    }

  private:
    void count(const std::string& prefix, const CreditedRow& row) {
        values_[prefix + "awards"] += row.awards;
        values_[prefix + "fen"] += row.total.in_fen();
    }

    std::map<std::string, std::int64_t> values_ = {{"scholarship.union.awards", 0},
                                                   {"scholarship.union.fen", 0},
                                                   {"scholarship.charity.awards", 0},
                                                   {"scholarship.charity.fen", 0}};
};

}  // namespace

Status ScholarshipApi::GetScholarshipFigures(ServerContext* c,
                                             const pb::GetScholarshipFiguresRequest* q,
                                             pb::GetScholarshipFiguresResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        Date as_of = context_.host.business_date();
        if (!q->as_of().empty()) {
            HAVEN_TRY(as_of, asked_date(q->as_of(), "as_of"));
        }
        access::ScopedRead read(context_.host.readers, caller.scope);
        Figures figures;
        for (const CreditedRow& row : Queries(read).credited(as_of)) {
            figures.add(row, as_of.year());
        }
        figures.write_to(*r);
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

}  // namespace haven::scholarship
