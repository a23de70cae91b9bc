// ReferralService: what waits of those whom hotline, visit groups and job centre have referred.
#include <sstream>

#include "haven/registry/v1/registry_service.grpc.pb.h"
#include "libs/rpc/handler.hpp"
#include "libs/rpc/page.hpp"
#include "services/registry/aggregates.hpp"
#include "services/registry/api/api.hpp"
#include "services/registry/api/desk.hpp"
#include "services/registry/api/replies.hpp"
#include "services/registry/codec/values.hpp"
#include "services/registry/domain/referral.hpp"
#include "services/registry/queries/referrals.hpp"

namespace haven::registry {
namespace {

using grpc::ServerContext;
using grpc::Status;

void put_row(const queries::ReferralRow& row, const std::string& name, const std::string& phone,
             v1::Referral& out) {
    out.set_referral_id(row.referral.to_string());
    out.set_federation(row.federation.value);
    out.set_source(same_number<v1::ReferralSource>(row.source));
    out.set_source_no(row.source_no);
    out.set_person_id(to_text(row.person.uuid));
    out.set_name(name);
    out.set_phone(phone);
    out.set_union_node(row.union_node);
    std::istringstream signs(row.signs);
    for (std::string sign; std::getline(signs, sign, ',');) out.add_signs(sign);
    out.set_heard_on(to_text(row.heard_on));
    out.set_state(same_number<v1::ReferralState>(row.state));
    out.set_household_id(to_text(row.household.uuid));
    out.set_reason(row.reason);
}

class ReferralApi final : public v1::ReferralService::Service {
  public:
    explicit ReferralApi(Surroundings& around) : desk_(around) {}

    Status TakeUpReferral(ServerContext* c, const v1::TakeUpReferralRequest* q,
                          v1::TakeUpReferralResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const queries::FileRow file, desk_.file(caller, q->household_id()));
            registry::TakeUpReferral command{file.household, {}};
            {
                auto read = desk_.read(caller);
                for (const Member& member : queries::members(read, file.household)) {
                    command.members.push_back(member.person);
                }
            }
            return to(caller, *q, std::move(command), *r);
        });
    }
    Status SetReferralAside(ServerContext* c, const v1::SetReferralAsideRequest* q,
                            v1::SetReferralAsideResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) {
            return to(caller, *q, registry::SetReferralAside{q->reason()}, *r);
        });
    }
    Status ListReferrals(ServerContext* c, const v1::ListReferralsRequest* q,
                         v1::ListReferralsResponse* r) override {
        return rpc::handle(guard(), *c, *q,
                           [&](const Caller& caller) { return list(caller, *q, *r); });
    }

  private:
    rpc::Guard& guard() { return desk_.around().guard; }

    template <class Request, class Response>
    Result<void> to(const Caller& caller, const Request& q, ReferralRecord::Command command,
                    Response& r) {
        HAVEN_CHECKED(desk_.takes_part(caller));
        HAVEN_TRY(const Uuid command_id, asked_uuid(q.command_id(), "command_id"));
        HAVEN_TRY(const Uuid id, asked_uuid(q.referral_id(), "referral_id"));
        std::optional<queries::ReferralRow> row;
        {
            auto read = desk_.read(caller);
            row = queries::referral(read, id);
        }
        if (!row) {
            return failure(ErrorKind::Missing, "REFERRAL_MISSING",
                           "there is no such referral in scope");
        }
        HAVEN_TRY(const auto reply, desk_.submit(caller, {.aggregate = &referral_aggregate(),
                                                          .federation = row->federation,
                                                          .stream = id,
                                                          .command_id = command_id,
                                                          .hashed = hashed_bytes(q),
                                                          .expected_version = expected_version(q),
                                                          .command = std::move(command)}));
        put_reply(reply, r.mutable_reply());
        return {};
    }
    Result<void> list(const Caller& caller, const v1::ListReferralsRequest& q,
                      v1::ListReferralsResponse& r);

    Desk desk_;
};

Result<void> ReferralApi::list(const Caller& caller, const v1::ListReferralsRequest& q,
                               v1::ListReferralsResponse& r) {
    const std::string filter = "referrals/" + std::to_string(q.state());
    HAVEN_TRY(const auto page, rpc::read_page(q.page_size(), q.page_token(), filter, 2));
    Date after_day;
    Uuid after;
    if (!page.after.empty()) {
        HAVEN_TRY(after_day, rpc::key_date(page.after[0]));
        HAVEN_TRY(after, rpc::key_uuid(page.after[1]));
    }
    auto read = desk_.read(caller);
    auto rows = queries::referrals(read, same_number<ReferralState>(q.state()), after_day, after,
                                   page.size + 1);
    if (rows.size() > static_cast<std::size_t>(page.size)) {
        rows.pop_back();
        const auto& last = rows.back();
        r.set_next_page_token(
            rpc::page_token({last.heard_on.to_string(), last.referral.to_string()}, filter));
    }
    std::vector<Sealed> names;
    std::vector<Sealed> phones;
    for (const auto& row : rows) {
        names.push_back(row.name);
        phones.push_back(row.phone);
    }
    HAVEN_TRY(const auto shown, desk_.open(caller, "CASE_WORK", "referral/list", "name", names));
    HAVEN_TRY(const auto dialled,
              desk_.open(caller, "CASE_WORK", "referral/list", "phone", phones));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        put_row(rows[i], shown[i], dialled[i], *r.add_referrals());
    }
    return {};
}

}  // namespace

std::unique_ptr<grpc::Service> make_referral_api(Surroundings& around) {
    return std::make_unique<ReferralApi>(around);
}

}  // namespace haven::registry
