// CampaignService: campaigns, stores of goods, figures.
#include "services/outreach/api/figures.hpp"
#include "services/outreach/api/support.hpp"

namespace haven::outreach {
namespace {

Result<CampaignTerms> read_terms(const pb::CampaignTerms& message) {
    HAVEN_CHECKED(asked_date(message.ref().first_day(), "terms.ref.first_day"));
    HAVEN_CHECKED(asked_date(message.ref().last_day(), "terms.ref.last_day"));
    HAVEN_CHECKED(check_number_word(message.code(), "terms.code"));
    if (!message.ref().campaign_id().empty()) {
        return invalid("INVALID_UUID", "terms.ref.campaign_id",
                       "empty: the code says which campaign");
    }
    pb::CampaignTerms plain = message;
    plain.clear_budget();
    CampaignTerms terms = read_value(plain);
    terms.ref.campaign = CampaignId{crypto::uuid_of_code("campaign", terms.code)};
    for (const pb::BudgetLine& line : message.budget()) {
        terms.budget.push_back(
            {FundLineId{fund_line_of(line.fund_line_id())}, Money::fen(line.amount_fen())});
    }
    return terms;
}

class CampaignApi final : public Api,
                          public pb::CampaignService::Service,
                          api::Handlers<ApiContext> {
  public:
    explicit CampaignApi(const ApiContext& context) : Handlers(context) {}
    grpc::Service* service() override { return this; }

    Status LaunchCampaign(ServerContext* c, const pb::LaunchCampaignRequest* q,
                          pb::LaunchCampaignResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(CampaignTerms terms, read_terms(q->terms()));
            const Uuid id = terms.ref.campaign.uuid;
            r->set_campaign_id(id.to_string());
            return to(caller, *q, {*context_.aggregates.campaign, home_or(caller, *q), id},
                      Campaign::Command{haven::outreach::LaunchCampaign{std::move(terms)}}, *r);
        });
    }
    Status RaiseBudget(ServerContext* c, const pb::RaiseBudgetRequest* q,
                       pb::RaiseBudgetResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const CampaignRow row, find_campaign(caller, q->campaign()));
            return to(caller, *q, {*context_.aggregates.campaign, row.federation, row.id.uuid},
                      Campaign::Command{haven::outreach::RaiseBudget{
                          FundLineId{fund_line_of(q->fund_line())}, Money::fen(q->amount_fen()),
                          q->decision_no()}},
                      *r);
        });
    }
    Status CloseCampaign(ServerContext* c, const pb::CloseCampaignRequest* q,
                         pb::CloseCampaignResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const CampaignRow row, find_campaign(caller, q->campaign()));
            haven::outreach::CloseCampaign command;
            {
                access::ScopedRead read(context_.host.readers, caller.scope);
                command = Queries(read).sums(row.id);
            }
            return to(caller, *q, {*context_.aggregates.campaign, row.federation, row.id.uuid},
                      Campaign::Command{command}, *r);
        });
    }

    Status OpenStock(ServerContext* c, const pb::OpenStockRequest* q,
                     pb::OpenStockResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(check_number_word(q->code(), "code"));
            const Uuid id = crypto::uuid_of_code("stock", q->code());
            r->set_stock_id(id.to_string());
            return to(caller, *q, {*context_.aggregates.stock, home_or(caller, *q), id},
                      GoodsStock::Command{haven::outreach::OpenStock{q->code()}}, *r);
        });
    }
    Status ReceiveGoods(ServerContext* c, const pb::ReceiveGoodsRequest* q,
                        pb::ReceiveGoodsResponse* r) override {
        return on_stock(c, *q, *r,
                        haven::outreach::ReceiveGoods{read_goods(q->goods()), q->receipt_no()});
    }
    Status IssueGoods(ServerContext* c, const pb::IssueGoodsRequest* q,
                      pb::IssueGoodsResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            std::optional<GroupRow> group;
            {
                access::ScopedRead read(context_.host.readers, caller.scope);
                group = Queries(read).group(q->group());
            }
            if (!group) return missing("GROUP_MISSING", "visit group");
            HAVEN_TRY(const StockRow stock, find_stock(caller, q->stock()));
            // Goods go between streams of one log.
            if (group->federation != stock.federation) {
                return refused("GROUP_MISSING", "the group is another federation's");
            }
            return to_stock(
                caller, *q, stock,
                haven::outreach::IssueGoods{group->id, read_goods(q->goods()), q->issue_no()}, *r);
        });
    }
    Status WriteOffStock(ServerContext* c, const pb::WriteOffStockRequest* q,
                         pb::WriteOffStockResponse* r) override {
        return on_stock(
            c, *q, *r,
            haven::outreach::WriteOffStock{read_goods(q->goods()), q->reason(), q->record_no()});
    }

    Status ListCampaigns(ServerContext* c, const pb::ListCampaignsRequest* q,
                         pb::ListCampaignsResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "campaigns|" + std::to_string(q->season());
            HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
            access::ScopedRead read(context_.host.readers, caller.scope);
            auto rows = Queries(read).campaigns(
                q->season(), page.after.empty() ? "" : page.after[0], page.size + 1);
            cut_page(rows, page.size, filter, *r, [](const CampaignRow& row) { return row.code; });
            for (const CampaignRow& row : rows) write(row, *r->add_campaigns());
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }
    Status GetCampaign(ServerContext* c, const pb::GetCampaignRequest* q,
                       pb::GetCampaignResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const CampaignRow row, find_campaign(caller, q->campaign()));
            access::ScopedRead read(context_.host.readers, caller.scope);
            write(row, *r->mutable_campaign());
            write_value(stored<Campaign, CampaignCodec>(read, row.id.uuid).state.terms,
                        *r->mutable_terms());
            write(Queries(read).sums(row.id), *r->mutable_sums());
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }
    Status GetStock(ServerContext* c, const pb::GetStockRequest* q,
                    pb::GetStockResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const StockRow row, find_stock(caller, q->stock()));
            access::ScopedRead read(context_.host.readers, caller.scope);
            r->set_stock_id(row.id.to_string());
            r->set_code(row.code);
            for (const StockLineRow& line : Queries(read).stock_lines(row.id)) {
                write(line, *r->add_lines());
            }
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }
    Status GetOutreachFigures(ServerContext* c, const pb::GetOutreachFiguresRequest* q,
                              pb::GetOutreachFiguresResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            Date as_of = context_.host.business_date();
            if (!q->as_of().empty()) {
                HAVEN_TRY(as_of, asked_date(q->as_of(), "as_of"));
            }
            access::ScopedRead read(context_.host.readers, caller.scope);
            Queries queries(read);
            const auto add = [&](const std::string& id, std::int64_t value, CountBasis basis) {
                auto& figure = *r->add_figures();
                figure.set_id(id);
                figure.set_value(value);
                figure.set_unit(std::string(unit_of(id)));
                figure.set_basis(std::string(word_of(basis)));
            };
            const auto persons = queries.persons(as_of);
            for (const auto& [id, value] :
                 figures_of(queries.delivered(as_of), persons, queries.places(as_of))) {
                add(id, value, CountBasis::Exact);
            }
            // One step a person at a time: whoever is on file stands on a higher one (R81).
            const auto recipients = last_season(persons);
            const auto on_file = queries.on_file(recipients, as_of);
            add("ladder.warmth", static_cast<std::int64_t>(recipients.size() - on_file.size()),
                CountBasis::Exact);
            for (const CountedFigure& one :
                 publicity_figures(queries.themes(as_of), queries.trained(as_of))) {
                add(one.id, one.value, one.basis);
            }
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }

  private:
    template <class Request>
    static FederationNo home_or(const Caller& caller, const Request& q) {
        return q.federation() == 0 ? caller.home : federation_of(q.federation());
    }
    Result<CampaignRow> find_campaign(const Caller& caller, const std::string& id_or_code) {
        access::ScopedRead read(context_.host.readers, caller.scope);
        const auto row = Queries(read).campaign(id_or_code);
        if (!row) return missing("CAMPAIGN_MISSING", "campaign");
        return *row;
    }
    Result<StockRow> find_stock(const Caller& caller, const std::string& id_or_code) {
        access::ScopedRead read(context_.host.readers, caller.scope);
        const auto row = Queries(read).stock(id_or_code);
        if (!row) return missing("STOCK_MISSING", "store");
        return *row;
    }
    template <class Request, class Command, class Response>
    Result<void> to_stock(const Caller& caller, const Request& q, const StockRow& row,
                          Command command, Response& r) {
        return to(caller, q, {*context_.aggregates.stock, row.federation, row.id.uuid},
                  GoodsStock::Command{std::move(command)}, r);
    }
    template <class Request, class Response, class Command>
    Status on_stock(ServerContext* c, const Request& q, Response& r, Command command) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const StockRow row, find_stock(caller, q.stock()));
            return to_stock(caller, q, row, std::move(command), r);
        });
    }
};

}  // namespace

std::unique_ptr<Api> make_campaign_api(const ApiContext& context) {
    return std::make_unique<CampaignApi>(context);
}

}  // namespace haven::outreach
