// EmploymentService: the figures, of fairs and what came of them, and of the way out of hardship.
#include "services/employment/api/employment_api.hpp"

namespace haven::employment {

Status EmploymentApi::GetEmploymentFigures(ServerContext* c,
                                           const pb::GetEmploymentFiguresRequest* q,
                                           pb::GetEmploymentFiguresResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const Date today = context_.host.business_date();
        Date as_of = today;
        if (!q->as_of().empty()) {
            HAVEN_TRY(as_of, asked_date(q->as_of(), "as_of"));
        }
        access::ScopedRead read(context_.host.readers, caller.scope);
        Queries queries(read);
        const FairSums fairs = queries.sums(as_of);
        const HireSums hires = queries.hires(as_of);
        const auto figure = [&](const char* id, std::int64_t value, const char* unit) {
            auto& one = *r->add_figures();
            one.set_id(id);
            one.set_value(value);
            one.set_unit(unit);
            one.set_basis("EXACT");
        };
        figure("employment.fairs", fairs.fairs, "fairs");
        figure("employment.stalls", fairs.stalls, "stalls");
        figure("employment.posts", fairs.posts, "posts");
        figure("employment.intents", fairs.intents, "persons");
        figure("employment.hired", hires.hired, "persons");
        figure("employment.retained", hires.retained, "persons");
        const Pathway pathway = queries.pathway(FileRound::Since2020, as_of);
        figure("pathway.in_hardship", pathway.in_hardship, "persons");
        figure("pathway.hired", pathway.hired, "persons");
        figure("pathway.retained", pathway.retained, "persons");
        figure("pathway.resolved", pathway.resolved, "persons");
        r->set_business_date(today.to_string());
        return {};
    });
}

}  // namespace haven::employment
