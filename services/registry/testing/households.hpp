// A household that is easy to read in tests: worker and spouse in 2020, rules and a line of 600
// yuan. For test programs only.
#pragma once

#include <gtest/gtest.h>

#include "libs/decider/spec.hpp"
#include "services/registry/domain/household.hpp"

namespace haven::registry::spec {

using haven::spec::given;
using haven::spec::staff;
using Events = std::vector<HouseholdEvent>;

inline Date day(std::string_view text) {
    return Date::parse(text).value();
}

inline PersonId person(std::uint8_t number) {
    PersonId id;
    id.uuid.bytes[0] = 0xbe;
    id.uuid.bytes[15] = number;
    return id;
}

inline Uuid uuid(std::uint8_t number) {
    Uuid id;
    id.bytes[0] = 0xcc;
    id.bytes[15] = number;
    return id;
}

inline const HouseholdId kHousehold{uuid(1)};

inline Money yuan(std::int64_t amount) {
    return Money::fen(amount * 100);
}

inline RuleSet rules_2020() {
    using enum HardshipClass;
    return {.rule_set_id = "CN-UNION-2020",
            .effective_from = day("2020-01-01"),
            .effective_until = {},
            .source = "test",
            .tier = FileTier::National,
            .tests = {{.gives = Deep, .multiple_permille = 1000, .strict = true},
                      {.gives = Relative, .multiple_permille = 2000, .strict = true},
                      {.gives = HardshipClass::Accident,
                       .causes = {HardshipCause::Accident, HardshipCause::SuddenEvent,
                                  HardshipCause::MajorIllness},
                       .cost_gt_income_percent = 80,
                       .ignores_line = true,
                       .temporary_only = true}},
            .exclusions = {PropertySign::HomesGe2, PropertySign::NonLivelihoodVehicle},
            .migrant_months = 12,
            .notice_working_days = 5,
            .means_check_valid_days = 180,
            .review_months = 12,
            .review_reminder_months = 11,
            .complete_within_days = 30,
            .follow_up_months = {3, 6},
            .caps = {{Deep, 12, 100, false},
                     {Relative, 8, 80, true},
                     {HardshipClass::Accident, 8, 80, false}},
            .programmes =
                {{"PILOT-2018", day("2018-03-01"), yuan(4000), {HardshipCause::MajorIllness}}},
            .investigation_days = 5,
            .review_window_months = 3,
            .meeting_minimum = 3,
            .due_days = {{6, 30}, {12, 10}},
            .rounds = {{FileRound::From2016To2020, day("2016-01-01"), day("2020-12-31")},
                       {FileRound::Since2020, day("2020-01-01"), {}}},
            .approvals = {{AidItem::Medical, yuan(20'000), FileTier::Provincial},
                          {AidItem::Medical, yuan(50'000), FileTier::National}}};
}

inline RuleSet rules_2015() {
    using enum HardshipClass;
    RuleSet set = rules_2020();
    set.rule_set_id = "CN-UNION-2015";
    set.effective_from = day("2015-01-01");
    set.effective_until = day("2019-12-31");
    set.tests = {{.gives = Dibao,
                  .multiple_permille = 1000,
                  .strict = true,
                  .min_months_below_without_relief = 6},
                 {.gives = Marginal,
                  .multiple_permille = 1500,
                  .strict = false,
                  .causes = {HardshipCause::MajorIllness, HardshipCause::ChildSchooling}},
                 {.gives = HardshipClass::Accident,
                  .multiple_permille = 3000,
                  .strict = false,
                  .causes = {HardshipCause::Accident},
                  .above_if_cost_ruins = true}};
    set.caps = {{Dibao, 12, 100, false}, {Marginal, 12, 100, false}};
    return set;
}

inline DibaoLine line_600() {
    return {.line_id = "610302-URBAN-2015-01-01",
            .division = "610302",
            .residence = Residence::Urban,
            .monthly = yuan(600),
            .effective_from = day("2015-01-01"),
            .source = "test",
            .placeholder = true};
}

inline Rules rules() {
    return {{rules_2015(), rules_2020()}, {line_600()}};
}

inline Member member(std::int32_t seq, Relation relation, std::string_view birth) {
    const PersonId who = person(static_cast<std::uint8_t>(seq));
    return {.seq = seq,
            .person = who,
            .relation = relation,
            .name = {who, "cipher"},
            .sex = Sex::Male,
            .birth_date = day(birth),
            .yearly_income = yuan(5000),
            .authorised = true};
}

// Of the old system: opened and closed long before it is imported.
inline HouseholdImported old_file() {
    return {.household = kHousehold,
            .federation = FederationNo{1},
            .file_no = "610302-2016-00001",
            .division = "610302",
            .grassroots_union = "union",
            .tier = FileTier::National,
            .round = FileRound::From2016To2020,
            .hardship_class = HardshipClass::Dibao,
            .class_word = "word",
            .causes = {HardshipCause::MajorIllness},
            .members = {member(1, Relation::Head, "1970-02-02")},
            .income = yuan(9000),
            .enrolled_on = day("2016-03-01"),
            .closed_on = day("2018-05-02"),
            .exit_kind = ExitKind::Resolved};
}

// As it comes in: worker, spouse and a child of twelve.
inline ApplicationSubmitted application() {
    return {.household = kHousehold,
            .union_node = "610302-0001",
            .division = "610302",
            .residence = Residence::Urban,
            .union_member = true,
            .employer_uscc = "91610300MA00000078",
            .tier = FileTier::National,
            .round = FileRound::Since2020,
            .causes = {HardshipCause::MajorIllness},
            .members = {member(1, Relation::Head, "1975-08-15"),
                        member(2, Relation::Spouse, "1977-02-01"),
                        member(3, Relation::Son, "2008-05-05")},
            .payee = {.person = person(1),
                      .kind = PayeeKind::Card,
                      .account = {person(1), "cipher"},
                      .last4 = "0014"},
            .declared_income = yuan(12'000),
            .self_paid_medical = yuan(4500)};
}

// As it is stored.
inline ApplicationSubmitted submitted() {
    ApplicationSubmitted stored = application();
    stored.applied_on = day("2020-03-02");
    stored.rule_set_id = "CN-UNION-2020";
    stored.investigate_by = day("2020-03-07");
    return stored;
}

inline const StaffId kVisitorA = staff(11);
inline const StaffId kVisitorB = staff(12);

inline HomeVisitRecorded visited() {
    return {VisitKind::Investigate,
            {kVisitorA, kVisitorB},
            day("2020-03-04"),
            VisitFinding::AsDeclared};
}

inline MeansCheckRequested requested() {
    return {uuid(7), day("2020-03-05"), {1, 2, 3}};
}

// Net 16,600 yuan of three people against a line of 21,600: DEEP.
inline MeansFigures deep_figures() {
    return {.income = yuan(20'000), .rigid = yuan(3400)};
}

inline MeansCheckReturned returned() {
    return {.request = uuid(7),
            .state = MeansCheckState::Complete,
            .figures = deep_figures(),
            .answered_on = day("2020-03-10")};
}

inline Comparison deep_comparison() {
    return {.rule_set_id = "CN-UNION-2020",
            .line_id = "610302-URBAN-2015-01-01",
            .line_monthly = yuan(600),
            .line_is_placeholder = true,
            .income = yuan(20'000),
            .rigid = yuan(3400),
            .net = yuan(16'600),
            .member_count = 3,
            .line_year = yuan(21'600),
            .multiple_permille = 1000,
            .relation_sign = "<",
            .self_paid_medical = yuan(4500)};
}

inline HouseholdClassified classified() {
    return {.hardship_class = HardshipClass::Deep,
            .tier = FileTier::National,
            .comparison = deep_comparison(),
            .assessed_on = day("2020-03-11"),
            .request = uuid(7),
            .check_valid_until = day("2020-09-06"),
            .notice_working_days = 5};
}

// Posted on Monday 2020-03-16; five working days end with the next Monday.
inline NoticeOpened posted() {
    return {.subject = "enrolment",
            .row = {person(1), "row"},
            .first_day = day("2020-03-16"),
            .last_day = day("2020-03-23"),
            .working_days = 5,
            .place = "610302-0001"};
}

inline NoticeClosed taken_down() {
    return {day("2020-03-24")};
}

inline Meeting meeting(std::string_view on = "2020-03-25") {
    return {"WB-2020-03", day(on), {staff(21), staff(22), staff(23)}};
}

inline HouseholdEnrolled enrolled() {
    return {.household = kHousehold,
            .federation = FederationNo{1},
            .meeting = meeting(),
            .enrolled_on = day("2020-03-25"),
            .review_valid_until = day("2021-03-25"),
            .hardship_class = HardshipClass::Deep,
            .tier = FileTier::National,
            .round = FileRound::Since2020,
            .review_months = 12,
            .review_reminder_months = 11};
}

inline Events until_checked() {
    return {submitted(), visited(), requested(), returned()};
}

inline Events with(Events events, const Events& more) {
    events.insert(events.end(), more.begin(), more.end());
    return events;
}

inline Events until_notice() {
    return with(until_checked(), {classified(), posted()});
}
inline Events on_file() {
    return with(until_notice(), {taken_down(), enrolled()});
}

// The article's work: 4,000 yuan a month, kept for three.
inline RetainedJob retained_job() {
    return {.hire = uuid(30),
            .person = person(1),
            .employer_uscc = "91610300MA00000078",
            .month = 3,
            .monthly_wage = yuan(4'000)};
}

inline Household::State state_of(const Events& events) {
    return given<Household>(events).state();
}

inline PlannedMeasure living(std::int64_t amount) {
    return {.item = AidItem::Living, .annual = yuan(amount), .fund_line = uuid(40)};
}
inline PlannedMeasure medical(std::int64_t amount) {
    return {.item = AidItem::Medical, .annual = yuan(amount), .fund_line = uuid(40)};
}

}  // namespace haven::registry::spec
