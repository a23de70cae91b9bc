#include "services/employment/domain/vacancy.hpp"

#include "libs/base/text.hpp"

namespace haven::employment {
namespace {

using Events = std::vector<Vacancy::Event>;
using State = Vacancy::State;

constexpr const char* kValidityTimer = "validity";
constexpr std::size_t kMaxOccupation = 64;
constexpr std::size_t kMaxConditions = 200;
constexpr int kMaxDigitsInARow = 8;  // a phone or an ID number has more
constexpr int kHighestAge = 70;
constexpr int kLongestMonths = 12;
constexpr int kMostPosts = 1'000'000;  // beyond is a slip; what is merely vague is screened

// Advertised to everybody, so no telephone, nobody's number, and nothing invisible.
Result<void> check_ad_text(const std::string& text, std::size_t most, std::string_view field) {
    const auto bad = [&] {
        return invalid(
            "INVALID_AD_TEXT", std::string(field),
            "advertised text without numbers of people, telephones or control characters");
    };
    if (!text::is_valid_utf8(text) || text::code_points(text) > most) return bad();
    int in_a_row = 0;
    for (const char32_t c : text::decode(text)) {
        const bool digit = (c >= U'0' && c <= U'9') || (c >= U'０' && c <= U'９');
        const bool gap = c == U' ' || c == U'-';
        if (!gap) in_a_row = digit ? in_a_row + 1 : 0;
        const bool invisible = c < U' ' || c == U'\u007f' || (c >= U'\u200b' && c <= U'\u200f') ||
                               (c >= U'\u202a' && c <= U'\u202e') || c == U'\ufeff';
        if (in_a_row > kMaxDigitsInARow || invisible) return bad();
    }
    return {};
}

Result<void> check_ages(const VacancyTerms& terms) {
    const bool least = terms.min_age >= kWorkingAge && terms.min_age <= kHighestAge;
    const bool most =
        terms.max_age == 0 || (terms.max_age >= terms.min_age && terms.max_age <= kHighestAge);
    if (least && most) return {};
    return invalid("INVALID_AGE", "min_age", "16 to 70, the highest not below the least");
}

Result<void> check_terms(const VacancyTerms& terms) {
    HAVEN_CHECKED(check_ad_text(terms.occupation, kMaxOccupation, "occupation"));
    if (terms.occupation.empty()) {
        return invalid("INVALID_AD_TEXT", "occupation", "what the work is");
    }
    HAVEN_CHECKED(check_ad_text(terms.conditions, kMaxConditions, "conditions"));
    HAVEN_CHECKED(check_ages(terms));
    HAVEN_CHECKED(check_division(terms.division, "division"));
    HAVEN_CHECKED(check_skills(terms.skills, "skills"));
    if (terms.posts < 0 || terms.posts > kMostPosts) {
        return invalid("INVALID_COUNT", "posts", "0 to 1,000,000");
    }
    // No wage at all is vague, and said in the answer; one in the wrong unit is a slip.
    for (const Money wage : {terms.wage_min, terms.wage_max}) {
        if (wage != Money{}) HAVEN_CHECKED(check_wage(wage, "wage_min_fen"));
    }
    return {};
}

Result<void> check_validity(const PostVacancy& command, Date today) {
    const Date until = command.terms.valid_until;
    const bool within =
        until.is_set() && until >= today && until <= today.plus_months(kLongestMonths);
    if (within && (!command.fair || until >= command.fair->terms.first_day)) return {};
    return invalid("INVALID_VALIDITY", "valid_until",
                   "from today, and the fair's first day, to twelve months ahead");
}

Result<void> check_employer(const PostVacancy& command, Date today) {
    const ParticipationRefusal fault = command.employer.fault(today);
    if (fault == ParticipationRefusal::Blacklist) {
        return refused("EMPLOYER_BARRED", "the employer is barred");
    }
    if (fault != ParticipationRefusal::Unset) {
        return refused("EMPLOYER_PAPERS", "the employer's papers are missing or run out");
    }
    if (!command.fair) return {};
    HAVEN_CHECKED(check_fair_open(*command.fair, today));
    if (!command.attends) {
        return refused("NOT_ATTENDING", "the employer has no stall at this fair");
    }
    return {};
}

Result<Events> post(const State& state, const PostVacancy& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (state.phase != VacancyState::Unset) {
        return failure(ErrorKind::Duplicate, "VACANCY_EXISTS", "this vacancy was entered already");
    }
    HAVEN_CHECKED(check_terms(command.terms));
    HAVEN_CHECKED(check_validity(command, by.business_date));
    HAVEN_CHECKED(check_employer(command, by.business_date));
    AdFault fault = screen_ad(command.terms);
    if (fault == AdFault{} && command.duplicate) fault = {VacancyRejection::Duplicate, "content"};
    if (fault != AdFault{}) {
        return Events{VacancyRejected{command.terms, fault.reason, fault.found, kScreeningRules}};
    }
    return Events{
        VacancyPosted{command.terms, content_of(command.terms), kScreeningRules, by.business_date}};
}

Result<void> check_there(const State& state) {
    if (state.phase != VacancyState::Unset) return {};
    return failure(ErrorKind::Missing, "VACANCY_MISSING", "there is no such vacancy");
}

Result<Events> close(const State& state, const CloseVacancy& command, const Context& by) {
    HAVEN_CHECKED(check_there(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    if (state.phase == VacancyState::Closed) return Events{};
    if (state.phase != VacancyState::Open) {
        return refused("VACANCY_NOT_OPEN", "it is not on offer");
    }
    return Events{VacancyClosed{command.reason}};
}

Result<Events> expire(const State& state, const Context& by) {
    HAVEN_CHECKED(check_there(state));
    if (state.phase != VacancyState::Open) return Events{};
    if (by.business_date <= state.terms.valid_until) {
        return refused("STILL_VALID", "it is offered until the end of its last day");
    }
    return Events{VacancyExpired{by.business_date}};
}

std::string content_claim(const State& state) {
    const std::string where = state.terms.fair.is_nil() ? "-" : state.terms.fair.to_string();
    return "vacancy/" + where + "/" + state.content;
}

}  // namespace

bool KnownVacancy::offered(Date on) const {
    if (state == VacancyState::Closed && on > closed_on) return false;
    const bool was_open = state == VacancyState::Open || state == VacancyState::Expired ||
                          state == VacancyState::Closed;
    return was_open && on <= valid_until;
}

Result<Events> Vacancy::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const PostVacancy& c) { return post(state, c, by); },
        [&](const CloseVacancy& c) { return close(state, c, by); },
        [&](const ExpireVacancy&) { return expire(state, by); });
}

