#include "services/disbursement/domain/subjects.hpp"

#include <algorithm>

#include "libs/base/code_word.hpp"
#include "libs/base/text.hpp"

namespace haven::disbursement {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_subject_code(const std::string& code) {
    return code.size() >= 3 && code.size() <= 20 && is_digit(code.front()) &&
           is_digit(code.back()) &&
           std::ranges::all_of(code, [](char c) { return is_digit(c) || c == '.'; });
}

bool is_name(const std::string& name) {
    const auto parsed = text::parse_name(name);
    return parsed && *parsed == name;
}

Result<void> check_subject(const AccountSubject& subject) {
    if (!is_subject_code(subject.code)) {
        return invalid("INVALID_SUBJECT_CODE", "subjects.code",
                       "3 to 20 digits and dots, a digit first and last");
    }
    if (is_name(subject.name)) return {};
    return invalid("INVALID_NAME", "subjects.name", "a name for people, at most 64 characters");
}

Result<void> check_subjects(const AccountSubjects& subjects) {
    HAVEN_CHECKED(check_number_word(subjects.code, "subjects.code"));
    HAVEN_CHECKED(check_number_word(subjects.source, "subjects.source"));
    if (!subjects.effective_from.is_set()) {
        return invalid("INVALID_DATE", "subjects.effective_from", "a day");
    }
    for (int i = 1; i <= kBookAccounts; ++i) {
        const auto account = static_cast<BookAccount>(i);
        const auto rows = std::ranges::count(subjects.subjects, account, &AccountSubject::account);
        if (rows == 0) {
            return invalid("SUBJECT_MISSING", "subjects.account", "a subject for every account");
        }
        if (rows > 1) {
            return invalid("SUBJECT_TWICE", "subjects.account", "one subject for an account");
        }
    }
    if (std::ssize(subjects.subjects) != kBookAccounts) {
        return invalid("SUBJECT_MISSING", "subjects.account", "an account for every subject");
    }
    for (const AccountSubject& subject : subjects.subjects) HAVEN_CHECKED(check_subject(subject));
    return {};
}

}  // namespace

const AccountSubject& AccountSubjects::of(BookAccount account) const {
    const auto found = std::ranges::find(subjects, account, &AccountSubject::account);
    HAVEN_CHECK(found != subjects.end());
    return *found;
}

Result<std::vector<SubjectRuling::Event>> SubjectRuling::decide(const State& state,
                                                                const Command& command,
                                                                const Context& by) {
    if (by.actor.is_nil()) {
        return failure(ErrorKind::Denied, "NOT_STAFF",
                       "only a registered member of staff may do this");
    }
    AccountSubjects subjects = std::get<SetSubjects>(command).subjects;
    HAVEN_CHECKED(check_subjects(subjects));
    std::ranges::sort(subjects.subjects, {}, &AccountSubject::account);
    if (!state.subjects) return std::vector<Event>{SubjectsSet{std::move(subjects)}};
    if (*state.subjects == subjects) return std::vector<Event>{};
    return failure(ErrorKind::Duplicate, "SUBJECTS_EXIST", "subjects of this code differ");
}

SubjectRuling::State SubjectRuling::evolve(State state, const Event& event) {
    state.subjects = std::get<SubjectsSet>(event).subjects;
    return state;
}

Effects SubjectRuling::effects(const State& after, const Event&) {
    Effects effects;
    effects.claims.push_back(
        {ClaimChange::Kind::Take, "subjects/" + after.subjects->effective_from.to_string()});
    return effects;
}

}  // namespace haven::disbursement
