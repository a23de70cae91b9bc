// Screening of what employers advertise (docs/rules.md R59): no sex, age, marriage, origin or
// health that excludes people, no money or papers asked for, and nothing vague. Pure; thread-safe.
//
//     const AdFault fault = screen_ad(terms);
//     if (fault.reason != VacancyRejection::Unset) …
#pragma once

#include "libs/base/result.hpp"
#include "services/employment/domain/types.hpp"

namespace haven::employment {

struct VacancyTerms {
    FairId fair = {};
    std::string uscc = {};
    std::string occupation = {};
    std::string conditions = {};
    int posts = 0;
    Money wage_min = {};
    Money wage_max = {};
    SchoolingLevel min_schooling = SchoolingLevel::Unset;
    int min_age = 0;
    int max_age = 0;
    InsuranceCover insurance = InsuranceCover::Unset;
    std::string division = {};
    Date valid_until = {};
    std::vector<std::string> skills =
        {};  // codes of what is asked for; they rank, and exclude nobody
    bool operator==(const VacancyTerms&) const = default;
};

// The version of the words and limits below; it stands in every event that they decided.
inline constexpr const char* kScreeningRules = "AD-2023-1";

struct AdFault {
    VacancyRejection reason = VacancyRejection::Unset;  // Unset: nothing was found
    std::string found = {};                             // the phrase, or the field

    bool operator==(const AdFault&) const = default;
};

// Full-width digits, spaces and hyphens between the characters hide nothing; a phrase that is
// denied
// ("不收押金", "不限男女") is no fault.
AdFault screen_ad(const VacancyTerms& terms);

// What makes two offers the same: employer, work, conditions, wage, schooling, age, place; not the
// number of posts nor the last day. Hexadecimal.
std::string content_of(const VacancyTerms& terms);

}  // namespace haven::employment
