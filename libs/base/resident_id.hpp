// Resident ID numbers 公民身份号码: GB 11643-1999 (18 characters) and the legacy GB 11643-1989 (15
// digits), see docs/rules.md R28 to R32. Pure; thread-safe. No error repeats the number.
#pragma once

#include <string>
#include <string_view>

#include "libs/base/result.hpp"
#include "libs/base/time.hpp"

namespace haven {

// GB/T 2261.1.
enum class Sex { Unknown = 0, Male = 1, Female = 2, Unstated = 9 };

struct ResidentId {
    std::string number;     // 18 characters; a 15-digit one upgraded
    bool upgraded = false;  // written with 15 digits: never merges with anybody by itself
    std::string division;   // of registration at issue, never re-issued (libs/base/division.hpp)
    Date birth;
    Sex sex = Sex::Unknown;

    bool operator==(const ResidentId&) const = default;
};

// Full-width digits, spaces and hyphens are read, x becomes X; look-alikes (Cyrillic Х, O, I) are
// refused. Errors on field "id_number": ID_NUMBER_FORM, ID_NUMBER_DIVISION, ID_NUMBER_DATE,
// ID_NUMBER_CHECK_DIGIT. `today` bounds the birth date (not in the future, at most 120 years ago).
// `synthetic` also accepts the unassigned county code 610399, of which all invented people are.
Result<ResidentId> parse_resident_id(std::string_view text, Date today, bool synthetic = false);

// The check character of 17 digits (ISO 7064 MOD 11-2).
char resident_id_check(std::string_view seventeen_digits);

}  // namespace haven
