// Matching of a seeker with what is offered (人岗匹配, docs/rules.md R71): what a vacancy asks for
// is a condition, what the seeker hopes for ranks, and each point says why. Pure; thread-safe.
//
//     if (const auto match = suits(profile, birth, terms, today)) show(match->points);
#pragma once

#include <array>
#include <optional>

#include "services/employment/domain/screening.hpp"
#include "services/employment/domain/seeker.hpp"

namespace haven::employment {

enum class MatchPoint { Unset, Schooling, Age, Wage, Distance, Skills };
enum class MatchGrade { Unset, Fits, Partly, Not };

struct MatchReason {
    MatchPoint point = MatchPoint::Unset;
    MatchGrade grade = MatchGrade::Unset;
    bool operator==(const MatchReason&) const = default;
};

struct Match {
    std::array<MatchReason, 5> points;  // in the order of MatchPoint
    int score = 0;                      // 0 to 6: two for what fits, one for what fits partly
    bool operator==(const Match&) const = default;
};

// Nothing where the vacancy asks for more schooling or another age than the seeker has that day, or
// for a labour contract (full insurance) from somebody who draws a pension. Otherwise:
//   wage      fits where the lowest is what the seeker hopes for, or nothing was said; partly where
//             only the highest is
//   distance  fits in the same division of GB/T 2260, partly in the same city
//   skills    fits where the seeker has all that are asked for, partly where some
std::optional<Match> suits(const SeekerProfile& seeker, Date birth, const VacancyTerms& vacancy,
                           Date today);

}  // namespace haven::employment
