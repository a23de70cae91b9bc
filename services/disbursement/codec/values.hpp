// The values that several event messages share, both ways. Internal to the codec and the reactions;
// pulls in protobuf, so only .cpp files include it.
#pragma once

#include <string>
#include <vector>

#include "haven/disbursement/v1/disbursement_events.pb.h"
#include "libs/codec/values.hpp"
#include "libs/crypto/hash.hpp"
#include "services/disbursement/domain/payment_batch.hpp"
#include "services/disbursement/domain/subjects.hpp"
#include "services/disbursement/domain/types.hpp"

namespace haven::disbursement {

namespace pb = haven::disbursement::v1;
namespace reg = haven::registry::v1;

using codec::date_of;
using codec::encoded;
using codec::federation_of;
using codec::id_of;
using codec::id_text;
using codec::parsed;
using codec::to_proto;

BatchHash hash_value(const std::string& bytes);

void write_payee(const Payee& payee, reg::Payee& message);
Payee read_payee(const reg::Payee& message);

void write_subject(const AccountSubject& subject, pb::AccountSubject& message);
void write_subjects(const AccountSubjects& subjects, pb::AccountSubjects& message);
AccountSubjects read_subjects(const pb::AccountSubjects& message);

using RefMessages = google::protobuf::RepeatedPtrField<pb::EntitlementRef>;
void write_refs(const std::vector<EntitlementRef>& refs, RefMessages& messages);
std::vector<EntitlementRef> read_refs(const RefMessages& messages);

using InstalmentMessages = google::protobuf::RepeatedPtrField<pb::GrantedInstalment>;
void write_instalments(const std::vector<GrantedInstalment>& parts, InstalmentMessages& messages);
std::vector<GrantedInstalment> read_instalments(const InstalmentMessages& messages);

}  // namespace haven::disbursement
