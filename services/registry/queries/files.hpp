// Reading household files as a caller may see them: every query runs under row-level security, so
// a file outside the caller's federations is simply not there. Personal fields come as ciphertext.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/access/scoped_read.hpp"
#include "services/registry/domain/types.hpp"

namespace haven::registry::queries {

struct FileRow {
    FederationNo federation = {};
    HouseholdId household = {};
    std::string union_node = {};
    std::string division = {};
    Residence residence = Residence::None;
    HouseholdState state = HouseholdState::None;
    HardshipClass hardship_class = HardshipClass::None;
    FileTier tier = FileTier::None;
    FileRound round = FileRound::Unset;
    std::int64_t origin = 0;
    std::vector<HardshipCause> causes = {};
    Sealed head_name = {};
    std::int32_t member_count = 0;
    Date applied_on = {};
    Date enrolled_on = {};
    Date closed_on = {};
    ExitKind exit_kind = ExitKind::None;
    Date review_valid_until = {};
    std::string employer_uscc = {};
    std::int32_t version = 0;
    Date notice_last_day = {};
    std::vector<std::string> open_objections = {};
    Uuid check_request = {};
    MeansCheckState check_state = MeansCheckState::None;
    std::string file_no = {};
    PersonId payee = {};
    std::string payee_last4 = {};
    Uuid proposed_payee = {};  // id of the proposal that waits
    std::string proposed_last4 = {};
    std::string payee_bank = {};
    std::vector<std::string> programmes = {};
    Money aid_paid = {};
};

// nullopt: not there, or not under the caller's node.
std::optional<FileRow> file(access::ScopedRead& read, HouseholdId household);
std::vector<Member> members(access::ScopedRead& read, HouseholdId household);

// 0 and "" do not restrict.
struct FileFilter {
    bool by_person = false;
    std::vector<PersonId> people = {};  // with by_person: files that have one of them
    std::int64_t federation = 0;
    std::int64_t hardship_class = 0;
    std::int64_t cause = 0;
    std::int64_t state = 0;
    std::int64_t tier = 0;
    std::int64_t round = 0;
    std::int64_t origin = 0;
};
// In the order of (federation, household) after the key given.
std::vector<FileRow> find_files(access::ScopedRead& read, const FileFilter& filter,
                                std::int64_t after_federation, const Uuid& after_household,
                                int limit);

struct PlanRow {
    std::int32_t year = 0;
    Date adopted_on = {};
    Measure measure = {};
};
std::vector<PlanRow> plans(access::ScopedRead& read, HouseholdId household);

struct TimelineRow {
    std::int32_t version = 0;
    std::string type = {};
    Date on = {};
    Uuid actor = {};
    Money amount = {};
    std::string detail = {};
    std::int64_t offset = 0;
};
std::vector<TimelineRow> timeline(access::ScopedRead& read, HouseholdId household,
                                  std::int64_t after_version, int limit);

struct DecisionRow {
    std::int32_t version = 0;
    std::string type = {};
    Date on = {};
    HardshipClass hardship_class = HardshipClass::None;
    std::string reason = {};
    Comparison comparison = {};
};
std::vector<DecisionRow> decisions(access::ScopedRead& read, HouseholdId household);

}  // namespace haven::registry::queries
