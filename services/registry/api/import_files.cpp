#include "services/registry/api/import_files.hpp"

#include <algorithm>
#include <set>

#include "libs/base/fault_point.hpp"
#include "libs/crypto/ids.hpp"
#include "services/registry/aggregates.hpp"
#include "services/registry/codec.hpp"
#include "services/registry/domain/household.hpp"
#include "services/registry/domain/import_digest.hpp"
#include "services/registry/queries/lists.hpp"

namespace haven::registry {

namespace {

using import::OldFile;
using import::OldMember;

// Files sealed in one call of the vault; a remote one takes messages of 1 MiB.
constexpr std::size_t kSealedAtOnce = 250;
constexpr std::size_t kAppendedAtOnce = 1000;

// One id for all seals of all imports: the same text of the same person has the same cipher in any
// file, order or encoding, so that an import that comes again can be compared.
const Uuid& seal_id() {
    static const Uuid id = crypto::uuid_of_code("import", "old-files");
    return id;
}

Uuid household_of(const OldFile& file) {
    return crypto::uuid_of_code("old-file", file.file.file_no);
}

vault::Identity identity_of(const OldMember& member) {
    if (!member.upgraded) return {vault::IdType::ResidentId, member.number};
    // The 15 digits that were written: without the century and the check character.
    return {vault::IdType::ResidentId15, member.number.substr(0, 6) + member.number.substr(8, 9)};
}

Result<void> resolve(vault::Vault& vault, std::span<OldFile> files) {
    std::vector<vault::ResolveRequest> known;
    std::vector<vault::NewPerson> fresh;
    std::vector<PersonId*> known_targets;
    std::vector<PersonId*> fresh_targets;
    for (OldFile& file : files) {
        for (OldMember& m : file.members) {
            if (m.number.empty()) {
                fresh.push_back({household_of(file), m.member.seq, m.name, file.file.federation});
                fresh_targets.push_back(&m.member.person);
            } else {
                known.push_back({identity_of(m), m.name, file.file.federation});
                known_targets.push_back(&m.member.person);
            }
        }
    }
    const auto assign = [](const std::vector<PersonId>& ids, std::vector<PersonId*>& targets) {
        for (std::size_t i = 0; i < targets.size(); ++i) *targets[i] = ids[i];
    };
    if (!known.empty()) {
        HAVEN_TRY(const auto ids, vault.resolve(known));
        assign(ids, known_targets);
    }
    if (!fresh.empty()) {
        HAVEN_TRY(const auto ids, vault.new_people(fresh));
        assign(ids, fresh_targets);
    }
    return {};
}

std::string joined(const std::vector<std::string>& columns) {
    std::string text;
    for (const std::string& column : columns) text += column + '\x1f';
    return text;
}

// Gathers plaintexts with the places their ciphers go to.
class Sealing {
  public:
    void add(PersonId person, std::string_view field, const std::string& text, Sealed& target) {
        if (text.empty()) return;
        plains_.push_back({person, std::string(field), text});
        targets_.push_back(&target);
    }
    Result<void> seal(vault::Vault& vault) {
        if (plains_.empty()) return {};
        HAVEN_TRY(const auto sealed, vault.seal(seal_id(), std::span<const vault::Plain>(plains_)));
        for (std::size_t i = 0; i < targets_.size(); ++i) {
            *targets_[i] = {sealed[i].person, sealed[i].cipher};
        }
        return {};
    }

