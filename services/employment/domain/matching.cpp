#include "services/employment/domain/matching.hpp"

#include <algorithm>

namespace haven::employment {
namespace {

using enum MatchGrade;

constexpr std::size_t kCityDigits = 4;

MatchGrade by_wage(const SeekerProfile& seeker, const VacancyTerms& vacancy) {
    if (vacancy.wage_min >= seeker.wage_wish) return Fits;  // also where nothing was hoped for
    return vacancy.wage_max >= seeker.wage_wish ? Partly : Not;
}

MatchGrade by_distance(const SeekerProfile& seeker, const VacancyTerms& vacancy) {
    if (vacancy.division == seeker.division) return Fits;
    const bool one_city =
        vacancy.division.substr(0, kCityDigits) == seeker.division.substr(0, kCityDigits);
    return one_city ? Partly : Not;
}

MatchGrade by_skills(const SeekerProfile& seeker, const VacancyTerms& vacancy) {
    const auto has = [&](const std::string& skill) {
        return std::ranges::find(seeker.skills, skill) != seeker.skills.end();
    };
    const auto count = std::ranges::count_if(vacancy.skills, has);
    if (count == std::ssize(vacancy.skills)) return Fits;  // also where none is asked for
    return count > 0 ? Partly : Not;
}

int worth(MatchGrade grade) {
    return grade == Fits ? 2 : grade == Partly ? 1 : 0;
}

bool has_age(Date birth, const VacancyTerms& vacancy, Date today) {
    const bool old_enough = birth.plus_years(vacancy.min_age) <= today;
    const bool young_enough = vacancy.max_age == 0 || birth.plus_years(vacancy.max_age + 1) > today;
    return old_enough && young_enough;
}

}  // namespace

std::optional<Match> suits(const SeekerProfile& seeker, Date birth, const VacancyTerms& vacancy,
                           Date today) {
    const bool taken = seeker.schooling >= vacancy.min_schooling &&
                       has_age(birth, vacancy, today) &&
                       !(seeker.draws_pension && vacancy.insurance == InsuranceCover::Full);
    if (!taken) return std::nullopt;
    const MatchGrade wage = by_wage(seeker, vacancy);
    const MatchGrade distance = by_distance(seeker, vacancy);
    const MatchGrade skills = by_skills(seeker, vacancy);
    return Match{{MatchReason{MatchPoint::Schooling, Fits},
                  {MatchPoint::Age, Fits},
                  {MatchPoint::Wage, wage},
                  {MatchPoint::Distance, distance},
                  {MatchPoint::Skills, skills}},
                 worth(wage) + worth(distance) + worth(skills)};
}

}  // namespace haven::employment
