// EmploymentService.MatchVacancies: what is offered today against one seeker.
#include <algorithm>

#include "services/employment/api/employment_api.hpp"
#include "services/employment/domain/matching.hpp"

namespace haven::employment {
namespace {

constexpr int kUsual = 20;
constexpr int kMost = 100;
constexpr int kPage = 500;         // vacancies read at once
constexpr int kMostRead = 20'000;  // beyond, the list is of whatever was read first

static_assert(static_cast<int>(MatchPoint::Skills) == pb::MATCH_POINT_SKILLS);
static_assert(static_cast<int>(MatchGrade::Not) == pb::MATCH_GRADE_NOT);

struct Found {
    VacancyRow row;
    Match match;
};

void write(const Found& found, pb::VacancyMatch& message) {
    write(found.row, *message.mutable_vacancy());
    message.set_score(found.match.score);
    for (const MatchReason& reason : found.match.points) {
        auto& one = *message.add_reasons();
        one.set_point(to_proto<pb::MatchPoint>(reason.point));
        one.set_grade(to_proto<pb::MatchGrade>(reason.grade));
    }
}

// Everything that is shown today and suits, best first.
std::vector<Found> search(Queries& queries, const VacancyFilter& filter,
                          const SeekerRegistered& seeker) {
    std::vector<Found> found;
    VacancyId after;
    for (int read = 0; read < kMostRead; read += kPage) {
        const auto rows = queries.vacancies(filter, after, kPage);
        for (const VacancyRow& row : rows) {
            const auto match = suits(seeker.profile, seeker.birth, row.terms, filter.today);
            if (match) found.push_back({row, *match});
        }
        if (rows.size() < kPage) break;
        after = rows.back().id;
    }
    std::ranges::sort(found, {},
                      [](const Found& one) { return std::pair(-one.match.score, one.row.id); });
    return found;
}

}  // namespace

Status EmploymentApi::MatchVacancies(ServerContext* c, const pb::MatchVacanciesRequest* q,
                                     pb::MatchVacanciesResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        if (q->count() < 0 || q->count() > kMost) {
            return invalid("INVALID_COUNT", "count", "0 (meaning 20) to 100");
        }
        HAVEN_TRY(const SeekerRow row, find_seeker(context_, caller, q->seeker_id()));
        access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
        const auto seeker = stored<Seeker, SeekerCodec>(read, row.id.uuid);
        if (seeker.state.phase != SeekerState::Seeking) {
            return refused("SEEKER_LEFT", "the person does not seek work");
        }
        Queries queries(read);
        const Date today = context_.host.business_date();
        VacancyFilter filter{
            .today = today, .fair = {}, .schooling = seeker.state.registered.profile.schooling};
        if (!q->fair().empty()) {
            HAVEN_TRY(const FairAt at, known_fair(read, q->fair()));
            filter.fair = at.fair.terms.fair;
        }
        auto found = search(queries, filter, seeker.state.registered);
        const auto count = static_cast<std::size_t>(q->count() == 0 ? kUsual : q->count());
        if (found.size() > count) found.resize(count);
        for (const Found& one : found) write(one, *r->add_matches());
        r->set_business_date(today.to_string());
        return {};
    });
}

}  // namespace haven::employment
