#include "services/registry/api/import_files.hpp"

#include <algorithm>
#include <set>

#include "libs/base/fault_point.hpp"
#include "libs/crypto/ids.hpp"
#include "services/registry/aggregates.hpp"
#include "services/registry/codec/codec.hpp"
#include "services/registry/domain/household.hpp"
#include "services/registry/domain/import_digest.hpp"
#include "services/registry/queries/lists.hpp"

namespace haven::registry {

namespace {

using import::OldFile;
using import::OldMember;

// Files sealed in one call of the vault and handed to the writer together: a batch for each of its
// lanes.
constexpr std::size_t kPart = 500;

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

// Calls `ask` with the requests that `request_of` makes of the members that have none of the
// vault's people yet, and gives them those that it answers.
template <class Request, class RequestOf, class Ask>
Result<void> find_people(std::span<OldFile> files, bool with_number, RequestOf request_of,
                         Ask ask) {
    std::vector<Request> requests;
    std::vector<PersonId*> targets;
    for (OldFile& file : files) {
        for (OldMember& m : file.members) {
            if (m.number.empty() == with_number) continue;
            requests.push_back(request_of(file, m));
            targets.push_back(&m.member.person);
        }
    }
    if (requests.empty()) return {};
    HAVEN_TRY(const std::vector<PersonId> people, ask(requests));
    for (std::size_t i = 0; i < targets.size(); ++i) *targets[i] = people[i];
    return {};
}

Result<void> find_numbered(vault::Vault& vault, std::span<OldFile> files) {
    return find_people<vault::ResolveRequest>(
        files, true,
        [](const OldFile& file, const OldMember& m) {
            return vault::ResolveRequest{identity_of(m), m.name, file.file.federation};
        },
        [&](const auto& requests) { return vault.resolve(requests); });
}

// Error: PERSON_ERASED.
Result<void> find_unnumbered(vault::Vault& vault, std::span<OldFile> files) {
    return find_people<vault::NewPerson>(
        files, false,
        [](const OldFile& file, const OldMember& m) {
            return vault::NewPerson{household_of(file), m.member.seq, m.name, file.file.federation};
        },
        [&](const auto& requests) { return vault.new_people(requests); });
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

Result<void> seal_fields(vault::Vault& vault, std::span<OldFile> files) {
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
Result<CsvTable> table_of(std::string_view file, const std::string& bytes) {
    auto table = CsvTable::parse(bytes);
    if (table) return table;
    Error error = std::move(table).error();
    for (FieldViolation& violation : error.fields) {
        const bool whole = violation.field == "piece";
        violation.field = std::string(file) + (whole ? "" : ", " + violation.field);
        error.message = violation.field + ": " + violation.description;
    }
    return std::unexpected(std::move(error));
}

std::vector<std::span<OldFile>> parts_of(std::vector<OldFile>& files) {
    std::vector<std::span<OldFile>> parts;
    std::span<OldFile> left(files);
    while (!left.empty()) {
        parts.push_back(left.first(std::min(kPart, left.size())));
        left = left.subspan(parts.back().size());
    }
    return parts;
}

Result<void> find_and_seal(vault::Vault& vault, std::span<OldFile> files) {
    HAVEN_CHECKED(find_numbered(vault, files));
    return seal_fields(vault, files);
}

bool is_of_the_forgotten(const Error& error) {
    return error.reason == "PERSON_ERASED" || error.reason == "PERSON_BEING_ERASED";
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
    vault::Vault& vault = desk_.around().vault;
    std::int64_t compared = 0;
    for (const auto part : parts_of(again)) {
        progress_("COMPARING", compared, counts_.files);
        HAVEN_CHECKED(find_unnumbered(vault, part));
        HAVEN_CHECKED(find_and_seal(vault, part));
        compared += static_cast<std::int64_t>(part.size());
    }
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

Result<void> ImportRun::append(std::vector<OldFile>& files) {
    // Who was forgotten refuses the upload as long as nothing is appended.
    for (const auto part : parts_of(files)) {
        HAVEN_CHECKED(find_unnumbered(desk_.around().vault, part));
    }
    std::int64_t done = 0;
    std::optional<Part> before;
    for (const auto part : parts_of(files)) {
        HAVEN_TRY(const auto sealed, seal(part));
        HAVEN_FAULT_POINT("import.after_seal");
        Part submitted = submit(sealed);
        if (before) HAVEN_CHECKED(settle(*std::move(before)));
        progress_("APPENDING", done, counts_.files);
        done += static_cast<std::int64_t>(part.size());
        before = std::move(submitted);
        HAVEN_FAULT_POINT("import.between_chunks");
    }
    if (before) HAVEN_CHECKED(settle(*std::move(before)));
    progress_("APPENDING", done, counts_.files);
    return {};
}

Result<std::vector<OldFile*>> ImportRun::seal(std::span<OldFile> part) {
    vault::Vault& vault = desk_.around().vault;
    std::vector<OldFile*> sealed;
    const auto all = find_and_seal(vault, part);
    if (!all && !is_of_the_forgotten(all.error())) return std::unexpected(all.error());
    for (OldFile& file : part) {
        if (!all) {
            const auto alone = find_and_seal(vault, std::span(&file, 1));
            if (!alone && !is_of_the_forgotten(alone.error())) {
                return std::unexpected(alone.error());
            }
            if (!alone) {
                lose(file, alone.error().reason);
                continue;
            }
        }
        sealed.push_back(&file);
    }
    return sealed;
}

ImportRun::Part ImportRun::submit(const std::vector<OldFile*>& files) const {
    std::vector<Order> orders;
    for (OldFile* old : files) {
        const Uuid id = household_of(*old);
        const FederationNo federation = old->file.federation;
        std::string sealed = Codec<Household>::encode(HouseholdEvent(old->file)).payload;
        orders.push_back({.aggregate = &household_aggregate(),
                          .federation = federation,
                          .stream = id,
                          .command_id = crypto::derive_uuid(id, "import"),
                          .hashed = std::move(sealed),
                          .command = Household::Command(ImportHousehold{std::move(old->file)}),
                          .purpose = "IMPORT"});
    }
    return {{files.begin(), files.end()}, desk_.start_all(caller_, std::move(orders))};
}

Result<void> ImportRun::settle(Part part) {
    const Desk::Answers answers = part.answers.get();
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers[i]) {
            ++counts_.imported;
            continue;
        }
        const Error& error = answers[i].error();
        // The writer stops or the database is away: said, so that it is run again.
        if (error.kind == ErrorKind::Unavailable) return std::unexpected(error);
        lose(*part.files[i], error.reason);
    }
    return {};
}

// It lost a race since it was checked.
void ImportRun::lose(const OldFile& file, const std::string& reason) {
    ++counts_.lost;
    const bool of_a_person =
        reason == "ALREADY_HELD" || reason == "PERSON_ERASED" || reason == "PERSON_BEING_ERASED";
    reject(file, of_a_person ? "身份证号" : "档案编号", "CONFLICT", reason);
}

}  // namespace haven::registry
