// What the handlers of both services share. Only api files include this (it pulls in gRPC and
// protobuf).
#pragma once

#include <string>
#include <vector>

#include "haven/outreach/v1/outreach_service.grpc.pb.h"
#include "libs/access/scoped_read.hpp"
#include "libs/crypto/hash.hpp"
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

struct Target {
    const writer::Aggregate& aggregate;
    FederationNo federation;
    Uuid stream;
};

// Neither an administrator nor a service is one of the people whom a rule asks for (protocols §11).
// Error: Denied ADMINISTRATOR_TAKES_NO_PART.
Result<void> takes_part(const Caller& caller);

// Error: INVALID_UUID on that field.
Result<Uuid> asked_uuid(const std::string& text, const char* field);
// Error: INVALID_DATE on that field.
Result<Date> asked_date(const std::string& text, const char* field);
// A unified social credit code, or nothing: what stands in plaintext of an enterprise is checked,
// so that nobody's name gets there (I35). Errors: those of libs/base/credit_code.
Result<void> check_enterprise(const std::string& uscc, const char* field);
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
// A fund line of disbursement, by id or code.
FundLineId fund_line_of(const std::string& id_or_code);

inline std::unexpected<Error> missing(const char* reason, const char* what) {
    return failure(ErrorKind::Missing, reason,
                   std::string("there is no such ") + what + " in scope");
}

// Submits one command and waits. `hashed` stands for the command's content: the request, or what is
// sealed of it.
template <class Request>
Result<log::Reply> submit(const ApiContext& context, const Caller& caller, const Request& request,
                          const Target& target, std::any command, std::string hashed = {}) {
    HAVEN_CHECKED(caller.may_touch(target.federation));
    HAVEN_CHECKED(takes_part(caller));
    HAVEN_TRY(const Uuid command_id, asked_uuid(request.command_id(), "command_id"));
    if (hashed.empty()) hashed = request.SerializeAsString();
    writer::Submission submission;
    submission.aggregate = &target.aggregate;
    submission.federation = target.federation;
    submission.stream = target.stream;
    submission.command_id = command_id;
    submission.request_hash = crypto::sha256(hashed + caller.staff.to_string());
    submission.meta.actor = caller.staff;
    submission.meta.at = context.host.now();
    submission.meta.business_date = context.host.business_date();
    submission.meta.correlation = command_id;
    submission.meta.traceparent = caller.traceparent;
    submission.meta.union_node = caller.union_node;
    if (request.has_expected_version()) submission.expected_version = request.expected_version();
    submission.command = std::move(command);
    return writer::submit_and_wait(context.host.writer, std::move(submission), caller.deadline_ms);
}

inline void write_reply(const log::Reply& reply, haven::type::v1::CommandReply& message) {
    message.set_version(reply.version);
    message.set_offset(reply.offset);
}

// A stream of our own log, folded: what the read side does not have.
template <class D, class Codec>
typename D::State stored(access::ScopedRead& read, const Uuid& stream) {
    typename D::State state;
    for (const StoredEvent& event : Queries(read).events(stream)) {
        auto decoded = Codec::decode(event.type, event.schema_version, event.payload);
        if (decoded) state = D::evolve(std::move(state), *decoded);
    }
    return state;
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

}  // namespace haven::outreach
