#include "services/employment/domain/hire.hpp"

#include <algorithm>

namespace haven::employment {
namespace {

using Events = std::vector<Hire::Event>;
using State = Hire::State;

constexpr int kDaysAhead = 31;  // a contract that begins later is seen again when it does
constexpr const char* kTimer = "retention-";

bool is_month(int month) {
    return std::ranges::find(kRetentionMonths, month) != kRetentionMonths.end();
}

// The day on which somebody has been there for that many months.
Date kept_on(const State& state, int month) {
    return state.hire.starts_on.plus_months(month);
}

// What tells a review that money comes in, apart from who says so.
bool proves_income(WageEvidence evidence) {
    return evidence != WageEvidence::Unset && evidence != WageEvidence::EmployersWord;
}

Result<void> check_contract(const ConfirmHire& command, const Context& by) {
    if (command.contract == ContractKind::Unset) {
        return invalid("CONTRACT_MISSING", "contract", "LABOUR or SERVICE");
    }
    HAVEN_CHECKED(check_number_word(command.contract_no, "contract_no"));
    HAVEN_CHECKED(check_wage(command.monthly_wage, "monthly_wage_fen"));
    if (!command.starts_on.is_set() || command.starts_on > by.business_date.plus_days(kDaysAhead)) {
        return invalid("INVALID_DATE", "starts_on", "at most 31 days ahead");
    }
    if (command.contract_until.is_set() && command.contract_until < command.starts_on) {
        return invalid("INVALID_DATE", "contract_until", "not before the first day");
    }
    return {};
}

Result<void> check_origin(const ConfirmHire& command) {
    if (command.uscc.empty()) {
        return failure(ErrorKind::Missing, "EMPLOYER_MISSING", "nobody is hired by nobody");
    }
    if (command.vacancy && command.vacancy->uscc != command.uscc) {
        return refused("EMPLOYER_DIFFERS", "the vacancy is of another employer");
    }
    if (!command.intent.is_nil() && command.intent_person != command.seeker.person) {
        return refused("INTENT_DIFFERS", "the intent is of somebody else");
    }
    return {};
}

Result<Events> confirm(const State& state, const ConfirmHire& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (state.confirmed) {
        return failure(ErrorKind::Duplicate, "HIRE_EXISTS", "this hire was entered already");
    }
    if (command.seeker.state != SeekerState::Seeking) {
        return refused("SEEKER_LEFT", "the person does not seek work");
    }
    HAVEN_CHECKED(check_origin(command));
    HAVEN_CHECKED(check_contract(command, by));
    HAVEN_CHECKED(check_working_age(command.seeker.birth, command.starts_on));
    if (command.contract == ContractKind::Labour && command.seeker.draws_pension) {
        return refused("NO_LABOUR_CONTRACT_ON_PENSION",
                       "who draws a pension works by a service agreement");
    }
    return Events{HireConfirmed{.hire = command.hire,
                                .seeker = command.seeker.id,
                                .person = command.seeker.person,
                                .group = command.seeker.group,
                                .file = command.seeker.file,
                                .uscc = command.uscc,
                                .vacancy = command.vacancy ? command.vacancy->id : VacancyId{},
                                .intent = command.intent,
                                .contract = command.contract,
                                .contract_no = command.contract_no,
                                .starts_on = command.starts_on,
                                .contract_until = command.contract_until,
                                .monthly_wage = command.monthly_wage,
                                .confirmed_by = by.actor,
                                .confirmed_on = by.business_date}};
}

Result<void> check_there(const State& state) {
    if (state.confirmed) return {};
    return failure(ErrorKind::Missing, "HIRE_MISSING", "there is no such hire");
}

Result<Events> extend(const State& state, const ExtendContract& command, const Context& by) {
    HAVEN_CHECKED(check_there(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_number_word(command.contract_no, "contract_no"));
    if (state.ended) return refused("EMPLOYMENT_ENDED", "the employment has ended");
    const Date before = state.hire.contract_until;
    const bool same =
        command.contract_no == state.hire.contract_no && command.contract_until == before;
    if (same) return Events{};
    const bool later =
        before.is_set() && (!command.contract_until.is_set() || command.contract_until > before);
    if (!later) return invalid("INVALID_DATE", "contract_until", "later than before");
    return Events{ContractExtended{command.contract_no, command.contract_until}};
}

Result<Events> remind(const State& state, const RemindRetention& command) {
    HAVEN_CHECKED(check_there(state));
    if (state.ended || state.kept.contains(command.month)) return Events{};
    return Events{RetentionDue{command.month}};
}

Result<void> check_kept(const State& state, int month, Date today) {
    const Date day = kept_on(state, month);
    if (today < day) {
        return refused("RETENTION_TOO_EARLY", "that month is over on " + day.to_string(),
                       {{"over_on", day.to_string()}});
    }
    if (state.ended && state.ended->ended_on < day) {
        return refused("EMPLOYMENT_ENDED", "the employment had ended by then");
    }
    if (state.hire.contract_until.is_set() && state.hire.contract_until < day) {
        return refused("CONTRACT_OVER", "the contract had run out by then; extend it first");
    }
    return {};
}

Result<Events> record(const State& state, const RecordRetention& command, const Context& by) {
    HAVEN_CHECKED(check_there(state));
    HAVEN_CHECKED(check_staff(by));
    if (!is_month(command.month)) return invalid("INVALID_MONTH", "month", "3, 6 or 12");
    if (command.evidence == WageEvidence::Unset) {
        return invalid("EVIDENCE_MISSING", "evidence", "what proves the wage");
    }
    HAVEN_CHECKED(check_number_word(command.evidence_no, "evidence_no"));
    HAVEN_CHECKED(check_wage(command.monthly_wage, "monthly_wage_fen"));
    const auto before = state.kept.find(command.month);
    if (before != state.kept.end()) {
        const RetentionConfirmed& kept = before->second;
        const bool same = kept.monthly_wage == command.monthly_wage &&
                          kept.evidence == command.evidence &&
                          kept.evidence_no == command.evidence_no;
        // A word may be followed by a proof, never a proof by another one.
        if (same) return Events{};
        if (kept.income_evidenced || !proves_income(command.evidence)) {
            return refused("RETENTION_CONFIRMED", "that month was confirmed already");
        }
    }
    HAVEN_CHECKED(check_kept(state, command.month, by.business_date));
    const HireConfirmed& hire = state.hire;
    return Events{RetentionConfirmed{.hire = hire.hire,
                                     .person = hire.person,
                                     .file = hire.file,
                                     .uscc = hire.uscc,
                                     .month = command.month,
                                     .monthly_wage = command.monthly_wage,
                                     .evidence = command.evidence,
                                     .evidence_no = command.evidence_no,
                                     .income_evidenced = proves_income(command.evidence),
                                     .confirmed_by = by.actor,
                                     .confirmed_on = by.business_date}};
}

// Heard late, the end takes back the months that were confirmed after it (I38: by new events).
Result<Events> end(const State& state, const EndEmployment& command, const Context& by) {
    HAVEN_CHECKED(check_there(state));
    HAVEN_CHECKED(check_staff(by));
    if (command.reason == EndReason::Unset) {
        return invalid("REASON_MISSING", "reason", "why it has ended");
    }
    const HireConfirmed& hire = state.hire;
    const bool day = command.ended_on.is_set() && command.ended_on >= hire.starts_on &&
                     command.ended_on <= by.business_date;
    if (!day) return invalid("INVALID_DATE", "ended_on", "from the first day of work to today");
    if (state.ended) {
        const bool same =
            state.ended->ended_on == command.ended_on && state.ended->reason == command.reason;
        if (same) return Events{};
        return refused("EMPLOYMENT_ENDED", "the employment has ended already");
    }
    Events events;
    for (const auto& [month, kept] : state.kept) {
        if (command.ended_on < kept_on(state, month))
            events.emplace_back(RetentionWithdrawn{month});
    }
    events.emplace_back(EmploymentEnded{hire.hire, hire.person, hire.file, hire.uscc,
                                        command.ended_on, command.reason, state.service_case});
    return events;
}

Result<Events> link(const State& state, const LinkCase& command) {
    HAVEN_CHECKED(check_there(state));
    if (state.service_case == command.service_case) return Events{};
    return Events{HireLinked{command.service_case, state.ended.has_value()}};
}

std::string timer_of(int month) {
    return kTimer + std::to_string(month);
}
std::string claim_of(const HireConfirmed& hire) {
    return "hire/" + hire.person.to_string() + "/" + hire.uscc;
}

}  // namespace

Result<Events> Hire::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const ConfirmHire& c) { return confirm(state, c, by); },
        [&](const ExtendContract& c) { return extend(state, c, by); },
        [&](const RemindRetention& c) { return remind(state, c); },
        [&](const RecordRetention& c) { return record(state, c, by); },
        [&](const EndEmployment& c) { return end(state, c, by); },
        [&](const LinkCase& c) { return link(state, c); });
}

