// VisitService: visit groups, their lists, cash, goods and visits.
#include "services/outreach/api/merge_visits.hpp"
#include "services/outreach/api/support.hpp"

namespace haven::outreach {
namespace {

Result<std::vector<Stop>> read_stops(const pb::Itinerary& itinerary) {
    std::vector<Stop> stops;
    for (const pb::Stop& stop : itinerary.stops()) {
        HAVEN_CHECKED(check_enterprise(stop.enterprise(), "itinerary.stops.enterprise"));
        HAVEN_CHECKED(check_node(stop.union_node(), "itinerary.stops.union_node"));
        HAVEN_TRY(const Date day, asked_date(stop.planned_on(), "itinerary.stops.planned_on"));
        stops.push_back({stop.enterprise(), stop.union_node(), day});
    }
    return stops;
}

// A command, and what stands for its content where the request itself is plaintext of people.
struct Built {
    VisitGroup::Command command;
    std::string hashed = {};
};

class VisitApi final : public Api, public pb::VisitService::Service, api::Handlers<ApiContext> {
  public:
    explicit VisitApi(const ApiContext& context) : Handlers(context) {}
    grpc::Service* service() override { return this; }

    Status AssignGroup(ServerContext* c, const pb::AssignGroupRequest* q,
                       pb::AssignGroupResponse* r) override;
    Status ChangeItinerary(ServerContext* c, const pb::ChangeItineraryRequest* q,
                           pb::ChangeItineraryResponse* r) override {
        return on_group(c, *q, *r, [&](const GroupRow&) -> Result<Built> {
            HAVEN_TRY(const Uuid leader, asked_uuid(q->leader(), "leader"));
            HAVEN_TRY(auto stops, read_stops(q->itinerary()));
            return Built{haven::outreach::ChangeItinerary{StaffId{leader}, std::move(stops)}};
        });
    }

    Status AddRecipients(ServerContext* c, const pb::AddRecipientsRequest* q,
                         pb::AddRecipientsResponse* r) override {
        return on_group(c, *q, *r, [&](const GroupRow& group) -> Result<Built> {
            HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
            HAVEN_TRY(auto taken, take_in(context_, command_id, group.federation, q->sheet()));
            for (const Recipient& row : taken.rows) r->add_person_ids(row.person.to_string());
            return Built{haven::outreach::ListRecipients{std::move(taken.rows)},
                         q->group() + taken.sealed};
        });
    }
    Status StrikeRecipient(ServerContext* c, const pb::StrikeRecipientRequest* q,
                           pb::StrikeRecipientResponse* r) override {
        return on_group(c, *q, *r, [&](const GroupRow&) -> Result<Built> {
            HAVEN_TRY(const Uuid person, asked_uuid(q->person_id(), "person_id"));
            return Built{haven::outreach::StrikeRecipient{PersonId{person}, q->reason()}};
        });
    }
    Status ApproveRecipients(ServerContext* c, const pb::ApproveRecipientsRequest* q,
                             pb::ApproveRecipientsResponse* r) override {
        return on_group(c, *q, *r, [&](const GroupRow&) -> Result<Built> {
            return Built{
                haven::outreach::ApproveRecipients{q->people(), Money::fen(q->total_fen())}};
        });
    }

    Status DrawCash(ServerContext* c, const pb::DrawCashRequest* q,
                    pb::DrawCashResponse* r) override;
    Status GiveCashBack(ServerContext* c, const pb::GiveCashBackRequest* q,
                        pb::GiveCashBackResponse* r) override {
        return on_group(c, *q, *r, [&](const GroupRow&) -> Result<Built> {
            return Built{haven::outreach::GiveCashBack{FundLineId{fund_line_of(q->fund_line())},
                                                       Money::fen(q->amount_fen()),
                                                       q->voucher_no()}};
        });
    }
    Status GiveGoodsBack(ServerContext* c, const pb::GiveGoodsBackRequest* q,
                         pb::GiveGoodsBackResponse* r) override;
    Status ReportLoss(ServerContext* c, const pb::ReportLossRequest* q,
                      pb::ReportLossResponse* r) override {
        return on_group(c, *q, *r, [&](const GroupRow&) -> Result<Built> {
            return Built{
                haven::outreach::ReportLoss{read_goods(q->goods()), q->reason(), q->record_no()}};
        });
    }

