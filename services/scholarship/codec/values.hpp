// The values that several event messages share, both ways. Internal to the codec and the reactions;
// pulls in protobuf, so only .cpp files include it.
#pragma once

#include <string>

#include "haven/scholarship/v1/scholarship_events.pb.h"
#include "libs/codec/values.hpp"
#include "services/scholarship/domain/award.hpp"
#include "services/scholarship/domain/pledge.hpp"

namespace haven::scholarship {

namespace pb = haven::scholarship::v1;
namespace reg = haven::registry::v1;

using codec::date_of;
using codec::date_text;
using codec::encoded;
using codec::federation_of;
using codec::id_of;
using codec::id_text;
using codec::parsed;
using codec::read_sealed;
using codec::to_proto;
using codec::uuid_of;
using codec::write_sealed;

RollHash hash_value(const std::string& bytes);

void write_payee(const Payee& payee, reg::Payee& m);
Payee read_payee(const reg::Payee& m);
void write_value(const AwardTier& e, pb::AwardTier& m);
AwardTier read_value(const pb::AwardTier& m);
void write_value(const SchemeTerms& e, pb::SchemeTerms& m);
SchemeTerms read_value(const pb::SchemeTerms& m);
void write_value(const Funding& e, pb::Funding& m);
Funding read_value(const pb::Funding& m);
void write_value(const AwardYearRef& e, pb::AwardYearRef& m);
AwardYearRef read_value(const pb::AwardYearRef& m);
void write_value(const FileRef& e, pb::FileRef& m);
FileRef read_value(const pb::FileRef& m);
void write_value(const RollRow& e, pb::RollRow& m);
RollRow read_value(const pb::RollRow& m);
void write_value(const AwardApproved& e, pb::AwardApproved& m);
AwardApproved read_value(const pb::AwardApproved& m);

}  // namespace haven::scholarship
