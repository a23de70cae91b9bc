#include "services/scholarship/api/intake.hpp"

#include "libs/api/fields.hpp"
#include "libs/api/payee.hpp"
#include "libs/base/resident_id.hpp"
#include "libs/base/text.hpp"
#include "libs/vault/vault.hpp"

namespace haven::scholarship {

namespace {

constexpr std::size_t kMaxTextCodePoints = 200;

// Somebody whose plaintext is checked; lives only while the request is served.
struct PlainPerson {
    std::string name;
    ResidentId number;
};

Result<PlainPerson> check_person(const ApiContext& context, const std::string& name,
                                 const std::string& number, const std::string& who) {
    PlainPerson person;
    HAVEN_TRY(person.name, in_field(text::parse_name(name), who + "_name"));
    HAVEN_TRY(person.number, in_field(parse_resident_id(number, context.host.business_date(),
                                                        !context.host.production),
                                      who + "_id_number"));
    if (person.number.upgraded) {
        return invalid("ID_NUMBER_FORM", who + "_id_number",
                       "18 characters; 15 digits are of the old system");
    }
    return person;
}

Result<void> check_text(const std::string& text, const char* field) {
    if (!text.empty() && text::is_valid_utf8(text) &&
        text::code_points(text) <= kMaxTextCodePoints) {
        return {};
    }
    return invalid("INVALID_TEXT", field, "UTF-8 text of 1 to 200 characters");
}

Sealed sealed_of(const vault::Sealed& sealed) {
    return {sealed.person, sealed.cipher};
}

}  // namespace

Result<SubmitScholarshipApplication> take_in(const ApiContext& context, const Uuid& command_id,
                                             FederationNo federation,
                                             const pb::SubmitScholarshipApplicationRequest& q) {
    HAVEN_TRY(const PlainPerson student,
              check_person(context, q.student_name(), q.student_id_number(), "student"));
    HAVEN_TRY(const PlainPerson parent,
              check_person(context, q.parent_name(), q.parent_id_number(), "parent"));
    HAVEN_CHECKED(check_text(q.school(), "school"));
    HAVEN_CHECKED(check_text(q.admission_no(), "admission_no"));
    HAVEN_CHECKED(api::check_bank(q.bank(), "bank"));
    HAVEN_CHECKED(check_enterprise(q.employer(), "employer"));
    HAVEN_TRY(const std::string account, api::asked_account(q.payee_kind(), q.account()));
    std::vector<vault::ResolveRequest> people{
        {{vault::IdType::ResidentId, student.number.number}, student.name, federation},
        {{vault::IdType::ResidentId, parent.number.number}, parent.name, federation}};
    if (!q.other_parent_name().empty() || !q.other_parent_id_number().empty()) {
        HAVEN_TRY(const PlainPerson other,
                  check_person(context, q.other_parent_name(), q.other_parent_id_number(),
                               "other_parent"));
        people.push_back(
            {{vault::IdType::ResidentId, other.number.number}, other.name, federation});
    }
    HAVEN_TRY(const auto ids, context.host.vault->resolve(people));
    const PersonId payee = q.pay_student() ? ids[0] : ids[1];
    HAVEN_TRY(const auto sealed,
              context.host.vault->seal(command_id, {{ids[0], "name", student.name},
                                                    {ids[1], "name", parent.name},
                                                    {ids[0], "school", q.school()},
                                                    {ids[0], "admission_no", q.admission_no()},
                                                    {payee, "account", account}}));
    SubmitScholarshipApplication command;
    if (ids.size() > 2) command.other_parent = ids[2];
    command.no_other_parent = q.no_other_parent();
    ScholarshipApplied& applied = command.application;
    applied.student = ids[0];
    applied.student_birth = student.number.birth;
    applied.parent = ids[1];
    applied.ground = static_cast<HardshipGround>(q.ground());
    applied.employer = q.employer();
    applied.union_node = q.union_node();
    applied.student_name = sealed_of(sealed[0]);
    applied.parent_name = sealed_of(sealed[1]);
    applied.school = sealed_of(sealed[2]);
    applied.admission_no = sealed_of(sealed[3]);
    applied.stage = static_cast<StudyStage>(q.stage());
    applied.study_year = q.study_year();
    applied.programme = static_cast<ProgrammeKind>(q.programme());
    applied.fees = Money::fen(q.fees_fen());
    applied.other_aid = Money::fen(q.other_aid_fen());
    applied.payee = {.person = payee,
                     .kind = static_cast<PayeeKind>(q.payee_kind()),
                     .account = sealed_of(sealed[4]),
                     .last4 = api::last4(account),
                     .name = q.pay_student() ? applied.student_name : applied.parent_name,
                     .bank = q.bank()};
    applied.sponsor_may_know = q.sponsor_may_know();
    return command;
}

Result<Payee> take_in_payee(const ApiContext& context, const Uuid& command_id,
                            const pb::ProposeAwardPayeeRequest& q,
                            const ScholarshipApplied& applied) {
    HAVEN_CHECKED(api::check_bank(q.bank(), "bank"));
    HAVEN_TRY(const std::string account, api::asked_account(q.payee_kind(), q.account()));
    const PersonId person = q.pay_student() ? applied.student : applied.parent;
    HAVEN_TRY(const auto sealed,
              context.host.vault->seal_one(command_id, {person, "account", account}));
    return Payee{.person = person,
                 .kind = static_cast<PayeeKind>(q.payee_kind()),
                 .account = sealed_of(sealed),
                 .last4 = api::last4(account),
                 .name = q.pay_student() ? applied.student_name : applied.parent_name,
                 .bank = q.bank()};
}

}  // namespace haven::scholarship
