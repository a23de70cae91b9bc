#include <algorithm>

#include "libs/base/bank_account.hpp"
#include "libs/base/text.hpp"
#include "services/disbursement/api/batches.hpp"
#include "services/disbursement/api/explain.hpp"
#include "services/disbursement/api/work.hpp"

namespace haven::disbursement {
namespace {

Result<BatchHash> parse_hash(const std::string& hex) {
    const auto bytes = crypto::from_hex(hex);
    BatchHash hash{};
    if (!bytes || bytes->size() != hash.size()) {
        return invalid("INVALID_HASH", "hash", "the batch's hash, 64 hex digits");
    }
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

BatchHash hash_of_row(const std::string& bytes) {
    BatchHash hash{};
    HAVEN_CHECK(bytes.size() == hash.size());
    std::ranges::copy(bytes, hash.begin());
    return hash;
}

class PaymentApi final : public Api, public pb::PaymentService::Service {
  public:
    explicit PaymentApi(const ApiContext& context) : context_(context) {}
    grpc::Service* service() override { return this; }

    grpc::Status MakeBatch(grpc::ServerContext* c, const pb::MakeBatchRequest* q,
                           pb::MakeBatchResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(check_may_sign(caller));
            HAVEN_TRY(Gathered gathered, gather(context_, caller, *q));
            const Target target{*context_.aggregates.batch, gathered.fund_line.federation,
                                gathered.id.uuid};
            HAVEN_TRY(const auto reply, submit(context_, caller, *q, target,
                                               PaymentBatch::Command{std::move(gathered.command)}));
            write_reply(reply, *r->mutable_reply());
            return show(gathered.id.to_string(), caller, *r->mutable_batch());
        });
    }

