// SchemeService: schemes, pledges, and the statement to the sponsor.
#include "libs/base/text.hpp"
#include "services/scholarship/api/support.hpp"

namespace haven::scholarship {
namespace {

Result<SchemeTerms> read_terms(const pb::SchemeTerms& message) {
    HAVEN_CHECKED(asked_date(message.first_day(), "terms.first_day"));
    HAVEN_CHECKED(asked_date(message.last_day(), "terms.last_day"));
    HAVEN_CHECKED(check_number_word(message.code(), "terms.code"));
    HAVEN_CHECKED(check_enterprise(message.sponsor(), "terms.sponsor"));
    if (!message.scheme_id().empty()) {
        return invalid("INVALID_UUID", "terms.scheme_id", "empty: the code says which scheme");
    }
    SchemeTerms terms = read_value(message);
    terms.scheme = SchemeId{crypto::uuid_of_code("scheme", terms.code)};
    return terms;
}

class SchemeApi final : public Api, public pb::SchemeService::Service, api::Handlers<ApiContext> {
  public:
    explicit SchemeApi(const ApiContext& context) : Handlers(context) {}
    grpc::Service* service() override { return this; }

    Status OpenScheme(ServerContext* c, const pb::OpenSchemeRequest* q,
                      pb::OpenSchemeResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(SchemeTerms terms, read_terms(q->terms()));
            const Uuid id = terms.scheme.uuid;
            const FederationNo federation =
                q->federation() == 0 ? caller.home : federation_of(q->federation());
            r->set_scheme_id(id.to_string());
            return to(caller, *q, {*context_.aggregates.scheme, federation, id},
                      Scheme::Command{haven::scholarship::OpenScheme{std::move(terms)}}, *r);
        });
    }
    Status ExtendWindow(ServerContext* c, const pb::ExtendWindowRequest* q,
                        pb::ExtendWindowResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const Date last_day, asked_date(q->last_day(), "last_day"));
            return to_scheme(caller, *q,
                             haven::scholarship::ExtendWindow{last_day, q->decision_no()}, *r);
        });
    }
    Status CloseScheme(ServerContext* c, const pb::CloseSchemeRequest* q,
                       pb::CloseSchemeResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            SchemeSums sums;
            {
                access::ScopedRead read(context_.host.readers, caller.scope);
                Queries queries(read);
                const auto scheme = queries.scheme(q->scheme());
                if (!scheme) return missing("SCHEME_MISSING", "scheme");
                sums = queries.sums(scheme->id);
            }
            return to_scheme(
                caller, *q,
                haven::scholarship::CloseScheme{sums.unfinished, sums.awards, sums.total}, *r);
        });
    }

    Status MakePledge(ServerContext* c, const pb::MakePledgeRequest* q,
                      pb::MakePledgeResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(check_number_word(q->code(), "code"));
            HAVEN_CHECKED(check_enterprise(q->sponsor(), "sponsor"));
            std::optional<SchemeRow> scheme;
            {
                access::ScopedRead read(context_.host.readers, caller.scope);
                scheme = Queries(read).scheme(q->scheme());
            }
            if (!scheme) return missing("SCHEME_MISSING", "scheme");
            if (scheme->sponsor != q->sponsor()) {
                return refused("SPONSOR_DIFFERS", "the scheme has another sponsor");
            }
            const FundLineId line{fund_line_of(q->fund_line())};
            if (line.is_nil()) return missing("FUND_LINE_MISSING", "fund line");
            const Uuid id = crypto::uuid_of_code("pledge", q->code());
            PledgeMade pledge{q->code(),  q->sponsor(),
                              scheme->id, Money::fen(q->promised_fen()),
                              line,       q->agreement_no()};
            r->set_pledge_id(id.to_string());
            // The money lies where its awards are paid from (protocols §8).
            return to(caller, *q, {*context_.aggregates.pledge, scheme->federation, id},
                      Pledge::Command{haven::scholarship::MakePledge{std::move(pledge)}}, *r);
        });
    }
    Status ReceivePledge(ServerContext* c, const pb::ReceivePledgeRequest* q,
                         pb::ReceivePledgeResponse* r) override {
        return on_pledge(
            c, *q, *r,
            haven::scholarship::ReceivePledge{Money::fen(q->amount_fen()), q->voucher_no()});
    }
    Status DefaultPledge(ServerContext* c, const pb::DefaultPledgeRequest* q,
                         pb::DefaultPledgeResponse* r) override {
        return on_pledge(c, *q, *r, haven::scholarship::DefaultPledge{q->reason()});
    }
    Status GivePledgeBack(ServerContext* c, const pb::GivePledgeBackRequest* q,
                          pb::GivePledgeBackResponse* r) override {
        return on_pledge(
            c, *q, *r,
            haven::scholarship::GivePledgeBack{Money::fen(q->amount_fen()), q->voucher_no()});
    }
    Status ReceiveGift(ServerContext* c, const pb::ReceiveGiftRequest* q,
                       pb::ReceiveGiftResponse* r) override {
        return on_pledge(c, *q, *r,
                         haven::scholarship::ReceiveGift{q->goods(), q->pieces(), q->receipt_no()});
    }
    Status HandOutGift(ServerContext* c, const pb::HandOutGiftRequest* q,
                       pb::HandOutGiftResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            std::optional<AwardRow> award;
            {
                access::ScopedRead read(context_.host.readers, caller.scope);
                award = Queries(read).award(q->award());
            }
            if (!award) return missing("AWARD_MISSING", "award");
            return to_pledge(caller, *q,
                             haven::scholarship::HandOutGift{q->goods(), award->id, award->scheme,
                                                             award->revoked},
                             *r);
        });
    }

    Status ListSchemes(ServerContext* c, const pb::ListSchemesRequest* q,
                       pb::ListSchemesResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "schemes|" + std::to_string(q->year());
            HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            auto rows = Queries(read).schemes(q->year(), page.after.empty() ? "" : page.after[0],
                                              page.size + 1);
            if (rows.size() > static_cast<std::size_t>(page.size)) {
                rows.pop_back();
                r->set_next_page_token(rpc::page_token({rows.back().code}, filter));
            }
            for (const SchemeRow& row : rows) write(row, *r->add_schemes());
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }
    Status GetScheme(ServerContext* c, const pb::GetSchemeRequest* q,
                     pb::GetSchemeResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            access::ScopedRead read(context_.host.readers, with_superiors(context_, caller));
            const auto row = Queries(read).scheme(q->scheme());
            if (!row) return missing("SCHEME_MISSING", "scheme");
            HAVEN_TRY(const KnownScheme known, known_scheme(read, row->id));
            write(*row, *r->mutable_scheme());
            write_value(known.terms, *r->mutable_terms());
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }
    Status ListPledges(ServerContext* c, const pb::ListPledgesRequest* q,
                       pb::ListPledgesResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "pledges|" + q->scheme();
            HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
            access::ScopedRead read(context_.host.readers, caller.scope);
            Queries queries(read);
            HAVEN_TRY(const SchemeId scheme, asked_scheme(queries, q->scheme()));
            auto rows =
                queries.pledges(scheme, page.after.empty() ? "" : page.after[0], page.size + 1);
            if (rows.size() > static_cast<std::size_t>(page.size)) {
                rows.pop_back();
                r->set_next_page_token(rpc::page_token({rows.back().code}, filter));
            }
            queries.add_goods(rows);
            for (const PledgeRow& row : rows) write(row, *r->add_pledges());
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }
    Status GetSponsorStatement(ServerContext* c, const pb::GetSponsorStatementRequest* q,
                               pb::GetSponsorStatementResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "statement|" + q->pledge();
            HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
            std::int64_t after = 0;
            if (!page.after.empty()) {
                HAVEN_TRY(after, rpc::key_number(page.after[0]));
            }
            access::ScopedRead read(context_.host.readers, caller.scope);
            Queries queries(read);
            auto pledge = queries.pledge(q->pledge());
            if (!pledge) return missing("PLEDGE_MISSING", "pledge");
            queries.add_goods({&*pledge, 1});
            auto rows = queries.statement(pledge->id, after, page.size + 1);
            if (rows.size() > static_cast<std::size_t>(page.size)) {
                rows.pop_back();
                r->set_next_page_token(
                    rpc::page_token({std::to_string(rows.back().offset)}, filter));
            }
            HAVEN_TRY(const auto names, consented_names(read, caller, pledge->id, rows));
            for (const StatementRow& row : rows) {
                auto& line = *r->add_lines();
                write(row, line);
                const auto name = names.find(row.application);
                if (name != names.end()) line.set_masked_name(name->second);
            }
            write(*pledge, *r->mutable_pledge());
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }

  private:
    template <class Request, class Response>
    Result<void> to(const Caller& caller, const Request& q, const Target& target, std::any command,
                    Response& r) {
        HAVEN_CHECKED(caller.may_touch(target.federation));
        HAVEN_TRY(const auto reply, submit(context_, caller, q, target, std::move(command)));
        write_reply(reply, *r.mutable_reply());
        return {};
    }
    template <class Request, class Command, class Response>
    Result<void> to_scheme(const Caller& caller, const Request& q, Command command, Response& r) {
        std::optional<SchemeRow> row;
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            row = Queries(read).scheme(q.scheme());
        }
        if (!row) return missing("SCHEME_MISSING", "scheme");
        return to(caller, q, {*context_.aggregates.scheme, row->federation, row->id.uuid},
                  Scheme::Command{std::move(command)}, r);
    }
    template <class Request, class Command, class Response>
    Result<void> to_pledge(const Caller& caller, const Request& q, Command command, Response& r) {
        std::optional<PledgeRow> row;
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            row = Queries(read).pledge(q.pledge());
        }
        if (!row) return missing("PLEDGE_MISSING", "pledge");
        return to(caller, q, {*context_.aggregates.pledge, row->federation, row->id.uuid},
                  Pledge::Command{std::move(command)}, r);
    }
    template <class Request, class Response, class Command>
    Status on_pledge(ServerContext* c, const Request& q, Response& r, Command command) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            return to_pledge(caller, q, std::move(command), r);
        });
    }
    // Masked, and only of those who consented to that purpose (docs/rules.md R55).
    Result<std::map<ApplicationId, std::string>> consented_names(
        access::ScopedRead& read, const Caller& caller, const PledgeId& pledge,
        const std::vector<StatementRow>& rows) {
        std::vector<Uuid> streams;
        for (const StatementRow& row : rows) {
            if (row.sponsor_may_know) streams.push_back(row.application.uuid);
        }
        std::map<ApplicationId, std::string> names;
        if (streams.empty()) return names;
        std::vector<ApplicationId> whose;
        std::vector<vault::Cipher> ciphers;
        for (const auto& [id, one] : stored<Application, ApplicationCodec>(read, streams)) {
            const Sealed& name = one.state.applied.student_name;
            if (name.cipher.empty()) continue;
            whose.push_back(ApplicationId{id});
            ciphers.push_back({name.person, "name", name.cipher});
        }
        HAVEN_TRY(const auto opened, open_fields(context_, caller, "SPONSOR_STATEMENT",
                                                 "pledge/" + pledge.to_string(), ciphers));
        for (std::size_t i = 0; i < whose.size(); ++i) {
            names[whose[i]] = text::mask_name(opened[i]);
        }
        return names;
    }
};

}  // namespace

std::unique_ptr<Api> make_scheme_api(const ApiContext& context) {
    return std::make_unique<SchemeApi>(context);
}

}  // namespace haven::scholarship