State Vacancy::evolve(State state, const Event& event) {
    match(
        event,
        [&](const VacancyPosted& e) {
            state.phase = VacancyState::Open;
            state.terms = e.terms;
            state.content = e.content;
        },
        [&](const VacancyRejected& e) {
            state.phase = VacancyState::Rejected;
            state.terms = e.terms;
            state.rejection = e.reason;
            state.found = e.found;
        },
        [&](const VacancyClosed&) { state.phase = VacancyState::Closed; },
        [&](const VacancyExpired&) { state.phase = VacancyState::Expired; });
    return state;
}

Effects Vacancy::effects(const State& after, const Event& event) {
    using enum ClaimChange::Kind;
    Effects effects;
    if (std::holds_alternative<VacancyPosted>(event)) {
        effects.claims.push_back({Take, content_claim(after)});
        effects.timers.push_back({kValidityTimer, after.terms.valid_until.plus_days(1)});
    } else if (!std::holds_alternative<VacancyRejected>(event)) {
        effects.claims.push_back({Free, content_claim(after)});
        effects.timers.push_back({kValidityTimer, std::nullopt});
    }
    return effects;
}

std::optional<Vacancy::Command> Vacancy::on_timer(const State& state, const TimerFired& fired) {
    if (fired.key != kValidityTimer || state.phase != VacancyState::Open) return std::nullopt;
    return ExpireVacancy{};
}

}  // namespace haven::employment
