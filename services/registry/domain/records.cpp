// What comes from elsewhere: files of the old system, aid that disbursement paid, a new account.
#include <algorithm>
#include <string>
#include <utility>

#include "services/registry/domain/import_digest.hpp"
#include "services/registry/domain/phases.hpp"

namespace haven::registry::phases {

Decision decide(const State& state, const ChangePayeeAccount& command, const Context& by) {
    if (!state.on_file()) return wrong_state(state, "FILE_NOT_ENROLLED", "the file is not open");
    const bool member = std::ranges::any_of(
        state.members(), [&](const Member& m) { return m.person == command.payee.person; });
    if (!member) return invalid("PAYEE_NOT_A_MEMBER", "payee.seq", "seq of a member");
    if (state.payee() == command.payee) return std::vector<HouseholdEvent>{};
    const auto& waiting = state.proposed_payee;
    if (waiting && waiting->proposal == command.proposal && waiting->payee == command.payee) {
        return std::vector<HouseholdEvent>{};
    }
    // A later proposal takes the place of one that nobody has confirmed.
    return std::vector<HouseholdEvent>{PayeeChangeProposed{
        state.household(), command.proposal, command.payee, by.actor, by.business_date}};
}

Decision decide(const State& state, const ConfirmPayeeAccount& command, const Context& by) {
    const auto& proposed = state.proposed_payee;
    if (!proposed || proposed->proposal != command.proposal) {
        return wrong_state(state, "NO_SUCH_PROPOSAL", "no account waits under this proposal");
    }
    HAVEN_CHECKED(two_people({proposed->proposed_by, by.actor}, "proposal_id"));
    if (command.last4 != proposed->payee.last4) {
        return invalid("LAST4_DIFFERS", "last4",
                       "last four digits of the account that was entered");
    }
    return std::vector<HouseholdEvent>{PayeeAccountChanged{
        state.household(), proposed->payee, proposed->proposed_by, by.actor, by.business_date}};
}

Decision decide(const State& state, const ImportHousehold& command, const Context& by) {
    const HouseholdImported& file = command.file;
    if (state.imported) {
        if (*state.imported == file) return std::vector<HouseholdEvent>{};
        return refused(
            "IMPORT_CONFLICT", "this file number was imported with other content",
            {{"fields", differing_fields(import_digests(*state.imported), import_digests(file))}});
    }
    if (state.phase != HouseholdState::None) {
        return refused("IMPORT_CONFLICT", "this id belongs to a file of ours");
    }
    if (file.enrolled_on > by.business_date ||
        (file.closed_on.is_set() && file.closed_on > by.business_date)) {
        return invalid("DATE_AFTER_BUSINESS_DATE", "enrolled_on", "a day up to the business date");
    }
    if (file.closed_on.is_set() != (file.exit_kind != ExitKind::None) ||
        (file.closed_on.is_set() && file.closed_on < file.enrolled_on)) {
        return invalid("INVALID_EXIT", "closed_on", "day and kind of the exit together");
    }
    return std::vector<HouseholdEvent>{file};
}

Decision decide(const State& state, const RecordAid& command, const Context&) {
    HAVEN_CHECKED(known_file(state));
    return std::vector<HouseholdEvent>{command.aid};
}

Decision decide(const State& state, const RecordAidReturn& command, const Context&) {
    HAVEN_CHECKED(known_file(state));
    return std::vector<HouseholdEvent>{command.aid};
}

Decision decide(const State& state, const RecordAidHold& command, const Context&) {
    HAVEN_CHECKED(known_file(state));
    return std::vector<HouseholdEvent>{command.aid};
}

}  // namespace haven::registry::phases
