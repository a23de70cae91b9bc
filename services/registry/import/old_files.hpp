// The old system's export, checked row by row (docs/formats.md 7). Nothing is resolved, sealed or
// stored here; an error names row, column and kind and never repeats a value. Pure; any thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/csv.hpp"
#include "libs/base/working_calendar.hpp"
#include "services/registry/domain/events.hpp"

namespace haven::registry::import {

inline constexpr std::string_view kHouseholdsFile = "old_households.csv";
inline constexpr std::string_view kMembersFile = "old_members.csv";

struct Reject {
    std::string file;
    std::int64_t row = 0;
    std::string column;
    std::string kind;
    std::string reason;

    bool operator==(const Reject&) const = default;
};

// A member in plaintext; lives only while the import runs.
struct OldMember {
    std::int64_t row = 0;
    Member member;  // everything but person and sealed fields
    std::string name;
    std::string number;         // 18 characters; "" for a child without one
    bool number_given = false;  // a number stands there, good or not
    bool upgraded = false;      // the export had 15 digits
    std::string unit;
    std::string work_word;
    std::string health_word;
};

struct OldFile {
    std::int64_t row = 0;
    HouseholdImported file;  // everything but ids and sealed fields
    std::string phone;
    std::string address;
    std::string account;
    std::vector<std::string> kept;  // columns that no rule uses
    std::vector<OldMember> members;
};

struct Rulers {
    Date today;
    bool synthetic_ids = false;
    const WorkingCalendar& calendar;
    std::map<std::string, FederationNo> divisions;  // "610302" → number
};

struct Checked {
    std::vector<OldFile> files;  // only complete when there is no reject
    std::vector<Reject> rejects;
};

Checked check(const CsvTable& households, const CsvTable& members, const Rulers& rulers);

}  // namespace haven::registry::import