    Status RecordVisits(ServerContext* c, const pb::RecordVisitsRequest* q,
                        pb::RecordVisitsResponse* r) override {
        return on_group(c, *q, *r, [&](const GroupRow& group) -> Result<Built> {
            HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
            HAVEN_TRY(auto taken, take_in(context_, command_id, group, q->sheet()));
            return Built{haven::outreach::RecordVisits{std::move(taken.rows)},
                         q->group() + taken.sealed};
        });
    }
    Status MergeVisits(ServerContext* c, const pb::MergeVisitsRequest* q,
                       pb::MergeVisitsResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const Uuid command_id, asked_uuid(q->command_id(), "command_id"));
            HAVEN_TRY(VisitFile file, read_visit_file(q->content()));
            MergeRun run(context_, caller, command_id, std::move(file));
            HAVEN_CHECKED(run.run());
            run.answer(*r);
            return {};
        });
    }
    Status RecallDelivery(ServerContext* c, const pb::RecallDeliveryRequest* q,
                          pb::RecallDeliveryResponse* r) override {
        return on_group(c, *q, *r, [&](const GroupRow&) -> Result<Built> {
            return Built{haven::outreach::RecallDelivery{q->receipt_no(), q->reason()}};
        });
    }
    Status SettleGroup(ServerContext* c, const pb::SettleGroupRequest* q,
                       pb::SettleGroupResponse* r) override {
        return on_group(c, *q, *r, [&](const GroupRow&) -> Result<Built> {
            return Built{haven::outreach::SettleGroup{}};
        });
    }

    Status ListGroups(ServerContext* c, const pb::ListGroupsRequest* q,
                      pb::ListGroupsResponse* r) override;
    Status GetGroup(ServerContext* c, const pb::GetGroupRequest* q,
                    pb::GetGroupResponse* r) override;
    Status ListRecipients(ServerContext* c, const pb::ListRecipientsRequest* q,
                          pb::ListRecipientsResponse* r) override;
    Status ListDeliveries(ServerContext* c, const pb::ListDeliveriesRequest* q,
                          pb::ListDeliveriesResponse* r) override;

  private:
    Result<GroupRow> find_group(const Caller& caller, const std::string& id_or_number) {
        access::ScopedRead read(context_.host.readers, caller.scope);
        const auto row = Queries(read).group(id_or_number);
        if (!row) return missing("GROUP_MISSING", "visit group");
        return *row;
    }
    template <class Request, class Response>
    Result<void> to_group(const Caller& caller, const Request& q, FederationNo federation,
                          const GroupId& id, Built built, Response& r) {
        HAVEN_TRY(const auto reply,
                  submit(context_, caller, q, {*context_.aggregates.group, federation, id.uuid},
                         std::move(built.command), std::move(built.hashed)));
        write_reply(reply, *r.mutable_reply());
        return {};
    }
    // `build` answers the command.
    template <class Request, class Response, class Build>
    Status on_group(ServerContext* c, const Request& q, Response& r, Build build) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const GroupRow row, find_group(caller, q.group()));
            HAVEN_TRY(Built built, build(row));
            return to_group(caller, q, row.federation, row.id, std::move(built), r);
        });
    }
    // Of a page of the list.
    static std::vector<ShownName> names_of(access::ScopedRead& read, const GroupRow& group,
                                           pb::ListRecipientsResponse& r);
};

Status VisitApi::AssignGroup(ServerContext* c, const pb::AssignGroupRequest* q,
                             pb::AssignGroupResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(check_number_word(q->group_no(), "group_no"));
        HAVEN_TRY(const Uuid leader, asked_uuid(q->leader(), "leader"));
        HAVEN_TRY(auto stops, read_stops(q->itinerary()));
        std::optional<CampaignRow> row;
        Campaign::State campaign;
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            row = Queries(read).campaign(q->campaign());
            if (!row) return missing("CAMPAIGN_MISSING", "campaign");
            campaign = stored<Campaign, CampaignCodec>(read, row->id.uuid).state;
        }
        const GroupId id{crypto::uuid_of_code("visit-group", q->group_no())};
        r->set_group_id(id.to_string());
        return to_group(caller, *q, row->federation, id,
                        Built{haven::outreach::AssignGroup{
                            {q->group_no(), campaign.terms.ref, StaffId{leader}, std::move(stops)},
                            campaign.closed}},
                        *r);
    });
}

Status VisitApi::DrawCash(ServerContext* c, const pb::DrawCashRequest* q, pb::DrawCashResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const GroupRow row, find_group(caller, q->group()));
        const FundLineId line{fund_line_of(q->fund_line())};
        Money budget;
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            budget = stored<Campaign, CampaignCodec>(read, row.campaign.uuid).state.budget_of(line);
        }
        return to_group(caller, *q, row.federation, row.id,
                        Built{haven::outreach::DrawCash{line, Money::fen(q->amount_fen()),
                                                        q->voucher_no(), budget}},
                        *r);
    });
}

