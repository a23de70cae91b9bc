// What the handlers of both services share. Only api files include this (it pulls in gRPC and
// protobuf).
#pragma once

#include <string>
#include <vector>

#include "haven/employment/v1/employment_service.grpc.pb.h"
#include "libs/access/scoped_read.hpp"
#include "libs/api/command.hpp"
#include "libs/api/fields.hpp"
#include "libs/api/handlers.hpp"
#include "libs/api/names.hpp"
#include "libs/api/stored.hpp"
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

using api::asked_date;
using api::asked_uuid;
using api::check_federation;
using api::fund_line_of;
using api::head_of;
using api::in_field;
using api::may_hand_in;
using api::missing;
using api::open_fields;
using api::stored;
using api::Stored;
using api::submission;
using api::takes_part;
using api::Target;
using api::with_superiors;
using api::write_reply;

// Where a list by day goes on; nothing at its start. Errors: those of a page token.
Result<std::optional<Queries::DayKey>> day_key(const std::vector<std::string>& after);
// A unified social credit code: what stands in plaintext of an enterprise is checked, so that
// nobody's name gets there (I35). Answers whether it fails a check character, which `licence` lets
// pass. Errors: those of libs/base/credit_code.
Result<bool> check_enterprise(const std::string& uscc, bool licence);

// Submits one command and waits; whether the caller may touch the target has been asked before.
template <class Request>
Result<log::Reply> submit(const ApiContext& context, const Caller& caller, const Request& request,
                          const Target& target, std::any command, std::string hashed = {}) {
    HAVEN_CHECKED(takes_part(caller));
    return api::pass_on(context, caller, request, target, std::move(command), std::move(hashed));
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
// Its employer at its fair on that day, whatever has become of it since.
KnownStall known_stall(access::ScopedRead& read, const KnownVacancy& vacancy, Date day);

// A seeker or a hire of the own federations. Errors: SEEKER_MISSING, HIRE_MISSING.
Result<SeekerRow> find_seeker(const ApiContext& context, const Caller& caller,
                              const std::string& id);
Result<HireRow> find_hire(const ApiContext& context, const Caller& caller, const std::string& id);
// As commands are judged by it. Error: SEEKER_MISSING.
Result<KnownSeeker> known_seeker(access::ScopedRead& read, const SeekerId& id);
KnownSeeker known_as(const SeekerId& id, const Seeker::State& state);

void write(const FairRow& row, pb::Fair& message);
void write(const ParticipationRow& row, pb::Participation& message);
void write(const VacancyRow& row, pb::Vacancy& message);
void write(const SeekerRow& row, pb::Seeker& message);
void write(const IntentRow& row, pb::Intent& message);
void write(const HireRow& row, pb::Hire& message);
void write(const CaseRow& row, pb::ServiceCase& message);

}  // namespace haven::employment
