#include "services/registry/api/views.hpp"

#include <algorithm>

#include "libs/base/text.hpp"
#include "services/registry/codec/values.hpp"

namespace haven::registry {

namespace {

std::vector<Sealed> column(const std::vector<Member>& members, Sealed Member::* field) {
    std::vector<Sealed> sealed;
    for (const Member& member : members) sealed.push_back(member.*field);
    return sealed;
}

struct Opened {
    std::vector<std::string> names;
    std::vector<std::string> numbers;
    std::vector<std::string> phones;
    std::vector<std::string> addresses;
};

// Numbers and phones are opened to be masked; addresses only when asked for in full.
Result<Opened> open_members(const Desk& desk, const Caller& caller, const ViewRequest& asked,
                            const std::vector<Member>& members) {
    const std::string subject = "household/" + asked.household_id;
    const auto open = [&](std::string_view field, Sealed Member::* target) {
        return desk.open(caller, asked.purpose, subject, field, column(members, target));
    };
    Opened opened;
    HAVEN_TRY(opened.names, open("name", &Member::name));
    HAVEN_TRY(opened.numbers, open("id_number", &Member::id_number));
    HAVEN_TRY(opened.phones, open("phone", &Member::phone));
    if (asked.unmasked) {
        HAVEN_TRY(opened.addresses, open("address", &Member::address));
    } else {
        for (std::string& number : opened.numbers) {
            if (number.size() >= 15) number = text::mask_id_number(number);
        }
        for (std::string& phone : opened.phones) {
            if (phone.size() >= 7) phone = text::mask_phone(phone);
        }
        opened.addresses.resize(members.size());
    }
    return opened;
}

void put_member(const Member& member, const Opened& opened, std::size_t i, v1::MemberView* out) {
    out->set_seq(member.seq);
    out->set_person_id(member.person.to_string());
    out->set_relation(same_number<v1::Relation>(member.relation));
    out->set_name(opened.names[i]);
    out->set_id_number(opened.numbers[i]);
    out->set_sex(same_number<v1::Sex>(member.sex));
    out->set_birth_date(to_text(member.birth_date));
    out->set_phone(opened.phones[i]);
    out->set_address(opened.addresses[i]);
    out->set_work(same_number<v1::WorkState>(member.work));
    out->set_health(same_number<v1::Health>(member.health));
    out->set_schooling(same_number<v1::Schooling>(member.schooling));
    out->set_yearly_income_fen(member.yearly_income.in_fen());
    out->set_authorised(member.authorised);
}

void put_plans(const std::vector<queries::PlanRow>& plans, v1::HouseholdView* out) {
    v1::PlanView* view = nullptr;
    for (const auto& plan : plans) {
        if (view == nullptr || view->year() != plan.year) {
            view = out->add_plans();
            view->set_year(plan.year);
            view->set_adopted_on(to_text(plan.adopted_on));
        }
        *view->add_measures() = to_proto(plan.measure);
    }
}

}  // namespace

void put_summary(const queries::FileRow& row, const std::string& name, v1::HouseholdSummary* out) {
    out->set_household_id(row.household.to_string());
    out->set_federation(row.federation.value);
    out->set_union_node(row.union_node);
    out->set_state(same_number<v1::HouseholdState>(row.state));
    out->set_hardship_class(same_number<v1::HardshipClass>(row.hardship_class));
    out->set_tier(same_number<v1::FileTier>(row.tier));
    out->set_round(same_number<v1::FileRound>(row.round));
    out->set_primary_cause(same_number<v1::HardshipCause>(row.causes.empty() ? HardshipCause::None
                                                                             : row.causes.front()));
    out->set_head_name(name);
    out->set_member_count(row.member_count);
    out->set_applied_on(to_text(row.applied_on));
    out->set_enrolled_on(to_text(row.enrolled_on));
    out->set_closed_on(to_text(row.closed_on));
    out->set_exit_kind(same_number<v1::ExitKind>(row.exit_kind));
    out->set_review_valid_until(to_text(row.review_valid_until));
    out->set_origin(static_cast<v1::FileOrigin>(row.origin));
}

void put_entry(const queries::TimelineRow& row, v1::TimelineEntry* out) {
    out->set_version(row.version);
    out->set_type(row.type);
    out->set_on_date(to_text(row.on));
    out->set_actor(to_text(row.actor));
    out->set_amount_fen(row.amount.in_fen());
    out->set_detail(row.detail);
    out->set_offset(row.offset);
}

void put_work(const queries::WorkRow& row, const std::string& name, v1::ListWorkResponse* out) {
    auto* item = out->add_items();
    item->set_household_id(row.household.to_string());
    item->set_task(row.task);
    item->set_due_on(to_text(row.due));
    item->set_union_node(row.union_node);
    item->set_federation(row.federation.value);
    item->set_head_name(name);
}

void put_notice(const queries::NoticeRow& row, const std::string& text,
                v1::ListNoticesResponse* out) {
    auto* notice = out->add_notices();
    notice->set_household_id(row.household.to_string());
    notice->set_subject(row.subject);
    notice->set_masked_row(text);
    notice->set_first_day(to_text(row.first_day));
    notice->set_last_day(to_text(row.last_day));
    notice->set_place(row.place);
}

Result<void> put_household(const Desk& desk, const Caller& caller, const queries::FileRow& file,
                           const ViewRequest& asked, v1::HouseholdView* out) {
    std::vector<Member> members;
    {
        auto read = desk.read(caller);
        members = queries::members(read, file.household);
        put_plans(queries::plans(read, file.household), out);
    }
    HAVEN_TRY(const Opened opened, open_members(desk, caller, asked, members));
    std::string head;
    for (std::size_t i = 0; i < members.size(); ++i) {
        put_member(members[i], opened, i, out->add_members());
        if (members[i].relation == Relation::Head) head = opened.names[i];
    }
    put_summary(file, head, out->mutable_summary());
    out->set_version(file.version);
    for (HardshipCause cause : file.causes) out->add_causes(same_number<v1::HardshipCause>(cause));
    out->set_division(file.division);
    out->set_residence(same_number<v1::Residence>(file.residence));
    out->set_employer_uscc(file.employer_uscc);
    out->set_payee_person_id(to_text(file.payee.uuid));
    if (!file.payee_last4.empty()) out->set_payee_account(text::mask_account(file.payee_last4));
    out->set_payee_bank(file.payee_bank);
    if (!file.proposed_payee.is_nil()) {
        out->set_proposed_payee_id(file.proposed_payee.to_string());
        out->set_proposed_payee_account(text::mask_account(file.proposed_last4));
    }
    for (const std::string& programme : file.programmes) out->add_programmes(programme);
    out->set_aid_paid_fen(file.aid_paid.in_fen());
    out->set_notice_last_day(to_text(file.notice_last_day));
    for (const std::string& objection : file.open_objections) out->add_open_objections(objection);
    out->set_means_check_request_id(to_text(file.check_request));
    out->set_means_check_state(same_number<v1::MeansCheckState>(file.check_state));
    out->set_file_no(file.file_no);
    return {};
}

}  // namespace haven::registry
