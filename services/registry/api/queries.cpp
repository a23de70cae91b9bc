// RegistryQueryService: questions about files. Names are opened in one vault call an answer.
#include <algorithm>

#include "haven/registry/v1/registry_service.grpc.pb.h"
#include "libs/base/resident_id.hpp"
#include "libs/base/text.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/rpc/page.hpp"
#include "services/registry/api/api.hpp"
#include "services/registry/api/desk.hpp"
#include "services/registry/api/views.hpp"
#include "services/registry/codec/values.hpp"
#include "services/registry/queries/lists.hpp"

namespace haven::registry {

namespace {

using grpc::ServerContext;
using grpc::Status;

template <class Rows>
bool cut(Rows& rows, const rpc::Page& page) {
    if (rows.size() <= static_cast<std::size_t>(page.size)) return false;
    rows.resize(static_cast<std::size_t>(page.size));
    return true;
}

class QueryApi final : public v1::RegistryQueryService::Service {
  public:
    explicit QueryApi(Surroundings& around) : desk_(around) {}

    Status FindHouseholds(ServerContext* c, const v1::FindHouseholdsRequest* q,
                          v1::FindHouseholdsResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter_text = filter_of(*q);
            HAVEN_TRY(const auto page,
                      rpc::read_page(q->page_size(), q->page_token(), filter_text, 2));
            HAVEN_TRY(const auto filter, find_filter(caller, *q));
            std::int64_t after_federation = 0;
            Uuid after_household;
            if (!page.after.empty()) {
                HAVEN_TRY(after_federation, rpc::key_number(page.after[0]));
                HAVEN_TRY(after_household, rpc::key_uuid(page.after[1]));
            }
            auto read = desk_.read(caller);
            auto rows =
                queries::find_files(read, filter, after_federation, after_household, page.size + 1);
            const bool more = cut(rows, page);
            std::vector<Sealed> sealed;
            for (const auto& row : rows) sealed.push_back(row.head_name);
            HAVEN_TRY(const auto names,
                      desk_.open(caller, "SEARCH", "household/list", "name", sealed));
            for (std::size_t i = 0; i < rows.size(); ++i) {
                put_summary(rows[i], names[i], r->add_households());
            }
            if (more) {
                const auto& last = rows.back();
                r->set_next_page_token(rpc::page_token(
                    {std::to_string(last.federation.value), last.household.to_string()},
                    filter_text));
            }
            return {};
        });
    }

