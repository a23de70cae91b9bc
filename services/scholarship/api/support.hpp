// What the handlers of both services share. Only api files include this (it pulls in gRPC and
// protobuf).
#pragma once

#include <string>
#include <vector>

#include "haven/scholarship/v1/scholarship_service.grpc.pb.h"
#include "libs/access/scoped_read.hpp"
#include "libs/api/command.hpp"
#include "libs/api/fields.hpp"
#include "libs/api/handlers.hpp"
#include "libs/api/names.hpp"
#include "libs/api/stored.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/rpc/page.hpp"
#include "services/scholarship/api/api.hpp"
#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/codec/values.hpp"
#include "services/scholarship/queries/queries.hpp"

namespace haven::scholarship {

using grpc::ServerContext;
using grpc::Status;
using rpc::Caller;

using api::asked_date;
using api::asked_uuid;
using api::check_enterprise;
using api::fund_line_of;
using api::in_field;
using api::may_hand_in;
using api::missing;
using api::open_fields;
using api::stored;
using api::Stored;
using api::StoredEvent;
using api::takes_part;
using api::Target;
using api::with_superiors;
using api::write_reply;

// Submits one command and waits; whether the caller may touch the target has been asked before.
// `hashed` stands for the command's content: the request, or what is sealed of it.
template <class Request>
Result<log::Reply> submit(const ApiContext& context, const Caller& caller, const Request& request,
                          const Target& target, std::any command, std::string hashed = {}) {
    HAVEN_CHECKED(takes_part(caller));
    return api::pass_on(context, caller, request, target, std::move(command), std::move(hashed));
}

// The terms of a scheme, the window as extended. Error: SCHEME_MISSING.
struct KnownScheme {
    FederationNo federation;
    SchemeTerms terms;
    bool closed = false;
};
Result<KnownScheme> known_scheme(access::ScopedRead& read, const SchemeId& scheme);
// By id or code. Error: SCHEME_MISSING.
Result<KnownScheme> known_scheme(access::ScopedRead& read, const std::string& id_or_code);
// Where a list asks for one scheme or for all: nil. Error: SCHEME_MISSING.
Result<SchemeId> asked_scheme(Queries& queries, const std::string& id_or_code);
// The pledge of a funding, by id or code; nil for the union's own money. Error: PLEDGE_MISSING.
Result<Funding> asked_funding(access::ScopedRead& read, const std::string& fund_line,
                              const std::string& pledge);

// Whether names may be opened for it; empty: none are. Error: INVALID_PURPOSE.
Result<void> check_purpose(const std::string& purpose);

void write(const SchemeRow& row, pb::Scheme& message);
void write(const PledgeRow& row, pb::Pledge& message);
void write(const StatementRow& row, pb::StatementLine& message);
void write(const ApplicationRow& row, pb::ScholarshipApplication& message);
void write(const RollHead& row, pb::AwardRoll& message);
void write(const RollLine& row, pb::RollRowView& message);
void write(const AwardRow& row, pb::Award& message);

}  // namespace haven::scholarship
