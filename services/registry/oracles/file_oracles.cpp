#include "services/registry/oracles/file_oracles.hpp"

#include <algorithm>

#include "services/registry/codec/codec.hpp"

namespace haven::registry {
namespace {

using audit::Oracle;

constexpr std::size_t kLeastPresent = 3;

}  // namespace

void FileOracles::check_enrolment(const File& file, const HouseholdEnrolled& event,
                                  const std::string& where) {
    noticed_.see(file.noticed && file.objections.empty(), where);
    const std::set<StaffId> present(event.meeting.present.begin(), event.meeting.present.end());
    const bool others = std::ranges::none_of(
        present, [&](const StaffId& staff) { return file.visitors.contains(staff); });
    decided_.see(present.size() >= kLeastPresent && others, where);
}

void FileOracles::see(const log::Record& record) {
    const auto event = Codec<Household>::decode(record.type, record.schema_version, record.payload);
    if (!event) return;
    const std::string where = "federation " + std::to_string(record.federation.value) +
                              ", offset " + std::to_string(record.offset);
    File& file = files_[{record.federation, record.stream_id}];
    const auto people_of = [&](const std::vector<Member>& members) {
        file.members.clear();
        for (const Member& member : members) file.members.push_back(member.person);
    };
    if (const auto* applied = std::get_if<ApplicationSubmitted>(&*event)) {
        people_of(applied->members);
        file.open = true;
    } else if (const auto* imported = std::get_if<HouseholdImported>(&*event)) {
        people_of(imported->members);
        file.open = imported->exit_kind == ExitKind::None;
    } else if (const auto* visit = std::get_if<HomeVisitRecorded>(&*event)) {
        if (visit->kind == VisitKind::Investigate) {
            file.visitors.insert(visit->visitors.begin(), visit->visitors.end());
        }
    } else if (std::holds_alternative<NoticeClosed>(*event)) {
        file.noticed = true;
    } else if (const auto* objection = std::get_if<ObjectionRaised>(&*event)) {
        file.objections.insert(objection->objection);
    } else if (const auto* upheld = std::get_if<ObjectionUpheld>(&*event)) {
        file.objections.erase(upheld->objection);
    } else if (const auto* dismissed = std::get_if<ObjectionDismissed>(&*event)) {
        file.objections.erase(dismissed->objection);
    } else if (const auto* enrolled = std::get_if<HouseholdEnrolled>(&*event)) {
        check_enrolment(file, *enrolled, where);
    } else if (const auto* paid = std::get_if<AidRecorded>(&*event)) {
        Money& standing = aid_[{paid->entitlement_id, paid->instalment}];
        recorded_.see(standing == Money{}, where);
        standing += paid->amount;
    } else if (const auto* back = std::get_if<AidReturned>(&*event)) {
        Money& standing = aid_[{back->entitlement_id, back->instalment}];
        recorded_.see(standing == back->amount, where);
        standing -= back->amount;
    } else if (std::holds_alternative<FileReopened>(*event)) {
        file.open = true;
    } else if (ends(*event)) {
        file.open = false;
    }
}

bool FileOracles::ends(const HouseholdEvent& event) {
    return std::holds_alternative<ApplicationWithdrawn>(event) ||
           std::holds_alternative<ApplicationLapsed>(event) ||
           std::holds_alternative<AssessedNotEligible>(event) ||
           std::holds_alternative<EnrolmentRejected>(event) ||
           std::holds_alternative<FileClosed>(event) ||
           std::holds_alternative<FileCancelled>(event);
}

std::map<FederationNo, std::int64_t> FileOracles::open_files() const {
    std::map<FederationNo, std::int64_t> open;
    for (const auto& [key, file] : files_) open[key.first] += file.open;
    return open;
}

std::vector<Oracle> FileOracles::verdicts() const {
    Oracle one{"ONE_OPEN_FILE_PER_PERSON", 0, "people"};
    std::map<PersonId, int> files;
    for (const auto& [_, file] : files_) {
        for (const PersonId& person : file.members) files[person] += file.open;
    }
    for (const auto& [person, count] : files) {
        one.see(count <= 1,
                "person " + person.to_string() + " is in " + std::to_string(count) + " open files");
    }
    return {one, noticed_, decided_, recorded_};
}

}  // namespace haven::registry
