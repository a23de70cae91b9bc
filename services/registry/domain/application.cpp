// From the application to the visit: what must be there before anything is checked.
#include <algorithm>
#include <set>

#include "services/registry/domain/phases.hpp"

namespace haven::registry::phases {

namespace {

constexpr std::size_t kMaxCauses = 4;
constexpr std::size_t kMaxMembers = 20;
constexpr std::size_t kMaxDocuments = 100;
constexpr int kHeadMinYears = 16;

template <class T>
bool distinct(const std::vector<T>& values) {
    return std::set<T>(values.begin(), values.end()).size() == values.size();
}

std::string member_field(std::size_t index, std::string_view name) {
    return "members[" + std::to_string(index) + "]." + std::string(name);
}

Result<void> check_members(const ApplicationSubmitted& a, Date today) {
    if (a.members.empty() || a.members.size() > kMaxMembers) {
        return invalid("INVALID_MEMBERS", "members", "1 to 20 members");
    }
    std::set<PersonId> people;
    int heads = 0;
    for (std::size_t i = 0; i < a.members.size(); ++i) {
        const Member& member = a.members[i];
        if (member.seq != static_cast<std::int32_t>(i) + 1) {
            return invalid("INVALID_MEMBERS", member_field(i, "seq"), "1 … n without gaps");
        }
        if (member.relation == Relation::None) {
            return invalid("INVALID_MEMBERS", member_field(i, "relation"), "a relation");
        }
        if (!people.insert(member.person).second) {
            return invalid("DUPLICATE_MEMBER", member_field(i, "id_number"),
                           "each person once in a household");
        }
        if (!member.birth_date.is_set() || member.birth_date > today) {
            return invalid("INVALID_BIRTH_DATE", member_field(i, "birth_date"),
                           "a day not after the business date");
        }
        HAVEN_CHECKED(check_amounts({member.yearly_income}, member_field(i, "yearly_income_fen")));
        if (member.relation != Relation::Head) continue;
        ++heads;
        if (member.birth_date.plus_years(kHeadMinYears) > today) {
            return refused("HEAD_UNDER_AGE",
                           "the worker in whose name a file stands is 16 or over");
        }
    }
    if (heads != 1) return invalid("INVALID_MEMBERS", "members", "exactly one HEAD");
    return {};
}

Result<void> check_causes(const std::vector<HardshipCause>& causes) {
    const bool named = std::ranges::none_of(
        causes, [](HardshipCause cause) { return cause == HardshipCause::None; });
    if (causes.empty() || causes.size() > kMaxCauses || !named || !distinct(causes)) {
        return invalid("INVALID_CAUSES", "causes", "one primary and at most three others");
    }
    return {};
}

Result<void> check_content(const ApplicationSubmitted& a) {
    if (a.tier == FileTier::None) return invalid("TIER_MISSING", "tier", "a tier");
    if (a.round == FileRound::Unset) return invalid("ROUND_MISSING", "round", "a round");
    const bool six_digits = a.division.size() == 6 && std::ranges::all_of(a.division, [](char c) {
                                return c >= '0' && c <= '9';
                            });
    if (!six_digits) return invalid("INVALID_DIVISION", "division", "six digits (GB/T 2260)");
    if (!a.privacy_notice.empty()) {
        HAVEN_CHECKED(check_number_word(a.privacy_notice, "privacy_notice"));
    }
    if (a.residence == Residence::None) {
        return invalid("RESIDENCE_MISSING", "residence", "URBAN or RURAL");
    }
    if (a.documents.size() > kMaxDocuments) {
        return invalid("TOO_MANY_DOCUMENTS", "documents", "at most 100");
    }
    HAVEN_CHECKED(check_amounts({a.declared_income, a.declared_rigid, a.self_paid_medical},
                                "declared_income_fen"));
    const bool payee_is_member = std::ranges::any_of(
        a.members, [&](const Member& member) { return member.person == a.payee.person; });
    if (!payee_is_member) return invalid("PAYEE_NOT_A_MEMBER", "payee.seq", "seq of a member");
    return {};
}

// A round is open between its dates; a file of neither round always can be applied for (R13).
Result<void> check_round(const ApplicationSubmitted& a, const RuleSet& rules, Date today) {
    if (a.round == FileRound::None) return {};
    const bool open = std::ranges::any_of(rules.rounds, [&](const RoundRule& rule) {
        return rule.round == a.round && rule.first_day <= today &&
               (!rule.last_day.is_set() || today <= rule.last_day);
    });
    if (open) return {};
    return refused("ROUND_NOT_OPEN", "no file is applied for in this round today",
                   {{"date", today.to_string()}});
}

bool is_open_application(HouseholdState phase) {
    using enum HouseholdState;
    return phase == Applied || phase == Returned || phase == Checking || phase == Checked ||
           phase == Classified || phase == Noticed || phase == NoticeClosed;
}

}  // namespace

Decision decide(const State& state, const SubmitApplication& command, const Context& by) {
    const ApplicationSubmitted& asked = command.application;
    if (state.phase != HouseholdState::None) {
        return failure(ErrorKind::Duplicate, "APPLICATION_EXISTS",
                       "this application is in already");
    }
    HAVEN_CHECKED(check_members(asked, by.business_date));
    HAVEN_CHECKED(check_causes(asked.causes));
    HAVEN_CHECKED(check_content(asked));
    HAVEN_TRY(const RuleSet rules, rules_on(command.rules, by.business_date));
    HAVEN_CHECKED(check_round(asked, rules, by.business_date));
    HAVEN_CHECKED(check_tier(asked.tier, rules));
    if (!asked.union_member) {
        return refused("NOT_A_UNION_MEMBER", "only union members can apply");
    }
    if (asked.migrant && asked.labour_months < rules.migrant_months) {
        return refused("MIGRANT_LABOUR_TOO_SHORT",
                       "a migrant worker needs " + std::to_string(rules.migrant_months) +
                           " months of labour relation",
                       {{"needed_months", std::to_string(rules.migrant_months)}});
    }
    ApplicationSubmitted submitted = asked;
    submitted.applied_on = by.business_date;
    submitted.rule_set_id = rules.rule_set_id;
    submitted.investigate_by = by.business_date.plus_days(rules.investigation_days);
    return std::vector<HouseholdEvent>{std::move(submitted)};
}

Decision decide(const State& state, const ReturnApplication& command, const Context& by) {
    if (state.phase != HouseholdState::Applied && state.phase != HouseholdState::Checked) {
        return wrong_state(state, "NOT_RETURNABLE", "only an application under work can go back");
    }
    if (state.returned_before) {
        return refused("ALREADY_RETURNED", "what is missing is told once (一次性告知)");
    }
    if (command.missing.empty() && command.missing_authorisations.empty()) {
        return invalid("NOTHING_MISSING", "missing", "what is missing");
    }
    HAVEN_TRY(const RuleSet rules, rules_on(command.rules, by.business_date));
    return std::vector<HouseholdEvent>{
        ApplicationReturned{command.missing, command.missing_authorisations,
                            by.business_date.plus_days(rules.complete_within_days)}};
}

Decision decide(const State& state, const CompleteApplication& command, const Context&) {
    if (state.phase != HouseholdState::Returned) {
        return wrong_state(state, "NOT_RETURNED", "the application was not given back");
    }
    if (command.documents.empty() && command.authorisations.empty()) {
        return invalid("NOTHING_ADDED", "documents", "papers or authorisations");
    }
    for (std::int32_t seq : command.authorisations) {
        if (seq < 1 || static_cast<std::size_t>(seq) > state.members().size()) {
            return invalid("NO_SUCH_MEMBER", "authorisations", "seq of a member");
        }
    }
    return std::vector<HouseholdEvent>{
        ApplicationCompleted{command.documents, command.authorisations}};
}

Decision decide(const State& state, const WithdrawApplication&, const Context& by) {
    if (state.phase == HouseholdState::Withdrawn) return std::vector<HouseholdEvent>{};
    if (!is_open_application(state.phase)) {
        return wrong_state(state, "NOT_AN_OPEN_APPLICATION", "there is no open application");
    }
    return std::vector<HouseholdEvent>{ApplicationWithdrawn{by.business_date}};
}

Decision decide(const State& state, const LapseApplication&, const Context& by) {
    if (state.phase != HouseholdState::Returned) {
        return wrong_state(state, "NOT_RETURNED", "the application was not given back");
    }
    return std::vector<HouseholdEvent>{ApplicationLapsed{by.business_date}};
}

Decision decide(const State& state, const RejectApplication& command, const Context& by) {
    if (!is_open_application(state.phase)) {
        return wrong_state(state, "NOT_AN_OPEN_APPLICATION", "there is no open application");
    }
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    return std::vector<HouseholdEvent>{EnrolmentRejected{command.reason, {}, by.business_date}};
}

Decision decide(const State& state, const RecordHomeVisit& command, const Context& by) {
    using enum HouseholdState;
    const bool before = state.phase == Applied || state.phase == Returned ||
                        state.phase == Checking || state.phase == Checked;
    const bool fits = (command.kind == VisitKind::Investigate && before) ||
                      (command.kind == VisitKind::Routine && state.on_file()) ||
                      (command.kind == VisitKind::FollowUp && state.phase == Closed);
    if (!fits) {
        return wrong_state(state, "VISIT_DOES_NOT_FIT",
                           "no visit of this kind is due at this file");
    }
    HAVEN_CHECKED(two_people(command.visitors, "visitors"));
    if (command.finding == VisitFinding::None) {
        return invalid("FINDING_MISSING", "finding", "what was found");
    }
    const Date on = command.visited_on.is_set() ? command.visited_on : by.business_date;
    const Date earliest = before ? state.application.applied_on : state.enrolled_on;
    if (on > by.business_date || on < earliest) {
        return invalid("INVALID_DATE", "visited_on", "a day of this file up to the business date");
    }
    return std::vector<HouseholdEvent>{
        HomeVisitRecorded{command.kind, command.visitors, on, command.finding}};
}

}  // namespace haven::registry::phases
