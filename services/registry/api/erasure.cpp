// RegistryService: forgetting a person (PIPL 47). What this writes, the vault reads: it destroys
// the key of everybody whom this log says was erased (protocols §9).
#include <algorithm>

#include "services/registry/api/files.hpp"

namespace haven::registry {

namespace {

constexpr int kMaxFiles = 500;  // of one person; more than anybody has

// What ends with an exit, a cancellation, or before it was a file, is not open.
bool is_open(HouseholdState state) {
    return state != HouseholdState::None && state < HouseholdState::Closed;
}

}  // namespace

Status FileApi::ErasePerson(ServerContext* c, const v1::ErasePersonRequest* q,
                            v1::ErasePersonResponse* r) {
    return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(desk_.takes_part(caller));
        HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
        HAVEN_TRY(const Uuid id, asked_uuid(q->person_id(), "person_id"));
        const PersonId person{id};
        registry::ErasePerson command{.person = person,
                                      .ground = same_number<ErasureGround>(q->ground())};
        HAVEN_TRY(const FederationNo home, files_of(caller, person, command.files));
        auto reply = desk_.submit(caller, {.aggregate = &person_aggregate(),
                                           .federation = home,
                                           .stream = person_stream(person),
                                           .command_id = command_id,
                                           .hashed = hashed_bytes(*q),
                                           .expected_version = expected_version(*q),
                                           .command = PersonRecord::Command(std::move(command))});
        if (!reply && reply.error().reason == "ALREADY_HELD") {
            // An application that came in since the files were read.
            return refused("PERSON_ON_OPEN_FILE", "the person is on an open file or application");
        }
        if (!reply) return std::unexpected(std::move(reply).error());
        put_reply(*reply, r->mutable_reply());
        return {};
    });
}

// The files of the person in every federation: one that the caller does not see counts too, and
// only who keeps all of them may forget. Answers where the erasure is written.
Result<FederationNo> FileApi::files_of(const Caller& caller, PersonId person,
                                       std::vector<PersonsFile>& files) const {
    access::ScopedRead everywhere(desk_.around().readers, desk_.around().federations);
    const auto rows = queries::find_files(everywhere, {.by_person = true, .people = {person}}, 0,
                                          Uuid{}, kMaxFiles);
    const bool all_seen = std::ranges::all_of(rows, [&](const queries::FileRow& row) {
        return caller.may_touch(row.federation).has_value();
    });
    if (rows.empty() || !all_seen) {
        return failure(ErrorKind::Denied, "OUTSIDE_SCOPE",
                       "nobody whose files all lie under your node of the union tree");
    }
    for (const queries::FileRow& row : rows) {
        bool is_paid = row.payee == person;
        for (const auto& plan : queries::plans(everywhere, row.household)) {
            is_paid = is_paid || plan.measure.beneficiary == person;
        }
        files.push_back({.open = is_open(row.state),
                         .closed_on = row.closed_on,
                         .paid = is_paid && row.aid_paid > Money{}});
    }
    return rows.front().federation;
}

}  // namespace haven::registry
