// HotlineService: the tickets of 12351.
#include <algorithm>

#include "libs/api/names.hpp"
#include "libs/base/resident_id.hpp"
#include "libs/base/text.hpp"
#include "libs/vault/vault.hpp"
#include "services/outreach/api/support.hpp"

namespace haven::outreach {
namespace {

// A ticket's stream in one federation.
TicketId ticket_id(const std::string& ticket_no, FederationNo federation) {
    return TicketId{
        crypto::uuid_of_code("ticket", ticket_no + '/' + std::to_string(federation.value))};
}

// Who calls, sealed; nobody where nothing was said.
struct SealedCaller {
    Sealed name;
    Sealed phone;
    bool identified = false;
};

// Texts as they go to the vault; only while the request is served.
struct PlainCaller {
    std::string name, phone, id_number;
};

Result<PlainCaller> parse(const ApiContext& context, const pb::CallerInput& caller) {
    PlainCaller plain;
    HAVEN_TRY(plain.name, in_field(text::parse_name(caller.name()), "caller.name"));
    if (!caller.phone().empty()) {
        HAVEN_TRY(plain.phone, in_field(text::parse_phone(caller.phone()), "caller.phone"));
    }
    if (caller.id_number().empty()) return plain;
    HAVEN_TRY(const ResidentId number,
              in_field(parse_resident_id(caller.id_number(), context.host.business_date(),
                                         !context.host.production),
                       "caller.id_number"));
    if (number.upgraded) {
        return invalid("ID_NUMBER_FORM", "caller.id_number",
                       "18 characters; 15 digits are of the old system");
    }
    plain.id_number = number.number;
    return plain;
}

Result<SealedCaller> take_in(const ApiContext& context, const Uuid& command_id,
                             FederationNo federation, const pb::CallerInput& caller) {
    const bool silent =
        caller.name().empty() && caller.phone().empty() && caller.id_number().empty();
    if (silent) return SealedCaller{};
    HAVEN_TRY(const PlainCaller plain, parse(context, caller));
    vault::Vault& vault = *context.host.vault;
    PersonId person;
    if (plain.id_number.empty()) {
        HAVEN_TRY(person, vault.new_person(command_id, 0, plain.name, federation));
    } else {
        HAVEN_TRY(person,
                  vault.resolve_one(
                      {{vault::IdType::ResidentId, plain.id_number}, plain.name, federation}));
    }
    std::vector<vault::Plain> texts{{person, "name", plain.name}};
    if (!plain.phone.empty()) texts.push_back({person, "phone", plain.phone});
    HAVEN_TRY(const auto sealed, vault.seal(command_id, texts));
    SealedCaller taken{
        .name = {person, sealed[0].cipher}, .phone = {}, .identified = !plain.id_number.empty()};
    if (!plain.phone.empty()) taken.phone = {person, sealed[1].cipher};
    return taken;
}

class HotlineApi final : public Api, public pb::HotlineService::Service, api::Handlers<ApiContext> {
  public:
    explicit HotlineApi(const ApiContext& context) : Handlers(context) {}
    grpc::Service* service() override { return this; }

