// What the handlers of both services share. Only api files include this (it pulls in gRPC and
// protobuf).
#pragma once

#include <string>

#include "haven/disbursement/v1/disbursement_service.grpc.pb.h"
#include "libs/access/scoped_read.hpp"
#include "libs/api/command.hpp"
#include "libs/api/handlers.hpp"
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

using api::missing;
using api::Target;
using api::write_reply;

// Submits one command and waits. `hashed` stands for the command's content: the request as it is
// sealed.
template <class Request>
Result<log::Reply> submit(const ApiContext& context, const Caller& caller, const Request& request,
                          const Target& target, std::any command, std::string hashed = {}) {
    HAVEN_CHECKED(caller.may_touch(target.federation));
    return api::pass_on(context, caller, request, target, std::move(command), std::move(hashed));
}

// The federation that a request names, or the caller's own.
inline FederationNo federation_or_home(std::int32_t number, const Caller& caller) {
    return number == 0 ? caller.home : FederationNo{static_cast<std::int16_t>(number)};
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