  private:
    std::vector<vault::Plain> plains_;
    std::vector<Sealed*> targets_;
};

Result<void> seal(vault::Vault& vault, std::span<OldFile> files) {
    Sealing sealing;
    for (OldFile& old : files) {
        HouseholdImported& f = old.file;
        f.household = HouseholdId{household_of(old)};
        f.members.clear();
        for (const OldMember& m : old.members) f.members.push_back(m.member);
        const PersonId head = f.members.front().person;
        for (std::size_t i = 0; i < old.members.size(); ++i) {
            Member& member = f.members[i];
            sealing.add(member.person, "name", old.members[i].name, member.name);
            sealing.add(member.person, "id_number", old.members[i].number, member.id_number);
        }
        sealing.add(head, "phone", old.phone, f.members.front().phone);
        sealing.add(head, "address", old.address, f.members.front().address);
        sealing.add(head, "document", joined(old.kept), f.kept_columns);
        if (old.account.empty()) continue;
        f.payee = {.person = head,
                   .kind = PayeeKind::Account,
                   .last4 = old.account.substr(old.account.size() - 4)};
        sealing.add(head, "account", old.account, f.payee.account);
        sealing.add(head, "name", old.members.front().name, f.payee.name);
    }
    return sealing.seal(vault);
}

// What is wrong with a file as a whole names the file.
Result<import::CsvTable> table_of(std::string_view file, const std::string& bytes) {
    auto table = import::CsvTable::parse(bytes);
    if (table) return table;
    Error error = std::move(table).error();
    for (FieldViolation& violation : error.fields) {
        const bool whole = violation.field == "piece";
        violation.field = std::string(file) + (whole ? "" : ", " + violation.field);
        error.message = violation.field + ": " + violation.description;
    }
    return std::unexpected(std::move(error));
}

std::span<OldFile> part_of(std::vector<OldFile>& files, std::size_t start, std::size_t most) {
    return std::span<OldFile>(files).subspan(start, std::min(most, files.size() - start));
}

}  // namespace

import::Rulers ImportRun::rulers() const {
    const Surroundings& around = desk_.around();
    import::Rulers rulers{.today = around.business_date(),
                          .synthetic_ids = around.synthetic_ids,
                          .calendar = around.calendar,
                          .divisions = {}};
    auto read = desk_.read(caller_);
    // A federation's root node carries the code of its division.
    for (const UnionNode& node : queries::union_nodes(read, "", 100'000)) {
        const bool root = node.kind == UnionNodeKind::City || node.kind == UnionNodeKind::County;
        if (root) rulers.divisions.emplace(node.code, node.federation);
    }
    return rulers;
}

void ImportRun::reject(const OldFile& file, std::string column, std::string kind,
                       std::string reason) {
    rejects_.push_back({std::string(import::kHouseholdsFile), file.row, std::move(column),
                        std::move(kind), std::move(reason)});
}

Result<void> ImportRun::run(const std::string& households, const std::string& members,
                            bool dry_run) {
    HAVEN_TRY(const auto household_table, table_of(import::kHouseholdsFile, households));
    HAVEN_TRY(const auto member_table, table_of(import::kMembersFile, members));
    counts_.files = static_cast<std::int64_t>(household_table.size());
    progress_("CHECKING", 0, counts_.files);
    auto checked = import::check(household_table, member_table, rulers());
    rejects_ = std::move(checked.rejects);
    for (const OldFile& file : checked.files) {
        HAVEN_CHECKED(caller_.may_touch(file.file.federation));
    }
    if (!rejects_.empty()) return {};
    HAVEN_CHECKED(check_against_files(checked.files));
    HAVEN_CHECKED(check_open_files(checked.files));
    if (!rejects_.empty() || dry_run) return {};
    return append(checked.files);
}

// What is there already: the same is left out, other content is a conflict.
Result<void> ImportRun::check_against_files(std::vector<OldFile>& files) {
    std::vector<Uuid> ids;
    for (const OldFile& file : files) ids.push_back(household_of(file));
    std::map<Uuid, std::string> there;
    {
        auto read = desk_.read(caller_);
        there = queries::imported(read, ids);
    }
    if (there.empty()) return {};
    std::vector<OldFile> again;
    std::vector<OldFile> fresh;
    for (OldFile& file : files) {
        (there.contains(household_of(file)) ? again : fresh).push_back(std::move(file));
    }
    HAVEN_CHECKED(seal_all(again, "COMPARING"));
    for (const OldFile& file : again) {
        const std::string differs =
            differing_fields(there.at(household_of(file)), import_digests(file.file));
        if (differs.empty()) {
            ++counts_.unchanged;
        } else {
            reject(file, differs, "CONFLICT", "CONTENT_DIFFERS");
        }
    }
    files = std::move(fresh);
    return {};
}

// A person of an open file may be in no other one, here or in this upload (I1).
Result<void> ImportRun::check_open_files(const std::vector<OldFile>& files) {
    std::set<std::string> numbers;
    std::vector<PersonId> people;
    std::map<PersonId, const OldFile*> files_of;
    for (const OldFile& file : files) {
        if (file.file.closed_on.is_set()) continue;
        for (const OldMember& member : file.members) {
            if (member.number.empty()) continue;
            if (!numbers.insert(member.number).second) {
                reject(file, "身份证号", "CONFLICT", "ALREADY_HELD");
                continue;
            }
            HAVEN_TRY(const auto found, desk_.around().vault.lookup({.actor = caller_.staff,
                                                                     .service = "registry",
                                                                     .code = "IMPORT",
                                                                     .subject = "import/old-files"},
                                                                    identity_of(member)));
            if (!found.person) continue;
            people.push_back(*found.person);
            files_of.emplace(*found.person, &file);
        }
    }
    if (people.empty()) return {};
    // Also in federations that the caller does not see: the claim is the whole suite's.
    access::ScopedRead read(desk_.around().readers, desk_.around().federations);
    for (const auto& [person, _] : queries::open_files_of(read, people)) {
        reject(*files_of.at(PersonId{person}), "身份证号", "CONFLICT", "ALREADY_HELD");
    }
    return {};
}

Result<void> ImportRun::seal_all(std::vector<OldFile>& files, std::string_view stage) {
    vault::Vault& vault = desk_.around().vault;
    for (std::size_t start = 0; start < files.size(); start += kSealedAtOnce) {
        progress_(stage, static_cast<std::int64_t>(start), counts_.files);
        const auto part = part_of(files, start, kSealedAtOnce);
        HAVEN_CHECKED(resolve(vault, part));
        HAVEN_CHECKED(seal(vault, part));
    }
    return {};
}

Result<void> ImportRun::append(std::vector<OldFile>& files) {
    HAVEN_CHECKED(seal_all(files, "SEALING"));
    HAVEN_FAULT_POINT("import.after_seal");
    for (std::size_t start = 0; start < files.size(); start += kAppendedAtOnce) {
        const auto part = part_of(files, start, kAppendedAtOnce);
        std::vector<Order> orders;
        for (OldFile& file : part) {
            const Uuid id = household_of(file);
            const FederationNo federation = file.file.federation;
            std::string sealed = Codec<Household>::encode(HouseholdEvent(file.file)).payload;
            orders.push_back({.aggregate = &household_aggregate(),
                              .federation = federation,
                              .stream = id,
                              .command_id = crypto::derive_uuid(id, "import"),
                              .hashed = std::move(sealed),
                              .command = Household::Command(ImportHousehold{std::move(file.file)}),
                              .purpose = "IMPORT"});
        }
        const auto answers = desk_.submit_all(caller_, std::move(orders));
        for (std::size_t i = 0; i < answers.size(); ++i) {
            ++(answers[i] ? counts_.imported : counts_.lost);
            if (answers[i]) continue;
            const Error& error = answers[i].error();
            // The writer stops or the database is away: said, so that it is run again.
            if (error.kind == ErrorKind::Unavailable) return std::unexpected(error);
            // It lost a race since it was checked.
            const bool held = error.reason == "ALREADY_HELD" || error.reason == "PERSON_ERASED";
            reject(part[i], held ? "身份证号" : "档案编号", "CONFLICT", error.reason);
        }
        progress_("APPENDING", static_cast<std::int64_t>(start + part.size()), counts_.files);
        HAVEN_FAULT_POINT("import.between_chunks");
    }
    return {};
}

}  // namespace haven::registry
