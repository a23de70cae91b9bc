#include "services/registry/api/intake.hpp"

#include <algorithm>

#include "libs/api/fields.hpp"
#include "libs/base/bank_account.hpp"
#include "libs/base/resident_id.hpp"
#include "libs/base/text.hpp"
#include "services/registry/codec/values.hpp"

namespace haven::registry {

namespace {

using api::in_field;

constexpr std::size_t kMaxBankCodePoints = 40;
constexpr std::size_t kMaxTextCodePoints = 200;  // addresses, file names, diagnoses

// A member whose plaintext is checked; lives only while the request is served.
struct PlainMember {
    Member member;  // everything but person and sealed fields
    std::string name;
    std::string id_number;
    std::string phone;
    std::string address;
    std::string diagnosis;
};

std::string field_of(int index, std::string_view name) {
    return "members[" + std::to_string(index) + "]." + std::string(name);
}

Result<std::string> short_text(const std::string& text, const std::string& field) {
    if (!text::is_valid_utf8(text) || text::code_points(text) > kMaxTextCodePoints) {
        return invalid("INVALID_TEXT", field, "UTF-8 text of at most 200 characters");
    }
    return text;
}

// Stands in plaintext: the name of an institution has no digits, so no number hides in it (I35).
Result<std::string> bank_name(const std::string& text) {
    const bool good = text::is_valid_utf8(text) && text::code_points(text) <= kMaxBankCodePoints &&
                      std::ranges::none_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (good) return text;
    return invalid("INVALID_TEXT", "payee.bank", "name of a bank: at most 40 characters, no digit");
}

Result<std::string> check_number(const v1::MemberInput& input, int index, Date today,
                                 bool synthetic, const Member& member) {
    const std::string field = field_of(index, "id_number");
    if (input.id_number().empty()) {
        if (is_adult(member, today)) {
            return invalid("ID_NUMBER_MISSING", field, "an adult has an ID number");
        }
        return std::string();
    }
    HAVEN_TRY(const ResidentId parsed,
              in_field(parse_resident_id(input.id_number(), today, synthetic), field));
    if (parsed.upgraded) {
        return invalid("ID_NUMBER_FORM", field, "18 characters; 15 digits are of the old system");
    }
    if (parsed.birth != member.birth_date) {
        return invalid("BIRTH_DATE_DIFFERS", field_of(index, "birth_date"),
                       "the birth date of the ID number");
    }
    if (static_cast<int>(parsed.sex) != static_cast<int>(member.sex)) {
        return invalid("SEX_DIFFERS", field_of(index, "sex"), "the sex of the ID number");
    }
    return parsed.number;
}

Result<PlainMember> check_member(const v1::MemberInput& input, int index, Date today,
                                 bool synthetic) {
    PlainMember plain;
    Member& member = plain.member;
    member.seq = input.seq();
    member.relation = same_number<Relation>(input.relation());
    member.sex = same_number<Sex>(input.sex());
    HAVEN_TRY(member.birth_date, asked_date(input.birth_date(), field_of(index, "birth_date")));
    member.work = static_cast<CodeNumber>(input.work());
    member.health = static_cast<CodeNumber>(input.health());
    member.schooling = static_cast<CodeNumber>(input.schooling());
    member.yearly_income = Money::fen(input.yearly_income_fen());
    member.authorised = input.authorised();
    HAVEN_TRY(plain.name, in_field(text::parse_name(input.name()), field_of(index, "name")));
    HAVEN_TRY(plain.id_number, check_number(input, index, today, synthetic, member));
    if (!input.phone().empty()) {
        HAVEN_TRY(plain.phone,
                  in_field(text::parse_phone(input.phone()), field_of(index, "phone")));
    }
    HAVEN_TRY(plain.address, short_text(input.address(), field_of(index, "address")));
    HAVEN_TRY(plain.diagnosis, short_text(input.diagnosis(), field_of(index, "diagnosis")));
    return plain;
}

// People with a number are resolved, those without one are made from the command.
Result<void> resolve(const Desk& desk, const Uuid& command_id, FederationNo federation,
                     std::vector<PlainMember>& plain) {
    std::vector<vault::ResolveRequest> known;
    std::vector<vault::NewPerson> fresh;
    for (const PlainMember& m : plain) {
        if (m.id_number.empty()) {
            fresh.push_back({command_id, m.member.seq, m.name, federation});
        } else {
            known.push_back({{vault::IdType::ResidentId, m.id_number}, m.name, federation});
        }
    }
    std::vector<PersonId> known_ids;
    std::vector<PersonId> fresh_ids;
    if (!known.empty()) {
        HAVEN_TRY(known_ids, desk.around().vault.resolve(known));
    }
    if (!fresh.empty()) {
        HAVEN_TRY(fresh_ids, desk.around().vault.new_people(fresh));
    }
    std::size_t next_known = 0;
    std::size_t next_fresh = 0;
    for (PlainMember& m : plain) {
        m.member.person = m.id_number.empty() ? fresh_ids[next_fresh++] : known_ids[next_known++];
    }
    return {};
}

Result<std::vector<Member>> seal(const Desk& desk, const Uuid& command_id,
                                 const std::vector<PlainMember>& plain) {
    std::vector<vault::Plain> texts;
    std::vector<std::pair<std::size_t, Sealed Member::*>> targets;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const auto add = [&](std::string_view field, const std::string& text,
                             Sealed Member::* target) {
            if (text.empty()) return;
            texts.push_back({plain[i].member.person, std::string(field), text});
            targets.emplace_back(i, target);
        };
        add("name", plain[i].name, &Member::name);
        add("id_number", plain[i].id_number, &Member::id_number);
        add("phone", plain[i].phone, &Member::phone);
        add("address", plain[i].address, &Member::address);
        add("diagnosis", plain[i].diagnosis, &Member::diagnosis);
    }
    HAVEN_TRY(auto sealed,
              desk.around().vault.seal(command_id, std::span<const vault::Plain>(texts)));
    std::vector<Member> members;
    for (const PlainMember& m : plain) members.push_back(m.member);
    for (std::size_t i = 0; i < targets.size(); ++i) {
        members[targets[i].first].*targets[i].second = {sealed[i].person, sealed[i].cipher};
    }
    return members;
}

}  // namespace

