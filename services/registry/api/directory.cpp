// DirectoryService: reference data and tokens.
#include <algorithm>

#include "haven/registry/v1/registry_service.grpc.pb.h"
#include "libs/access/sign_in.hpp"
#include "libs/access/token.hpp"
#include "libs/base/credit_code.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/rpc/page.hpp"
#include "services/registry/aggregates.hpp"
#include "services/registry/api/api.hpp"
#include "services/registry/api/desk.hpp"
#include "services/registry/api/replies.hpp"
#include "services/registry/codec/values.hpp"

namespace haven::registry {

namespace {

using grpc::ServerContext;
using grpc::Status;

std::string line_id_of(const DibaoLine& line) {
    return line.division + (line.residence == Residence::Urban ? "-URBAN-" : "-RURAL-") +
           line.effective_from.to_string();
}

// The enterprise's code as it is stored: stream ids are derived from it, so one spelling only.
Result<std::string> credit_code_of(const Enterprise& enterprise) {
    auto parsed = parse_credit_code(enterprise.uscc);
    if (parsed) return std::move(parsed)->number;
    Error error = std::move(parsed).error();
    for (FieldViolation& violation : error.fields) violation.field = "enterprise.uscc";
    return std::unexpected(std::move(error));
}

// What lies under a node: everything under the city's root, else the node's own federation.
std::vector<FederationNo> scope_of(const Surroundings& around, const StaffMember& member,
                                   const std::optional<UnionNode>& node) {
    if (node && node->parent_code.empty()) return around.federations;
    return {member.federation};
}

// A service proves itself by its own key and never signs in: nobody is registered as one.
Result<void> are_roles_of_people(const StaffMember& member) {
    constexpr auto kPeer = static_cast<std::int32_t>(access::Role::PeerService);
    if (std::ranges::find(member.roles, kPeer) == member.roles.end()) return {};
    return invalid("INVALID_STAFF", "member.roles", "roles of people, not of a service");
}

// Fills a page from `rows`, which were read with one row more than the page holds.
template <class Rows, class Add>
void fill_page(Rows& rows, const rpc::Page& page, Add add) {
    const auto count = std::min(rows.size(), static_cast<std::size_t>(page.size));
    for (std::size_t i = 0; i < count; ++i) add(rows[i]);
}

class DirectoryApi final : public v1::DirectoryService::Service {
  public:
    DirectoryApi(Surroundings& around, const access::TokenIssuer& issuer)
        : desk_(around), issuer_(issuer), sign_ins_(around.now) {}

    Status RequestToken(ServerContext* c, const v1::RequestTokenRequest* q,
                        v1::RequestTokenResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller&) -> Result<void> {
            HAVEN_TRY(const Uuid id, asked_uuid(q->staff_id(), "staff_id"));
            access::ScopedRead read(desk_.around().readers, {});
            const auto member = queries::staff_by_id(read, StaffId{id});
            if (!member || member->left) {
                return failure(ErrorKind::Unauthenticated, "STAFF_UNKNOWN",
                               "no registered member of staff");
            }
            HAVEN_CHECKED(sign_ins_.check({.staff = member->staff,
                                           .at = Instant{q->at_micros()},
                                           .nonce = q->nonce(),
                                           .signature = q->signature()},
                                          member->public_key));
            access::StaffClaims claims{
                .staff = member->staff,
                .roles = {},
                .home = member->federation,
                .union_node = member->union_node,
                .scope = scope_of(desk_.around(), *member,
                                  queries::union_node(read, member->union_node))};
            for (std::int32_t role : member->roles) {
                claims.roles.push_back(static_cast<access::Role>(role));
            }
            const access::Token token = issuer_.issue(claims);
            r->set_token(token.text);
            r->set_expires_micros(token.expires.micros);
            return {};
        });
    }

