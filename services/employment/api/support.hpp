// What the handlers of both services share. Only api files include this (it pulls in gRPC and
// protobuf).
#pragma once

#include <string>
#include <vector>

#include "haven/employment/v1/employment_service.grpc.pb.h"
#include "libs/access/scoped_read.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/rpc/handler.hpp"
#include "libs/rpc/page.hpp"
#include "services/employment/api/api.hpp"
#include "services/employment/codec/codec.hpp"
#include "services/employment/codec/values.hpp"
#include "services/employment/queries/queries.hpp"

namespace haven::employment {

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
// The caller's federations and those above them: what is offered to the caller's people.
std::vector<FederationNo> with_superiors(const ApiContext& context, const Caller& caller);
// Error: Denied OUTSIDE_SCOPE, unless the federation is one of with_superiors().
Result<void> may_hand_in(const ApiContext& context, const Caller& caller, FederationNo federation);

// Error: INVALID_UUID on that field.
Result<Uuid> asked_uuid(const std::string& text, const char* field);
// Error: INVALID_DATE on that field.
Result<Date> asked_date(const std::string& text, const char* field);
// A unified social credit code: what stands in plaintext of an enterprise is checked, so that
// nobody's name gets there (I35). Answers whether it fails a check character, which `licence` lets
// pass. Errors: those of libs/base/credit_code.
Result<bool> check_enterprise(const std::string& uscc, bool licence);
// The federation at the head, which keeps the employers.
FederationNo head_of(const ApiContext& context);

inline std::unexpected<Error> missing(const char* reason, const char* what) {
    return failure(ErrorKind::Missing, reason,
                   std::string("there is no such ") + what + " in scope");
}

// A command of the caller's as the writer takes it. `hashed` stands for its content: the request,
// or what is sealed of it.
writer::Submission submission(const ApiContext& context, const Caller& caller,
                              const Uuid& command_id, const Target& target, std::any command,
                              const std::string& hashed);

// Submits one command and waits; whether the caller may touch the target has been asked before.
template <class Request>
Result<log::Reply> submit(const ApiContext& context, const Caller& caller, const Request& request,
                          const Target& target, std::any command, std::string hashed = {}) {
    HAVEN_CHECKED(takes_part(caller));
    HAVEN_TRY(const Uuid command_id, asked_uuid(request.command_id(), "command_id"));
    if (hashed.empty()) hashed = request.SerializeAsString();
    writer::Submission one =
        submission(context, caller, command_id, target, std::move(command), hashed);
    if (request.has_expected_version()) one.expected_version = request.expected_version();
    return writer::submit_and_wait(context.host.writer, std::move(one), caller.deadline_ms);
}

inline void write_reply(const log::Reply& reply, haven::type::v1::CommandReply& message) {
    message.set_version(reply.version);
    message.set_offset(reply.offset);
}

// A stream of our own log, folded. What a command is judged by that the read side does not have:
// terms of a scheme, sealed fields of an application.
template <class D>
struct Stored {
    FederationNo federation;
    int version = 0;  // 0: there is no such stream
    typename D::State state;
};
template <class D, class Codec>
std::map<Uuid, Stored<D>> stored(access::ScopedRead& read, std::span<const Uuid> streams) {
    std::map<Uuid, Stored<D>> found;
    for (const StoredEvent& event : Queries(read).events(streams)) {
        auto decoded = Codec::decode(event.type, event.schema_version, event.payload);
        if (!decoded) continue;  // the stream is of another kind
        Stored<D>& one = found[event.stream];
        one.federation = event.federation;
        one.version = event.version;
        one.state = D::evolve(std::move(one.state), *decoded);
    }
    return found;
}
template <class D, class Codec>
Stored<D> stored(access::ScopedRead& read, const Uuid& stream) {
    auto found = stored<D, Codec>(read, std::span(&stream, 1));
    return found.empty() ? Stored<D>{} : std::move(found.begin()->second);
}

// Facts that commands are judged by, of whatever federation in sight. Errors: EMPLOYER_MISSING,
// FAIR_MISSING, VACANCY_MISSING.
Result<KnownEmployer> known_employer(access::ScopedRead& read, const std::string& uscc);
struct FairAt {
    FederationNo federation;
    KnownFair fair;
};
Result<FairAt> known_fair(access::ScopedRead& read, const std::string& id_or_code);
Result<KnownVacancy> known_vacancy(access::ScopedRead& read, const VacancyId& id);

// As commands are judged by it.
KnownSeeker known_as(const SeekerId& id, const Seeker::State& state);

void write(const FairRow& row, pb::Fair& message);
void write(const ParticipationRow& row, pb::Participation& message);
void write(const VacancyRow& row, pb::Vacancy& message);
void write(const SeekerRow& row, pb::Seeker& message);
void write(const IntentRow& row, pb::Intent& message);
void write(const HireRow& row, pb::Hire& message);

}  // namespace haven::employment
