// What the handlers of both services share. Only api files include this (it pulls in gRPC and
// protobuf).
#pragma once

#include <string>
#include <vector>

#include "haven/outreach/v1/outreach_service.grpc.pb.h"
#include "libs/access/scoped_read.hpp"
#include "libs/api/command.hpp"
#include "libs/api/fields.hpp"
#include "libs/api/handlers.hpp"
#include "libs/api/stored.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/rpc/page.hpp"
#include "services/outreach/api/api.hpp"
#include "services/outreach/codec/codec.hpp"
#include "services/outreach/codec/values.hpp"
#include "services/outreach/queries/queries.hpp"

namespace haven::outreach {

using grpc::ServerContext;
using grpc::Status;
using rpc::Caller;

using api::asked_date;
using api::asked_uuid;
using api::check_enterprise;
using api::check_federation;
using api::fund_line_of;
using api::head_of;
using api::in_field;
using api::missing;
using api::stored;
using api::takes_part;
using api::Target;
using api::write_reply;

// Code of a union node, or nothing. Error: INVALID_WORD.
Result<void> check_node(const std::string& node, const char* field);
// What names are opened for; empty: nothing is opened. Error: INVALID_PURPOSE.
Result<void> check_purpose(const std::string& purpose);
// A place for a name in an answer, and the name as it is stored.
struct ShownName {
    std::string* shown;
    Sealed name;
};
// Opens them for `purpose`; the opening is recorded before the answer leaves. One that is erased is
// "***". Errors: those of the vault.
Result<void> open_names(const ApiContext& context, const Caller& caller, const std::string& purpose,
                        const std::string& subject, const std::vector<ShownName>& names);

// Submits one command and waits. `hashed` stands for the command's content: the request, or what is
// sealed of it.
template <class Request>
Result<log::Reply> submit(const ApiContext& context, const Caller& caller, const Request& request,
                          const Target& target, std::any command, std::string hashed = {}) {
    HAVEN_CHECKED(caller.may_touch(target.federation));
    HAVEN_CHECKED(takes_part(caller));
    return api::pass_on(context, caller, request, target, std::move(command), std::move(hashed));
}

// One page of a list by text keys: asks for one row more than shown, and says where to go on.
template <class Rows, class Response, class Key>
void cut_page(Rows& rows, int size, const std::string& filter, Response& response, Key key) {
    if (rows.size() <= static_cast<std::size_t>(size)) return;
    rows.pop_back();
    response.set_next_page_token(rpc::page_token({key(rows.back())}, filter));
}

void write(const CampaignRow& row, pb::Campaign& message);
void write(const CloseCampaign& sums, pb::CampaignSums& message);
void write(const StockLineRow& row, pb::StockLine& message);
void write(const GroupRow& row, pb::VisitGroup& message);
void write(const PurseRow& row, pb::PurseLine& message);
void write(const BagRow& row, pb::BagLine& message);
void write(const RecipientLine& row, pb::RecipientRow& message);
void write(const DeliveryRow& row, pb::Delivery& message);
void write(const ActivityRow& row, pb::Activity& message);
void write(const ClassRow& row, pb::TrainingClass& message);
void write(const TicketRow& row, pb::Ticket& message);

}  // namespace haven::outreach
