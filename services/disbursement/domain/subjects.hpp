// The subjects (会计科目) under which the office's accounting program knows our accounts: data with
// a first day, never code (docs/rules.md R82). They live at the head and hold for its counties.
#pragma once

#include <optional>

#include "libs/decider/decider.hpp"
#include "services/disbursement/domain/types.hpp"

namespace haven::disbursement {

// Every account but Unset.
inline constexpr int kBookAccounts = static_cast<int>(BookAccount::Aid);

struct AccountSubject {
    BookAccount account = BookAccount::Unset;
    std::string code = {};
    std::string name = {};
    bool operator==(const AccountSubject&) const = default;
};
struct AccountSubjects {
    std::string code = {};
    Date effective_from = {};
    std::vector<AccountSubject> subjects = {};  // one of each account, in their order
    std::string source = {};
    bool operator==(const AccountSubjects&) const = default;

    [[nodiscard]] const AccountSubject& of(BookAccount account) const;
};

// The stored fact.
struct SubjectsSet {
    AccountSubjects subjects = {};
    bool operator==(const SubjectsSet&) const = default;
};

// In any order.
struct SetSubjects {
    AccountSubjects subjects = {};
};

struct SubjectRuling {
    struct State {
        std::optional<AccountSubjects> subjects;
    };
    using Command = std::variant<SetSubjects>;
    using Event = std::variant<SubjectsSet>;

    // Reasons: SUBJECTS_EXIST, SUBJECT_MISSING, SUBJECT_TWICE, INVALID_SUBJECT_CODE, INVALID_NAME,
    // INVALID_DATE, INVALID_WORD, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claim "subjects/<day>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<SubjectRuling> && HasEffects<SubjectRuling>);

}  // namespace haven::disbursement
