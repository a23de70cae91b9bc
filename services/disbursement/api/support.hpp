// What the handlers of both services share. Only api files include this (it pulls in gRPC and
// protobuf).
#pragma once

#include <string>

#include "haven/disbursement/v1/disbursement_service.grpc.pb.h"
#include "libs/access/scoped_read.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/rpc/page.hpp"
#include "services/disbursement/api/api.hpp"
#include "services/disbursement/codec/values.hpp"
#include "services/disbursement/domain/aid_file.hpp"
#include "services/disbursement/domain/entitlement.hpp"
#include "services/disbursement/domain/fund_line.hpp"
#include "services/disbursement/domain/payment_batch.hpp"
#include "services/disbursement/queries/queries.hpp"

namespace haven::disbursement {

using rpc::Caller;

struct Target {
    const writer::Aggregate& aggregate;
    FederationNo federation;
    Uuid stream;
};

// Submits one command and waits. `hashed` stands for the command's content: the request as it is
// sealed.
template <class Request>
Result<log::Reply> submit(ApiContext& context, const Caller& caller, const Request& request,
                          const Target& target, std::any command, std::string hashed = {}) {
    HAVEN_CHECKED(caller.may_touch(target.federation));
    const auto command_id = Uuid::parse(request.command_id());
    if (!command_id) return invalid("INVALID_UUID", "command_id", "a UUID, new for each command");
    if (hashed.empty()) hashed = request.SerializeAsString();
    writer::Submission submission;
    submission.aggregate = &target.aggregate;
    submission.federation = target.federation;
    submission.stream = target.stream;
    submission.command_id = *command_id;
    submission.request_hash = crypto::sha256(hashed + caller.staff.to_string());
    submission.meta.actor = caller.staff;
    submission.meta.at = context.host.now();
    submission.meta.business_date = context.host.business_date();
    submission.meta.correlation = *command_id;
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

// The federation that a request names, or the caller's own.
inline FederationNo federation_or_home(std::int32_t number, const Caller& caller) {
    return number == 0 ? caller.home : FederationNo{static_cast<std::int16_t>(number)};
}

inline std::unexpected<Error> missing(const char* reason, const char* what) {
    return failure(ErrorKind::Missing, reason,
                   std::string("there is no such ") + what + " in scope");
}

// An id that a request names; `field` is what the error says.
template <class TypedId>
Result<TypedId> parse_id(const std::string& text, const char* field) {
    const auto parsed = TypedId::parse(text);
    if (!parsed) return invalid("INVALID_UUID", field, "a UUID of 36 characters");
    return *parsed;
}

// A word of the code's own, so that no free text (and nobody's name) gets into the log:
// [A-Z0-9_]{1,40}.
Result<void> check_word(const std::string& text, const char* field);
// Number of a voucher, or of a receipt: [A-Za-z0-9./-]{1,40}.
Result<void> check_voucher(const std::string& text);
Result<void> check_receipt(const std::string& text);
// Roles that only set things up may not sign for money, whatever else the person may do
// (protocols §11).
Result<void> check_may_sign(const Caller& caller);

void write(const FundLineRow& row, pb::FundLine& message);
void write(const InstalmentRow& row, pb::Instalment& message);
void write(const BatchRow& row, pb::PaymentBatch& message);
void write(const BatchLineRow& row, pb::BatchLine& message);

}  // namespace haven::disbursement