State Hire::evolve(State state, const Event& event) {
    match(
        event,
        [&](const HireConfirmed& e) {
            state.confirmed = true;
            state.hire = e;
        },
        [&](const ContractExtended& e) {
            state.hire.contract_no = e.contract_no;
            state.hire.contract_until = e.contract_until;
        },
        [&](const RetentionDue&) {}, [&](const RetentionConfirmed& e) { state.kept[e.month] = e; },
        [&](const RetentionWithdrawn& e) { state.kept.erase(e.month); },
        [&](const EmploymentEnded& e) { state.ended = e; },
        [&](const HireLinked& e) { state.service_case = e.service_case; });
    return state;
}

Effects Hire::effects(const State& after, const Event& event) {
    Effects effects;
    const auto cancel = [&](int month) {
        effects.timers.push_back({timer_of(month), std::nullopt});
    };
    match(
        event,
        [&](const HireConfirmed& e) {
            effects.claims.push_back({ClaimChange::Kind::Take, claim_of(e)});
            for (const int month : kRetentionMonths) {
                effects.timers.push_back({timer_of(month), kept_on(after, month)});
            }
        },
        [](const ContractExtended&) {}, [&](const RetentionDue& e) { cancel(e.month); },
        [&](const RetentionConfirmed& e) { cancel(e.month); }, [](const RetentionWithdrawn&) {},
        [&](const EmploymentEnded&) {
            effects.claims.push_back({ClaimChange::Kind::Free, claim_of(after.hire)});
            for (const int month : kRetentionMonths) cancel(month);
        },
        [](const HireLinked&) {});
    return effects;
}

std::optional<Hire::Command> Hire::on_timer(const State& state, const TimerFired& fired) {
    if (!state.confirmed || state.ended) return std::nullopt;
    for (const int month : kRetentionMonths) {
        if (fired.key == timer_of(month)) return RemindRetention{month};
    }
    return std::nullopt;
}

}  // namespace haven::employment