    Status GetHousehold(ServerContext* c, const v1::GetHouseholdRequest* q,
                        v1::GetHouseholdResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            if (q->unmasked() && q->purpose().empty()) {
                return invalid("PURPOSE_MISSING", "purpose",
                               "a purpose code, which is recorded with the opening");
            }
            HAVEN_TRY(const auto file, desk_.file(caller, q->household_id()));
            const ViewRequest asked{.household_id = q->household_id(),
                                    .unmasked = q->unmasked(),
                                    .purpose = q->purpose().empty() ? "CASE_WORK" : q->purpose()};
            return put_household(desk_, caller, file, asked, r->mutable_household());
        });
    }

    Status GetTimeline(ServerContext* c, const v1::GetTimelineRequest* q,
                       v1::GetTimelineResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "timeline/" + q->household_id();
            HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
            HAVEN_TRY(const auto file, desk_.file(caller, q->household_id()));
            std::int64_t after = 0;
            if (!page.after.empty()) {
                HAVEN_TRY(after, rpc::key_number(page.after[0]));
            }
            auto read = desk_.read(caller);
            auto rows = queries::timeline(read, file.household, after, page.size + 1);
            const bool more = cut(rows, page);
            for (const auto& row : rows) put_entry(row, r->add_entries());
            if (more) {
                r->set_next_page_token(
                    rpc::page_token({std::to_string(rows.back().version)}, filter));
            }
            return {};
        });
    }

    Status ExplainClass(ServerContext* c, const v1::ExplainClassRequest* q,
                        v1::ExplainClassResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const auto file, desk_.file(caller, q->household_id()));
            auto read = desk_.read(caller);
            for (const auto& row : queries::decisions(read, file.household)) {
                auto* decision = r->add_decisions();
                decision->set_type(row.type);
                decision->set_decided_on(to_text(row.on));
                decision->set_hardship_class(same_number<v1::HardshipClass>(row.hardship_class));
                decision->set_reason(row.reason);
                *decision->mutable_comparison() = to_proto(row.comparison);
                decision->set_version(row.version);
            }
            return {};
        });
    }

    Status ListWork(ServerContext* c, const v1::ListWorkRequest* q,
                    v1::ListWorkResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "work/" + q->task() + "/" + q->due_by();
            HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 2));
            HAVEN_TRY(const Date due_by, asked_date_or_none(q->due_by(), "due_by"));
            Date after;
            Uuid after_household;
            if (!page.after.empty()) {
                HAVEN_TRY(after, rpc::key_date(page.after[0]));
                HAVEN_TRY(after_household, rpc::key_uuid(page.after[1]));
            }
            put_files_aside(caller, *q, page.after.empty(), r);
            auto read = desk_.read(caller);
            auto rows =
                queries::work(read, q->task(), due_by, after, after_household, page.size + 1);
            const bool more = cut(rows, page);
            std::vector<Sealed> sealed;
            for (const auto& row : rows) sealed.push_back(row.head_name);
            HAVEN_TRY(const auto names,
                      desk_.open(caller, "CASE_WORK", "work/list", "name", sealed));
            for (std::size_t i = 0; i < rows.size(); ++i) put_work(rows[i], names[i], r);
            if (more) {
                const Date due =
                    rows.back().due.is_set() ? rows.back().due : Date::of(2200, 12, 31);
                r->set_next_page_token(
                    rpc::page_token({due.to_string(), rows.back().household.to_string()}, filter));
            }
            return {};
        });
    }

    Status ListNotices(ServerContext* c, const v1::ListNoticesRequest* q,
                       v1::ListNoticesResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const auto page,
                      rpc::read_page(q->page_size(), q->page_token(), "notices", 2));
            Date after;
            Uuid after_household;
            if (!page.after.empty()) {
                HAVEN_TRY(after, rpc::key_date(page.after[0]));
                HAVEN_TRY(after_household, rpc::key_uuid(page.after[1]));
            }
            auto read = desk_.read(caller);
            auto rows = queries::notices(read, after, after_household, page.size + 1);
            const bool more = cut(rows, page);
            std::vector<Sealed> sealed;
            for (const auto& row : rows) sealed.push_back(row.row);
            HAVEN_TRY(const auto texts,
                      desk_.open(caller, "PUBLIC_NOTICE", "notice/list", "notice_row", sealed));
            for (std::size_t i = 0; i < rows.size(); ++i) put_notice(rows[i], texts[i], r);
            if (more) {
                r->set_next_page_token(rpc::page_token(
                    {rows.back().last_day.to_string(), rows.back().household.to_string()},
                    "notices"));
            }
            return {};
        });
    }

    Status GetFigures(ServerContext* c, const v1::GetFiguresRequest* q,
                      v1::GetFiguresResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(Date as_of, asked_date_or_none(q->as_of(), "as_of"));
            if (!as_of.is_set()) as_of = desk_.around().business_date();
            auto read = desk_.read(caller);
            for (const auto& row : queries::figures(read, as_of)) {
                auto* figure = r->add_figures();
                figure->set_id(row.id);
                figure->set_value(row.value);
                figure->set_unit(row.unit);
                figure->set_basis("EXACT");
            }
            r->set_as_of(as_of.to_string());
            return {};
        });
    }

    Status ListMeansChecks(ServerContext* c, const v1::ListMeansChecksRequest* q,
                           v1::ListMeansChecksResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter =
                "means-checks/" + std::to_string(q->awaited()) + q->household_id();
            HAVEN_TRY(const auto page, rpc::read_page(q->page_size(), q->page_token(), filter, 1));
            Uuid household;
            Uuid after;
            if (!q->household_id().empty()) {
                HAVEN_TRY(household, asked_uuid(q->household_id(), "household_id"));
            }
            if (!page.after.empty()) {
                HAVEN_TRY(after, rpc::key_uuid(page.after[0]));
            }
            auto read = desk_.read(caller);
            auto rows = queries::means_checks(read, q->awaited(), household, after, page.size + 1);
            const bool more = cut(rows, page);
            for (const auto& row : rows) {
                auto* check = r->add_checks();
                check->set_request_id(row.request.to_string());
                check->set_household_id(row.household.to_string());
                check->set_requested_on(to_text(row.requested_on));
                check->set_state(same_number<v1::MeansCheckState>(row.state));
                check->set_answered_on(to_text(row.answered_on));
                check->set_error(row.error);
            }
            if (more) {
                r->set_next_page_token(rpc::page_token({rows.back().request.to_string()}, filter));
            }
            return {};
        });
    }

  private:
    // The peer serves all federations through one folder, which is the city's to look after.
    void put_files_aside(const Caller& caller, const v1::ListWorkRequest& q, bool first_page,
                         v1::ListWorkResponse* out) const {
        constexpr std::string_view kTask = "CIVIL_AFFAIRS_FILE";
        const auto& files = desk_.around().put_aside_files;
        const bool asked = q.task().empty() || q.task() == kTask;
        if (!first_page || !asked || !files || !caller.may_touch(kCity)) return;
        for (const auto& [name, reason] : files()) {
            auto* item = out->add_items();
            item->set_task(std::string(kTask));
            item->set_federation(kCity.value);
            item->set_subject(name);
            item->set_reason(reason);
        }
    }

    rpc::Guard& guard() { return desk_.around().guard; }

    // What is listed, for the page token; the ID number and the name stay out of it, a digest of
    // the whole goes into the token.
    static std::string filter_of(const v1::FindHouseholdsRequest& q) {
        v1::FindHouseholdsRequest filter = q;
        filter.clear_page_size();
        filter.clear_page_token();
        return "households/" + filter.SerializeAsString();
    }

    Result<queries::FileFilter> find_filter(const Caller& caller,
                                            const v1::FindHouseholdsRequest& q) const {
        queries::FileFilter filter{.federation = q.federation(),
                                   .hardship_class = q.hardship_class(),
                                   .cause = q.cause(),
                                   .state = q.state(),
                                   .tier = q.tier(),
                                   .round = q.round(),
                                   .origin = q.origin()};
        const vault::Purpose purpose{.actor = caller.staff,
                                     .service = "registry",
                                     .code = "SEARCH",
                                     .subject = "household/list"};
        if (!q.name().empty()) {
            filter.by_person = true;
            HAVEN_TRY(filter.people, desk_.around().vault.search(purpose, q.name(), caller.scope));
        }
        if (q.id_number().empty()) return filter;
        HAVEN_TRY(auto people, people_with_number(purpose, q.id_number()));
        if (filter.by_person) {
            std::erase_if(people, [&](PersonId person) {
                return std::ranges::find(filter.people, person) == filter.people.end();
            });
        }
        filter.by_person = true;
        filter.people = std::move(people);
        return filter;
    }

    Result<std::vector<PersonId>> people_with_number(const vault::Purpose& purpose,
                                                     const std::string& number) const {
        const auto& around = desk_.around();
        HAVEN_TRY(const auto parsed,
                  parse_resident_id(number, around.business_date(), around.synthetic_ids));
        HAVEN_TRY(auto found,
                  around.vault.lookup(purpose, {vault::IdType::ResidentId, parsed.number}));
        std::vector<PersonId> people = std::move(found.candidates);
        if (found.person) people.push_back(*found.person);
        return people;
    }

    Desk desk_;
};

}  // namespace

std::unique_ptr<grpc::Service> make_query_api(Surroundings& around) {
    return std::make_unique<QueryApi>(around);
}

}  // namespace haven::registry