Result<std::vector<Document>> take_in_documents(
    const Desk& desk, const Uuid& command_id, PersonId head,
    const google::protobuf::RepeatedPtrField<v1::DocumentInput>& documents) {
    std::vector<vault::Plain> names;
    std::vector<Document> taken;
    for (int i = 0; i < documents.size(); ++i) {
        const std::string field = "documents[" + std::to_string(i) + "].name";
        HAVEN_TRY(auto name, short_text(documents[i].name(), field));
        if (name.empty()) return invalid("DOCUMENT_NAME_MISSING", field, "a file name");
        // Two papers of one name are told apart by their place.
        names.push_back({head, "document", std::move(name)});
        taken.push_back({same_number<DocumentKind>(documents[i].kind()), {}});
    }
    if (names.empty()) return taken;
    HAVEN_TRY(auto sealed,
              desk.around().vault.seal(command_id, std::span<const vault::Plain>(names)));
    for (std::size_t i = 0; i < taken.size(); ++i) {
        taken[i].name = {sealed[i].person, sealed[i].cipher};
    }
    return taken;
}

Result<Payee> take_in_payee(const Desk& desk, const Uuid& command_id, const v1::PayeeInput& payee,
                            const std::vector<Member>& members) {
    const auto member = std::ranges::find(members, payee.seq(), &Member::seq);
    if (member == members.end()) {
        return invalid("PAYEE_NOT_A_MEMBER", "payee.seq", "seq of a member");
    }
    const bool card = payee.kind() == v1::PAYEE_KIND_CARD;
    if (!card && payee.kind() != v1::PAYEE_KIND_ACCOUNT) {
        return invalid("PAYEE_KIND_MISSING", "payee.kind", "CARD or ACCOUNT");
    }
    HAVEN_TRY(const std::string number,
              in_field(card ? parse_card(payee.account()) : parse_account(payee.account()),
                       "payee.account"));
    HAVEN_TRY(const std::string bank, bank_name(payee.bank()));
    HAVEN_TRY(const auto sealed,
              desk.around().vault.seal_one(command_id, {member->person, "account", number}));
    return Payee{.person = member->person,
                 .kind = card ? PayeeKind::Card : PayeeKind::Account,
                 .account = {sealed.person, sealed.cipher},
                 .last4 = number.substr(number.size() - 4),
                 .name = member->name,
                 .bank = bank};
}

Result<ApplicationSubmitted> take_in(const Desk& desk, const Uuid& command_id,
                                     FederationNo federation,
                                     const v1::SubmitApplicationRequest& q) {
    const Date today = desk.around().business_date();
    std::vector<PlainMember> plain;
    for (int i = 0; i < q.members_size(); ++i) {
        HAVEN_TRY(auto checked, check_member(q.members(i), i, today, desk.around().synthetic_ids));
        plain.push_back(std::move(checked));
    }
    const auto head = std::ranges::find_if(
        plain, [](const PlainMember& m) { return m.member.relation == Relation::Head; });
    if (head == plain.end()) return invalid("INVALID_MEMBERS", "members", "exactly one HEAD");
    HAVEN_CHECKED(resolve(desk, command_id, federation, plain));
    ApplicationSubmitted a;
    HAVEN_TRY(a.members, seal(desk, command_id, plain));
    HAVEN_TRY(a.documents, take_in_documents(desk, command_id, head->member.person, q.documents()));
    HAVEN_TRY(a.payee, take_in_payee(desk, command_id, q.payee(), a.members));
    a.union_node = q.union_node();
    a.division = q.division();
    a.residence = same_number<Residence>(q.residence());
    a.union_member = q.union_member();
    a.migrant = q.migrant();
    a.labour_months = q.labour_months();
    a.employer_uscc = q.employer_uscc();
    a.tier = same_number<FileTier>(q.tier());
    a.round = same_number<FileRound>(q.round());
    for (int cause : q.causes()) a.causes.push_back(static_cast<HardshipCause>(cause));
    a.declared_income = Money::fen(q.declared_income_fen());
    a.declared_rigid = Money::fen(q.declared_rigid_fen());
    a.self_paid_medical = Money::fen(q.self_paid_medical_fen());
    a.privacy_notice = q.privacy_notice();
    return a;
}

}  // namespace haven::registry
