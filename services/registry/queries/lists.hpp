// Work lists, posted notices, means checks, figures, and what an import is compared with.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libs/access/scoped_read.hpp"
#include "services/registry/domain/types.hpp"

namespace haven::registry::queries {

struct WorkRow {
    FederationNo federation = {};
    HouseholdId household = {};
    std::string task = {};
    Date due = {};  // unset: none
    std::string union_node = {};
    Sealed head_name = {};
};
// By due day (those without one last) and household, after (due, household) when due_text is set.
std::vector<WorkRow> work(access::ScopedRead& read, std::string_view task, Date due_by, Date after,
                          const Uuid& after_household, int limit);

struct NoticeRow {
    HouseholdId household = {};
    std::string subject = {};
    Sealed row = {};
    Date first_day = {};
    Date last_day = {};
    std::string place = {};
};
std::vector<NoticeRow> notices(access::ScopedRead& read, Date after_day,
                               const Uuid& after_household, int limit);

struct CheckRow {
    FederationNo federation = {};
    Uuid request = {};
    HouseholdId household = {};
    Date requested_on = {};
    MeansCheckState state = MeansCheckState::None;
    Date answered_on = {};
    std::string error = {};
    std::string division = {};
};
std::vector<CheckRow> means_checks(access::ScopedRead& read, bool awaited_only,
                                   const Uuid& household, const Uuid& after, int limit);
std::optional<CheckRow> means_check(access::ScopedRead& read, const Uuid& request);

struct FigureRow {
    std::string id = {};
    std::int64_t value = 0;
    std::string unit = {};  // "households", "enterprises"; all are counted exactly (R46)
};
// Counted by the days in the events, up to and including `as_of`.
std::vector<FigureRow> figures(access::ScopedRead& read, Date as_of);

// household → digests of the import that is there.
std::map<Uuid, std::string> imported(access::ScopedRead& read, const std::vector<Uuid>& households);
// person → household of an open file or application, among these people.
std::map<Uuid, Uuid> open_files_of(access::ScopedRead& read, const std::vector<PersonId>& people);

}  // namespace haven::registry::queries