    grpc::Status CheckBatch(grpc::ServerContext* c, const pb::CheckBatchRequest* q,
                            pb::CheckBatchResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const BatchHash hash, parse_hash(q->hash()));
            HAVEN_CHECKED(check_may_sign(caller));
            return to_batch(caller, *q, haven::disbursement::CheckBatch{hash}, *r);
        });
    }

    grpc::Status ApproveBatch(grpc::ServerContext* c, const pb::ApproveBatchRequest* q,
                              pb::ApproveBatchResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const BatchHash hash, parse_hash(q->hash()));
            HAVEN_CHECKED(check_may_sign(caller));
            return to_batch(caller, *q, haven::disbursement::ApproveBatch{hash}, *r);
        });
    }

    grpc::Status StrikeLine(grpc::ServerContext* c, const pb::StrikeLineRequest* q,
                            pb::StrikeLineResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(check_word(q->reason(), "reason"));
            return to_batch(caller, *q, haven::disbursement::StrikeLine{q->line_ref(), q->reason()},
                            *r);
        });
    }

    grpc::Status ExportBatch(grpc::ServerContext* c, const pb::ExportBatchRequest* q,
                             pb::ExportBatchResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const BatchRow batch, find_batch(q->batch_id(), caller));
            HAVEN_CHECKED(caller.may_touch(batch.federation));
            HAVEN_TRY(const Uuid command_id, Uuid::parse(q->command_id()));
            SendBatch command{hash_of_row(batch.hash), kReferenceLayout, {}};
            if (batch.state == BatchState::Approved) {
                HAVEN_TRY(const int struck, strike_what_fails(context_, caller, batch, command_id));
                if (struck > 0) {
                    r->set_struck_count(struck);
                    return show(batch.id.to_string(), caller, *r->mutable_batch());
                }
                HAVEN_TRY(command.file_digest, write_bank_file(context_, caller, batch));
            }
            HAVEN_CHECKED(to_batch(caller, *q, std::move(command), *r));
            context_.host.wake();
            return show(batch.id.to_string(), caller, *r->mutable_batch());
        });
    }

    grpc::Status GetBankFile(grpc::ServerContext* c, const pb::GetBankFileRequest* q,
                             pb::GetBankFileResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const BatchRow batch, find_batch(q->batch_id(), caller));
            const vault::Purpose purpose{caller.staff, "disbursement", "BANK_FILE",
                                         "batch/" + batch.id.to_string()};
            HAVEN_TRY(const std::string bytes,
                      read_bank_file(context_.host.data_dir, *context_.host.vault, purpose, batch));
            r->set_file_name(batch.batch_no + ".pay");
            r->set_content(bytes);
            r->set_sha256(crypto::hex(crypto::sha256(bytes)));
            return {};
        });
    }

    grpc::Status ImportBankReply(grpc::ServerContext* c, const pb::ImportBankReplyRequest* q,
                                 pb::ImportBankReplyResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            log::Meta meta;
            meta.actor = caller.staff;
            meta.at = context_.host.now();
            meta.business_date = context_.host.business_date();
            meta.traceparent = caller.traceparent;
            meta.purpose = "BANK_REPLY";
            HAVEN_TRY(const TakenIn taken,
                      context_.intake.take_in(q->file_name(), q->content(), caller.scope, meta));
            r->set_paid_count(taken.paid);
            r->set_failed_count(taken.failed);
            r->set_unknown_count(taken.unknown);
            r->set_returned_count(taken.returned);
            return {};
        });
    }

    grpc::Status ProposePayee(grpc::ServerContext* c, const pb::ProposePayeeRequest* q,
                              pb::ProposePayeeResponse* r) override {
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

    grpc::Status ConfirmPayee(grpc::ServerContext* c, const pb::ConfirmPayeeRequest* q,
                              pb::ConfirmPayeeResponse* r) override {
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

    grpc::Status ReleaseInstalment(grpc::ServerContext* c, const pb::ReleaseInstalmentRequest* q,
                                   pb::ReleaseInstalmentResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const EntitlementId entitlement,
                      parse_id<EntitlementId>(q->entitlement_id(), "entitlement_id"));
            const Target target{*context_.aggregates.entitlement,
                                federation_or_home(q->federation(), caller), entitlement.uuid};
            HAVEN_TRY(const auto reply,
                      submit(context_, caller, *q, target,
                             Entitlement::Command{
                                 haven::disbursement::ReleaseInstalment{q->number(), false}}));
            write_reply(reply, *r->mutable_reply());
            return {};
        });
    }

    grpc::Status RetryReservation(grpc::ServerContext* c, const pb::RetryReservationRequest* q,
                                  pb::RetryReservationResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const EntitlementId entitlement,
                      parse_id<EntitlementId>(q->entitlement_id(), "entitlement_id"));
            HAVEN_TRY(const auto found, find_grant(context_, caller, entitlement));
            const auto& [federation, grant] = found;
            const Target target{*context_.aggregates.fund_line, federation, grant.fund_line.uuid};
            HAVEN_TRY(const auto reply, submit(context_, caller, *q, target,
                                               FundLine::Command{reservation_of(grant)}));
            write_reply(reply, *r->mutable_reply());
            access::ScopedRead read(context_.host.readers, caller.scope);
            if (Queries(read).is_reserved(entitlement)) return {};
            return refused("RESERVATION_REFUSED", "the fund line cannot pay this entitlement");
        });
    }

    grpc::Status ListPaymentWork(grpc::ServerContext* c, const pb::ListPaymentWorkRequest* q,
                                 pb::ListPaymentWorkResponse* r) override {
        return handle(c, *q,
                      [&](const Caller& caller) { return list_work(context_, caller, *q, *r); });
    }

    grpc::Status GetBatch(grpc::ServerContext* c, const pb::GetBatchRequest* q,
                          pb::GetBatchResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(show(q->batch_id(), caller, *r->mutable_batch()));
            std::vector<BatchLineRow> lines;
            {
                access::ScopedRead read(context_.host.readers, caller.scope);
                const auto id = BatchId::parse(r->batch().batch_id());
                lines = Queries(read).lines(id.value());
            }
            for (const BatchLineRow& line : lines) write(line, *r->add_lines());
            r->set_business_date(context_.host.business_date().to_string());
            if (q->purpose().empty()) return {};
            HAVEN_CHECKED(check_word(q->purpose(), "purpose"));
            return add_names(*q, caller, lines, *r);
        });
    }

    grpc::Status ListBatches(grpc::ServerContext* c, const pb::ListBatchesRequest* q,
                             pb::ListBatchesResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "batches|" + std::to_string(q->state());
            HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 2));
            std::optional<std::pair<Date, BatchId>> before;
            if (!page.after.empty()) {
                HAVEN_TRY(const BatchId id, parse_id<BatchId>(page.after[1], "page_token"));
                before.emplace(date_of(page.after[0]), id);
            }
            std::optional<BatchState> state;
            if (q->state() != pb::BATCH_STATE_UNSPECIFIED)
                state = static_cast<BatchState>(q->state());
            access::ScopedRead read(context_.host.readers, caller.scope);
            auto rows = Queries(read).batches(state, before, page.size + 1);
            if (rows.size() > static_cast<std::size_t>(page.size)) {
                rows.pop_back();
                r->set_next_page_token(rpc::page_token(
                    {rows.back().sealed_on.to_string(), rows.back().id.to_string()}, filter));
            }
            for (const BatchRow& row : rows) write(row, *r->add_batches());
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }

    grpc::Status ListInstalments(grpc::ServerContext* c, const pb::ListInstalmentsRequest* q,
                                 pb::ListInstalmentsResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "instalments|" + std::to_string(q->state()) + '|' +
                                       q->household_id() + '|' + q->due_by() + '|' +
                                       q->fund_line_id();
            HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 3));
            std::optional<Queries::InstalmentKey> after;
            if (!page.after.empty()) {
                HAVEN_TRY(const EntitlementId id,
                          parse_id<EntitlementId>(page.after[1], "page_token"));
                after = {date_of(page.after[0]), id, std::stoi(page.after[2])};
            }
            access::ScopedRead read(context_.host.readers, caller.scope);
            Queries queries(read);
            HAVEN_TRY(const InstalmentFilter wanted, filter_of(*q, queries));
            auto rows = queries.instalments(wanted, after, page.size + 1);
            if (rows.size() > static_cast<std::size_t>(page.size)) {
                rows.pop_back();
                const InstalmentRow& last = rows.back();
                r->set_next_page_token(
                    rpc::page_token({last.release_on.to_string(), last.entitlement.to_string(),
                                     std::to_string(last.number)},
                                    filter));
            }
            for (const InstalmentRow& row : rows) write(row, *r->add_instalments());
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }

    grpc::Status ExplainAmount(grpc::ServerContext* c, const pb::ExplainAmountRequest* q,
                               pb::ExplainAmountResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const EntitlementId entitlement,
                      parse_id<EntitlementId>(q->entitlement_id(), "entitlement_id"));
            return explain_amount(context_, caller, entitlement, *r);
        });
    }

    grpc::Status GetPaymentFigures(grpc::ServerContext* c, const pb::GetPaymentFiguresRequest* q,
                                   pb::GetPaymentFiguresResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            Date as_of = context_.host.business_date();
            if (!q->as_of().empty()) {
                const auto parsed = Date::parse(q->as_of());
                if (!parsed) return invalid("INVALID_DATE", "as_of", "YYYY-MM-DD");
                as_of = *parsed;
            }
            access::ScopedRead read(context_.host.readers, caller.scope);
            for (const FigureRow& row :
                 Queries(read).figures(as_of, q->year() == 0 ? as_of.year() : q->year())) {
                auto& figure = *r->add_figures();
                figure.set_id(row.id);
                figure.set_value(row.value);
                figure.set_unit(row.unit);
                figure.set_basis("EXACT");
            }
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }

  private:
    template <class Request, class Handler>
    grpc::Status handle(grpc::ServerContext* c, const Request& q, Handler&& handler) {
        return rpc::handle(context_.host.guard, *c, q, std::forward<Handler>(handler));
    }

    Result<BatchRow> find_batch(const std::string& id_or_number, const Caller& caller) {
        access::ScopedRead read(context_.host.readers, caller.scope);
        const auto batch = Queries(read).batch(id_or_number);
        if (!batch) return missing("BATCH_MISSING", "batch");
        return *batch;
    }

    Result<void> show(const std::string& id, const Caller& caller, pb::PaymentBatch& message) {
        HAVEN_TRY(const BatchRow batch, find_batch(id, caller));
        write(batch, message);
        return {};
    }

    template <class Request, class Command, class Response>
    Result<void> to_batch(const Caller& caller, const Request& q, Command command, Response& r) {
        HAVEN_TRY(const BatchRow batch, find_batch(q.batch_id(), caller));
        const Target target{*context_.aggregates.batch, batch.federation, batch.id.uuid};
        HAVEN_TRY(const auto reply,
                  submit(context_, caller, q, target, PaymentBatch::Command{std::move(command)}));
        write_reply(reply, *r.mutable_reply());
        return {};
    }

    // The new account, sealed for the person it belongs to; what the request leaves out stays as it
    // was.
    Result<Payee> seal_payee(const pb::ProposePayeeRequest& q, const HouseholdId& household,
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
        if (payee.kind == PayeeKind::Unset)
            return invalid("MISSING_KIND", "kind", "CARD or ACCOUNT");
        HAVEN_TRY(const std::string account, payee.kind == PayeeKind::Card
                                                 ? parse_card(q.account())
                                                 : parse_account(q.account()));
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

    Result<void> add_names(const pb::GetBatchRequest& q, const Caller& caller,
                           const std::vector<BatchLineRow>& lines, pb::GetBatchResponse& r) {
        std::vector<vault::Cipher> sealed;
        for (const BatchLineRow& line : lines) {
            sealed.push_back({line.name_owner, "name", line.name_cipher});
        }
        const vault::Purpose purpose{caller.staff, "disbursement", q.purpose(),
                                     "batch/" + r.batch().batch_id()};
        HAVEN_TRY(const auto names, context_.host.vault->open(purpose, sealed));
        for (int i = 0; i < r.lines_size(); ++i) {
            const auto& name = names[static_cast<std::size_t>(i)];
            r.mutable_lines(i)->set_masked_name(name ? text::mask_name(*name) : "");
        }
        return {};
    }

    static Result<InstalmentFilter> filter_of(const pb::ListInstalmentsRequest& q,
                                              Queries& queries) {
        InstalmentFilter filter;
        if (q.state() != pb::INSTALMENT_STATE_UNSPECIFIED) {
            filter.state = static_cast<InstalmentState>(q.state());
        }
        if (!q.household_id().empty()) {
            HAVEN_TRY(filter.household, parse_id<HouseholdId>(q.household_id(), "household_id"));
        }
        if (!q.due_by().empty()) {
            const auto date = Date::parse(q.due_by());
            if (!date) return invalid("INVALID_DATE", "due_by", "YYYY-MM-DD");
            filter.released_by = *date;
        }
        if (!q.fund_line_id().empty()) {
            const auto line = queries.fund_line(q.fund_line_id());
            if (!line) return missing("FUND_LINE_MISSING", "fund line");
            filter.fund_line = line->id;
        }
        return filter;
    }

    ApiContext context_;
};

}  // namespace

std::unique_ptr<Api> make_payment_api(const ApiContext& context) {
    return std::make_unique<PaymentApi>(context);
}

}  // namespace haven::disbursement