Status VisitApi::GiveGoodsBack(ServerContext* c, const pb::GiveGoodsBackRequest* q,
                               pb::GiveGoodsBackResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const GroupRow row, find_group(caller, q->group()));
        std::optional<StockRow> stock;
        {
            access::ScopedRead read(context_.host.readers, caller.scope);
            stock = Queries(read).stock(q->stock());
        }
        if (!stock) return missing("STOCK_MISSING", "store");
        return to_group(caller, *q, row.federation, row.id,
                        Built{haven::outreach::GiveGoodsBack{stock->id, q->return_no(),
                                                             read_goods(q->goods())}},
                        *r);
    });
}

Status VisitApi::ListGroups(ServerContext* c, const pb::ListGroupsRequest* q,
                            pb::ListGroupsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "groups|" + q->campaign();
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
        access::ScopedRead read(context_.host.readers, caller.scope);
        Queries queries(read);
        CampaignId campaign;
        if (!q->campaign().empty()) {
            const auto row = queries.campaign(q->campaign());
            if (!row) return missing("CAMPAIGN_MISSING", "campaign");
            campaign = row->id;
        }
        auto rows =
            queries.groups(campaign, page.after.empty() ? "" : page.after[0], page.size + 1);
        cut_page(rows, page.size, filter, *r, [](const GroupRow& row) { return row.group_no; });
        for (const GroupRow& row : rows) write(row, *r->add_groups());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Status VisitApi::GetGroup(ServerContext* c, const pb::GetGroupRequest* q, pb::GetGroupResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_TRY(const GroupRow row, find_group(caller, q->group()));
        access::ScopedRead read(context_.host.readers, caller.scope);
        Queries queries(read);
        write(row, *r->mutable_group());
        for (const Stop& stop : queries.stops(row.id)) write_value(stop, *r->add_stops());
        for (const PurseRow& line : queries.purse(row.id)) write(line, *r->add_purse());
        for (const BagRow& line : queries.bag(row.id)) write(line, *r->add_bag());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Status VisitApi::ListRecipients(ServerContext* c, const pb::ListRecipientsRequest* q,
                                pb::ListRecipientsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(check_purpose(q->purpose()));
        const std::string filter = "recipients|" + q->group() + '|' + q->purpose();
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
        PersonId after;
        if (!page.after.empty()) {
            HAVEN_TRY(after.uuid, rpc::key_uuid(page.after[0]));
        }
        HAVEN_TRY(const GroupRow group, find_group(caller, q->group()));
        access::ScopedRead read(context_.host.readers, caller.scope);
        auto rows = Queries(read).recipients(group.id, after, page.size + 1);
        cut_page(rows, page.size, filter, *r,
                 [](const RecipientLine& row) { return row.person.to_string(); });
        for (const RecipientLine& row : rows) write(row, *r->add_recipients());
        r->set_business_date(context_.host.business_date().to_string());
        if (q->purpose().empty()) return {};
        return open_names(context_, caller, q->purpose(), "visit-group/" + group.id.to_string(),
                          names_of(read, group, *r));
    });
}

std::vector<ShownName> VisitApi::names_of(access::ScopedRead& read, const GroupRow& group,
                                          pb::ListRecipientsResponse& r) {
    const auto state = stored<VisitGroup, VisitGroupCodec>(read, group.id.uuid).state;
    std::vector<ShownName> names;
    for (pb::RecipientRow& row : *r.mutable_recipients()) {
        const auto found = state.rows.find(id_of<PersonId>(row.person_id()));
        if (found == state.rows.end()) continue;
        const Sealed& name = found->second.recipient.name;
        if (!name.cipher.empty()) names.push_back({row.mutable_name(), name});
    }
    return names;
}

Status VisitApi::ListDeliveries(ServerContext* c, const pb::ListDeliveriesRequest* q,
                                pb::ListDeliveriesResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        const std::string filter = "deliveries|" + q->group();
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
        HAVEN_TRY(const GroupRow group, find_group(caller, q->group()));
        access::ScopedRead read(context_.host.readers, caller.scope);
        auto rows = Queries(read).deliveries(group.id, page.after.empty() ? "" : page.after[0],
                                             page.size + 1);
        cut_page(rows, page.size, filter, *r,
                 [](const DeliveryRow& row) { return row.receipt_no; });
        for (const DeliveryRow& row : rows) write(row, *r->add_deliveries());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

}  // namespace

std::unique_ptr<Api> make_visit_api(const ApiContext& context) {
    return std::make_unique<VisitApi>(context);
}

}  // namespace haven::outreach
