// Conversions of reference data.
#include "services/registry/codec/values.hpp"

namespace haven::registry {

namespace {

// 0, which is no federation, for what cannot be one: the caller is then told so.
FederationNo federation_of(std::int32_t number) {
    if (number < 0 || number > INT16_MAX) return {};
    return {static_cast<std::int16_t>(number)};
}

v1::ClassTest to_proto(const ClassTest& test) {
    v1::ClassTest out;
    out.set_hardship_class(same_number<v1::HardshipClass>(test.gives));
    out.set_multiple_permille(test.multiple_permille);
    out.set_strict(test.strict);
    out.set_min_months_below_without_relief(test.min_months_below_without_relief);
    for (HardshipCause cause : test.causes) out.add_causes(same_number<v1::HardshipCause>(cause));
    out.set_cost_gt_income_percent(test.cost_gt_income_percent);
    out.set_above_if_cost_ruins(test.above_if_cost_ruins);
    out.set_ignores_line(test.ignores_line);
    out.set_temporary_only(test.temporary_only);
    return out;
}

ClassTest from_proto(const v1::ClassTest& test) {
    ClassTest out{.gives = same_number<HardshipClass>(test.hardship_class()),
                  .multiple_permille = test.multiple_permille(),
                  .strict = test.strict(),
                  .min_months_below_without_relief = test.min_months_below_without_relief(),
                  .causes = {},
                  .cost_gt_income_percent = test.cost_gt_income_percent(),
                  .above_if_cost_ruins = test.above_if_cost_ruins(),
                  .ignores_line = test.ignores_line(),
                  .temporary_only = test.temporary_only()};
    for (int cause : test.causes()) out.causes.push_back(static_cast<HardshipCause>(cause));
    return out;
}

// "06-30"; a leap day is none.
Result<DueDay> due_day_of(const std::string& text) {
    const auto read = Date::parse("2001-" + text);
    if (!read) return invalid("INVALID_RULE_SET", "rule_set.due_days", "MM-DD");
    return DueDay{read->month(), read->day()};
}

std::string day_text(const DueDay& due) {
    const auto two_digits = [](unsigned number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    return two_digits(due.month) + '-' + two_digits(due.day);
}

v1::RoundRule to_proto(const RoundRule& rule) {
    v1::RoundRule out;
    out.set_round(same_number<v1::FileRound>(rule.round));
    out.set_first_day(to_text(rule.first_day));
    out.set_last_day(to_text(rule.last_day));
    return out;
}

Result<RoundRule> from_proto(const v1::RoundRule& rule) {
    RoundRule out{same_number<FileRound>(rule.round()), {}, {}};
    HAVEN_TRY(out.first_day, asked_date(rule.first_day(), "rounds.first_day"));
    HAVEN_TRY(out.last_day, asked_date_or_none(rule.last_day(), "rounds.last_day"));
    return out;
}

v1::ProgrammeRule to_proto(const ProgrammeRule& rule) {
    v1::ProgrammeRule out;
    out.set_programme(rule.programme);
    out.set_effective_from(to_text(rule.effective_from));
    out.set_annual_fen(rule.annual.in_fen());
    for (HardshipCause cause : rule.causes) out.add_causes(same_number<v1::HardshipCause>(cause));
    return out;
}

Result<ProgrammeRule> from_proto(const v1::ProgrammeRule& rule) {
    HAVEN_TRY(const Date from, asked_date(rule.effective_from(), "programmes.effective_from"));
    ProgrammeRule out{rule.programme(), from, Money::fen(rule.annual_fen()), {}};
    for (int cause : rule.causes()) out.causes.push_back(static_cast<HardshipCause>(cause));
    return out;
}

}  // namespace

v1::UnionNode to_proto(const UnionNode& node) {
    v1::UnionNode out;
    out.set_code(node.code);
    out.set_name(node.name);
    out.set_parent_code(node.parent_code);
    out.set_federation(node.federation.value);
    out.set_kind(same_number<v1::UnionNodeKind>(node.kind));
    return out;
}

UnionNode from_proto(const v1::UnionNode& node) {
    return {node.code(), node.name(), node.parent_code(), federation_of(node.federation()),
            same_number<UnionNodeKind>(node.kind())};
}

v1::StaffMember to_proto(const StaffMember& member) {
    v1::StaffMember out;
    out.set_staff_id(member.staff.to_string());
    out.set_login(member.login);
    out.set_display_name(member.display_name);
    out.set_federation(member.federation.value);
    out.set_union_node(member.union_node);
    for (std::int32_t role : member.roles) {
        out.add_roles(static_cast<haven::options::v1::Role>(role));
    }
    out.set_public_key(member.public_key);
    out.set_left(member.left);
    return out;
}

StaffMember from_proto(const v1::StaffMember& member) {
    StaffMember out{.staff = StaffId{stored_uuid(member.staff_id())},
                    .login = member.login(),
                    .display_name = member.display_name(),
                    .federation = federation_of(member.federation()),
                    .union_node = member.union_node(),
                    .roles = {},
                    .public_key = member.public_key(),
                    .left = member.left()};
    out.roles.assign(member.roles().begin(), member.roles().end());
    return out;
}

v1::Enterprise to_proto(const Enterprise& enterprise) {
    v1::Enterprise out;
    out.set_uscc(enterprise.uscc);
    out.set_name(enterprise.name);
    out.set_federation(enterprise.federation.value);
    out.set_union_node(enterprise.union_node);
    out.set_division(enterprise.division);
    out.set_city_owned(enterprise.city_owned);
    out.set_distressed_from(to_text(enterprise.distressed_from));
    for (const std::string& programme : enterprise.programmes) out.add_programmes(programme);
    return out;
}

Result<Enterprise> from_proto(const v1::Enterprise& enterprise) {
    HAVEN_TRY(const Date from,
              asked_date_or_none(enterprise.distressed_from(), "enterprise.distressed_from"));
    Enterprise out{.uscc = enterprise.uscc(),
                   .name = enterprise.name(),
                   .federation = federation_of(enterprise.federation()),
                   .union_node = enterprise.union_node(),
                   .division = enterprise.division(),
                   .city_owned = enterprise.city_owned(),
                   .distressed_from = from,
                   .programmes = {}};
    out.programmes.assign(enterprise.programmes().begin(), enterprise.programmes().end());
    return out;
}

v1::DibaoLine to_proto(const DibaoLine& line) {
    v1::DibaoLine out;
    out.set_line_id(line.line_id);
    out.set_division(line.division);
    out.set_residence(same_number<v1::Residence>(line.residence));
    out.set_monthly_fen(line.monthly.in_fen());
    out.set_effective_from(to_text(line.effective_from));
    out.set_source(line.source);
    out.set_placeholder(line.placeholder);
    return out;
}

Result<DibaoLine> from_proto(const v1::DibaoLine& line) {
    HAVEN_TRY(const Date from, asked_date(line.effective_from(), "line.effective_from"));
    return DibaoLine{.line_id = line.line_id(),
                     .division = line.division(),
                     .residence = same_number<Residence>(line.residence()),
                     .monthly = Money::fen(line.monthly_fen()),
                     .effective_from = from,
                     .source = line.source(),
                     .placeholder = line.placeholder()};
}

v1::RuleSet to_proto(const RuleSet& set) {
    v1::RuleSet out;
    out.set_rule_set_id(set.rule_set_id);
    out.set_effective_from(to_text(set.effective_from));
    out.set_effective_until(to_text(set.effective_until));
    out.set_source(set.source);
    out.set_tier(same_number<v1::FileTier>(set.tier));
    for (const ClassTest& test : set.tests) *out.add_tests() = to_proto(test);
    for (PropertySign sign : set.exclusions) {
        out.add_exclusions(same_number<v1::PropertySign>(sign));
    }
    out.set_migrant_months(set.migrant_months);
    out.set_notice_working_days(set.notice_working_days);
    out.set_means_check_valid_days(set.means_check_valid_days);
    out.set_review_months(set.review_months);
    out.set_review_reminder_months(set.review_reminder_months);
    out.set_complete_within_days(set.complete_within_days);
    for (std::int32_t month : set.follow_up_months) out.add_follow_up_months(month);
    for (const PlanCap& cap : set.caps) {
        auto* added = out.add_caps();
        added->set_hardship_class(same_number<v1::HardshipClass>(cap.of));
        added->set_living_months(cap.living_months);
        added->set_medical_self_paid_percent(cap.medical_self_paid_percent);
        added->set_single_item(cap.single_item);
    }
    for (const ProgrammeRule& rule : set.programmes) *out.add_programmes() = to_proto(rule);
    out.set_investigation_days(set.investigation_days);
    out.set_review_window_months(set.review_window_months);
    out.set_meeting_minimum(set.meeting_minimum);
    for (const DueDay& due : set.due_days) out.add_due_days(day_text(due));
    for (const RoundRule& rule : set.rounds) *out.add_rounds() = to_proto(rule);
    for (const ApprovalRule& rule : set.approvals) {
        auto* added = out.add_approvals();
        added->set_item(same_number<v1::AidItem>(rule.item));
        added->set_above_fen(rule.above.in_fen());
        added->set_level(same_number<v1::FileTier>(rule.level));
    }
    return out;
}

Result<RuleSet> from_proto(const v1::RuleSet& set) {
    HAVEN_TRY(const Date from, asked_date(set.effective_from(), "rule_set.effective_from"));
    HAVEN_TRY(const Date until,
              asked_date_or_none(set.effective_until(), "rule_set.effective_until"));
    RuleSet out{.rule_set_id = set.rule_set_id(),
                .effective_from = from,
                .effective_until = until,
                .source = set.source(),
                .tier = same_number<FileTier>(set.tier()),
                .migrant_months = set.migrant_months(),
                .notice_working_days = set.notice_working_days(),
                .means_check_valid_days = set.means_check_valid_days(),
                .review_months = set.review_months(),
                .review_reminder_months = set.review_reminder_months(),
                .complete_within_days = set.complete_within_days(),
                .investigation_days = set.investigation_days(),
                .review_window_months = set.review_window_months(),
                .meeting_minimum = set.meeting_minimum()};
    for (const auto& test : set.tests()) out.tests.push_back(from_proto(test));
    for (int sign : set.exclusions()) out.exclusions.push_back(static_cast<PropertySign>(sign));
    out.follow_up_months.assign(set.follow_up_months().begin(), set.follow_up_months().end());
    for (const auto& cap : set.caps()) {
        out.caps.push_back({same_number<HardshipClass>(cap.hardship_class()), cap.living_months(),
                            cap.medical_self_paid_percent(), cap.single_item()});
    }
    for (const auto& rule : set.programmes()) {
        HAVEN_TRY(ProgrammeRule read, from_proto(rule));
        out.programmes.push_back(std::move(read));
    }
    for (const std::string& text : set.due_days()) {
        HAVEN_TRY(const DueDay due, due_day_of(text));
        out.due_days.push_back(due);
    }
    for (const auto& rule : set.rounds()) {
        HAVEN_TRY(const RoundRule read, from_proto(rule));
        out.rounds.push_back(read);
    }
    for (const auto& rule : set.approvals()) {
        out.approvals.push_back({same_number<AidItem>(rule.item()), Money::fen(rule.above_fen()),
                                 same_number<FileTier>(rule.level())});
    }
    return out;
}

}  // namespace haven::registry
