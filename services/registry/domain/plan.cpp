// Help plans and programmes: what a household is granted for a year, within the caps of its rules.
#include <algorithm>

#include "services/registry/domain/phases.hpp"

namespace haven::registry::phases {

namespace {

constexpr std::size_t kMaxMeasures = 20;

// LIVING and programmes in equal parts, what does not divide in the first (I19); else once.
std::vector<Instalment> instalments_of(AidItem item, std::int32_t year, Money annual,
                                       const RuleSet& rules) {
    const auto parts = item == AidItem::Living ? static_cast<std::int64_t>(rules.due_days.size())
                                               : std::int64_t{1};
    const Money part = Money::fen(annual.in_fen() / parts);
    std::vector<Instalment> instalments;
    for (std::int32_t n = 1; n <= parts; ++n) {
        const DueDay& due = rules.due_days[static_cast<std::size_t>(n - 1)];
        instalments.push_back(
            {n, Date::of(year, due.month, due.day), n == 1 ? annual - part * (parts - 1) : part});
    }
    return instalments;
}

Result<void> check_open(const State& state) {
    if (!state.on_file()) return wrong_state(state, "FILE_NOT_ENROLLED", "the file is not open");
    if (state.exit) return refused("EXIT_PROPOSED", "an exit is proposed for this file");
    if (state.suspended()) {
        return refused("AID_SUSPENDED", "aid of this file is suspended");
    }
    if (!state.decision) {
        return refused("NO_CLASS_OF_OURS", "an imported file gets aid after a review of ours");
    }
    return {};
}

// The caps of the rules in force; those of an older class's own rules where today's do not know it.
const PlanCap* cap_of(const State& state, const Rules& rules, const RuleSet& today) {
    const auto of_class = [&](const RuleSet& set) -> const PlanCap* {
        const auto found =
            std::ranges::find(set.caps, state.decision->hardship_class, &PlanCap::of);
        return found == set.caps.end() ? nullptr : &*found;
    };
    if (const PlanCap* cap = of_class(today)) return cap;
    const RuleSet* own = find_set(rules.sets, state.decision->comparison.rule_set_id);
    return own == nullptr ? nullptr : of_class(*own);
}

bool of_stopped(const State& state, const Household::Credit& credit, std::int32_t year) {
    return credit.year == year && state.stopped_measures.contains(credit.measure_id);
}

// What the year's measures grant of an item, and what was credited of those that a closing stopped.
Money granted(const State& state, std::int32_t year, const std::vector<Measure>& measures,
              AidItem item) {
    Money sum;
    for (const Measure& measure : measures) {
        if (measure.item == item) sum += measure.annual;
    }
    for (const auto& [_, credit] : state.credits) {
        if (credit.item == item && of_stopped(state, credit, year)) sum += credit.amount;
    }
    return sum;
}

// Above an amount a superior union agrees first, and its level rises with what the household gets
// of the item in the year (I24). What was adopted before was judged then.
Result<void> check_approvals(const State& state, std::int32_t year,
                             const std::vector<Measure>& of_year, const std::vector<Measure>& added,
                             const RuleSet& today) {
    for (const ApprovalRule& rule : today.approvals) {
        if (granted(state, year, of_year, rule.item) <= rule.above) continue;
        const bool agreed = std::ranges::all_of(added, [&](const Measure& measure) {
            const FileTier by = measure.approval.level;
            return measure.item != rule.item || (by != FileTier::None && by <= rule.level);
        });
        if (agreed) continue;
        return refused("SUPERIOR_APPROVAL_MISSING",
                       "more than " + rule.above.yuan() +
                           " yuan of this item a year needs the word of a superior union (I24)",
                       {{"above_fen", std::to_string(rule.above.in_fen())}});
    }
    return {};
}

bool paid_another_item(const State& state, std::int32_t year, AidItem item) {
    return std::ranges::any_of(state.credits, [&](const auto& entry) {
        const Household::Credit& credit = entry.second;
        return of_stopped(state, credit, year) && credit.amount > Money{} && credit.item != item;
    });
}

// What disbursement counts against over all files of the person (I12).
Money cap_of_item(const State& state, AidItem item, const PlanCap& cap, const DibaoLine& line) {
    if (item == AidItem::Living) return line.monthly * cap.living_months;
    if (item != AidItem::Medical) return {};
    const Money self_paid = state.decision->comparison.self_paid_medical;
    return Money::fen(self_paid.in_fen() * cap.medical_self_paid_percent / 100);
}

Result<void> check_caps(const State& state, std::int32_t year, const std::vector<Measure>& of_year,
                        const PlanCap& cap, const DibaoLine& line) {
    const Money living_cap = line.monthly * cap.living_months;
    if (granted(state, year, of_year, AidItem::Living) > living_cap) {
        return refused(
            "ABOVE_LIVING_CAP",
            "LIVING is at most " + std::to_string(cap.living_months) +
                " months of the line: " + living_cap.yuan() + " yuan a year",
            {{"cap_fen", std::to_string(living_cap.in_fen())}, {"line_id", line.line_id}});
    }
    const Money self_paid = state.decision->comparison.self_paid_medical;
    if (granted(state, year, of_year, AidItem::Medical) * 100 >
        self_paid * cap.medical_self_paid_percent) {
        return refused("ABOVE_SELF_PAID_CAP",
                       "MEDICAL is at most " + std::to_string(cap.medical_self_paid_percent) +
                           " percent of the self-paid part (I14)",
                       {{"self_paid_fen", std::to_string(self_paid.in_fen())}});
    }
    if (cap.single_item &&
        (of_year.size() > 1 || paid_another_item(state, year, of_year.front().item))) {
        return refused("SINGLE_ITEM_ONLY", "this class gets one item a year (I13)");
    }
    return {};
}

Result<PersonId> beneficiary_of(const State& state, std::int32_t seq) {
    for (const Member& member : state.members()) {
        if (seq == 0 ? member.relation == Relation::Head : member.seq == seq) return member.person;
    }
    return invalid("NO_SUCH_MEMBER", "measures.beneficiary_seq", "seq of a member");
}

// Of a union above the city, with the number of its paper; or of nobody.
Result<void> check(const SuperiorApproval& approval) {
    if (approval == SuperiorApproval{}) return {};
    if (approval.level != FileTier::Provincial && approval.level != FileTier::National) {
        return invalid("INVALID_APPROVAL", "measures.approval.level", "PROVINCIAL or NATIONAL");
    }
    if (approval.document_no.empty()) {
        return invalid("INVALID_APPROVAL", "measures.approval.document_no",
                       "the number of its paper");
    }
    return check_number_word(approval.document_no, "measures.approval.document_no");
}

Result<Measure> planned_measure(const State& state, const PlannedMeasure& planned,
                                std::int32_t year, std::size_t position, const RuleSet& rules,
                                const Context& by) {
    if (planned.item == AidItem::None) return invalid("ITEM_MISSING", "measures.item", "an item");
    if (planned.annual <= Money{} || planned.annual > kMaxAmount) {
        return invalid("INVALID_AMOUNT", "measures.annual_fen", "1 … 10^11 fen (I18)");
    }
    auto instalments = instalments_of(planned.item, year, planned.annual, rules);
    if (instalments.back().amount <= Money{}) {
        return invalid(
            "INVALID_AMOUNT", "measures.annual_fen",
            "at least one fen for each of " + std::to_string(instalments.size()) + " instalments");
    }
    if (planned.fund_line.is_nil()) {
        return invalid("FUND_LINE_MISSING", "measures.fund_line", "a fund line");
    }
    const auto& joined = state.programmes;
    if (!planned.programme.empty() &&
        std::ranges::find(joined, planned.programme) == joined.end()) {
        return refused("NOT_IN_PROGRAMME", "the file has not joined this programme",
                       {{"programme", planned.programme}});
    }
    HAVEN_CHECKED(check(planned.approval));
    HAVEN_TRY(const PersonId beneficiary, beneficiary_of(state, planned.beneficiary_seq));
    HAVEN_TRY(const PersonId head, beneficiary_of(state, 0));
    if (planned.item == AidItem::Schooling && beneficiary == head) {
        return refused("STUDENT_IS_HEAD", "SCHOOLING is for a child of the worker");
    }
    return Measure{.measure_id = std::to_string(year) + "-" + std::to_string(position),
                   .item = planned.item,
                   .programme = planned.programme,
                   .beneficiary = beneficiary,
                   .annual = planned.annual,
                   .fund_line = planned.fund_line,
                   .fund_federation =
                       planned.fund_federation.value == 0 ? by.federation : planned.fund_federation,
                   .instalments = std::move(instalments),
                   .cap = {},
                   .approval = planned.approval};
}

bool same_need(const Measure& a, const Measure& b) {
    return a.item == b.item && a.beneficiary == b.beneficiary;
}

}  // namespace

Result<HelpPlanAdopted> make_plan(const State& state, std::int32_t year,
                                  const std::vector<PlannedMeasure>& planned, const Rules& rules,
                                  const Context& by) {
    const int this_year = by.business_date.year();
    if (year < this_year || year > this_year + 1) {
        return invalid("INVALID_YEAR", "year", "this year or the next");
    }
    if (planned.empty() || planned.size() > kMaxMeasures) {
        return invalid("INVALID_MEASURES", "measures", "1 to 20 measures");
    }
    HAVEN_TRY(const RuleSet today, rules_on(rules, by.business_date));
    // The line of the year that is paid for, as far as it is known already.
    const Date line_day = std::max(by.business_date, Date::of(year, 1, 1));
    HAVEN_TRY(const DibaoLine line, line_on(rules, line_day));
    const PlanCap* cap = cap_of(state, rules, today);
    if (cap == nullptr) return refused("NO_CAP_FOR_CLASS", "the rules have no cap for this class");

    // A measure's number is never used again, also where a closing has stopped the measure.
    const auto before = state.plans.find(year);
    std::size_t numbered = before == state.plans.end() ? 0 : before->second.size();
    std::vector<Measure> of_year = state.running_measures(year);
    std::vector<Measure> added;
    for (const PlannedMeasure& wanted : planned) {
        HAVEN_TRY(Measure measure, planned_measure(state, wanted, year, ++numbered, today, by));
        measure.cap = cap_of_item(state, measure.item, *cap, line);
        const bool twice = std::ranges::any_of(
            of_year, [&](const Measure& other) { return same_need(other, measure); });
        if (twice) {
            return refused("DUPLICATE_AID", "the same need is in this year's plan already",
                           {{"year", std::to_string(year)}});
        }
        of_year.push_back(measure);
        added.push_back(std::move(measure));
    }
    HAVEN_CHECKED(check_caps(state, year, of_year, *cap, line));
    HAVEN_CHECKED(check_approvals(state, year, of_year, added, today));
    return HelpPlanAdopted{
        .household = state.application.household,
        .federation = by.federation,
        .year = year,
        .review_valid_until = state.review_valid_until,
        .payee = state.payee(),
        .measures = std::move(added),
        .tier = state.decision->tier,
        .hardship_class = state.decision->hardship_class,
        .adopted_on = by.business_date,
        .line_id = line.line_id,
        .rule_set_id = today.rule_set_id,
        .round = state.imported ? state.imported->round : state.application.round};
}

Decision decide(const State& state, const AdoptHelpPlan& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_TRY(auto plan, make_plan(state, command.year, command.measures, command.rules, by));
    return std::vector<HouseholdEvent>{std::move(plan)};
}

Decision decide(const State& state, const EnrolInProgramme& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    if (std::ranges::find(state.programmes, command.programme) != state.programmes.end()) {
        return refused("ALREADY_IN_PROGRAMME", "the file has joined this programme before");
    }
    HAVEN_TRY(const RuleSet rules, rules_on(command.rules, by.business_date));
    const auto rule =
        std::ranges::find(rules.programmes, command.programme, &ProgrammeRule::programme);
    if (rule == rules.programmes.end() || rule->effective_from > by.business_date) {
        return refused("PROGRAMME_NOT_IN_FORCE", "no such programme is open today");
    }
    const auto& causes = state.application.causes;
    const bool covered = std::ranges::any_of(causes, [&](HardshipCause cause) {
        return std::ranges::find(rule->causes, cause) != rule->causes.end();
    });
    if (!covered) return refused("CAUSE_NOT_COVERED", "the programme does not cover these causes");
    const auto& listed = command.employer_programmes;
    if (state.application.employer_uscc.empty() ||
        std::ranges::find(listed, command.programme) == listed.end()) {
        return refused("ENTERPRISE_NOT_LISTED", "the employer is not on the programme's list");
    }
    if (command.measure.annual != rule->annual) {
        return refused("PROGRAMME_AMOUNT_DIFFERS",
                       "the programme pays " + rule->annual.yuan() + " yuan a year",
                       {{"annual_fen", std::to_string(rule->annual.in_fen())}});
    }
    PlannedMeasure measure = command.measure;
    measure.item = AidItem::Living;
    measure.programme = command.programme;
    const std::int32_t year = command.year == 0 ? by.business_date.year() : command.year;
    State after = state;
    after.programmes.push_back(command.programme);
    HAVEN_TRY(auto plan, make_plan(after, year, {measure}, command.rules, by));
    ProgrammeEnrolled joined{command.programme, plan.measures.front().beneficiary,
                             state.application.employer_uscc, by.business_date};
    return std::vector<HouseholdEvent>{std::move(joined), std::move(plan)};
}

}  // namespace haven::registry::phases