    Status AddTimeLimits(ServerContext* c, const pb::AddTimeLimitsRequest* q,
                         pb::AddTimeLimitsResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_CHECKED(asked_date(q->limits().first_day(), "limits.first_day"));
            const Uuid id = crypto::uuid_of_code("ticket-limits", q->limits().code());
            return to(caller, *q, {*context_.aggregates.ticket_rules, head_of(context_), id},
                      TicketRules::Command{haven::outreach::AddTimeLimits{read_value(q->limits())}},
                      *r);
        });
    }
    Status ListTimeLimits(ServerContext* c, const pb::ListTimeLimitsRequest* q,
                          pb::ListTimeLimitsResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            access::ScopedRead read(context_.host.readers, caller.scope);
            for (const TimeLimits& one : Queries(read).time_limits()) {
                write_value(one, *r->add_limits());
            }
            r->set_business_date(context_.host.business_date().to_string());
            return {};
        });
    }

    Status LogTicket(ServerContext* c, const pb::LogTicketRequest* q,
                     pb::LogTicketResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) { return log_call(caller, *q, *r); });
    }
    Status AssignTicket(ServerContext* c, const pb::AssignTicketRequest* q,
                        pb::AssignTicketResponse* r) override {
        return on_ticket(c, *q, *r, [&](const TicketRow&) -> Built {
            return haven::outreach::AssignTicket{q->union_node(),
                                                 static_cast<UnionLevel>(q->level()), q->reason()};
        });
    }
    Status TransferTicket(ServerContext* c, const pb::TransferTicketRequest* q,
                          pb::TransferTicketResponse* r) override {
        return on_ticket(c, *q, *r, [&](const TicketRow& row) -> Built {
            HAVEN_CHECKED(check_federation(context_, q->to_federation(), "to_federation"));
            const FederationNo federation = federation_of(q->to_federation());
            return haven::outreach::TransferTicket{
                federation, ticket_id(row.ticket_no, federation), q->union_node(),
                static_cast<UnionLevel>(q->level()), q->reason()};
        });
    }
    Status ReclassifyTicket(ServerContext* c, const pb::ReclassifyTicketRequest* q,
                            pb::ReclassifyTicketResponse* r) override {
        return handle(c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const TicketRow row, find(caller, q->ticket()));
            Date started_on;
            {
                access::ScopedRead read(context_.host.readers, caller.scope);
                started_on = stored_ticket(read, row).sheet.started_on;
            }
            return to(caller, *q, target(row),
                      HotlineTicket::Command{haven::outreach::ReclassifyTicket{
                          static_cast<TicketClass>(q->ticket_class()), q->reason(),
                          working_days(started_on)}},
                      *r);
        });
    }
    Status ReplyTicket(ServerContext* c, const pb::ReplyTicketRequest* q,
                       pb::ReplyTicketResponse* r) override {
        return on_ticket(c, *q, *r, [&](const TicketRow&) -> Built {
            return haven::outreach::ReplyTicket{q->reply_no(), q->outcome()};
        });
    }
    Status RecordCallBack(ServerContext* c, const pb::RecordCallBackRequest* q,
                          pb::RecordCallBackResponse* r) override {
        return on_ticket(c, *q, *r, [&](const TicketRow&) -> Built {
            return haven::outreach::RecordCallBack{static_cast<Satisfaction>(q->satisfaction()),
                                                   working_days(context_.host.business_date())};
        });
    }
    Status ReferCaller(ServerContext* c, const pb::ReferCallerRequest* q,
                       pb::ReferCallerResponse* r) override {
        return on_ticket(c, *q, *r, [&](const TicketRow& row) -> Built {
            if (q->to_federation() != 0)
                HAVEN_CHECKED(check_federation(context_, q->to_federation(), "to_federation"));
            haven::outreach::ReferCaller command;
            // Once a ticket and federation, so it is named by them.
            command.referral = ReferralId{crypto::uuid_of_code("referral", row.id.to_string())};
            command.to = federation_of(q->to_federation());
            command.union_node = q->union_node();
            for (const int sign : q->signs()) {
                command.signs.push_back(static_cast<HardshipSign>(sign));
            }
            r->set_referral_id(command.referral.to_string());
            return command;
        });
    }
    Status CloseTicket(ServerContext* c, const pb::CloseTicketRequest* q,
                       pb::CloseTicketResponse* r) override {
        return on_ticket(c, *q, *r,
                         [](const TicketRow&) -> Built { return haven::outreach::CloseTicket{}; });
    }
    Status DismissTicket(ServerContext* c, const pb::DismissTicketRequest* q,
                         pb::DismissTicketResponse* r) override {
        return on_ticket(c, *q, *r, [&](const TicketRow&) -> Built {
            return haven::outreach::DismissTicket{q->reason()};
        });
    }

    Status ListTickets(ServerContext* c, const pb::ListTicketsRequest* q,
                       pb::ListTicketsResponse* r) override;
    Status GetTicket(ServerContext* c, const pb::GetTicketRequest* q,
                     pb::GetTicketResponse* r) override;

  private:
    using Built = Result<HotlineTicket::Command>;

    // `build` answers the command.
    template <class Request, class Response, class Build>
    Status on_ticket(ServerContext* c, const Request& q, Response& r, Build build) {
        return handle(c, q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const TicketRow row, find(caller, q.ticket()));
            HAVEN_TRY(auto command, build(row));
            return to(caller, q, target(row), std::any(std::move(command)), r);
        });
    }
    [[nodiscard]] Target target(const TicketRow& row) const {
        return {*context_.aggregates.ticket, row.federation, row.id.uuid};
    }
    Result<TicketRow> find(const Caller& caller, const std::string& id_or_number) {
        access::ScopedRead read(context_.host.readers, caller.scope);
        const auto row = Queries(read).ticket(id_or_number);
        if (!row) return missing("TICKET_MISSING", "ticket");
        return *row;
    }
    static HotlineTicket::State stored_ticket(access::ScopedRead& read, const TicketRow& row) {
        return stored<HotlineTicket, HotlineTicketCodec>(read, row.id.uuid).state;
    }
    // As many as the longest limit may have.
    [[nodiscard]] std::vector<Date> working_days(Date after) const {
        std::vector<Date> days;
        for (int i = 0; i < kMaxLimitDays; ++i) {
            after = context_.calendar.plus_working_days(after, 1);
            days.push_back(after);
        }
        return days;
    }
    Result<void> log_call(const Caller& caller, const pb::LogTicketRequest& q,
                          pb::LogTicketResponse& r);
};