    Status RegisterUnionNode(ServerContext* c, const v1::RegisterUnionNodeRequest* q,
                             v1::RegisterUnionNodeResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            const UnionNode node = from_proto(q->node());
            HAVEN_CHECKED(may_keep(caller, node.federation, "node.federation"));
            auto read = desk_.read(caller);
            const auto parent = queries::union_node(read, node.parent_code);
            const bool hangs = parent && parent->federation == node.federation;
            if (!hangs && !queries::union_node(read, node.code)) {
                return invalid("PARENT_NOT_FOUND", "node.parent_code",
                               "a registered node of the same federation");
            }
            return store(caller, *q, union_node_aggregate(),
                         crypto::uuid_of_code("union-node", node.code),
                         UnionNodeRecord::Command(registry::RegisterUnionNode{node}), r);
        });
    }

    Status ListUnionNodes(ServerContext* c, const v1::ListUnionNodesRequest* q,
                          v1::ListUnionNodesResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const auto page, page_of(*q, "union-nodes"));
            auto read = desk_.read(caller);
            auto rows = queries::union_nodes(read, after(page), page.size + 1);
            fill_page(rows, page, [&](const UnionNode& n) { *r->add_nodes() = to_proto(n); });
            if (more(rows, page)) {
                r->set_next_page_token(
                    rpc::page_token({r->nodes().rbegin()->code()}, "union-nodes"));
            }
            return {};
        });
    }

    Status RegisterStaff(ServerContext* c, const v1::RegisterStaffRequest* q,
                         v1::RegisterStaffResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            const auto& asked = q->member();
            Uuid id = crypto::uuid_of_code("staff", asked.login());
            if (!asked.staff_id().empty()) {
                HAVEN_TRY(id, asked_uuid(asked.staff_id(), "member.staff_id"));
            }
            v1::StaffMember named = asked;
            named.set_staff_id(id.to_string());
            named.set_left(false);
            const StaffMember member = from_proto(named);
            HAVEN_CHECKED(may_keep(caller, member.federation, "member.federation"));
            HAVEN_CHECKED(are_roles_of_people(member));
            auto read = desk_.read(caller);
            const auto node = queries::union_node(read, member.union_node);
            if (!node || node->federation != member.federation) {
                return invalid("UNION_NODE_NOT_FOUND", "member.union_node",
                               "a node of the member's federation");
            }
            const auto same_login = queries::staff_by_login(read, member.login);
            if (same_login && same_login->staff != member.staff) {
                return failure(ErrorKind::Duplicate, "LOGIN_TAKEN",
                               "another member has this login");
            }
            r->set_staff_id(id.to_string());
            return store(caller, *q, staff_aggregate(), id,
                         StaffRecord::Command(registry::RegisterStaff{member}), r);
        });
    }

    Status RecordStaffLeft(ServerContext* c, const v1::RecordStaffLeftRequest* q,
                           v1::RecordStaffLeftResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const Uuid id, asked_uuid(q->staff_id(), "staff_id"));
            auto read = desk_.read(caller);
            if (const auto member = queries::staff_by_id(read, StaffId{id})) {
                HAVEN_CHECKED(caller.may_touch(member->federation));
            }
            return store(caller, *q, staff_aggregate(), id,
                         StaffRecord::Command(registry::RecordStaffLeft{}), r);
        });
    }

    Status ListStaff(ServerContext* c, const v1::ListStaffRequest* q,
                     v1::ListStaffResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const auto page, page_of(*q, "staff"));
            auto read = desk_.read(caller);
            auto rows = queries::staff(read, after(page), page.size + 1);
            fill_page(rows, page, [&](const StaffMember& m) { *r->add_staff() = to_proto(m); });
            if (more(rows, page)) {
                r->set_next_page_token(rpc::page_token({r->staff().rbegin()->login()}, "staff"));
            }
            return {};
        });
    }

    Status RegisterEnterprise(ServerContext* c, const v1::RegisterEnterpriseRequest* q,
                              v1::RegisterEnterpriseResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(Enterprise enterprise, from_proto(q->enterprise()));
            HAVEN_TRY(enterprise.uscc, credit_code_of(enterprise));
            HAVEN_CHECKED(may_keep(caller, enterprise.federation, "enterprise.federation"));
            auto read = desk_.read(caller);
            if (const auto known = queries::enterprise(read, enterprise.uscc)) {
                HAVEN_CHECKED(caller.may_touch(known->federation));
            }
            return store(caller, *q, enterprise_aggregate(),
                         crypto::uuid_of_code("enterprise", enterprise.uscc),
                         EnterpriseRecord::Command(registry::RegisterEnterprise{enterprise}), r);
        });
    }

    Status ListEnterprises(ServerContext* c, const v1::ListEnterprisesRequest* q,
                           v1::ListEnterprisesResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "enterprises/" + q->programme();
            HAVEN_TRY(const auto page, page_of(*q, filter));
            auto read = desk_.read(caller);
            auto rows = queries::enterprises(read, after(page), q->programme(), page.size + 1);
            fill_page(rows, page,
                      [&](const Enterprise& e) { *r->add_enterprises() = to_proto(e); });
            if (more(rows, page)) {
                r->set_next_page_token(
                    rpc::page_token({r->enterprises().rbegin()->uscc()}, filter));
            }
            return {};
        });
    }

    Status SetDibaoLine(ServerContext* c, const v1::SetDibaoLineRequest* q,
                        v1::SetDibaoLineResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(DibaoLine line, from_proto(q->line()));
            if (line.division.size() != 6 || line.residence == Residence::None) {
                return invalid("INVALID_LINE", "line", "a division of 6 digits, URBAN or RURAL");
            }
            HAVEN_CHECKED(caller.may_touch(kCity));
            line.line_id = line_id_of(line);
            r->set_line_id(line.line_id);
            return store(caller, *q, dibao_line_aggregate(),
                         crypto::uuid_of_code("dibao-line", line.line_id),
                         DibaoLineRecord::Command(registry::SetDibaoLine{line}), r);
        });
    }

    Status ListDibaoLines(ServerContext* c, const v1::ListDibaoLinesRequest* q,
                          v1::ListDibaoLinesResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            const std::string filter = "dibao-lines/" + q->division();
            HAVEN_TRY(const auto page, page_of(*q, filter));
            auto read = desk_.read(caller);
            auto rows = queries::dibao_lines(read, after(page), q->division(), page.size + 1);
            fill_page(rows, page, [&](const DibaoLine& l) { *r->add_lines() = to_proto(l); });
            if (more(rows, page)) {
                r->set_next_page_token(rpc::page_token({r->lines().rbegin()->line_id()}, filter));
            }
            return {};
        });
    }

    Status AddRuleSet(ServerContext* c, const v1::AddRuleSetRequest* q,
                      v1::AddRuleSetResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const RuleSet set, from_proto(q->rule_set()));
            HAVEN_CHECKED(caller.may_touch(kCity));
            HAVEN_CHECKED(no_overlap(caller, set));
            return store(caller, *q, rule_set_aggregate(),
                         crypto::uuid_of_code("rule-set", set.rule_set_id),
                         RuleSetRecord::Command(registry::AddRuleSet{set}), r);
        });
    }

    Status ListRuleSets(ServerContext* c, const v1::ListRuleSetsRequest* q,
                        v1::ListRuleSetsResponse* r) override {
        return rpc::handle(guard(), *c, *q, [&](const Caller& caller) -> Result<void> {
            HAVEN_TRY(const auto page, page_of(*q, "rule-sets"));
            auto read = desk_.read(caller);
            auto rows = queries::rule_sets(read, after(page), page.size + 1);
            fill_page(rows, page, [&](const RuleSet& s) { *r->add_rule_sets() = to_proto(s); });
            if (more(rows, page)) {
                r->set_next_page_token(
                    rpc::page_token({r->rule_sets().rbegin()->rule_set_id()}, "rule-sets"));
            }
            return {};
        });
    }

  private:
    rpc::Guard& guard() { return desk_.around().guard; }

    template <class Request>
    static Result<rpc::Page> page_of(const Request& q, const std::string& filter) {
        return rpc::read_page(q.page_size(), q.page_token(), filter, 1);
    }
    static std::string after(const rpc::Page& page) {
        return page.after.empty() ? std::string() : page.after.front();
    }
    template <class Rows>
    static bool more(const Rows& rows, const rpc::Page& page) {
        return rows.size() > static_cast<std::size_t>(page.size);
    }

    // A federation of the suite that lies under the caller's node.
    Result<void> may_keep(const Caller& caller, FederationNo federation,
                          std::string_view field) const {
        const auto& known = desk_.around().federations;
        if (std::ranges::find(known, federation) == known.end()) {
            return invalid("FEDERATION_NOT_FOUND", std::string(field), "number of a federation");
        }
        return caller.may_touch(federation);
    }

    // On every day at most one rule set is in force.
    Result<void> no_overlap(const Caller& caller, const RuleSet& set) const {
        auto read = desk_.read(caller);
        const auto last = [](const RuleSet& s) {
            return s.effective_until.is_set() ? s.effective_until : Date::of(2200, 12, 31);
        };
        for (const RuleSet& other : queries::rule_sets(read, "", 1000)) {
            if (other.rule_set_id == set.rule_set_id) continue;
            if (other.effective_from <= last(set) && set.effective_from <= last(other)) {
                return refused("RULE_SETS_OVERLAP", "another rule set is in force in this time",
                               {{"rule_set_id", other.rule_set_id}});
            }
        }
        return {};
    }

    // Reference data are streams of the city's federation.
    template <class Request, class Response>
    Result<void> store(const Caller& caller, const Request& q, const writer::Aggregate& aggregate,
                       const Uuid& stream, std::any command, Response* r) {
        HAVEN_TRY(const Uuid command_id, asked_uuid(q.command_id(), "command_id"));
        HAVEN_TRY(const auto reply, desk_.submit(caller, {.aggregate = &aggregate,
                                                          .federation = kCity,
                                                          .stream = stream,
                                                          .command_id = command_id,
                                                          .hashed = hashed_bytes(q),
                                                          .expected_version = expected_version(q),
                                                          .command = std::move(command)}));
        put_reply(reply, r->mutable_reply());
        return {};
    }

    Desk desk_;
    const access::TokenIssuer& issuer_;
    access::SignInBook sign_ins_;
};

}  // namespace

std::unique_ptr<grpc::Service> make_directory_api(Surroundings& around,
                                                  const access::TokenIssuer& issuer) {
    return std::make_unique<DirectoryApi>(around, issuer);
}

}  // namespace haven::registry
