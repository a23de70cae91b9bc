#include "libs/base/bank_account.hpp"
#include "libs/base/text.hpp"
#include "services/disbursement/api/payment_api.hpp"

namespace haven::disbursement {

grpc::Status PaymentApi::ProposePayee(grpc::ServerContext* c, const pb::ProposePayeeRequest* q,
                                      pb::ProposePayeeResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const HouseholdId household,
                  parse_id<HouseholdId>(q->household_id(), "household_id"));
        const FederationNo federation = federation_or_home(q->file_federation(), caller);
        HAVEN_CHECKED(caller.may_touch(federation));
        HAVEN_TRY(Payee payee, seal_payee(*q, household, caller));
        std::string hashed = household.to_string() + payee.account_cipher + payee.name_cipher;
        const Target target{*context_.aggregates.aid_file, federation, household.uuid};
        HAVEN_TRY(const auto reply,
                  submit(context_, caller, *q, target,
                         AidFile::Command{haven::disbursement::ProposePayee{std::move(payee)}},
                         std::move(hashed)));
        write_reply(reply, *r->mutable_reply());
        return {};
    });
}

grpc::Status PaymentApi::ConfirmPayee(grpc::ServerContext* c, const pb::ConfirmPayeeRequest* q,
                                      pb::ConfirmPayeeResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const HouseholdId household,
                  parse_id<HouseholdId>(q->household_id(), "household_id"));
        const Target target{*context_.aggregates.aid_file,
                            federation_or_home(q->file_federation(), caller), household.uuid};
        HAVEN_TRY(const auto reply,
                  submit(context_, caller, *q, target,
                         AidFile::Command{haven::disbursement::ConfirmPayee{q->last4()}}));
        write_reply(reply, *r->mutable_reply());
        return {};
    });
}

Result<Payee> PaymentApi::seal_payee(const pb::ProposePayeeRequest& q, const HouseholdId& household,
                                     const Caller& caller) {
    std::optional<Queries::AidFileRow> before;
    {
        access::ScopedRead read(context_.host.readers, caller.scope);
        before = Queries(read).aid_file(household);
    }
    if (!before) return missing("AID_FILE_MISSING", "file with a plan");
    Payee payee;
    payee.kind = static_cast<PayeeKind>(q.kind());
    payee.bank = q.bank();
    payee.person = before->payee;
    if (!q.person_id().empty()) {
        HAVEN_TRY(payee.person, parse_id<PersonId>(q.person_id(), "person_id"));
    }
    if (payee.kind == PayeeKind::Unset) return invalid("MISSING_KIND", "kind", "CARD or ACCOUNT");
    HAVEN_TRY(const std::string account,
              payee.kind == PayeeKind::Card ? parse_card(q.account()) : parse_account(q.account()));
    HAVEN_TRY(const Uuid command_id, Uuid::parse(q.command_id()));
    payee.last4 = account.substr(account.size() - 4);
    HAVEN_TRY(const auto sealed,
              context_.host.vault->seal_one(command_id, {payee.person, "account", account}));
    payee.account_owner = sealed.person;
    payee.account_cipher = sealed.cipher;
    if (q.holder_name().empty()) {
        payee.name_owner = before->name_owner;
        payee.name_cipher = before->name_cipher;
        return payee;
    }
    HAVEN_TRY(const std::string name, text::parse_name(q.holder_name()));
    HAVEN_TRY(const auto sealed_name,
              context_.host.vault->seal_one(command_id, {payee.person, "name", name}));
    payee.name_owner = sealed_name.person;
    payee.name_cipher = sealed_name.cipher;
    return payee;
}

}  // namespace haven::disbursement
