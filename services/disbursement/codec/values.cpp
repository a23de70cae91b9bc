#include "services/disbursement/codec/values.hpp"

#include <algorithm>

namespace haven::disbursement {

static_assert(static_cast<int>(AidItem::Temporary) == reg::AID_ITEM_TEMPORARY);
static_assert(static_cast<int>(FileTier::Grassroots) == reg::FILE_TIER_GRASSROOTS);
static_assert(static_cast<int>(PayeeKind::Account) == reg::PAYEE_KIND_ACCOUNT);
static_assert(static_cast<int>(FundSource::Donation) == pb::FUND_SOURCE_DONATION);
static_assert(static_cast<int>(FundMovement::AllocatedOut) == pb::FUND_MOVEMENT_ALLOCATED_OUT);
static_assert(kBookAccounts == pb::BOOK_ACCOUNT_AID);
static_assert(static_cast<int>(InstalmentState::Stopped) == pb::INSTALMENT_STATE_STOPPED);
static_assert(static_cast<int>(BatchState::Refused) == pb::BATCH_STATE_REFUSED);
static_assert(static_cast<int>(LineState::Returned) == pb::LINE_STATE_RETURNED);

BatchHash hash_value(const std::string& bytes) {
    BatchHash hash{};
    HAVEN_CHECK(bytes.size() == hash.size());
    std::ranges::copy(bytes, hash.begin());
    return hash;
}

void write_payee(const Payee& payee, reg::Payee& message) {
    message.set_person_id(id_text(payee.person));
    message.set_kind(to_proto<reg::PayeeKind>(payee.kind));
    message.mutable_account()->set_person_id(id_text(payee.account_owner));
    message.mutable_account()->set_cipher(payee.account_cipher);
    message.set_last4(payee.last4);
    message.mutable_name()->set_person_id(id_text(payee.name_owner));
    message.mutable_name()->set_cipher(payee.name_cipher);
    message.set_bank(payee.bank);
}

Payee read_payee(const reg::Payee& message) {
    return {.person = id_of<PersonId>(message.person_id()),
            .kind = static_cast<PayeeKind>(message.kind()),
            .account_owner = id_of<PersonId>(message.account().person_id()),
            .account_cipher = message.account().cipher(),
            .last4 = message.last4(),
            .name_owner = id_of<PersonId>(message.name().person_id()),
            .name_cipher = message.name().cipher(),
            .bank = message.bank()};
}

void write_subject(const AccountSubject& subject, pb::AccountSubject& message) {
    message.set_account(to_proto<pb::BookAccount>(subject.account));
    message.set_code(subject.code);
    message.set_name(subject.name);
}

void write_subjects(const AccountSubjects& subjects, pb::AccountSubjects& message) {
    message.set_code(subjects.code);
    message.set_effective_from(subjects.effective_from.to_string());
    for (const AccountSubject& subject : subjects.subjects) {
        write_subject(subject, *message.add_subjects());
    }
    message.set_source(subjects.source);
}

AccountSubjects read_subjects(const pb::AccountSubjects& message) {
    AccountSubjects subjects{.code = message.code(),
                             .effective_from = date_of(message.effective_from()),
                             .subjects = {},
                             .source = message.source()};
    for (const pb::AccountSubject& subject : message.subjects()) {
        subjects.subjects.push_back(
            {static_cast<BookAccount>(subject.account()), subject.code(), subject.name()});
    }
    return subjects;
}

void write_refs(const std::vector<EntitlementRef>& refs, RefMessages& messages) {
    for (const EntitlementRef& ref : refs) {
        auto& message = *messages.Add();
        message.set_entitlement_id(id_text(ref.id));
        message.set_federation(ref.federation.value);
    }
}

std::vector<EntitlementRef> read_refs(const RefMessages& messages) {
    std::vector<EntitlementRef> refs;
    for (const auto& message : messages) {
        refs.push_back(
            {id_of<EntitlementId>(message.entitlement_id()), federation_of(message.federation())});
    }
    return refs;
}

void write_instalments(const std::vector<GrantedInstalment>& parts, InstalmentMessages& messages) {
    for (const GrantedInstalment& part : parts) {
        auto& message = *messages.Add();
        message.set_number(part.number);
        message.set_due_date(part.due_date.to_string());
        message.set_release_on(part.release_on.to_string());
        message.set_amount_fen(part.amount.in_fen());
    }
}

std::vector<GrantedInstalment> read_instalments(const InstalmentMessages& messages) {
    std::vector<GrantedInstalment> parts;
    for (const auto& message : messages) {
        parts.push_back({message.number(), date_of(message.due_date()),
                         date_of(message.release_on()), Money::fen(message.amount_fen())});
    }
    return parts;
}

}  // namespace haven::disbursement