Result<void> HotlineApi::log_call(const Caller& caller, const pb::LogTicketRequest& q,
                                  pb::LogTicketResponse& r) {
    const FederationNo federation =
        q.federation() == 0 ? caller.home : federation_of(q.federation());
    HAVEN_CHECKED(caller.may_touch(federation));  // before anybody is made in the vault
    HAVEN_CHECKED(takes_part(caller));
    HAVEN_CHECKED(check_number_word(q.ticket_no(), "ticket_no"));
    HAVEN_TRY(const Uuid command_id, asked_uuid(q.command_id(), "command_id"));
    HAVEN_TRY(SealedCaller taken, take_in(context_, command_id, federation, q.caller()));
    haven::outreach::LogTicket command;
    {
        access::ScopedRead read(context_.host.readers, caller.scope);
        const auto all = Queries(read).time_limits();
        const TimeLimits* now = in_force(all, context_.host.business_date());
        if (now != nullptr) command.limits = *now;
    }
    command.working_days = working_days(context_.host.business_date());
    TicketSheet& sheet = command.sheet;
    sheet.ticket_no = q.ticket_no();
    sheet.type = static_cast<TicketType>(q.type());
    sheet.ticket_class = static_cast<TicketClass>(q.ticket_class());
    sheet.subject = q.subject();
    sheet.name = taken.name;
    sheet.phone = taken.phone;
    sheet.identified = taken.identified;
    sheet.union_node = q.union_node();
    sheet.level = static_cast<UnionLevel>(q.level());
    const TicketId id = ticket_id(q.ticket_no(), federation);
    r.set_ticket_id(id.to_string());
    r.set_person_id(id_text(taken.name.person));
    pb::LogTicketRequest cleared = q;
    cleared.clear_caller();
    return to(caller, q, {*context_.aggregates.ticket, federation, id.uuid},
              HotlineTicket::Command{std::move(command)}, r,
              cleared.SerializeAsString() + taken.name.person.to_string() + taken.name.cipher +
                  taken.phone.cipher);
}

Status HotlineApi::ListTickets(ServerContext* c, const pb::ListTicketsRequest* q,
                               pb::ListTicketsResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        if (q->federation() != 0) {
            HAVEN_CHECKED(caller.may_touch(federation_of(q->federation())));
        }
        const TicketFilter asked{.federation = federation_of(q->federation()),
                                 .union_node = q->union_node(),
                                 .state = static_cast<TicketState>(q->state()),
                                 .escalated = q->escalated()};
        const std::string filter = "tickets|" + std::to_string(q->federation()) + '|' +
                                   q->union_node() + '|' + std::to_string(q->state()) + '|' +
                                   std::to_string(static_cast<int>(q->escalated()));
        HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 2));
        std::string after_number;
        TicketId after;
        if (!page.after.empty()) {
            after_number = page.after[0];
            HAVEN_TRY(after.uuid, rpc::key_uuid(page.after[1]));
        }
        access::ScopedRead read(context_.host.readers, caller.scope);
        auto rows = Queries(read).tickets(asked, after_number, after, page.size + 1);
        if (rows.size() > static_cast<std::size_t>(page.size)) {
            rows.pop_back();
            const TicketRow& last = rows.back();
            r->set_next_page_token(rpc::page_token({last.ticket_no, last.id.to_string()}, filter));
        }
        for (const TicketRow& row : rows) write(row, *r->add_tickets());
        r->set_business_date(context_.host.business_date().to_string());
        return {};
    });
}

Status HotlineApi::GetTicket(ServerContext* c, const pb::GetTicketRequest* q,
                             pb::GetTicketResponse* r) {
    return handle(c, *q, [&](const Caller& caller) -> Result<void> {
        HAVEN_CHECKED(check_purpose(q->purpose()));
        HAVEN_TRY(const TicketRow row, find(caller, q->ticket()));
        access::ScopedRead read(context_.host.readers, caller.scope);
        const HotlineTicket::State state = stored_ticket(read, row);
        write(row, *r->mutable_ticket());
        if (state.reply) {
            r->set_reply_no(state.reply->reply_no);
            r->set_outcome(state.reply->outcome);
        }
        r->set_business_date(context_.host.business_date().to_string());
        if (q->purpose().empty() || state.sheet.anonymous()) return {};
        const TicketSheet& sheet = state.sheet;
        std::vector<vault::Cipher> sealed{{sheet.name.person, "name", sheet.name.cipher}};
        if (sheet.has_phone()) {
            sealed.push_back({sheet.phone.person, "phone", sheet.phone.cipher});
        }
        HAVEN_TRY(const auto opened, api::open_fields(context_, caller, q->purpose(),
                                                      "ticket/" + row.id.to_string(), sealed));
        r->set_name(opened[0]);
        if (sheet.has_phone()) r->set_phone(opened[1]);
        return {};
    });
}

}  // namespace

std::unique_ptr<Api> make_hotline_api(const ApiContext& context) {
    return std::make_unique<HotlineApi>(context);
}

}  // namespace haven::outreach
